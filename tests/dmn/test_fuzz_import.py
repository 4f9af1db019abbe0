"""`rules import` with five thousand files that no program would write: each is taken over or told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.compiler.yaml12 import parse
from eligibility.dmn.sheet import sheet_of
from eligibility.dmn.xml_write import write_dmn
from tests.dmn.any_table import LIMIT
from tests.dmn.tables import read
from tests.fuzzing import SEEDS, behaves, bugs_are_shown, call, damaged, fixed, one

__all__ = ("bugs_are_shown",)
pytestmark = pytest.mark.usefixtures("bugs_are_shown")

LIMITED = {
    "id": "limited",
    "hit_policy": "F",
    "inputs": [{"id": "amount", "type": "number", "values": ">= 0"}, {"id": "of.day", "type": "date"}],
    "parameters": [{**LIMIT, "values": "[0..100]"}],
    "outputs": [{"id": "out", "type": "string", "values": ['"a"', '"b"'], "default": '"b"'}],
    "rules": [{"id": "r1", "when": {"amount": "<= limit", "of.day": '< date("2026-01-01")'}, "then": {"out": '"a"'}}],
}
FILES = [path.read_bytes() for path in sorted((Path(__file__).parent / "good").glob("*.dmn"))]
FILES += [write_dmn(read(LIMITED), "1.5").encode()] * 2
FILES += [b"", b"\x00", b"\xfe\xff" + FILES[0], b"<definitions/>", b"<" * 2000, b"<a>" * 5000, b"%PDF-1.7", b"PK\x03\x04"]
MARKS = [b"<", b">", b"&", b"&lt;", b"&#0;", b"&#xD800;", b"<!--", b"]]>", b"<![CDATA[", b"<!DOCTYPE a [", b'"', b"=", b"/", b" "]
MARKS += [b"UNIQUE", b"COLLECT", b"PRIORITY", b' aggregation="SUM"', b' typeRef="time"', b"<text>", b"</text>", b"xmlns", b"id"]
MARKS += [b"\xff", b"\x00", b"limit", b' isCollection="true"', b"inputData", b"description", b"\n"]
OPTIONS: list[list[str]] = [
    *[[]] * 8,
    ["--json"],
    ["--json"],
    ["--lang", "fr"],
    ["--decision", "walk"],
    ["--decision", ""],
    ["--decision"],
]
OPTIONS += [["--decision", "\ud800\n"], ["--decision", "sum", "--json"], ["--as-of", "x"]]


@pytest.mark.parametrize("number", SEEDS)
def test_any_file_is_taken_over_or_told(number: int, tmp_path: Path) -> None:
    file = tmp_path / "any.dmn"
    counted = {0: 0, 1: 0, 2: 0}

    @fixed(number)
    @given(st.binary(min_size=2, max_size=2), st.binary(max_size=12))
    def check(chosen: bytes, damages: bytes) -> None:
        numbers = iter(chosen)
        whole, options = one(numbers, FILES), one(numbers, OPTIONS)
        file.write_bytes(damaged(whole, damages, MARKS))
        arguments = ["rules", "import", str(file), *options]
        code = behaves(*arguments)
        counted[code] += 1
        if code == 0:
            sheet_of(parse(call(*arguments)[1], "x.yml"))

    check()
    assert sum(counted.values()) >= 1000
    assert min(counted.values()) > 20, counted
