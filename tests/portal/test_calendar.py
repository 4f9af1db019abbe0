"""The services' year: sixty days after each quarter, counted, in common and in leap years."""

import datetime

import pytest

from portal.model.kinds import Deadline
from portal.pages.calendar import calendar, due_days
from tests.conftest import AS_OF, content_on

WHO = {"what": {"de": "Was", "fr": "Quoi"}, "who": {"de": "Wer", "fr": "Qui"}}


def deadline(**when: object) -> Deadline:
    return Deadline.model_validate({**WHO, **when})


def test_sixty_days_after_each_quarter_end_on_these_days() -> None:
    assert list(due_days(deadline(days_after_quarter=60))) == [
        ((3, 1), (2, 29)),
        ((5, 30), (5, 30)),
        ((8, 29), (8, 29)),
        ((11, 29), (11, 29)),
    ]


@pytest.mark.parametrize(("days", "last"), [(59, (5, 29)), (60, (5, 30)), (61, (5, 31))])
def test_the_first_day_of_the_period_is_the_day_after_the_quarter(days: int, last: tuple[int, int]) -> None:
    day, _ = list(due_days(deadline(days_after_quarter=days)))[1]
    assert day == last
    assert (datetime.date(2026, *last) - datetime.date(2026, 3, 31)).days == days


def test_a_yearly_day_is_that_day() -> None:
    assert list(due_days(deadline(yearly="03-31"))) == [((3, 31), (3, 31))]


def test_what_an_event_starts_has_no_day_of_its_own() -> None:
    assert list(due_days(deadline(every_months=2))) == []


def test_the_calendar_holds_the_deadlines_of_the_regulation_through_the_year() -> None:
    entries = calendar(content_on(AS_OF))
    dated = [(entry.day, entry.article.number) for entry in entries if entry.day is not None]
    assert [day for day, _ in dated] == sorted(day for day, _ in dated)
    assert {number for _, number in dated} >= {"6", "10", "11"}
    assert ((3, 31), "11") in dated
    assert {entry.article.number for entry in entries if entry.day is None} >= {"4", "6", "10"}
