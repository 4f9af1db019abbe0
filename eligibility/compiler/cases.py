"""Runs the worked cases and says where a result differs from what a case expects."""

from collections.abc import Iterable, Iterator
from typing import Any

from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.kinds import Case, CaseFile
from eligibility.compiler.loader import Record
from eligibility.engine import AnswerError, evaluate


def answers_of(case: Case) -> dict[str, Any]:
    """The answers of a case as answers/1."""
    return {"schema": "answers/1", "as_of": case.as_of, "answers": case.answers}


def case_findings(program: dict[str, Any], files: Iterable[Record[CaseFile]]) -> Iterator[Finding]:
    """One finding for each case that cannot be read, and for each thing that comes out differently."""
    seen: dict[str, str] = {}
    for record in files:
        for index, case in enumerate(record.item.cases):
            mark = record.mark("cases", index, "id")
            if case.id in seen:
                yield finding(mark, "case-repeated", case=case.id, other=seen[case.id])
            seen.setdefault(case.id, record.document.file)
            try:
                result = evaluate(program, answers_of(case))
            except AnswerError as error:
                details = ", ".join(f"{name}={value}" for name, value in sorted(error.arguments.items()))
                yield finding(mark, "case-unreadable", case=case.id, problem=error.code, details=details)
                continue
            for about, expected, found in _differences(case, result):
                yield finding(mark, "case-differs", case=case.id, about=about, expected=expected, found=found)


def _differences(case: Case, result: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What differs: (panel or value, what was expected, what came out), `-` for nothing."""
    states = {panel["id"]: panel["state"] for panel in result["panels"]}
    for panel in sorted({*states, *case.expect.panels}):
        expected, found = case.expect.panels.get(panel, "-"), states.get(panel, "-")
        if expected != found:
            yield panel, expected, found
    unconfirmed = [panel["id"] for panel in result["panels"] if panel["unconfirmed"]]
    if sorted(case.expect.unconfirmed) != sorted(unconfirmed):
        yield "unconfirmed", ", ".join(sorted(case.expect.unconfirmed)) or "-", ", ".join(sorted(unconfirmed)) or "-"
    for value, expected_values in case.expect.values.items():
        result_value = result["values"].get(value, {"candidates": []})
        found_values = [result_value["known"]] if "known" in result_value else result_value["candidates"]
        if expected_values != found_values:
            yield value, ", ".join(expected_values) or "-", ", ".join(found_values) or "-"
