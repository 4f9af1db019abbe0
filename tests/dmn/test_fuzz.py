"""Cells, results and tables that nobody would write: each is read and handed on, or told in both languages.

The commands themselves are tried in `test_fuzz_run.py`, `test_fuzz_import.py` and `tests/portal/test_fuzz_answers.py`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
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
from tests.dmn.any_table import some_table
from tests.dmn.tables import read
from tests.fuzzing import fixed

GOOD = Path(__file__).parent / "good"
DMN = [path.read_bytes() for path in sorted(GOOD.glob("*.dmn"))]
BITS = [
    *("-", "not(", "(", ")", "[", "]", "..", ",", "<", "<=", ">", ">=", "=", '"', "'", "„", "“", "«", "»", "\\", "\\u00e9"),
    *("1", "12.5", ".5", "-3", "1'200", "1’200", "9" * 40, "true", "null", "date(", "duration(", "@", '"2026-01-01"', '"P1D"'),
    *(" ", "\t", "\n", "\u00a0", "a", "vs", "?", "+", "≤", "≠", "!=", "–", "😀", "\u200b", "\x00"),
]
# One draw of bytes is much faster than a list of choices, and shrinks as well: so are five texts out of one draw.
FIVE = st.binary(min_size=5, max_size=60)


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


@fixed(1)
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


@fixed(2)
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


@fixed(3)
@given(st.binary(min_size=60, max_size=60))
def test_a_plain_table_of_any_content(numbers: bytes) -> None:
    handed_on(done_or_told(lambda: read(some_table(iter(numbers)))))


def test_the_findings_of_a_fuzzed_file_name_a_place_in_it() -> None:
    raw = DMN[0].replace(b"UNIQUE", b"X")[:500]
    with pytest.raises(Findings) as raised:
        read_dmn(raw, "x.dmn")
    assert raised.value.findings[0].mark.line <= raw.count(b"\n") + 1
