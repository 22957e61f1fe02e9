"""Invented evidence, second looks, judgements and losses on real initiatives, so that every state can be seen.

The wins are real; what stands here is not, and says so: each text begins with "Voorbeeld:".
"""

import datetime as dt

from django.utils import timezone

from initiatives.lenses import (
    Answer,
    Audience,
    Choice,
    EvidenceKind,
    Independence,
    LossAnswer,
    LossKind,
    LossStatus,
    Perspective,
    ScalingType,
    Severity,
    StillStands,
    Verdict,
)
from initiatives.models import Ambition, Evidence, FollowUp, Initiative, Judgement, Loss, SmallWin, User
from initiatives.models.evidence import seen_with

PARTNER, OUTSIDE = Independence.PARTNER, Independence.OUTSIDE

# by win of the data set: who showed it, and what
SHOWN = {
    "wijs-motie": (OUTSIDE, "Voorbeeld: de motie staat in de besluitenlijst van de raad."),
    "wijs-samenwijs": (PARTNER, "Voorbeeld: het mbo schreef er zelf over in zijn nieuwsbrief."),
    "wijs-2200": (OUTSIDE, "Voorbeeld: een onderzoeker telde het na."),
    "moz-keuzevak": (OUTSIDE, "Voorbeeld: het vak staat in de onderwijsgids."),
    "moz-thomas-more": (PARTNER, "Voorbeeld: de tweede hogeschool noemt het in haar jaarverslag."),
    "br-intentie": (PARTNER, "Voorbeeld: de gemeente zette de afspraak op haar site."),
    "lmds-subsidie": (OUTSIDE, "Voorbeeld: het besluit is openbaar."),
}
# win: it happened, others can see it, and the step is finished
DONE = ("wijs-samenwijs", "wijs-2200", "moz-keuzevak", "lmds-subsidie")
# win: how many days ago somebody looked again, and what they saw
LOOKED_AGAIN = {
    "wijs-motie": (40, StillStands.YES, "Voorbeeld: het staat ook in de begroting van dit jaar."),
    "moz-keuzevak": (55, StillStands.YES, "Voorbeeld: het vak is er nog, nu met twee docenten."),
    "br-intentie": (20, StillStands.PARTLY, "Voorbeeld: vier van de vijf doen nog mee."),
}
# win: from which place, on whose behalf, what they think
JUDGED = (
    ("lmds-presenteren", Perspective.STUDENT, Verdict.POSITIVE, "Voorbeeld: een student"),
    ("lmds-presenteren", Perspective.TEACHER, Verdict.MIXED, "Voorbeeld: een docent"),
    ("lmds-gemeente-vraagt", Perspective.MUNICIPALITY, Verdict.POSITIVE, "Voorbeeld: een ambtenaar"),
    ("lmds-expo", Perspective.STUDENT, Verdict.POSITIVE, "Voorbeeld: een student"),
    ("wijs-2200", Perspective.RESIDENT, Verdict.NEGATIVE, "Voorbeeld: een wijkbewoner"),
    ("wijs-2200", Perspective.INSTITUTION, Verdict.POSITIVE, "Voorbeeld: een opleiding"),
    ("wijs-samenwijs", Perspective.STUDENT, Verdict.POSITIVE, "Voorbeeld: een student"),
)
# win, what got lost, for whom, how heavy, how it stands, who reads it, and what happened
LOST = (
    ("wijs-2200", LossKind.TIME, Perspective.TEACHER, Severity.HEAVY, LossStatus.OPEN, Audience.PUBLIC,
     "Voorbeeld: de begeleiding ging in avonduren zitten."),
    ("wijs-2200", LossKind.RELATION, Perspective.RESIDENT, Severity.FELT, LossStatus.OPEN, Audience.PUBLIC,
     "Voorbeeld: bewoners zagen elk half jaar een nieuw gezicht."),
    ("wijs-vier-jaar", LossKind.FREEDOM, Perspective.STUDENT, Severity.LIGHT, LossStatus.ACCEPTED, Audience.NETWORK,
     "Voorbeeld: de opdrachten liggen nu eerder vast."),
    ("lmds-subsidie", LossKind.OWNERSHIP, Perspective.TEAM, Severity.FELT, LossStatus.SOFTENED, Audience.NETWORK,
     "Voorbeeld: met het geld kwam ook een verantwoording."),
)  # fmt: skip
NOTHING_SEEN = ("lmds-expo", "moz-thomas-more")
CHOSEN_NOT = {
    "wijs-groningen": (ScalingType.REPLICATION, "Voorbeeld: eerst hier goed, dan pas elders."),
    "urban-living-lab-breda": (ScalingType.REPLICATION, "Voorbeeld: een tweede plek past nu niet."),
}


def profile_example() -> int:
    """Add what is not there yet, on the wins of the data set. Out: how many rows were new."""
    wins = {
        win.dataset_key: win for win in SmallWin.objects.filter(dataset_key__isnull=False).defer("search")
    }
    by, _new = User.objects.get_or_create(
        email="voorbeeld@vliegwiel.example", defaults={"display_name": "Voorbeeld (verzonnen)"}
    )
    made = [
        *_evidence(wins, by),
        *_follow_ups(wins, by),
        *_judgements(wins, by),
        *_losses(wins, by),
        *_choices(by),
    ]
    _answers(wins)
    return sum(made)


def _evidence(wins, by):
    for key, (independence, text) in SHOWN.items():
        if win := wins.get(key):
            more = {"independence": independence, "kind": EvidenceKind.DOCUMENT, "added_by": by}
            yield Evidence.objects.get_or_create(win=win, text=text, defaults=more)[1]


def _follow_ups(wins, by):
    for key, (days, still_stands, note) in LOOKED_AGAIN.items():
        if win := wins.get(key):
            day = timezone.localdate() - dt.timedelta(days=days)
            more = {"checked_on": day, "still_stands": still_stands, "told_by": by}
            yield FollowUp.objects.get_or_create(win=win, note=note, defaults=more)[1]


def _judgements(wins, by):
    for key, perspective, verdict, whose in JUDGED:
        if win := wins.get(key):
            more = {"verdict": verdict, "is_first_hand": False, "comment": "Voorbeeld: verzonnen oordeel."}
            said = {"win": win, "perspective": perspective, "on_behalf_of": whose, "said_by": by}
            yield Judgement.objects.get_or_create(**said, defaults=more)[1]


def _losses(wins, by):
    for key, kind, bearer, severity, status, audience, note in LOST:
        if win := wins.get(key):
            more = {
                "kind": kind,
                "borne_by": bearer,
                "severity": severity,
                "status": status,
                "audience": audience,
                "seen_on": seen_with(win),
            }
            of = {"initiative_id": win.initiative_id, "win": win, "note": note}
            yield Loss.objects.get_or_create(**of, defaults=more | {"told_by": by})[1]


def _choices(by):
    for slug, (ray, reason) in CHOSEN_NOT.items():
        if initiative := Initiative.objects.filter(slug=slug).first():
            more = {"choice": Choice.NOT, "decided_by": by}
            of = {"initiative": initiative, "ray": ray, "reason": reason}
            yield Ambition.objects.get_or_create(**of, defaults=more)[1]


def _answers(wins) -> None:
    """Invents answers of a team about these wins. Answers that are there stay."""
    for key in DONE:
        if (win := wins.get(key)) and win.concrete is None and win.completed is None:
            win.concrete = win.completed = Answer.YES
            win.save(update_fields=["concrete", "completed", "changed_at"])
    lost = {key for key, *_rest in LOST}
    for key in (*lost, *NOTHING_SEEN):
        if (win := wins.get(key)) and win.loss_answer is None:
            win.loss_answer = LossAnswer.SOMETHING if key in lost else LossAnswer.NOTHING_SEEN
            win.save(update_fields=["loss_answer", "changed_at"])
