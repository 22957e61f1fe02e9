"""Rows that may be one: which look alike, and what a merge of two of them would do. A hint and never more."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_
from urllib.parse import urlsplit

from django.db.models import Model, Q, QuerySet
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.lenses import MergeKind
from initiatives.models import Partner, SaidApart
from initiatives.models.merging.kinds import MergeOf
from initiatives.models.merging.relations import name_of, relations_to, rows_at, twins
from initiatives.reports.network.challenges import like_questions
from initiatives.reports.network.look_alikes import KnownNames, alike, telling_words

COMPARED_AT_MOST, PAIRS_AT_MOST, PROPOSED = 2_000, 100, 8


@dataclass(frozen=True)
class ColumnChoice:
    """A column of which the two say something else. `takes_other`: whether the value of the one that goes is proposed."""

    name: str
    label: str
    stays: str
    goes: str
    takes_other: bool


@dataclass(frozen=True)
class Moving:
    """Rows of one kind that go along. `joined`: of these, those that stand at the other one too and become one with it."""

    what: str
    n: int
    joined: str


@dataclass(frozen=True)
class MergePreview:
    choices: tuple[ColumnChoice, ...]
    same: str
    moves: tuple[Moving, ...]
    warnings: tuple[str, ...]
    refusal: str

    @property
    def joined(self) -> tuple[Moving, ...]:
        return tuple(each for each in self.moves if each.joined)

    @property
    def sentence(self) -> str:
        """What goes along, in one sentence."""
        parts = [f"{each.n} {each.what}" for each in self.moves]
        if not parts:
            return _("Er hangt niets aan. Er gaat dus niets mee.")
        told = _("%(some)s en %(last)s") % {"some": ", ".join(parts[:-1]), "last": parts[-1]}
        return _("Dit gaat mee: %(what)s.") % {"what": told if len(parts) > 1 else parts[0]}


def merge_preview(kind: MergeOf, goes: Model, stays: Model) -> MergePreview:
    """One query for each table that points at this kind, and three for each rule by which two rows there are one."""
    fields = [kind.model._meta.get_field(name) for name in kind.fields]
    told = [(field, _said(stays, field), _said(goes, field)) for field in fields]
    nothing = _("niet ingevuld")
    choices = (
        ColumnChoice(field.name, capfirst(field.verbose_name), one or nothing, other or nothing, not one)
        for field, one, other in told
        if one != other
    )
    same = [f"{capfirst(field.verbose_name)}: {one}" for field, one, other in told if one == other and one]
    return MergePreview(
        tuple(choices),
        "; ".join(same),
        tuple(_moves(kind, goes, stays)),
        tuple(kind.warns(goes, stays)),
        kind.refuses(goes, stays),
    )


def _said(row: Model, field) -> str:
    value = getattr(row, field.name)
    if value in (None, ""):
        return ""
    return str(row._get_FIELD_display(field)) if field.choices else str(localize(value))


def _moves(kind: MergeOf, goes: Model, stays: Model) -> Iterable[Moving]:
    """The rows of each table once, also where two of its columns name the row that goes."""
    columns = defaultdict(list)
    for column in relations_to(kind.model):
        if name_of(column) not in {*kind.stays, *kind.falls}:
            columns[column.model].append(column)
    for model, those in columns.items():
        rows = model._base_manager.filter(reduce(or_, (Q(**{each.name: goes.pk}) for each in those)))
        if n := rows.count():
            joined = sum(len(twins(each, goes, stays)) for each in those)
            yield Moving(_called(those[0], n), n, f"{joined} {_called(those[0], joined)}" if joined else "")
    for column in relations_to(kind.model):
        if name_of(column) in kind.deeper:
            yield from _deeper(column, goes)


def _deeper(column, goes: Model) -> Iterable[Moving]:
    """What hangs on the rows of this column."""
    for further in relations_to(column.model):
        if n := rows_at(column, goes).filter(**{f"{further.related_query_name()}__isnull": False}).count():
            yield Moving(_called(further, n), n, "")


def _called(column, n: int) -> str:
    """The rows as people know them; of a table between two others, those at its other end."""
    model = column.model
    if model._meta.auto_created:
        ends = (each.related_model for each in model._meta.concrete_fields if each.related_model)
        model = next((end for end in ends if end is not column.related_model), column.related_model)
    meta = model._meta
    return str(meta.verbose_name if n == 1 else meta.verbose_name_plural)


# ------------------------------------------------------------------ look-alikes
def proposed(kind: MergeOf, row: Model, among: QuerySet) -> list[Model]:
    """Rows that this one may be, those that somebody said are others left out. At most eight."""
    others = among.exclude(pk__in={row.pk, *SaidApart.objects.beside(kind.word, row.pk)})
    return list(dict.fromkeys(_alike(kind, row, others)))[:PROPOSED]


def _alike(kind: MergeOf, row: Model, others: QuerySet) -> Iterable[Model]:
    name = kind.name_of(row)
    if kind.word == MergeKind.PARTNER:
        names = [name, *row.aliases.values_list("name", flat=True)]
        known = KnownNames(others.select_related("city").prefetch_related("aliases")[:COMPARED_AT_MOST])
        return (other for each in names for other in known.like(each))
    if kind.word == MergeKind.CHALLENGE:
        return like_questions(name, among=others)
    compared = others.order_by(f"{kind.named}_sort")[:COMPARED_AT_MOST]
    return (other for other in compared if alike(name, kind.name_of(other)))


@dataclass(frozen=True)
class LookAlikes:
    """Two that look alike, and by what."""

    one: Partner
    other: Partner
    why: str


def doubles(partners: QuerySet[Partner]) -> list[LookAlikes]:
    """Partners that look like each other by a name, another name or a website. Three queries, at most 2,000 partners and 100 pairs."""
    rows = list(partners.select_related("city").prefetch_related("aliases").order_by("pk")[:COMPARED_AT_MOST])
    apart, found = SaidApart.objects.pairs(MergeKind.PARTNER), {}
    for one, other in _near(rows):
        key = tuple(sorted((one.pk, other.pk)))
        if key not in apart and key not in found and (why := _why(one, other)):
            found[key] = LookAlikes(one, other, why)
    return sorted(found.values(), key=lambda pair: pair.one.name_sort)[:PAIRS_AT_MOST]


def _near(rows: list[Partner]) -> Iterable[tuple[Partner, Partner]]:
    """Pairs that share the start of a word that tells, or a website."""
    sharing = defaultdict(dict)
    for row in rows:
        for mark in {_host(row), *(word[:3] for name in _names(row) for word in telling_words(name))} - {""}:
            sharing[mark][row.pk] = row
    for there in sharing.values():
        yield from combinations(there.values(), 2)


def _why(one: Partner, other: Partner) -> str:
    for name in _names(one):
        for known in _names(other):
            if alike(name, known):
                return _("“%(name)s” lijkt op “%(known)s”") % {"name": name, "known": known}
    return _("dezelfde website") if _host(one) and _host(one) == _host(other) else ""


def _names(partner: Partner) -> list[str]:
    return [partner.name, *(alias.name for alias in partner.aliases.all())]


def _host(partner: Partner) -> str:
    """The website by which an organisation is known; only a page of its own."""
    split = urlsplit(partner.website)
    return f"{split.netloc.removeprefix('www.')}{split.path.rstrip('/')}"
