"""A partner that turns out to be two: choose what goes to the new one, look, do it. It is undone as a merge is."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import RowsField
from initiatives.forms.texts import NameField
from initiatives.models import Initiative, Partner, PartnerAlias, Partnership, User
from initiatives.models.merging.doing import split


class SplitForm(forms.Form):
    """What the new partner is called, and what goes with it."""

    name = NameField(
        label=_("Hoe heet de andere partner?"),
        max_length=160,
        error_messages={"required": _("Schrijf hoe de organisatie heet.")},
    )
    partnerships = RowsField(
        Partnership.objects.none(),
        _("Welke samenwerkingen zijn van de andere?"),
        help_text=_("Small wins van dat initiatief waar de partner bij was, gaan mee."),
    )
    aliases = RowsField(PartnerAlias.objects.none(), _("Welke andere namen horen bij de andere?"))

    def __init__(self, *args, partner: Partner, by: User, **options):
        super().__init__(*args, **options)
        known = partner.partnerships.filter(initiative__in=Initiative.objects.visible_to(by).values("pk"))
        self.fields["partnerships"].queryset = known.select_related("initiative", "partner")
        self.fields["partnerships"].label_from_instance = lambda row: str(row.initiative)
        self.fields["aliases"].queryset = partner.aliases.all()


class SplittingPartners:
    """A part of the screen of partners."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.split_view)
        return [path("<int:key>/splitsen/", view, name="initiatives_partner_split"), *super().get_urls()]

    def ways_for(self, row) -> list[tuple]:
        apart = [] if row.waits else [(_("Dit zijn er twee"), self._address("split", row.pk))]
        return [*super().ways_for(row), *apart]

    def split_view(self, request, key: int):
        """GET asks and shows what goes, POST does it."""
        partner = self.get_queryset(request).filter(pk=key).first()
        if partner is None or partner.waits:
            self.message_user(request, _("Deze partner is niet te splitsen."), messages.WARNING)
            return HttpResponseRedirect(self._address("changelist"))
        typed = request.POST if request.method == "POST" else request.GET
        form = SplitForm(typed if "name" in typed else None, partner=partner, by=request.user)
        if request.method == "POST" and form.is_valid():
            return self.split(request, partner, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Dit zijn er twee"),
            "opts": self.opts,
            "form": form,
            "partner": partner,
            "going": form.cleaned_data if form.is_bound and form.is_valid() else None,
        }
        status = 422 if request.method == "POST" or (form.is_bound and form.errors) else 200
        return TemplateResponse(request, "admin/split.html", context, status=status)

    def split(self, request, partner: Partner, form: SplitForm):
        said = form.cleaned_data
        keys = {name: [row.pk for row in said[name]] for name in ("partnerships", "aliases")}
        with transaction.atomic():
            made = split(partner, said["name"], **keys, by=request.user)
            self.note(request, [partner], gettext("“%(name)s” kwam hieruit.") % {"name": said["name"]})
        self.message_user(
            request,
            _("“%(name)s” staat er nu apart. Binnen 30 dagen kun je het terugdraaien.") % {"name": made},
            messages.SUCCESS,
        )
        return self.back_to(partner)
