"""The variables of the program and the cells each is cut into.

Amounts and counts are cut wherever any rule compares them, on any legal date, so that within a cell no rule can
tell two answers apart. A comparison with a parameter that nobody confirmed on a date is a variable of its own, with
the cells below, equal and above, that nobody can answer.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from eligibility.compiler.cubes import ALL, Cube, product, uncovered
from eligibility.compiler.cubes import cube as normal
from eligibility.compiler.feel import Comparison, Day, Name, Number, Operator, Text, Truth, UnaryTests
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.parameters import Amounts, amount_on
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.sheets import Asked, Sheets

YES, NO = 1, 2
_SIDES = ("below", "equal", "above")
_SIDE_MASKS: dict[Operator, int] = {"<": 1, "<=": 3, "=": 2, ">=": 6, ">": 4}
# The smallest answers: nobody alive was born before 1900, and day 1 is 0001-01-01.
_SMALLEST = {"chf": 0, "count": 0, "year": 1900, "date": 1}


@dataclass(frozen=True)
class Cell:
    """Answers that no rule tells apart: an option, or the whole numbers `first` to `last` (None: no end).

    Numbers are centimes, counts, years, or days since 0001-01-01, which is day 1.
    """

    label: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class Variable:
    """An input of the program, or the comparison of an input with a `parameter` that nobody confirmed.

    `question` is the place of its question; nobody is asked for an unconfirmed value.
    """

    id: str
    kind: str
    cells: tuple[Cell, ...]
    asked: Asked
    question: int | None = None
    parameter: str | None = None


@dataclass(frozen=True)
class Layout:
    """The variables, where to find them, the mask of all cells of each, and when each question is asked."""

    variables: tuple[Variable, ...]
    index: dict[str, int]
    full: tuple[int, ...]
    asked: tuple[Cube, ...]

    @property
    def silent(self) -> frozenset[int]:
        """The variables that nobody can answer."""
        return frozenset(index for index, variable in enumerate(self.variables) if variable.kind == "unconfirmed")


def condition_findings(rules: RuleSet, sheets: Sheets) -> Iterator[Finding]:
    """No question may wait for itself, not even through others."""
    for id, record in rules.questions.items():
        if id in _awaited(id, sheets):
            yield finding(record.mark("ask_if"), "ask-if-cycle", question=id)


def layout(rules: RuleSet, sheets: Sheets, amounts: Amounts) -> Layout:
    """Lay out the variables; the sheets must be without findings."""
    places = {record.item.id: place for place, record in enumerate(rules.ordered_questions())}
    starts = _starts(sheets, amounts)
    variables = [
        Variable(id, asked.kind, _cells(asked, starts.get(id, set())), asked, places[asked.question])
        for id, asked in sheets.asked.items()
    ]
    variables += _unconfirmed(sheets, amounts)
    index = {variable.id: place for place, variable in enumerate(variables)}
    full = tuple((1 << len(variable.cells)) - 1 for variable in variables)
    plain = Layout(tuple(variables), index, full, ())
    asked = tuple(_condition(record.item.id, sheets, plain) for record in rules.ordered_questions())
    return Layout(tuple(variables), index, full, asked)


def meets(tests: UnaryTests, variable: Variable, layout: Layout, amounts: Amounts, date: str) -> list[Cube]:
    """The cubes of a cell on a date; every parameter it names must have an amount or be unconfirmed then."""
    full = layout.full
    cubes: list[Cube] = []
    for test in tests.tests:
        factors = [_literal(comparison, variable, layout, amounts, date) for comparison in test]
        cubes += product(factors, full)
    return list(uncovered(cubes, full)) if tests.negated else cubes


def _literal(comparison: Comparison, variable: Variable, layout: Layout, amounts: Amounts, date: str) -> list[Cube]:
    value: int | None = None
    match comparison.endpoint:
        case Text(option):
            mask = sum(1 << place for place, cell in enumerate(variable.cells) if cell.label == option)
        case Truth(truth):
            mask = YES if truth else NO
        case Number(number):
            value = _whole(number, variable.kind)
        case Day(day):
            value = day.toordinal()
        case Name(parameter):
            amount = amount_on(amounts, parameter, date)
            if amount is None or amount.centimes is None:
                silent = layout.index[unconfirmed_id(variable.id, parameter)]
                return [((silent, _SIDE_MASKS[comparison.operator]),)]
            value = amount.centimes
    if value is not None:
        mask = _band_mask(variable.cells, comparison.operator, value)
    found = normal([(layout.index[variable.id], mask)], layout.full)
    return [] if found is None else [found]


def unconfirmed_id(input: str, parameter: str) -> str:
    """The variable that stands for the comparison of an input with an unconfirmed parameter."""
    return f"unconfirmed:{input}:{parameter}"


def _whole(number: Decimal, kind: str) -> int:
    return int(number * 100) if kind == "chf" else int(number)


def _band_mask(cells: tuple[Cell, ...], operator: Operator, value: int) -> int:
    """The cells that lie wholly on one side; none lies on both, since they are cut there."""
    mask = 0
    for place, cell in enumerate(cells):
        first, last = cell.first or 0, cell.last
        if operator == "=":
            holds = first == value == last
        elif operator in ("<", "<="):
            holds = last is not None and (last < value or (operator == "<=" and last == value))
        else:
            holds = first > value or (operator == ">=" and first == value)
        mask |= holds << place
    return mask


def _cells(asked: Asked, starts: Iterable[int]) -> tuple[Cell, ...]:
    match asked.kind:
        case "commune":
            return ()
        case "choice":
            return tuple(Cell(option.id) for option in asked.input.options)
        case "yes_no" | "option":
            return (Cell("yes"), Cell("no"))
    last = None if asked.input.maximum is None else _whole(Decimal(asked.input.maximum), asked.kind)
    smallest = _SMALLEST[asked.kind]
    firsts = [smallest, *sorted(start for start in set(starts) if start > smallest and (last is None or start <= last))]
    ends = [*(first - 1 for first in firsts[1:]), last]
    return tuple(Cell(_label(asked.kind, first, end), first, end) for first, end in zip(firsts, ends, strict=True))


def _label(kind: str, first: int, last: int | None) -> str:
    low, high = limit(kind, first), limit(kind, last)
    if low == high:
        return str(low)
    return f"{low}..{high}" if high is not None else f"{low}.."


def limit(kind: str, value: int | None) -> int | str | None:
    """The end of a cell as answers give it: dates as ISO texts, all else as whole numbers."""
    return datetime.date.fromordinal(value).isoformat() if kind == "date" and value is not None else value


def _uses(sheets: Sheets) -> Iterator[tuple[str, Comparison]]:
    """Every comparison of an input anywhere."""
    cells: list[Mapping[str, UnaryTests]] = [row.tests for rows in sheets.rows.values() for row in rows]
    for tests in [*cells, *sheets.conditions.values()]:
        for id, cell in tests.items():
            for comparison in cell.comparisons():
                yield id, comparison


def _starts(sheets: Sheets, amounts: Amounts) -> dict[str, set[int]]:
    """Where new cells begin: on both sides of `= v`, at v for `<` and `>=`, after v for `<=` and `>`."""
    starts: dict[str, set[int]] = {}
    for id, comparison in _uses(sheets):
        match comparison.endpoint:
            case Number(number):
                values = [_whole(number, sheets.asked[id].kind)]
            case Day(day):
                values = [day.toordinal()]
            case Name(parameter):
                values = [amount.centimes for amount in amounts[parameter] if amount.centimes is not None]
            case _:
                continue
        steps = {"<": (0,), ">=": (0,), "<=": (1,), ">": (1,), "=": (0, 1)}[comparison.operator]
        starts.setdefault(id, set()).update(value + step for value in values for step in steps)
    return starts


def _unconfirmed(sheets: Sheets, amounts: Amounts) -> list[Variable]:
    pairs = {
        (id, comparison.endpoint.id)
        for id, comparison in _uses(sheets)
        if isinstance(comparison.endpoint, Name) and any(amount.centimes is None for amount in amounts[comparison.endpoint.id])
    }
    sides = tuple(Cell(side) for side in _SIDES)
    return [
        Variable(unconfirmed_id(id, parameter), "unconfirmed", sides, sheets.asked[id], parameter=parameter)
        for id, parameter in sorted(pairs)
    ]


def _awaited(question: str, sheets: Sheets) -> set[str]:
    """The questions that a question waits for, directly or through others."""
    awaited: set[str] = set()
    pending = [question]
    while pending:
        for id in sheets.conditions.get(pending.pop(), {}):
            other = sheets.asked[id].question
            if other not in awaited:
                awaited.add(other)
                pending.append(other)
    return awaited


def _condition(question: str, sheets: Sheets, layout: Layout) -> Cube:
    """When a question is asked, with the conditions of the questions it waits for inlined.

    A condition names no parameter and one cell gives one mask, so it is one cube.
    """
    literals: list[tuple[int, int]] = []
    for other in {question, *_awaited(question, sheets)}:
        for id, tests in sheets.conditions.get(other, {}).items():
            index = layout.index[id]
            cubes = meets(tests, layout.variables[index], layout, {}, "")
            literals.append((index, _united(cubes, index, layout.full[index])))
    found = normal(literals, layout.full)
    # A condition that can never hold stays as an empty mask: no answer meets it.
    return tuple(sorted(literals)) if found is None else found


def _united(cubes: Iterable[Cube], index: int, full: int) -> int:
    mask = 0
    for cube in cubes:
        mask |= dict(cube).get(index, full) if cube != ALL else full
    return mask
