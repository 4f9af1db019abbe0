"""The year of the services: each recurring deadline of the articles, on the days it falls due.

Days are counted as the text says them (sixty days after the end of a quarter); Saturdays, Sundays and holidays are
left to whoever applies the law.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.model.content import Content
from portal.model.kinds import Deadline

type Day = tuple[int, int]
"""(month, day)"""

_QUARTERS = ((12, 31), (3, 31), (6, 30), (9, 30))
# Any common year and any leap year: the days are the same in all of them.
_COMMON_YEAR, _LEAP_YEAR = 2027, 2028


@dataclass(frozen=True)
class Entry:
    """A deadline of an article; `day` is none where an event starts it. `leap_day`: the day in a leap year, if another."""

    article: Any
    deadline: Deadline
    day: Day | None = None
    leap_day: Day | None = None


def calendar(content: Content) -> list[Entry]:
    """The deadlines that the articles state on the day of the content: through the year, then those without a day."""
    found: list[Entry] = []
    for article in content.items("article"):
        state = article.on(content.as_of)
        for deadline in state.deadlines if state is not None else []:
            days = list(due_days(deadline))
            found += [Entry(article, deadline, day, leap if leap != day else None) for day, leap in days]
            found += [Entry(article, deadline)] if not days else []
    return sorted(found, key=lambda entry: (entry.day or (13, 0), entry.article.id))


def due_days(deadline: Deadline) -> Iterator[tuple[Day, Day]]:
    """The days on which a deadline ends each year: in a common year, and in a leap year."""
    if deadline.yearly is not None:
        month, day = (int(part) for part in deadline.yearly.split("-"))
        yield (month, day), (month, day)
    if deadline.days_after_quarter is not None:
        for quarter in _QUARTERS:
            yield (
                _days_after(_COMMON_YEAR, quarter, deadline.days_after_quarter),
                _days_after(_LEAP_YEAR, quarter, deadline.days_after_quarter),
            )


def _days_after(year: int, quarter: Day, days: int) -> Day:
    """The last day of a period that starts the day after a quarter's end; the year is that of the period's end."""
    month, day = quarter
    end = datetime.date(year - (month == 12), month, day) + datetime.timedelta(days=days)
    return end.month, end.day
