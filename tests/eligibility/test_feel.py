"""S-FEEL unary tests: what a cell may say, and what an editor is told when it cannot be read."""

from decimal import Decimal

import pytest

from eligibility.compiler.feel import Comparison, FeelError, Name, Number, Text, Truth, UnaryTests, parse


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
