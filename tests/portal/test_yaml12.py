"""Files mean what they show: the core schema of YAML 1.2, with the place of every value."""

from decimal import Decimal

import pytest

from eligibility.compiler.findings import Findings, Mark
from eligibility.compiler.yaml12 import MAX_DEPTH, parse


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("~", None),
        ("2026-01-01", "2026-01-01"),
        ("12:30", "12:30"),
        ("007", 7),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("4000.50", Decimal("4000.50")),
        ("1e3", "1e3"),
        ("'4000'", "4000"),
        ('"true"', "true"),
    ],
)
def test_a_plain_word_means_what_it_shows(written: str, meant: object) -> None:
    value = parse(f"field: {written}\n", "x.yml").data["field"]
    assert (value, type(value)) == (meant, type(meant))


def test_every_value_knows_its_place() -> None:
    document = parse("id: x\nstates:\n  - amount: 1\n    texts:\n      - de: a\n", "x.yml")
    assert document.mark("states", 0, "amount") == Mark("x.yml", 3, 5)
    assert document.mark("states", 0, "texts", 0, "de") == Mark("x.yml", 5, 9)
    assert document.mark("states", 0, "texts", 0, "fr") == Mark("x.yml", 5, 9)


@pytest.mark.parametrize("depth", [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1])
def test_depth_is_limited(depth: int) -> None:
    text = "a: " + "[" * (depth - 1) + "]" * (depth - 1) + "\n"
    if depth <= MAX_DEPTH:
        assert "a" in parse(text, "x.yml").data
        return
    with pytest.raises(Findings) as found:
        parse(text, "x.yml")
    assert [each.code for each in found.value.findings] == ["yaml-too-deep"]


def test_all_problems_of_a_file_are_told_at_once() -> None:
    with pytest.raises(Findings) as found:
        parse("a: &x 1\nb: !!str 2\nc: *x\n", "x.yml")
    assert [(each.mark.line, each.code) for each in found.value.findings] == [
        (1, "yaml-anchor"),
        (2, "yaml-tag"),
        (3, "yaml-anchor"),
    ]


def test_texts_are_brought_to_one_form() -> None:
    assert parse("a: e\u0301\n", "x.yml").data["a"] == "\u00e9"
