"""Proofs over all answers and all days, table by table: complete, no overlap, nothing dead, unreachable or unused.

Nothing is sampled: the cells of all inputs of a table are gone through, those together that no row tells apart.
A counter-example is told as the answers a person would give.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

from eligibility.compiler.base import LANGUAGES
from eligibility.compiler.cells import Cell, Layout, Variable
from eligibility.compiler.cubes import Cube, contains, meet, uncovered
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.kinds import Table
from eligibility.compiler.loader import Record
from eligibility.compiler.parameters import FIRST, LAST
from eligibility.compiler.regions import Region, Span
from eligibility.compiler.ruleset import RuleSet

_MOST_GAPS = 5
_WORDS = {
    "yes": {"de": "Ja", "fr": "Oui"},
    "no": {"de": "Nein", "fr": "Non"},
    "below": {"de": "kleiner als", "fr": "inférieur à"},
    "equal": {"de": "gleich", "fr": "égal à"},
    "above": {"de": "grösser als", "fr": "supérieur à"},
    "or": {"de": " oder ", "fr": " ou "},
    "quoted": {"de": "«{}»", "fr": "«\u00a0{}\u00a0»"},
    "colon": {"de": ": ", "fr": "\u00a0: "},
    "then": {"de": "; ", "fr": "\u202f; "},
    "any": {"de": "irgendeine Antwort", "fr": "n’importe quelle réponse"},
}


def combinations_checked(layout: Layout, days: Sequence[Span]) -> int:
    """Over how many combinations of answers the proofs of a table speak, on each of its spans.

    The cells of all inputs that its rows rest on, multiplied. Comparisons with unconfirmed amounts are proved for all
    three results and not counted.
    """
    cubes = [cube for span in days for region in span.regions for cube in region.own]
    variables = {index for cube in cubes for index, _mask in cube} - layout.silent
    return prod(len(layout.variables[index].cells) for index in variables)


@dataclass(frozen=True)
class _Flaw:
    """Something wrong on some days; the same on later days is not told again."""

    code: str
    rows: tuple[Region, ...]
    example: Cube


def proof_findings(rules: RuleSet, layout: Layout, table: Record[Table], days: Sequence[Span]) -> Iterator[Finding]:
    """What is wrong with a table, each with the first days it is wrong on and an example."""
    told: set[tuple[str, tuple[str, ...], Cube]] = set()
    gaps = 0
    for span in days:
        for flaw in (*_gaps(table.item, layout, span), *_overlaps(table.item, layout, span)):
            key = (flaw.code, tuple(region.row.id for region in flaw.rows), flaw.example if not flaw.rows else ())
            if key in told:
                continue
            told.add(key)
            gaps += not flaw.rows
            if gaps <= _MOST_GAPS or flaw.rows:
                yield _told(rules, layout, table, span, flaw)
    yield from _dead(table, days)
    yield from _unreachable(table)
    yield from _unused_sources(table, days)


def _gaps(table: Table, layout: Layout, span: Span) -> Iterator[_Flaw]:
    """A table that gives one result must give it for all answers. A list (C) may be empty."""
    if table.hit_policy != "C":
        for gap in uncovered([cube for region in span.regions for cube in region.own], layout.full):
            yield _Flaw("table-incomplete", (), gap)


def _overlaps(table: Table, layout: Layout, span: Span) -> Iterator[_Flaw]:
    """Rows that may not both match: any two of policy U, two with different results of policy A."""
    if table.hit_policy not in ("U", "A"):
        return
    code = "table-overlap" if table.hit_policy == "U" else "table-conflict"
    for first, second in combinations(span.regions, 2):
        if table.hit_policy == "A" and first.row.rule.then == second.row.rule.then:
            continue
        common = (meet(left, right, layout.full) for left in first.own for right in second.own)
        example = next((cube for cube in common if cube is not None), None)
        if example is not None:
            yield _Flaw(code, (first, second), example)


def _dead(table: Record[Table], days: Sequence[Span]) -> Iterator[Finding]:
    """A row that never decides anything: contradictory or never in force (dead), or behind rows that go first (hidden)."""
    alive = {region.row.index for span in days for region in span.regions if region.effective}
    met = {region.row.index: (span, region) for span in days for region in span.regions if region.own}
    for index, rule in enumerate(table.item.rules):
        if index in alive:
            continue
        mark = table.mark("rules", index)
        if index not in met:
            yield finding(mark, "row-dead", table=table.item.id, row=rule.id)
            continue
        span, region = met[index]
        others = ", ".join(each.row.rule.id for each in span.regions if each is not region and _meet(each.own, region.own))
        yield finding(mark, "row-hidden", table=table.item.id, row=rule.id, rows=others)


def _meet(first: Sequence[Cube], second: Sequence[Cube]) -> bool:
    """Whether two unions have something in common."""
    masks = [(dict(left), dict(right)) for left in first for right in second]
    return any(all(mask & right.get(variable, mask) for variable, mask in left.items()) for left, right in masks)


def _unreachable(table: Record[Table]) -> Iterator[Finding]:
    """A result that the head of the table declares and no row gives; a row that never gives anything is told as such."""
    given = {pair for rule in table.item.rules for pair in rule.then.items()}
    for index, output in enumerate(table.item.outputs):
        for place, value in enumerate(output.values):
            if (output.id, value) not in given:
                mark = table.mark("outputs", index, "values", place)
                yield finding(mark, "output-unreachable", table=table.item.id, output=output.id, value=value)
        if not output.values and all(name != output.id for name, _value in given):
            mark = table.mark("outputs", index)
            yield finding(mark, "output-unreachable", table=table.item.id, output=output.id, value=output.id)


def _unused_sources(table: Record[Table], days: Sequence[Span]) -> Iterator[Finding]:
    """A source that a state lists, although nothing rests on it then: no row, no amount, no value of another table."""
    for index, state in enumerate(table.item.states):
        spans = [span for span in days if state.holds_on(span.first)]
        named = {source.source for span in spans for region in span.regions for source in region.sources}
        for place, source in enumerate(state.sources):
            if spans and source.source not in named:
                mark = table.mark("states", index, "sources", place)
                yield finding(mark, "source-unused", table=table.item.id, source=source.source)


def _told(rules: RuleSet, layout: Layout, table: Record[Table], span: Span, flaw: _Flaw) -> Finding:
    mark = table.mark("rules", flaw.rows[-1].row.index) if flaw.rows else table.mark("rules")
    example = as_asked(flaw.example, layout)
    args = {f"answers_{language}": answers_text(example, layout, rules, language) for language in LANGUAGES}
    rows = ", ".join(region.row.rule.id for region in flaw.rows)
    first = span.first if span.first != FIRST else "…"
    last = span.last if span.last != LAST else "…"
    return finding(mark, flaw.code, table=table.item.id, rows=rows, first=first, last=last, **args)


def as_asked(example: Cube, layout: Layout) -> Cube:
    """An example without the answers to questions that would not be asked."""
    return tuple(
        (index, mask)
        for index, mask in example
        if (question := layout.variables[index].question) is None or contains(layout.asked[question], example)
    )


def answers_text(example: Cube, layout: Layout, rules: RuleSet, language: str) -> str:
    """A cube as answers: `Ersparnisse: 4’000.01 bis 6’000 CHF; …`."""
    if not example:
        return _WORDS["any"][language]
    texts = []
    for index, mask in example:
        variable = layout.variables[index]
        cells = [cell for place, cell in enumerate(variable.cells) if mask >> place & 1]
        told = _WORDS["or"][language].join(_cell(variable, cell, language) for cell in _joined(cells))
        if variable.parameter is not None:
            told += " " + _WORDS["quoted"][language].format(rules.parameters[variable.parameter].item.title[language])
        label = _label(variable, rules, language)
        texts.append(label + (" " if label.endswith("?") else _WORDS["colon"][language]) + told)
    return _WORDS["then"][language].join(texts)


def _label(variable: Variable, rules: RuleSet, language: str) -> str:
    asked = variable.asked
    if asked.option is not None:
        return next(option.label for option in asked.input.options if option.id == asked.option)[language]
    return (asked.input.label or rules.questions[asked.question].item.title)[language]


def _joined(cells: Iterable[Cell]) -> list[Cell]:
    """Bands that follow on each other as one."""
    joined: list[Cell] = []
    for cell in cells:
        before = joined[-1] if joined else None
        if before is not None and before.last is not None and cell.first == before.last + 1:
            joined[-1] = Cell("", before.first, cell.last)
        else:
            joined.append(cell)
    return joined


def _cell(variable: Variable, cell: Cell, language: str) -> str:
    if variable.kind == "choice":
        return next(option.label for option in variable.asked.input.options if option.id == cell.label)[language]
    if cell.first is None:
        return _WORDS[cell.label][language]
    shown = {"chf": _chf, "date": _day}.get(variable.kind, str)
    if cell.last is None:
        return {"de": f"ab {shown(cell.first)}", "fr": f"dès {shown(cell.first)}"}[language]
    if cell.first == cell.last:
        return shown(cell.first)
    return {"de": f"{shown(cell.first)} bis {shown(cell.last)}", "fr": f"{shown(cell.first)} à {shown(cell.last)}"}[language]


def _day(ordinal: int) -> str:
    """A day as people write it: 31.12.2026."""
    day = datetime.date.fromordinal(ordinal)
    return f"{day.day}.{day.month}.{day.year}"


def _chf(centimes: int) -> str:
    """Swiss grouping: CHF 4’000.05."""
    francs, rest = divmod(centimes, 100)
    grouped = f"{francs:,}".replace(",", "’")
    return f"CHF {grouped}.{rest:02}" if rest else f"CHF {grouped}"
