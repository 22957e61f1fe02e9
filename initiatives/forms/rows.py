"""A form about one row of the database: what stands in it, who fills it in, and the rules the database holds."""

import uuid
from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.texts import SubmissionField
from initiatives.marks import mark, value_of
from initiatives.models import User
from initiatives.models.columns import columns_of

JUST_BEFORE_YOU = _("Iemand anders was je net voor. Bekijk het en bewaar nog eens.")


class OnceForm(forms.Form):
    """A form that makes a row of `makes`, under its number. Sent again in the same words it is the same row (decision 0174)."""

    makes: type[models.Model]
    by: User

    number = SubmissionField()

    def said(self) -> dict:
        """What the row says, by its columns."""
        raise NotImplementedError

    def place(self) -> dict:
        """What the row belongs to, by its columns, where the words do not say it."""
        return {}

    def sent_before(self) -> models.Model | None:
        """The row that this person's form made already, if it says the same."""
        rows = self.makes._base_manager.in_bulk(self._numbers())
        return next((row for row in rows.values() if self._is_said_by(row)), None)

    def _is_said_by(self, row: models.Model) -> bool:
        said, is_theirs = self.said() | self.place(), getattr(row, columns_of(self.makes).author) == self.by
        return is_theirs and mark(said.values()) == mark(value_of(row, column) for column in said)

    def _numbers(self) -> tuple[uuid.UUID, uuid.UUID]:
        """The number of the form, and the one for these words where it is taken: the same however often they are sent."""
        number = self.cleaned_data["number"]
        return number, uuid.uuid5(number, mark([self.by, *self.said().values(), *self.place().values()]))

    def make_once(self, make: Callable[[uuid.UUID], models.Model]) -> models.Model:
        """The row that was made already, or else a new one; under a number of its own where this one is taken."""
        number, other = self._numbers()
        is_taken = self.makes._base_manager.filter(pk=number).exists()
        try:
            with transaction.atomic():
                return self.sent_before() or make(other if is_taken else number)
        except IntegrityError:  # the same form at this very moment, or something else
            if row := self.sent_before():
                return row
            raise


class KeptForm(OnceForm, BothKeptForm, forms.ModelForm):
    """A form about one row. `by` is who fills it in. `together` names what one answers as a whole, by its first field."""

    use_required_attribute = False
    together: dict[str, tuple[str, ...]] = {}

    def __init__(self, *args, instance, by, **options):
        row = None if instance._state.adding else instance
        super().__init__(*args, instance=instance, row=row, by=by, **options)
        self.adjust()

    @property
    def makes(self) -> type[models.Model]:
        return self._meta.model

    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.fields}

    def place(self) -> dict:
        return {
            name: getattr(self.instance, name)
            for name in ("initiative", "city")
            if hasattr(self.instance, name)
        }

    def adjust(self) -> None:
        """Fit the fields to the row and to who fills it in, before anything is read from them."""

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """Each field of the row that this reader sees, and nothing else."""
        joined = {name for names in self.together.values() for name in names[1:]}
        names = [name for name in self._meta.fields if name in self.fields and name not in joined]
        return {name: self.together.get(name, (name,)) for name in names}

    def complete(self) -> None:
        """Put in the row what none of its own fields says."""

    def _post_clean(self) -> None:
        """The rules that the database holds, too, as sentences."""
        super()._post_clean()
        self.complete()
        if not self.errors and not (self.instance._state.adding and self.sent_before()):
            try:
                self.instance.validate_constraints()
            except ValidationError as refused:
                self.add_error(None, refused.messages)

    def try_save(self) -> bool:
        """Save what is valid. False when it is not, or when saving found one more reason."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.keep()
        except IntegrityError:
            self.add_error(None, JUST_BEFORE_YOU)
        return not self.errors

    def keep(self) -> None:
        if self.instance._state.adding:
            self.make_once(self._make)
        else:
            self.save()

    def _make(self, number: uuid.UUID) -> models.Model:
        self.instance.pk, self.instance.added_by = number, self.by
        return self.save()
