"""Every passage of the two source documents has its place in the content, in both languages.

The passages are listed here, from the documents; who tells them is read from the content. A paragraph claims what
somebody assigned by reading: that it tells all of its passage, no test can prove.
"""

from pathlib import Path

import pytest

from eligibility.compiler.yaml12 import read
from portal.checks.coverage import Told, claims, told_passages, unit
from portal.model.content import Content
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "coverage"
SOURCES = {"arshg": "fr-arshg-2021", "annex-ii": "vs-annex-2"}


def passages(name: str) -> list[str]:
    listed: list[str] = read(FOLDER / f"{name}.yml", ROOT).data["passages"]
    return listed


ALL = [(SOURCES[name], locator) for name in SOURCES for locator in passages(name)]


@pytest.fixture(scope="module")
def told(content: Content) -> dict[tuple[str, str], list[Told]]:
    found: dict[tuple[str, str], list[Told]] = {}
    for each in claims(content.records):
        found.setdefault((each.claim.source, each.claim.locator), []).append(each)
    return found


@pytest.mark.parametrize(("source", "locator"), ALL, ids=lambda value: value)
def test_a_passage_is_told_in_both_languages_by_an_item_of_its_own_unit(
    told: dict[tuple[str, str], list[Told]], source: str, locator: str
) -> None:
    claiming = told.get((source, locator), [])
    whole = [
        item
        for item in {each.record.item.id: each.record.item for each in claiming}.values()
        if {each.state for each in claiming if each.record.item.id == item.id} == set(range(len(item.states)))
    ]
    assert whole, "no item tells it in all of its states"
    for each in claiming:
        assert each.paragraph.de
        assert each.paragraph.fr
        assert unit(each.claim.locator) == unit(locator)


def test_an_item_tells_passages_of_one_article_service_or_entry_only(content: Content) -> None:
    units: dict[str, set[tuple[str, str]]] = {}
    for each in claims(content.records):
        units.setdefault(each.record.item.id, set()).add((each.claim.source, unit(each.claim.locator)))
    assert {item: found for item, found in units.items() if len(found) > 1} == {}


def test_each_article_service_and_entry_is_told_by_one_item(content: Content) -> None:
    items: dict[tuple[str, str], set[str]] = {}
    for each in claims(content.records):
        items.setdefault((each.claim.source, unit(each.claim.locator)), set()).add(each.record.item.id)
    assert set(items) == {(source, unit(locator)) for source, locator in ALL}
    assert {found: ids for found, ids in items.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("name", SOURCES)
def test_the_list_of_the_source_is_the_list_of_this_test(content: Content, name: str) -> None:
    assert content.record(SOURCES[name]).item.passages == passages(name)
    assert told_passages(content.records)[SOURCES[name]] == set(passages(name))


def test_a_claiming_item_names_its_source_with_the_article_or_service_it_tells(content: Content) -> None:
    for each in claims(content.records):
        state = each.record.item.states[each.state]
        named = {(source.source, source.locator) for source in state.sources}
        assert (each.claim.source, unit(each.claim.locator)) in named, each.record.item.id


def test_both_amendment_tables_are_there_with_the_two_odd_entries_as_recorded(content: Content) -> None:
    holders = [content.record("arshg-1999").item, *(each for each in content.items("article") if each.act == "arshg-1999")]
    rows = [(holder.id, row.decided, row.change, row.in_force) for holder in holders for row in holder.history]
    assert len(rows) == 20
    assert ("arshg-1999-art-12", "2012-07-02", "repealed", "2012-08-01") in rows
    assert ("arshg-1999-art-12", "2012-07-06", "amended", "2000-01-01") in rows


def test_the_lists_of_passages_are_read_from_files_that_exist() -> None:
    assert {path.stem for path in Path(FOLDER).glob("*.yml")} == set(SOURCES)
