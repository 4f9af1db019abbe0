"""The proofs themselves: solver and enumeration agree, and each notices what is wrong on purpose."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from eligibility.compiler import enumeration, solver
from eligibility.compiler.cells import Cell
from eligibility.compiler.certificate import Proof, certify
from eligibility.compiler.claims import Claim, claims, ground
from eligibility.compiler.loader import Record
from eligibility.compiler.program import Compiled, compile_rules
from eligibility.compiler.ruleset import RuleSet
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
from tests.eligibility.test_evaluate import Rules


def ask(id: str, *inputs: dict[str, Any], **more: Any) -> Record[Any]:
    """A question in words of its own."""
    return question(id, *inputs, title={"de": id, "fr": id}, **more)


def compiled(*records: Record[Any]) -> tuple[RuleSet, Compiled]:
    made = rules(*records)
    return made, compile_rules(made, codes_for(made))


def codes(made: RuleSet, done: Compiled) -> list[tuple[str, str]]:
    """What the proofs find, as (proof, code)."""
    return [(proof.code, found.code) for proof in certify(made, done) for found in proof.findings]


def proofs(made: RuleSet, done: Compiled) -> dict[str, Proof]:
    return {f"{proof.code} {proof.counts.get('table', '')}".strip(): proof for proof in certify(made, done)}


PLACE = ask("place", choice("place", "a", "b", "c"))
SAVINGS = ask("savings", chf("savings"), order=2)
CHILDREN = ask("children", count("children", 5), order=3)
LIMIT = parameter("limit", (None, "2024-12-31", 40), ("2025-01-01", "2025-12-31", None), ("2026-01-01", None, 60))
ROWS = table(
    "t",
    "F",
    ["place", "savings", "children"],
    row("few", {"place": '"a", "b"', "savings": "<= limit"}, "p.few"),
    row("many", {"place": 'not("c")', "children": "[2..4)"}, "p.many"),
    row("rest", {}),
)


@pytest.fixture(scope="module")
def small() -> tuple[RuleSet, Compiled]:
    return compiled(PLACE, SAVINGS, CHILDREN, LIMIT, ROWS)


def test_everything_is_proved_of_the_project(project: RuleSet, compiled: Compiled) -> None:
    found = {id: proof.findings for id, proof in proofs(project, compiled).items()}
    assert set(found) == {f"table-proved {id}" for id in project.tables} | {
        "proof-program",
        "proof-primes",
        "proof-emergency",
        "proof-dont-know",
        "proof-idle",
        "proof-paths",
        "proof-figures",
    }
    assert all(findings == [] for findings in found.values())


def test_what_has_few_answers_is_gone_through_one_by_one_and_the_rest_is_few(project: RuleSet, compiled: Compiled) -> None:
    """What rests on the whole household with its savings, on many benefits or on answers that contradict each other."""
    left = {claim.name for claim in claims(ground(project, compiled)) if not enumeration.is_small(claim)}
    assert left == {"asset_allowance.above", "asset_allowance.within", "bridge.ask_now", "contradictions.talk"}


def test_proofs_count_what_they_looked_at(small: tuple[RuleSet, Compiled]) -> None:
    found = proofs(*small)
    assert found["table-proved t"].counts == {"table": "t", "rows": 3, "intervals": 3, "cells": 3 * 3 * 3 * 3}
    program = found["proof-program"].counts
    assert (program["targets"], program["intervals"], program["counted"]) == (2, 6, 6)
    assert found["proof-paths"].counts == {"paths": 1, "questions": 3, "shortest": 3, "longest": 3}
    assert all(proof.findings == [] and proof.seconds >= 0 for proof in found.values())


@pytest.mark.parametrize("seed", range(25))
def test_solver_and_enumeration_find_nothing_wrong_with_random_rules(seed: int) -> None:
    """Random rows, both hit policies, a follow-up question, assumed inputs."""
    made = Rules(seed)
    done = compiled(*made.records())
    assert {code for _proof, code in codes(*done)} <= {"question-idle", "panel-weakened", "asked-twice"}


def test_other_policies_derived_values_and_several_tables_for_one_panel_are_read_the_same_way() -> None:
    outputs = [{"id": "wealth", "kind": "value", "values": ["little", "some", "much"]}]
    wealth = (
        {**row("little", {"savings": "< 10"}), "then": {"wealth": "little"}},
        {**row("some", {"savings": "[10..20]"}), "then": {"wealth": "some"}},
        {**row("much", {"savings": "> 20"}), "then": {"wealth": "much"}},
    )
    first = [{"id": "panel", "kind": "panel", "values": ["p.high", "p.low"]}]
    height = row("low", {}, "p.low"), row("high", {"wealth": 'not("little")', "place": '"a"'}, "p.high")
    either = row("x", {"wealth": '"much"'}, "p.both"), row("y", {"place": '"b"'}, "p.both"), row("z", {})
    done = compiled(
        PLACE,
        SAVINGS,
        table("wealth", "U", ["savings"], *wealth, outputs=outputs),
        table("height", "P", ["wealth", "place"], *height, outputs=first),
        table("either", "F", ["wealth", "place"], *either),
        table("agree", "A", ["place"], row("r", {"place": '"a", "b"'}, "p.both"), row("s", {"place": '"c"'}, "p.both")),
    )
    assert [code for _proof, code in codes(*done)] == []


def test_conditions_years_and_dates_are_read_the_same_way() -> None:
    born = ask("born", {"id": "born", "kind": "year", "maximum": 2030})
    since = ask("since", {"id": "since", "kind": "date"}, order=2, ask_if={"work.lost": True})
    work = ask("work", multi("work", "lost", "ends"), order=1)
    made = table(
        "t",
        "F",
        ["born", "since", "work.ends"],
        row("r", {"born": "<= 1961", "since": '>= date("2024-02-29")'}, "p.a"),
        row("s", {"work.ends": True}, "p.b"),
        row("rest", {}),
    )
    asked = ask("born", *born.item.model_dump()["inputs"], order=3)
    assert [code for _proof, code in codes(*compiled(work, since, asked, made))] == []


# Wrong on purpose

Change = Callable[[dict[str, Any]], None]


def changed(done: Compiled, change: Change) -> Compiled:
    program = copy.deepcopy(done.program)
    change(program)
    return replace(done, program=program)


def cubes(program: dict[str, Any], panel: str, place: int) -> list[Any]:
    found: list[Any] = next(each for each in program["panels"] if each["id"] == panel)["intervals"][place]["cubes"]
    return found


def other_mask(program: dict[str, Any]) -> None:
    cubes(program, "p.few", 0)[0][0][0][1] = 1


def cube_gone(program: dict[str, Any]) -> None:
    cubes(program, "p.many", 1).pop()


def day_earlier(program: dict[str, Any]) -> None:
    panel = next(each for each in program["panels"] if each["id"] == "p.few")
    panel["intervals"][0]["until"] = "2024-12-30"
    panel["intervals"][1]["from"] = "2024-12-31"


@pytest.mark.parametrize("change", [other_mask, cube_gone, day_earlier])
def test_a_program_that_differs_from_its_rows_is_told_with_a_person(small: tuple[RuleSet, Compiled], change: Change) -> None:
    made, done = small
    found = [each for proof in certify(made, changed(done, change)) for each in proof.findings if each.code == "proof-differs"]
    assert found
    assert all({"panel", "first", "last", "answers_de", "answers_fr"} <= set(dict(each.args)) for each in found)


def narrowed(program: dict[str, Any]) -> None:
    """The same answers, but one cube in two halves: true for nobody who left the place open."""
    listed = cubes(program, "p.few", 0)
    (place, savings), rows = listed.pop(0)
    assert place[1] == 3
    listed += [[[[place[0], 1], savings], rows], [[[place[0], 2], savings], rows]]


def test_cubes_that_are_not_prime_are_noticed_although_they_cover_the_same_answers(small: tuple[RuleSet, Compiled]) -> None:
    made, done = small
    assert {code for _proof, code in codes(made, changed(done, narrowed))} == {"proof-not-exact"}


def test_a_prime_that_is_missing_is_noticed_although_others_cover_its_answers() -> None:
    """x or (not x and y) has the primes x and y; x with `not x and y` covers the same."""
    asked = ask("q", yes_no("x"), yes_no("y"))
    rows = row("x", {"x": True}, "p.a"), row("y", {"x": False, "y": True}, "p.a")
    made, done = compiled(asked, table("t", "C", ["x", "y"], *rows))

    def without(program: dict[str, Any]) -> None:
        listed = cubes(program, "p.a", 0)
        assert [cube for cube, _rows in listed] == [[[0, 1]], [[1, 1]]]
        listed[1][0] = [[0, 2], [1, 1]]

    found = claim(made, changed(done, without))
    rest, _wrong = solver.outside(found)
    assert solver.missing(found, rest) == ((1, 1),)
    assert [doubt.kind for doubt in enumeration.doubts(found)[1]] == ["inexact"]


def claim(made: RuleSet, done: Compiled, name: str = "p.a") -> Claim:
    return next(each for each in claims(ground(made, done)) if each.name == name)


def test_a_cell_cut_at_the_wrong_place_is_noticed(small: tuple[RuleSet, Compiled]) -> None:
    """Up to 40.00 francs becomes up to 40.01: the solver sees the amount, enumeration the comparison inside a cell."""
    made, done = small
    index = done.layout.index["savings"]
    variable = done.layout.variables[index]
    first, second, *others = variable.cells
    moved = (Cell(first.label, first.first, 4_001), Cell(second.label, 4_002, second.last), *others)
    variables = (*done.layout.variables[:index], replace(variable, cells=moved), *done.layout.variables[index + 1 :])
    wrong = claim(made, replace(done, layout=replace(done.layout, variables=variables)), "p.few")
    assert solver.difference(wrong) is not None
    with pytest.raises(ValueError, match="is cut by"):
        enumeration.difference(wrong)


def test_a_disagreement_between_the_two_ways_is_told(small: tuple[RuleSet, Compiled], monkeypatch: pytest.MonkeyPatch) -> None:
    made, done = small
    monkeypatch.setattr(enumeration, "difference", lambda _claim: (0, None))
    found = [each for proof in certify(made, changed(done, other_mask)) for each in proof.findings]
    assert ("proof-disagrees", "proof-differs") in {(each.code, dict(each.args).get("about")) for each in found}


def test_a_table_that_the_cheap_proof_should_have_refused_is_noticed_by_the_solver() -> None:
    made, done = compiled(
        PLACE, table("t", "U", ["place"], row("a", {"place": '"a"'}, "p.a"), row("b", {"place": 'not("a")'}, "p.b"))
    )
    gap = table("t", "U", ["place"], row("a", {"place": '"a"'}, "p.a"), row("b", {"place": '"b"'}, "p.b"))
    overlap = table("t", "U", ["place"], row("a", {"place": '"a"'}, "p.a"), row("b", {}, "p.b"))
    dead = table("t", "F", ["place"], row("a", {}, "p.a"), row("b", {"place": '"b"'}, "p.b"))
    for wrong, about in ((gap, "table-incomplete"), (overlap, "table-overlap"), (dead, "row-dead (b)")):
        tampered = replace(made, tables={"t": wrong})
        found = [dict(each.args).get("about") for proof in certify(tampered, done) for each in proof.findings]
        assert about in found


# Emergencies, don't know and idle questions, once more


DANGER = ask("danger", yes_no("danger"))
ALONE = ask("alone", yes_no("alone"), order=2, ask_if={"danger": True})


def test_a_suppressed_emergency_is_found_by_solver_and_enumeration() -> None:
    made = table("t", "C", ["danger", "place"], row("a", {"danger": True, "place": '"a"'}, "p.a"))
    place = ask("place", choice("place", "a", "b"), order=2)
    done = compiled(DANGER, place, outcome("p.a", group="do_now", assume=["danger"]), made)
    assert codes(*done) == [("proof-emergency", "panel-suppressed")]
    found = claim(*done)
    assert solver.dependence(found, [1]) == enumeration.dependence(found, [1]) == ((0, 1), (1, 2))


def test_a_weakened_panel_is_found_by_solver_and_enumeration() -> None:
    made = table("t", "C", ["danger", "alone"], row("a", {"danger": True, "alone": True}, "p.a"))
    done = compiled(DANGER, ALONE, outcome("p.a", assume=["danger"]), made)
    assert codes(*done) == [("proof-dont-know", "panel-weakened")]
    found = claim(*done)
    assert list(solver.harmed(found)) == [("weakened", "danger", ((0, 1), (1, 1)))]
    assert [(doubt.kind, doubt.input, doubt.answers) for doubt in enumeration.doubts(found)[1]] == [
        ("weakened", "danger", ((0, 1), (1, 1)))
    ]


def test_a_cube_that_forgets_the_condition_of_its_question_loses_the_panel_with_a_dont_know() -> None:
    """A program that asks for `alone` only if in danger, but then says that `alone` counts only without danger."""
    made = table("t", "C", ["danger", "alone"], row("a", {"alone": True}, "p.a"))
    rule_set, done = compiled(DANGER, ALONE, made)

    def wrong(program: dict[str, Any]) -> None:
        cubes(program, "p.a", 0)[0][0] = [[0, 2]]

    found = claim(rule_set, changed(done, wrong))
    assert solver.difference(found) is not None
    assert enumeration.difference(found)[1] is not None


def test_an_idle_question_is_found_by_the_solver() -> None:
    done = compiled(DANGER, ask("pet", yes_no("pet"), order=2), table("t", "C", ["danger"], row("a", {"danger": True}, "p.a")))
    assert codes(*done) == [("proof-idle", "question-idle")]
