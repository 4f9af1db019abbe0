"""The worked cases on paper: each on the sheet of its canton, with what must come out and a place to sign."""

import html
import re
from pathlib import Path

import pytest

from eligibility.compiler.cases import answers_of
from eligibility.compiler.kinds import Case
from portal.cli import main
from portal.model.content import Content
from portal.pages import sheets
from portal.pages.result import cantons
from portal.pages.sheets import Topic, sheet, topics
from tests.conftest import AS_OF, ROOT

pytestmark = pytest.mark.usefixtures("read_once")


def cases(content: Content) -> list[Case]:
    return [case for file in content.items("case") for case in file.cases]


def text(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize("canton", ["vs", "fr"])
def test_every_case_of_a_canton_stands_once_on_its_sheet_and_is_numbered_through(content: Content, canton: str) -> None:
    listed = [each for topic in topics(content, canton) for each in topic.cases]
    expected = {case.id for case in cases(content) if canton in cantons(content, answers_of(case))}
    assert [each.number for each in listed] == list(range(1, len(expected) + 1))
    assert {each.case.id for each in listed} == expected


def test_a_case_without_a_place_stands_on_both_sheets_and_one_with_a_place_on_its_own(content: Content) -> None:
    on = {canton: {each.case.id for topic in topics(content, canton) for each in topic.cases} for canton in ("vs", "fr")}
    assert "permit_b_job_lost_fr" in on["fr"] - on["vs"]
    assert "permit_b_job_lost" in on["vs"] - on["fr"]
    assert {case.id for case in cases(content) if "place" not in case.answers} <= on["vs"] & on["fr"]


@pytest.mark.parametrize("language", ["de", "fr"])
def test_a_sheet_says_the_situation_and_every_panel_that_must_be_shown(content: Content, language: str) -> None:
    told = list(topics(content, "fr"))
    said = text(sheet(content, "fr", language, told))
    for topic in told:
        assert " ".join(topic.table.title[language].split()) in said
        for each in topic.cases:
            assert " ".join(each.case.situation[language].split()) in said
            shown = {id_ for id_, state in each.case.expect.panels.items() if state == "shown"}
            assert shown <= {panel.id for panel, _state in each.results} | {panel.id for panel in each.also}
            assert len(each.results) + len(each.also) + each.possible == len(each.case.expect.panels)
    assert content.program["id"].removeprefix("sha256-")[:12] in said


def test_the_command_writes_a_page_per_canton_and_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases", "sheet", "--root", str(ROOT), "--as-of", AS_OF, "--output", str(tmp_path / "out")]) == 0
    names = ["cases-fr-de.html", "cases-fr-fr.html", "cases-vs-de.html", "cases-vs-fr.html"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    assert [Path(line).name for line in capsys.readouterr().out.splitlines()] == names


def test_a_sheet_that_cannot_be_made_leaves_nothing_behind(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(content: Content, canton: str, language: str, told: list[Topic]) -> str:
        if canton == "vs":
            raise ValueError(canton)
        return "half"

    monkeypatch.setattr(sheets, "sheet", broken)
    with pytest.raises(ValueError, match="vs"):
        sheets.write_sheets(content, tmp_path)
    assert list(tmp_path.iterdir()) == []
