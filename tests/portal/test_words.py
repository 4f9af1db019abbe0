"""Dates, amounts and phone numbers as people in Switzerland write them."""

import pytest

from portal.pages.filters import phone
from portal.pages.words import chf, date, safe


@pytest.mark.parametrize(
    ("iso", "german", "french"),
    [
        ("2026-01-01", "1. Januar 2026", "1er janvier 2026"),
        ("2026-02-02", "2. Februar 2026", "2 février 2026"),
        ("2026-12-31", "31. Dezember 2026", "31 décembre 2026"),
    ],
)
def test_a_date_in_words(iso: str, german: str, french: str) -> None:
    assert date(iso, "de").replace("\u00a0", " ") == german
    assert date(iso, "fr").replace("\u00a0", " ") == french


@pytest.mark.parametrize(
    ("centimes", "shown"),
    [(0, "CHF 0"), (99, "CHF 0.99"), (100000, "CHF 1'000"), (123456789, "CHF 1'234'567.89"), (600000, "CHF 6'000")],
)
def test_an_amount_has_swiss_grouping(centimes: int, shown: str) -> None:
    assert chf(centimes).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("written", "dialled"), [("026 351 76 04", "+41263517604"), ("117", "117"), ("+41 26 351 76 04", "+41263517604")]
)
def test_a_phone_number_can_be_dialled(written: str, dialled: str) -> None:
    assert phone(written) == dialled


def test_a_text_cannot_become_markup_at_the_start_of_a_line() -> None:
    assert [str(safe(text, "de")) for text in ("- a", "1. a", "# a", "a_b")] == ["&#45; a", "1&#46; a", "&#35; a", "a&#95;b"]
