"""Steps that a curator takes with one win or with many: ask for the words, compare with what was read, do it, report."""

from http import HTTPStatus

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from initiatives.admin.steps import CONFIRM, STEPS, CuratorStep
from initiatives.forms.curating import READ_FIRST, is_as_read, mark_of
from initiatives.marks import as_read
from initiatives.models import SmallWin
from initiatives.models.columns import is_key
from initiatives.sending import forget_typed, typed_before

NAMED_IN_A_MESSAGE = 5
CHANGED_JUST_NOW = _("is net veranderd. Lees eerst wat er nu staat.")


class Stepping:
    """A part of the screen of small wins."""

    def get_urls(self):
        steps = [
            path(
                f"{step.path}/",
                self.admin_site.admin_view(self.step_view),
                {"step": step},
                name=f"initiatives_smallwin_{step.code}",
            )
            for step in STEPS
        ]
        return steps + super().get_urls()

    def address_of(self, step: CuratorStep, wins, request) -> str:
        words = [("win", str(win.pk)) for win in wins]
        if (
            kept := request.GET.urlencode()
            if self._is_list(request)
            else request.GET.get("_changelist_filters")
        ):
            words.append(("_changelist_filters", kept))
        return f"{self._address(step.code)}?{urlencode(words)}"

    def _is_list(self, request) -> bool:
        return request.resolver_match.url_name == "initiatives_smallwin_changelist"

    def step_view(self, request, step: CuratorStep):
        """GET asks for the words, POST does it: for every win in the address that is theirs."""
        asked = [key for key in request.GET.getlist("win")[: self.list_per_page] if is_key(self.model, key)]
        chosen = self.get_queryset(request).filter(pk__in=asked).select_related("returned_by", "replied_by")
        wins = list(chosen.with_photos_for(request.user).prefetch_related("photos"))
        fitting = [win for win in wins if not step.refuses(win)]
        is_sent = request.method == "POST"
        form = step.form(request.POST if is_sent else typed_before(request))
        unread = [win for win in fitting if is_sent and not _is_as_read(win, request)]
        if is_sent and not unread and (form is None or form.is_valid()):
            self.take(step, request, wins, form.cleaned_data["words"] if form else "")
            forget_typed(request)
            return self._after_step(request, wins)
        context = {
            **self.admin_site.each_context(request),
            "title": step.heading,
            "step": step,
            "form": form,
            "is_read_here": step is CONFIRM,
            "wins": fitting,
            "marks": [(mark_of(win), as_read(win, READ_FIRST)) for win in fitting],
            "unread": unread,
            "left_out": [(win, step.refuses(win)) for win in wins if win not in fitting],
            "opts": self.opts,
            "back": self._list_address(request),
        }
        refused = HTTPStatus.CONFLICT if unread else HTTPStatus.UNPROCESSABLE_ENTITY
        status = refused if is_sent else HTTPStatus.OK
        return TemplateResponse(request, "admin/step.html", context, status=status)

    def _after_step(self, request, wins):
        if len(wins) == 1 and not request.GET.get("_changelist_filters"):
            return self.back_to(wins[0])
        return HttpResponseRedirect(self._list_address(request))

    def _list_address(self, request) -> str:
        kept = request.GET.get("_changelist_filters", "")
        return f"{self._address('changelist')}?{kept}" if kept else self._address("changelist")

    def take(self, step: CuratorStep, request, wins, words: str = "") -> None:
        """Do it for each win that it fits, say what was done, and why not for the others."""
        done, refused = [], {}
        with transaction.atomic():
            for win in self.locked(wins):
                if reason := step.refuses(win) or ("" if _is_as_read(win, request) else CHANGED_JUST_NOW):
                    refused[win] = reason
                else:
                    done.append(win)
            for win in done:
                step.do(win, request.user, words)
            if done:
                self.note(request, done, str(step.noted) % {"words": words})
        if done:
            self.message_user(request, step.done(len(done)) % {"count": len(done)}, messages.SUCCESS)
        for win, reason in list(refused.items())[:NAMED_IN_A_MESSAGE]:
            self.message_user(request, f"“{win}” {reason}", messages.WARNING)
        if len(refused) > NAMED_IN_A_MESSAGE:
            rest = _("En nog %(count)s andere niet.") % {"count": len(refused) - NAMED_IN_A_MESSAGE}
            self.message_user(request, rest, messages.WARNING)

    def locked(self, wins) -> list[SmallWin]:
        """The chosen wins, read anew and locked until the step is done."""
        rows = SmallWin.objects.filter(pk__in=[win.pk for win in wins]).order_by("pk")
        rows = rows.select_related("initiative").prefetch_related("photos").defer("search")
        return list(rows.select_for_update(of=("self",), no_key=True))

    @admin.action(description=_("Bevestig"))
    def confirm(self, request, wins):
        """A list shows titles only; what one confirms stands on the page of the step."""
        return self._ask_first("confirm", request, wins)

    @admin.action(description=_("Stel een vraag aan het team"))
    def ask(self, request, wins):
        return self._ask_first("ask", request, wins)

    @admin.action(description=_("Trek in"))
    def withdraw(self, request, wins):
        return self._ask_first("withdraw", request, wins)

    @admin.action(description=_("Zet terug"))
    def restore(self, request, wins):
        return self._ask_first("restore", request, wins)

    def _ask_first(self, code: str, request, wins):
        step = next(step for step in STEPS if step.code == code)
        return HttpResponseRedirect(self.address_of(step, wins, request))


def _is_as_read(win: SmallWin, request) -> bool:
    """`is_as_read`; the page of one win says it in its own mark."""
    return is_as_read(win, request.POST.get(mark_of(win)) or request.POST.get("version", ""))
