"""What the compiler tells an editor: one small mistake each, and all mistakes at once."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from eligibility.compiler.codes import read_codes
from eligibility.compiler.findings import Findings, Mark
from eligibility.compiler.loader import Record
from eligibility.compiler.program import compile_program
from eligibility.compiler.ruleset import RuleSet
from tests.eligibility.small_rules import (
    ALWAYS,
    chf,
    choice,
    codes_for,
    computed,
    count,
    findings_of,
    multi,
    outcome,
    parameter,
    question,
    row,
    rules,
    table,
    yes_no,
)

PLACE = question("place", choice("place", "vs", "fr"))
SAVINGS = question("savings", chf("savings"))
WORK = question("work", multi("work", "lost", "ends"), yes_no("safe"), count("children", 5))


def one(*records: Record[Any]) -> tuple[str, dict[str, str]]:
    """The only finding."""
    (found,) = findings_of(*records)
    return found


def cell(input: str, text: Any, *more: Record[Any]) -> tuple[str, dict[str, str]]:
    """The only finding about one cell."""
    return one(PLACE, question("other", *SAVINGS.item.model_dump()["inputs"], order=2), QUESTIONS, *more, a_table(input, text))


QUESTIONS = question("work", multi("work", "lost", "ends"), yes_no("safe"), count("children", 5), order=3)


def a_table(input: str, text: Any) -> Record[Any]:
    return table("t", "C", [input], row("a", {input: text}, "p.a"))


def test_a_cell_that_cannot_be_read_is_told_with_the_column_and_what_may_stand_there() -> None:
    code, args = cell("savings", "<= 4'000")
    assert code == "cell-unparsable"
    assert (args["input"], args["cell"], args["column"]) == ("savings", "<= 4'000", "5")
    assert args["expected"]


def test_an_option_that_does_not_exist_is_told_with_those_that_do() -> None:
    assert cell("place", '"ge"') == ("option-unknown", {"input": "place", "value": "ge", "allowed": "vs, fr"})


def test_an_option_without_quotation_marks_is_recognised() -> None:
    assert cell("place", "vs") == ("option-unquoted", {"input": "place", "value": "vs", "column": "1"})


def test_a_parameter_that_does_not_exist_is_told() -> None:
    assert cell("savings", "> lmit") == ("parameter-unknown", {"parameter": "lmit", "column": "3"})


@pytest.mark.parametrize(
    ("input", "text", "expected"),
    [
        ("place", "3", '"vs", "fr"'),
        ("place", '< "vs"', '"vs", "fr"'),
        ("safe", '"yes"', "true, false"),
        ("safe", "1", "true, false"),
        ("work.lost", "< 2", "true, false"),
        ("children", "true", "3"),
        ("children", "1.5", "3"),
        ("children", "limit", "3"),
        ("savings", "true", "4000, 4000.50, parameter"),
        ("savings", "0.005", "4000, 4000.50, parameter"),
    ],
)
def test_a_cell_must_fit_its_input(input: str, text: str, expected: str) -> None:
    code, args = cell(input, text)
    assert (code, args["input"], args["expected"]) == ("cell-type", input, expected)


@pytest.mark.parametrize(
    ("input", "code"),
    [("nowhere", "input-unknown"), ("work", "input-needs-option"), ("commune", "input-not-for-rules")],
)
def test_a_table_names_inputs_that_rules_can_use(input: str, code: str) -> None:
    found = one(WORK, question("where", {"id": "commune", "kind": "commune"}, order=2), a_table(input, "-"))
    assert found[0] == code
    assert found[1]["input"] == input


def test_a_row_fills_the_columns_of_its_table_only() -> None:
    made = table("t", "C", ["place"], {**row("a", {"savings": "3"}, "p.a"), "then": {"panel": "p.a", "amount": "x"}})
    assert findings_of(PLACE, question("s", chf("savings"), order=2), made) == [
        ("column-unknown", {"table": "t", "column": "amount"}),
        ("column-unknown", {"table": "t", "column": "savings"}),
    ]


def test_a_panel_must_exist() -> None:
    made = rules(PLACE, table("t", "C", ["place"], row("a", {}, "p.a")))
    made.outcomes.clear()
    with pytest.raises(Findings) as raised:
        compile_program(made, codes_for(made))
    assert [(each.code, dict(each.args)) for each in raised.value.findings] == [("panel-unknown", {"panel": "p.a"})]


def test_an_outcome_that_no_table_names_is_told() -> None:
    assert one(PLACE, outcome("p.lonely")) == ("outcome-unused", {"panel": "p.lonely"})


def test_an_outcome_assumes_known_inputs() -> None:
    made = table("t", "C", ["place"], row("a", {}, "p.a"))
    assert one(PLACE, outcome("p.a", assume=["work"]), made) == ("input-unknown", {"input": "work"})


def values(id: str, value: str) -> Record[Any]:
    made = {**row("a", {}), "then": {"authority": value}}
    return table(id, "C", ["place"], made, outputs=[{"id": "authority", "kind": "value", "values": ["stay"]}])


def test_a_value_must_be_declared() -> None:
    assert one(PLACE, values("t", "home")) == ("value-unknown", {"value": "home", "allowed": "stay"})


def test_a_value_comes_from_one_table() -> None:
    assert one(PLACE, values("t", "stay"), values("u", "stay")) == ("output-repeated", {"output": "authority", "table": "t"})


def test_other_hit_policies_are_refused() -> None:
    found = one(PLACE, table("t", "R", ["place"], row("a", {}, "p.a")))
    assert found == ("hit-policy-unsupported", {"value": "R", "allowed": "U, A, P, F, C"})


def test_rows_of_a_table_have_different_ids() -> None:
    made = table("t", "C", ["place"], row("a", {}, "p.a"), row("a", {}, "p.b"))
    assert one(PLACE, made) == ("row-repeated", {"table": "t", "row": "a"})


def test_inputs_options_and_places_are_unique_and_there_is_one_commune() -> None:
    commune = {"id": "commune", "kind": "commune"}
    found = findings_of(
        question("a", choice("x", "one", "one"), commune),
        question("b", yes_no("x"), {**commune, "id": "municipality"}),
    )
    assert found == [
        ("option-repeated", {"input": "x", "value": "one"}),
        ("commune-repeated", {"input": "municipality", "other": "commune"}),
        ("input-repeated", {"input": "x", "question": "a"}),
        ("order-repeated", {"question": "b", "other": "a", "order": "1"}),
    ]


def test_questions_must_not_wait_for_each_other() -> None:
    found = findings_of(
        question("a", yes_no("x"), ask_if={"y": True}),
        question("b", yes_no("y"), ask_if={"x": True}, order=2),
        question("c", yes_no("z"), ask_if={"y": True}, order=3),
    )
    assert found == [("ask-if-cycle", {"question": "a"}), ("ask-if-cycle", {"question": "b"})]


def test_a_condition_names_known_inputs_and_no_parameter() -> None:
    limit = parameter("limit", (None, None, 40))
    ask = question("b", yes_no("y"), ask_if={"savings": "< limit", "nowhere": True}, order=2)
    assert findings_of(SAVINGS, limit, ask) == [
        ("ask-if-parameter", {"question": "b", "cell": "< limit"}),
        ("input-unknown", {"input": "nowhere"}),
    ]


def test_a_parameter_needs_a_state_on_every_day_a_row_names_it() -> None:
    limit = parameter("limit", ("2024-01-01", "2024-12-31", 40), ("2026-01-01", None, 60))
    since = [{**ALWAYS[0], "valid_from": "2024-01-01"}]
    made = table("t", "C", ["savings"], row("a", {"savings": "> limit"}, "p.a"), states=since)
    expected = {"table": "t", "row": "a", "id": "limit", "date": "2025-01-01"}
    assert one(SAVINGS, limit, made) == ("parameter-without-state", expected)


def test_questions_and_outcomes_are_in_force_on_every_day_a_row_names_them() -> None:
    until = [{**ALWAYS[0], "valid_until": "2025-12-31"}]
    made = table("t", "C", ["place"], row("a", {"place": '"vs"'}, "p.a", valid_from="2026-01-01"))
    found = findings_of(question("where", choice("place", "vs", "fr"), states=until), outcome("p.a", states=until), made)
    assert found == [
        ("not-in-force", {"table": "t", "row": "a", "id": "p.a", "date": "2026-01-01"}),
        ("not-in-force", {"table": "t", "row": "a", "id": "where", "date": "2026-01-01"}),
    ]


def test_all_mistakes_of_all_tables_are_told_at_once() -> None:
    made = table("t", "C", ["place"], row("a", {"place": "vs"}, "p.a"), row("b", {"place": '"ge"'}, "p.a"))
    other = table("u", "R", ["nowhere"], row("a", {}, "p.a"))
    codes = [code for code, _args in findings_of(PLACE, made, other, outcome("p.lonely"))]
    assert codes == ["outcome-unused", "option-unknown", "option-unquoted", "hit-policy-unsupported", "input-unknown"]


@pytest.mark.parametrize(
    ("input", "code"),
    [
        ({"id": "x", "kind": "choice"}, "options-missing"),
        ({**choice("x", "a"), "kind": "chf"}, "options-unexpected"),
        ({"id": "x", "kind": "count"}, "maximum-missing"),
    ],
)
def test_an_input_has_what_its_kind_needs(input: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as raised:
        question("q", input)
    assert [error["type"] for error in raised.value.errors()] == [code]


def test_a_parameter_is_written_or_computed_not_both() -> None:
    with pytest.raises(ValidationError) as raised:
        computed("x", [("a", 1)]).item.model_validate(
            {**parameter("x", (None, None, 40)).document.data, "computed": {"add": [{"parameter": "a"}]}}
        )
    assert [error["type"] for error in raised.value.errors()] == ["computed-with-states"]


def lock(folder: Path, text: str) -> dict[str, int]:
    (folder / "eligibility").mkdir()
    (folder / "eligibility" / "codes.lock").write_text(text, "utf-8")
    return read_codes(folder)


def test_the_lock_gives_inputs_and_options_their_numbers(tmp_path: Path) -> None:
    codes = lock(tmp_path, "# for ever\nplace 1\nsavings 2\n\nplace.vs 1\nplace.fr 2\n")
    assert codes == {"place": 1, "savings": 2, "place.vs": 1, "place.fr": 2}


def test_the_lock_refuses_numbers_that_changed_or_repeat_and_lines_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(Findings) as raised:
        lock(tmp_path, "place 1\nsavings 3\nplace 2\nwork=4\n")
    found = [(each.mark, each.code, dict(each.args)) for each in raised.value.findings]
    file = "eligibility/codes.lock"
    assert found == [
        (Mark(file, 2), "code-changed", {"id": "savings", "found": "3", "expected": "2"}),
        (Mark(file, 3), "code-repeated", {"id": "place"}),
        (Mark(file, 4), "code-line-invalid", {"line": "work=4"}),
    ]


def test_an_input_or_option_without_a_number_is_told_with_the_line_to_add() -> None:
    made: RuleSet = rules(PLACE)
    with pytest.raises(Findings) as raised:
        compile_program(made, {"place": 1, "place.vs": 1, "savings": 2})
    assert [(each.code, dict(each.args)) for each in raised.value.findings] == [
        ("code-missing", {"id": "place.fr", "line": "place.fr 2"})
    ]


def test_a_missing_lock_is_an_empty_one(tmp_path: Path) -> None:
    assert read_codes(tmp_path) == {}
