"""Every passage of the two source documents has its place in the content, in both languages.

This looks at whole paragraphs that somebody assigned by reading; it does not prove that a paragraph says all of its
passage. Of Annex II it looks at the services and the final list only, not yet at purpose, values, reporting and the
final provisions.
"""

from pathlib import Path
from typing import Any

import pytest

from eligibility.compiler.yaml12 import read
from portal.model.content import Content, load_content
from tests.conftest import AS_OF, ROOT

FOLDER = ROOT / "tests" / "coverage"


def passages(name: str) -> list[Any]:
    listed: list[Any] = read(FOLDER / f"{name}.yml", ROOT).data["passages"]
    return listed


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(ROOT, AS_OF)


@pytest.mark.parametrize("passage", passages("arshg"), ids=lambda passage: passage["locator"])
def test_a_passage_of_the_regulation_is_told_in_every_state(content: Content, passage: dict[str, Any]) -> None:
    item = content.record(passage["item"]).item
    assert len(item.states) == len(passage["paragraphs"])
    for state, named in zip(item.states, passage["paragraphs"], strict=True):
        meaning = {each.whom: each.text for each in state.meaning}
        for paragraph in named:
            whom, index = paragraph.split(".")
            text = meaning[whom][int(index)]
            assert text.de
            assert text.fr
        claimed = [source.locator for source in state.sources if source.source == "fr-arshg-2021"]
        article = passage["locator"].split(" (")[0]
        assert claimed == [article], "an item claims one article only"


@pytest.mark.parametrize("locator", passages("annex-ii"))
def test_a_service_or_entry_of_the_annex_has_one_page_of_its_own(content: Content, locator: str) -> None:
    claiming = [
        service.id
        for service in content.items("service")
        if {source.locator for state in service.states for source in state.sources} == {locator}
    ]
    assert len(claiming) == 1


def test_no_service_claims_a_passage_that_the_annex_does_not_have(content: Content) -> None:
    claimed = {source.locator for service in content.items("service") for state in service.states for source in state.sources}
    assert claimed == set(passages("annex-ii"))


def test_both_amendment_tables_are_there_with_the_two_odd_entries_as_recorded(content: Content) -> None:
    holders = [content.record("arshg-1999").item, *(each for each in content.items("article") if each.act == "arshg-1999")]
    rows = [(holder.id, row.decided, row.change, row.in_force) for holder in holders for row in holder.history]
    assert len(rows) == 20
    assert ("arshg-1999-art-12", "2012-07-02", "repealed", "2012-08-01") in rows
    assert ("arshg-1999-art-12", "2012-07-06", "amended", "2000-01-01") in rows


def test_the_lists_of_passages_are_read_from_files_that_exist() -> None:
    assert {path.stem for path in Path(FOLDER).glob("*.yml")} == {"arshg", "annex-ii"}
