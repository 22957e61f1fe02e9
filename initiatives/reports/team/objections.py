"""What partners say of things in their name, for the team: one list, and what waits in it."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.language import quoted
from initiatives.links import address
from initiatives.models import ForReader, Objection, Reader, SmallWin
from initiatives.models.objections import column_of
from initiatives.reports.team.arrivals import WaitingTeam, teams_with
from initiatives.sentences import link, said

MOST_SETTLED = 50  # on the page; the newest


@dataclass(frozen=True)
class ObjectionLine:
    """One objection, with the page of what it is about."""

    objection: Objection

    @property
    def about(self) -> SafeString:
        """What it is about in words, as a link."""
        href, text = _about(self.objection)
        return link(href, text)


@dataclass(frozen=True)
class Objections(ForReader):
    waiting: tuple[ObjectionLine, ...]  # the first said first
    settled: tuple[ObjectionLine, ...]  # the last settled first


def objections_page(reader: Reader) -> Objections:
    """In: somebody who works on the initiative. Two queries and those of the reader."""
    rows = reader.sees_here(Objection).with_things()
    settled = rows.exclude(settled_at=None).order_by("-settled_at", "-pk")[:MOST_SETTLED]
    return Objections(reader, tuple(map(ObjectionLine, rows.waiting())), tuple(map(ObjectionLine, settled)))


def _about(objection: Objection) -> tuple[str, object]:
    """The address of what it is about, and what that is called."""
    slug, thing = objection.partnership.initiative.slug, objection.thing
    match column_of(thing):
        case "wish":
            return address("wishes:show", slug, thing.pk), _("De wens “%(wish)s”") % {"wish": thing.statement}
        case "answer":
            text = _("Of deze partner het eens is met wat opschalen hier betekent: %(answer)s")
            href = f"{address('ambitions:index', slug)}#betekenis"
            return href, text % {"answer": thing.get_answer_display()}
        case "pair":
            text = (
                _("De afspraak “%(words)s”") if thing.agreement else _("De afspraak, die er niet meer staat")
            )
            return address("wishes:bridge", slug, thing.pk), text % {"words": thing.agreement}
        case "win":
            text = said(_("Dat deze partner erbij was: %(win)s"), win=quoted(thing))
            return address("wins:detail", thing.pk), text
        case "judgement":
            words = {"judgement": thing, "win": quoted(thing.win)}
            text = said(_("Het oordeel “%(judgement)s” over %(win)s"), **words)
            return f"{address('wins:detail', thing.win_id)}#judgements", text
    as_what = _("Dat deze partner meedoet: %(role)s") % {"role": thing.get_role_display()}
    return address("partnerships:edit", slug, thing.pk), as_what


# ------------------------------------------------------------------ where it stands
def objections_at(reader: Reader) -> list[Objection]:
    """Those that wait at this initiative, with their things; none for a reader who may not know. One query."""
    return list(reader.sees_here(Objection).waiting().with_things()) if reader.is_inside else []


def objections_to(win: SmallWin) -> tuple[ObjectionLine, ...]:
    """Those that wait of this win and of judgements of it. In: a win that the reader knows from inside. One query."""
    rows = Objection.objects.waiting().filter(Q(win=win) | Q(judgement__win=win))
    return tuple(map(ObjectionLine, rows.with_things()))


def objected_teams_of(user) -> list[WaitingTeam]:
    """The teams this user is in where an objection waits."""
    return teams_with(Objection.objects.waiting(), "partnership__initiative", user)
