"""How a vocabulary of ours is built: a code, a label and one sentence that explains it."""

from django.db.models import TextChoices


class Words(TextChoices):
    """Choices that also explain themselves: `CODE = "code", _("what it means"), _("label")`."""

    def __new__(cls, value: str, *sentence):
        member = str.__new__(cls, value)
        member._value_ = value
        member.explanation = sentence[0] if sentence else ""
        return member

    def __str__(self) -> str:
        return str(self.value)
