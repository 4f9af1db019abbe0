"""What the worked cases try: the rows they hit, the numbers they meet at −1, 0 and +1, both sides of every change of rules.

A case *hits* a row if the row is in force on the date of the case and, whatever the person left open, it is this row that
decides (its region after the hit policy holds every way to complete the answers). Only what nobody confirmed may be as the
row needs it: a comparison with an unconfirmed amount can come out either way, so one case hits the rows on both sides.

A case *tries* a number that an input is compared with if it names exactly that number, or one unit (a centime, one child,
one year, one day) less or more, and its other answers fit a row that makes the comparison on the date of the case.

A case stands at an *edge* (a day on which the rows or amounts of a table change) if its date is that day or the day
before and it hits a row of the table that starts or ends there; if none does on that side, any row of the table.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from eligibility.compiler.base import LANGUAGES
from eligibility.compiler.cases import answers_of
from eligibility.compiler.cells import Layout, Variable
from eligibility.compiler.cubes import Cube, absorbed, contains, cube, meet, minus
from eligibility.compiler.feel import Comparison, Day, Name, Number
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.kinds import Case, CaseFile
from eligibility.compiler.loader import Record, day_before
from eligibility.compiler.parameters import FIRST, LAST, Amounts, amount_on, dated_amounts
from eligibility.compiler.program import Compiled
from eligibility.compiler.proofs import answers_text, as_asked
from eligibility.compiler.regions import Region, Span
from eligibility.compiler.ruleset import RuleSet
from eligibility.engine import AnswerError
from eligibility.engine.answers import read_answers


@dataclass(frozen=True, order=True)
class Point:
    """A number to try: `offset` (−1, 0, +1) beside the `value` an input is compared with on the days `first` to `last`.

    In the unit of the input: centimes, a count, a year, or a day counted from 0001-01-01. `name` is the parameter the value
    comes from, or empty.
    """

    input: str
    name: str
    value: int
    first: str
    last: str
    offset: int


@dataclass(frozen=True, order=True)
class Edge:
    """A side of a day on which a table changes: `date` is that day, or the day before it."""

    table: str
    date: str


@dataclass(frozen=True)
class Meter:
    """What there is to try, and for each the ids of the cases that do, in the order of the files.

    `asked` counts the questions that the person of each case is asked.
    """

    rows: dict[str, tuple[str, ...]]
    points: dict[Point, tuple[str, ...]]
    edges: dict[Edge, tuple[str, ...]]
    asked: tuple[int, ...]


def share[Key](tried: Mapping[Key, tuple[str, ...]]) -> tuple[int, int]:
    """How many have a case, of how many."""
    return sum(bool(cases) for cases in tried.values()), len(tried)


def untried[Key](tried: Mapping[Key, tuple[str, ...]]) -> list[Key]:
    """Those without a case, in their order."""
    return [key for key, cases in tried.items() if not cases]


@dataclass(frozen=True)
class _Trial:
    """A case as the meter needs it: the answers as a cube over what people can answer, and the exact numbers among them."""

    id: str
    date: str
    asked: int
    answers: Cube
    numbers: dict[str, int]


def measure(rules: RuleSet, compiled: Compiled, files: Iterable[Record[CaseFile]]) -> Meter:
    """Hold all cases against all rows, numbers and days. Cases that cannot be read try nothing."""
    trials = [trial for record in files for case in record.item.cases if (trial := _trial(case, compiled)) is not None]
    plan, days = compiled.layout, compiled.spans
    ids = [f"{table}.{rule.id}" for table, record in sorted(rules.tables.items()) for rule in record.item.rules]
    hits: dict[str, tuple[str, ...]] = dict.fromkeys(ids, ())
    for span in (span for spans in days.values() for span in spans):
        there = [trial for trial in trials if span.first <= trial.date <= span.last]
        for region in span.regions:
            hits[region.row.id] += tuple(_hitting(there, region, plan))
    order = {trial.id: place for place, trial in enumerate(trials)}
    hits = {row: tuple(sorted(cases, key=order.__getitem__)) for row, cases in hits.items()}
    return Meter(hits, _points(rules, plan, days, trials), _edges(plan, days, trials), tuple(each.asked for each in trials))


def untested_findings(rules: RuleSet, compiled: Compiled, meter: Meter) -> Iterator[Finding]:
    """One finding for each row that no case hits, with the answers that a case for it must have."""
    for table, spans in sorted(compiled.spans.items()):
        record = rules.tables[table]
        for index, rule in enumerate(record.item.rules):
            if meter.rows[f"{table}.{rule.id}"]:
                continue
            region = [each for span in spans for each in span.regions if each.row.index == index and each.effective][-1]
            example = as_asked(_answerable(region.effective, compiled.layout)[0], compiled.layout)
            answers = {f"answers_{language}": answers_text(example, compiled.layout, rules, language) for language in LANGUAGES}
            first = region.first if region.first != FIRST else "…"
            last = region.last if region.last != LAST else "…"
            mark = record.mark("rules", index)
            yield finding(mark, "row-untested", table=table, row=rule.id, first=first, last=last, **answers)


def _trial(case: Case, compiled: Compiled) -> _Trial | None:
    program, plan = compiled.program, compiled.layout
    try:
        reading = read_answers(program, answers_of(case))
    except AnswerError:
        return None
    numbers = {}
    for variable in plan.variables:
        value = case.answers.get(variable.asked.input.id)
        asked = variable.question is not None and reading.asked[variable.question]
        if asked and _is_number(variable) and (exact := _exact(value, variable.kind)) is not None:
            numbers[variable.id] = exact
    given = [(index, mask) for index, mask in enumerate(reading.masks) if plan.full[index] and index not in plan.silent]
    answers = cube(given, plan.full)
    return None if answers is None else _Trial(case.id, reading.as_of, sum(reading.asked), answers, numbers)


def _is_number(variable: Variable) -> bool:
    return variable.cells != () and variable.cells[0].first is not None


def _exact(value: object, kind: str) -> int | None:
    """A number or a day, or a band of just one."""
    if isinstance(value, dict) and value.get("min") == value.get("max"):
        value = value.get("min")
    if kind == "date" and isinstance(value, str):
        return datetime.date.fromisoformat(value).toordinal()
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _regions_on(spans: Iterable[Span], date: str) -> tuple[Region, ...]:
    return next((span.regions for span in spans if span.first <= date <= span.last), ())


def _answerable(cubes: Iterable[Cube], plan: Layout, without: int | None = None) -> list[Cube]:
    """What of a union people can answer: literals that nobody can answer, and one more variable, left free."""
    free = plan.silent | {without}
    found = absorbed(tuple(literal for literal in each if literal[0] not in free) for each in cubes)
    return sorted(found, key=lambda each: (len(each), each))


def _hitting(trials: Iterable[_Trial], region: Region, plan: Layout) -> list[str]:
    """The ids of the cases that hit the row of a region."""
    decided = _answerable(region.effective, plan)
    return [trial.id for trial in trials if _inside(trial.answers, decided, plan)]


def _points(
    rules: RuleSet, plan: Layout, days: Mapping[str, list[Span]], trials: Iterable[_Trial]
) -> dict[Point, tuple[str, ...]]:
    """Every number that a row compares with, with the cases that try it in the context of such a row."""
    amounts = dated_amounts(rules.parameters)
    found: dict[Point, tuple[str, ...]] = {}
    trials = list(trials)
    for span in (span for spans in days.values() for span in spans):
        for region in span.regions:
            for index, comparison in _comparisons(region, plan):
                variable = plan.variables[index]
                fitting = _answerable(region.own, plan, without=index)
                for point in _around(comparison, variable, region, amounts, span.first):
                    cases = [trial.id for trial in trials if _tries(trial, point, index, fitting, plan, span)]
                    found[point] = (*found.get(point, ()), *(id for id in cases if id not in found.get(point, ())))
    return dict(sorted(found.items()))


def _comparisons(region: Region, plan: Layout) -> Iterator[tuple[int, Comparison]]:
    """The comparisons of a row with numbers, each with the index of its input."""
    for id, tests in region.row.tests.items():
        index = plan.index.get(id)
        if index is not None and _is_number(plan.variables[index]):
            for comparison in tests.comparisons():
                yield index, comparison


def _around(comparison: Comparison, variable: Variable, region: Region, amounts: Amounts, date: str) -> Iterator[Point]:
    """The points −1, 0 and +1 that somebody can answer; none for an amount that nobody confirmed."""
    name, first, last = "", region.row.rule.valid_from or FIRST, region.row.rule.valid_until or LAST
    match comparison.endpoint:
        case Number(number):
            value = int(number * 100) if variable.kind == "chf" else int(number)
        case Day(day):
            value = day.toordinal()
        case Name(name):
            amount = amount_on(amounts, name, date)
            if amount is None or amount.centimes is None:
                return
            value, first, last = amount.centimes, amount.first, amount.last
        case _:
            return
    smallest, largest = variable.cells[0].first or 0, variable.cells[-1].last
    for offset in (-1, 0, 1):
        if value + offset >= smallest and (largest is None or value + offset <= largest):
            yield Point(variable.id, name, value, first, last, offset)


def _tries(trial: _Trial, point: Point, index: int, fitting: list[Cube], plan: Layout, span: Span) -> bool:
    if not span.first <= trial.date <= span.last or trial.numbers.get(point.input) != point.value + point.offset:
        return False
    answers = tuple(literal for literal in trial.answers if literal[0] != index)
    return _inside(answers, fitting, plan)


def _inside(answers: Cube, union: Iterable[Cube], plan: Layout) -> bool:
    """Whether a union covers some answers; most of its cubes are far away from them."""
    near = [each for each in union if meet(answers, each, plan.full) is not None]
    return any(contains(each, answers) for each in near) or (bool(near) and not minus([answers], near, plan.full))


def _edges(plan: Layout, days: Mapping[str, list[Span]], trials: Iterable[_Trial]) -> dict[Edge, tuple[str, ...]]:
    """Both sides of the first day of every span of a table but its first."""
    found: dict[Edge, tuple[str, ...]] = {}
    trials = list(trials)
    for table, spans in sorted(days.items()):
        for span in spans[1:]:
            before = day_before(span.first)
            ending, starting = _regions_on(spans, before), span.regions
            sides = (
                (before, [region for region in ending if region.last == before] or ending),
                (span.first, [region for region in starting if region.first == span.first] or starting),
            )
            for date, regions in sides:
                there = [trial for trial in trials if trial.date == date]
                hit = {id for region in regions for id in _hitting(there, region, plan)}
                found[Edge(table, date)] = tuple(trial.id for trial in there if not regions or trial.id in hit)
    return found
