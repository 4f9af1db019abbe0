"""Tables are proved complete, free of overlap and without dead rows; every failure comes with an example."""

import itertools
import random
from typing import Any

import pytest

from eligibility.compiler.loader import Record
from eligibility.compiler.program import Compiled
from tests.eligibility.small_rules import (
    ALWAYS,
    TEXT,
    chf,
    choice,
    count,
    findings_of,
    multi,
    parameter,
    question,
    row,
    table,
    yes_no,
)

PLACE = question(
    "place",
    {
        "id": "place",
        "kind": "choice",
        "label": {"de": "Ort", "fr": "Lieu"},
        "options": [
            {"id": "vs", "label": {"de": "Wallis", "fr": "Valais"}},
            {"id": "fr", "label": {"de": "Freiburg", "fr": "Fribourg"}},
        ],
    },
)
SAVINGS = question("savings", {**chf("savings"), "label": {"de": "Ersparnisse", "fr": "Économies"}}, order=2)


def found(policy: str, *rows: dict[str, Any], more: tuple[Record[Any], ...] = ()) -> list[tuple[str, dict[str, str]]]:
    return findings_of(PLACE, SAVINGS, *more, table("t", policy, ["place", "savings"], *rows))


def test_a_gap_is_told_as_the_answers_of_a_person_in_both_languages() -> None:
    low, high = row("low", {"savings": "< 4000"}, "p.a"), row("high", {"savings": "> 4000", "place": '"vs"'}, "p.a")
    at, above = found("U", low, high)
    assert at == (
        "table-incomplete",
        {
            "table": "t",
            "rows": "",
            "first": "…",
            "last": "…",
            "answers_de": "Ersparnisse: CHF 4’000",
            "answers_fr": "Économies : CHF 4’000",
        },
    )
    assert above[1]["answers_de"] == "Ort: Freiburg; Ersparnisse: ab CHF 4’000.01"
    assert above[1]["answers_fr"] == "Lieu : Fribourg ; Économies : dès CHF 4’000.01"


def test_a_row_left_out_on_some_days_is_a_gap_on_those_days() -> None:
    limited = row("vs", {"place": '"vs"'}, "p.a", valid_from="2024-01-01", valid_until="2024-12-31")
    ((code, args),) = found("U", row("fr", {"place": '"fr"'}, "p.a"), limited)[:1]
    assert (code, args["first"], args["last"]) == ("table-incomplete", "…", "2023-12-31")


def test_the_same_gap_is_told_once() -> None:
    fr = row("fr", {"place": '"fr"'}, "p.a")
    never = row("cut", {"place": '"fr"', "savings": "< 0"}, "p.a", valid_from="2024-01-01")
    assert [code for code, _args in found("F", fr, never)] == ["row-dead", "table-incomplete"]


def test_at_most_five_gaps_of_a_table_are_told() -> None:
    ask = question("n", count("n", 20))
    even = table("t", "U", ["n"], row("a", {"n": "0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20"}, "p.a"))
    (gap,) = findings_of(ask, even)
    assert gap[1]["answers_de"] == "Text: 1 oder 3 oder 5 oder 7 oder 9 oder 11 oder 13 oder 15 oder 17 oder 19"
    both = [row(f"r{n}", {"n": str(n), "m": str(n)}, "p.a") for n in range(8)]
    pairs = table("t", "U", ["n", "m"], *both)
    assert [code for code, _args in findings_of(question("q", count("n", 7), count("m", 7)), pairs)] == ["table-incomplete"] * 5


def test_a_first_match_table_must_be_complete_too_but_a_list_may_be_empty() -> None:
    some = row("some", {"place": '"vs"'}, "p.a")
    assert [code for code, _args in found("F", some)] == ["table-incomplete"]
    assert found("C", some) == []
    assert found("F", some, row("rest", {})) == []


def test_two_rows_of_a_unique_table_that_both_match_are_told_with_an_example() -> None:
    rows = row("low", {"savings": "<= 4000"}, "p.a"), row("high", {"savings": ">= 4000"}, "p.b")
    ((code, args),) = found("U", *rows)
    assert (code, args["rows"]) == ("table-overlap", "low, high")
    assert args["answers_de"] == "Ersparnisse: CHF 4’000"
    assert found("C", *rows) == []
    assert found("F", *rows) == []


def test_an_overlap_is_found_on_the_days_it_exists() -> None:
    limit = parameter("limit", (None, "2025-12-31", 40), ("2026-01-01", None, 60))
    rows = row("low", {"savings": "<= limit"}, "p.a"), row("high", {"savings": "> 40"}, "p.b")
    ((code, args),) = found("U", *rows, more=(limit,))
    assert (code, args["first"], args["last"]) == ("table-overlap", "2026-01-01", "…")
    assert args["answers_de"] == "Ersparnisse: CHF 40.01 bis CHF 60"


def test_an_unconfirmed_value_splits_the_answers_without_gap_or_overlap() -> None:
    limit = parameter("limit", (None, None, None))
    low, high = row("low", {"savings": "<= limit"}, "p.a"), row("high", {"savings": "> limit"}, "p.b")
    assert found("U", low, high, more=(limit,)) == []
    ((_code, args),) = found("U", low, more=(limit,))
    assert args["answers_de"] == "Ersparnisse: grösser als «Text»"


def test_a_row_that_other_rows_always_go_before_is_hidden_and_they_are_named() -> None:
    rows = row("all", {"place": '"vs", "fr"'}, "p.a"), row("late", {"place": '"vs"'}, "p.b")
    assert found("F", *rows) == [("row-hidden", {"table": "t", "row": "late", "rows": "all"})]
    first = [{"id": "panel", "kind": "panel", "values": ["p.a", "p.b"]}]
    by_height = table("t", "P", ["place"], rows[1], rows[0], outputs=first)
    assert findings_of(PLACE, by_height) == [("row-hidden", {"table": "t", "row": "late", "rows": "all"})]


def test_a_row_that_is_hidden_on_some_days_only_is_fine() -> None:
    rows = row("old", {}, "p.a", valid_until="2024-12-31"), row("late", {"place": '"vs"'}, "p.b"), row("rest", {})
    assert found("F", *rows) == []


def test_a_row_that_contradicts_itself_or_is_never_in_force_is_dead() -> None:
    below = row("below", {"savings": "< 0"}, "p.a")
    assert found("C", below) == [("row-dead", {"table": "t", "row": "below"})]
    since = [{**ALWAYS[0], "valid_from": "2026-01-01"}]
    old = row("old", {}, "p.a", valid_until="2025-12-31")
    made = table("t", "C", ["place"], old, row("new", {}, "p.b"), states=since)
    assert findings_of(PLACE, made) == [("row-dead", {"table": "t", "row": "old"})]


def test_a_row_whose_question_is_not_asked_under_its_own_conditions_is_dead() -> None:
    work = question("work", multi("work", "lost", "ends"))
    months = question("months", yes_no("months"), ask_if={"work.lost": True}, order=2)
    made = table("t", "C", ["work.lost", "months"], row("a", {"work.lost": False, "months": True}, "p.a"))
    assert findings_of(work, months, made) == [("row-dead", {"table": "t", "row": "a"})]


def outputs(*values: str) -> list[dict[str, Any]]:
    return [{"id": "panel", "kind": "panel"}, {"id": "who", "kind": "value", "values": list(values)}]


def test_a_result_that_the_head_declares_and_no_row_gives_is_told() -> None:
    rows = {**row("r", {}), "then": {"panel": "p.a", "who": "commune"}}
    made = table("t", "C", ["place"], rows, outputs=outputs("commune", "canton"))
    assert findings_of(PLACE, made) == [("output-unreachable", {"table": "t", "output": "who", "value": "canton"})]


def test_a_column_that_no_row_fills_is_told() -> None:
    made = table("t", "C", ["place"], {**row("r", {}), "then": {"who": "commune"}}, outputs=outputs("commune"))
    assert findings_of(PLACE, made) == [("output-unreachable", {"table": "t", "output": "panel", "value": "panel"})]


def test_a_source_of_a_table_must_stand_behind_a_row_an_amount_or_a_table_below_it() -> None:
    limit = parameter("limit", (None, None, 40))
    states = [{"status": "confirmed", "sources": [{"source": "directive"}, {"source": "edition-40"}, {"source": "leaflet"}]}]
    made = table("t", "C", ["savings"], row("low", {"savings": "< limit"}, "p.a"), states=states)
    assert findings_of(PLACE, SAVINGS, limit, made) == [("source-unused", {"table": "t", "source": "leaflet"})]


def test_a_source_counts_only_while_its_state_holds() -> None:
    states = [
        {"status": "confirmed", "valid_from": "2020-01-01", "valid_until": "2024-12-31", "sources": [{"source": "directive"}]},
        {"status": "confirmed", "valid_from": "2025-01-01", "sources": [{"source": "directive"}]},
    ]
    rows = row("old", {}, "p.a", valid_until="2024-12-31"), row("new", {}, "p.a", valid_from="2025-01-01", sources=[])
    assert findings_of(PLACE, table("t", "C", ["place"], *rows, states=states)) == [
        ("source-unused", {"table": "t", "source": "directive"})
    ]


def test_an_example_leaves_out_answers_to_questions_that_would_not_be_asked() -> None:
    work = question("work", multi("work", "lost", "ends"))
    months = question("months", yes_no("months"), ask_if={"work.lost": True}, order=2, title=TEXT)
    lost = row("a", {"work.lost": True, "months": True}, "p.a")
    gaps = findings_of(work, months, table("t", "F", ["work.lost", "months"], lost))
    assert [args["answers_de"] for _code, args in gaps] == ["Text: Ja; Text: Nein", "Text: Nein"]


@pytest.mark.parametrize("seed", range(40))
def test_gaps_and_overlaps_are_those_found_by_going_through_every_answer(seed: int) -> None:
    chance = random.Random(seed)
    options = ["a", "b", "c"]
    rows = []
    for number in range(chance.randint(1, 4)):
        chosen = [f'"{option}"' for option in options if chance.random() < 0.6] or ['"a"']
        cells = {
            "x": ", ".join(chosen),
            "n": chance.choice(["-", "< 2", ">= 2", "[1..3]"]),
            "y": chance.choice(["-", True, False]),
        }
        rows.append((f"r{number}", cells))
    asked = question("q", choice("x", *options), count("n", 4), yes_no("y"))
    made = table("t", "U", ["x", "n", "y"], *(row(id, cells, "p.a") for id, cells in rows))
    hits = [
        [id for id, cells in rows if matches(cells, x, n, y)] for x, n, y in itertools.product(options, range(5), (True, False))
    ]
    codes = {code for code, _args in findings_of(asked, made)} - {"row-dead"}
    expected = {"table-incomplete"} if any(not ids for ids in hits) else set()
    expected |= {"table-overlap"} if any(len(ids) > 1 for ids in hits) else set()
    assert codes == expected


def matches(cells: dict[str, Any], x: str, n: int, y: bool) -> bool:
    count_fits = {"-": True, "< 2": n < 2, ">= 2": n >= 2, "[1..3]": 1 <= n <= 3}[cells["n"]]
    return f'"{x}"' in cells["x"] and count_fits and cells["y"] in ("-", y)


def test_every_row_of_the_project_decides_something_on_every_day_it_is_in_force(compiled: Compiled) -> None:
    for spans in compiled.spans.values():
        for span in spans:
            assert all(region.effective for region in span.regions)
