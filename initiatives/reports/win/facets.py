"""The facets of a win beside its words: how far it goes, who says so, what it cost, whether it still stands.

There is no score. A question that was not asked invites the team to answer; other readers see nothing of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import (
    ANSWERS,
    READ_BY_EDITORS,
    Answer,
    CodedAnswer,
    EvidenceLevel,
    Grade,
    Independence,
    Perspective,
    Section,
    SourceKind,
    Verdict,
    answers_shown,
)
from initiatives.marks import as_read
from initiatives.models import (
    Evidence,
    EvidenceCheck,
    FollowUp,
    Judgement,
    Loss,
    Partner,
    Photo,
    SmallWin,
    WallMove,
    WinLink,
)
from initiatives.models.checks import OF_PARTNERS, judged_by_another, of_the_team
from initiatives.models.evidence import CRITERIA, evidence_level, grade_of
from initiatives.periods import on_day
from initiatives.reports.counting.special_wins import whether
from initiatives.sentences import joined

BOTH_READINGS = tuple(name for answer in READ_BY_EDITORS for name in (answer.name, answer.editors_name))
NOT_ASKED = gettext_lazy("niet gevraagd")


@dataclass(frozen=True)
class Reason:
    """One criterion of the grade: whether it is met, and what was said. `step` asks it; empty where nothing does."""

    criterion: str
    said: str
    is_met: bool
    step: str


@dataclass(frozen=True)
class AnswerLine:
    """One question about a win and its answer; empty where nobody asked. `step` is where it is asked."""

    question: str
    answer: str
    step: str


@dataclass(frozen=True)
class Opinion:
    """A judgement, to this reader. Comment and author are empty for a reader who may not know them."""

    judgement: Judgement
    perspective: str
    verdict: str
    whose: str
    comment: str
    may_change: bool
    is_of_other_words: bool = False  # the win got other words or another date since

    @property
    def signed(self) -> str:
        """The author, where this reader may know them, and the day."""
        hand = _("uit de eerste hand") if self.judgement.is_first_hand else ""
        whose = ", ".join(filter(None, (hand, self.whose))) or _("opgeschreven door het team")
        then = _("toen hier iets anders stond") if self.is_of_other_words else ""
        return ", ".join(filter(None, (whose, str(on_day(self.judgement.said_at)), then)))


@dataclass(frozen=True)
class Shown:
    """Evidence; `place` is the site of its address, `checks` what curators say of it who opened it."""

    evidence: Evidence
    place: str
    checks: tuple[EvidenceCheck, ...] = ()

    @property
    def made_by(self) -> str:
        """Who made it, which is the word of who brought it in."""
        words = {"who": self.evidence.get_independence_display()}
        if self.evidence.independence == Independence.OWN_TEAM:
            return _("van %(who)s") % words
        return _("volgens het team van: %(who)s") % words

    @property
    def looked_at(self) -> list[str]:
        """What each who opened it saw."""
        text = _("Bekeken op %(day)s, voor het programma of de stad: %(shows)s (van: %(who)s)")
        return [
            text
            % {"day": on_day(check.checked_at), "shows": check.shows, "who": check.get_independence_display()}
            for check in self.checks
        ]


@dataclass(frozen=True)
class Difference:
    """A reading of the editors that differs from the team's: a question to the team."""

    name: str
    question: str
    team: str
    editors: str


@dataclass(frozen=True)
class Facets:
    """All of it for one reader. `grade` is None where it says nothing to this reader."""

    grade: Grade | None
    reasons: list[Reason]
    level: EvidenceLevel
    level_reason: str
    asked: list[AnswerLine]
    partners: list[Partner]
    opinions: list[Opinion]
    who_judged: str
    losses: list[Loss]
    loss_answer: str
    hides_losses: bool
    evidence: list[Shown]
    follow_ups: list[FollowUp]
    differences: list[Difference] = field(default_factory=list)
    version: str = ""  # a mark of both readings, the team's and the editors'
    may_judge: bool = False
    may_add: bool = False
    knows_inside: bool = False

    @property
    def advice(self) -> str:
        """Advice to a team about the grade of its win."""
        return {
            Grade.MILESTONE: _(
                "Het is groot: daarom een mijlpaal. Kun je hem opknippen in kleinere stappen?"
            ),
            Grade.SIGNAL: _("Ook iets dat nog niet af is, is welkom. Vertel later hoe het verderging."),
        }.get(self.grade, "")

    @property
    def losses_said(self) -> list[tuple[Loss, SafeString]]:
        """Each loss with its status. People who know the win from inside also read who can see the loss."""
        return [
            (loss, joined((loss.seen, loss.readers if self.knows_inside else ""), ". "))
            for loss in self.losses
        ]

    @property
    def says_level(self) -> bool:
        """True where the level is shown. Only the team reads that nothing shows the win yet."""
        return self.knows_inside or self.level != EvidenceLevel.TOLD

    @property
    def says_something(self) -> bool:
        """There is something to read about how far it goes."""
        return bool(self.grade or self.asked or self.level != EvidenceLevel.TOLD)


def facets_of(win: SmallWin, photos: list[Photo], *, user) -> Facets:
    """The facets of a win of `for_list(user)`, to this reader.

    In: the win and the photos that this reader sees. Seven queries; one more for somebody without an account.
    """
    judgements = _judgements_to(win, user)
    evidence = _evidence_to(win, user)
    partners = list(win.partners.visible_to(user).order_by("name_sort"))
    is_good = any(judgement.verdict == Verdict.POSITIVE for judgement in judgements)
    inside, may_add = win.is_known_inside, win.is_editable and win.stands and not win.merged_at
    asked = questions(win, partners)
    level = evidence_level(
        _shown_by(win, evidence, judgements),
        is_shown=bool(evidence) or any(not photo.is_for_the_team_only for photo in photos),
    )
    return Facets(
        grade=grade_of(win, is_judged_good=is_good) if inside or _is_graded(win) else None,
        reasons=reasons(win, is_good=is_good),
        level=level,
        level_reason=_level_reason(level, win),
        asked=asked if inside else [each for each in asked if each.answer],
        partners=partners,
        opinions=[_opinion(judgement) for judgement in judgements],
        who_judged=who_judged(judgements),
        losses=list(win.losses.visible_to(user)),
        loss_answer=_loss_answer(win),
        hides_losses=win.losses.hidden_from(user).exists(),
        evidence=[Shown(piece, _site_of(piece.url), tuple(piece.checks.all())) for piece in evidence],
        follow_ups=list(win.follow_ups.annotate(is_of_the_team=whether(of_the_team("told_by")))),
        differences=differences(win) if may_add else [],
        version=as_read(win, BOTH_READINGS) if may_add else "",
        may_judge=user.is_authenticated and win.stands,
        may_add=may_add,
        knows_inside=inside,
    )


# ------------------------------------------------------------------ how far it goes
def _is_graded(win: SmallWin) -> bool:
    """True where the answers decide the grade, so that readers who cannot ask further may see it, too."""
    answers = (win.counted("concrete"), win.counted("completed"))
    return None not in answers or any(answer not in (None, Answer.YES) for answer in answers)


def reasons(win: SmallWin, *, is_good: bool) -> list[Reason]:
    """The criteria of the grade, with the answers that count: the team's, or else the editors'."""
    sentences = {
        "concrete": _("Het is gebeurd, en anderen kunnen het zien."),
        "completed": _("De stap is af."),
        "depth": _("Er is iets anders dan eerst, niet alleen beter."),
    }
    return [
        *(_reason(win, ANSWERS[name], sentences[name], met) for name, met in CRITERIA.items()),
        Reason(_("Iemand vindt het goed."), _("ja") if is_good else _("nog niemand zei dat"), is_good, ""),
    ]


def _reason(win: SmallWin, answer: CodedAnswer, criterion: str, met: tuple[str, ...]) -> Reason:
    return Reason(
        criterion,
        said_by_whom(win, answer) or str(NOT_ASKED),
        win.counted(answer.name) in met,
        answer.step,
    )


def said_by_whom(win: SmallWin, answer: CodedAnswer) -> str:
    """The answer that counts, with the editors named where it is theirs; empty for silence."""
    said = answer.said(win.counted(answer.name))
    if said and getattr(win, answer.name) is None:
        return _("%(answer)s (redactie)") % {"answer": said}
    return said


def _evidence_to(win: SmallWin, user) -> list[Evidence]:
    """The evidence, with what curators say of it and whether this reader may say so too. Two queries."""
    checks = EvidenceCheck.objects.annotate(
        counts=Exists(EvidenceCheck.objects.by_another().filter(pk=OuterRef("pk")))
    )
    may_check = Evidence.objects.checkable_by(user).filter(pk=OuterRef("pk"))
    return list(
        win.evidence.annotate(may_check=Exists(may_check)).prefetch_related(Prefetch("checks", checks))
    )


def _shown_by(win: SmallWin, evidence: list[Evidence], judgements: list[Judgement]) -> set[str]:
    """From where somebody else showed the win by their own act, as `shown_by_another` counts it."""
    checked = {check.independence for piece in evidence for check in piece.checks.all() if check.counts}
    judged = (judgement.perspective for judgement in judgements if judgement.is_of_another)
    said = {Independence.PARTNER if each in OF_PARTNERS else Independence.OUTSIDE for each in judged}
    return checked | said | {_kind_of_source(win)}


def _kind_of_source(win: SmallWin) -> str:
    """Who published what stands there; nobody else did where people gave it other words or another date since."""
    return Independence.OWN_TEAM if win.source_kind and win.reworded_at else win.source_kind or ""


def _level_reason(level: EvidenceLevel, win: SmallWin) -> str:
    return {
        EvidenceLevel.TOLD: _("Er staat nog niets bij waarmee je het zelf kunt zien."),
        EvidenceLevel.OWN: _own_reason(win),
        EvidenceLevel.PARTNER: _(
            "Een partner liet het zelf zien, of wie meeleest zag dat een partner het maakte."
        ),
        EvidenceLevel.OUTSIDE: _(
            "Iemand van buiten liet het zelf zien, of wie meeleest zag dat iemand van buiten het maakte."
        ),
    }[level]


def _own_reason(win: SmallWin) -> str:
    if not win.source_kind:
        return _("Wat erbij staat, bracht het team zelf in.")
    if win.source_kind != SourceKind.OWN:
        return _("De bron is van een ander, maar de woorden of de datum zijn daarna veranderd.")
    return _("De bron is van het initiatief zelf.")


# ------------------------------------------------------------------ questions and answers
def questions(win: SmallWin, partners: list[Partner]) -> list[AnswerLine]:
    """The questions about the sort of win, in the order in which they are asked."""
    rows = {"partners": partners}
    return [
        AnswerLine(str(answer.question), said_of(win, answer, rows) or said_by_whom(win, answer), answer.step)
        for answer in answers_shown(Section.FACTS)
    ]


def team_answers(win: SmallWin, *, user) -> list[AnswerLine]:
    """The questions to the team in their order, with the answers that this reader may know. Four queries."""
    links = WinLink.objects.known_to(user).filter(later=win).select_related("earlier")
    moves = WallMove.objects.visible_to(user).filter(win=win).select_related("wall__topic")
    rows = {
        "earlier_links": [f"“{link.earlier}”" for link in links.order_by("told_at", "pk")],
        "partners": win.partners.visible_to(user).order_by("name_sort"),
        "losses": win.losses.visible_to(user),
        "wall_moves": [move.wall for move in moves.order_by("pk")],
    }
    return [
        AnswerLine(str(answer.question), said_of(win, answer, rows), answer.step)
        for answer in ANSWERS.values()
        if win.is_asked(answer)
    ]


def said_of(win: SmallWin, answer: CodedAnswer, rows: Mapping[str, Iterable]) -> str:
    """The rows that answer it, else the answer in words; empty for silence. In: rows by their name on a win."""
    named = ", ".join(str(row) for row in rows.get(answer.rows, ()))
    return named or answer.said(getattr(win, answer.name))


# ------------------------------------------------------------------ who finds it good
def _judgements_to(win: SmallWin, user) -> list[Judgement]:
    """The judgements, each with what this reader may do with it and know of it."""
    mine = Judgement.objects.filter(pk=OuterRef("pk"))
    said = win.judgements.annotate(is_of_another=Exists(judged_by_another().filter(pk=OuterRef("pk"))))
    return list(
        said.annotate(
            may_change=Exists(Judgement.objects.editable_by(user).filter(pk=OuterRef("pk"))),
            may_read=Exists(Judgement.objects.told_inside_to(user).filter(pk=OuterRef("pk"))),
        ).select_related("said_by")
        if user.is_authenticated
        else said.annotate(may_change=Exists(mine.none()), may_read=Exists(mine.none()))
    )


def _opinion(judgement: Judgement) -> Opinion:
    reworded = judgement.win.reworded_at
    return Opinion(
        judgement=judgement,
        perspective=str(Perspective(judgement.perspective).label),
        verdict=str(Verdict(judgement.verdict).label),
        whose=_whose(judgement) if judgement.may_read else "",
        comment=judgement.comment if judgement.may_read else "",
        may_change=judgement.may_change,
        is_of_other_words=bool(reworded and judgement.said_at < reworded),
    )


def _whose(judgement: Judgement) -> str:
    if judgement.is_first_hand:
        return str(judgement.said_by)
    words = {"whose": judgement.on_behalf_of, "who": judgement.said_by}
    return _("namens %(whose)s, opgeschreven door %(who)s") % words


def who_judged(judgements: list[Judgement]) -> str:
    """In one sentence: whether anybody but the team has judged, who, and whether they said so themselves."""
    others = [judgement for judgement in judgements if judgement.perspective != Perspective.TEAM]
    if not judgements:
        return ""
    if not others:
        return _("Alleen het eigen team.")
    ordered = sorted(others, key=lambda judgement: Perspective.values.index(judgement.perspective))
    groups = [list(group) for _key, group in groupby(ordered, key=lambda judgement: judgement.perspective)]
    parts = "; ".join(f"{_from(group)}, {_hand(group)}" for group in groups)
    number = len(judgements)
    if number == 1:
        return _("Een oordeel: %(parts)s.") % {"parts": parts}
    said = (
        _("%(number)d oordelen: %(parts)s.")
        if number == len(others)
        else _("%(number)d oordelen, waarvan %(parts)s.")
    )
    return said % {"number": number, "parts": parts}


def _from(group: list[Judgement]) -> str:
    n = len(group)
    return {
        Perspective.STUDENT: ngettext("%(n)d van een student", "%(n)d van studenten", n),
        Perspective.TEACHER: ngettext("%(n)d van een docent", "%(n)d van docenten", n),
        Perspective.RESEARCHER: ngettext("%(n)d van een onderzoeker", "%(n)d van onderzoekers", n),
        Perspective.INSTITUTION: ngettext("%(n)d van een opleiding of bestuur", "%(n)d van opleidingen of besturen", n),
        Perspective.MUNICIPALITY: ngettext("%(n)d van de gemeente", "%(n)d van de gemeente", n),
        Perspective.RESIDENT: ngettext("%(n)d van een bewoner", "%(n)d van bewoners", n),
        Perspective.PARTNER: ngettext("%(n)d van een andere partner", "%(n)d van andere partners", n),
    }[Perspective(group[0].perspective)] % {"n": n}  # fmt: skip


def _hand(group: list[Judgement]) -> str:
    first = sum(judgement.is_first_hand for judgement in group)
    if first == len(group):
        return _("uit de eerste hand")
    return _("deels uit de eerste hand") if first else _("opgeschreven door het team")


# ------------------------------------------------------------------ what it cost, what shows it
def _loss_answer(win: SmallWin) -> str:
    """The answer about losses, where no loss says it."""
    answer = ANSWERS["loss_answer"]
    return "" if win.loss_answer == answer.with_rows else capfirst(answer.said(win.loss_answer))


def _site_of(url: str) -> str:
    """The site of an address, for a link that says where it goes."""
    try:
        return urlsplit(url).netloc.removeprefix("www.")
    except ValueError:
        return url


# ------------------------------------------------------------------ two readings
def differences(win: SmallWin) -> list[Difference]:
    """Questions to the team: where the editors' answer is another one than theirs."""
    return [
        Difference(answer.name, str(answer.question), *map(answer.said, both_readings(win, answer)))
        for answer in READ_BY_EDITORS
        if answer.name in win.readings_that_differ
    ]


def both_readings(win: SmallWin, answer: CodedAnswer) -> tuple:
    """The team's answers, and the editors' reading."""
    return getattr(win, answer.name), getattr(win, answer.editors_name)


def editors_reading(win: SmallWin, asked: Iterable[CodedAnswer] = READ_BY_EDITORS) -> list[str]:
    """The editors' answers to questions that the team has not answered, in words."""
    open_ones = [answer for answer in asked if answer.name in win.read_by_editors_only]
    return [answer.said(getattr(win, answer.editors_name)) for answer in open_ones]
