"""A partner that an initiative misses: known already, or new; and its role, its first and its last day."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.dates import DayField
from initiatives.forms.rows import JUST_BEFORE_YOU
from initiatives.forms.texts import NameField
from initiatives.lenses import PartnerKind, PartnershipRole, Precision
from initiatives.links import number_in
from initiatives.models import Initiative, Onlooker, Partner, Partnership, Reader, User
from initiatives.names import letters
from initiatives.reports.network.look_alikes import ANOTHER, Hints, hints, look_alikes

CHOOSE_WHICH = _("Deze naam lijkt op een partner die er al is. Kies wie je bedoelt.")
KIND_MISSING = _("Kies wat voor organisatie het is.")
UNKNOWN_PARTNER = _("Deze partner kennen we niet. Kies er een uit de lijst.")


class AnyPartnerField(forms.ChoiceField):
    """The key of a partner that was hinted, or that it is another one. The form looks it up."""

    def valid_value(self, value) -> bool:
        return True


class MissingPartner(forms.Form):
    """The questions about a partner that is missing. Part of a form with `by` and `at`; a name is needed only there."""

    partner_name = NameField(
        label=_("Hoe heet de organisatie?"),
        required=False,
        max_length=160,
        error_messages={"required": _("Schrijf hoe de organisatie heet.")},
    )
    known_as = AnyPartnerField(label=_("Bedoel je een van deze?"), required=False, widget=forms.RadioSelect)
    partner_kind = WordField(
        _("Wat voor organisatie is het?"),
        PartnerKind,
        none=_("Kies er een"),
        widget=forms.Select,
        required=False,
        help_text=_("Alleen nodig voor een nieuwe partner."),
    )
    partner_role = WordField(
        _("Wat is de rol van deze partner?"),
        PartnershipRole,
        widget=forms.Select,
        required=False,
        initial=PartnershipRole.PARTNER,
    )
    partner_since = DayField(label=_("Sinds wanneer?"), required=False)

    by: User
    at: Initiative

    @cached_property
    def among(self) -> QuerySet:
        """The partners of the network that one may mean."""
        return Onlooker.around(Reader(self.by, self.at)).partners

    @property
    def hints(self) -> Hints:
        """The partners that one may mean by what was typed."""
        return hints(self.data.get("partner_name", ""), self.data.get("known_as", ""), among=self.among)

    def clean_known_as(self) -> Partner | str:
        answer = self.cleaned_data["known_as"]
        if answer in ("", ANOTHER):
            return answer
        known = self.among.filter(pk=number_in(answer)).first()
        if known is None:
            raise ValidationError(UNKNOWN_PARTNER)
        return known

    def check_partner(self, cleaned: dict) -> None:
        """Ask which one is meant where the name looks like another; a new one says its kind."""
        name, known = cleaned.get("partner_name"), cleaned.get("known_as")
        if not name or isinstance(known, Partner) or "known_as" in self.errors:
            return
        alike = look_alikes([name], among=self.among)
        same = {partner for each, partner in alike if letters(each) == letters(name)}
        if len(same) == 1 and known != ANOTHER:
            cleaned["known_as"] = same.pop()
        elif alike and known != ANOTHER:
            self.add_error("known_as", CHOOSE_WHICH)
        elif not cleaned.get("partner_kind") and "partner_kind" not in self.errors:
            self.add_error("partner_kind", KIND_MISSING)

    def take_in(self, initiative: Initiative) -> Partner | None:
        """The partner, which takes part from now on if it did not; None where none was named."""
        cleaned, known = self.cleaned_data, self.cleaned_data["known_as"]
        if not cleaned["partner_name"] and not isinstance(known, Partner):
            return None
        partner = known if isinstance(known, Partner) else self._propose(initiative)
        initiative.partnerships.get_or_create(
            partner=partner,
            until=None,
            defaults={
                "role": cleaned["partner_role"] or PartnershipRole.PARTNER,
                "since": cleaned["partner_since"],
            },
        )
        return partner

    def _propose(self, initiative: Initiative) -> Partner:
        cities = list(initiative.cities.all()[:2])
        city = cities[0] if len(cities) == 1 else None
        cleaned = self.cleaned_data
        return Partner.objects.propose(
            cleaned["partner_name"], cleaned["partner_kind"], city=city, by=self.by
        )


class MissingPartnerForm(MissingPartner):
    """One more partner of an initiative, from its profile."""

    def __init__(self, *args, initiative: Initiative, by: User, **options):
        self.at, self.by = initiative, by
        super().__init__(*args, **options)
        self.fields["partner_name"].required = True
        self.fields["partner_kind"].is_part = self.fields["known_as"].is_part = True

    def clean(self) -> dict:
        cleaned = super().clean()
        self.check_partner(cleaned)
        return cleaned

    def try_save(self) -> Partner | None:
        """The partner; None where something is wrong with what was typed, or somebody added it at this moment."""
        if not self.is_valid():
            return None
        try:
            with transaction.atomic():
                return self.take_in(self.at)
        except ValidationError as refused:
            self.add_error("partner_name", refused)
        except IntegrityError:
            self.add_error(None, JUST_BEFORE_YOU)
        return None


class PartnershipForm(BothKeptForm):
    """The role of a partner here, and its first and last day."""

    parts = {"role": ("role",), "since": ("since",), "until": ("until",)}

    role = WordField(_("Wat is de rol van deze partner?"), PartnershipRole, widget=forms.Select)
    since = DayField(label=_("Sinds wanneer?"), required=False)
    until = DayField(
        label=_("Gestopt? Kies de laatste dag."),
        help_text=_(
            "Vanaf de dag erna telt de partner niet meer mee, en vragen we er niets meer over. "
            "Wat jullie samen deden, blijft staan."
        ),
        required=False,
        may_come=True,
    )

    def __init__(self, *args, partnership: Partnership, by: User, **options):
        now = {name: getattr(partnership, name) for name in self.parts}
        super().__init__(*args, row=partnership, by=by, initial=now, **options)

    def clean(self) -> dict:
        cleaned = self.meet(super().clean())
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("Een samenwerking stopt niet voordat zij begint."))
        return cleaned

    def try_save(self) -> bool:
        """Save what is valid. False when it is not, or when the partner takes part under another row by now."""
        if not self.is_valid():
            return False
        if self.cleaned_data["since"] != self.row.since:
            self.row.since_precision = Precision.DAY
        for name in self.parts:
            setattr(self.row, name, self.cleaned_data[name])
        self.row.is_over &= not self.row.until  # a last day says it
        try:
            with transaction.atomic():
                self.row.save(update_fields=[*self.parts, "since_precision", "is_over"])
        except IntegrityError:
            self.add_error("until", _("Deze partner doet al mee."))
        return not self.errors
