"""The real data set of the network, loaded as the demo loads it."""

import csv

import pytest

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.lenses import LinkBasis
from initiatives.models import City, Initiative, Partner, Partnership, Programme, SmallWin, User, WinLink


def file(name):
    with (DATA / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.fixture
def loaded():
    return load_dataset(DATA)


def test_every_row_of_the_data_set_arrives(loaded):
    told = [
        (City, "cities.csv"),
        (Partner, "partners.csv"),
        (Initiative, "initiatives.csv"),
        (SmallWin, "small_wins.csv"),
    ]
    for model, name in told:
        assert model.objects.count() == len(file(name))
    assert WinLink.objects.count() == sum(bool(row["follows"]) for row in file("small_wins.csv"))


def test_loading_again_changes_nothing(loaded):
    before = list(SmallWin.objects.values().order_by("pk"))
    again = load_dataset(DATA)
    assert [report.new for report in again] == [0] * len(again)
    assert [report.same for report in again] == [report.new for report in loaded]
    assert list(SmallWin.objects.values().order_by("pk")) == before


def test_words_that_people_changed_stay_changed(loaded):
    SmallWin.objects.filter(dataset_key="cdkm-ondertekend").update(title="Wij tekenden")
    load_dataset(DATA)
    assert SmallWin.objects.get(dataset_key="cdkm-ondertekend").title == "Wij tekenden"


def test_english_readers_get_the_titles_of_the_data_set(loaded):
    titles = {row["slug"]: row["title_en"] for row in file("small_wins.csv")}
    assert dict(SmallWin.objects.values_list("dataset_key", "title_en")) == titles
    assert all(titles.values())


def test_undated_wins_stay_undated(loaded):
    undated = {row["slug"] for row in file("small_wins.csv") if not row["date"]}
    assert set(SmallWin.objects.undated().values_list("dataset_key", flat=True)) == undated


def test_our_reading_enters_as_the_editors_reading(loaded):
    assert not SmallWin.objects.exclude(types=None, directions=None, level=None).exists()
    assert all(win.has_editors_reading_only for win in SmallWin.objects.all())
    assert set(WinLink.objects.values_list("basis", flat=True)) == {LinkBasis.STATED, LinkBasis.INFERRED}


def test_dates_keep_their_precision(loaded):
    precisions = {row["slug"]: row["date_precision"] for row in file("small_wins.csv") if row["date"]}
    dated = SmallWin.objects.filter(occurred_on__isnull=False)
    assert dict(dated.values_list("dataset_key", "precision")) == precisions


def test_every_initiative_has_its_partners(loaded):
    for row in file("initiatives.csv"):
        slugs = {row["lead_partner_slug"], *row["partner_slugs"].split(";")} - {""}
        partnerships = Partnership.objects.filter(initiative__slug=row["slug"])
        assert set(partnerships.values_list("partner__slug", flat=True)) == slugs
        assert partnerships.get(role="lead").partner.slug == row["lead_partner_slug"]


def test_nobody_can_log_in_as_the_editors(loaded):
    editors = User.objects.get(display_name="de redactie")
    assert not editors.is_active
    assert not editors.check_password("!")


def test_every_source_of_a_win_is_kept(loaded):
    kept = dict(SmallWin.objects.values_list("dataset_key", "sources"))
    assert kept == {row["slug"]: row["source"].replace(" ; ", "\n") for row in file("small_wins.csv")}


def test_the_texts_of_the_programme_are_those_of_the_file_until_somebody_writes_others(loaded):
    (row,) = file("programme.csv")
    programme = Programme.objects.get()
    assert (programme.name, programme.introduction_en) == (row["name"], row["introduction_en"])
    Programme.objects.update(introduction="Anders", about="")
    load_dataset(DATA)
    programme.refresh_from_db()
    assert (programme.introduction, programme.about) == ("Anders", row["about_nl"])
