"""Every single change of a rule that somebody could make by mistake, and which worked case notices it.

A changed rule set is called a mutant. The proofs are left aside here: a case must notice it, from the result alone. What
changes nothing for any answer on any day (the same prime implicants, ids aside) is no mutant at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from eligibility.compiler.cases import answers_of
from eligibility.compiler.cells import layout
from eligibility.compiler.cubes import Cube, primes
from eligibility.compiler.feel import ANY, Comparison, Name, Number, Operator, Text, Truth, UnaryTests
from eligibility.compiler.kinds import Case, CaseFile, Parameter, Rule, Table
from eligibility.compiler.loader import Record, day_after, day_before
from eligibility.compiler.parameters import Amounts, dated_amounts
from eligibility.compiler.program import _program as program_of
from eligibility.compiler.regions import Span, first_day, spans
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.sheets import HIT_POLICIES, Row, Sheets
from eligibility.compiler.verdicts import Target, Verdicts, panel_targets, value_targets
from eligibility.engine import evaluate

OPERATORS: tuple[Operator, ...] = ("<", "<=", "=", ">=", ">")
MOST_SIDES = 2
"""A complete answer rests on one or two unconfirmed amounts; where it would be more, the engine is asked."""
type Sides = dict[tuple[str, str], int]
type Values = dict[str, list[Target]]
type Reading = Verdicts[bool | None]


@dataclass(frozen=True)
class Variant:
    """Rules with one change: as read, with the amounts that follow."""

    rules: RuleSet
    sheets: Sheets
    amounts: Amounts


@dataclass(frozen=True)
class Mutant:
    """A change told in words, and the tables in which it can make a difference."""

    name: str
    tables: frozenset[str]
    variant: Variant


# What can be changed


def of_table(base: Variant, id: str) -> Iterator[Mutant]:
    """Every change of a table: its cells, rows, results, dates, and its hit policy."""
    tables = resting_on(base.sheets, {id})
    for name, changed in (*_rows(base, id), *_orders(base, id), *_policies(base, id)):
        yield Mutant(f"{id}: {name}", tables, changed)


def of_conditions(base: Variant) -> Iterator[Mutant]:
    """Every change of a cell under which a question is asked."""
    for question, cells in base.sheets.conditions.items():
        for input, tests in cells.items():
            for name, changed in cell_changes(base, input, tests):
                conditions = {**base.sheets.conditions, question: {**cells, input: changed}}
                sheets = replace(base.sheets, conditions=conditions)
                yield Mutant(f"{question}: ask_if {input} {name}", frozenset(base.rules.tables), replace(base, sheets=sheets))


def of_parameters(base: Variant) -> Iterator[Mutant]:
    """Every amount a centime more or less, and every day on which one follows another a day earlier or later."""
    for id, record in base.rules.parameters.items():
        named = {id, *(each for each, other in base.rules.parameters.items() if id in _parts(other.item))}
        tables = resting_on(base.sheets, {row.table for rows in base.sheets.rows.values() for row in rows if named & _names(row)})
        for name, item in (*_amounts(record.item), *_bounds(record.item)):
            parameters = {**base.rules.parameters, id: replace(record, item=item)}
            variant = Variant(replace(base.rules, parameters=parameters), base.sheets, dated_amounts(parameters))
            yield Mutant(f"{id}: {name}", tables, variant)


def _parts(item: Parameter) -> set[str]:
    return set() if item.computed is None else {part.parameter for part in item.computed.add} | {item.computed.at_most or ""}


def _names(row: Row) -> set[str]:
    endpoints = (each.endpoint for tests in row.tests.values() for each in tests.comparisons())
    return {endpoint.id for endpoint in endpoints if isinstance(endpoint, Name)}


def resting_on(sheets: Sheets, tables: set[str]) -> frozenset[str]:
    """Tables with all that use their values."""
    found = set(tables)
    while more := {id for id in sheets.rows if found & set(sheets.rests_on(id))} - found:
        found |= more
    return frozenset(found)


def _with_rows(base: Variant, id: str, rows: Iterable[Row]) -> Variant:
    return replace(base, sheets=replace(base.sheets, rows={**base.sheets.rows, id: tuple(rows)}))


def _rows(base: Variant, id: str) -> Iterator[tuple[str, Variant]]:
    rows = base.sheets.rows[id]
    table = base.rules.tables[id].item
    for place, row in enumerate(rows):
        before, after = rows[:place], rows[place + 1 :]
        yield f"{row.rule.id} removed", _with_rows(base, id, (*before, *after))
        for name, changed in (*_cells(base, row), *_results(table, row), *_days(row)):
            yield f"{row.rule.id} {name}", _with_rows(base, id, (*before, changed, *after))


def _cells(base: Variant, row: Row) -> Iterator[tuple[str, Row]]:
    for input, tests in row.tests.items():
        for name, changed in cell_changes(base, input, tests):
            cells = {**row.tests, input: changed}
            yield f"{input} {name}", replace(row, tests={key: cell for key, cell in cells.items() if not cell.is_any})
    for value, tests in row.derived.items():
        options = base.sheets.values[value][1].values
        for name, changed in (*_listed(tests, options), *_whole(tests)):
            cells = {**row.derived, value: changed}
            yield f"{value} {name}", replace(row, derived={key: cell for key, cell in cells.items() if not cell.is_any})


def cell_changes(base: Variant, input: str, tests: UnaryTests) -> Iterator[tuple[str, UnaryTests]]:
    """Every single change of a cell."""
    asked = base.sheets.asked[input]
    yield from _whole(tests)
    if asked.kind == "choice":
        yield from _listed(tests, [option.id for option in asked.input.options])
        return
    for place, comparison in ((place, each) for place, test in enumerate(tests.tests) for each in test):
        for name, changed in _comparisons(comparison, asked.kind):
            whole = [list(test) for test in tests.tests]
            whole[place][whole[place].index(comparison)] = changed
            yield name, UnaryTests(tuple(tuple(test) for test in whole), tests.negated)


def _whole(tests: UnaryTests) -> Iterator[tuple[str, UnaryTests]]:
    yield "dropped", ANY
    yield "negated", UnaryTests(tests.tests, not tests.negated)


def _listed(tests: UnaryTests, options: Iterable[str]) -> Iterator[tuple[str, UnaryTests]]:
    """An option less, one more, one in the place of another."""
    named = [each.endpoint.value for test in tests.tests for each in test if isinstance(each.endpoint, Text)]
    others = [option for option in options if option not in named]
    for place, option in enumerate(named):
        rest = [*named[:place], *named[place + 1 :]]
        if rest:
            yield f"without {option}", _options(rest, tests.negated)
        for other in others:
            yield f"{other} for {option}", _options([*rest, other], tests.negated)
    for other in others:
        yield f"with {other}", _options([*named, other], tests.negated)


def _options(named: Iterable[str], negated: bool) -> UnaryTests:
    return UnaryTests(tuple((Comparison("=", Text(option), 1),) for option in named), negated)


def _comparisons(comparison: Comparison, kind: str) -> Iterator[tuple[str, Comparison]]:
    """The neighbours of an operator, a number one unit (a centime) more or less, the other truth."""
    if isinstance(comparison.endpoint, Truth):
        yield "flipped", replace(comparison, endpoint=Truth(not comparison.endpoint.value))
        return
    place = OPERATORS.index(comparison.operator)
    for operator in (*OPERATORS[max(place - 1, 0) : place], *OPERATORS[place + 1 : place + 2]):
        yield f"{operator} for {comparison.operator}", replace(comparison, operator=operator)
    if isinstance(comparison.endpoint, Number):
        unit = Decimal("0.01") if kind == "chf" else Decimal(1)
        for step in (-unit, unit):
            yield f"{step:+}", replace(comparison, endpoint=Number(comparison.endpoint.value + step))


def _results(table: Table, row: Row) -> Iterator[tuple[str, Row]]:
    """Another result of the same column, or none."""
    for output in table.outputs:
        given = row.rule.then.get(output.id)
        known = dict.fromkeys([*output.values, *(rule.then[output.id] for rule in table.rules if output.id in rule.then)])
        for other in [each for each in (*known, None) if each != given]:
            then = {**row.rule.then, output.id: other} if other is not None else dict(row.rule.then)
            if other is None:
                del then[output.id]
            yield f"{output.id} {other} for {given}", replace(row, rule=row.rule.model_copy(update={"then": then}))


def _days(row: Row) -> Iterator[tuple[str, Row]]:
    for field in ("valid_from", "valid_until"):
        day = getattr(row.rule, field)
        for moved in (day_before(day), day_after(day)) if day else ():
            yield f"{field} {moved}", replace(row, rule=_rule(row.rule, field, moved))


def _rule(rule: Rule, field: str, day: str) -> Rule:
    return rule.model_copy(update={field: day})


def _orders(base: Variant, id: str) -> Iterator[tuple[str, Variant]]:
    """Two rows that follow each other in the other order."""
    rows = base.sheets.rows[id]
    for place in range(len(rows) - 1) if base.rules.tables[id].item.hit_policy == "F" else ():
        first, second = rows[place], rows[place + 1]
        changed = (replace(second, index=first.index), replace(first, index=second.index))
        yield f"{second.rule.id} before {first.rule.id}", _with_rows(base, id, (*rows[:place], *changed, *rows[place + 2 :]))


def _policies(base: Variant, id: str) -> Iterator[tuple[str, Variant]]:
    record = base.rules.tables[id]
    for policy in HIT_POLICIES:
        if policy != record.item.hit_policy:
            item = record.item.model_copy(update={"hit_policy": policy})
            rules = replace(base.rules, tables={**base.rules.tables, id: replace(record, item=item)})
            yield f"hit policy {policy}", replace(base, rules=rules)


def _amounts(item: Parameter) -> Iterator[tuple[str, Parameter]]:
    for place, state in enumerate(item.states):
        for step in (-1, 1) if state.amount is not None else ():
            changed = state.model_copy(update={"amount": (state.amount or 0) + step})
            yield f"{state.valid_from} {step:+} centime", _with_state(item, {place: changed})


def _bounds(item: Parameter) -> Iterator[tuple[str, Parameter]]:
    """Where one state follows another: a day earlier and a day later."""
    ordered = sorted(range(len(item.states)), key=lambda place: item.states[place].valid_from or "")
    for first, second in pairwise(ordered):
        before, after = item.states[first], item.states[second]
        if before.valid_until is None or after.valid_from is None or day_after(before.valid_until) != after.valid_from:
            continue
        for move in (day_before, day_after):
            until, since = move(before.valid_until), move(after.valid_from)
            moved = {
                first: before.model_copy(update={"valid_until": until}),
                second: after.model_copy(update={"valid_from": since}),
            }
            yield f"from {since} for {after.valid_from}", _with_state(item, moved)


def _with_state(item: Parameter, states: Mapping[int, Any]) -> Parameter:
    return item.model_copy(update={"states": [states.get(place, state) for place, state in enumerate(item.states)]})


# Who notices


class Answers:
    """A logic over what one person answered: true, false, or None for what does not follow from the answers.

    `sides` says how inputs lie to amounts that nobody confirmed; `open` is filled with those it does not say.
    """

    def __init__(self, answers: Mapping[str, Any], sides: Sides) -> None:
        self.answers = answers
        self.sides = sides
        self.open: list[tuple[str, str]] = []

    def every(self, parts: Iterable[bool | None]) -> bool | None:
        found: bool | None = True
        for part in parts:
            if part is False:
                return False
            if part is None:
                found = None
        return found

    def some(self, parts: Iterable[bool | None]) -> bool | None:
        found: bool | None = False
        for part in parts:
            if part is True:
                return True
            if part is None:
                found = None
        return found

    def no(self, part: bool | None) -> bool | None:
        return None if part is None else not part

    def compare(self, input: str, operator: Operator, value: str | bool | int) -> bool | None:
        name, _dot, option = input.partition(".")
        answer = self.answers.get(name)
        if answer is None or answer == {"declined": True}:
            return None
        if isinstance(answer, list):
            return (option in answer) is value
        if isinstance(value, bool):
            return (answer in ("yes", True)) is value
        if isinstance(value, str):
            return bool(answer == value)
        low, high = (answer.get("min", 0), answer.get("max", 10**12)) if isinstance(answer, dict) else (answer, answer)
        ends = {_compared(operator, (end > value) - (end < value)) for end in (low, high)}
        if operator == "=" and low <= value <= high:
            return None if low < high else True
        return ends.pop() if len(ends) == 1 else None

    def side(self, input: str, parameter: str, operator: Operator) -> bool | None:
        if (input, parameter) in self.sides:
            return _compared(operator, self.sides[input, parameter])
        self.open.append((input, parameter))
        return None


def _compared(operator: Operator, order: int) -> bool:
    return {"<": order < 0, "<=": order <= 0, "=": order == 0, ">=": order >= 0, ">": order > 0}[operator]


class Jury:
    """The worked cases. Those of the topic that was changed are asked first."""

    def __init__(self, base: Variant, files: Mapping[str, Record[CaseFile]]) -> None:
        self.base = base
        self.cases = [(stem, case) for stem, record in files.items() for case in record.item.cases]
        self.meant: dict[frozenset[str], dict[str, Any]] = {}
        self.before = {case.id: self._reading(base, case, {}) for _stem, case in self.cases}

    def verdict(self, mutant: Mutant) -> str:
        """`noticed` if a case comes out differently, `equal` if nothing changes for anybody, else `survives`."""
        return "noticed" if self.noticed_by_rows(mutant) else self.verdict_of_program(mutant)

    def verdict_of_program(self, mutant: Mutant) -> str:
        """The same by the engine alone, on the part of the program that the change can concern."""
        tables = _neighbours(self.base, mutant.tables)
        program = compiled(part_of(mutant.variant, tables), first_day(mutant.variant.rules))
        if tables not in self.meant:
            self.meant[tables] = meaning(compiled(part_of(self.base, tables), first_day(self.base.rules)))
        if meaning(program) == self.meant[tables]:
            return "equal"
        return "noticed" if any(_differs(case, program) for _stem, case in self._ordered(mutant)) else "survives"

    def noticed_by_rows(self, mutant: Mutant) -> bool:
        """By what the rows say about each case, as far as that follows without looking at cells and cubes.

        A case for which the changed rows match as before cannot notice anything.
        """
        panels, values = _panels(self.base, mutant.tables), _values(self.base, mutant.tables)
        changed = _changed(self.base, mutant.variant)
        return any(
            self._sees(case, mutant.variant, panels, values)
            for _stem, case in self._ordered(mutant)
            if changed is None or any(self._concerns(case, *pair) for pair in changed)
        )

    def _reading(self, variant: Variant, case: Case, sides: Sides) -> Reading:
        """What the rows of a variant say about a case, without its answers to questions that are not known to be asked."""

        def read(answers: Mapping[str, Any]) -> Reading:
            return Verdicts(variant.rules, variant.sheets, variant.amounts, case.as_of, Answers(answers, sides))

        raw, asked = read(case.answers), {each.input.id: each.question for each in variant.sheets.asked.values()}
        counted = {input: raw.logic.every(raw.asked(question)) is True for input, question in asked.items()}
        return read({input: answer for input, answer in case.answers.items() if counted[input]})

    def _concerns(self, case: Case, old: Row | None, new: Row | None) -> bool:
        """Whether a changed row may decide otherwise for a case than before."""
        before = self.before[case.id]
        was, now = (row is not None and _fresh(before).matches(row) for row in (old, new))
        if was is not now:
            return True
        return was is not False and (old is None or new is None or (old.rule, old.index) != (new.rule, new.index))

    def _ordered(self, mutant: Mutant) -> list[tuple[str, Case]]:
        return sorted(self.cases, key=lambda pair: pair[0] not in mutant.tables)

    def _sees(self, case: Case, variant: Variant, panels: list[Target], values: Values) -> bool:
        if any(self._contradicts(case, target, self._said(case, variant, target)) for target in panels):
            return True
        for id, targets in values.items() if case.expect.values else ():
            said = {target.id: self._said(case, variant, target) for target in targets}
            found = [value for value, truths in said.items() if truths != {False}]
            known = all(None not in truths for truths in said.values())
            if id in case.expect.values and known and found != case.expect.values[id]:
                return True
        return False

    def _contradicts(self, case: Case, target: Target, said: set[bool | None]) -> bool:
        """Whether a panel comes out otherwise than expected, for sure."""
        expected = case.expect.panels.get(target.id)
        if said == {True}:
            return expected != "shown"
        if said == {False}:
            return expected is not None
        hidden = expected is None and self.base.rules.outcomes[target.id].item.certain_only
        return said == {True, False} and expected != "possible" and not hidden

    def _said(self, case: Case, variant: Variant, target: Target) -> set[bool | None]:
        """All that can come out for a target: true, false, or None where other answers would have to be known."""
        found: set[bool | None] = set()
        pending: list[Sides] = [{}]
        while pending:
            sides = pending.pop()
            reading = self._reading(variant, case, sides)
            truth = reading.leads_to(target)
            open_ = reading.logic.open
            if truth is None and open_ and len(sides) < MOST_SIDES:
                pending += [{**sides, open_[0]: order} for order in (-1, 0, 1)]
            elif truth is None:
                return {None}
            else:
                found.add(truth)
        return found


def _fresh(reading: Reading) -> Reading:
    """The same reading without what it has read: rows of the same id may be others."""
    return Verdicts(reading.rules, reading.sheets, reading.amounts, reading.date, reading.logic)


def _changed(base: Variant, variant: Variant) -> list[tuple[Row | None, Row | None]] | None:
    """The rows that are others than before, each with what it was; None if more than rows was changed."""
    rows = replace(base, sheets=replace(base.sheets, rows=variant.sheets.rows))
    if (rows.rules, rows.amounts) != (variant.rules, variant.amounts) or rows.sheets.conditions != variant.sheets.conditions:
        return None
    before = {row.id: row for each in base.sheets.rows.values() for row in each}
    after = {row.id: row for each in variant.sheets.rows.values() for row in each}
    ids = dict.fromkeys([*before, *after])
    return [(before.get(id), after.get(id)) for id in ids if before.get(id) is not after.get(id)]


def _differs(case: Case, program: Mapping[str, Any]) -> bool:
    """Whether a case comes out otherwise than expected in a program with some of the panels and values."""
    result = evaluate(dict(program), answers_of(case))
    states = {panel["id"]: panel["state"] for panel in result["panels"]}
    unconfirmed = {panel["id"] for panel in result["panels"] if panel["unconfirmed"]}
    for panel in (each["id"] for each in program["panels"]):
        if states.get(panel) != case.expect.panels.get(panel) or (panel in unconfirmed) != (panel in case.expect.unconfirmed):
            return True
    for value in (each["id"] for each in program["values"] if each["id"] in case.expect.values):
        found = result["values"][value]
        if ([found["known"]] if "known" in found else found["candidates"]) != case.expect.values[value]:
            return True
    return False


def _panels(base: Variant, tables: frozenset[str]) -> list[Target]:
    named = {value for id in tables for rule in base.rules.tables[id].item.rules for value in rule.then.values()}
    return [target for target in panel_targets(base.rules) if target.id in named]


def _values(base: Variant, tables: frozenset[str]) -> Values:
    return {
        id: targets for id, targets in value_targets(base.rules).items() if any(set(each.tables) & tables for each in targets)
    }


def _neighbours(base: Variant, tables: frozenset[str]) -> frozenset[str]:
    """Tables with all that lead to the same panels, and all that they rest on."""
    panels = _panels(base, tables)
    found = {
        id
        for id, rows in base.sheets.rows.items()
        if id in tables or any(panel.is_named(row) for panel in panels for row in rows)
    }
    while more := {below for id in found for below in base.sheets.rests_on(id)} - found:
        found |= more
    return frozenset(found)


# What a program means


def part_of(variant: Variant, tables: frozenset[str]) -> Variant:
    """Some of the tables, with the panels they lead to."""
    kept = {id: record for id, record in variant.rules.tables.items() if id in tables}
    panels = {target.id for target in _panels(variant, tables)}
    outcomes = {id: record for id, record in variant.rules.outcomes.items() if id in panels}
    rows = {id: rows for id, rows in variant.sheets.rows.items() if id in tables}
    rules = replace(variant.rules, tables=kept, outcomes=outcomes)
    return replace(variant, rules=rules, sheets=replace(variant.sheets, rows=rows))


def compiled(variant: Variant, start: str) -> dict[str, Any]:
    """The program of a variant from a day on, without the proofs."""
    plan = layout(variant.rules, variant.sheets, variant.amounts)
    days: dict[str, list[Span]] = {}
    for id in variant.sheets.tables_in_order():
        days[id] = spans(variant.rules.tables[id], variant.sheets, plan, variant.amounts, start, days)
    return program_of(variant.rules, {}, plan, days, start)


def meaning(program: Mapping[str, Any]) -> dict[str, Any]:
    """For every panel and value, by days: what shows it for sure, what may, and where an unconfirmed value decides.

    In answers instead of cells, so that programs with other cells can be compared; ids of rows are left out.
    """
    lists = {panel["id"]: panel["intervals"] for panel in program["panels"]}
    lists |= {f"{value['id']}={each['id']}": each["intervals"] for value in program["values"] for each in value["candidates"]}
    asked = [
        (question["id"], _told(program, [tuple(map(tuple, cube)) for cube in question["ask_if"]]))
        for question in program["questions"]
    ]
    return {"first_day": program["first_day"], "asked": asked} | {id: _by_days(program, each) for id, each in lists.items()}


def _by_days(program: Mapping[str, Any], intervals: Iterable[Mapping[str, Any]]) -> list[Any]:
    found: list[Any] = []
    for interval in intervals:
        cubes: list[Cube] = [tuple((index, mask) for index, mask in cube) for cube, _rows in interval["cubes"]]
        said = _verdicts(program, cubes)
        if found and found[-1][2] == said and found[-1][1] and day_after(found[-1][1]) == interval["from"]:
            found[-1] = (found[-1][0], interval["until"], said)
        else:
            found.append((interval["from"], interval["until"], said))
    return found


def _verdicts(program: Mapping[str, Any], cubes: list[Cube]) -> tuple[Any, Any, Any]:
    silent = {index for index, item in enumerate(program["inputs"]) if item["kind"] == "unconfirmed"}
    full = [(1 << len(item["cells"])) - 1 for item in program["inputs"]]
    sure = [cube for cube in cubes if not any(index in silent for index, _mask in cube)]
    heard = [tuple(literal for literal in cube if literal[0] not in silent) for cube in cubes]
    open_ = [cube for cube, whole in zip(heard, cubes, strict=True) if cube != whole]
    return _told(program, sure), _told(program, primes(heard, full)), _told(program, primes(open_, full))


def _told(program: Mapping[str, Any], cubes: Iterable[Cube]) -> frozenset[Any]:
    return frozenset(
        frozenset((program["inputs"][index]["id"], _answers(program, index, mask)) for index, mask in cube) for cube in cubes
    )


def _answers(program: Mapping[str, Any], index: int, mask: int) -> tuple[Any, ...]:
    """The cells of a mask as labels, or as bands that follow on each other joined."""
    found: list[Any] = []
    for place, cell in enumerate(program["inputs"][index]["cells"]):
        if not mask >> place & 1:
            continue
        if cell["min"] is None:
            found.append(cell["label"])
        elif found and place and mask >> (place - 1) & 1:
            found[-1] = (found[-1][0], cell["max"])
        else:
            found.append((cell["min"], cell["max"]))
    return tuple(found)
