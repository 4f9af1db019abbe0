"""Hit policies of the pre-check's tables, and tables that rest on values of others."""

from typing import Any

import pytest

from eligibility.engine import evaluate
from tests.eligibility.small_rules import (
    answers,
    chf,
    choice,
    findings_of,
    outcome,
    program_of,
    question,
    row,
    table,
    yes_no,
)

SAVINGS = question("savings", chf("savings"))
PLACE = question("where", choice("place", "vs", "fr"), order=2)
PARTNER = question("partner", yes_no("partner"), order=3)


def panels(program: dict[str, Any], **given: Any) -> dict[str, str]:
    result = evaluate(program, answers(**given))
    return {panel["id"]: panel["state"] for panel in result["panels"]}


def with_priority(*values: str) -> list[dict[str, Any]]:
    return [{"id": "panel", "kind": "panel", "values": list(values)}]


def test_with_priority_the_result_that_stands_first_in_the_list_wins_whatever_the_order_of_rows() -> None:
    rows = (
        row("ordinary", {}, "p.ordinary"),
        row("urgent", {"savings": "< 100"}, "p.urgent"),
    )
    program = program_of(SAVINGS, table("t", "P", ["savings"], *rows, outputs=with_priority("p.urgent", "p.ordinary")))
    assert panels(program, savings=9_999) == {"p.urgent": "shown"}
    assert panels(program, savings=10_000) == {"p.ordinary": "shown"}
    assert panels(program, savings={"min": 9_999, "max": 10_000}) == {"p.urgent": "possible", "p.ordinary": "possible"}


def test_with_priority_a_row_without_a_result_gives_way_to_every_other() -> None:
    rows = (row("nothing", {}), row("urgent", {"savings": "< 100"}, "p.urgent"))
    program = program_of(SAVINGS, table("t", "P", ["savings"], *rows, outputs=with_priority("p.urgent")))
    assert panels(program, savings=0) == {"p.urgent": "shown"}
    assert panels(program, savings=10_000) == {}


def test_priority_needs_the_list_that_gives_it() -> None:
    made = table("t", "P", ["savings"], row("a", {}, "p.a"))
    assert findings_of(SAVINGS, made) == [("priority-without-values", {"output": "panel"})]


def test_with_any_rows_may_overlap_if_they_agree() -> None:
    rows = (
        row("few", {"savings": "<= 100"}, "p.help"),
        row("partner", {"partner": True}, "p.help"),
        row("else", {"savings": "> 100", "partner": False}),
    )
    program = program_of(SAVINGS, PARTNER, table("t", "A", ["savings", "partner"], *rows))
    assert panels(program, savings=0, partner=True) == {"p.help": "shown"}
    assert panels(program, savings=20_000, partner=False) == {}
    assert panels(program, partner=True) == {"p.help": "shown"}


def test_with_any_rows_that_overlap_and_disagree_are_told_with_a_person() -> None:
    rows = (row("few", {"savings": "<= 100"}, "p.help"), row("all", {}))
    found = findings_of(SAVINGS, table("t", "A", ["savings"], *rows))
    assert [code for code, _ in found] == ["table-conflict"]
    assert found[0][1]["rows"] == "few, all"


def wealth(*values: str) -> Any:
    """A table that derives `wealth` from savings: little up to CHF 100, then much."""
    return table(
        "wealth",
        "U",
        ["savings"],
        {**row("little", {"savings": "<= 100"}), "then": {"wealth": values[0]}},
        {**row("much", {"savings": "> 100"}), "then": {"wealth": values[1]}},
        outputs=[{"id": "wealth", "kind": "value", "values": list(values)}],
    )


HELP = table(
    "help",
    "F",
    ["wealth", "place"],
    row("here", {"wealth": '"little"', "place": '"vs"'}, "p.help"),
    row("else", {}),
)


@pytest.mark.parametrize(("savings", "shown"), [(9_999, True), (10_000, True), (10_001, False)])
def test_a_table_rests_on_the_value_of_another(savings: int, shown: bool) -> None:
    program = program_of(SAVINGS, PLACE, wealth("little", "much"), HELP)
    assert (panels(program, savings=savings, place="vs") == {"p.help": "shown"}) is shown


def test_what_a_chain_leaves_open_is_possible_and_settled_by_the_inputs_below_it() -> None:
    program = program_of(SAVINGS, PLACE, wealth("little", "much"), HELP)
    result = evaluate(program, answers(place="vs"))
    assert [(panel["id"], panel["state"], panel["settle"]) for panel in result["panels"]] == [
        ("p.help", "possible", [["savings"]])
    ]
    assert result["values"]["wealth"] == {"candidates": ["little", "much"]}


def test_not_of_a_derived_value_means_its_other_values() -> None:
    other = table("help", "F", ["wealth"], row("poor", {"wealth": 'not("much")'}, "p.help"), row("else", {}))
    program = program_of(SAVINGS, wealth("little", "much"), other)
    assert panels(program, savings=0) == {"p.help": "shown"}
    assert panels(program, savings=20_000) == {}


def test_a_value_that_the_other_table_does_not_know_is_told() -> None:
    other = table("help", "F", ["wealth"], row("poor", {"wealth": '"none"'}, "p.help"), row("else", {}))
    found = findings_of(SAVINGS, wealth("little", "much"), other)
    assert ("option-unknown", {"input": "wealth", "value": "none", "allowed": "little, much"}) in found


def test_tables_that_rest_on_each_other_are_told() -> None:
    def of(id: str, own: str, other: str) -> Any:
        output = [{"id": own, "kind": "value", "values": ["a", "b"]}]
        rows = ({**row("x", {other: '"a"'}), "then": {own: "a"}}, {**row("y", {}), "then": {own: "b"}})
        return table(id, "F", [other], *rows, outputs=output)

    codes = [(code, args["table"]) for code, args in findings_of(SAVINGS, of("t", "one", "two"), of("u", "two", "one"))]
    assert codes == [("table-cycle", "t"), ("table-cycle", "u")]


def test_a_row_that_rests_on_another_table_names_the_sources_of_both() -> None:
    below = table(
        "wealth",
        "U",
        ["savings"],
        {**row("little", {"savings": "<= 100"}), "then": {"wealth": "little"}, "sources": [{"source": "act"}]},
        {**row("much", {"savings": "> 100"}), "then": {"wealth": "much"}},
        outputs=[{"id": "wealth", "kind": "value", "values": ["little", "much"]}],
    )
    program = program_of(SAVINGS, PLACE, below, HELP)
    reasons = evaluate(program, answers(savings=0, place="vs"))["panels"][0]["why"]
    assert [source["source"] for source in reasons[0]["sources"]] == ["directive", "act"]


def test_a_remark_about_the_answers_is_shown_when_certain_and_never_possible() -> None:
    remark = outcome("p.talk", certain_only=True)
    made = table("t", "C", ["savings", "partner"], row("odd", {"savings": "> 100", "partner": True}, "p.talk"))
    program = program_of(SAVINGS, PARTNER, remark, made)
    assert panels(program, savings=20_000, partner=True) == {"p.talk": "shown"}
    assert panels(program, savings=20_000) == {}
    assert panels(program) == {}
