"""Two rows that turn out to be one: choose the other, see both side by side, merge them, and undo it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from initiatives.links import number_in
from initiatives.models import Merge, SaidApart
from initiatives.models.merging.doing import called, merge, undo
from initiatives.models.merging.kinds import KINDS, MergeOf
from initiatives.reports.network.doubles import merge_preview, proposed

FOUND_AT_MOST = 20
LONGEST = 100


class JoiningRows:
    """A part of the screen of a table of which two rows may be one."""

    merged_as = ""  # a MergeKind

    @property
    def merging(self) -> MergeOf:
        return KINDS[self.merged_as]

    def mergeable(self, request) -> models.QuerySet:
        """The rows of which this curator may say that two are one."""
        return self.get_queryset(request)

    def told_apart(self, row) -> str:
        """What tells it from another of the same name."""
        return self.label_of(row)

    def may_undo(self, request, made: Merge) -> bool:
        return True

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        name = f"initiatives_{self.opts.model_name}"
        return [
            path("<int:key>/samenvoegen/", view(self.merge_view), name=f"{name}_merge"),
            path("<int:key>/samenvoegen/twee/", view(require_POST(self.apart_view)), name=f"{name}_apart"),
            path(
                "<int:key>/samenvoegen/<int:made>/terug/",
                view(require_POST(self.unmerge_view)),
                name=f"{name}_unmerge",
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        number = number_in(object_id)
        row = self.mergeable(request).filter(pk=number).first() if number else None
        ways = self.ways_for(row) if row else []
        return super().change_view(request, object_id, form_url, {"steps": ways, **(extra_context or {})})

    def ways_for(self, row) -> list[tuple]:
        """The buttons above the form of a row."""
        return [(_("Dit staat dubbel"), self._address("merge", row.pk))]

    def remarks(self, request, obj) -> list[str]:
        said = _("“%(name)s” ging hierin op (%(day)s). Terugdraaien kan bij “Dit staat dubbel”.")
        parted = _("“%(name)s” kwam hieruit (%(day)s). Terugdraaien kan bij “Dit staat dubbel”.")
        return [
            *super().remarks(request, obj),
            *(
                (parted if made.is_split else said)
                % {"name": made, "day": date_format(made.made_at, "j F Y")}
                for made in self._merges(request, obj)
                if made.may_be_undone
            ),
        ]

    def _merges(self, request, row) -> list[Merge]:
        """Those that went into this row, or came out of it, and that this curator may undo."""
        rows = Merge.objects.of_row(self.merged_as, row.pk).standing().recent().select_related("made_by")
        return [made for made in rows if self.may_undo(request, made)]

    def merge_view(self, request, key: int):
        """GET chooses and shows what moves, POST does it."""
        row = self.mergeable(request).filter(pk=key).first()
        if row is None:
            self.message_user(
                request, _("Dit is er niet (meer), of je mag het niet samenvoegen."), messages.WARNING
            )
            return HttpResponseRedirect(self._address("changelist"))
        typed = request.POST or request.GET
        others = self.mergeable(request).exclude(pk=key)
        chosen = others.filter(pk=number_in(typed.get("met", ""))).first()
        if request.method == "POST" and chosen:
            return self.merge(request, row, chosen)
        return self._merge_page(
            request, row, chosen, others, is_lost=bool(typed.get("met")) and chosen is None
        )

    def _merge_page(self, request, row, chosen, others, *, is_lost: bool) -> TemplateResponse:
        words = request.GET.get("zoek", "").replace("\0", "").strip()[:LONGEST]
        found = self.get_search_results(request, others, words)[0] if words else others.none()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Dit staat dubbel"),
            "opts": self.opts,
            "row": row,
            "label": self.told_apart(row),
            "chosen": chosen,
            "chosen_label": self.told_apart(chosen) if chosen else "",
            "is_lost": is_lost,
            "preview": merge_preview(self.merging, row, chosen) if chosen else None,
            "alike": [] if chosen else self._labelled(proposed(self.merging, row, others)),
            "words": words,
            "found": self._labelled(found.distinct()[:FOUND_AT_MOST]),
            "addresses": {page: self._address(page, row.pk) for page in ("merge", "apart")},
            "reverse": self._address("merge", chosen.pk) if chosen else "",
            "earlier": [
                (made, self._address("unmerge", row.pk, made.pk))
                for made in self._merges(request, row)
                if made.may_be_undone
            ],
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_lost else HTTPStatus.OK
        return TemplateResponse(request, "admin/join.html", context, status=status)

    def _labelled(self, rows) -> list[tuple[int, str]]:
        return [(row.pk, self.told_apart(row)) for row in rows]

    def merge(self, request, row, other):
        """`row` goes into `other`; of which columns its own value stays, the form says."""
        taken = [name for name in self.merging.fields if request.POST.get(f"of_{name}") == "goes"]
        name, kept = self.merging.name_of(row), self.merging.name_of(other)
        try:
            with transaction.atomic():
                merge(self.merging, row, other, chosen=taken, by=request.user)
                self.note(request, [other], gettext("“%(name)s” ging hierin op.") % {"name": name})
                self.note(request, [row], gettext("Ging op in “%(name)s”.") % {"name": kept})
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.WARNING)
            return HttpResponseRedirect(self._address("merge", row.pk))
        self.message_user(
            request,
            _("Samengevoegd. Dit is wat blijft. Binnen 30 dagen kun je het terugdraaien."),
            messages.SUCCESS,
        )
        return self.back_to(other)

    def apart_view(self, request, key: int):
        """Remember that these are two."""
        keys = {key, number_in(request.POST.get("met", ""))}
        rows = {row.pk: row for row in self.mergeable(request).filter(pk__in=keys - {None})}
        if len(rows) < 2:
            raise Http404
        row = rows.pop(key)
        other = rows.popitem()[1]
        SaidApart.objects.say(self.merged_as, row.pk, other.pk, by=request.user)
        said = _("Onthouden: “%(one)s” en “%(other)s” zijn er twee. We stellen ze niet meer samen voor.")
        self.message_user(request, said % {"one": row, "other": other}, messages.SUCCESS)
        return self.back_to(row)

    def unmerge_view(self, request, key: int, made: int):
        made = get_object_or_404(Merge, pk=made, kind=self.merged_as, kept=key)
        row = get_object_or_404(self.mergeable(request), pk=key)
        if not self.may_undo(request, made):
            self.message_user(request, _("Dit kan alleen wie het deed, of de beheerder."), messages.WARNING)
            return self.back_to(row)
        try:
            with transaction.atomic():
                stayed = undo(made, by=request.user)
                said = gettext("“%(name)s” hoort hier toch niet bij: teruggedraaid.") % {"name": made}
                self.note(request, [row], said)
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.WARNING)
            return self.back_to(row)
        self._say_what_stayed(request, stayed)
        return self.back_to(row)

    def _say_what_stayed(self, request, stayed: list) -> None:
        if not stayed:
            self.message_user(request, _("Teruggedraaid. Alles staat weer zoals het was."), messages.SUCCESS)
            return
        said = ngettext(
            "Teruggedraaid, op %(n)s rij na: %(which)s.",
            "Teruggedraaid, op %(n)s rijen na: %(which)s.",
            len(stayed),
        )
        which = "; ".join(
            f"{called(line, user=request.user)} ({line.stayed})" for line in stayed[:FOUND_AT_MOST]
        )
        self.message_user(request, said % {"n": len(stayed), "which": which}, messages.WARNING)


class AdmittingPartners:
    """A part of the screen of partners: letting in one that a team proposed."""

    def extra_buttons(self, request, obj):
        return [("_admit", _("Bewaar en laat toe"))] if obj and obj.waits else []

    def after_saving(self, request, obj) -> None:
        if "_admit" in request.POST:
            obj.admit(by=request.user)
            self.note(request, [obj], str(_("Toegelaten.")))

    def remarks(self, request, obj) -> list[str]:
        said = _(
            "%(who)s stelde deze partner voor. Tot je hem toelaat, zien alleen dat team, de kwartiermaker en het programma de naam."
        )
        waits = [said % {"who": obj.proposed_by}] if obj.waits else []
        return [*waits, *super().remarks(request, obj)]
