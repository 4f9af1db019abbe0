"""How a change notice stands on the day before its day, on it and after it."""

import pytest

from portal.model.kinds import Notice
from portal.model.notices import overdue, standing, updated

BOTH = {"de": "Text", "fr": "Texte"}
DAYS = ("2025-12-31", "2026-01-01", "2026-01-02")


def notice(status: str, **more: object) -> Notice:
    state = {"status": status, "sources": [{"source": "text"}], "in_short": [BOTH], "who": [BOTH]}
    basis = {"id": "change", "owner": "vs", "title": BOTH, "takes_effect": "2026-01-01", "published": "2025-11-15"}
    return Notice.model_validate({**basis, "audience": ["public"], "states": [state], **more})


WITHDRAWN = {"on": "2026-01-02", "why": BOTH}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (notice("confirmed"), ["announced", "in_force", "in_force"]),
        (notice("to-confirm"), ["open", "overdue", "overdue"]),
        (notice("confirmed", withdrawn=WITHDRAWN), ["withdrawn", "withdrawn", "withdrawn"]),
        (notice("to-confirm", withdrawn=WITHDRAWN), ["withdrawn", "withdrawn", "withdrawn"]),
    ],
)
def test_a_notice_stands_as_confirmed_as_it_is(given: Notice, expected: list[str]) -> None:
    assert [standing(given, day) for day in DAYS] == expected


def test_only_what_nobody_confirmed_is_overdue_from_its_day_on() -> None:
    given = [notice("confirmed"), notice("to-confirm"), notice("to-confirm", id="early", takes_effect="2025-05-01")]
    assert [[each.id for each in overdue(given, day)] for day in DAYS] == [["early"], ["early", "change"], ["early", "change"]]


def test_readers_are_told_on_the_day_of_entry_correction_effect_and_withdrawal() -> None:
    given = notice("confirmed", changed="2025-12-10", withdrawn={"on": "2026-03-01", "why": BOTH})
    days = ("2025-11-01", "2025-11-15", "2025-12-09", "2025-12-10", "2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01")
    expected = ("2025-11-15",) * 3 + ("2025-12-10",) * 2 + ("2026-01-01",) * 2 + ("2026-03-01",)
    assert tuple(updated(given, day) for day in days) == expected


def test_an_old_change_is_news_on_the_day_it_is_entered() -> None:
    assert updated(notice("confirmed", takes_effect="2023-01-01"), "2026-01-01") == "2025-11-15"
