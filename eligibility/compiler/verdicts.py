"""What the tables say about an answer, row by row, in plain two-valued logic.

This reads dates, cells, conditions and hit policies a second time, without regions and cubes, so that the proofs can
compare the program with it. Which logic it speaks is left open: the same reading gives the truth for one person, the
set of all persons, or a formula for a solver.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from eligibility.compiler.feel import Comparison, Day, Name, Number, Operator, Text, Truth, UnaryTests
from eligibility.compiler.kinds import Table
from eligibility.compiler.parameters import FIRST, LAST, Amounts, amount_on
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.sheets import Row, Sheets


class Logic[T](Protocol):
    """A logic: truths of the type T, and how an input is compared.

    `compare` takes the id of an input and an option, a truth, or a number (centimes for CHF, day 1 is 0001-01-01); `side`
    compares an input with a parameter that nobody confirmed. Parts come one by one, so that a logic may stop early.
    """

    def every(self, parts: Iterable[T]) -> T:
        """All parts hold; nothing at all holds too."""

    def some(self, parts: Iterable[T]) -> T:
        """At least one part holds."""

    def no(self, part: T) -> T:
        """The part does not hold."""

    def compare(self, input: str, operator: Operator, value: str | bool | int) -> T:
        """How an input stands to a known value."""

    def side(self, input: str, parameter: str, operator: Operator) -> T:
        """How an input stands to a value that nobody confirmed."""


@dataclass(frozen=True)
class Target:
    """What rows can lead to: a panel, or one of the values that an output of a table may have."""

    id: str
    outputs: frozenset[tuple[str, str]]
    """Pairs (table, output) in which a row may name it."""

    @property
    def tables(self) -> list[str]:
        """The tables that may lead there."""
        return sorted({table for table, _output in self.outputs})

    def is_named(self, row: Row) -> bool:
        """Whether a row leads there where it decides."""
        return any((row.table, output) in self.outputs and value == self.id for output, value in row.rule.then.items())


def panel_targets(rules: RuleSet) -> list[Target]:
    """The panels, by id."""
    outputs = frozenset(
        (id, output.id) for id, record in rules.tables.items() for output in record.item.outputs if output.kind == "panel"
    )
    return [Target(id, outputs) for id in sorted(rules.outcomes)]


def value_targets(rules: RuleSet) -> dict[str, list[Target]]:
    """For each value that a table derives, what it may be."""
    return {
        output.id: [Target(value, frozenset({(id, output.id)})) for value in output.values]
        for id, record in rules.tables.items()
        for output in record.item.outputs
        if output.kind == "value"
    }


class Verdicts[T]:
    """What the tables say on one day, in one logic. `matched` keeps which rows match, by id, once they were read."""

    def __init__(self, rules: RuleSet, sheets: Sheets, amounts: Amounts, date: str, logic: Logic[T]) -> None:
        self.rules = rules
        self.sheets = sheets
        self.amounts = amounts
        self.date = date
        self.logic = logic
        self.matched: dict[str, T] = {}

    def leads_to(self, target: Target) -> T:
        """Whether some row that decides names the target."""
        rows = (row for table in target.tables for row in self.in_force(table))
        return self.logic.some(self.decides(row) for row in rows if target.is_named(row))

    def in_force(self, table: str) -> list[Row]:
        """The rows of a table that hold on the day."""
        if self.rules.tables[table].item.on(self.date) is None:
            return []
        rows = self.sheets.rows[table]
        return [row for row in rows if (row.rule.valid_from or FIRST) <= self.date <= (row.rule.valid_until or LAST)]

    def decides(self, row: Row) -> T:
        """Whether a row in force matches and the hit policy lets it decide.

        DMN 1.5, clause 8.2.8: the first that matches (F), those with the highest result (P), all (U, A, C).
        """
        table = self.rules.tables[row.table].item
        if table.hit_policy not in ("F", "P"):
            return self.matches(row)
        place = _place(table, row)
        before = (other for other in self.in_force(row.table) if _place(table, other) < place)
        return self.logic.every((self.matches(row), *(self.logic.no(self.matches(other)) for other in before)))

    def matches(self, row: Row) -> T:
        """Whether the cells of a row hold and its questions are asked."""
        if row.id not in self.matched:
            self.matched[row.id] = self.logic.every(self._parts(row))
        return self.matched[row.id]

    def _parts(self, row: Row) -> Iterator[T]:
        for input, tests in row.tests.items():
            yield from self.asked(self.sheets.asked[input].question)
            yield self._cell(input, tests)
        for value, tests in row.derived.items():
            yield self._derived(value, tests)

    def asked(self, question: str) -> Iterator[T]:
        """What must hold for a question to be asked: its own condition, and that its inputs are asked themselves."""
        for input, tests in self.sheets.conditions.get(question, {}).items():
            yield from self.asked(self.sheets.asked[input].question)
            yield self._cell(input, tests)

    def _derived(self, value: str, tests: UnaryTests) -> T:
        """Whether a row of another table decides that gives what the cell wants."""
        table, output = self.sheets.values[value]
        named = {each.endpoint.value for test in tests.tests for each in test if isinstance(each.endpoint, Text)}
        wanted = {each for each in output.values if (each in named) != tests.negated}
        return self.logic.some(self.decides(row) for row in self.in_force(table) if row.rule.then.get(output.id) in wanted)

    def _cell(self, input: str, tests: UnaryTests) -> T:
        truth = self.logic.some(self.logic.every(self._compared(input, each) for each in test) for test in tests.tests)
        return self.logic.no(truth) if tests.negated else truth

    def _compared(self, input: str, comparison: Comparison) -> T:
        operator = comparison.operator
        match comparison.endpoint:
            case Name(parameter):
                amount = amount_on(self.amounts, parameter, self.date)
                if amount is None or amount.centimes is None:
                    return self.logic.side(input, parameter, operator)
                return self.logic.compare(input, operator, amount.centimes)
            case Number(number):
                return self.logic.compare(input, operator, int(number * 100 if self._is_money(input) else number))
            case Day(day):
                return self.logic.compare(input, operator, day.toordinal())
            case Text(value) | Truth(value):
                return self.logic.compare(input, operator, value)
            case other:
                raise TypeError(f"no answer compares with {other}")

    def _is_money(self, input: str) -> bool:
        return self.sheets.asked[input].kind == "chf"


def _place(table: Table, row: Row) -> tuple[int, ...]:
    """Which rows go first: by order (F), or by how high their results stand in the lists of values; no result is last (P)."""
    if table.hit_policy == "F":
        return (row.index,)
    results = ((output.values, row.rule.then.get(output.id)) for output in table.outputs)
    return tuple(values.index(value) if value in values else len(values) for values, value in results)


class _Written:
    """A logic whose truths are formulas in text: two that are written alike are the same."""

    def every(self, parts: Iterable[str]) -> str:
        return f"(and {' '.join(parts)})"

    def some(self, parts: Iterable[str]) -> str:
        return f"(or {' '.join(parts)})"

    def no(self, part: str) -> str:
        return f"(not {part})"

    def compare(self, input: str, operator: Operator, value: str | bool | int) -> str:
        return f"({operator} {input} {value!r})"

    def side(self, input: str, parameter: str, operator: Operator) -> str:
        return f"({operator} {input} {parameter})"


WRITTEN: Logic[str] = _Written()


class _Inputs:
    """A logic whose truths are the inputs they rest on; a comparison with an unconfirmed value is a pair."""

    def every(self, parts: Iterable[frozenset[str | tuple[str, str]]]) -> frozenset[str | tuple[str, str]]:
        return frozenset().union(*parts)

    some = every

    def no(self, part: frozenset[str | tuple[str, str]]) -> frozenset[str | tuple[str, str]]:
        return part

    def compare(self, input: str, operator: Operator, value: str | bool | int) -> frozenset[str | tuple[str, str]]:
        return frozenset({input})

    def side(self, input: str, parameter: str, operator: Operator) -> frozenset[str | tuple[str, str]]:
        return frozenset({(input, parameter)})


INPUTS: Logic[frozenset[str | tuple[str, str]]] = _Inputs()
