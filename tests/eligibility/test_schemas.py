"""The contracts as JSON Schemas, against real objects and against wrong ones."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from eligibility.compiler.cases import answers_of
from eligibility.compiler.loader import Records
from eligibility.engine import evaluate

FOLDER = Path(__file__).parent.parent.parent / "eligibility" / "schemas"


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_program_of_the_project_fits(program: dict[str, Any]) -> None:
    validator("program-1").validate(program)


def test_the_answers_of_all_cases_fit(records: Records) -> None:
    for record in records["case"].values():
        for case in record.item.cases:
            validator("answers-1").validate(answers_of(case))


@pytest.mark.parametrize("everything", [False, True])
def test_the_results_of_all_cases_fit(program: dict[str, Any], records: Records, everything: bool) -> None:
    for record in records["case"].values():
        for case in record.item.cases:
            validator("result-1").validate(evaluate(program, answers_of(case), everything=everything))


@pytest.mark.parametrize(
    "value",
    [1.5, {"declined": False}, {"min": 1, "most": 2}, {}, {"min": 0.5}, ["A"], {"declined": True, "min": 1}],
)
def test_answers_that_mean_nothing_do_not_fit(value: Any) -> None:
    whole = {"schema": "answers/1", "as_of": "2026-01-01", "answers": {"savings": value}}
    assert not validator("answers-1").is_valid(whole)


@pytest.mark.parametrize("path", [("id",), ("panels", 0, "intervals", 0, "cubes", 0), ("inputs", 0, "kind"), ("rows", 0)])
def test_a_program_with_something_broken_does_not_fit(program: dict[str, Any], path: tuple[str | int, ...]) -> None:
    broken: Any = copy.deepcopy(program)
    place = broken
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = "broken"
    assert not validator("program-1").is_valid(broken)


def test_a_panel_not_shown_needs_its_why_not_and_no_other_may_have_one(program: dict[str, Any]) -> None:
    whole = {"schema": "answers/1", "as_of": "2026-01-01", "answers": {"safety": "no"}}
    result = evaluate(program, whole, everything=True)
    hidden = next(panel for panel in result["panels"] if panel["state"] == "not_shown")
    why_not = hidden.pop("why_not")
    assert not validator("result-1").is_valid(result)
    hidden["why_not"] = why_not
    assert validator("result-1").is_valid(result)
    result["panels"] = [{**panel, "why_not": why_not} for panel in result["panels"]]
    assert not validator("result-1").is_valid(result)
