"""Plain tables: every hit policy, defaults, types, and what is told when a table or its input does not fit."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from eligibility.compiler.durations import Duration
from eligibility.compiler.findings import Findings
from eligibility.dmn.json_write import json_text
from eligibility.dmn.run import run
from tests.dmn.tables import read


def table(policy: str, rules: list[tuple[str, Any]], **more: Any) -> dict[str, Any]:
    """A table on one number `n` with one output `out`."""
    listed = [{"id": f"r{number}", "when": {"n": cell}, "then": {"out": result}} for number, (cell, result) in enumerate(rules)]
    output = {"id": "out"} | {name: more.pop(name) for name in ("values", "default", "type") if name in more}
    return {
        "id": "t",
        "hit_policy": policy,
        "inputs": [{"id": "n", "type": "number"}],
        "outputs": [output],
        "rules": listed,
    } | more


def codes(data: dict[str, Any], inputs: dict[str, Any] | None = None) -> list[str]:
    """What is found when the table is read, or run."""
    with pytest.raises(Findings) as raised:
        run(read(data), {} if inputs is None else inputs)
    return [found.code for found in raised.value.findings]


OVERLAPPING: list[tuple[str, Any]] = [("< 10", '"low"'), ("[5..20]", '"middle"'), (">= 20", '"high"'), ("7", '"middle"')]
VALUES = ['"high"', '"middle"', '"low"']


@pytest.mark.parametrize(
    ("policy", "n", "expected"),
    [
        ("U", 1, "low"),
        ("A", 1, "low"),
        ("P", 5, "middle"),
        ("P", 20, "high"),
        ("F", 5, "low"),
        ("F", 7, "low"),
        ("R", 7, ["low", "middle", "middle"]),
        ("O", 7, ["middle", "middle", "low"]),
        ("O", 20, ["high", "middle"]),
        ("C", 7, ["low", "middle", "middle"]),
        ("C", 1, ["low"]),
    ],
)
def test_each_hit_policy_chooses_as_dmn_says(policy: str, n: int, expected: Any) -> None:
    assert run(read(table(policy, OVERLAPPING, values=VALUES)), {"n": n}) == expected


def test_two_rows_of_a_unique_table_are_told_by_name() -> None:
    with pytest.raises(Findings) as raised:
        run(read(table("U", OVERLAPPING)), {"n": 7})
    (found,) = raised.value.findings
    assert (found.code, dict(found.args)["rows"]) == ("run-several-rows", "r0, r1, r3")


def test_rows_of_an_any_table_must_agree() -> None:
    agreeing = read(table("A", [("< 10", 1), ("> 5", "1.0"), ("7", "1")]))
    assert run(agreeing, {"n": 7}) == 1
    assert codes(table("A", OVERLAPPING), {"n": 7}) == ["run-results-differ"]


@pytest.mark.parametrize(
    ("aggregation", "n", "expected"),
    [("sum", 7, "6.3"), ("min", 7, "1"), ("max", 7, "3.3"), ("count", 7, "3"), ("count", 0, "null"), ("sum", 0, "null")],
)
def test_collected_numbers_are_aggregated_exactly(aggregation: str, n: int, expected: str) -> None:
    rules: list[tuple[str, Any]] = [("> 1", "1"), ("> 2", "2.0"), ("> 3", "3.30")]
    assert json_text(run(read(table("C", rules, aggregation=aggregation)), {"n": n})) == expected


def test_equal_results_are_counted_one_by_one() -> None:
    assert run(read(table("C", [("> 1", "5"), ("> 2", "5")], aggregation="count")), {"n": 3}) == 2


def test_a_null_makes_a_sum_null() -> None:
    assert run(read(table("C", [("> 1", "5"), ("> 2", None)], aggregation="sum")), {"n": 3}) is None


def test_the_latest_date_and_the_shortest_duration_are_found() -> None:
    dates: list[tuple[str, Any]] = [("> 1", 'date("2026-01-01")'), ("> 2", 'date("2025-12-31")')]
    assert run(read(table("C", dates, aggregation="max")), {"n": 3}) == datetime.date(2026, 1, 1)
    spans: list[tuple[str, Any]] = [("> 1", '@"P1D"'), ("> 2", '@"PT23H"')]
    assert run(read(table("C", spans, aggregation="min")), {"n": 3}) == Duration("seconds", 82800)
    mixed: list[tuple[str, Any]] = [("> 1", '@"P1D"'), ("> 2", '@"P1M"')]
    assert run(read(table("C", mixed, aggregation="min")), {"n": 3}) is None


@pytest.mark.parametrize(("policy", "expected"), [("U", 9), ("A", 9), ("F", 9), ("C", [9]), ("R", [9])])
def test_the_default_is_for_no_match_and_stands_in_a_list_where_there_is_one(policy: str, expected: Any) -> None:
    sheet = read(table(policy, [("1", 1)], default=9))
    assert run(sheet, {"n": 2}) == expected
    assert run(sheet, {"n": 1}) == ([1] if isinstance(expected, list) else 1)


@pytest.mark.parametrize("policy", ["U", "A", "P", "F", "R", "O", "C"])
def test_without_a_default_nothing_matching_is_null_for_every_policy(policy: str) -> None:
    assert run(read(table(policy, [("1", 1)], values=[1])), {"n": 2}) is None


def test_several_outputs_are_an_object_and_an_empty_one_is_null() -> None:
    data = table("F", [("1", '"a"')], outputs=[{"id": "out"}, {"id": "why", "type": "string", "default": '"none"'}])
    assert json_text(run(read(data), {"n": 1})) == '{"out": "a", "why": null}'
    assert json_text(run(read(data), {"n": 2})) == '{"out": null, "why": "none"}'


def test_priority_looks_at_the_outputs_from_left_to_right() -> None:
    data = table("P", [], outputs=[{"id": "out", "values": [1, 2]}, {"id": "why", "values": ['"b"', '"a"']}, {"id": "x"}])
    data["rules"] = [
        {"id": name, "then": {"out": out, "why": why, "x": name and f'"{name}"'}}
        for name, out, why in [("r1", 2, '"b"'), ("r2", 1, '"a"'), ("r3", 1, '"b"'), ("r4", None, '"b"')]
    ]
    assert run(read(data), {"n": 1}) == {"out": 1, "why": "b", "x": "r3"}
    ordered = run(read(data | {"hit_policy": "O"}), {"n": 1})
    assert isinstance(ordered, list)
    assert [one["x"] for one in ordered if isinstance(one, dict)] == ["r3", "r2", "r1", "r4"]


CELLS: list[tuple[str, str, list[Any], list[Any]]] = [
    ("number", "-", [1, None], []),
    ("number", "[1..3)", [1, Decimal("2.99")], [3, Decimal("0.99"), None]),
    ("number", "]1..3]", [3, Decimal("1.01")], [1, Decimal("3.01")]),
    ("number", "< -1, 0, > .5", [-2, 0, Decimal("0.51")], [-1, Decimal("0.5"), Decimal("0.1")]),
    ("number", "not(1, [3..5])", [2, 6], [1, 3, 5, None]),
    ("number", "null", [None], [0]),
    ("number", "not(null)", [0], [None]),
    ("string", '"é", "b"', ["é", "e\u0301", "b"], ["B", "", None]),
    ("string", 'not("a")', ["b", None], ["a"]),
    ("boolean", "true", [True], [False, None]),
    ("date", '[date("2024-02-28")..date("2024-03-01"))', ["2024-02-28", "2024-02-29"], ["2024-03-01", "2023-02-28", None]),
    ("duration", '>= @"P1Y"', ["P12M", "P1Y1M"], ["P11M", "P400D", None]),
    ("duration", 'not(< @"P1D")', ["PT24H"], ["PT23H", "P1Y"]),
    ("duration", '@"PT24H"', ["P1D"], ["P1Y"]),
]


@pytest.mark.parametrize(("type", "cell", "met", "missed"), CELLS)
def test_a_cell_is_met_or_missed(type: str, cell: str, met: list[Any], missed: list[Any]) -> None:
    data = table("F", [(cell, "true")], inputs=[{"id": "n", "type": type}])
    assert [run(read(data), {"n": value}) for value in met] == [True] * len(met)
    assert [run(read(data), {"n": value}) for value in missed] == [None] * len(missed)


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("number", "1"),
        ("number", True),
        ("number", [1]),
        ("number", Decimal("1e7000")),
        ("number", int("9" * 35)),
        ("number", Decimal("NaN")),
        ("string", 1),
        ("boolean", 1),
        ("boolean", "true"),
        ("date", "1.1.2026"),
        ("date", "2026-02-30"),
        ("date", "20260101"),
        ("duration", "10 Tage"),
        (None, {}),
    ],
)
def test_a_value_of_another_type_is_told(type: str | None, value: Any) -> None:
    column = {"id": "n"} | ({"type": type} if type else {})
    assert codes(table("F", [], inputs=[column]), {"n": value}) == ["run-value-type"]


def test_allowed_values_are_checked_and_so_is_null_against_them() -> None:
    data = table("F", [], inputs=[{"id": "n", "type": "number", "values": "[0..10]"}])
    assert run(read(data), {"n": 10}) is None
    assert codes(data, {"n": 11}) == codes(data, {"n": None}) == ["run-value-not-allowed"]
    assert run(read(table("F", [], inputs=[{"id": "n", "values": "[0..10], null"}])), {"n": None}) is None


def test_missing_and_unknown_inputs_are_told_together() -> None:
    assert codes(table("F", []), {"m": 1}) == ["run-input-missing", "run-input-unknown"]


def test_a_type_that_is_left_out_is_taken_from_the_cells() -> None:
    data = table("F", [("> 3", "true")], inputs=[{"id": "n"}])
    assert run(read(data), {"n": 4}) is True
    assert codes(data, {"n": "four"}) == ["run-value-type"]
    assert run(read(table("F", [("-", "true")], inputs=[{"id": "n"}])), {"n": "anything"}) is True


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rules": [{"id": "r", "when": {"n": "four"}}]}, "cell-type"),
        ({"rules": [{"id": "r", "when": {"n": '"4"'}}]}, "cell-type"),
        ({"rules": [{"id": "r", "when": {"n": "< null"}}]}, "cell-type"),
        ({"rules": [{"id": "r", "when": {"n": "4'000"}}]}, "cell-unparsable"),
        ({"rules": [{"id": "r", "when": {"n": "abs(?) > 3"}}]}, "plain-cell-expression"),
        ({"rules": [{"id": "r", "when": {"m": "4"}}]}, "column-unknown"),
        ({"rules": [{"id": "r", "then": {"m": "4"}}]}, "column-unknown"),
        ({"rules": [{"id": "r", "then": {"out": "n + 1"}}]}, "plain-result"),
        ({"rules": [{"id": "r", "then": {"out": "1"}}, {"id": "q", "then": {"out": "true"}}]}, "plain-result"),
        ({"rules": [{"id": "r", "then": {"out": "3"}}], "outputs": [{"id": "out", "values": [1, 2]}]}, "value-unknown"),
        ({"rules": [{"id": "r"}, {"id": "r"}]}, "row-repeated"),
        ({"inputs": [{"id": "n"}, {"id": "n"}]}, "plain-column-repeated"),
        ({"outputs": [{"id": "n"}, {"id": "n"}]}, "plain-column-repeated"),
        ({"outputs": []}, "list-too-short"),
        ({"hit_policy": "P"}, "plain-priority"),
        ({"hit_policy": "O"}, "plain-priority"),
        ({"aggregation": "sum"}, "plain-aggregation"),
        ({"hit_policy": "C", "aggregation": "sum", "outputs": [{"id": "a"}, {"id": "b"}]}, "plain-aggregation"),
        ({"hit_policy": "C", "aggregation": "sum", "outputs": [{"id": "out", "type": "date"}]}, "plain-aggregation"),
        ({"hit_policy": "C", "aggregation": "min", "outputs": [{"id": "out", "type": "string"}]}, "plain-aggregation"),
        ({"hit_policy": "C", "aggregation": "mean"}, "value-not-allowed"),
        ({"hit_policy": "X"}, "value-not-allowed"),
        ({"inputs": [{"id": "n", "type": "time"}]}, "value-not-allowed"),
        ({"id": "a b"}, "plain-name"),
        ({"title": "a\u0007b"}, "text-control-character"),
        ({"colour": "red"}, "field-unknown"),
    ],
)
def test_a_table_that_does_not_fit_is_told_before_it_runs(change: dict[str, Any], code: str) -> None:
    assert codes(table("F", []) | change, {"n": 1}) == [code]


def test_truths_and_numbers_need_no_quotation_marks_in_yaml() -> None:
    data = table("F", [(3, 5), (Decimal("0.0000001"), Decimal("2.50"))])  # type: ignore[list-item]
    assert [run(read(data), {"n": n}) for n in (3, Decimal("1e-7"))] == [5, Decimal("2.5")]


def test_numbers_in_a_result_are_written_exactly() -> None:
    rules: list[tuple[str, Any]] = [("1", "0.1"), ("2", "100.00"), ("3", "1234567890123456789012.5"), ("4", "-0.0"), ("5", "7")]
    written = [json_text(run(read(table("F", rules)), {"n": n})) for n in (1, 2, 3, 4, 5)]
    assert written == ["0.1", "100", "1234567890123456789012.5", "0", "7"]
