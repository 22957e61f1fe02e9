"""The first rows of a network: its programme, a city by its name, an initiative with its partners, and who leads it."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst, get_text_list, slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import AnotherField, AsksOnce, RowsField, WordField
from initiatives.forms.columns import field_for
from initiatives.forms.teams import InviteForm
from initiatives.forms.texts import REQUIRED, NameField, TextField
from initiatives.lenses import MembershipRole, PartnerKind, PartnershipRole
from initiatives.links import free_slug
from initiatives.models import City, Initiative, Partner, Programme, User
from initiatives.models.places import names_apart
from initiatives.municipalities import municipality_named, names_like
from initiatives.names import letters

LONGEST_TEXT = 10_000
PARTNERS = range(1, 5)  # the first leads the initiative
LIST = "municipalities"  # the id of the names to choose from


class ProgrammeForm(forms.Form):
    """The name and the Dutch texts; the rest is for /beheer/."""

    name = field_for(Programme, "name")
    introduction = field_for(Programme, "introduction", max_length=2000)
    about = field_for(Programme, "about", max_length=LONGEST_TEXT)
    contact = field_for(Programme, "contact", max_length=2000)
    contact_email = field_for(Programme, "contact_email")

    def __init__(self, *args, **options):
        super().__init__(*args, initial={"name": settings.PROGRAMME_NAME}, **options)

    def save(self) -> Programme:
        """Sent twice it is one programme: a name makes one web name."""
        slug = slugify(self.cleaned_data["name"])[:80] or Programme._meta.model_name
        programme, _new = Programme.objects.get_or_create(slug=slug, defaults=self.cleaned_data)
        return programme


class CityField(NameField):
    """The name of a municipality; the municipality itself comes out."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "list": LIST})

    def clean(self, value):
        name = super().clean(value)
        if (found := municipality_named(name)) or not name:
            return found
        raise ValidationError(unknown(name))


class CityForm(AsksOnce, forms.Form):
    """A city by its name alone."""

    name = CityField(
        label=_("Welke stad of gemeente?"),
        max_length=100,
        help_text=_(
            "Typ de eerste letters en kies. De plek op de kaart, de code en de provincie zoeken wij erbij."
        ),
        error_messages={"required": REQUIRED},
    )

    is_another = AnotherField(_("Ja, dit is een andere plaats"))

    def clean(self) -> dict:
        """Ask once about a city of the same name that is not this municipality."""
        cleaned = super().clean()
        if (chosen := cleaned.get("name")) and not cleaned.get("is_another"):
            same = City.objects.filter(name_key__named=chosen.name).exclude(code=chosen.code).first()
            if same and not City.objects.filter(code=chosen.code).exists():
                said = _("%(city)s (%(province)s) staat al op de kaart. Is dat een andere plaats?")
                self.ask(said % {"city": same, "province": same.province})
        return cleaned

    def save(self) -> City:
        """The city; one that is here already stays as it is."""
        return City.objects.of_municipality(self.cleaned_data["name"])


def unknown(name: str) -> str:
    """The sentence about a name that no municipality has, with names that look like it."""
    said = gettext("We kennen geen gemeente die “%(name)s” heet.") % {"name": name}
    like = get_text_list(names_like(name), gettext("of"))
    hint = (
        gettext("Bedoel je %(names)s?") % {"names": like}
        if like
        else gettext("Kijk hoe je gemeente officieel heet.")
    )
    return f"{said} {hint}"


class FirstInitiativeForm(forms.Form):
    """A title, its cities, and up to four organisations. The first organisation leads."""

    title = field_for(Initiative, "title", label=_("Hoe heet het initiatief?"))
    summary = TextField(
        label=_("Wat gebeurt er?"),
        help_text=_("In één of twee zinnen, zoals je het een buur vertelt."),
        required=False,
        max_length=2000,
    )
    cities = RowsField(City.objects.none(), _("In welke stad?"))
    is_public = forms.BooleanField(
        label=_("Iedereen mag dit initiatief meteen lezen"),
        help_text=_("Zonder vinkje lezen alleen het team, de kwartiermaker en het programma mee."),
        required=False,
        initial=True,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["cities"].queryset = here = City.objects.all()
        self.fields["cities"].choices = [(city.pk, name) for city, name in names_apart(here).items()]
        self.fields["cities"].initial = here if len(here) == 1 else ()  # the only one speaks for itself
        for number in PARTNERS:
            self.fields[f"partner_{number}"] = self._partner(number)
            self.fields[f"kind_{number}"] = WordField(
                _("Wat voor organisatie is dat?"),
                PartnerKind,
                none=_("Kies een soort"),
                required=False,
                widget=forms.Select,
            )
            self.fields[f"kind_{number}"].is_part = True  # of the organisation before it

    def _partner(self, number: int) -> NameField:
        column = Partner._meta.get_field("name")
        if number == 1:
            return NameField(
                label=_("Welke organisatie trekt het?"),
                max_length=column.max_length,
                error_messages={"required": REQUIRED},
            )
        return NameField(label=_("Wie doet er mee?"), max_length=column.max_length, required=False)

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each organisation with its kind."""
        return [(self[f"partner_{number}"], self[f"kind_{number}"]) for number in PARTNERS]

    def clean(self) -> dict:
        cleaned = super().clean()
        for number in PARTNERS:
            name = cleaned.get(f"partner_{number}")
            if name and not cleaned.get(f"kind_{number}") and not _known(name):
                self.add_error(
                    f"kind_{number}", _("Kies wat voor organisatie %(name)s is.") % {"name": capfirst(name)}
                )
        return cleaned

    def save(self, programme: Programme, *, by: User) -> Initiative:
        """The initiative with its partners; everybody reads it where that was ticked."""
        said = self.cleaned_data
        with transaction.atomic():
            initiative = Initiative.objects.create(
                programme=programme,
                title=said["title"],
                slug=free_slug(Initiative, said["title"]),
                summary=said["summary"],
            )
            initiative.cities.set(said["cities"])
            self._add_partners(initiative, list(said["cities"]))
            if said["is_public"]:
                initiative.publish(by=by)
        return initiative

    def _add_partners(self, initiative: Initiative, cities: list[City]) -> None:
        """An organisation named twice takes part once."""
        named = {_alike(self.cleaned_data[f"partner_{n}"]): n for n in reversed(PARTNERS)}
        for number in sorted(n for name, n in named.items() if name):
            role = PartnershipRole.LEAD if number == 1 else PartnershipRole.PARTNER
            initiative.partnerships.create(partner=self._organisation(number, cities), role=role)

    def _organisation(self, number: int, cities: list[City]) -> Partner:
        """The partner of that name, new where there is none. It takes part from the only city."""
        name, kind = self.cleaned_data[f"partner_{number}"], self.cleaned_data[f"kind_{number}"]
        city = cities[0] if len(cities) == 1 else None
        return _known(name) or Partner.objects.create(
            name=name, slug=free_slug(Partner, name), kind=kind, city=city
        )


def _alike(name: str) -> str:
    """What two names have in common that are one; signs alone are a name of their own."""
    return letters(name) or name


def _known(name: str) -> Partner | None:
    """The partner of this name that everybody may know. One that a team proposed waits for the staff to say which it is."""
    return Partner.objects.admitted().filter(name_key__named=name).order_by("pk").first()


class LeadForm(InviteForm):
    """An address alone: whoever it is of leads the team."""

    role = None

    def clean(self) -> dict:
        return super().clean() | {"role": MembershipRole.LEAD}
