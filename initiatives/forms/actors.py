"""The form of an actor around an initiative: a party, a role or an organisation."""

import datetime as dt

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.dates import DayField
from initiatives.forms.rows import KeptForm
from initiatives.forms.texts import NameField, TextField
from initiatives.lenses import Level, ScalingRole, Stance, TakesPart, World
from initiatives.models import Actor, Initiative, Partner

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
    level = WordField(
        _("Op welk niveau?"), Level, help_text=_("Dan weet je waar het huis staat."), **NOT_SAID
    )
    role = WordField(_("Welke rol heeft die bij het opschalen?"), ScalingRole, **NOT_SAID)
    takes_part = WordField(_("Doet die mee?"), TakesPart, **NOT_SAID)
    stance = WordField(_("Hoe staat die erin?"), Stance, help_text=_("Dit ziet alleen het team."), **NOT_SAID)
    need = TextField(label=_("Wat is daar nodig?"), required=False, max_length=1000)
    checked_on = DayField(label=_("Wanneer keken jullie hiernaar?"), required=False)

    class Meta:
        model = Actor
        fields = ["partner", "label", "world", "level", "role", "takes_part", "stance", "need", "checked_on"]

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
