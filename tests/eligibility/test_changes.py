"""For whom a panel changes between two days: compared with going through everybody, one by one, with the engine."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Any

import pytest
import z3

from eligibility.compiler.changes import STATES, Comparison, as_answers, compare
from eligibility.compiler.claims import ground
from eligibility.compiler.program import Compiled, compile_rules
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.solver import Formulas
from eligibility.compiler.verdicts import panel_targets
from eligibility.engine.evaluate import evaluate
from portal.model.content import Content
from tests.eligibility.small_rules import (
    chf,
    choice,
    codes_for,
    count,
    multi,
    outcome,
    parameter,
    question,
    row,
    rules,
    table,
    yes_no,
)

BEFORE, AFTER = "2025-12-31", "2026-01-01"
PLACE = question("place", choice("place", "here", "there"), order=1)
SAVINGS = question("savings", chf("savings"), order=2)
CHILDREN = question("children", count("children", 4), order=3, ask_if={"place": '"here"'})
SITUATION = question("situation", multi("situation", "ill", "job_lost", "training"), order=4)
DANGER = question("danger", yes_no("danger"), order=5, ask_if={"children": ">= 1"})
RAISED = parameter("allowance", (None, BEFORE, 4000), (AFTER, None, 6000))
READ_AT_LAST = parameter("allowance", (None, BEFORE, None), (AFTER, None, 6000))
NO_LONGER_KNOWN = parameter("allowance", (None, BEFORE, 6000), (AFTER, None, None))
WITHIN = row("within", {"place": '"here"', "savings": "<= allowance"}, "p.within")
FEW = row("few", {"children": "< 3", "savings": "> allowance"}, "p.few")


def compiled(*records: Any) -> tuple[RuleSet, Compiled]:
    made = rules(*records)
    return made, compile_rules(made, codes_for(made))


def compared(made: Compiled, before: str = BEFORE, after: str = AFTER) -> dict[str, Comparison]:
    return {each.panel: each for each in compare(made.program, made.layout, before, after)}


def told(comparison: Comparison) -> dict[tuple[str, str], tuple[int, int]]:
    return {(each.before, each.after): (each.people, each.complete) for each in comparison.changes}


def everybody(program: dict[str, Any], inputs: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """All answers to some inputs of the program: a value of one cell each, or open."""
    looked_at = [each for each in program["inputs"] if each["id"] in inputs]
    names = list(dict.fromkeys(each["input"] for each in looked_at))
    choices: list[list[Any]] = []
    for name in names:
        own = [each for each in looked_at if each["input"] == name]
        if own[0]["kind"] == "option":
            options = [each["option"] for each in own]
            subsets = chain.from_iterable(combinations(options, size) for size in range(len(options) + 1))
            choices.append([None, *(list(subset) for subset in subsets)])
        elif own[0]["kind"] in ("choice", "yes_no"):
            choices.append([None, *(cell["label"] for cell in own[0]["cells"])])
        else:
            choices.append([None, *(cell["min"] for cell in own[0]["cells"])])
    for given in product(*choices):
        yield {name: value for name, value in zip(names, given, strict=True) if value is not None}


def one_by_one(
    program: dict[str, Any], comparison: Comparison, before: str = BEFORE, after: str = AFTER
) -> tuple[int, int, dict[tuple[str, str], tuple[int, int]]]:
    """How many there are, how many left nothing open, and the classes, by asking the engine about each."""
    alone = {**program, "panels": [panel for panel in program["panels"] if panel["id"] == comparison.panel], "values": []}
    looked_at = [each for each in program["inputs"] if each["id"] in comparison.inputs]
    asked_if = {each["input"]: program["questions"][each["question"]]["ask_if"][0] for each in looked_at}
    people, complete = 0, 0
    counts: Counter[tuple[str, str]] = Counter()
    counts_complete: Counter[tuple[str, str]] = Counter()
    for given in everybody(program, comparison.inputs):
        results = [
            evaluate(alone, {"schema": "answers/1", "as_of": day, "answers": given}, everything=True) for day in (before, after)
        ]
        if results[0]["notes"]:
            continue  # somebody who answers what is not asked: counted without that answer
        states = results[0]["panels"][0]["state"], results[1]["panels"][0]["state"]
        is_complete = all(name in given or not is_asked(program, condition, given) for name, condition in asked_if.items())
        people, complete = people + 1, complete + is_complete
        if states[0] != states[1]:
            counts[states] += 1
            counts_complete[states] += is_complete
    return people, complete, {states: (counts[states], counts_complete[states]) for states in counts}


def is_asked(program: dict[str, Any], condition: list[list[int]], given: dict[str, Any]) -> bool:
    """Whether a question is asked: all of its condition is known to hold."""
    for index, mask in condition:
        input = program["inputs"][index]
        answer = given.get(input["input"])
        if answer is None:
            return False
        cells = [place for place, cell in enumerate(input["cells"]) if lies_in(input, cell, answer)]
        if not any(mask >> place & 1 for place in cells):
            return False
    return True


def lies_in(input: dict[str, Any], cell: dict[str, Any], answer: Any) -> bool:
    if input["kind"] == "option":
        return (cell["label"] == "yes") == (input["option"] in answer)
    if input["kind"] in ("choice", "yes_no"):
        return bool(cell["label"] == answer)
    return bool(cell["min"] == answer)


BASE = (PLACE, SAVINGS, CHILDREN, SITUATION)
CASES: dict[str, tuple[Any, ...]] = {
    "an amount rises": (*BASE, RAISED, table("t", "C", ["place", "savings", "children"], WITHIN, FEW)),
    "an open amount becomes known": (*BASE, READ_AT_LAST, table("t", "C", ["place", "savings", "children"], WITHIN, FEW)),
    "a known amount becomes open": (*BASE, NO_LONGER_KNOWN, table("t", "C", ["place", "savings", "children"], WITHIN, FEW)),
    "a row begins, with a list and two follow-ups": (
        *BASE,
        DANGER,
        table(
            "t",
            "C",
            ["situation.ill", "situation.training", "danger", "children"],
            row("always", {"situation.ill": True, "children": "[1..2]"}, "p.new"),
            row("new", {"situation.training": False, "danger": True}, "p.new", valid_from=AFTER),
            row("old", {"situation.training": True, "children": 4}, "p.new", valid_until=BEFORE),
        ),
    ),
    "a row begins for a panel that assumes the worst": (
        *BASE,
        outcome("p.help", assume=["savings"]),
        RAISED,
        table(
            "t",
            "C",
            ["place", "savings", "children"],
            row("low", {"place": '"there"', "savings": "<= allowance"}, "p.help"),
            row("family", {"children": ">= 2", "savings": "<= allowance"}, "p.help", valid_from=AFTER),
        ),
    ),
    "a remark begins that is never only possible": (
        *BASE,
        outcome("p.talk", certain_only=True),
        table(
            "t",
            "C",
            ["situation.ill", "situation.job_lost", "children"],
            row("odd", {"situation.ill": True, "situation.job_lost": False, "children": 0}, "p.talk", valid_from=AFTER),
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_counted_is_what_the_engine_says_about_everybody(name: str) -> None:
    _rules, made = compiled(*CASES[name])
    found = compared(made)
    assert found and any(each.changes for each in found.values())
    for comparison in found.values():
        assert (comparison.people, comparison.complete, told(comparison)) == one_by_one(made.program, comparison)


@pytest.mark.parametrize("name", CASES)
def test_each_example_is_a_person_for_whom_it_changes_so_and_says_as_little_as_can_be(name: str) -> None:
    _rules, made = compiled(*CASES[name])
    for comparison in compared(made).values():
        for change in comparison.changes:
            given = as_answers(change.example, made.layout)
            assert states(made.program, comparison.panel, given, BEFORE, AFTER) == (change.before, change.after)
            for left_out in given:
                fewer = {input: answer for input, answer in given.items() if input != left_out}
                assert states(made.program, comparison.panel, fewer, BEFORE, AFTER) != (change.before, change.after)


def states(program: dict[str, Any], panel: str, given: dict[str, Any], *days: str) -> tuple[str, ...]:
    """The state of a panel for somebody on each day."""
    found = []
    for day in days:
        result = evaluate(program, {"schema": "answers/1", "as_of": day, "answers": given}, everything=True)
        found.append(next(each["state"] for each in result["panels"] if each["id"] == panel))
    return tuple(found)


def test_two_days_with_the_same_rules_are_not_even_compared() -> None:
    _rules, made = compiled(*CASES["an amount rises"])
    assert compared(made, "2025-12-30", BEFORE) == {}
    assert compared(made, AFTER, "2030-01-01") == {}
    assert set(compared(made, BEFORE, AFTER)) == {"p.within", "p.few"}


def test_nobody_notices_that_another_open_amount_is_compared_with() -> None:
    """The lists differ, since each names another open amount, but what nobody knows is open on both days."""
    _rules, made = compiled(
        *BASE,
        parameter("old", (None, None, None)),
        parameter("new", (None, None, None)),
        table(
            "t",
            "C",
            ["place", "savings"],
            row("before", {"place": '"here"', "savings": "<= old"}, "p", valid_until=BEFORE),
            row("after", {"place": '"here"', "savings": "<= new"}, "p", valid_from=AFTER),
        ),
    )
    [comparison] = compared(made).values()
    assert comparison.changes == ()
    assert one_by_one(made.program, comparison)[2] == {}


def test_the_solver_agrees_that_an_amount_behind_a_row_that_goes_first_changes_nothing_for_anybody() -> None:
    hidden = table(
        "t",
        "F",
        ["place", "savings"],
        row("all", {"place": '"here"'}, "p.here"),
        row("poor", {"savings": "<= allowance"}, "p.rest"),
        row("rest", {}, "p.rest"),
    )
    made_rules, made = compiled(*BASE, RAISED, hidden)
    assert compared(made) == {}
    assert not differs(made_rules, made, "p.here")
    made_rules, made = compiled(*CASES["an amount rises"])
    assert differs(made_rules, made, "p.within")


def differs(made_rules: RuleSet, made: Compiled, panel: str) -> bool:
    """Whether the rows, read without cubes, lead to a panel on one of the two days only, for any whole number."""
    base, logic = ground(made_rules, made), Formulas(made.layout)
    [target] = [target for target in panel_targets(made_rules) if target.id == panel]
    before, after = (base.verdicts(day, logic).leads_to(target) for day in (BEFORE, AFTER))
    solver = z3.Solver()
    solver.add(logic.answers(range(len(made.layout.variables))), z3.Xor(before, after))
    return bool(solver.check() == z3.sat)


def test_the_new_allowance_of_2026_makes_certain_what_was_only_possible(content: Content) -> None:
    """Until 31 December 2025 no figure is confirmed, so that nobody in Valais had a certain answer."""
    found = compared(content.compiled)
    within, above = found["asset_allowance.within"], found["asset_allowance.above"]
    assert set(told(within)) == set(told(above)) == {("possible", "shown"), ("possible", "not_shown")}
    # Who is within is not above: what becomes certain for one panel goes away in the other.
    assert told(within)["possible", "shown"] == told(above)["possible", "not_shown"]
    assert told(within)["possible", "not_shown"] == told(above)["possible", "shown"]
    assert (within.people, within.complete, told(within)) == one_by_one(content.program, within)


@pytest.mark.parametrize("days", [(BEFORE, AFTER), ("2024-09-30", "2024-10-01"), ("2026-12-31", "2027-01-01")])
def test_each_example_in_the_real_rules_changes_as_it_says(content: Content, days: tuple[str, str]) -> None:
    for comparison in compared(content.compiled, *days).values():
        for change in comparison.changes:
            given = as_answers(change.example, content.compiled.layout)
            assert states(content.program, comparison.panel, given, *days) == (change.before, change.after)
            assert change.before in STATES and 0 <= change.complete <= change.people <= comparison.people
