"""`rules run` with five thousand tables and values that nobody would write: each gives its result or is told."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from eligibility.compiler.loader import Records
from tests.dmn.any_table import LIMIT, some_table
from tests.fuzzing import SEEDS, behaves, bugs_are_shown, damaged, fixed, one

__all__ = ("bugs_are_shown",)
pytestmark = pytest.mark.usefixtures("bugs_are_shown", "_read_once")

MIXED = {
    "id": "mixed",
    "hit_policy": "C",
    "inputs": [
        {"id": "text", "type": "string"},
        {"id": "number", "values": "[0..10], null"},
        {"id": "truth", "type": "boolean"},
        {"id": "day", "type": "date"},
        {"id": "span", "type": "duration"},
        {"id": "any"},
    ],
    "parameters": [LIMIT],
    "outputs": [{"id": "out"}],
    "rules": [
        {"id": "r1", "when": {"text": 'not("a")', "number": "< 5", "day": '> @"2025-01-01"'}, "then": {"out": '"x"'}},
        {"id": "r2", "when": {"truth": "true", "span": '<= @"P1D"'}, "then": {"out": '"y"'}},
        {"id": "r3", "when": {"number": "[1..limit]"}, "then": {"out": '"z"'}},
    ],
}
WHOLE = [yaml.safe_dump(MIXED, sort_keys=False)]
WHOLE += [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "good").glob("*.yml"))]
FIELDS = ["id", "title", "hit_policy", "aggregation", "inputs", "outputs", "rules", "type", "values", "default", "when", "then"]
MARKS = [*FIELDS, "- ", "  ", ": ", "[", "]", "{", "}", "'", '"', "#", "|", ">", "&a", "*a", "!!x", "\n", "\t", "null", "~"]
MARKS += ["1e3", "---", "parameters", "limit", "9" * 400, "\x00", "\ud800", "é", "e\u0301", "states", "owner"]
VALUES = ["null", "true", "false", "0", "1", "-1", "0.5", "-0", "NaN", "1e6144", "1e-6145", "1e99999999999999999999", "1e400"]
VALUES += ["9" * 40, "9" * 4301, '""', '"a"', '"é"', '"e\\u0301"', '"2026-01-01"', '"2026-02-30"', '"P1D"', '"P1Y"', '"\\ud800"']
VALUES += ["[]", "{}", "[1]", '{"a": null}', '"a\\nb"', f'"{"x" * 99}"', "[" * 5000, "'", '"', "\\", "4000", "6000.01", "2"]
VALUES += ['"vs"', '"fr"', '"one"']
NAMES = ["text", "number", "truth", "day", "span", "any", "limit", "seconds", "one", "two", "a.b", "x y", "other", "\\n"]
ALLOWANCE = ["place", "adults", "children", "savings"]
PARAMETERS = ["fr_asset_allowance_single", "vs_asset_allowance_couple", "x"]
TABLES = ["asset_allowance"] * 6 + ["authority", "urgent_need", "nothing", "", "-", "\x00.yml", "..", "/", "x.yml", "\ud800\n"]
ALLOWED = {"place": '"vs"', "adults": '"one"', "children": "1", "savings": "4000.01"}
FITTING = {"text": '"b"', "number": "3", "truth": "true", "day": '"2026-01-01"', "span": '"P1D"', "limit": "4", "seconds": "30"}
OPTIONS: list[list[str]] = [
    *[[]] * 8,
    ["--json"],
    ["--json"],
    ["--lang", "fr"],
    ["--as-of", "2024-10-01"],
    ["--as-of", "2021-06-30"],
]
OPTIONS += [["--as-of", "2026-1-1"], ["--as-of", "9999-12-31", "--json"]]


@pytest.fixture
def _read_once(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's files are not read anew for each input."""
    monkeypatch.setattr("portal.rules._records", lambda _root: records)


def some_values(numbers: Iterator[int], names: list[str]) -> str:
    """JSON that is mostly an object with most of these names, and mostly with values that fit."""
    kept = [name for name in names if next(numbers, 0) < 250]
    values = [FITTING.get(name, "null") if next(numbers, 0) < 210 else one(numbers, VALUES) for name in kept]
    given = ", ".join(f'"{name}": {value}' for name, value in zip(kept, values, strict=True))
    return one(numbers, [f"{{{given}}}"] * 24 + [f"[{given}]", f"{{{given}", "", "null", "-1", given])


def about_a_file(numbers: Iterator[int]) -> tuple[str, str]:
    """A table in a file, and values for it."""
    if one(numbers, (True, False)):
        table: dict[str, Any] = some_table(numbers)
        names = [each["id"] for each in table["inputs"]] + ["limit"]
        return json.dumps(table, ensure_ascii=one(numbers, (True, False))), some_values(numbers, names)
    if one(numbers, (True, False)):
        return WHOLE[0], some_values(numbers, NAMES[:7])
    return one(numbers, WHOLE), one(numbers, ['{"seconds": 30}', some_values(numbers, NAMES)])


def about_the_project(numbers: Iterator[int]) -> tuple[str, str]:
    """A table of the project, and values that are mostly right for the allowances."""
    given = {**ALLOWED, one(numbers, ALLOWANCE + PARAMETERS): one(numbers, VALUES)}
    return one(numbers, TABLES), "{" + ", ".join(f'"{name}": {value}' for name, value in given.items()) + "}"


@pytest.mark.parametrize("number", SEEDS)
def test_any_table_with_any_values(number: int, tmp_path: Path) -> None:
    file = tmp_path / "any.yml"
    counted = {0: 0, 1: 0, 2: 0}

    @fixed(number)
    @given(st.binary(min_size=60, max_size=90), st.binary(max_size=8))
    def check(chosen: bytes, damages: bytes) -> None:
        numbers = iter(chosen)
        options = one(numbers, OPTIONS)
        if one(numbers, range(12)) < 11:
            text, values = about_a_file(numbers)
            text = damaged(text, damages, MARKS) if one(numbers, (False, False, False, True)) else text
            file.write_bytes(text.encode("utf-8", "surrogatepass"))
            table = str(file)
        else:
            table, values = about_the_project(numbers)
        counted[behaves("rules", "run", table, "--input", values, *options)] += 1

    check()
    assert sum(counted.values()) >= 1000
    assert min(counted.values()) > 20, counted
