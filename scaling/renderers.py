from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Every form in the house style: label above, help under it, errors with a bar and in a list on top."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
