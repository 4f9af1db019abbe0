"""Years and days as answers: cut where rules compare them, exact or as a band, with the edges on the right side."""

from typing import Any

import pytest

from eligibility.engine import AnswerError, evaluate
from tests.eligibility.small_rules import answers, findings_of, program_of, question, row, table

BORN = question("born", {"id": "born", "kind": "year", "maximum": 2030})
MOVED = question("moved", {"id": "moved", "kind": "date"})


def state(program: dict[str, Any], **given: Any) -> str:
    result = evaluate(program, answers(**given), everything=True)
    return str(result["panels"][0]["state"])


OLD = program_of(BORN, table("t", "F", ["born"], row("old", {"born": "<= 1961"}, "p.old"), row("else", {})))
LATE = program_of(
    MOVED,
    table("t", "F", ["moved"], row("late", {"moved": '>= date("2024-10-01")'}, "p.late"), row("else", {})),
)


@pytest.mark.parametrize(("born", "expected"), [(1960, "shown"), (1961, "shown"), (1962, "not_shown")])
def test_a_year_of_birth_is_compared_at_its_edge(born: int, expected: str) -> None:
    assert state(OLD, born=born) == expected


@pytest.mark.parametrize(
    ("band", "expected"),
    [({"min": 1955, "max": 1961}, "shown"), ({"min": 1961, "max": 1962}, "possible"), ({"min": 1962}, "not_shown")],
)
def test_a_band_of_years_is_possible_where_it_crosses_the_edge(band: dict[str, int], expected: str) -> None:
    assert state(OLD, born=band) == expected


@pytest.mark.parametrize(("born", "fits"), [(1899, False), (1900, True), (2030, True), (2031, False)])
def test_a_year_lies_between_1900_and_the_maximum(born: int, fits: bool) -> None:
    if fits:
        state(OLD, born=born)
        return
    with pytest.raises(AnswerError, match="value-out-of-range"):
        state(OLD, born=born)


@pytest.mark.parametrize(("day", "expected"), [("2024-09-30", "not_shown"), ("2024-10-01", "shown"), ("2024-10-02", "shown")])
def test_a_day_is_compared_at_its_edge(day: str, expected: str) -> None:
    assert state(LATE, moved=day) == expected


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        ({"min": "2024-10-01", "max": "2025-01-01"}, "shown"),
        ({"min": "2024-09-30", "max": "2024-10-01"}, "possible"),
        ({"max": "2024-09-30"}, "not_shown"),
    ],
)
def test_a_band_of_days_is_possible_where_it_crosses_the_edge(band: dict[str, str], expected: str) -> None:
    assert state(LATE, moved=band) == expected


@pytest.mark.parametrize("given", [{}, {"moved": None}, {"moved": {"declined": True}}])
def test_no_day_leaves_all_days_possible(given: dict[str, Any]) -> None:
    assert state(LATE, **given) == "possible"


@pytest.mark.parametrize("day", ["2024-02-30", "1.10.2024", "2024-1-1", 20241001, "", True])
def test_what_is_no_day_is_refused(day: object) -> None:
    with pytest.raises(AnswerError, match="value-type"):
        state(LATE, moved=day)


def test_cells_of_days_carry_iso_dates() -> None:
    assert LATE["inputs"][0]["cells"] == [
        {"label": "0001-01-01..2024-09-30", "min": "0001-01-01", "max": "2024-09-30"},
        {"label": "2024-10-01..", "min": "2024-10-01", "max": None},
    ]


@pytest.mark.parametrize(("asked", "cell"), [(MOVED, "2024"), (MOVED, '"2024-10-01"'), (BORN, "1961.5"), (BORN, '"1961"')])
def test_a_cell_must_compare_a_year_with_a_whole_number_and_a_day_with_a_date(asked: Any, cell: str) -> None:
    name = asked.item.id
    assert findings_of(asked, table("t", "C", [name], row("a", {name: cell}, "p.a")))[0][0] == "cell-type"


def test_a_gap_among_days_is_told_as_a_day() -> None:
    found = findings_of(MOVED, table("t", "U", ["moved"], row("late", {"moved": '> date("2024-09-30")'}, "p.late")))
    assert found[0][0] == "table-incomplete"
    assert "30.9.2024" in found[0][1]["answers_de"]
