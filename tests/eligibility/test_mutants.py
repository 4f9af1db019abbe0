"""Every single change of a rule is noticed by a worked case, or changes nothing for anybody."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from eligibility.compiler.kinds import CaseFile
from eligibility.compiler.loader import Record, Records
from eligibility.compiler.parameters import dated_amounts
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.sheets import read_sheets
from eligibility.compiler.yaml12 import Document
from tests.eligibility.mutants import Jury, Mutant, Variant, of_conditions, of_parameters, of_table
from tests.eligibility.small_rules import (
    SOURCE,
    TEXT,
    chf,
    choice,
    count,
    multi,
    parameter,
    question,
    row,
    rules,
    table,
    yes_no,
)

TABLES = sorted(path.stem for path in (Path(__file__).parent.parent.parent / "eligibility" / "tables").glob("*.yml"))


def variant(rule_set: RuleSet) -> Variant:
    return Variant(rule_set, read_sheets(rule_set), dated_amounts(rule_set.parameters))


@pytest.fixture(scope="module")
def base(project: RuleSet) -> Variant:
    return variant(project)


@pytest.fixture(scope="module")
def jury(base: Variant, records: Records) -> Jury:
    return Jury(base, records["case"])


def survivors(jury: Jury, mutants: Iterable[Mutant]) -> list[str]:
    return [mutant.name for mutant in mutants if jury.verdict(mutant) == "survives"]


@pytest.mark.parametrize("id", TABLES)
def test_every_change_of_a_table_is_noticed_by_a_worked_case(base: Variant, jury: Jury, id: str) -> None:
    assert survivors(jury, of_table(base, id)) == []


@pytest.mark.long
def test_every_change_of_a_condition_is_noticed_by_a_worked_case(base: Variant, jury: Jury) -> None:
    assert survivors(jury, of_conditions(base)) == []


def test_every_centime_and_every_day_of_an_amount_is_noticed_by_a_worked_case(base: Variant, jury: Jury) -> None:
    assert survivors(jury, of_parameters(base)) == []


@pytest.mark.long
@pytest.mark.parametrize("id", TABLES)
def test_the_engine_alone_notices_the_same_changes_of_a_table(base: Variant, jury: Jury, id: str) -> None:
    assert differently(jury, of_table(base, id)) == []


@pytest.mark.long
def test_the_engine_alone_notices_the_same_changes_of_conditions_and_amounts(base: Variant, jury: Jury) -> None:
    assert differently(jury, (*of_conditions(base), *of_parameters(base))) == []


def differently(jury: Jury, mutants: Iterable[Mutant]) -> list[str]:
    return [mutant.name for mutant in mutants if jury.verdict(mutant) != jury.verdict_of_program(mutant)]


# What counts as a change


PLACE = question("place", choice("place", "here", "there"))
CHILDREN = question("children", count("children", 5), order=2)
SAVINGS = question("savings", chf("savings"), order=3)
LIMIT = parameter("limit", (None, "2024-12-31", 40), ("2025-01-01", None, 60))


def names(*records: Record[Any], id: str = "t") -> list[str]:
    return [mutant.name.removeprefix(f"{id}: ") for mutant in of_table(variant(rules(*records)), id)]


def test_a_row_can_go_and_each_cell_can_be_dropped_or_negated_and_lose_win_or_exchange_an_option() -> None:
    asked = question("place", choice("place", "a", "b", "c"))
    assert names(asked, table("t", "C", ["place"], row("r", {"place": '"a", "b"'}, "p.a"))) == [
        "r removed",
        "r place dropped",
        "r place negated",
        "r place without a",
        "r place c for a",
        "r place without b",
        "r place c for b",
        "r place with c",
        "r panel None for p.a",
        "hit policy U",
        "hit policy A",
        "hit policy P",
        "hit policy F",
    ]


def test_operators_become_their_neighbours_and_numbers_move_by_one() -> None:
    found = names(CHILDREN, table("t", "C", ["children"], row("r", {"children": "[1..3)"}, "p.a")))
    assert [name for name in found if name.startswith("r children")] == [
        "r children dropped",
        "r children negated",
        "r children = for >=",
        "r children > for >=",
        "r children -1",
        "r children +1",
        "r children <= for <",
        "r children -1",
        "r children +1",
    ]


def test_an_amount_moves_by_a_centime() -> None:
    found = names(SAVINGS, table("t", "C", ["savings"], row("r", {"savings": "<= 40"}, "p.a")))
    assert {"r savings -0.01", "r savings +0.01"} <= set(found)


def test_truths_flip_days_move_results_swap_and_rows_change_places() -> None:
    rows = row("r", {"work.lost": True}, "p.a", valid_until="2025-12-31"), row("s", {}, "p.b")
    found = names(question("work", multi("work", "lost", "ends")), table("t", "F", ["work.lost"], *rows))
    assert {
        "r work.lost flipped",
        "r valid_until 2025-12-30",
        "r valid_until 2026-01-01",
        "r panel p.b for p.a",
        "s panel p.a for p.b",
        "s before r",
    } <= set(found)


def test_parameters_move_by_a_centime_and_their_changes_by_a_day_but_conditions_only_in_their_cells() -> None:
    follow_up = question("partner", yes_no("partner"), order=4, ask_if={"place": '"here"'})
    made = table("t", "C", ["savings", "partner"], row("r", {"savings": "< limit", "partner": True}, "p.a"))
    base = variant(rules(PLACE, SAVINGS, follow_up, LIMIT, made))
    assert [mutant.name for mutant in of_parameters(base)] == [
        "limit: None -1 centime",
        "limit: None +1 centime",
        "limit: 2025-01-01 -1 centime",
        "limit: 2025-01-01 +1 centime",
        "limit: from 2024-12-31 for 2025-01-01",
        "limit: from 2025-01-02 for 2025-01-01",
    ]
    assert [mutant.name for mutant in of_conditions(base)] == [
        "partner: ask_if place dropped",
        "partner: ask_if place negated",
        "partner: ask_if place there for here",
        "partner: ask_if place with there",
    ]


# Who notices


def jury_of(base: Variant, *cases: dict[str, Any]) -> Jury:
    made = [{"title": TEXT, "situation": TEXT, "as_of": "2026-01-01", "sources": [SOURCE], **case} for case in cases]
    record = Record("case", CaseFile.model_validate({"cases": made}), Document("t.yml", {}, {}))
    return Jury(base, {"t": record})


def expect(id: str, panels: dict[str, str], as_of: str = "2026-01-01", **answers: Any) -> dict[str, Any]:
    return {"id": id, "as_of": as_of, "answers": answers, "expect": {"panels": panels}}


def test_only_a_case_at_the_edge_notices_that_the_edge_moved() -> None:
    base = variant(rules(SAVINGS, table("t", "C", ["savings"], row("r", {"savings": "<= 40"}, "p.a"))))
    low, high = expect("low", {"p.a": "shown"}, savings=0), expect("high", {}, savings=9_999)
    assert survivors(jury_of(base, low, high), of_table(base, "t")) == [
        "t: r savings < for <=",
        "t: r savings -0.01",
        "t: r savings +0.01",
    ]
    at, above = expect("at", {"p.a": "shown"}, savings=4_000), expect("above", {}, savings=4_001)
    assert survivors(jury_of(base, low, at, above), of_table(base, "t")) == []


def test_a_change_that_changes_nothing_for_anybody_is_not_counted() -> None:
    base = variant(rules(CHILDREN, table("t", "C", ["children"], row("r", {"children": "0"}, "p.a"))))
    found = {mutant.name: jury_of(base).verdict(mutant) for mutant in of_table(base, "t")}
    assert found["t: r children <= for ="] == "equal"
    assert found["t: hit policy F"] == "equal"
    assert found["t: r children +1"] == "survives"


def test_a_case_left_open_notices_a_row_that_became_possible() -> None:
    base = variant(rules(PLACE, SAVINGS, table("t", "C", ["place", "savings"], row("r", {"place": '"here"'}, "p.a"))))
    there = expect("there", {}, place="there", savings=None)
    found = {mutant.name: jury_of(base, there).verdict(mutant) for mutant in of_table(base, "t")}
    assert found["t: r place with there"] == "noticed"
    assert found["t: r removed"] == "survives"


def test_where_an_amount_is_unconfirmed_only_the_panels_that_may_come_are_compared() -> None:
    open_ = parameter("limit", (None, None, None))
    base = variant(rules(PLACE, SAVINGS, open_, table("t", "C", ["savings"], row("r", {"savings": "< limit"}, "p.a"))))
    case = {**expect("any", {"p.a": "possible"}, savings=0)}
    case["expect"]["unconfirmed"] = ["p.a"]
    found = {mutant.name: jury_of(base, case).verdict(mutant) for mutant in of_table(base, "t")}
    assert found["t: r savings <= for <"] == "equal"
    assert found["t: r savings dropped"] == "noticed"
    assert found["t: r removed"] == "noticed"
