"""Numbers and dates in the texts of a panel are the same in German and French."""

import pytest

from eligibility.compiler.figures import figure_findings, figures
from tests.eligibility.small_rules import outcome, rules


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Rufen Sie 117 oder 144 an.", "de", ["117", "144"]),
        ("Seit dem 1. Januar 2026", "de", ["1", "month 1", "2026"]),
        ("Depuis le 1er janvier 2026", "fr", ["1", "month 1", "2026"]),
        ("CHF 4’000, CHF 4'000, CHF 12’000.50", "de", ["4000", "4000", "12000.50"]),
        ("4\u202f000 francs, 12,5 %, 3\u00a0000", "fr", ["4000", "12.5", "3000"]),
        ("Nummer 21.1, Artikel 4, 11 und 13a", "de", ["21.1", "4", "11", "13"]),
        ("Im Mai und im August", "de", ["month 5", "month 8"]),
        ("mais en mai, puis en août", "fr", ["month 5", "month 8"]),
        ("Warten Sie nicht.", "de", []),
    ],
)
def test_figures_are_numbers_and_months_in_their_order(text: str, language: str, expected: list[str]) -> None:
    assert figures(text, language) == expected


def test_each_text_of_a_panel_is_compared_and_the_figures_are_told_as_they_are_written() -> None:
    made = rules(
        outcome(
            "p.a",
            text=[{"de": "Bis CHF 4’000.", "fr": "Jusqu’à CHF 4'000."}, {"de": "Am 1. Mai.", "fr": "Le 1er juin."}],
            deadline={"de": "Innert 30 Tagen.", "fr": "Dans le délai."},
            cantons={"vs": {"text": [{"de": "Rufen Sie 117 oder 144 an.", "fr": "Appelez le 144 ou le 117."}]}},
        )
    )
    assert [dict(found.args) for found in figure_findings(made)] == [
        {"panel": "p.a", "german": "1, Mai", "french": "1, juin"},
        {"panel": "p.a", "german": "30", "french": "–"},
        {"panel": "p.a", "german": "117, 144", "french": "144, 117"},
    ]
