"""Why a panel is shown, what would settle it, and why it is not shown."""

from typing import Any

from eligibility.engine import evaluate
from tests.eligibility.small_rules import (
    answers,
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


def panel(program: dict[str, Any], id: str, as_of: str = "2026-01-01", **given: Any) -> dict[str, Any]:
    panels = evaluate(program, answers(as_of, **given), everything=True)["panels"]
    return next(each for each in panels if each["id"] == id)


VALAIS = {"place": "vs", "adults": "one", "children": 0}


def test_the_reason_names_rows_answers_sources_and_the_days_it_holds(program: dict[str, Any]) -> None:
    shown = panel(program, "asset_allowance.within", **VALAIS, savings=500000)
    assert shown["why"] == [
        {
            "rows": ["asset_allowance.vs_one_within"],
            "answers": ["place", "savings"],
            "sources": [{"source": "vs-directive-2026-01-01", "locator": "21.1"}],
            "from": "2026-01-01",
            "until": None,
        }
    ]


def test_the_reason_of_an_earlier_day_rests_on_the_edition_of_that_day(program: dict[str, Any]) -> None:
    (reason,) = panel(program, "asset_allowance.above", "2024-09-30", **VALAIS, savings=500000)["why"]
    assert reason["sources"] == [{"source": "vs-directive-2021-07-01", "locator": "21.1"}]
    assert (reason["from"], reason["until"]) == ("2021-07-01", "2024-09-30")


def test_only_rows_that_can_still_apply_stand_in_the_reason(program: dict[str, Any]) -> None:
    one = panel(program, "asset_allowance.within", **VALAIS, savings=0)["why"]
    assert {tuple(reason["rows"]) for reason in one} == {("asset_allowance.vs_one_within",)}
    (anyone,) = panel(program, "asset_allowance.within", place="vs", savings=0)["why"]
    assert len(anyone["rows"]) == 6
    assert anyone["answers"] == ["place", "savings"]


def test_every_way_that_is_true_is_told(program: dict[str, Any]) -> None:
    both = panel(program, "bridge.ask_now", situation=["job_lost", "job_ends_soon"], urgent_need="no", money_30="yes")
    assert [reason["answers"] for reason in both["why"]] == [
        ["urgent_need", "situation.job_lost"],
        ["urgent_need", "situation.job_ends_soon"],
    ]


def test_a_follow_up_brings_the_question_it_waits_for(program: dict[str, Any]) -> None:
    assert panel(program, "unemployment_insurance.register")["settle"] == [["situation", "worked_12"]]
    assert panel(program, "unemployment_insurance.register", situation=["job_lost"])["settle"] == [["worked_12"]]


def test_a_follow_up_brings_its_question_also_where_the_rule_itself_no_longer_needs_it() -> None:
    """x or, if not x, y: the rule is true if y is yes or x is. To be asked y, a person must first answer x."""
    program = program_of(
        question("first", yes_no("x")),
        question("second", yes_no("y"), ask_if={"x": False}, order=2),
        table("t", "C", ["x", "y"], row("a", {"x": True}, "p.a"), row("b", {"y": True}, "p.a")),
    )
    assert panel(program, "p.a")["settle"] == [["x"]]
    assert panel(program, "p.a", x={"declined": True})["settle"] == []


def test_what_a_person_declined_is_never_named(program: dict[str, Any]) -> None:
    declined = {"declined": True}
    assert panel(program, "unemployment_insurance.register", situation=declined)["settle"] == []
    assert panel(program, "unemployment_insurance.register", situation=["job_lost"], worked_12=declined)["settle"] == []


def test_a_value_nobody_confirmed_is_never_named(program: dict[str, Any]) -> None:
    possible = panel(program, "asset_allowance.within", place="fr")
    assert (possible["state"], possible["unconfirmed"], possible["settle"]) == ("possible", True, [])


def test_options_of_one_question_count_once() -> None:
    program = program_of(
        question("first", multi("m", "p", "q"), yes_no("x")),
        table("t", "C", ["m.p", "m.q", "x"], row("a", {"m.p": True, "m.q": False, "x": True}, "p.a")),
    )
    assert panel(program, "p.a")["settle"] == [["m", "x"]]


def test_a_band_that_is_too_wide_can_be_settled_by_a_closer_answer(program: dict[str, Any]) -> None:
    wide = panel(program, "asset_allowance.within", **VALAIS, savings={"min": 500000, "max": 700000})
    assert wide["settle"] == [["savings"]]


def test_at_most_three_ways_are_told_the_smallest_first() -> None:
    inputs = [yes_no(id) for id in "abcdef"]
    rows = [
        row("one", {"e": True, "f": True}, "p.a"),
        *(row(id, {id: True}, "p.a") for id in "dcba"),
    ]
    program = program_of(question("q", *inputs), table("t", "C", list("abcdef"), *rows))
    assert panel(program, "p.a")["settle"] == [["a"], ["b"], ["c"]]
    assert panel(program, "p.a", a="no", b="no", d="no")["settle"] == [["c"], ["e", "f"]]


def test_why_not_is_the_way_that_fails_on_the_fewest_inputs() -> None:
    program = program_of(
        question("q", yes_no("x"), yes_no("y"), choice("z", "a", "b")),
        table(
            "t",
            "C",
            ["x", "y", "z"],
            row("two", {"x": True, "y": True}, "p.a"),
            row("one", {"x": False, "z": '"a"'}, "p.a"),
        ),
    )
    assert panel(program, "p.a", x="no", y="no", z="b")["why_not"] == {"rows": ["t.one"], "answers": ["z"]}


def test_why_not_names_the_row_of_the_persons_own_household(program: dict[str, Any]) -> None:
    not_within = panel(program, "asset_allowance.within", **VALAIS, savings=600001)
    assert not_within["why_not"] == {"rows": ["asset_allowance.vs_one_within"], "answers": ["savings"]}


def test_why_not_is_empty_when_no_rule_is_in_force() -> None:
    late = table("t", "C", ["x"], row("a", {"x": True}, "p.a", valid_from="2027-01-01"))
    program = program_of(question("q", yes_no("x")), late)
    assert panel(program, "p.a", x="yes")["why_not"] == {"rows": [], "answers": []}


def test_an_assumed_input_is_true_as_soon_as_it_may_be() -> None:
    program = program_of(
        question("q", yes_no("danger"), yes_no("x")),
        outcome("p.a", assume=["danger"]),
        table("t", "C", ["danger", "x"], row("a", {"danger": True, "x": True}, "p.a")),
    )
    for given in ({}, {"danger": None}, {"danger": {"declined": True}}, {"danger": "yes"}):
        assert panel(program, "p.a", x="yes", **given)["state"] == "shown"
        assert panel(program, "p.a", **given)["settle"] == [["x"]]
    assert panel(program, "p.a", x="yes", danger="no")["why_not"] == {"rows": ["t.a"], "answers": ["danger"]}


def test_a_way_over_a_known_answer_remains_where_the_other_is_unconfirmed() -> None:
    program = program_of(
        question("q", chf("savings"), yes_no("x")),
        parameter("limit", (None, None, None)),
        table("t", "C", ["savings", "x"], row("a", {"savings": "< limit"}, "p.a"), row("b", {"x": True}, "p.a")),
    )
    possible = panel(program, "p.a", savings=0)
    assert (possible["unconfirmed"], possible["settle"]) == (True, [["x"]])
