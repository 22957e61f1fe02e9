"""Every form about a row refuses to overwrite a change that its sender has not seen."""

import datetime as dt
import sys
import uuid
from dataclasses import dataclass, field
from functools import partial
from inspect import signature

import pytest
from django import forms
from django.apps import apps
from django.contrib.admin import site
from django.db import models
from django.http import QueryDict

from initiatives import urls
from initiatives.admin.screens import RowForm
from initiatives.forms import additions, earlier, facets, photos, questions, serving, walls
from initiatives.forms.actors import ActorForm
from initiatives.forms.ambitions import AgreementForm, ChoiceForm, DreamForm, MeaningForm
from initiatives.forms.appeals import AppealForm
from initiatives.forms.asking import QUESTIONS
from initiatives.forms.bites import BiteForm, FinishForm
from initiatives.forms.challenge_proposals import ChallengeAnswerForm
from initiatives.forms.challenges import ChallengesForm
from initiatives.forms.conflicts import BothKeptForm, MarkedForm
from initiatives.forms.curating import AsReadForm, EvidenceCheckForm, QuestionForm, ReplyForm
from initiatives.forms.figures import FigureForm
from initiatives.forms.initiatives import InitiativeFactsForm
from initiatives.forms.mine import ProfileForm
from initiatives.forms.pairs import BridgeForm
from initiatives.forms.partnerships import PartnershipForm
from initiatives.forms.proposals import DeclineForm, ProposedAgainForm
from initiatives.forms.questions import form_of
from initiatives.forms.queues import EditorsPairsForm, EditorsPlaceForm
from initiatives.forms.telling import AgreeForm, EditForm, PutBackForm, ReadingsForm, TellForm
from initiatives.forms.windows import WindowForm
from initiatives.forms.wishes import WishForm
from initiatives.lenses import TURNS
from initiatives.models import (
    Appeal,
    Challenge,
    ChallengeProposal,
    Initiative,
    MeaningAnswer,
    Photo,
    SmallWin,
    User,
)
from tests.factories import create_user, create_win, read_by_editors
from tests.factories_facets import create_evidence, create_follow_up, create_judgement, create_loss
from tests.factories_outside import create_actor, create_bite, create_wall, create_window
from tests.factories_profile import create_figure
from tests.factories_wishes import create_ambition, create_meaning, create_pair, create_wish

BESIDE = {
    serving.ServeForm: "changes only what was ticked or unticked, and says what was ticked before",
    serving.OfWinForm: "the same",
    walls.MoveForm: "adds what a win did; nothing is replaced",
    photos.PhotoForm: "adds a photo; nothing is replaced",
    facets.JudgeForm: "adds a judgement; nothing is replaced",
}

# Questions that the table of answers makes: (the answer of a colleague, one's own answer).
CODED = {
    "lens": ({"types": ["growth"]}, {"types": ["circulation"]}),
    "niveau": ({"level": "local"}, {"level": "vertical"}),
    "diepte": ({"depth": "better"}, {"depth": "different"}),
    "gebeurd": ({"concrete": "yes"}, {"concrete": "no"}),
    "soort": ({"kinds": ["resources"]}, {"kinds": ["unknown"]}),
    "grootte": ({"size": "small"}, {"size": "unknown"}),
    "gekoppeld": ({"coupled": "both"}, {"coupled": "unknown"}),
    "droom": ({"serves_dream": "yes"}, {"serves_dream": "no"}),
}


@dataclass
class Case:
    """One form: its row, how to make it, the words of a colleague, and one's own words."""

    form: type[forms.BaseForm]
    row: models.Model
    theirs: dict
    mine: dict
    given: dict = field(default_factory=dict)
    under: str = ""  # the name under which the form gets the row

    def open(self, data=None):
        """The form about the row as it stands there now."""
        row = type(self.row)._default_manager.get(pk=self.row.pk)
        return self.form(data, **{self.under: row} | self.given)

    def sent(self) -> QueryDict:
        """The data that a browser sends when nothing was typed."""
        data = QueryDict(mutable=True)
        for bound in self.open():
            value = bound.value()
            if isinstance(value, list):
                data.setlist(bound.html_name, [getattr(each, "pk", each) for each in value])
            elif value is not None and value is not False:
                data[bound.html_name] = str(value)
        return data

    def typed(self, words: dict) -> QueryDict:
        data = self.sent()
        for name, value in words.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        return data

    def a_colleague_writes(self) -> None:
        type(self.row)._default_manager.filter(pk=self.row.pk).update(**self.theirs)


class OfVersions(Case):
    """A form that gets an initiative, and finds the newest version there by itself."""

    def a_colleague_writes(self) -> None:
        self.row.appeals.update(**self.theirs)


class OfChallenges(Case):
    """A form about a set of other rows."""

    def a_colleague_writes(self) -> None:
        self.row.challenges.set([Challenge.objects.create(**self.theirs)])


@pytest.fixture
def make(initiative, team_member):
    """Makes the case of a form."""
    win = create_win(initiative=initiative, by=team_member, confirmed=False)
    told = {"win": win, "initiative": initiative, "by": team_member}
    by = {"by": team_member}
    note = {"theirs": {"note": "Van een ander"}, "mine": {"note": "Van mij"}}
    title = {"theirs": {"title": "Van een ander"}, "mine": {"title": "Van mij"}}

    def answer(form, theirs, mine):
        return Case(form, win, theirs, mine, by, "win")

    def outside(form, row, theirs, mine):
        return Case(form, row, theirs, mine, by, "instance")

    def said(now):
        answered = MeaningAnswer.objects.create(
            meaning=now,
            partnership=initiative.partnerships.get(),
            answer="agrees",
            said_by=team_member,
            said_at=now.written_at,
        )
        return Case(AgreementForm, answered, **note, given={"meaning": now, **by}, under="said")

    def added(form, row, theirs, mine):
        return Case(form, row, theirs, mine, told, "row")

    def photo():
        return Photo.objects.create(win=win, image="photos/x.jpg", width=1, height=1, added_by=team_member)

    def draft():
        kept = SmallWin.objects.keep_draft(
            by=team_member,
            submission_id=win.pk,
            title="Eerst",
            occurred_on=dt.date(2026, 3, 1),
            precision="day",
            initiative=initiative,
        )
        return Case(TellForm, kept, **title, given=by, under="draft")

    def declined():
        words = {"title": "Koele pleinen", "summary": "Bomen.", "programme": initiative.programme}
        proposal = Initiative.objects.propose(by=team_member, city=None, **words)
        proposal.decline(why="Eerst een partner.", by=create_user(staff_of=initiative.programme))
        return proposal

    def sent_in():
        words = {"question": "Wie eet er mee?", "city": None, "sender": "", "submission_id": uuid.uuid4()}
        proposal = ChallengeProposal.objects.send_in(programme=initiative.programme, **words)
        mine = {"answer": "declined", "why": "Dit is er al."}
        return Case(ChallengeAnswerForm, proposal, {"question": "Wie eet er?"}, mine, under="row")

    dream = {"theirs": {"dream": "Van een ander"}, "mine": {"dream": "Van mij"}}
    text = {"theirs": {"text": "Van een ander"}, "mine": {"text": "Van mij"}}

    def asked():
        Appeal.objects.create(initiative=initiative, asked="Eerst", written_by=team_member)
        return OfVersions(AppealForm, initiative, {"asked": "Hun"}, {"asked": "Mijn"}, by, "initiative")

    def crossed(form, column):
        both = {"types": ["growth", "replication"], "directions": ["out", "deep"]}
        read_by_editors(win, **both)
        win.say(**both)
        return answer(form, {column: ["growth>out"]}, {"pairs": ["replication>deep"]})

    def worked_on():
        mine = Challenge.objects.create(title="Hoe blijft het koel?", slug="koel")
        initiative.challenges.set([Challenge.objects.create(title="Wie eet er mee?", slug="mee")])
        theirs = {"title": "Wie doet er mee?", "slug": "doet-mee"}
        return OfChallenges(ChallengesForm, initiative, theirs, {"challenges": [mine.pk]}, by, "initiative")

    return {
        ActorForm: lambda: outside(ActorForm, create_actor(initiative=initiative), {"need": "Tijd"}, {"need": "Geld"}),
        walls.WallForm: lambda: outside(walls.WallForm, create_wall(initiative=initiative), **note),
        WindowForm: lambda: outside(WindowForm, create_window(initiative=initiative), **title),
        walls.WallOfWinForm: lambda: answer(walls.WallOfWinForm, {"wall_answer": "none"}, {"wall": "unknown"}),
        BiteForm: lambda: Case(BiteForm, create_bite(initiative=initiative), **text, given=by, under="bite"),
        FinishForm: lambda: Case(
            FinishForm,
            create_bite(initiative=initiative),
            {"win": create_win(initiative=initiative, title="Een andere")},
            {"win": str(win.pk)},
            by,
            "bite",
        ),
        ChoiceForm: lambda: Case(
            ChoiceForm, create_ambition(initiative), {"choice": "later"}, {"choice": "not", "reason": "Nee"}, by, "now"
        ),
        DreamForm: lambda: Case(DreamForm, initiative, **dream, given=by, under="initiative"),
        InitiativeFactsForm: lambda: Case(InitiativeFactsForm, initiative, **title, given=by, under="initiative"),
        ProposedAgainForm: lambda: Case(ProposedAgainForm, declined(), **title, given=by, under="initiative"),
        DeclineForm: lambda: Case(
            DeclineForm, initiative, {"title": "Van een ander"}, {"why": "Dit is er al."}, under="row"
        ),
        PartnershipForm: lambda: Case(
            PartnershipForm, initiative.partnerships.get(), {"role": "funder"}, {"role": "client"}, by, "partnership"
        ),
        MeaningForm: lambda: Case(MeaningForm, create_meaning(initiative), **text, given=by, under="now"),
        AgreementForm: lambda: said(create_meaning(initiative)),
        ProfileForm: lambda: Case(
            ProfileForm, team_member, {"display_name": "Anders"}, {"display_name": "Ik"}, under="user"
        ),
        WishForm: lambda: Case(
            WishForm,
            create_wish(initiative=initiative),
            {"statement": "Van een ander"},
            {"statement": "Van mij"},
            {"initiative": initiative, **by},
            "wish",
        ),
        BridgeForm: lambda: Case(
            BridgeForm,
            create_pair(
                create_wish(initiative=initiative),
                create_wish(initiative=initiative),
                related_on=dt.date(2026, 3, 1),
            ),
            {"agreement": "Van een ander"},
            {"agreement": "Van mij"},
            by,
            "pair",
        ),
        EditForm: lambda: Case(EditForm, win, **title, given={"by": team_member}, under="win"),
        TellForm: draft,
        PutBackForm: lambda: Case(PutBackForm, win, {"title": "Van een ander"}, {}, under="row"),
        ReadingsForm: lambda: Case(ReadingsForm, win, {"level": "local"}, {}, under="row"),
        AgreeForm: lambda: Case(
            AgreeForm, read_by_editors(win, level="local"), {"editor_level": "vertical"}, {}, under="win"
        ),
        AppealForm: asked,
        EditorsPlaceForm: lambda: answer(EditorsPlaceForm, {"editor_level": "vertical"}, {"level": "horizontal"})
        if read_by_editors(win, level="local")
        else None,
        FigureForm: lambda: outside(FigureForm, create_figure(initiative=initiative), **note),
        ChallengesForm: worked_on,
        ChallengeAnswerForm: sent_in,
        EvidenceCheckForm: lambda: Case(
            EvidenceCheckForm,
            create_evidence(win),
            {"text": "Hun"},
            {"independence": "partner", "shows": "Een foto van het plein"},
            by,
            "evidence",
        ),
        AsReadForm: lambda: Case(AsReadForm, win, {"title": "Van een ander"}, {}, under="win"),
        QuestionForm: lambda: Case(
            QuestionForm, win, {"title": "Van een ander"}, {"question": "Wie was erbij?"}, under="win"
        ),
        ReplyForm: lambda: Case(ReplyForm, win, {"question": "Wie nog?"}, {"reply": "Wij."}, under="win"),
        additions.JudgementForm: lambda: added(
            additions.JudgementForm, create_judgement(win), {"comment": "Hun"}, {"comment": "Mijn"}
        ),
        additions.LossForm: lambda: added(additions.LossForm, create_loss(win), **note),
        additions.EvidenceForm: lambda: added(additions.EvidenceForm, create_evidence(win), **text),
        additions.FollowUpForm: lambda: added(additions.FollowUpForm, create_follow_up(win), **note),
        photos.PhotoWordsForm: lambda: Case(
            photos.PhotoWordsForm,
            photo(),
            {"alt_text": "Hun"},
            {"alt_text": "Mijn"},
            {"by": team_member},
            "row",
        ),
        questions.ChangeForm: lambda: answer(questions.ChangeForm, {"description": "Hun"}, {"description": "Mijn"}),
        questions.PairsForm: lambda: crossed(questions.PairsForm, "pairs"),
        EditorsPairsForm: lambda: crossed(EditorsPairsForm, "editor_pairs"),
        earlier.CameFromForm: lambda: answer(earlier.CameFromForm, {"came_from": "none"}, {"earlier": "unknown"}),
        facets.CompanyForm: lambda: answer(facets.CompanyForm, {"company_answer": "none"}, {"partners": ["unknown"]}),
        facets.BarrierForm: lambda: answer(facets.BarrierForm, {"wall_answer": "none"}, {"wall": "unknown"}),
        facets.LossAnswerForm: lambda: answer(
            facets.LossAnswerForm, {"loss_answer": "nothing_seen"}, {"loss_answer": "unknown"}
        ),
    } | {QUESTIONS[step]: partial(answer, QUESTIONS[step], *both) for step, both in CODED.items()}  # fmt: skip


def of_ours(base: type) -> set[type]:
    """Every form below `base` that stands in our own modules, except those that only others build on."""
    found, waiting = set(), [base]
    while waiting:
        below = [form for form in waiting.pop().__subclasses__() if is_ours(form)]
        waiting += below
        found |= set(below)
    return found


def is_ours(form: type) -> bool:
    """Django makes forms of its own on top of those of the administration. The questions stand in a table, not in a module."""
    module = sys.modules[form.__module__]
    stands_there = getattr(module, form.__name__, None) is form or form in QUESTIONS.values()
    return form.__module__.startswith("initiatives.") and stands_there


OPENED_TOO = {
    AsReadForm,
    InitiativeFactsForm,
    photos.PhotoWordsForm,
    questions.PairsForm,
}  # others build on these, and a page opens them as they are


def is_whole(form: type) -> bool:
    return not any(is_ours(below) for below in form.__subclasses__()) or form in OPENED_TOO


ABOUT_A_ROW = sorted(
    (form for form in of_ours(MarkedForm) - set(BESIDE) if is_whole(form) and not issubclass(form, RowForm)),
    key=lambda form: f"{form.__module__}.{form.__name__}",
)
EVERY_ROW = pytest.mark.parametrize(
    "form", ABOUT_A_ROW, ids=lambda form: f"{form.__module__.split('.')[-1]}.{form.__name__}"
)


def test_every_form_about_a_row_is_tried(make):
    assert set(make) == set(ABOUT_A_ROW)


def test_every_question_is_among_them():
    assert set(QUESTIONS.values()) - set(BESIDE) <= set(ABOUT_A_ROW)


def test_that_would_find_a_question_of_which_no_case_was_made(make, monkeypatch):
    one_more = form_of(TURNS["niveau"])
    assert one_more not in of_ours(MarkedForm)
    monkeypatch.setitem(QUESTIONS, "nieuw", one_more)
    assert of_ours(MarkedForm) - set(BESIDE) - set(ABOUT_A_ROW) >= {one_more}


@EVERY_ROW
def test_changes_of_somebody_else_are_not_written_over(make, form):
    case = make[form]()
    typed = case.typed(case.mine)
    case.a_colleague_writes()
    refused = case.open(typed)
    assert not refused.is_valid()
    assert refused.has_conflict
    assert refused.non_field_errors()
    if issubclass(form, BothKeptForm):
        (clash,) = refused.clashes
        assert clash.mine != clash.theirs
        assert clash.label


@EVERY_ROW
def test_saving_again_is_a_choice(make, form):
    case = make[form]()
    typed = case.typed(case.mine)
    case.a_colleague_writes()
    refused = case.open(typed)
    assert not refused.is_valid()
    again = typed.copy()
    again["version"] = refused["version"].value()
    form = case.open(again)
    assert form.is_valid(), form.errors


@EVERY_ROW
def test_without_a_change_nothing_is_refused(make, form):
    case = make[form]()
    sent = case.open(case.typed(case.mine))
    assert sent.is_valid(), sent.errors
    assert not sent.has_conflict


@pytest.mark.parametrize("form", [form for form in ABOUT_A_ROW if issubclass(form, BothKeptForm)])
def test_sending_the_present_words_is_no_conflict(make, form):
    """The same form sent twice: the second finds the words of the first."""
    case = make[form]()
    before = case.sent()
    case.a_colleague_writes()
    typed = case.sent()
    typed["version"] = before["version"]
    sent = case.open(typed)
    assert sent.is_valid(), sent.errors
    assert not sent.has_conflict


def test_words_that_are_too_long_stay_where_the_mark_says_nothing_of_them(make):
    case = make[DreamForm]()
    too_long = "Van mij " * 400
    refused = case.open(case.typed({"dream": too_long, "version": "dream_en:0"}))
    assert not refused.is_valid()
    assert refused["dream"].value() == too_long
    assert "dream" in refused.errors


def test_days_that_two_people_changed_are_checked_together(make):
    case = make[WishForm]()
    typed = case.typed({"valid_until": "2026-06-01"})
    type(case.row).objects.filter(pk=case.row.pk).update(valid_from=dt.date(2026, 10, 1))
    refused = case.open(typed)
    assert not refused.is_valid()
    assert "valid_until" in refused.errors


def test_a_day_to_look_again_is_refused_where_somebody_took_the_agreement_away(make):
    case = make[BridgeForm]()
    rows_of_it = type(case.row).objects.filter(pk=case.row.pk)
    rows_of_it.update(agreement="Om de week")
    typed = case.typed({"review_on": "2026-12-01"})
    rows_of_it.update(agreement="")
    refused = case.open(typed)
    assert not refused.is_valid()
    assert "agreement" in refused.errors


def test_evidence_of_which_two_people_emptied_a_half_each_asks_for_words(make):
    case = make[additions.EvidenceForm]()
    case.theirs = {"text": "Een foto", "url": "https://voorbeeld.example/"}
    case.a_colleague_writes()
    typed = case.typed({"url": ""})
    case.theirs = {"text": ""}
    case.a_colleague_writes()
    refused = case.open(typed)
    assert not refused.is_valid()
    assert "text" in refused.errors


def takes_a_row(form: type) -> bool:
    """True for a form about an existing row. An `initiative` is the place of a new row, not the row."""
    kinds = {*apps.get_app_config("initiatives").get_models()} - {Initiative, User}
    given = signature(form.__init__).parameters.values()
    return any(kind in kinds for each in given for kind in kinds_of(each.annotation))


def kinds_of(annotation) -> tuple:
    return getattr(annotation, "__args__", (annotation,))


def overwrites(forms_of_ours) -> list[str]:
    return [form.__name__ for form in forms_of_ours if takes_a_row(form) and not issubclass(form, MarkedForm)]


def test_every_form_about_a_row_carries_the_mark():
    assert urls.urlpatterns  # every form has been read
    known = {form for form in of_ours(forms.BaseForm) if is_whole(form) and form not in BESIDE}
    assert overwrites(known) == []


def test_that_would_find_a_form_without_one():
    class Careless(forms.Form):
        def __init__(self, *args, win: SmallWin | None, **options):
            super().__init__(*args, **options)

    assert overwrites([Careless]) == ["Careless"]


def test_every_screen_of_the_administration_carries_the_mark():
    screens = [
        screen for screen in site._registry.values() if type(screen).__module__.startswith("initiatives.")
    ]
    assert screens
    assert [screen for screen in screens if not issubclass(screen.form, RowForm)] == []


def test_a_form_says_the_same_of_a_row_whoever_reads_it(make, initiative):
    case = make[WishForm]()
    version = case.sent()["version"]
    case.given["by"] = create_user(member_of=initiative)
    assert case.sent()["version"] == version
