"""S-FEEL unary tests and literals: what a cell of a decision table may say.

The grammar is that of DMN 1.5, clause 9 (S-FEEL): `-`, an endpoint, a comparison with an endpoint, an interval, a
list of these, `not(...)`. Endpoints are numbers, "texts", true, false, null, date("2026-01-01"), duration("P10D"),
the same two as @"…", and names of parameters. An error says what to write instead.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from eligibility.compiler.durations import Duration, duration

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
class Null:
    """`null`: there is no value."""

    value: None = None


@dataclass(frozen=True)
class Day:
    """A calendar date."""

    value: datetime.date


@dataclass(frozen=True)
class Span:
    """A duration."""

    value: Duration


@dataclass(frozen=True)
class Name:
    """The id of a parameter."""

    id: str


type Literals = Number | Text | Truth | Null | Day | Span
type Endpoint = Literals | Name


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
    """A cell that cannot be read: `column` from 1, and what may stand there.

    `is_expression`: it calls a function or calculates, which FEEL can do and S-FEEL cells cannot.
    """

    def __init__(self, column: int, expected: str, is_expression: bool = False) -> None:
        super().__init__(f"{column}: {expected}")
        self.column = column
        self.expected = expected
        self.is_expression = is_expression


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    column: int


_TOKENS = re.compile(
    r"""(?P<space>\s+)
      | (?P<text>"(?:[^"\\]|\\.)*")
      | (?P<at>@"[^"]*")
      | (?P<number>-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))
      | (?P<dots>\.\.)
      | (?P<name>[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*)
      | (?P<operator><=|>=|<|>|=)
      | (?P<dash>-)
      | (?P<sign>[\[\](),])""",
    re.VERBOSE,
)
_GROUPED = re.compile(r"-?[0-9]{1,3}([ '’ʼ\u00a0\u2009\u202f])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?")
_QUOTED = re.compile("[„“”«»‹›‚‘’'`\"]\\s*([^„“”«»‹›‚‘’'`\"]*?)\\s*(?:[“”«»‹›‘’'`\"]|$)")
_UNEQUAL = re.compile(r"(?:≠|!=)\s*([^\s,]*)")
_SIGNS = {"≤": "<=", "≥": ">=", "–": "-", "—": "-", "−": "-", "…": "..", ";": ","}
_EXPRESSION = "?+*/{}"
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|([nrt\"'\\]))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_UNESCAPED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_ENDPOINT = '100, "option", true, parameter'
_LITERAL = '100, "text", true, date("2026-01-01")'
_TEST = '-, < 100, [1..10], "option", true'
_DATE = 'date("2026-01-01")'
_DURATION = 'duration("P10D")'
MAX_DIGITS = 34  # FEEL's numbers are IEEE 754 decimal128


def parse(text: str) -> UnaryTests:
    """Read a cell.

    Raises:
        FeelError: at the first place that cannot be read.
    """
    return _Parser(_tokens(text, _TEST), len(text) + 1).cell()


def parse_literal(text: str) -> Literals:
    """Read one fixed value, as it stands in an output cell.

    Raises:
        FeelError: if it is anything else.
    """
    return _Parser(_tokens(text, _LITERAL), len(text) + 1).only_literal()


def cell_text(tests: UnaryTests) -> str:
    """A cell in its shortest form; `parse` reads the same from it, apart from columns."""
    if tests.is_any:
        return "-"
    listed = ", ".join(_test_text(test) for test in tests.tests)
    return f"not({listed})" if tests.negated else listed


def _test_text(test: tuple[Comparison, ...]) -> str:
    if len(test) == 2:
        low, high = test
        start, end = "[" if low.operator == ">=" else "(", "]" if high.operator == "<=" else ")"
        return f"{start}{endpoint_text(low.endpoint)}..{endpoint_text(high.endpoint)}{end}"
    (comparison,) = test
    text = endpoint_text(comparison.endpoint)
    return text if comparison.operator == "=" else f"{comparison.operator} {text}"


def endpoint_text(endpoint: Endpoint) -> str:
    """An endpoint or a literal as S-FEEL writes it."""
    match endpoint:
        case Number(number):
            return f"{number:f}"
        case Text(text):
            return f'"{"".join(_letter(letter) for letter in text)}"'
        case Truth(truth):
            return "true" if truth else "false"
        case Null():
            return "null"
        case Day(day):
            return f'date("{day.isoformat()}")'
        case Span(span):
            return f'duration("{span}")'
        case Name(id):
            return id


def _letter(letter: str) -> str:
    """Letters that nobody sees, or that end a line, are written as their number."""
    if letter in _UNESCAPED:
        return _UNESCAPED[letter]
    if unicodedata.category(letter) in ("Cc", "Cf", "Cn", "Co", "Zl", "Zp"):
        return f"\\u{ord(letter):04X}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):06X}"
    return letter


def _tokens(text: str, example: str) -> list[_Token]:
    tokens = []
    position = 0
    while position < len(text):
        if grouped := _GROUPED.match(text, position):
            raise FeelError(grouped.start(1) + 1, re.sub(r"[^-.0-9]", "", grouped.group()))
        match = _TOKENS.match(text, position)
        if match is None:
            raise _unreadable(text, position, example)
        if match.lastgroup and match.lastgroup != "space":
            tokens.append(_Token(match.lastgroup, match.group(), position + 1))
        position = match.end()
    return tokens


def _unreadable(text: str, position: int, example: str) -> FeelError:
    """The error for a character that no token begins with."""
    sign = text[position]
    if quoted := _QUOTED.match(text, position):
        return FeelError(position + 1, f'"{quoted.group(1)}"')
    if unequal := _UNEQUAL.match(text, position):
        return FeelError(position + 1, f"not({unequal.group(1) or 100})")
    return FeelError(position + 1, _SIGNS.get(sign, example), is_expression=sign in _EXPRESSION)


class _Parser:
    """Recursive descent over the tokens of one cell."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self.tokens = [*tokens, _Token("end", "", end)]
        self.position = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.position]

    def take(self) -> _Token:
        # The end stays where it is, so that a cell that breaks off is told as such.
        token = self.next
        self.position = min(self.position + 1, len(self.tokens) - 1)
        return token

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
        self.finish(",")
        return tests

    def only_literal(self) -> Literals:
        column, literal = self.next.column, self.endpoint(_LITERAL)
        if isinstance(literal, Name):
            raise FeelError(column, f'"{literal.id}"', is_expression=self.next.text == "(")
        self.finish(endpoint_text(literal))
        return literal

    def finish(self, expected: str) -> None:
        """Nothing may follow."""
        if self.next.kind != "end":
            before = self.tokens[self.position - 1]
            if before.kind == self.next.kind == "number" and self.next.text.startswith("-"):
                expected = f"[{before.text}..{self.next.text[1:]}]"
            raise FeelError(self.next.column, expected, is_expression=before.kind == "name" and self.next.text == "(")

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
        comparison = self.comparison(operator)
        if self.next.kind == "dots":
            column = self.take().column
            low = endpoint_text(comparison.endpoint)
            high = self.next.text if self.next.kind in ("number", "name", "text") else low
            raise FeelError(column, f"{'(' if operator == '>' else '['}{low}..{high}]")
        return (comparison,)

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

    def endpoint(self, expected: str = _ENDPOINT) -> Endpoint:
        token = self.take()
        match token.kind:
            case "number" if len(token.text) <= MAX_DIGITS:
                return Number(Decimal(token.text))
            case "text":
                return Text(_unescaped(token))
            case "at":
                return _temporal(token, token.text[2:-1], None)
            case "name" if token.text in ("date", "duration") and self.next.text == "(":
                return self.call(token)
            case "name" if token.text in ("true", "false"):
                return Truth(token.text == "true")
            case "name" if token.text == "null":
                return Null()
            case "name" if token.text != "not":
                return Name(token.text)
        raise FeelError(token.column, expected)

    def call(self, name: _Token) -> Endpoint:
        """`date("…")` or `duration("…")`, with nothing but a text inside."""
        self.take()
        text = self.take()
        if text.kind != "text":
            raise FeelError(text.column, _DATE if name.text == "date" else _DURATION, is_expression=True)
        self.expect(")")
        return _temporal(text, _unescaped(text), name.text)


def _temporal(token: _Token, text: str, kind: str | None) -> Endpoint:
    """A date or a duration; `kind` is None where either may stand."""
    if kind != "duration" and (day := iso_date(text)):
        return Day(day)
    if kind != "date" and (span := duration(text)):
        return Span(span)
    raise FeelError(token.column, _DURATION if kind == "duration" else _DATE)


def iso_date(text: str) -> datetime.date | None:
    """The date that year-month-day means, with four, two and two digits; None if there is none."""
    try:
        return datetime.date.fromisoformat(text) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def _unescaped(token: _Token) -> str:
    text = _ESCAPE.sub(lambda found: _escaped(token, found), token.text[1:-1])
    # Two halves of a pair (\uD83D\uDE00) are one letter; a lone half is none.
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise FeelError(token.column, '"text"') from None


def _escaped(token: _Token, found: re.Match[str]) -> str:
    short, long, letter = found.groups()
    if letter:
        return _ESCAPED[letter]
    number = int(short or long, 16)
    if number > 0x10FFFF:
        raise FeelError(token.column + found.start() + 1, "\\u00E9")
    return chr(number)


def _operator(text: str) -> Operator:
    for operator in ("<", "<=", ">", ">=", "="):
        if operator == text:
            return operator
    raise ValueError(text)
