"""Whom a change notice concerns: what editors read, what programs read, and what its page says."""

import json
from pathlib import Path

import pytest

from eligibility.compiler.base import LANGUAGES
from eligibility.engine.evaluate import evaluate
from portal.cli import main
from portal.model.content import Content, load_content
from portal.pages.render import Renderer
from portal.who_changes import who_changes, who_changes_data

NOTICE = "content/notices/mini-allowance-2026.yml"
PARAMETER = "eligibility/parameters/mini_allowance.yml"


def impact(capsys: pytest.CaptureFixture[str], mini: Path, *more: str, id_: str = "mini-allowance-2026") -> tuple[int, str, str]:
    code = main(["impact", id_, "--who-changes", "--root", str(mini), "--as-of", "2026-11-21", *more])
    told = capsys.readouterr()
    return code, told.out, told.err


def change(mini: Path, path: str, old: str, new: str) -> None:
    file = mini / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def page(mini: Path, language: str) -> str:
    content = load_content(mini, "2026-11-21")
    sources = Renderer(content, language).pages()
    return next(source.text for source in sources if source.page.id == "mini-allowance-2026")


def test_editors_read_every_class_with_its_counts_and_one_person(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = impact(capsys, mini, "--lang", "de")
    assert code == 0
    assert out.splitlines()[:7] == [
        "Mehr Vermögen darf bleiben",
        "",
        "Vom 31.\u00a0Dezember\u00a02025 auf den 1.\u00a0Januar\u00a02026:",
        "«Fragen Sie nach Ihrem Ersparten», 6 Antworten, davon vollständig 4",
        "  möglich → nicht gezeigt: 2, davon vollständig 2",
        "    Zum Beispiel jemand, der nur sagt: Wo wohnen Sie? Im Kanton Muster;"
        " Wie viel Geld haben Sie auf der Bank? CHF 0 bis CHF 4’000.",
        "  möglich → gezeigt: 1, davon vollständig 1",
    ]
    code, out, _ = impact(capsys, mini, "--lang", "fr")
    assert code == 0
    assert "  possible → montré\u00a0: 1, dont complètes\u00a0: 1" in out.splitlines()


def test_programs_read_the_same_and_each_example_can_be_evaluated(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = impact(capsys, mini, "--format", "json")
    told = json.loads(out)
    content = load_content(mini, "2026-11-21")
    assert code == 0
    assert told == who_changes_data(content, content.record("mini-allowance-2026").item)
    [day] = told["days"]
    assert (day["before"], day["after"], day["tables"]) == ("2025-12-31", "2026-01-01", ["allowance"])
    for panel in day["panels"]:
        for each in panel["changes"]:
            for date, expected in ((day["before"], each["before"]), (day["after"], each["after"])):
                result = evaluate(content.program, each["example"], date, everything=True)
                assert {found["id"]: found["state"] for found in result["panels"]}[panel["panel"]] == expected


def test_an_id_that_is_no_notice_is_answered_with_those_there_are(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = impact(capsys, mini, "--lang", "de", id_="mini_allowance")
    assert code == 1
    assert "impact-notice-unknown" in err and "mini-allowance-2026" in err


def test_a_notice_that_nobody_confirmed_changes_nothing_by_itself(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(mini, NOTICE, "status: confirmed", "status: to-confirm")
    change(mini, PARAMETER, "    valid_until: 2025-12-31\n    status: to-confirm", "    status: to-confirm")
    code, out, _ = impact(capsys, mini, "--lang", "de")
    assert code == 0
    assert "nicht bestätigt" in out
    assert "Orientierung ändert" not in page(mini, "de")


def test_a_notice_that_was_withdrawn_changes_nothing(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    withdrawn = "withdrawn:\n  on: 2026-11-20\n  why:\n    de: Das war falsch.\n    fr: C’était faux.\nstates:"
    change(mini, NOTICE, "states:", withdrawn)
    change(mini, PARAMETER, "    valid_until: 2025-12-31\n    status: to-confirm", "    status: to-confirm")
    code, out, _ = impact(capsys, mini, "--lang", "de")
    assert code == 0
    assert "zurückgezogen" in out
    assert "Orientierung ändert" not in page(mini, "de")


@pytest.fixture
def without_amount(mini: Path) -> Path:
    """The notice sets nothing, the amount stands in the parameter."""
    change(mini, NOTICE, "sets:\n  - id: mini_allowance\n    from: 2026-01-01\n    value:\n      amount: 6000\n", "")
    with (mini / PARAMETER).open("a", encoding="utf-8") as file:
        file.write(
            "  - valid_from: 2026-01-01\n    status: confirmed\n    amount: 6000\n    sources:\n      - source: mini-directive\n"
        )
    return mini


def test_a_notice_no_rule_depends_on_changes_nothing_and_what_else_changes_is_named(
    without_amount: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = impact(capsys, without_amount, "--lang", "de")
    assert code == 0
    assert "Keine Regel hängt an dieser Änderung." in out
    assert "Am gleichen Tag ändern sich aus anderen Gründen: «Fragen Sie nach" in out
    assert "Orientierung ändert" not in page(without_amount, "de")


def test_it_is_said_when_an_amount_changes_and_nobody_notices(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The amount stays open on the new day too: the notice only asks another question about it."""
    change(
        mini,
        NOTICE,
        "      amount: 6000",
        "      unconfirmed:\n        question: {de: Wie hoch ist er jetzt?, fr: Quel est-il maintenant ?}\n        ask: vs",
    )
    code, out, _ = impact(capsys, mini, "--lang", "de")
    assert (code, "Das ist für alle Antworten bewiesen." in out) == (0, True)
    assert "allen die gleiche Orientierung wie am Tag davor" in page(mini, "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_changes_in_words_and_without_counts(mini: Path, language: str) -> None:
    text = page(mini, language)
    part = text.split({"de": "## Was sich in der Orientierung ändert", "fr": "## Ce qui change dans l’orientation"}[language])[1]
    part = part.split("\n## ")[0]
    assert part.count("<li>") == 4
    first = {"de": "Ab dem 1. Januar 2026 ", "fr": "Dès le 1er janvier 2026, "}[language]
    rest = part.replace("\u00a0", " ").replace(first, "")
    assert not any(letter.isdigit() for letter in rest)
    assert {"de": "Nur die Behörde entscheidet.", "fr": "Seule l’autorité décide."}[language] in rest


def test_the_allowance_of_2026_concerns_its_own_panels_and_leaves_those_of_other_rules_aside(content: Content) -> None:
    [day] = who_changes(content, content.record("vs-asset-allowance-2026").item)
    assert day.tables == ("asset_allowance",)
    assert {panel.panel for panel in day.panels} == {"asset_allowance.above", "asset_allowance.within"}
    assert "family_supplements.ask" in day.others
