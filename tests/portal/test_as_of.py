"""Builds of other days: which pages differ between which days is written down, and nothing else differs."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from portal.model.content import Content, load_content
from portal.site import sources
from tests.conftest import pages_on

DAYS = ("2024-09-30", "2026-01-01", "2026-11-21", "2027-01-01")
LIST = Path(__file__).with_name("as_of_changes.yml")


def differing(language: str) -> dict[str, list[str]]:
    """Page → the days on which it differs from the one before in DAYS. The page's own date stands in the shell."""
    texts = [pages_on(day, language) for day in DAYS]
    found: dict[str, list[str]] = {}
    for (before, after), day in zip(pairwise(texts), DAYS[1:], strict=True):
        assert before.keys() == after.keys()
        for page in sorted(page for page in after if before[page] != after[page]):
            found.setdefault(page, []).append(day)
    return found


def written() -> dict[str, list[str]]:
    read: dict[str, list[str]] = yaml.safe_load(LIST.read_text("utf-8"))
    return {page: [str(day) for day in days] for page, days in read.items()}


def lines(differences: dict[str, list[str]]) -> str:
    """The list as it stands in the file."""
    return "".join(f"{page}: [{', '.join(days)}]\n" for page, days in sorted(differences.items()))


def told(found: dict[str, list[str]], listed: dict[str, list[str]]) -> str:
    """What to change in the list, line by line."""
    wrong = {page: days for page, days in listed.items() if found.get(page) != days}
    right = {page: days for page, days in found.items() if listed.get(page) != days}
    parts = (("take out:", wrong), ("put in:", right))
    return "".join(f"\n{what}\n{lines(pages)}" for what, pages in parts if pages)


@pytest.mark.parametrize("language", ["de", pytest.param("fr", marks=pytest.mark.long)])
def test_pages_of_four_days_differ_exactly_where_the_list_says(language: str) -> None:
    if to_change := told(differing(language), written()):
        pytest.fail(f"Look at each page of which this is not known. If it is right, change {LIST.name}:\n{to_change}")


def test_a_difference_too_many_and_one_too_few_are_told_as_lines_of_the_list() -> None:
    found = {"a": ["2026-01-01"], "b": ["2026-01-01", "2027-01-01"], "d": ["2027-01-01"]}
    listed = {"a": ["2026-01-01"], "b": ["2027-01-01"], "c": ["2026-11-21"]}
    assert told(found, found) == ""
    assert told(found, listed) == (
        "\ntake out:\nb: [2027-01-01]\nc: [2026-11-21]\n\nput in:\nb: [2026-01-01, 2027-01-01]\nd: [2027-01-01]\n"
    )


def test_the_list_is_sorted_and_names_days_and_pages_that_exist(content: Content) -> None:
    listed = written()
    head, _, body = LIST.read_text("utf-8").rpartition("\n\n")
    assert head.startswith("#") and body == lines(listed)
    assert set(listed) <= set(content.registry.pages)
    assert {day for days in listed.values() for day in days} <= set(DAYS[1:])


def test_content_of_another_day_is_what_would_be_read_on_that_day(mini: Path) -> None:
    """The office of a commune goes by the day, and with it the program and the page of the questions."""
    commune = mini / "content" / "communes" / "9001.yml"
    state = "states:\n  - status: confirmed\n"
    text = commune.read_text("utf-8")
    assert state in text
    from_2026 = "  - valid_from: 2026-01-01\n    status: to-confirm\n    sources:\n      - source: mini-directive\n"
    commune.write_text(text.replace(state, state + "    valid_until: 2025-12-31\n") + from_2026, "utf-8")
    late, early = load_content(mini, "2026-11-21"), load_content(mini, "2025-12-31")
    assert late.program["offices"] != early.program["offices"]
    assert late.on_day("2025-12-31").program == early.program
    assert sources.render(late.on_day("2025-12-31")) == sources.render(early)
