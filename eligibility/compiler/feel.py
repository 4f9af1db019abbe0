"""S-FEEL unary tests, as far as the pre-check's cells need them.

The grammar is that of DMN 1.5, clause 9 (S-FEEL): `-`, an endpoint, a comparison with an endpoint, an interval, a
list of these, `not(...)`. Endpoints are numbers, "texts", true, false and names of parameters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Operator = Literal["<", "<=", ">", ">=", "="]


@dataclass(frozen=True)
class Number:
    """A number as written: CHF or a count."""

    value: Decimal


@dataclass(frozen=True)
class Text:
    """A text in quotation marks: an option."""

    value: str


@dataclass(frozen=True)
class Truth:
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True)
class Name:
    """The id of a parameter."""

    id: str


type Endpoint = Number | Text | Truth | Name


@dataclass(frozen=True)
class Comparison:
    """The input compared with an endpoint; `column` (from 1) is where the endpoint stands in the cell."""

    operator: Operator
    endpoint: Endpoint
    column: int


@dataclass(frozen=True)
class UnaryTests:
    """What an input must meet: one of `tests`, each a conjunction of comparisons, or none of them if `negated`.

    `-` is one conjunction of nothing.
    """

    tests: tuple[tuple[Comparison, ...], ...]
    negated: bool = False

    @property
    def is_any(self) -> bool:
        """Whether the cell is `-`."""
        return self.tests == ((),)

    def comparisons(self) -> Iterator[Comparison]:
        """Every comparison in the cell."""
        for test in self.tests:
            yield from test


ANY = UnaryTests(((),))


class FeelError(Exception):
    """A cell that cannot be read: `column` from 1, and an example of what may stand there."""

    def __init__(self, column: int, expected: str) -> None:
        super().__init__(f"{column}: {expected}")
        self.column = column
        self.expected = expected


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    column: int


_TOKENS = re.compile(
    r"""(?P<space>\s+)
      | (?P<text>"[^"]*")
      | (?P<number>-?[0-9]+(?:\.[0-9]+)?)
      | (?P<dots>\.\.)
      | (?P<name>[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*)
      | (?P<operator><=|>=|<|>|=)
      | (?P<dash>-)
      | (?P<sign>[\[\](),])""",
    re.VERBOSE,
)
_ENDPOINT = '100, "option", true, parameter'
_TEST = '-, < 100, [1..10], "option", true'


def parse(text: str) -> UnaryTests:
    """Read a cell.

    Raises:
        FeelError: at the first place that cannot be read.
    """
    return _Parser(_tokens(text), len(text) + 1).cell()


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position = 0
    while position < len(text):
        match = _TOKENS.match(text, position)
        if match is None:
            raise FeelError(position + 1, _TEST)
        if match.lastgroup and match.lastgroup != "space":
            tokens.append(_Token(match.lastgroup, match.group(), position + 1))
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent over the tokens of one cell."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self.tokens = [*tokens, _Token("end", "", end)]
        self.position = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.position]

    def take(self) -> _Token:
        self.position += 1
        return self.tokens[self.position - 1]

    def expect(self, text: str) -> None:
        if self.next.text != text:
            raise FeelError(self.next.column, text)
        self.take()

    def cell(self) -> UnaryTests:
        if self.next.kind == "dash":
            self.take()
            tests = ANY
        elif self.next.text == "not":
            self.take()
            self.expect("(")
            tests = UnaryTests(self.tests(), negated=True)
            self.expect(")")
        else:
            tests = UnaryTests(self.tests())
        if self.next.kind != "end":
            raise FeelError(self.next.column, ",")
        return tests

    def tests(self) -> tuple[tuple[Comparison, ...], ...]:
        tests = [self.test()]
        while self.next.text == ",":
            self.take()
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> tuple[Comparison, ...]:
        if self.next.text in ("[", "]", "("):
            return self.interval()
        operator: Operator = "="
        if self.next.kind == "operator":
            operator = _operator(self.take().text)
        return (self.comparison(operator),)

    def interval(self) -> tuple[Comparison, ...]:
        low = self.comparison(">=" if self.take().text == "[" else ">")
        self.expect("..")
        column = self.next.column
        endpoint = self.endpoint()
        if self.next.text not in ("]", ")", "["):
            raise FeelError(self.next.column, "]")
        return low, Comparison("<=" if self.take().text == "]" else "<", endpoint, column)

    def comparison(self, operator: Operator) -> Comparison:
        column = self.next.column
        return Comparison(operator, self.endpoint(), column)

    def endpoint(self) -> Endpoint:
        token = self.take()
        match token.kind:
            case "number":
                return Number(Decimal(token.text))
            case "text":
                return Text(token.text[1:-1])
            case "name" if token.text in ("true", "false"):
                return Truth(token.text == "true")
            case "name" if token.text != "not":
                return Name(token.text)
        raise FeelError(token.column, _ENDPOINT)


def _operator(text: str) -> Operator:
    for operator in ("<", "<=", ">", ">=", "="):
        if operator == text:
            return operator
    raise ValueError(text)
