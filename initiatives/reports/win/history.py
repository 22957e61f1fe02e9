"""The history of a win: who changed what, and when, in the words of the interface.

It reads the audit of the database, so it also knows of what a command or a person with a console did.
A column that it cannot name gets a general sentence, so that a history never breaks on an old column.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.lenses import ANSWERS, CodedAnswer
from initiatives.links import number_in
from initiatives.marks import as_read
from initiatives.models import AuditAction, AuditEntry, Photo, SmallWin, WinLink, as_it_stood
from initiatives.models.columns import Kind, is_author, is_key, kind_of
from initiatives.periods import in_words

PER_PAGE = 50  # entries of the audit
AT_ONCE = dt.timedelta(seconds=1)  # one press of a button may change several rows, within this time
TEXTS = ("title", "description", "changed_for", "title_en", "description_en")
WHEN = ("occurred_on", "precision")
SOMETHING = gettext_lazy("Iets anders")

# The meaning of a moment that appears in this column of a win, and of one that goes.
MOMENTS = {
    "confirmed_at": (gettext_lazy("Bevestigd."), gettext_lazy("Niet meer bevestigd.")),
    "returned_at": (gettext_lazy("Vraag gesteld aan het team."), gettext_lazy("Vraag beantwoord.")),
    "replied_at": (gettext_lazy("Vraag in woorden beantwoord."), gettext_lazy("Het antwoord is weg.")),
    "withdrawn_at": (gettext_lazy("Ingetrokken."), gettext_lazy("Teruggezet.")),
    "claimed_at": (gettext_lazy("Opgepakt: iemand kijkt of het klopt."), gettext_lazy("Niet meer opgepakt.")),
    "taken_on_at": (gettext_lazy("Opgenomen door het team."), gettext_lazy("Niet meer opgenomen.")),
    "merged_at": (
        gettext_lazy("Samengevoegd met een andere small win."),
        gettext_lazy("Toch niet samengevoegd."),
    ),
    "editor_read_at": (
        gettext_lazy("Ingedeeld door de redactie."),
        gettext_lazy("De indeling van de redactie is weg."),
    ),
    "reading_kept_at": (
        gettext_lazy("Het team houdt zijn eigen indeling, naast die van de redactie."),
        "",
    ),
    "published_at": (gettext_lazy("Gepubliceerd."), gettext_lazy("Offline gehaald.")),
    "anonymised_at": (gettext_lazy("Account verwijderd."), ""),
    "revoked_at": (gettext_lazy("Gestopt."), gettext_lazy("Werkt weer.")),
    "accepted_at": (gettext_lazy("Aangenomen."), ""),
    "declined_at": (gettext_lazy("Afgewezen."), gettext_lazy("Niet meer afgewezen.")),
}


@dataclass(frozen=True)
class Change:
    """One answer, before and after, in words. A personal or secret value is left out: only its change is said."""

    label: str
    before: str
    after: str
    is_unspoken: bool = False
    is_text: bool = False  # somebody's own words, in the language in which they wrote


@dataclass(frozen=True)
class Event:
    """One act of somebody. `texts` are the words as they were then, where they can be put back."""

    id: int
    at: dt.datetime
    who: str
    did: list[str]
    changes: list[Change]
    texts: dict[str, str] | None = None


@dataclass(frozen=True)
class History:
    """Events, latest first. `older` is where the next page starts; `version` marks the words of now."""

    events: list[Event]
    older: int | None
    version: str = ""


def history_of_win(win: SmallWin, *, user, after: str = "") -> History:
    """One page of what happened to a win, its links and its photos, to this reader.

    In: the win with its initiative, and where the page starts. At most six queries, however long the history.
    """
    entries, older = _page(AuditEntry.objects.visible_to(user).about_win(win), after)
    may_edit = SmallWin.objects.editable_by(user).filter(pk=win.pk).exists()
    texts_of = _texts_to_put_back if may_edit else None
    events = _events(entries, win, user=user, after=after, who=Teller(win).of, texts_of=texts_of)
    return History(_told_together(events), older, as_read(win, TEXTS))


def history_of_row(row: models.Model, *, user, after: str = "") -> History:
    """One page of what happened to a row of any table, to this reader. At most five queries."""
    entries, older = _page(AuditEntry.objects.visible_to(user).of_row(row), after)
    return History(_told_together(_events(entries, row, user=user, after=after)), older)


def _events(entries, row: models.Model, *, user, after: str, who=None, texts_of=None) -> list[Event]:
    """The events of a row and of rows that hang on it. A win has its day in two columns, which become one sentence."""
    top = entries[0].pk if entries and after else None
    stood = as_it_stood(row, [*TEXTS, *WHEN], after=top) if isinstance(row, SmallWin) else {}
    names, events = Names(entries, user=user), []
    for entry in entries:
        is_own = entry.table == row._meta.db_table
        before = stood | {
            column: sides[0] for column, sides in _sides(entry).items() if is_own and column in stood
        }
        texts = texts_of(row, entry, stood) if texts_of and is_own else None
        dates = (before, stood) if is_own else ({}, {})
        events.append(_event(entry, names, who=who(entry) if who else entry.who, dates=dates, texts=texts))
        stood = before
    return events


def events_of(entries: list[AuditEntry], *, user) -> list[Event]:
    """Entries of any tables in words. At most four queries for all of them together."""
    names = Names(entries, user=user)
    return [_event(entry, names, who=entry.who) for entry in entries]


def texts_after(win: SmallWin, entry: AuditEntry) -> dict[str, str]:
    """The words of a win as they were right after this entry."""
    return {name: str(text) for name, text in as_it_stood(win, TEXTS, after=entry.pk).items()}


# ------------------------------------------------------------------ who
class Teller:
    """The author of an entry without a login: the teller for a win told through a link, else the system."""

    def __init__(self, win: SmallWin):
        self.words = win.teller if win.capture_link_id and not win.logged_by_id else ""
        self.until = win.taken_on_at

    def of(self, entry: AuditEntry) -> str:
        if entry.actor_id or not self.words or (self.until and entry.at > self.until):
            return entry.who
        return _("%(who)s, zonder account") % {"who": capfirst(self.words)}


# ------------------------------------------------------------------ pages
def _page(entries, after: str) -> tuple[list[AuditEntry], int | None]:
    """The entries of one page, and the last of them where there are more."""
    if (last := number_in(after)) is not None:
        entries = entries.filter(pk__lt=last)
    found = list(entries.select_related("actor")[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return shown, shown[-1].pk if len(found) > PER_PAGE else None


def _told_together(events: list[Event]) -> list[Event]:
    """Joins the events of one person at one moment into one event."""
    together: list[Event] = []
    for event in events:
        last = together[-1] if together else None
        if last and last.who == event.who and last.at - event.at <= AT_ONCE:
            did = list(dict.fromkeys([*event.did, *last.did]))
            texts = last.texts or event.texts
            together[-1] = Event(
                last.id if last.texts else event.id,
                last.at,
                last.who,
                did,
                [*event.changes, *last.changes],
                texts,
            )
        else:
            together.append(event)
    return together


def _texts_to_put_back(win: SmallWin, entry: AuditEntry, stood: dict) -> dict[str, str] | None:
    """The words right after this entry, where it changed words and they are others than those of now."""
    if not set(TEXTS) & set(entry.changes) or win.merged_at or win.drafted_at:
        return None
    texts = {name: stood[name] for name in TEXTS}
    return texts if texts["title"] and texts != {name: getattr(win, name) for name in TEXTS} else None


# ------------------------------------------------------------------ an entry in words
def _event(entry: AuditEntry, names: "Names", *, who: str, dates=({}, {}), texts=None) -> Event:
    did, when_is_said = _did(entry, names), bool(dates[1])
    changes = []
    for column in _in_order(entry):
        if column in WHEN and when_is_said:
            changes += (
                _when(entry, *dates) if column == next(filter(WHEN.__contains__, _in_order(entry))) else []
            )
        else:
            changes += _change(entry, column, names)
    return Event(entry.pk, entry.at, who, did, changes, texts)


def _in_order(entry: AuditEntry) -> list[str]:
    """The columns that changed, as a form asks them."""
    model = models_by_table().get(entry.table)
    order = list(columns_of(model)) if model else []
    return sorted(entry.changes, key=lambda column: order.index(column) if column in order else len(order))


def _when(entry: AuditEntry, before: dict, after: dict) -> list[Change]:
    was = in_words_of(before) if entry.action != AuditAction.INSERT else ""
    now = in_words_of(after) if entry.action != AuditAction.DELETE else ""
    return [Change(_("Wanneer"), was, now)] if was != now else []


def in_words_of(stood: dict) -> str:
    day = parse_date(stood["occurred_on"] or "")
    return in_words(day, stood["precision"]) if day else ""


def _sides(entry: AuditEntry) -> dict[str, list]:
    """The columns of which the audit keeps what they held, with both values."""
    return {
        column: sides
        for column, sides in entry.changes.items()
        if isinstance(sides, list) and len(sides) == 2
    }


def _did(entry: AuditEntry, names: "Names") -> list[str]:
    model = models_by_table().get(entry.table)
    if model is SmallWin and entry.action == AuditAction.INSERT:
        return [_how_it_began(entry)]
    if model is WinLink:
        return [_did_to_link(entry) % {"win": names.earlier_win_of(entry)}]
    if model is Photo:
        return [_did_to_photo(entry)]
    moments = list(_moments(entry)) if entry.action == AuditAction.UPDATE else []
    if model is SmallWin:
        return [str(sentence) for sentence in moments] or [_("Veranderd.")]
    if "win_id" in entry.changes and entry.action == AuditAction.UPDATE:
        moved = _("%(what)s: verhuisd, want een small win stond er dubbel.")
        return [moved % {"what": capfirst(name_of_table(entry.table))}]
    return [str(sentence) for sentence in moments] or [f"{act_in_words(entry)}."]


def _how_it_began(entry: AuditEntry) -> str:
    if entry.changes.get("drafted_at"):
        return _("Als concept begonnen.")
    return _("Verteld zonder account.") if entry.changes.get("capture_link_id") else _("Verteld.")


def _moments(entry: AuditEntry):
    for column, (before, after) in _sides(entry).items():
        if column == "drafted_at" and not (before and after):
            yield _("Verteld.") if before else _("Als concept bewaard.")
        elif column in MOMENTS and bool(before) != bool(after):
            yield MOMENTS[column][0 if after else 1]


def _did_to_link(entry: AuditEntry) -> str:
    if entry.action == AuditAction.INSERT:
        return _("Verbonden: kwam voort uit %(win)s.")
    if entry.action == AuditAction.DELETE:
        return _("Verband weggehaald met %(win)s.")
    before, after = entry.changes.get("declined_at", [None, None])
    if bool(before) != bool(after):
        return _("Verband afgewezen met %(win)s.") if after else _("Verband hersteld met %(win)s.")
    return _("Verband veranderd met %(win)s.")


def _did_to_photo(entry: AuditEntry) -> str:
    if "win_id" in entry.changes and entry.action == AuditAction.UPDATE:
        return _("Foto gekregen van een samengevoegde small win.")
    return {
        AuditAction.INSERT: _("Foto toegevoegd."),
        AuditAction.UPDATE: _("Foto beschreven."),
        AuditAction.DELETE: _("Foto weggehaald."),
    }[AuditAction(entry.action)]


def _change(entry: AuditEntry, column: str, names: "Names") -> list[Change]:
    """The change of one column in words; none where a sentence says it, or where it says nothing."""
    model = models_by_table().get(entry.table)
    field = columns_of(model).get(column) if model else None
    if field is None:
        return [] if column == "id" else [Change(str(SOMETHING), "", "", is_unspoken=True)]
    label, sides = label_of(field), entry.changes[column]
    if sides == []:
        return [Change(label, "", "", is_unspoken=True)] if field.editable else []
    if not _is_shown(field) or not isinstance(sides, list) or len(sides) != 2:
        return []
    before, after = (_worded(field, value, names) for value in sides)
    if before == after:
        return []
    return [
        Change(
            label,
            before,
            after,
            is_text=field.get_internal_type() in ("CharField", "TextField") and not field.choices,
        )
    ]


def label_of(field: models.Field) -> str:
    """The label of a column, as in a form. One without words of its own has those of the rows that it points at."""
    if field.related_model and not isinstance(field.verbose_name, Promise):
        return capfirst(str(field.related_model._meta.verbose_name))
    return capfirst(str(field.verbose_name))


def name_of_table(table: str) -> str:
    """The name of a row of this table; a table between two others is named by the set that it holds."""
    model = models_by_table().get(table)
    if model is None:
        return str(SOMETHING)
    if owner := model._meta.auto_created:
        sets = (field for field in owner._meta.many_to_many if field.remote_field.through is model)
        return f"{owner._meta.verbose_name}: {next(sets).verbose_name}"
    return str(model._meta.verbose_name)


_TO_A_ROW = {
    AuditAction.INSERT: gettext_lazy("%(what)s toegevoegd"),
    AuditAction.UPDATE: gettext_lazy("%(what)s veranderd"),
    AuditAction.DELETE: gettext_lazy("%(what)s weggehaald"),
}
_TO_A_TIE = {
    AuditAction.INSERT: gettext_lazy("%(one)s en %(other)s aan elkaar gekoppeld"),
    AuditAction.UPDATE: gettext_lazy("koppeling van %(one)s en %(other)s veranderd"),
    AuditAction.DELETE: gettext_lazy("%(one)s en %(other)s losgekoppeld"),
}


def act_in_words(entry: AuditEntry) -> str:
    """What was done to a row, without its name: "Verlies toegevoegd", "Wens en small win aan elkaar gekoppeld"."""
    action, model = AuditAction(entry.action), models_by_table().get(entry.table)
    if model and model._meta.auto_created:
        names = [field.related_model._meta.verbose_name for field in model._meta.fields if field.is_relation]
        return capfirst(_TO_A_TIE[action] % dict(zip(("one", "other"), names, strict=True)))
    return capfirst(_TO_A_ROW[action] % {"what": name_of_table(entry.table)})


def said_briefly(entry: AuditEntry) -> str:
    """One line about an entry: what it means, or which answers changed."""
    if entry.action != AuditAction.UPDATE:
        return ""
    model = models_by_table().get(entry.table)
    known = columns_of(model) if model else {}
    fields = [known[column] for column in _in_order(entry) if column in known]
    labels = [label_of(field) for field in fields if _is_shown(field) and field.column != "precision"]
    return " ".join([*map(str, _moments(entry)), ", ".join(labels)]).strip()


def _is_shown(field: models.Field) -> bool:
    """True for words, answers and ties. The author and the win of a row are in the sentence already."""
    if kind_of(field) in (Kind.WORDS, Kind.ANSWER):
        return True
    is_named = kind_of(field) in (Kind.TIE, Kind.PERSON) and field.editable
    return is_named and not is_author(field) and field.related_model is not SmallWin


def _worded(field: models.Field, value: object, names: "Names") -> str:
    """One stored value as a person reads it; empty for silence."""
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return names.of(field.related_model, value)
    if answer := answer_in(field):
        return answer.said(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("ja") if value else _("nee")
    return _moment(field, str(value))


def answer_in(field: models.Field) -> CodedAnswer | None:
    """The answer of a team, or of the editors beside it, that this column holds."""
    return ANSWERS.get(field.name.removeprefix("editor_")) if field.model is SmallWin else None


def _moment(field: models.Field, text: str) -> str:
    try:
        if isinstance(field, models.DateTimeField) and (moment := parse_datetime(text)):
            return date_format(timezone.localtime(moment), "j F Y H:i")
        if isinstance(field, models.DateField) and (day := parse_date(text)):
            return date_format(day, "j F Y")
    except ValueError:
        pass  # another form than today's: as it stands
    return text


# ------------------------------------------------------------------ names of what it points at
class Names:
    """Names of the rows to which foreign keys in these entries point, where the reader may know them. One query a table."""

    def __init__(self, entries: list[AuditEntry], *, user):
        self.user = user
        self.earlier = self._earlier_wins(entries)
        wanted: dict[type[models.Model], set] = {SmallWin: set(self.earlier.values())}
        for model, key in _pointed_at(entries):
            wanted.setdefault(model, set()).add(key)
        self.known = {model: self._look_up(model, keys) for model, keys in wanted.items()}

    def of(self, model: type[models.Model], key: object) -> str:
        return self.known.get(model, {}).get(str(key)) or _("iets wat je niet kunt zien of wat weg is")

    def earlier_win_of(self, entry: AuditEntry) -> str:
        title = self.known[SmallWin].get(str(self.earlier.get(entry.row, "")))
        return f"“{title}”" if title else _("een andere small win")

    def _earlier_wins(self, entries: list[AuditEntry]) -> dict[str, str]:
        """The earlier end of each link, by the number of the link."""
        links = {entry.row for entry in entries if entry.table == WinLink._meta.db_table}
        found = (
            {
                str(pk): str(win)
                for pk, win in WinLink.objects.filter(pk__in=links).values_list("pk", "earlier")
            }
            if links
            else {}
        )
        for entry in entries:
            if entry.row in links and "earlier_id" in entry.changes:
                found.setdefault(
                    entry.row, next(str(side) for side in entry.changes["earlier_id"][::-1] if side)
                )
        return found

    def _look_up(self, model: type[models.Model], keys: set) -> dict[str, str]:
        rows = model._default_manager.all()
        rows = rows.visible_to(self.user) if hasattr(rows, "visible_to") else rows
        good = [key for key in keys if is_key(model, key)]
        if not good:
            return {}
        rows = rows.defer("search") if model is SmallWin else rows
        return {str(row.pk): str(row) for row in rows.filter(pk__in=good)}


def _pointed_at(entries: list[AuditEntry]):
    for entry in entries:
        model = models_by_table().get(entry.table)
        for column, sides in _sides(entry).items():
            field = columns_of(model).get(column) if model else None
            if isinstance(field, models.ForeignKey) and _is_shown(field):
                yield from ((field.related_model, key) for key in sides if key is not None)


@cache
def models_by_table() -> dict[str, type[models.Model]]:
    """Every table of ours, those between two others included."""
    return {
        model._meta.db_table: model
        for model in apps.get_app_config("initiatives").get_models(include_auto_created=True)
    }


@cache
def columns_of(model: type[models.Model]) -> dict[str, models.Field]:
    return {field.column: field for field in model._meta.concrete_fields}
