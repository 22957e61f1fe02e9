"""Words about the size of an initiative: what was counted in a study year, and how exactly (theory §14)."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class Measure(Words):
    """What a source counts. Two sources count differently: nothing here is ever added up."""

    STUDENTS = "students", _("studenten")
    TEACHERS = "teachers", _("docenten")
    RESIDENTS = "residents", _("bewoners")
    COURSES = "courses", _("vakken")
    PROJECTS = "projects", _("projecten")
    PARTNERS = "partners", _("partners")
    CITIES = "cities", _("steden")
    BUDGET_EUR = "budget_eur", _("geld, in euro")


class Exactness(Words):
    """How exactly a source says a number."""

    EXACT = "exact", _("precies")
    ABOUT = "about", _("ongeveer")
    MORE_THAN = "more_than", _("meer dan")
    AT_MOST = "at_most", _("hoogstens")

    @property
    def before(self) -> str:
        """The words before the number; an exact number has none."""
        return "" if self is Exactness.EXACT else str(self.label)
