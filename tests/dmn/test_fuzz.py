"""Twenty thousand inputs that nobody would write: each is done or told in both languages, and never breaks anything.

Fixed by a seed, so that a failure can be looked at; what breaks becomes a case of its own in the other files.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from eligibility.compiler.feel import FeelError, cell_text, endpoint_text, parse, parse_literal
from eligibility.compiler.findings import Findings
from eligibility.compiler.yaml12 import parse as parse_yaml
from eligibility.dmn.jdm_write import write_jdm
from eligibility.dmn.json_write import json_text
from eligibility.dmn.run import run
from eligibility.dmn.sheet import Sheet, sheet_of
from eligibility.dmn.xml_read import read_dmn
from eligibility.dmn.xml_write import write_dmn
from eligibility.dmn.yaml_write import yaml_text
from portal.messages import line
from portal.rules import read_values
from tests.dmn.tables import read

GOOD = Path(__file__).parent / "good"
DMN = [path.read_bytes() for path in sorted(GOOD.glob("*.dmn"))]
YAML = [path.read_text("utf-8") for path in sorted(GOOD.glob("*.yml"))]
BITS = [
    *("-", "not(", "(", ")", "[", "]", "..", ",", "<", "<=", ">", ">=", "=", '"', "'", "„", "“", "«", "»", "\\", "\\u00e9"),
    *("1", "12.5", ".5", "-3", "1'200", "1’200", "9" * 40, "true", "null", "date(", "duration(", "@", '"2026-01-01"', '"P1D"'),
    *(" ", "\t", "\n", "\u00a0", "a", "vs", "?", "+", "≤", "≠", "!=", "–", "😀", "\u200b", "\x00"),
]
# One draw of bytes is much faster than a list of choices, and shrinks as well: so are five texts out of one draw.
FIVE = st.binary(min_size=5, max_size=60)
DAMAGES = st.binary(max_size=12)
THINGS: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    -1,
    10**40,
    "",
    "a",
    "é",
    "e\u0301",
    "2026-01-01",
    "2026-02-30",
    "P1D",
    "P1Y",
    "\ud800",
]
THINGS += [
    Decimal("0.5"),
    Decimal("-0"),
    Decimal("NaN"),
    Decimal("1e6144"),
    Decimal("1e-6145"),
    0.5,
    [],
    {},
    [1],
    {"a": None},
    "x" * 99,
]
MARKS = [
    b"<",
    b">",
    b"&",
    b"&lt;",
    b"&#0;",
    b"&#xD800;",
    b"<!--",
    b"]]>",
    b"<![CDATA[",
    b"<!DOCTYPE a [",
    b'"',
    b"=",
    b"/",
    b" ",
    b"\xff",
]
MARKS += [
    b"UNIQUE",
    b"COLLECT",
    b"PRIORITY",
    b' aggregation="SUM"',
    b' typeRef="time"',
    b"<text>",
    b"</text>",
    b"xmlns",
    b"id",
    b"\x00",
]
SIGNS = '{}[]",:0123456789.eE+-truefalsnu\\d8 \n'
FIELDS = ["id", "title", "hit_policy", "aggregation", "inputs", "outputs", "rules", "type", "values", "default", "when", "then"]
LINES = [
    *FIELDS,
    "- ",
    "  ",
    ": ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "#",
    "|",
    ">",
    "&a",
    "*a",
    "!!x",
    "\n",
    "\t",
    "null",
    "~",
    "1e3",
    "---",
]


def of(count: int) -> Callable[[Any], Any]:
    """So many examples, the same at every run."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def done_or_told[R](work: Callable[[], R]) -> R | None:
    """What the work gives; or None, when it was told in both languages what is wrong."""
    try:
        return work()
    except Findings as error:
        assert error.findings
        for found in error.findings:
            assert all(line(found, language).encode("utf-8").count(b"\n") == 0 for language in ("de", "fr"))
        return None


def handed_on(sheet: Sheet | None) -> None:
    """Whatever can be read can be written, in each form or with a reason why not."""
    if sheet is None:
        return
    assert sheet_of(parse_yaml(yaml_text(sheet.table), "x.yml")).rows == sheet.rows
    assert read_dmn(write_dmn(sheet).encode(), "x.dmn").rows == sheet.rows
    done_or_told(lambda: write_jdm(sheet))
    values = {condition.id: None for condition in sheet.conditions}
    if (output := done_or_told(lambda: run(sheet, values))) is not None:
        json_text(output)


def five_texts(numbers: bytes, bits: Sequence[str]) -> list[str]:
    """Five texts put together from bits, chosen by numbers."""
    return ["".join(bits[number % len(bits)] for number in numbers[start::5]) for start in range(5)]


@of(1000)
@given(FIVE)
def test_five_cells_of_any_text(numbers: bytes) -> None:
    for text in five_texts(numbers, BITS):
        try:
            tests = parse(text)
        except FeelError as error:
            assert 1 <= error.column <= len(text) + 1
            assert error.expected
        else:
            assert cell_text(parse(cell_text(tests))) == cell_text(tests)


@of(500)
@given(FIVE)
def test_five_results_of_any_text(numbers: bytes) -> None:
    for text in five_texts(numbers, BITS):
        try:
            literal = parse_literal(text)
        except FeelError as error:
            assert 1 <= error.column <= len(text) + 1
            assert error.expected
        else:
            assert parse_literal(endpoint_text(literal)) == literal


@of(500)
@given(FIVE)
def test_five_values_of_any_text(numbers: bytes) -> None:
    for text in five_texts(numbers, SIGNS):
        done_or_told(lambda text=text: read_values(text))  # type: ignore[misc]


MIXED = read(
    {
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
        "outputs": [{"id": "out"}],
        "rules": [
            {"id": "r1", "when": {"text": 'not("a")', "number": "< 5", "day": '> @"2025-01-01"'}, "then": {"out": '"x"'}},
            {"id": "r2", "when": {"truth": "true", "span": '<= @"P1D"'}, "then": {"out": '"y"'}},
        ],
    }
)
COLUMNS = [*(condition.id for condition in MIXED.conditions), "other", "\n"]


@of(3000)
@given(st.binary(min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_a_table_run_with_any_values(numbers: bytes) -> None:
    """The first columns are mostly there, the last two hardly ever."""
    values = {name: THINGS[number % len(THINGS)] for name, number in zip(COLUMNS[:6], numbers, strict=False) if number < 250}
    values |= {name: None for name, number in zip(COLUMNS[6:], numbers[6:], strict=True) if number > 250}
    if (output := done_or_told(lambda: run(MIXED, values))) is not None:
        json_text(output)


def damaged[T: (bytes, str)](whole: T, damages: bytes, marks: list[T]) -> T:
    """A file with up to three places where something was cut out and something else put in; four bytes say where and what."""
    for first, second, length, mark in zip(*[iter(damages)] * 4, strict=False):
        start = (first * 256 + second) * len(whole) // 65_536
        whole = whole[:start] + marks[mark % len(marks)] + whole[start + length % 13 :]
    return whole


@of(4000)
@given(st.sampled_from(DMN), DAMAGES)
@example(b"\xfe\xff" + DMN[0], b"")
def test_a_file_with_any_damage(raw: bytes, damages: bytes) -> None:
    done_or_told(lambda: run(read_dmn(damaged(raw, damages, MARKS), "x.dmn"), {"seconds": 30}))


@of(2000)
@given(st.sampled_from(YAML), DAMAGES)
@example(f"id: {'9' * 5000}", b"")
def test_a_plain_table_with_any_damage(text: str, damages: bytes) -> None:
    done_or_told(lambda: run(sheet_of(parse_yaml(damaged(text, damages, LINES), "x.yml")), {"seconds": 30}))


WRONG: list[Any] = ["", "x", "1'200", "not(", None, 4, False, [1], {}, '"a"', "true", "[1..2]", 'date("2026-01-01")']
TESTS: list[list[Any]] = [
    ['"a"', 'not("a", "b")', '"b", null', "-"],
    ["3", "< .5", "[1..2)", "not(3)", 4],
    ["true", False, "-"],
    ['>= @"2026-01-01"', "-"],
]
RESULTS: list[list[Any]] = [['"a"', '"b"'], ["3", 2, "-.5"], ["true", False], ['@"2026-01-01"'], ['@"P1D"', '@"P1Y"']]


def some_table(numbers: Iterator[int]) -> dict[str, Any]:
    """A table whose form is right and whose content is mostly so, chosen by numbers."""

    def one[T](things: Sequence[T]) -> T:
        return things[next(numbers, 0) % len(things)]

    def cell(right: list[Any]) -> Any:
        return one(WRONG if next(numbers, 0) > 245 else right)

    names = ["one", "two", "a.b", "x y"]
    tests = {name: one(TESTS) for name in names[: one([0, 1, 2, 3])]}
    results = {name: one(RESULTS) for name in names[: one([1, 1, 2])]}
    inputs = [{"id": name} | ({"values": cell(right)} if one([0, 0, 1]) else {}) for name, right in tests.items()]
    outputs = [
        {"id": name} | ({"values": right} if one([0, 1]) else {}) | ({"default": cell(right)} if one([0, 1]) else {})
        for name, right in results.items()
    ]
    rules = [
        {
            "id": f"r{number}",
            "when": {name: cell(right) for name, right in tests.items() if one([0, 1])},
            "then": {name: cell(right) for name, right in results.items()},
        }
        for number in range(one([1, 2, 3]))
    ]
    table = {"id": one(["t", "1", "ä-b"]), "hit_policy": one("UAPFROC"), "inputs": inputs, "outputs": outputs, "rules": rules}
    return table | ({"aggregation": one(["sum", "min", "count", None])} if one([0, 0, 0, 1]) else {})


@of(1000)
@given(st.binary(min_size=60, max_size=60))
def test_a_plain_table_of_any_content(numbers: bytes) -> None:
    handed_on(done_or_told(lambda: read(some_table(iter(numbers)))))


def test_the_findings_of_a_fuzzed_file_name_a_place_in_it() -> None:
    raw = DMN[0].replace(b"UNIQUE", b"X")[:500]
    with pytest.raises(Findings) as raised:
        read_dmn(raw, "x.dmn")
    assert raised.value.findings[0].mark.line <= raw.count(b"\n") + 1
