"""Two small wins that tell the same: choose which one stays, see what moves, do it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from initiatives.links import key_in
from initiatives.models import SmallWin, WinLink
from initiatives.models.wins import FOR_FEWER
from initiatives.periods import in_words

CHOICES_AT_MOST = 500


@dataclass(frozen=True)
class Moves:
    """The rows that the win that stays gets, and those that it does not get."""

    photos: int
    rows: str  # the name and the number of each other kind of rows
    links: list[WinLink]
    known: list[WinLink]  # it has these already, or they would tie it to itself


def what_moves(win: SmallWin, other: SmallWin) -> Moves:
    """The moves of a merge. One query for each kind of rows, and one for each link: a win has few."""
    links = WinLink.objects.touching(win).not_declined().select_related("earlier", "later")
    fits = {link: link.fits(other, instead_of=win) for link in links}
    return Moves(
        photos=win.photos.count(),
        rows=", ".join(f"{label}: {n}" for label, n in _hanging(win) if n),
        links=[link for link, does in fits.items() if does],
        known=[link for link, does in fits.items() if not does],
    )


def _hanging(win: SmallWin) -> list[tuple[str, int]]:
    """The rows that hang on a win, without photos, under the names that people know."""
    return [
        (str(_plural_of(name, rows.model)), rows.count())
        for name, _column, rows in win.hanging()
        if name != "photos"
    ]


def _plural_of(name: str, model) -> str:
    """The name of the rows that hang on a win; of a table between two others, of the rows at its other end."""
    tied = SmallWin._meta.get_field(name).related_model if model._meta.auto_created else model
    return tied._meta.verbose_name_plural


class Merging:
    """A part of the screen of small wins."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.merge_view)
        return [
            path("<uuid:key>/samenvoegen/", view, name="initiatives_smallwin_merge"),
            *super().get_urls(),
        ]

    def ways_to_merge(self, win: SmallWin | None) -> list[tuple]:
        """The button on the page of a win that stands."""
        return [(_("Dit staat dubbel"), self._address("merge", win.pk))] if win and win.stands else []

    def merge_view(self, request, key: UUID):
        """GET chooses and shows what moves, POST does it."""
        win = self.get_queryset(request).filter(pk=key).first()
        if win is None or not win.stands:
            self.message_user(
                request, _("Deze small win telt niet mee. Er is niets samen te voegen."), messages.WARNING
            )
            return self.back_to(win) if win else HttpResponseRedirect(self._address("changelist"))
        others = self.others(win)
        key_of_other = key_in((request.POST or request.GET).get("met", ""))
        chosen = others.filter(pk=key_of_other).first() if key_of_other else None
        if request.method == "POST" and chosen:
            return self.merge(request, win, chosen)
        is_lost = bool(request.POST or request.GET.get("met")) and chosen is None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Dit staat dubbel"),
            "opts": self.opts,
            "win": win,
            "chosen": chosen,
            "is_lost": is_lost,
            "moves": what_moves(win, chosen) if chosen else None,
            "refusal": FOR_FEWER if chosen and win.is_for_fewer_than(chosen) else "",
            "choices": [
                (other, in_words(other.occurred_on, other.precision), other == chosen)
                for other in others[:CHOICES_AT_MOST]
            ],
        }
        return TemplateResponse(request, "admin/merge.html", context, status=422 if is_lost else 200)

    def others(self, win: SmallWin):
        """Those it may turn out to be: of the same initiative, and standing."""
        same = SmallWin.objects.standing().filter(initiative=win.initiative_id)
        return same.exclude(pk=win.pk).newest_first().defer("search")

    def merge(self, request, win: SmallWin, other: SmallWin):
        """Both rows are held, in one order, so that two curators cannot merge them into each other."""
        try:
            with transaction.atomic():
                rows = {row.pk: row for row in self.locked([win, other])}
                win, other = rows[win.pk], rows[other.pk]
                if not win.stands:
                    raise ValidationError(_("Deze small win telt niet mee. Er is niets samen te voegen."))
                win.merge_into(other, by=request.user)
                # Without titles: who told a win without an account may take its words back.
                self.note(request, [win], str(_("Samengevoegd met een andere small win.")))
                self.note(request, [other], str(_("Een small win die dubbel stond, kwam erbij.")))
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return self.back_to(win)
        self.message_user(request, _("Samengevoegd. Dit is de small win die blijft."), messages.SUCCESS)
        return self.back_to(other)
