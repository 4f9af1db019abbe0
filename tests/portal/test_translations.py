"""Outdated translations, paragraph by paragraph: what is told, what the reader sees, and how a person says it is done."""

from pathlib import Path

import pytest

from portal.checks.translations import LOCK, compared
from portal.cli import main
from portal.model.content import load_content
from portal.pages.outdated import fill_places, hold_places, mark_prose
from portal.pages.render import in_language
from portal.review.compare import note_compared
from portal.site import sources
from tests.conftest import ROOT
from tests.portal.test_review import change

OFFICE = "content/offices/mini-office.yml"
DAY = "2026-11-21"
WORD = {"outdated_note": "Älter als das Original:", "outdated_page": "Nicht ganz übersetzt."}


@pytest.fixture
def noted(mini: Path) -> Path:
    """The small site with every pair compared."""
    note_compared(mini, None)
    return mini


def found(root: Path) -> list[tuple[str, str, str | None]]:
    content = load_content(root, DAY)
    outdated = compared(root, content.records, content.prose).outdated
    return [(str(each.mark), each.language, each.text) for each in outdated]


def pages(root: Path) -> dict[str, dict[str, str]]:
    return sources.render(load_content(root, DAY))


def test_nothing_is_outdated_in_the_project_and_the_lock_is_whole() -> None:
    text = (ROOT / LOCK).read_text("utf-8")
    assert text.count("\n") > 900
    assert text.splitlines()[1:] == sorted(text.splitlines()[1:])


def test_a_paragraph_whose_original_changed_is_named_and_shown_beside_the_original(noted: Path) -> None:
    assert found(noted) == []
    change(noted, OFFICE, "de: Hier können Sie fragen.", "de: Hier fragen Sie, auch ohne Termin.")
    line = (noted / OFFICE).read_text("utf-8").splitlines().index("        fr: Ici, vous pouvez demander.") + 1
    assert found(noted) == [(f"{OFFICE}:{line}:9", "fr", "Ici, vous pouvez demander.")]
    shown = pages(noted)
    french = next(text for text in shown["fr"].values() if 'id: "mini-office"' in text)
    note = in_language("review", "fr")["outdated_note"]
    beside = f'<span class="outdated__note">{note}</span> <span lang="de-CH">Hier fragen Sie, auch ohne Termin.</span>'
    assert f'<li>Ici, vous pouvez demander. <span class="outdated">{beside}</span></li>' in french
    assert 'class="outdated"' not in "".join(shown["de"].values())


@pytest.mark.parametrize(
    ("german", "french", "expected"),
    [
        ("Neu.", "Ici, vous pouvez demander.", ["fr"]),
        ("Hier können Sie fragen.", "Nouveau.", ["de"]),
        ("Neu.", "Nouveau.", []),
        ("Hier  können Sie fragen.", "Ici, vous pouvez demander.", []),
    ],
    ids=["German alone", "French alone", "both", "a space"],
)
def test_only_a_change_in_one_language_alone_makes_the_other_outdated(
    noted: Path, german: str, french: str, expected: list[str]
) -> None:
    change(noted, OFFICE, "de: Hier können Sie fragen.", f"de: {german}")
    change(noted, OFFICE, "fr: Ici, vous pouvez demander.", f"fr: {french}")
    assert [language for _, language, _ in found(noted)] == expected


def test_a_paragraph_may_move_and_a_new_one_in_both_languages_is_only_counted(noted: Path) -> None:
    new = "      - de: Zuerst.\n        fr: D’abord.\n"
    change(noted, OFFICE, "    in_short:\n", f"    in_short:\n{new}")
    content = load_content(noted, DAY)
    result = compared(noted, content.records, content.prose)
    assert (result.outdated, result.new) == ([], {OFFICE: 1})


def test_a_person_says_that_the_pair_was_compared(noted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(noted, OFFICE, "de: Hier können Sie fragen.", "de: Neu.")
    assert main(["review", "--root", str(noted), "--as-of", DAY, "--lang", "fr"]) == 1
    assert f"portal translated {OFFICE}" in capsys.readouterr().out
    assert main(["translated", OFFICE, "--root", str(noted), "--lang", "de"]) == 0
    assert found(noted) == []


def test_what_is_outdated_in_the_pre_check_stops_everything_until_it_was_compared(
    noted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = "eligibility/outcomes/allowance.within.yml"
    change(noted, outcome, "de: Der Dienst schaut das Ersparte mit Ihnen an.", "de: Der Dienst schaut das Konto an.")
    assert main(["check", "--root", str(noted), "--as-of", DAY, "--lang", "de"]) == 1
    assert f"{outcome}:9:5: translation-outdated: Die französische Fassung" in capsys.readouterr().err
    assert main(["translated", outcome, "--root", str(noted), "--lang", "de"]) == 0
    assert main(["check", "--root", str(noted), "--as-of", DAY, "--lang", "de"]) == 0


def test_a_page_written_by_hand_is_marked_by_paragraph_and_by_page_when_one_is_missing(noted: Path) -> None:
    change(noted, "docs/de/about.md", "\n\nWer das schreibt.\n", "\n\nWer das schreibt und prüft.\n")
    assert [(language, text) for _, language, text in found(noted)] == [("fr", "Qui écrit.")]
    french = pages(noted)["fr"]["about.md"]
    assert '<div class="outdated" lang="de-CH" markdown>\n\nWer das schreibt und prüft.\n\n</div>' in french
    change(noted, "docs/de/about.md", "schreibt und prüft.\n", "schreibt und prüft.\n\nUnd noch ein Absatz.\n")
    assert [(language, text) for _, language, text in found(noted)] == [("fr", None)]
    assert in_language("review", "fr")["outdated_page"] in pages(noted)["fr"]["about.md"]
    assert set(note_compared(noted, ["docs/fr/about.md"])) == {"docs/about"}


def test_hostile_texts_stay_text_beside_the_original(noted: Path) -> None:
    change(noted, OFFICE, "de: Hier können Sie fragen.", 'de: "<b>**x**</b> <!--outdated-0-->"')
    content = load_content(noted, DAY)
    outdated = compared(noted, content.records, content.prose).outdated
    held = hold_places("<p>Ici, vous pouvez demander.</p>", outdated, "fr")
    told = fill_places(held, outdated, WORD)
    assert "<b>" not in told
    assert "**" not in told
    assert hold_places("<p>Ici, vous pouvez demander. Oui.</p>", outdated, "fr").count("<!--") == 0
    assert mark_prose("# Titre\n\nTexte.", outdated, "docs/about", "fr", WORD) == "# Titre\n\nTexte."


def test_a_file_without_texts_and_a_command_without_files_are_refused(noted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (noted / LOCK).read_bytes()
    assert main(["translated", "content/offices/gone.yml", "--root", str(noted), "--lang", "de"]) == 1
    assert "review-file-unknown" in capsys.readouterr().err
    assert main(["translated", "--root", str(noted), "--lang", "de"]) == 2
    assert (noted / LOCK).read_bytes() == before
