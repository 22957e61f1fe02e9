"""Merging two rows, splitting one, and undoing either."""

from collections.abc import Collection
from zlib import crc32

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.lenses import MergeKind
from initiatives.links import free_slug
from initiatives.models.merging.engine import Joining, Ledger, at_once, put_back, stale_columns
from initiatives.models.merging.kinds import KINDS, MergeOf
from initiatives.models.merging.merges import Merge, MergeChange
from initiatives.models.people import User
from initiatives.models.places import City, Partner, PartnerAlias, Theme

NAMED_TO_STAFF = (PartnerAlias, Theme, City)  # names that all staff keep together


def _one_at_a_time() -> None:
    """Two merges that meet in one table would wait for each other's rows. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [crc32(Merge._meta.db_table.encode())])


def _hold_both(kind: MergeOf, keys: Collection[int]) -> dict[int, models.Model]:
    """Rows that somebody makes about one that goes are waited for, and move too."""
    rows = kind.model._base_manager.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    return {row.pk: row for row in rows}


def merge(
    kind: MergeOf, goes: models.Model, stays: models.Model, *, chosen: Collection[str], by: User
) -> Merge:
    """`goes` becomes `stays`, with everything that points at it. `chosen`: the columns of which its own value stays.

    Raises ValidationError with a sentence where they are not both there any more, or do not go together.
    """
    with transaction.atomic():
        _one_at_a_time()
        rows = _hold_both(kind, [goes.pk, stays.pk])
        if len(rows) < 2:
            raise ValidationError(_("Een collega was je net voor. Kijk wat er nu staat."))
        goes, stays = rows[goes.pk], rows[stays.pk]
        if why := kind.refuses(goes, stays):
            raise ValidationError(why)
        made = Merge.objects.create(
            kind=kind.word,
            kept=stays.pk,
            gone=goes.pk,
            gone_name=kind.name_of(goes),
            gone_slug=""
            if getattr(goes, "waits", False)
            else getattr(goes, "slug", ""),  # nobody knew that one
            made_by=by,
        )
        try:
            with transaction.atomic():
                _written(kind, goes, stays, chosen, made)
        except IntegrityError as fault:
            raise ValidationError(_("Dit past niet bij wat er al staat. Er is niets veranderd.")) from fault
        return made


def _written(
    kind: MergeOf, goes: models.Model, stays: models.Model, chosen: Collection[str], made: Merge
) -> None:
    ledger, names = Ledger(made), {kind.name_of(goes), kind.name_of(stays)}
    news = {name: getattr(goes, name) for name in kind.fields if name in chosen}
    Joining(kind, ledger).hand_over(goes, stays)
    if kind.closes:
        ledger.set(goes, kind.closing(stays))
    else:
        ledger.take_away(goes)
    if news:
        ledger.set(stays, news)
        stays.refresh_from_db()
    for name in sorted(names - {kind.name_of(stays)}):
        if row := kind.name_left_over(stays, name):
            ledger.made(row)
    at_once()
    ledger.write()


def split(
    partner: Partner, name: str, *, partnerships: Collection[int], aliases: Collection[int], by: User
) -> Merge:
    """Of one partner that is two: a new one, of the same kind, with these partnerships and other names.

    With a partnership go the wins of its initiative at which the partner was.
    """
    with transaction.atomic():
        _one_at_a_time()
        partner = _hold_both(KINDS[MergeKind.PARTNER], [partner.pk])[partner.pk]
        going = partner.partnerships.filter(pk__in=partnerships)
        initiatives = list(going.values_list("initiative", flat=True))
        new = Partner.objects.create(
            name=name,
            slug=free_slug(Partner, name),
            kind=partner.kind,
            city=partner.city,
            sources=partner.sources,
        )
        made = Merge.objects.create(
            kind=MergeKind.PARTNER, kept=partner.pk, gone=new.pk, gone_name=name, is_split=True, made_by=by
        )
        ledger = Ledger(made)
        ledger.made(new)
        present = partner.wins.through._base_manager.filter(
            partner=partner, smallwin__initiative__in=initiatives
        )
        for rows in (going, partner.aliases.filter(pk__in=aliases), present):
            for row in rows.order_by("pk"):
                ledger.set(row, {"partner": new.pk})
        ledger.write()
        return made


def undo(made: Merge, *, by: User) -> list[MergeChange]:
    """Put back what a merge changed, but for what somebody changed since. Out: the lines that stayed, with the reason.

    Raises ValidationError where it cannot be undone at all.
    """
    with transaction.atomic():
        _one_at_a_time()
        kind = KINDS[made.kind]
        there = _hold_both(kind, [made.kept, made.gone])
        made = Merge.objects.select_for_update(no_key=True, of=("self",)).get(pk=made.pk)
        if not made.may_be_undone:
            raise ValidationError(_("Dit kan niet meer worden teruggedraaid."))
        if made.kept not in there:
            raise ValidationError(_("Wat bleef, ging later zelf op in een ander. Draai eerst dat terug."))
        lines = list(made.changes.order_by("-number"))
        stale = {line: stale_columns(line) for line in lines}
        for line in lines:
            line.stayed = _put_back(line, stale[line])
        _is_there(kind, made)
        MergeChange.objects.bulk_update(lines, ["stayed"], batch_size=500)
        made.undone_at, made.undone_by = timezone.now(), by
        made.save(update_fields=["undone_at", "undone_by"])
        return [line for line in reversed(lines) if line.stayed]


def _is_there(kind: MergeOf, made: Merge) -> None:
    """Without the row that went, nothing is undone: its address or its code may be of another by now."""
    if not made.is_split and not kind.model._base_manager.filter(pk=made.gone).exists():
        raise ValidationError(
            _("De naam of het adres van wat opging, is nu van een ander. Er is niets teruggedraaid.")
        )


def _put_back(line: MergeChange, stale: set[str]) -> str:
    """Undo one line. Out: why it, or a part of it, stays."""
    whole = line.after is None or line.before is None
    if stale and (whole or stale == line.after.keys()):
        return _("iemand veranderde dit daarna")
    try:
        put_back(line, but=stale)
    except (IntegrityError, DataError):
        return _("past niet meer bij wat er nu staat")
    return _("iemand veranderde een deel hiervan daarna") if stale else ""


def called(line: MergeChange, *, user: User) -> str:
    """The row of a line, in words: what it is, and its name where this person may know it."""
    model = apps.get_model(line.table)
    rows = model._default_manager.filter(pk=line.row)
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(user)
    elif model not in NAMED_TO_STAFF:
        rows = rows.none()
    return " ".join(filter(None, [str(model._meta.verbose_name), str(rows.first() or "")]))
