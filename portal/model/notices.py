"""How a change notice stands on a day.

A confirmed notice is announced until the day before it takes effect and in force from then on. One that nobody confirmed
stays announced for ever: its day changes nothing, it only makes the question overdue.
"""

from collections.abc import Iterable
from typing import Literal

from portal.model.kinds import Notice

Standing = Literal["announced", "in_force", "open", "overdue", "withdrawn"]
"""`open`: announced and not confirmed; `overdue`: the same, and its day has come."""


def is_confirmed(notice: Notice) -> bool:
    """Whether everything that a notice says is confirmed."""
    return all(state.status == "confirmed" for state in notice.states)


def counts(notice: Notice) -> bool:
    """Whether the values of a notice are to be used, each from its day on."""
    return is_confirmed(notice) and notice.withdrawn is None


def standing(notice: Notice, day: str) -> Standing:
    """How a notice stands on a day (ISO). A withdrawal counts on every day: it is what is known today."""
    if notice.withdrawn is not None:
        return "withdrawn"
    if is_confirmed(notice):
        return "in_force" if notice.takes_effect <= day else "announced"
    return "overdue" if notice.takes_effect <= day else "open"


def overdue(notices: Iterable[Notice], day: str) -> list[Notice]:
    """The notices whose day has come although nobody confirmed them, the longest overdue first."""
    late = [notice for notice in notices if standing(notice, day) == "overdue"]
    return sorted(late, key=lambda notice: (notice.takes_effect, notice.id))


def updated(notice: Notice, day: str) -> str:
    """The last day (ISO) up to `day` on which readers learn something new of a notice: entry, correction, its day, withdrawal.

    The day of entry where none of them has come.
    """
    days = [notice.published, notice.changed, notice.takes_effect, notice.withdrawn.on if notice.withdrawn else None]
    return max((each for each in days if each is not None and notice.published <= each <= day), default=notice.published)
