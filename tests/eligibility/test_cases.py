"""The worked cases of the project, written from the sources before they were run."""

from typing import Any

import pytest

from eligibility.compiler.cases import answers_of, case_findings
from eligibility.compiler.kinds import Case, CaseFile
from eligibility.compiler.loader import Record, Records
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.yaml12 import Document
from eligibility.engine import evaluate
from tests.eligibility.small_rules import SOURCE, TEXT, choice, parameter, program_of, question, row, table


def all_cases(records: Records) -> list[Case]:
    return [case for record in records["case"].values() for case in record.item.cases]


def test_every_case_comes_out_as_written(program: dict[str, Any], records: Records) -> None:
    assert list(case_findings(program, records["case"].values())) == []


def test_there_are_cases_for_every_table_and_for_every_day_on_which_something_changes(records: Records, project: RuleSet) -> None:
    assert set(records["case"]) == set(project.tables)
    assert len(all_cases(records)) >= 24
    assert {"2024-09-30", "2024-10-01", "2025-12-31", "2026-01-01"} <= {case.as_of for case in all_cases(records)}


def test_every_row_of_every_table_decides_in_some_case_that_is_shown_or_possible(
    program: dict[str, Any], records: Records
) -> None:
    """Shown by the rows behind the reasons, possible by the panels."""
    reached = set()
    for case in all_cases(records):
        for panel in evaluate(program, answers_of(case))["panels"]:
            reached |= {row for reason in panel["why"] for row in reason["rows"]}
    confirmed = {row["id"] for row in program["rows"] if ".fr_" not in row["id"]}
    assert confirmed - reached == set()


@pytest.mark.parametrize("panel", ["safety.get_safe", "urgent_need.ask_today"])
def test_no_other_answer_takes_an_emergency_panel_away(program: dict[str, Any], records: Records, panel: str) -> None:
    """Whatever else a case answers: with danger or need, or without a word about it, the panel is shown."""
    input = panel.partition(".")[0]
    for case in all_cases(records):
        for answer in ("yes" if input == "safety" else "no", None, {"declined": True}):
            given = answers_of(case)
            given["answers"] = {**given["answers"], input: answer}
            states = {each["id"]: each["state"] for each in evaluate(program, given)["panels"]}
            assert states.get(panel) == "shown", case.id


PROGRAM = program_of(
    question("place", choice("place", "a", "b")),
    question("savings", {"id": "savings", "kind": "chf"}, order=2),
    parameter("limit", (None, None, None)),
    table("t", "C", ["place", "savings"], row("x", {"place": '"a"'}, "p.x"), row("y", {"savings": "< limit"}, "p.y")),
)


def findings(*cases: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    made = [
        {"title": TEXT, "situation": TEXT, "as_of": "2026-01-01", "answers": {}, "sources": [SOURCE], **case} for case in cases
    ]
    item = CaseFile.model_validate({"cases": made})
    record = Record("case", item, Document("cases.yml", {}, {}))
    return [(each.code, dict(each.args)) for each in case_findings(PROGRAM, [record])]


def test_every_difference_is_told() -> None:
    found = findings({"id": "c", "expect": {"panels": {"p.x": "shown", "p.z": "shown"}, "values": {"authority": ["stay"]}}})
    assert found == [
        ("case-differs", {"case": "c", "about": "p.x", "expected": "shown", "found": "possible"}),
        ("case-differs", {"case": "c", "about": "p.y", "expected": "-", "found": "possible"}),
        ("case-differs", {"case": "c", "about": "p.z", "expected": "shown", "found": "-"}),
        ("case-differs", {"case": "c", "about": "unconfirmed", "expected": "-", "found": "p.y"}),
        ("case-differs", {"case": "c", "about": "authority", "expected": "stay", "found": "-"}),
    ]


def test_a_case_whose_answers_cannot_be_read_is_told() -> None:
    found = findings({"id": "c", "answers": {"place": "c"}, "expect": {"panels": {}}})
    assert found == [("case-unreadable", {"case": "c", "problem": "option-unknown", "details": "input=place, value=c"})]


def test_cases_have_different_ids() -> None:
    expect = {"panels": {"p.x": "shown", "p.y": "possible"}, "unconfirmed": ["p.y"]}
    case = {"id": "c", "answers": {"place": "a"}, "expect": expect}
    assert findings(case) == []
    assert findings(case, case) == [("case-repeated", {"case": "c", "other": "cases.yml"})]
