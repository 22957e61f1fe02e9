"""The real data set of the network, loaded as the demo loads it."""

import csv
import uuid

import pytest

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.exchange.rows import SETBACK, WHOM
from initiatives.lenses import LinkBasis
from initiatives.models import (
    AuditEntry,
    Challenge,
    City,
    Figure,
    Initiative,
    InitiativeLink,
    Judgement,
    Loss,
    Partner,
    Partnership,
    Programme,
    SmallWin,
    User,
    WinLink,
    acting,
)
from tests.factories import create_user
from tests.factories_facets import create_judgement


def file(name):
    with (DATA / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def told() -> list[dict]:
    return [row for row in file("small_wins.csv") if row["outcome"] != SETBACK]


def setbacks() -> list[dict]:
    return [row for row in file("small_wins.csv") if row["outcome"] == SETBACK]


@pytest.fixture
def loaded():
    return load_dataset(DATA)


def test_every_row_of_the_data_set_arrives(loaded):
    files = {
        City: "cities",
        Partner: "partners",
        Initiative: "initiatives",
        Partnership: "partnerships",
        Challenge: "challenges",
        InitiativeLink: "initiative_links",
    }
    for model, name in files.items():
        assert model.objects.count() == len(file(f"{name}.csv"))
    assert SmallWin.objects.count() == len(told())
    assert Loss.objects.count() == len(setbacks())


def test_a_link_joins_two_wins_and_says_who_says_what(loaded):
    wins = {row["slug"] for row in told()}
    rows = {row["slug"]: row for row in told() if row["follows"] in wins}
    links = WinLink.objects.select_related("earlier", "later")
    assert {link.later.dataset_key: link.earlier.dataset_key for link in links} == {
        slug: row["follows"] for slug, row in rows.items()
    }
    for link in links:
        row = rows[link.later.dataset_key]
        bases = row["follows_basis"], row["mechanism"] or None, row["mechanism_basis"] or None
        assert (link.basis, link.mechanism, link.mechanism_basis) == bases


def test_a_setback_is_a_loss_with_its_source_and_no_guess(loaded):
    rows = {row["slug"]: row for row in setbacks()}
    for loss in Loss.objects.all():
        row = rows[loss.dataset_key]
        assert (loss.title, loss.title_en, loss.note) == (
            row["title_nl"],
            row["title_en"],
            row["description_nl"],
        )
        assert loss.sources == row["source"].replace(" ; ", "\n")
        assert (loss.kind, loss.borne_by, loss.severity, loss.status) == (None, None, None, None)
        assert (loss.seen_on is None) == (row["date"] == "")


def everything() -> list[list[dict]]:
    models = SmallWin, Loss, WinLink, Partnership, Initiative, InitiativeLink, Challenge
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_loading_again_changes_nothing(loaded):
    before, entries = everything(), AuditEntry.objects.count()
    again = load_dataset(DATA)
    assert [(report.new, report.renewed, report.gone) for report in again] == [(0, 0, 0)] * len(again)
    assert [report.same for report in again] == [report.new for report in loaded]
    assert (everything(), AuditEntry.objects.count()) == (before, entries)


# ------------------------------------------------------------------ a site that loaded an earlier reading
def test_words_that_people_changed_stay_changed_and_the_rest_is_renewed(loaded):
    wins = SmallWin.objects.filter(dataset_key="cdkm-ondertekend")
    with acting(create_user()):
        wins.update(title="Wij tekenden")
    wins.update(description="Een eerdere lezing", editor_types=["growth"])
    load_dataset(DATA)
    win, row = wins.get(), next(row for row in told() if row["slug"] == "cdkm-ondertekend")
    assert (win.title, win.description) == ("Wij tekenden", row["description_nl"])
    assert win.editor_types == [row["types"]]


def test_the_reading_of_a_curator_stays_whole(loaded):
    wins = SmallWin.objects.filter(dataset_key="cdkm-ondertekend")
    with acting(create_user()):
        wins.update(editor_level="local")
    wins.update(editor_types=["growth"])
    load_dataset(DATA)
    assert (wins.get().editor_level, wins.get().editor_types) == ("local", ["growth"])


def as_in_an_earlier_reading(loss: Loss) -> SmallWin:
    """What is a loss now, was loaded as a win; from it came another one."""
    key = loss.dataset_key
    loss.delete()
    win = SmallWin.objects.filter(dataset_key="cdkm-gent").defer("search").get()
    win.dataset_key, win.initiative_id = key, loss.initiative_id
    win.submission_id = win._meta.get_field("submission_id").get_default()
    win.pk = win._meta.pk.get_default()
    win.save(force_insert=True)
    later = SmallWin.objects.get(dataset_key="ti-drie-wijken")
    WinLink.objects.create(earlier=win, later=later, basis=LinkBasis.INFERRED, told_by=win.logged_by)
    return win


def test_a_win_of_an_earlier_reading_that_is_a_loss_by_now_becomes_one(loaded):
    as_in_an_earlier_reading(Loss.objects.get(dataset_key="ti-dubbele-duurzaamheid"))
    before = WinLink.objects.count()
    load_dataset(DATA)
    assert not SmallWin.objects.filter(dataset_key="ti-dubbele-duurzaamheid").exists()
    assert Loss.objects.filter(dataset_key="ti-dubbele-duurzaamheid").count() == 1
    assert WinLink.objects.count() == before - 1


def test_a_win_to_which_people_added_something_stays_a_win(loaded):
    win = as_in_an_earlier_reading(Loss.objects.get(dataset_key="ti-dubbele-duurzaamheid"))
    create_judgement(win)
    again = load_dataset(DATA)
    assert SmallWin.objects.get(pk=win.pk).judgements.get() == Judgement.objects.get()
    assert not Loss.objects.filter(dataset_key=win.dataset_key).exists()
    assert any("bleef een small win" in str(report) for report in again)


def test_a_partner_that_an_earlier_reading_guessed_goes_and_one_that_people_added_stays(loaded):
    initiative = Initiative.objects.get(slug="wijs-groningen")
    guessed, added = Partner.objects.exclude(partnerships__initiative=initiative).order_by("pk")[:2]
    initiative.partnerships.create(partner=guessed)
    with acting(create_user()):
        initiative.partnerships.create(partner=added)
    load_dataset(DATA)
    there = set(initiative.partnerships.values_list("partner", flat=True))
    assert (guessed.pk in there, added.pk in there) == (False, True)


def test_a_row_that_people_took_away_does_not_come_back(loaded):
    win_link = WinLink.objects.earliest("pk")
    loss = Loss.objects.earliest("dataset_key")
    tie = InitiativeLink.objects.earliest("pk")
    partnership = Partnership.objects.filter(partner__wins=None).latest("pk")
    rows = [win_link, loss, tie, partnership]
    with acting(create_user()):
        for row in rows:
            row.delete()
    there = {type(row): type(row).objects.count() for row in rows}
    load_dataset(DATA)
    assert {type(row): type(row).objects.count() for row in rows} == there


def test_a_partner_that_people_took_away_does_not_come_back(loaded):
    partner = Partner.objects.filter(wins=None).latest("pk")
    with acting(create_user()):
        partner.partnerships.all().delete()
        partner.delete()
    load_dataset(DATA)
    assert not Partner.objects.filter(name=partner.name).exists()


@pytest.mark.parametrize("model", [Programme, City, Partner, Initiative, Challenge])
def test_a_row_that_people_gave_another_web_name_is_still_that_row(loaded, model):
    row, count = model.objects.earliest("pk"), model.objects.count()
    with acting(create_user()):
        model.objects.filter(pk=row.pk).update(slug="een-andere-naam")
    load_dataset(DATA)
    assert model.objects.count() == count
    assert model.objects.get(pk=row.pk).slug == "een-andere-naam"


def test_a_number_and_a_tie_that_a_team_wrote_down_first_are_not_said_twice(loaded):
    figure, tie = (
        Figure.objects.earliest("year", "measure", "source", "initiative"),
        InitiativeLink.objects.filter(kind="together_with").earliest("pk"),
    )
    Figure.objects.filter(pk=figure.pk).delete()
    InitiativeLink.objects.filter(pk=tie.pk).delete()
    with acting(create_user()):
        figure.pk = uuid.uuid4()
        figure.save(force_insert=True)
        tie.pk, tie.initiative, tie.other = None, tie.other, tie.initiative
        tie.save(force_insert=True)
    counts = Figure.objects.count(), InitiativeLink.objects.count()
    load_dataset(DATA)
    assert (Figure.objects.count(), InitiativeLink.objects.count()) == counts


def test_english_readers_get_the_titles_of_the_data_set(loaded):
    titles = {row["slug"]: row["title_en"] for row in told()}
    assert dict(SmallWin.objects.values_list("dataset_key", "title_en")) == titles
    assert all(titles.values())


def test_undated_wins_stay_undated(loaded):
    undated = {row["slug"] for row in told() if not row["date"]}
    assert set(SmallWin.objects.undated().values_list("dataset_key", flat=True)) == undated


def test_our_reading_enters_as_the_editors_reading(loaded):
    silent = {
        "types": None,
        "directions": None,
        "pairs": None,
        "level": None,
        "concrete": None,
        "completed": None,
    }
    assert not SmallWin.objects.exclude(**silent).exists()
    assert all(win.has_editors_reading_only for win in SmallWin.objects.all())
    rows = {row["slug"]: row for row in told()}
    for win in SmallWin.objects.all():
        row = rows[win.dataset_key]
        assert [",".join(win.editor_types), ",".join(win.editor_directions)] == [
            row["types"].replace(";", ","),
            row["directions"].replace(";", ","),
        ]
        assert ";".join(win.editor_pairs or []) == row["pairs"]
        assert (win.editor_concrete, win.editor_completed) == (row["concrete"], row["completed"])
        assert win.source_kind == row["source_kind"]


def test_a_win_says_for_whom_in_words(loaded):
    rows = {row["slug"]: row["changed_for"] for row in told()}
    for slug, words in SmallWin.objects.values_list("dataset_key", "changed_for"):
        assert words == " en ".join(WHOM[whom] for whom in rows[slug].split(";") if whom)


def test_dates_keep_their_precision(loaded):
    precisions = {row["slug"]: row["date_precision"] for row in told() if row["date"]}
    dated = SmallWin.objects.filter(occurred_on__isnull=False)
    assert dict(dated.values_list("dataset_key", "precision")) == precisions


def test_every_initiative_has_its_partners_in_their_role_and_those_that_left_in_the_past(loaded):
    rows = file("partnerships.csv")
    roles = {(row["initiative_slug"], row["partner_slug"]): row["role"] for row in rows}
    there = Partnership.objects.values_list("initiative__slug", "partner__slug", "role")
    assert {(initiative, partner): role for initiative, partner, role in there} == roles
    former = {row["partner_slug"] for row in rows if row["former"]}
    assert former and former == set(
        Partnership.objects.exclude(pk__in=Partnership.objects.taking_part().values("pk")).values_list(
            "partner__slug", flat=True
        )
    )


def test_nobody_can_log_in_as_the_editors(loaded):
    editors = User.objects.get(display_name="de redactie")
    assert not editors.is_active
    assert not editors.check_password("!")


def test_every_source_of_a_win_is_kept(loaded):
    kept = dict(SmallWin.objects.values_list("dataset_key", "sources"))
    assert kept == {row["slug"]: row["source"].replace(" ; ", "\n") for row in told()}


def test_the_texts_of_the_programme_are_those_of_the_file_until_somebody_writes_others(loaded):
    (row,) = file("programme.csv")
    programme = Programme.objects.get()
    assert (programme.name, programme.introduction_en) == (row["name"], row["introduction_en"])
    Programme.objects.update(introduction="Anders", about="")
    load_dataset(DATA)
    programme.refresh_from_db()
    assert (programme.introduction, programme.about) == ("Anders", row["about_nl"])
