"""Fields for what people type, whatever their phone made of it."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.signs import as_address, cleaned

REQUIRED = _("Vul dit in.")
TOO_LONG = _("Dit is %(show_value)d tekens lang. Er passen er %(limit_value)d. Maak het iets korter.")
LEFT = _("Nog # tekens.")
OVER = _("# tekens te veel. Er gaat niets verloren: maak het korter.")


class TextField(forms.CharField):
    """Text of several lines, in the one form of Unicode that search and comparison expect."""

    widget = forms.Textarea(attrs={"rows": 4})
    default_error_messages = {"required": REQUIRED, "max_length": TOO_LONG}

    def __init__(self, *, max_length: int | None = None, **options):
        """The limit is not in the page: a browser would cut what is pasted without a word."""
        super().__init__(**options)
        self.max_length = max_length
        if max_length:
            self.widget.attrs |= {"data-most": max_length, "data-say-left": LEFT, "data-say-over": OVER}

    def to_python(self, value) -> str:
        return cleaned(super().to_python(value).replace("\r\n", "\n"))

    def validate(self, value: str) -> None:
        super().validate(value)
        if self.max_length and len(value) > self.max_length:
            numbers = {"show_value": len(value), "limit_value": self.max_length}
            raise ValidationError(self.error_messages["max_length"], code="max_length", params=numbers)


class SentenceField(TextField):
    """One line. The box may grow to several: their breaks become spaces."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value) -> str:
        return " ".join(super().to_python(value).split())


class NameField(SentenceField):
    """One short line: a name, a title. Enter sends the form."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})


class Cleaned:
    """A field with a form of its own, cleaned before that is asked."""

    def to_python(self, value):
        return super().to_python(cleaned(value) if isinstance(value, str) else value)


class MailField(Cleaned, forms.EmailField):
    def to_python(self, value) -> str | None:
        return as_address(super().to_python(value) or "") or self.empty_value


class WebAddressField(Cleaned, forms.URLField):
    pass


class WebNameField(Cleaned, forms.SlugField):
    pass


class SubmissionField(forms.UUIDField):
    """The number of this form: what arrives twice under it is one thing. Without one it gets one."""

    widget = forms.HiddenInput(attrs={"autocomplete": "off"})

    def __init__(self, **options):
        super().__init__(required=False, initial=uuid.uuid4, **options)

    def clean(self, value) -> uuid.UUID:
        try:
            return super().clean(value) or uuid.uuid4()
        except ValidationError:
            return uuid.uuid4()


class NumberedForm(forms.Form):
    """A form with a number, so that it makes one row however often it arrives."""

    submission_id = SubmissionField()

    def number_anew(self) -> None:
        """Offer to send the same words as another row."""
        self.data["submission_id"], self.has_conflict = uuid.uuid4(), True
