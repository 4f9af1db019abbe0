"""The compiled program: its shape, its days, its reasons, and that the same rules always give the same program."""

import json
import random
from dataclasses import replace
from typing import Any

from eligibility.compiler.program import compile_program, digest
from eligibility.compiler.ruleset import RuleSet, rule_set
from tests.eligibility.small_rules import (
    ALWAYS,
    chf,
    choice,
    multi,
    outcome,
    parameter,
    program_of,
    question,
    row,
    table,
    yes_no,
)


def panel(program: dict[str, Any], id: str) -> dict[str, Any]:
    return next(panel for panel in program["panels"] if panel["id"] == id)


def row_ids(program: dict[str, Any], places: list[int]) -> list[str]:
    return [program["rows"][place]["id"] for place in places]


def test_the_same_rules_in_any_order_give_the_same_program(project: RuleSet, program: dict[str, Any]) -> None:
    """Under the same lock, whose numbers do not follow any order."""
    chance = random.Random(1)

    def shuffled(by_id: dict[str, Any]) -> dict[str, Any]:
        return dict(chance.sample(sorted(by_id.items()), len(by_id)))

    mixed = replace(
        project,
        questions=shuffled(project.questions),
        tables=shuffled(project.tables),
        parameters=shuffled(project.parameters),
        outcomes=shuffled(project.outcomes),
    )
    assert compile_program(mixed, program["codes"]) == program


def test_the_id_is_the_hash_of_everything_else(program: dict[str, Any]) -> None:
    assert program["id"] == "sha256-" + digest(program)
    assert digest({**program, "first_day": "2020-01-01"}) != digest(program)


def test_panels_stand_by_group_and_then_by_id() -> None:
    program = program_of(
        question("q", yes_no("q")),
        outcome("z.now", group="do_now"),
        outcome("b.ask"),
        outcome("a.ask"),
        outcome("a.know", group="good_to_know"),
        outcome("a.apply", group="apply_as_well"),
        table("t", "C", ["q"], *(row(id.replace(".", "-"), {"q": True}, id) for id in PANELS)),
    )
    assert [panel["id"] for panel in program["panels"]] == list(PANELS)


PANELS = ("z.now", "a.apply", "a.ask", "b.ask", "a.know")


def test_the_first_day_is_the_earliest_on_which_a_table_starts() -> None:
    since = [{**ALWAYS[0], "valid_from": "2021-07-01"}]
    later = [{**ALWAYS[0], "valid_from": "2023-01-01"}]
    program = program_of(
        question("q", yes_no("q")),
        table("a", "C", ["q"], row("r", {"q": True}, "p.a"), states=later),
        table("b", "C", ["q"], row("r", {"q": True}, "p.b"), states=since),
        table("c", "C", ["q"], row("r", {"q": True}, "p.c")),
    )
    assert program["first_day"] == "2021-07-01"
    days = {each["id"]: [(part["from"], part["until"]) for part in each["intervals"]] for each in program["panels"]}
    assert days == {"p.a": [("2023-01-01", None)], "p.b": [("2021-07-01", None)], "p.c": [("2021-07-01", None)]}


def test_a_row_holds_from_its_first_to_its_last_day() -> None:
    program = program_of(
        question("q", yes_no("q")),
        table("t", "C", ["q"], row("r", {"q": True}, "p.a", valid_from="2025-01-01", valid_until="2025-12-31")),
    )
    (interval,) = panel(program, "p.a")["intervals"]
    assert (interval["from"], interval["until"]) == ("2025-01-01", "2025-12-31")
    (listed,) = program["rows"]
    assert (listed["from"], listed["until"]) == ("2025-01-01", "2025-12-31")


def test_a_row_holds_only_as_long_as_its_table() -> None:
    states = [{**ALWAYS[0], "valid_from": "2024-01-01", "valid_until": "2025-12-31"}]
    made = table("t", "C", ["q"], row("r", {"q": True}, "p.a", valid_from="2025-01-01"), states=states)
    (listed,) = program_of(question("q", yes_no("q")), made)["rows"]
    assert (listed["from"], listed["until"]) == ("2025-01-01", "2025-12-31")
    (since,) = program_of(question("q", yes_no("q")), table("t", "C", ["q"], row("r", {}, "p.a"), states=states))["rows"]
    assert (since["from"], since["until"]) == ("2024-01-01", "2025-12-31")


def test_neighbouring_days_on_which_nothing_changes_are_one_interval() -> None:
    """The other row's dates cut the days of the table, but not those of this panel."""
    program = program_of(
        question("q", yes_no("q")),
        table(
            "t",
            "C",
            ["q"],
            row("a", {"q": True}, "p.a"),
            row("b", {"q": False}, "p.b", valid_from="2025-01-01", valid_until="2025-12-31"),
        ),
    )
    assert [(each["from"], each["until"]) for each in panel(program, "p.a")["intervals"]] == [("0001-01-01", None)]


def test_a_row_names_the_sources_of_the_amounts_it_compares_with_on_that_day() -> None:
    program = program_of(
        question("savings", chf("savings")),
        parameter("limit", (None, "2024-12-31", 40), ("2025-01-01", None, 60)),
        table("t", "C", ["savings"], row("low", {"savings": "<= limit"}, "p.low")),
    )
    sources = [[source["source"] for source in each["sources"]] for each in program["rows"]]
    assert sources == [["directive", "edition-40"], ["directive", "edition-60"]]
    assert [(each["from"], each["until"]) for each in program["rows"]] == [(None, "2024-12-31"), ("2025-01-01", None)]


def test_two_rows_together_may_make_an_answer_unnecessary_and_both_stand_behind_it() -> None:
    program = program_of(
        question("q", yes_no("q"), yes_no("other")),
        table(
            "t",
            "C",
            ["q", "other"],
            row("yes", {"q": True, "other": True}, "p.a"),
            row("no", {"q": False, "other": True}, "p.a"),
        ),
    )
    ((cube, rows),) = panel(program, "p.a")["intervals"][0]["cubes"]
    assert cube == [[1, 1]]
    assert row_ids(program, rows) == ["t.yes", "t.no"]


def test_a_row_that_leads_there_alone_stands_alone_behind_its_cube() -> None:
    program = program_of(
        question("q", yes_no("q"), yes_no("other")),
        table("t", "C", ["q", "other"], row("a", {"q": True}, "p.a"), row("b", {"other": True}, "p.a")),
    )
    cubes = panel(program, "p.a")["intervals"][0]["cubes"]
    assert [(cube, row_ids(program, rows)) for cube, rows in cubes] == [([[0, 1]], ["t.a"]), ([[1, 1]], ["t.b"])]


def test_in_a_first_match_table_a_row_decides_only_what_earlier_rows_left() -> None:
    program = program_of(
        question("q", yes_no("q"), yes_no("other")),
        table("t", "F", ["q", "other"], row("a", {"q": True}, "p.a"), row("b", {"other": True}, "p.b"), row("rest", {})),
    )
    ((cube, _rows),) = panel(program, "p.b")["intervals"][0]["cubes"]
    assert cube == [[0, 2], [1, 1]]


def test_a_row_on_a_follow_up_question_contains_the_conditions_of_all_questions_before_it() -> None:
    program = program_of(
        question("work", multi("work", "lost", "ends"), order=1),
        question("months", yes_no("months"), order=2, ask_if={"work.lost": True}),
        question("ill", yes_no("ill"), order=3, ask_if={"months": False}),
        table("t", "C", ["ill"], row("a", {"ill": True}, "p.a")),
    )
    ((cube, _rows),) = panel(program, "p.a")["intervals"][0]["cubes"]
    assert cube == [[0, 1], [2, 2], [3, 1]]
    assert [each["ask_if"] for each in program["questions"]] == [[[]], [[[0, 1]]], [[[0, 1], [2, 2]]]]


def test_not_and_lists_become_cells() -> None:
    program = program_of(
        question("place", choice("place", "a", "b", "c", "d")),
        table("t", "U", ["place"], row("x", {"place": 'not("a", "c")'}, "p.x"), row("y", {"place": '"a", "c"'}, "p.y")),
    )
    assert panel(program, "p.x")["intervals"][0]["cubes"][0][0] == [[0, 10]]
    assert panel(program, "p.y")["intervals"][0]["cubes"][0][0] == [[0, 5]]


def test_a_panel_may_come_from_several_tables() -> None:
    program = program_of(
        question("q", yes_no("q"), yes_no("other")),
        table("t", "C", ["q"], row("a", {"q": True}, "p.a")),
        table("u", "C", ["other"], row("b", {"other": True}, "p.a")),
    )
    assert [cube for cube, _rows in panel(program, "p.a")["intervals"][0]["cubes"]] == [[[0, 1]], [[1, 1]]]


def test_values_stand_in_their_declared_order() -> None:
    outputs = [{"id": "authority", "kind": "value", "values": ["stay", "domicile"]}]
    made = [
        {**row("here", {"place": '"here"'}), "then": {"authority": "domicile"}},
        {**row("passing", {"place": '"passing"'}), "then": {"authority": "stay"}},
    ]
    program = program_of(
        question("place", choice("place", "here", "passing")), table("t", "U", ["place"], *made, outputs=outputs)
    )
    assert [candidate["id"] for candidate in program["values"][0]["candidates"]] == ["stay", "domicile"]


def test_the_offices_are_sorted_by_commune() -> None:
    made = rule_set({}, [("6002", "b"), ("2196", "a")])
    assert compile_program(made, {})["offices"] == [["2196", "a"], ["6002", "b"]]


def test_the_project_compiles_to_few_kilobytes(program: dict[str, Any]) -> None:
    assert len(json.dumps(program, separators=(",", ":"))) < 80_000
