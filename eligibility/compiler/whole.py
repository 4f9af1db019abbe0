"""Proofs over the whole: no emergency is suppressed, no don't know does harm, no answer is in vain.

They hold for all answers and all days. They are cheap and belong to every check; `portal rules check` proves the same
again from the rows alone, by enumeration and with a solver (`eligibility/compiler/certificate.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from eligibility.compiler.base import LANGUAGES
from eligibility.compiler.cells import Layout
from eligibility.compiler.cubes import ALL, Cube, absorbed, sharp, uncovered
from eligibility.compiler.cubes import cube as normal
from eligibility.compiler.findings import Finding, Mark, finding
from eligibility.compiler.parameters import FIRST, LAST, periods
from eligibility.compiler.program import GROUPS, Compiled
from eligibility.compiler.proofs import answers_text, as_asked
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.verdicts import Target, panel_targets
from eligibility.engine.truth import TRUE, of_cubes


def whole_findings(rules: RuleSet, compiled: Compiled) -> Iterator[Finding]:
    """What is wrong with the rules as a whole; they must have compiled."""
    yield from _suppressed(rules, compiled)
    yield from _weakened(rules, compiled)
    yield from _hidden_when_open(rules)
    yield from _idle(rules, compiled)


def emergencies(rules: RuleSet) -> dict[str, list[str]]:
    """The panels that nothing may suppress, each with the inputs it assumes.

    Of the panels that say what to do now, the first that assumes an input is its emergency panel. So every input whose
    don't know counts like the worst answer has a panel that rests on such inputs alone; others may follow and add to it.
    """
    items = [record.item for record in rules.outcomes.values() if record.item.group == GROUPS[0]]
    first: dict[str, str] = {}
    for item in sorted(items, key=lambda item: (item.order, item.id)):
        for input in item.assume:
            first.setdefault(input, item.id)
    return {id: rules.outcomes[id].item.assume for id in dict.fromkeys(first.values())}


def person_finding(
    rules: RuleSet, layout: Layout, mark: Mark, code: str, example: Cube, days: tuple[str, str], **more: str
) -> Finding:
    """A finding with a person's answers in both languages and the days on which it holds."""
    shown = as_asked(example, layout)
    answers = {f"answers_{language}": answers_text(shown, layout, rules, language) for language in LANGUAGES}
    first, last = ("…" if day in (FIRST, LAST) else day for day in days)
    return finding(mark, code, first=first, last=last, **answers, **more)


def outside(cube: Cube, union: Iterable[Cube], full: Sequence[int]) -> Iterator[Cube]:
    """What a cube has beyond a union, as cubes that do not overlap."""
    return uncovered(absorbed([*union, *sharp(ALL, cube, full)]), full)


def _suppressed(rules: RuleSet, compiled: Compiled) -> Iterator[Finding]:
    """Answers for which an emergency panel is missing, although others that differ in other questions would show it."""
    layout = compiled.layout
    targets = {target.id: target for target in panel_targets(rules)}
    for id, inputs in emergencies(rules).items():
        assumed = {layout.index[input] for input in inputs}
        for days in _days(compiled):
            reached = _leading_to(compiled, targets[id], days[0])
            alone = [tuple(literal for literal in cube if literal[0] in assumed) for cube in reached]
            gap = next((gap for cube in alone for gap in outside(cube, reached, layout.full)), None) if reached else ALL
            if gap is not None:
                mark = rules.outcomes[id].mark("assume")
                more = {"panel": id, "inputs": ", ".join(inputs)}
                yield person_finding(rules, layout, mark, "panel-suppressed", gap, days, **more)
                break


def _days(compiled: Compiled) -> list[tuple[str, str]]:
    """All days the program answers for, cut wherever a table changes."""
    start = compiled.program["first_day"]
    cuts = [(span.first, span.last) for spans in compiled.spans.values() for span in spans]
    return [days for days in periods([(start, None), *cuts]) if days[0] >= start]


def _leading_to(compiled: Compiled, target: Target, date: str) -> list[Cube]:
    """Where rows decide on a day that lead to a target."""
    spans = (span for table in target.tables for span in compiled.spans[table] if span.first <= date <= span.last)
    regions = (region for span in spans for region in span.regions if target.is_named(region.row))
    return absorbed(cube for region in regions for cube in region.effective)


def _weakened(rules: RuleSet, compiled: Compiled) -> Iterator[Finding]:
    """Answers that show a panel, until one that the panel assumes becomes a don't know."""
    layout = compiled.layout
    for panel in compiled.program["panels"]:
        for interval in panel["intervals"] if panel["assume"] else ():
            found = next(_harm(layout, [cube for cube, _rows in interval["cubes"]], panel["assume"]), None)
            if found is not None:
                input, example = found
                mark = rules.outcomes[panel["id"]].mark("assume")
                days = interval["from"], interval["until"] or LAST
                more = {"panel": panel["id"], "input": input}
                yield person_finding(rules, layout, mark, "panel-weakened", example, days, **more)
                break


def _harm(layout: Layout, cubes: list[Cube], assume: list[int]) -> Iterator[tuple[str, Cube]]:
    """An input and answers before: the panel is shown, and no longer once the input is a don't know.

    A don't know can only do harm by keeping a question from being asked that a true cube rests on. It is enough to look at
    the widest answers that make a cube true: fewer answers make other cubes true less often.
    """
    units: dict[str, set[int]] = {}
    for index in {index for cube in cubes for index, _mask in cube} - layout.silent:
        units.setdefault(layout.variables[index].asked.input.id, set()).add(index)
    for cube in cubes:
        for given in _widest(layout, cube, assume):
            if not _is_shown(layout, cubes, assume, given):
                continue
            for input, indexes in sorted(units.items()):
                forgotten = {index: mask for index, mask in given.items() if index not in indexes}
                if indexes <= set(assume) and not _is_shown(layout, cubes, assume, forgotten):
                    yield input, normal(given.items(), layout.full) or ALL


def _widest(layout: Layout, cube: Cube, assume: Sequence[int]) -> Iterator[dict[int, int]]:
    """The widest answers a person can give that make a cube true, its questions being asked."""
    wanted = dict(cube)
    for index, _mask in cube:
        question = layout.variables[index].question
        for other, mask in layout.asked[question] if question is not None else ():
            wanted[other] = wanted.get(other, mask) & mask
    choices = []
    for index, mask in wanted.items():
        open_ = [layout.full[index]] if index in assume else []
        choices.append([*open_, *_answers(layout, index, mask)])
    for chosen in product(*choices):
        yield dict(zip(wanted, chosen, strict=True))


def _answers(layout: Layout, index: int, mask: int) -> list[int]:
    """The widest answers within a mask: single options, or bands of cells in a row."""
    cells = [1 << place for place in range(mask.bit_length()) if mask >> place & 1]
    if layout.variables[index].cells[0].first is None:
        return cells
    bands: list[int] = []
    for cell in cells:
        if bands and bands[-1] & cell >> 1:
            bands[-1] |= cell
        else:
            bands.append(cell)
    return bands


def _is_shown(layout: Layout, cubes: list[Cube], assume: list[int], given: Mapping[int, int]) -> bool:
    """Whether answers show a panel, once those to questions that are not known to be asked are left out."""
    masks = list(layout.full)
    for index, mask in given.items():
        question = layout.variables[index].question
        if question is None or all(
            not given.get(other, layout.full[other]) & ~wanted for other, wanted in layout.asked[question]
        ):
            masks[index] = mask
    listed: list[Any] = list(cubes)
    return of_cubes(listed, masks, assume) == TRUE


def _hidden_when_open(rules: RuleSet) -> Iterator[Finding]:
    """A panel that says what to do now, but goes away with a don't know: only remarks about answers may be so."""
    for id, record in rules.outcomes.items():
        if record.item.certain_only and record.item.group == GROUPS[0]:
            yield finding(record.mark("certain_only"), "certain-only-now", panel=id)


def _idle(rules: RuleSet, compiled: Compiled) -> Iterator[Finding]:
    """Answers that change nothing: they stand in no prime implicant of a panel or a value, and in no condition.

    An amount compared with one that nobody confirmed will matter once somebody does. The commune leads to the office, and
    options that name their canton choose what a panel says.
    """
    layout = compiled.layout
    used = {index for cube in layout.asked for index, _mask in cube}
    lists = [*compiled.program["panels"], *(each for value in compiled.program["values"] for each in value["candidates"])]
    used |= {index for each in lists for part in each["intervals"] for cube, _rows in part["cubes"] for index, _mask in cube}
    used |= {layout.index[layout.variables[index].asked.id] for index in used}
    for index, variable in enumerate(layout.variables):
        asked = variable.asked
        speaks = variable.kind in ("commune", "unconfirmed") or any(option.canton for option in asked.input.options)
        if index not in used and not speaks:
            record = rules.questions[asked.question]
            place = record.item.inputs.index(asked.input)
            yield finding(record.mark("inputs", place), "question-idle", question=asked.question, input=variable.id)
