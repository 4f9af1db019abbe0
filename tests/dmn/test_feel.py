"""S-FEEL unary tests: what a cell may say, and what an editor is told when it cannot be read."""

import datetime
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.compiler.durations import Duration, duration
from eligibility.compiler.feel import (
    Comparison,
    Day,
    FeelError,
    Name,
    Null,
    Number,
    Span,
    Text,
    Truth,
    UnaryTests,
    cell_text,
    endpoint_text,
    parse,
    parse_literal,
)
from tests.dmn.tables import ANY_TEXTS, OF_TYPE, cells


def test_a_dash_means_any_answer() -> None:
    assert parse("-").is_any
    assert parse(" - ").is_any


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_a_comparison_with_a_number_keeps_its_operator_and_column(operator: str) -> None:
    expected = Comparison(operator, Number(Decimal("4000.50")), len(operator) + 2)  # type: ignore[arg-type]
    assert parse(f"{operator} 4000.50") == UnaryTests(((expected,),))


def test_a_bare_endpoint_means_equal() -> None:
    assert parse('"vs"') == UnaryTests(((Comparison("=", Text("vs"), 1),),))
    assert parse("true") == UnaryTests(((Comparison("=", Truth(True), 1),),))
    assert parse("false") == UnaryTests(((Comparison("=", Truth(False), 1),),))
    assert parse("3") == UnaryTests(((Comparison("=", Number(Decimal(3)), 1),),))
    assert parse("-3") == UnaryTests(((Comparison("=", Number(Decimal(-3)), 1),),))


def test_a_name_is_a_parameter() -> None:
    assert parse("<= vs_asset_allowance_single") == UnaryTests(((Comparison("<=", Name("vs_asset_allowance_single"), 4),),))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("[1..3]", ">=", "<="),
        ("(1..3)", ">", "<"),
        ("]1..3[", ">", "<"),
        ("[1..3)", ">=", "<"),
        ("(1..3]", ">", "<="),
        ("[1..3[", ">=", "<"),
    ],
)
def test_an_interval_is_open_or_closed_on_each_side(text: str, low: str, high: str) -> None:
    ((first, second),) = parse(text).tests
    assert (first.operator, second.operator) == (low, high)
    assert (first.endpoint, second.endpoint) == (Number(Decimal(1)), Number(Decimal(3)))


def test_an_interval_may_run_between_parameters() -> None:
    ((first, second),) = parse("[a.low..a.high]").tests
    assert (first.endpoint, second.endpoint) == (Name("a.low"), Name("a.high"))


def test_a_list_holds_alternatives_of_any_form() -> None:
    assert len(parse('"vs", "fr"').tests) == 2
    assert [len(test) for test in parse("< 2, [5..7], 9").tests] == [1, 2, 1]


def test_not_negates_the_whole_list() -> None:
    negated = parse('not("vs", "fr")')
    assert negated.negated
    assert len(negated.tests) == 2


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("<", 2),
        ("< ", 3),
        ("<= 4'000", 5),
        ("4000 CHF", 6),
        ("[1..", 5),
        ("[1 3]", 4),
        ("[1..3", 6),
        ('"vs" "fr"', 6),
        ('"vs', 1),
        ("not 3", 5),
        ("not(3", 6),
        ("not", 4),
        ("1,", 3),
        ("- , 3", 3),
        ("< not", 3),
        ("≤ 3", 1),
    ],
)
def test_what_cannot_be_read_is_told_with_its_column(text: str, column: int) -> None:
    with pytest.raises(FeelError) as raised:
        parse(text)
    assert raised.value.column == column
    assert raised.value.expected


@pytest.mark.parametrize(
    ("text", "column", "instead"),
    [
        (">=18..25", 5, "[18..25]"),
        (">18..25", 4, "(18..25]"),
        ("18..25", 3, "[18..25]"),
        ("18-25", 3, "[18..25]"),
        ("1'200", 2, "1200"),
        ("1’200", 2, "1200"),
        ("1 200.50", 2, "1200.50"),
        ("< 1’234’567", 4, "1234567"),
        ("„vs“", 1, '"vs"'),
        ("“vs”", 1, '"vs"'),
        ("« vs »", 1, '"vs"'),
        ("'vs'", 1, '"vs"'),
        ('"vs', 1, '"vs"'),
        ("≤ 3", 1, "<="),
        ("≥ 3", 1, ">="),
        ("≠ 3", 1, "not(3)"),
        ('!= "vs"', 1, 'not("vs")'),
        ("–", 1, "-"),
        ("1; 2", 2, ","),
        ('date("1.1.2026")', 6, 'date("2026-01-01")'),
        ('date("2026-02-30")', 6, 'date("2026-01-01")'),
        ("date(2026, 1, 1)", 6, 'date("2026-01-01")'),
        ('duration("10 Tage")', 10, 'duration("P10D")'),
        ('@"morgen"', 1, 'date("2026-01-01")'),
        ('"\\uD83D"', 1, '"text"'),
    ],
)
def test_an_error_says_what_to_write_instead(text: str, column: int, instead: str) -> None:
    with pytest.raises(FeelError) as raised:
        parse(text)
    assert (raised.value.column, raised.value.expected) == (column, instead)


@pytest.mark.parametrize("text", ['contains(?, "a")', "count(x)", "a + 1", "? > 3", "date(x)", "{a: 1}"])
def test_functions_and_calculations_are_told_as_such(text: str) -> None:
    with pytest.raises(FeelError) as raised:
        parse(text)
    assert raised.value.is_expression


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (".5", Decimal("0.5")),
        ("-12.50", Decimal("-12.50")),
        ("true", True),
        ("null", None),
        ('"a, b"', "a, b"),
        (r'"a \"b\" \\ c"', 'a "b" \\ c'),
        (r'"\u00e9\n\U01F40E"', "é\n🐎"),
        (r'"\uD83D\uDC0E"', "🐎"),
        (r'"\d"', r"\d"),
        ('date("2024-02-29")', datetime.date(2024, 2, 29)),
        ('@"2026-01-01"', datetime.date(2026, 1, 1)),
        ('duration("P1Y6M")', Duration("months", 18)),
        ('@"P1DT2H3M4S"', Duration("seconds", 93784)),
        ('@"-PT2H"', Duration("seconds", -7200)),
    ],
)
def test_a_literal_is_read(text: str, value: object) -> None:
    assert parse_literal(text).value == value


@pytest.mark.parametrize(
    ("text", "column", "instead"),
    [
        ("gold", 1, '"gold"'),
        ('"a", "b"', 4, '"a"'),
        ("< 3", 1, '100, "text", true, date("2026-01-01")'),
        ("-", 1, '100, "text", true, date("2026-01-01")'),
        ("[1..3]", 1, '100, "text", true, date("2026-01-01")'),
        ("9" * 35, 1, '100, "text", true, date("2026-01-01")'),
    ],
)
def test_a_result_is_one_fixed_value(text: str, column: int, instead: str) -> None:
    with pytest.raises(FeelError) as raised:
        parse_literal(text)
    assert (raised.value.column, raised.value.expected) == (column, instead)


def test_dates_and_durations_may_be_compared_and_listed() -> None:
    low, high = parse('[date("2026-01-01")..@"2026-12-31"[').tests[0]
    assert (low.operator, low.endpoint, high.operator) == (">=", Day(datetime.date(2026, 1, 1)), "<")
    assert [one.endpoint for one in parse('@"P1D", null, not_a_word').comparisons()] == [
        Span(Duration("seconds", 86400)),
        Null(),
        Name("not_a_word"),
    ]


@pytest.mark.parametrize("text", ["P", "PT", "P1", "1D", "P1Y2D", "P1.5D", "P1DT", "P-1D", "PT1H30"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert duration(text) is None


@pytest.mark.parametrize("text", ["P1Y6M", "P2Y", "P6M", "-P1M", "P0M", "P10D", "PT36S", "P1DT2H3M4S", "-PT2H", "PT0S"])
def test_a_duration_is_written_as_it_was_read(text: str) -> None:
    assert str(duration(text)) == text


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(sorted(OF_TYPE)).flatmap(cells))
def test_a_cell_is_read_as_it_was_written(tests: UnaryTests) -> None:
    assert without_columns(parse(cell_text(tests))) == tests


@settings(max_examples=300, deadline=None, derandomize=True)
@given(ANY_TEXTS)
def test_any_text_can_be_written_and_holds_nothing_that_nobody_sees(text: Text) -> None:
    written = endpoint_text(text)
    assert parse_literal(written) == text
    assert written.isprintable() or not text.value.isprintable()
    assert not any(unicodedata.category(letter) in ("Cc", "Cf") for letter in written)


def without_columns(tests: UnaryTests) -> UnaryTests:
    return UnaryTests(
        tuple(tuple(Comparison(one.operator, one.endpoint, 1) for one in test) for test in tests.tests), tests.negated
    )
