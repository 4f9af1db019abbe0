"""What the program claims: for every target, on which days which cubes lead to it, beside what the rows say then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eligibility.compiler.cells import Layout, unconfirmed_id
from eligibility.compiler.cubes import Cube
from eligibility.compiler.parameters import LAST, Amounts, dated_amounts, periods
from eligibility.compiler.program import Compiled
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.sheets import Sheets, read_sheets
from eligibility.compiler.verdicts import INPUTS, WRITTEN, Logic, Target, Verdicts, panel_targets, value_targets

type Inputs = frozenset[str | tuple[str, str]]


@dataclass(frozen=True)
class Ground:
    """What the rows are read against, and the program that was made of them."""

    rules: RuleSet
    sheets: Sheets
    amounts: Amounts
    layout: Layout
    program: Mapping[str, Any]

    def verdicts[T](self, date: str, logic: Logic[T]) -> Verdicts[T]:
        """The tables on a day, in a logic."""
        return Verdicts(self.rules, self.sheets, self.amounts, date, logic)

    def variables(self, inputs: Inputs) -> set[int]:
        """The variables that stand for inputs, with those that decide whether they are asked."""
        found = {self.layout.index[each if isinstance(each, str) else unconfirmed_id(*each)] for each in inputs}
        return found | {index for each in found for index, _mask in self.condition(each)}

    def condition(self, variable: int) -> Cube:
        """When the question of a variable is asked, with the conditions of the questions it waits for."""
        question = self.layout.variables[variable].question
        return () if question is None else self.layout.asked[question]

    def days(self) -> list[tuple[str, str]]:
        """All days the program answers for, cut wherever any rule, amount or list of cubes begins or ends."""
        bounds: list[tuple[str | None, str | None]] = [(self.program["first_day"], None)]
        for record in self.rules.tables.values():
            bounds += [(state.valid_from, state.valid_until) for state in record.item.states]
            bounds += [(rule.valid_from, rule.valid_until) for rule in record.item.rules]
        bounds += [(amount.first, amount.last) for amounts in self.amounts.values() for amount in amounts]
        for each in _listed(self.program):
            bounds += [(interval["from"], interval["until"]) for interval in each["intervals"]]
        return [days for days in periods(bounds) if days[0] >= self.program["first_day"]]


@dataclass(frozen=True)
class Claim:
    """That from `first` to `last` these cubes lead to a target, and nothing else does.

    `name` is the panel, or `value=candidate`; `cone` are the variables that the rows or the cubes name; `assume` are
    the variables whose don't know counts like the answer that shows the panel.
    """

    name: str
    target: Target
    first: str
    last: str
    cubes: tuple[Cube, ...]
    assume: frozenset[int]
    cone: frozenset[int]
    ground: Ground

    def rows[T](self, logic: Logic[T]) -> T:
        """What the rows say."""
        return self.ground.verdicts(self.first, logic).leads_to(self.target)

    @property
    def spoken(self) -> list[int]:
        """The variables of the cone that people can answer."""
        return sorted(self.cone - self.ground.layout.silent)


def ground(rules: RuleSet, compiled: Compiled) -> Ground:
    """The ground of a compiled rule set."""
    return Ground(rules, read_sheets(rules), dated_amounts(rules.parameters), compiled.layout, compiled.program)


def claims(base: Ground) -> list[Claim]:
    """All claims of a program; neighbouring days with the same cubes and the same rows are one claim."""
    found: dict[str, list[tuple[Claim, str]]] = {}
    for first, last in base.days():
        written, inputs = base.verdicts(first, WRITTEN), base.verdicts(first, INPUTS)
        for name, target, intervals, assume in _targets(base):
            text, cubes = written.leads_to(target), _cubes(intervals, first)
            before = found.setdefault(name, [])
            if before and before[-1][1] == text and before[-1][0].cubes == cubes:
                before[-1] = (replace(before[-1][0], last=last), text)
                continue
            cone = base.variables(inputs.leads_to(target)) | {index for cube in cubes for index, _mask in cube}
            before.append((Claim(name, target, first, last, cubes, assume, frozenset(cone), base), text))
    return [claim for each in found.values() for claim, _text in each]


def _targets(base: Ground) -> Iterator[tuple[str, Target, Sequence[Mapping[str, Any]], frozenset[int]]]:
    panels = {panel["id"]: panel for panel in base.program["panels"]}
    for target in panel_targets(base.rules):
        yield target.id, target, panels[target.id]["intervals"], frozenset(panels[target.id]["assume"])
    values = {value["id"]: value["candidates"] for value in base.program["values"]}
    for output, targets in sorted(value_targets(base.rules).items()):
        candidates = {candidate["id"]: candidate["intervals"] for candidate in values[output]}
        for target in targets:
            yield f"{output}={target.id}", target, candidates[target.id], frozenset()


def _listed(program: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from program["panels"]
    for value in program["values"]:
        yield from value["candidates"]


def _cubes(intervals: Sequence[Mapping[str, Any]], date: str) -> tuple[Cube, ...]:
    for interval in intervals:
        if interval["from"] <= date <= (interval["until"] or LAST):
            return tuple(tuple((index, mask) for index, mask in cube) for cube, _rows in interval["cubes"])
    return ()
