"""What somebody may do on the pages that an initiative keeps about itself."""

from dataclasses import dataclass

from initiatives.models import Initiative


@dataclass(frozen=True)
class Reader:
    """`is_inside`: works on it, coordinators too. `answers_for_it`: the team and the staff of the programme."""

    is_inside: bool
    answers_for_it: bool


def reader_of(initiative: Initiative, user) -> Reader:
    """In: an initiative that the user may read. Two queries."""
    return Reader(
        is_inside=Initiative.objects.editable_by(user).contains(initiative),
        answers_for_it=Initiative.objects.worked_on_by(user).contains(initiative),
    )
