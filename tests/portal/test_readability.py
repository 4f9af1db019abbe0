"""Readability formulas: by hand on two sentences, on our own split, with the aims on their borders."""

import pytest

from eligibility.compiler.findings import Mark
from portal.checks.readability import Score, score, table
from portal.checks.sentences import PageTexts


def page(language: str, *texts: str) -> PageTexts:
    return PageTexts(Mark("x.yml"), "x", "right", language, list(texts), [])


def test_amstad_is_what_the_formula_gives_by_hand() -> None:
    # 6 words, 1 sentence; Wir(1) ge-hen(2) heu-te(2) in(1) das(1) Haus(1) = 8 syllables
    found = score(page("de", "Wir gehen heute in das Haus."))
    assert found.amstad == pytest.approx(180 - 6 - 58.5 * 8 / 6)
    assert found.kandel_moles is None


def test_kandel_moles_is_what_the_formula_gives_by_hand() -> None:
    # 5 words, 1 sentence; nous(1) al-lons(2) au(1) par-tir(2) oui(1): syllables come from hyphenation
    found = score(page("fr", "Nous allons partir demain matin."))
    assert found.kandel_moles == pytest.approx(207 - 1.015 * 5 - 73.6 * 9 / 5)
    assert found.amstad is None


def test_an_abbreviation_does_not_make_a_text_look_easier() -> None:
    split = score(page("de", "Das steht in Art. 12 Abs. 2 Bst. b der Verfassung."))
    joined = score(page("de", "Das steht in Art 12 Abs 2 Bst b der Verfassung."))
    assert split.amstad == pytest.approx(joined.amstad)


@pytest.mark.parametrize(
    ("amstad", "wstf", "met"), [(59.9, 8.0, False), (60.0, 8.0, True), (60.1, 8.0, True), (60.0, 7.9, True), (60.0, 8.1, False)]
)
def test_german_aims_hold_on_their_borders(amstad: float, wstf: float, met: bool) -> None:
    assert Score(page("de", "Text."), amstad=amstad, wstf=wstf).aim_met is met


@pytest.mark.parametrize(("value", "met"), [(64.9, False), (65.0, True), (65.1, True)])
def test_the_french_aim_holds_on_its_border(value: float, met: bool) -> None:
    assert Score(page("fr", "Texte."), kandel_moles=value).aim_met is met


def test_the_table_has_a_row_per_kind_and_language() -> None:
    found = [Score(page("de", "Text."), amstad=50.0, wstf=9.0), Score(page("de", "Text."), amstad=70.0, wstf=5.0)]
    row = next(table(found))
    assert (row.kind, row.language, row.pages, row.formulas, row.met) == ("right", "de", 2, [60.0, 7.0], 1)
