"""A whole reading in one number, and back."""

from itertools import product

from django.apps import apps

from initiatives.lenses import UNKNOWN, Direction, Level, ScalingType
from initiatives.models import SmallWin
from initiatives.models.fields import WHO_AND_WHEN, reading_of
from tests.factories import create_initiative, create_user, create_win, read_by_editors

TYPES = (None, [], [UNKNOWN], [ScalingType.GROWTH], list(ScalingType))
DIRECTIONS = (None, [], [UNKNOWN], [Direction.DEEP], list(Direction))
LEVELS = (None, UNKNOWN, Level.LOCAL, Level.VERTICAL)


def test_a_rule_says_who_and_when_of_those_alone():
    rules = [
        rule
        for model in apps.get_app_config("initiatives").get_models()
        for rule in model._meta.constraints
        if rule.name.endswith("_together")
    ]
    of_who_and_when = [rule for rule in rules if rule.violation_error_message == WHO_AND_WHEN]
    assert 0 < len(of_who_and_when) < len(rules)
    for rule in of_who_and_when:
        columns = {name for name, _is_null in rule.condition.children[0].children}
        stem = rule.condition.children[0].children[0][0].removesuffix("_at__isnull")
        assert columns == {f"{stem}_at__isnull", f"{stem}_by__isnull"}, rule.name


def words(found):
    return None if found is None else sorted(found)


def test_the_number_says_exactly_what_the_columns_say():
    initiative, teller = create_initiative(), create_user()
    for types, directions, level in product(TYPES, DIRECTIONS, LEVELS):
        win = create_win(initiative=initiative, by=teller, types=types, directions=directions, level=level)
        if win.pk.int % 2:  # by chance, as the other half stays without
            read_by_editors(win, types=[ScalingType.CIRCULATION], directions=[], level=Level.HORIZONTAL)
    for win in SmallWin.objects.all():
        types, directions, level, *by_team, _crossings = reading_of(win.reading)
        assert (words(types), words(directions), level) == (
            words(win.counted_types),
            words(win.counted_directions),
            win.counted_level,
        )
        assert by_team == [win.types is not None, win.directions is not None, win.level is not None]
