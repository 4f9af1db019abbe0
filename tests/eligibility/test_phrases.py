"""Values in words: amounts, days, and the answers that a rule allows, in both languages."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from eligibility.compiler.base import LANGUAGES
from eligibility.engine.phrases import allowed, answered, chf, day, joined, not_chosen
from portal.pages import words as written
from portal.pages.explanation import say

WORDS = {language: say(language) for language in LANGUAGES}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def bands(kind: str, *starts: int | str) -> dict[str, Any]:
    """An input that rules cut before each of these; the last cell is open for amounts, else one wide."""
    cells = [{"label": "", "min": start, "max": None} for start in starts]
    for cell, following in zip(cells, starts[1:], strict=False):
        cell["max"] = f"{int(str(following)[:4]) - 1}-12-31" if kind == "date" else int(following) - 1
    if kind != "chf":
        cells[-1]["max"] = "9999-12-31" if kind == "date" else int(starts[-1]) + 10
    return {"kind": kind, "cells": cells}


def said(item: dict[str, Any], mask: int) -> tuple[str, str]:
    """What a mask says, in German and French."""
    german, french = (plain(allowed(item, {"asked": "", "cells": []}, mask, WORDS[language])) for language in LANGUAGES)
    return german, french


@given(some.integers(0, 10**12))
def test_an_amount_is_written_as_on_the_pages(centimes: int) -> None:
    assert chf(centimes) == written.chf(centimes)


@given(some.dates(), some.sampled_from(LANGUAGES))
def test_a_day_is_written_as_on_the_pages(date: Any, language: str) -> None:
    assert day(date.isoformat(), WORDS[language]) == written.date(date.isoformat(), language)


@pytest.mark.parametrize(
    ("mask", "german", "french"),
    [
        (0b0001, "bis CHF 4'000", "jusqu’à CHF 4'000"),
        (0b0011, "bis CHF 6'000", "jusqu’à CHF 6'000"),
        (0b1100, "mehr als CHF 6'000", "plus de CHF 6'000"),
        (0b0010, "mehr als CHF 4'000 und bis CHF 6'000", "plus de CHF 4'000 et jusqu’à CHF 6'000"),
        (0b1001, "bis CHF 4'000 oder mehr als CHF 10'000", "jusqu’à CHF 4'000 ou plus de CHF 10'000"),
        (0b1111, "Jede Antwort", "Toute réponse"),
    ],
)
def test_amounts_are_said_as_a_rule_says_them(mask: int, german: str, french: str) -> None:
    assert said(bands("chf", 0, 400001, 600001, 1000001), mask) == (german, french)


@pytest.mark.parametrize(
    ("mask", "german", "french"),
    [
        (0b001, "weniger als CHF 5'000", "moins de CHF 5'000"),
        (0b110, "ab CHF 5'000", "dès CHF 5'000"),
        (0b010, "ab CHF 5'000 und weniger als CHF 8'000", "dès CHF 5'000 et moins de CHF 8'000"),
    ],
)
def test_amounts_below_and_from_a_limit_are_told_from_those_up_to_it(mask: int, german: str, french: str) -> None:
    assert said(bands("chf", 0, 500000, 800000), mask) == (german, french)


@pytest.mark.parametrize(
    ("mask", "german", "french"),
    [
        (0b0001, "0", "0"),
        (0b0010, "1", "1"),
        (0b1000, "3 oder mehr", "3 ou plus"),
        (0b0011, "höchstens 1", "1 au plus"),
        (0b0110, "1 bis 2", "1 à 2"),
        (0b1011, "höchstens 1 oder 3 oder mehr", "1 au plus ou 3 ou plus"),
    ],
)
def test_counts_in_words(mask: int, german: str, french: str) -> None:
    assert said(bands("count", 0, 1, 2, 3), mask) == (german, french)


@pytest.mark.parametrize(
    ("mask", "german", "french"),
    [
        (0b001, "1960 oder früher", "1960 ou plus tôt"),
        (0b010, "1961 bis 1969", "1961 à 1969"),
        (0b100, "1970 oder später", "1970 ou plus tard"),
    ],
)
def test_years_in_words(mask: int, german: str, french: str) -> None:
    assert said(bands("year", 1900, 1961, 1970), mask) == (german, french)


@pytest.mark.parametrize(
    ("mask", "german", "french"),
    [
        (0b001, "31. Dezember 2023 oder früher", "31 décembre 2023 ou plus tôt"),
        (0b010, "1. Januar 2024 bis 31. Dezember 2025", "du 1er janvier 2024 au 31 décembre 2025"),
        (0b100, "1. Januar 2026 oder später", "1er janvier 2026 ou plus tard"),
    ],
)
def test_days_in_words(mask: int, german: str, french: str) -> None:
    assert said(bands("date", "0001-01-01", "2024-01-01", "2026-01-01"), mask) == (german, french)


OPTIONS = {"kind": "choice", "cells": [{"label": label, "min": None, "max": None} for label in "abcde"]}


@pytest.mark.parametrize(
    ("mask", "text"),
    [
        (0b00001, "A"),
        (0b00011, "A oder B"),
        (0b00111, "A, B oder C"),
        (0b01111, "Jede Antwort ausser E"),
        (0b11110, "Jede Antwort ausser A"),
        (0b11100, "C, D oder E"),
    ],
)
def test_few_options_are_listed_and_of_many_those_that_are_left_out(mask: int, text: str) -> None:
    assert allowed(OPTIONS, {"asked": "", "cells": list("ABCDE")}, mask, WORDS["de"]) == text


def test_what_is_left_out_is_a_list_too() -> None:
    seven = {"kind": "choice", "cells": [{"label": label, "min": None, "max": None} for label in "abcdefg"]}
    assert allowed(seven, {"asked": "", "cells": list("ABCDEFG")}, 0b1110101, WORDS["fr"]) == "Toute réponse sauf B et D"


def test_an_option_of_several_is_wanted_or_must_not_be_chosen() -> None:
    option = {"kind": "option", "cells": [{"label": "yes"}, {"label": "no"}]}
    words = {"asked": "", "cells": ["«Arbeit verloren»"]}
    assert allowed(option, words, 1, WORDS["de"]) == "«Arbeit verloren»"
    assert allowed(option, words, 2, WORDS["de"]) == "Nicht gewählt: «Arbeit verloren»"
    assert plain(not_chosen(["« a »", "« b »"], WORDS["fr"])) == "Pas choisi : « a » et « b »"


@pytest.mark.parametrize(
    ("kind", "value", "german", "french"),
    [
        ("chf", 500000, "CHF 5'000", "CHF 5'000"),
        ("chf", 5, "CHF 0.05", "CHF 0.05"),
        ("chf", {"min": 100000, "max": 200000}, "CHF 1'000 bis CHF 2'000", "CHF 1'000 à CHF 2'000"),
        ("chf", {"min": 100000}, "ab CHF 1'000", "dès CHF 1'000"),
        ("chf", {"min": None, "max": 200000}, "bis CHF 2'000", "jusqu’à CHF 2'000"),
        ("count", 0, "0", "0"),
        ("count", {"min": 1, "max": 3}, "1 bis 3", "1 à 3"),
        ("year", 1961, "1961", "1961"),
        ("date", "2026-03-01", "1. März 2026", "1er mars 2026"),
        ("date", {"max": "2026-03-02"}, "2. März 2026 oder früher", "2 mars 2026 ou plus tôt"),
    ],
)
def test_what_a_person_wrote_is_said_back_as_it_was_meant(kind: str, value: Any, german: str, french: str) -> None:
    found = [plain(answered(kind, {"asked": "", "cells": []}, 1, value, WORDS[language])) for language in LANGUAGES]
    assert found == [german, french]


@pytest.mark.parametrize(("texts", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A und B"), (["A", "B", "C"], "A, B und C")])
def test_a_list_reads_like_a_sentence(texts: list[str], text: str) -> None:
    assert joined(texts, " und ") == text
