"""The style sheet of the pre-check without script, without a browser: how large it is, and what it must not do."""

from pathlib import Path
from typing import Any

import brotli
import pytest

from portal.model.content import Content
from portal.pages.ways import bands, ways_on
from portal.pages.without_script import beginnings, input_bands, sheet, sheet_path, write_sheet
from tests.conftest import AS_OF


def test_the_sheet_loads_nothing_so_no_answer_can_leave_through_it(content: Content) -> None:
    text = sheet(content)
    assert [word for word in ("url(", "@import", "image-set(", "src:", "//") if word in text] == []


def test_the_sheet_weighs_little(content: Content) -> None:
    """Asked for without script only; 40 kB would be too much for that."""
    assert len(brotli.compress(sheet(content).encode())) < 8_000


def test_the_file_is_named_after_what_is_in_it(content: Content, tmp_path: Path) -> None:
    write_sheet(content, tmp_path)
    [file] = (tmp_path / "runtime").iterdir()
    assert f"runtime/{file.name}" == sheet_path(content)
    assert file.read_text("utf-8") == sheet(content)


@pytest.mark.parametrize(
    ("some", "selectors"),
    [
        (["1", "10", "11", "12"], ['[value^="1"]']),
        (["1", "2"], ['[value="1"]', '[value^="2"]']),
        (["10", "12"], ['[value^="10"]', '[value^="12"]']),
        ([], []),
    ],
)
def test_values_are_matched_by_the_shortest_beginning_that_no_other_has(some: list[str], selectors: list[str]) -> None:
    assert beginnings(some, ["0", "1", "2", "10", "11", "12"]) == selectors


def test_bands_are_cut_where_a_rule_of_the_day_tells_amounts_apart_and_nowhere_else(content: Content) -> None:
    program: dict[str, Any] = content.program
    [index] = [place for place, item in enumerate(program["inputs"]) if item["id"] == "savings"]
    own = bands(program, ways_on(program, AS_OF), index)
    assert sum(own) == (1 << len(program["inputs"][index]["cells"])) - 1
    told = input_bands(content, "de")["savings"]
    assert [name for name, _text in told] == [f"band{place}" for place in range(len(own))]
    assert told[0][1].startswith("Bis CHF")
    assert told[-1][1].startswith("Mehr als CHF")
