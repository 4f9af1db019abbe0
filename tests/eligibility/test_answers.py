"""What answers mean, and what is told when they cannot be read."""

import json
from typing import Any

import pytest

from eligibility.engine import AnswerError, evaluate, evaluate_json
from eligibility.engine.answers import read_answers
from eligibility.engine.dates import is_date
from tests.eligibility.small_rules import answers, chf, choice, count, multi, program_of, question, row, table, yes_no

PROGRAM = program_of(
    question("first", choice("place", "a", "b", "c"), {"id": "commune", "kind": "commune"}),
    question("second", yes_no("safe"), multi("work", "lost", "ends"), order=2),
    question("third", count("children", 9), {**chf("savings"), "maximum": 1000}, order=3),
    question("fourth", yes_no("months"), ask_if={"work.lost": True}, order=4),
    table(
        "t",
        "C",
        ["children", "savings"],
        row("a", {"children": "< 2"}, "p.a"),
        row("b", {"children": "[4..5]"}, "p.a"),
        row("c", {"savings": "> 400"}, "p.b"),
    ),
)

# index of the inputs in PROGRAM
PLACE, SAFE, LOST, ENDS, CHILDREN, SAVINGS, MONTHS = 0, 2, 3, 4, 5, 6, 7

OUT_OF_RANGE = {"value": 100001, "min": 0, "max": 100000}


def mask(index: int, **given: Any) -> int:
    return read_answers(PROGRAM, answers(**given)).masks[index]


def test_the_inputs_stand_where_these_tests_expect_them() -> None:
    ids = ["place", "commune", "safe", "work.lost", "work.ends", "children", "savings", "months"]
    assert [item["id"] for item in PROGRAM["inputs"]] == ids


@pytest.mark.parametrize("nothing", [{}, {"place": None}, {"place": {"declined": True}}])
def test_no_answer_do_not_know_and_prefer_not_to_say_leave_all_cells(nothing: dict[str, Any]) -> None:
    assert mask(PLACE, **nothing) == 0b111


def test_a_known_answer_is_one_cell() -> None:
    assert mask(PLACE, place="b") == 0b010
    assert mask(SAFE, safe="yes") == mask(SAFE, safe=True) == 0b01
    assert mask(SAFE, safe="no") == mask(SAFE, safe=False) == 0b10
    assert mask(CHILDREN, children=3) == 0b0010


def test_several_options_are_yes_for_those_and_no_for_the_others() -> None:
    assert [mask(index, work=["lost"]) for index in (LOST, ENDS)] == [0b01, 0b10]
    assert [mask(index, work=[]) for index in (LOST, ENDS)] == [0b10, 0b10]
    assert [mask(index, work=None) for index in (LOST, ENDS)] == [0b11, 0b11]


@pytest.mark.parametrize(
    ("band", "cells"),
    [
        ({"min": 0, "max": 1}, 0b0001),
        ({"min": 1, "max": 2}, 0b0011),
        ({"min": 2, "max": 4}, 0b0110),
        ({"min": 0, "max": 9}, 0b1111),
        ({"min": 5, "max": 5}, 0b0100),
        ({"min": 6}, 0b1000),
        ({"max": 3}, 0b0011),
        ({"min": 4, "max": None}, 0b1100),
    ],
)
def test_a_band_is_all_cells_it_touches_with_both_ends(band: dict[str, Any], cells: int) -> None:
    assert mask(CHILDREN, children=band) == cells


def test_who_declined_is_remembered_and_an_answer_is_not_taken_for_it() -> None:
    declined = read_answers(PROGRAM, answers(work={"declined": True}, place="a")).declined
    assert [declined[index] for index in (PLACE, LOST, ENDS)] == [False, True, True]


def test_an_answer_whose_question_would_not_be_asked_is_left_out_and_noted() -> None:
    left_out = [{"id": "left_out", "input": "months"}]
    for work in (None, [], ["ends"], {"declined": True}):
        reading = read_answers(PROGRAM, answers(months="no", work=work))
        assert (reading.masks[MONTHS], reading.notes) == (0b11, left_out)
    reading = read_answers(PROGRAM, answers(months="no", work=["lost"]))
    assert (reading.masks[MONTHS], reading.notes) == (0b10, [])
    for months in (None, {"declined": True}):
        assert read_answers(PROGRAM, answers(months=months)).notes == []


@pytest.mark.parametrize(
    ("given", "code", "arguments"),
    [
        ({"nowhere": 1}, "input-unknown", {"input": "nowhere"}),
        ({"work.lost": "yes"}, "input-unknown", {"input": "work.lost"}),
        ({"place": "d"}, "option-unknown", {"input": "place", "value": "d"}),
        ({"safe": "maybe"}, "option-unknown", {"input": "safe", "value": "maybe"}),
        ({"work": ["lost", "found"]}, "option-unknown", {"input": "work", "value": "found"}),
        ({"place": 1}, "value-type", {"input": "place", "expected": "choice"}),
        ({"place": ["a"]}, "value-type", {"input": "place", "expected": "choice"}),
        ({"place": True}, "value-type", {"input": "place", "expected": "choice"}),
        ({"safe": 1}, "value-type", {"input": "safe", "expected": "yes_no"}),
        ({"work": "lost"}, "value-type", {"input": "work", "expected": "multi"}),
        ({"children": "3"}, "value-type", {"input": "children", "expected": "count"}),
        ({"children": 1.0}, "value-type", {"input": "children", "expected": "count"}),
        ({"children": True}, "value-type", {"input": "children", "expected": "count"}),
        ({"children": {}}, "value-type", {"input": "children", "expected": "count"}),
        ({"children": {"min": None}}, "value-type", {"input": "children", "expected": "count"}),
        ({"children": {"declined": False}}, "value-type", {"input": "children", "expected": "count"}),
        ({"savings": {"min": 1, "most": 2}}, "value-type", {"input": "savings", "expected": "chf"}),
        ({"savings": {"min": 0.5, "max": 1}}, "value-type", {"input": "savings", "expected": "chf"}),
        ({"children": -1}, "value-out-of-range", {"input": "children", "value": -1, "min": 0, "max": 9}),
        ({"children": 10}, "value-out-of-range", {"input": "children", "value": 10, "min": 0, "max": 9}),
        (
            {"savings": {"min": 0, "max": 100001}},
            "value-out-of-range",
            {"input": "savings", **OUT_OF_RANGE},
        ),
        ({"children": {"min": 3, "max": 2}}, "band-reversed", {"input": "children", "min": 3, "max": 2}),
        ({"commune": [1]}, "value-type", {"input": "commune", "expected": "commune"}),
        ({"commune": True}, "value-type", {"input": "commune", "expected": "commune"}),
    ],
)
def test_an_answer_that_cannot_be_read_is_told_by_code_and_arguments(
    given: dict[str, Any], code: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(AnswerError) as raised:
        evaluate(PROGRAM, answers(**given))
    assert (raised.value.code, raised.value.arguments) == (code, arguments)


@pytest.mark.parametrize(
    ("whole", "code"),
    [
        ([], "invalid"),
        ({}, "invalid"),
        ({"schema": "answers/2", "as_of": "2026-01-01", "answers": {}}, "invalid"),
        ({"schema": "answers/1", "as_of": "2026-01-01", "answers": []}, "invalid"),
        ({"schema": "answers/1", "answers": {}}, "date-missing"),
        ({"schema": "answers/1", "as_of": "2026-02-29", "answers": {}}, "date-invalid"),
        ({"schema": "answers/1", "as_of": 20260101, "answers": {}}, "date-invalid"),
    ],
)
def test_answers_that_are_no_answers_at_all(whole: Any, code: str) -> None:
    with pytest.raises(AnswerError) as raised:
        evaluate(PROGRAM, whole)
    assert raised.value.code == code


def test_an_amount_without_a_maximum_is_only_refused_below_zero(program: dict[str, Any]) -> None:
    assert evaluate(program, answers(savings=10**15))["schema"] == "result/1"
    with pytest.raises(AnswerError) as raised:
        evaluate(program, answers(savings=-1))
    assert raised.value.arguments == {"input": "savings", "value": -1, "min": 0, "max": "…"}


def test_days_before_the_first_day_of_the_program_are_refused(program: dict[str, Any]) -> None:
    assert evaluate(program, answers("2021-07-01"))["as_of"] == "2021-07-01"
    with pytest.raises(AnswerError) as raised:
        evaluate(program, answers("2021-06-30"))
    assert raised.value.code == "date-too-early"
    assert raised.value.arguments == {"value": "2021-06-30", "first": "2021-07-01"}


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("1900-02-29", False),
        ("2000-02-29", True),
        ("2026-12-31", True),
        ("2026-04-31", False),
        ("2026-13-01", False),
        ("2026-00-10", False),
        ("2026-01-00", False),
        ("0000-01-01", False),
        ("2026-1-01", False),
        ("2026-01-1", False),
        ("20260101", False),
        ("2026-01-01T00", False),
        ("٢٠٢٦-01-01", False),
        ("2026/01/01", False),
        ("+026-01-01", False),
        (None, False),
        (20260101, False),
    ],
)
def test_a_date_is_a_real_day_written_in_iso(text: object, real: bool) -> None:
    assert is_date(text) is real


def ask(request: Any) -> Any:
    return json.loads(evaluate_json(json.dumps(PROGRAM), json.dumps(request)))


def test_text_in_text_out_gives_the_same_result() -> None:
    given = answers(children=1, savings=50000)
    assert ask({"kind": "evaluate", "answers": given}) == {"ok": True, "result": evaluate(PROGRAM, given)}
    everything = {"ok": True, "result": evaluate(PROGRAM, given, everything=True)}
    assert ask({"kind": "evaluate", "answers": given, "everything": True}) == everything
    assert ask({"kind": "explain", "answers": given}) == everything


def test_text_in_text_out_tells_errors_by_code_and_message_id() -> None:
    error = {"code": "input-unknown", "message_id": "answer-input-unknown", "args": {"input": "nowhere"}}
    assert ask({"kind": "evaluate", "answers": answers(nowhere=1)}) == {"ok": False, "error": error}


@pytest.mark.parametrize("request_", [[], {}, {"kind": "delete"}, {"kind": "evaluate"}, {"kind": "evaluate", "answers": 3}])
def test_text_in_text_out_refuses_other_requests(request_: Any) -> None:
    assert ask(request_)["error"]["code"] == "invalid"


def test_another_program_text_is_read_anew() -> None:
    request = json.dumps({"kind": "evaluate", "answers": answers()})
    other = {**PROGRAM, "id": "sha256-other"}
    assert json.loads(evaluate_json(json.dumps(PROGRAM), request))["result"]["program"] == PROGRAM["id"]
    assert json.loads(evaluate_json(json.dumps(other), request))["result"]["program"] == "sha256-other"
