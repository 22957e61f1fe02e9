"""The forms of an actor around an initiative: a party, a role or an organisation."""

import datetime as dt

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import CHOOSE_ONE, NOT_KNOWN, WordField
from initiatives.forms.dates import DayField
from initiatives.forms.rows import KeptForm, OnceForm
from initiatives.forms.texts import NameField, TextField
from initiatives.lenses import Level, Position, ScalingRole, Stance, TakesPart, World
from initiatives.links import number_in
from initiatives.models import Actor, Initiative, Partner, User
from initiatives.reports.mirror.houses import RESIDENTS, Dwelling, places_of

NOT_SAID = {"none": _("Nog niet gezegd"), "required": False, "widget": forms.Select}


class ActorForm(KeptForm):
    """An actor is never a person by name."""

    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Is het een partner?"),
        required=False,
        empty_label=_("Nee, of een deel van een partner"),
        error_messages={"invalid_choice": _("Deze partner doet niet mee aan dit initiatief.")},
    )
    label = NameField(
        label=_("Wie of wat is het?"),
        help_text=_("Een rol, een groep of een organisatie, zoals “opleidingsdirecteur”. Namen van mensen horen hier niet."),
        required=False,
        max_length=120,
    )  # fmt: skip
    world = WordField(_("In welke wereld?"), World)
    position = WordField(
        _("Op welke plek daar?"),
        Position,
        help_text=_("Dat is de verdieping in het huis. Is het de hele organisatie? Laat dit dan leeg."),
        **NOT_SAID,
    )
    level = WordField(_("Op welk niveau?"), Level, help_text=_("Dat geeft de kleur in het huis."), **NOT_SAID)
    role = WordField(_("Welke rol heeft die bij het opschalen?"), ScalingRole, **NOT_SAID)
    takes_part = WordField(_("Doet die mee?"), TakesPart, **NOT_SAID)
    stance = WordField(_("Hoe staat die erin?"), Stance, help_text=_("Dit ziet alleen het team."), **NOT_SAID)
    need = TextField(label=_("Wat is daar nodig?"), required=False, max_length=1000)
    checked_on = DayField(label=_("Wanneer keken jullie hiernaar?"), required=False)

    class Meta:
        model = Actor
        fields = [
            "partner",
            "label",
            "world",
            "position",
            "level",
            "role",
            "takes_part",
            "stance",
            "need",
            "checked_on",
        ]

    def adjust(self) -> None:
        initiative = self.instance.initiative
        now = initiative.partnerships.taking_part()
        taking_part = Q(pk__in=now.values("partner"))
        chosen = Q(pk=self.instance.partner_id)
        self.fields["partner"].queryset = Partner.objects.filter(taking_part | chosen)
        if not Initiative.objects.known_in_the_team_to(self.by).contains(initiative):
            del self.fields["stance"]

    def clean_checked_on(self) -> dt.date:
        return self.cleaned_data["checked_on"] or timezone.localdate()


def actor_of(words: QueryDict) -> dict[str, str]:
    """What the address fills in of a new actor: its world, its partner and its place there. What we do not know is left out."""
    world, position, partner = (words.get(name, "") for name in ("wereld", "plek", "partner"))
    return {
        "world": world if world in World.values else "",
        "position": position if position in Position.values else "",
        "partner": str(number_in(partner) or ""),
    }


class PlacedForm(OnceForm):
    """Who or what, and where: all that a group on a large screen is asked. One of both may say who."""

    makes = Actor

    label = NameField(label=_("Wie of wat?"), required=False, max_length=120)
    where = forms.ChoiceField(
        label=_("Waar?"), error_messages={"required": CHOOSE_ONE, "invalid_choice": NOT_KNOWN}
    )

    def __init__(self, *args, initiative: Initiative, by: User, where: str = "", **options):
        """In: `where`, the place that was chosen last."""
        self.initiative, self.by = initiative, by
        self.places = {place.key: place for place in places_of(initiative)}
        super().__init__(*args, initial={"where": where}, **options)
        self.fields["label"].widget.attrs["autofocus"] = True
        self.fields["label"].widget.attrs["aria-describedby"] = (
            "big-said"  # what was added is heard on coming back
        )
        self.fields["label"].is_part = True  # one of both says who: that it may stay empty is no news
        self.fields["where"].choices = [
            (place.name, _floors_to_choose(place)) for place in self.places.values()
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        if (
            "where" in cleaned
            and not cleaned.get("label")
            and not self._position
            and "label" not in self.errors
        ):
            self.add_error("label", _("Schrijf wie of wat het is, of kies een plek in een huis."))
        return cleaned

    def said(self) -> dict:
        place = self.places[self.cleaned_data["where"].partition(":")[0]]
        return {
            "label": self.cleaned_data["label"],
            "world": place.world,
            "partner": place.partner,
            "position": self._position,
        }

    @property
    def _position(self) -> str | None:
        return self.cleaned_data["where"].partition(":")[2] or None

    def place(self) -> dict:
        return {"initiative": self.initiative}

    def save(self) -> Actor:
        row = {**self.said(), **self.place(), "added_by": self.by}
        return self.make_once(lambda number: Actor.objects.create(pk=number, **row))


def _floors_to_choose(place: Dwelling) -> list[tuple[str, str]]:
    """The house itself, and each of its floors; of residents the floors alone. A choice that is closed still says of which house."""
    floors = [(f"{place.key}:{floor}", f"{place.name}: {floor.label}") for floor in place.floors]
    return floors if place.key == RESIDENTS else [(place.key, place.name), *floors]
