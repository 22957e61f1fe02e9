"""Bringing a table at /beheer/importeren/: bring it, look at its columns, see what would happen, do it, and take it back."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from initiatives.admin.import_forms import AnswersForm, BringForm, ColumnsForm
from initiatives.admin.reach import initiatives_of, programmes_of
from initiatives.admin.screens import PanelLine
from initiatives.exchange.exports.files import XLSX_TYPE, write_xlsx, written
from initiatives.exchange.imports.bringing import brought
from initiatives.exchange.imports.given_back import (
    as_csv,
    as_xlsx,
    left_behind,
    reasons_in,
    reasons_kept,
    template,
)
from initiatives.exchange.imports.headings import keep_mapping, set_up
from initiatives.exchange.imports.kinds import KINDS, WithinReach
from initiatives.exchange.imports.plan import ImportPlan, planned
from initiatives.exchange.imports.writing import undo, write
from initiatives.lenses import ImportOutcome, ImportTable
from initiatives.links import address, number_in
from initiatives.models import ImportBatch, ImportRow, Partner
from initiatives.sending import forget_typed, held, is_sent, typed

A_PAGE = 20
LISTED = 20
SHOWN_FIRST = (ImportOutcome.REFUSED, ImportOutcome.CHANGED, ImportOutcome.NEW, ImportOutcome.SAME)
CHANGED_MEANWHILE = gettext_lazy(
    "Er is intussen iets veranderd. Kijk eerst wat er nu zou gebeuren. Er is nog niets ingelezen."
)


class ImportPages:
    """The pages around one batch. Who brought it sees it, and nobody else."""

    def __init__(self, site):
        self.site = site

    def urls(self) -> list:
        view = self.site.admin_view
        return [
            path("importeren/", view(self.bring), name="import"),
            path(
                "importeren/sjabloon/<slug:table>.xlsx",
                view(require_safe(self.template)),
                name="import_template",
            ),
            path("importeren/<uuid:key>/kolommen/", view(self.columns), name="import_columns"),
            path("importeren/<uuid:key>/", view(self.preview), name="import_preview"),
            path("importeren/<uuid:key>/klaar/", view(require_safe(self.done)), name="import_done"),
            path(
                "importeren/<uuid:key>/blijft-achter.<slug:form>",
                view(require_safe(self.left)),
                name="import_left",
            ),
            path("importeren/<uuid:key>/terugdraaien/", view(require_POST(self.undo)), name="import_undo"),
        ]

    # --- what they share -------------------------------------------------------------------------
    def batches(self, request) -> QuerySet[ImportBatch]:
        return ImportBatch.objects.visible_to(request.user)

    def of_now(self, request) -> QuerySet[ImportBatch]:
        """Those of which what was in them is kept, held while something is done with them."""
        return held(request, self.batches(request).recent())

    def reach(self, request) -> WithinReach:
        user = request.user
        return WithinReach(user, initiatives_of(user), Partner.objects.visible_to(user), programmes_of(user))

    def page(
        self, request, name: str, title: str, status: int = HTTPStatus.OK, **context
    ) -> TemplateResponse:
        context = {**self.site.each_context(request), "title": title, **context}
        return TemplateResponse(request, f"admin/{name}.html", context, status=status)

    def to(self, page: str, batch: ImportBatch) -> HttpResponseRedirect:
        return HttpResponseRedirect(address(f"admin:{page}", batch.pk))

    # --- bring -----------------------------------------------------------------------------------
    def bring(self, request):
        form = BringForm(typed(request), request.FILES if is_sent(request) else None)
        if is_sent(request) and form.is_valid():
            batch = brought(
                form.cleaned_data["table"], form.sheets, by=request.user, file_name=form.file_name
            )
            forget_typed(request)
            return self.to("import_columns", batch)
        earlier = self.batches(request).recent().defer("sheets")[:LISTED]
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent(request) else HTTPStatus.OK
        return self.page(
            request,
            "import_bring",
            _("Breng een tabel"),
            status,
            form=form,
            earlier=earlier,
            tables=[*ImportTable],
        )

    def template(self, request, table: str):
        if table not in KINDS:
            raise Http404
        kind = KINDS[table]
        return _download(written(template(kind), write_xlsx), f"{slugify(kind.word.label)}.xlsx", XLSX_TYPE)

    # --- columns ---------------------------------------------------------------------------------
    def columns(self, request, key):
        with transaction.atomic():
            batch = get_object_or_404(self.of_now(request), pk=key)
            if batch.written_at:
                return self.to("import_done", batch)
            form = ColumnsForm(request.POST if is_sent(request) else None, batch=batch)
            if is_sent(request) and form.is_valid():
                return self._mapped(batch, form)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent(request) else HTTPStatus.OK
        remarks = batch.sheets[batch.sheet]["remarks"]
        return self.page(
            request,
            "import_columns",
            _("Wat staat in welke kolom?"),
            status,
            form=form,
            batch=batch,
            remarks=remarks,
        )

    def _mapped(self, batch: ImportBatch, form: ColumnsForm):
        if not form.reads_elsewhere:
            keep_mapping(batch, form.mapping)
            return self.to("import_preview", batch)
        set_up(batch, sheet=form.sheet, row=form.row)
        batch.save(update_fields=["sheet", "heading_row", "mapping", "answers", "faults"])
        return self.to("import_columns", batch)

    # --- preview ---------------------------------------------------------------------------------
    def preview(self, request, key):
        with transaction.atomic():
            batch = get_object_or_404(self.of_now(request), pk=key)
            if batch.written_at:
                return self.to("import_done", batch)
            if not is_sent(request):
                return self._shown(request, batch, planned(batch, self.reach(request)))
            if "answers" in request.POST:
                return self._answered(request, batch)
            plan = write(batch, self.reach(request), digest=request.POST.get("digest", ""), by=request.user)
        if plan:
            return self._shown(request, batch, plan, status=HTTPStatus.CONFLICT)
        return self.to("import_done", batch)

    def _answered(self, request, batch: ImportBatch):
        plan = planned(batch, self.reach(request))
        form = AnswersForm(request.POST, questions=plan.questions)
        if not form.is_valid():
            return self._shown(request, batch, plan, status=HTTPStatus.UNPROCESSABLE_ENTITY, answers=form)
        batch.answers |= form.answers
        batch.save(update_fields=["answers"])
        return self.to("import_preview", batch)

    def _shown(self, request, batch: ImportBatch, plan: ImportPlan, *, status=HTTPStatus.OK, answers=None):
        shown = self._listed(request, batch, plan.counts, "import_preview")
        return self.page(
            request,
            "import_preview",
            _("Dit gaat er gebeuren"),
            status,
            batch=batch,
            plan=plan,
            **shown,
            shown=_a_page(request, [row for row in plan.rows if row.outcome == shown["chosen"]]),
            answers=answers or (AnswersForm(questions=plan.questions) if plan.questions else None),
            notice=CHANGED_MEANWHILE if status == HTTPStatus.CONFLICT else "",
        )

    # --- done ------------------------------------------------------------------------------------
    def done(self, request, key):
        batch = get_object_or_404(self.batches(request), pk=key)
        if not batch.written_at:
            return self.to("import_preview", batch)
        counts = {outcome: getattr(batch, f"n_{outcome}") for outcome in ImportOutcome}
        title = _("Teruggedraaid") if batch.undone_at else _("Ingelezen")
        shown = self._listed(request, batch, counts, "import_done") if batch.is_kept else {}
        lines = self._lines(request, batch, shown["chosen"]) if shown.get("chosen") else []
        stayed = batch.rows.exclude(stayed="")[:A_PAGE]
        context = {"batch": batch, "counts": [(*each, "", False) for each in counts.items()], **shown}
        return self.page(
            request, "import_done", title, **context, stayed=stayed, shown=_a_page(request, lines)
        )

    def _listed(self, request, batch: ImportBatch, counts: dict, page: str) -> dict:
        """The counts with their addresses, and the outcome whose rows the page lists: the one that was asked for, or what needs a look first."""
        asked = request.GET.get("toon", "")
        first = next((each for each in SHOWN_FIRST if counts[each]), None)
        chosen = ImportOutcome(asked) if asked in ImportOutcome else first
        return {
            "counts": [
                (each, n, address(f"admin:{page}", batch.pk, toon=each), each == chosen)
                for each, n in counts.items()
            ],
            "chosen": chosen,
            "stays_behind": chosen == ImportOutcome.REFUSED,
        }

    def _lines(self, request, batch: ImportBatch, outcome: ImportOutcome) -> list[PanelLine]:
        """The rows that became this, each with what it is about now."""
        rows = list(batch.rows.filter(outcome=outcome))
        kind = KINDS[batch.table](self.reach(request), {})
        keys = [row.row for row in rows if row.row]
        here = {str(each.pk): each for each in kind.reachable().filter(pk__in=keys)}
        brought = dict(batch.rows_below)
        return [_line(row, here.get(row.row), brought.get(row.number, [])) for row in rows]

    def left(self, request, key, form: str):
        batch = get_object_or_404(self.batches(request), pk=key)
        if form not in ("xlsx", "csv") or not batch.sheets:
            raise Http404
        reasons = reasons_kept(batch) if batch.written_at else reasons_in(planned(batch, self.reach(request)))
        rows, name = left_behind(batch, reasons), f"{_('blijft-achter')}.{form}"
        if form == "csv":
            return _download(as_csv(rows), name, "text/csv; charset=utf-8")
        return _download(as_xlsx(rows, _("Blijft achter")), name, XLSX_TYPE)

    def undo(self, request, key):
        with transaction.atomic():
            batch = get_object_or_404(held(request, self.batches(request)), pk=key)
            if not batch.may_be_undone:
                messages.warning(request, _("Dit kan niet meer worden teruggedraaid."))
                return self.to("import_done", batch)
            stayed = undo(batch, self.reach(request), by=request.user)
        if stayed:
            said = ngettext(
                "Teruggedraaid, op %(n)s rij na.", "Teruggedraaid, op %(n)s rijen na.", len(stayed)
            )
            messages.warning(request, said % {"n": len(stayed)})
        else:
            messages.success(request, _("Teruggedraaid. Alles staat weer zoals het was."))
        return self.to("import_done", batch)


def _a_page(request, rows: list) -> Page:
    return Paginator(rows, A_PAGE).get_page(number_in(request.GET.get("pagina", "")) or 1)


def _line(row: ImportRow, ours: Model | None, cells: list[str]) -> PanelLine:
    """A row that was read in, by the name of what it became; else by the first cell that says something."""
    text = str(ours or next(filter(str.strip, cells), ""))
    screen = f"admin:{ours._meta.app_label}_{ours._meta.model_name}_change" if ours else ""
    return PanelLine(
        text=_("Rij %(n)s: %(cells)s") % {"n": row.number, "cells": text},
        address=reverse(screen, args=[ours.pk]) if ours else "",
        remark=row.reason or row.stayed,
    )


def _download(pieces, name: str, media_type: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(pieces, content_type=media_type, headers=headers)
