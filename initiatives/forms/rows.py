"""A form about one row of the database: what stands in it, who fills it in, and the rules the database holds."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from initiatives.forms.conflicts import BothKeptForm

JUST_BEFORE_YOU = _("Iemand anders was je net voor. Bekijk het en bewaar nog eens.")


class KeptForm(BothKeptForm, forms.ModelForm):
    """A form about one row. `by` is who fills it in. `together` names what one answers as a whole, by its first field."""

    use_required_attribute = False
    together: dict[str, tuple[str, ...]] = {}

    def __init__(self, *args, instance, by, **options):
        row = None if instance._state.adding else instance
        super().__init__(*args, instance=instance, row=row, by=by, **options)
        self.adjust()

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
        if not self.errors:
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
            self.instance.added_by = self.by
        self.save()
