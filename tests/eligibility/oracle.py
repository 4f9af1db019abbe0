"""The project's own rules read as a person would: row by row, one complete answer after the other, true or false.

It has its own reading of cells, dates and amounts and knows nothing of cubes, masks or the compiler.
"""

import datetime
import itertools
import math
import random
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from eligibility.compiler.kinds import Table
from eligibility.compiler.ruleset import RuleSet

SAMPLES = [pytest.param(500, id="500"), pytest.param(10_000, id="10000", marks=pytest.mark.long)]
"""So many random answers in `make test`, and in `make test-long`."""
MOST_COMPLETIONS = 250
"""So many ways to complete an answer are gone through for one panel; what is more open is left to the solver."""
DECLINED = {"declined": True}
Person = dict[str, Any]
Sides = dict[tuple[str, str], int]
Given = tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]
"""What tables give in any case, and what they may give, as pairs (`panel` or the id of a value, result)."""
Told = dict[tuple[tuple[str, Any], ...], Given]


class NobodyKnows(Exception):  # noqa: N818 - it is no error that nobody knows
    """A comparison of an input with an amount that nobody confirmed: it may come out below, equal or above."""

    def __init__(self, pair: tuple[str, str]) -> None:
        self.pair = pair


class Oracle:
    """The rules as they are written."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.tables: dict[str, Table] = {id: record.item for id, record in rules.tables.items()}
        self.kinds: dict[str, str] = {}
        self.questions: dict[str, Any] = {}
        self.options: dict[str, list[str]] = {}
        self.largest: dict[str, int | None] = {}
        for record in rules.ordered_questions():
            for input in record.item.inputs:
                names = [f"{input.id}.{option.id}" for option in input.options] if input.kind == "multi" else [input.id]
                for name in names:
                    self.kinds[name] = "option" if input.kind == "multi" else input.kind
                    self.questions[name] = record.item
                self.options[input.id] = [option.id for option in input.options]
                self.largest[input.id] = None if input.maximum is None else self.unit(input.kind) * input.maximum
        self.results = cache(self._results)
        self.amount = cache(self._amount)
        self.changes = cache(self._changes)
        self.told = cache(self._told)
        self.numbers = cache(self._numbers)
        self.groups = cache(self._groups)
        self.inputs = cache(self._inputs)

    @staticmethod
    def unit(kind: str) -> int:
        return 100 if kind == "chf" else 1

    # Days and amounts

    def first_day(self) -> str:
        return min(state.valid_from for table in self.tables.values() for state in table.states if state.valid_from)

    def _changes(self) -> list[str]:
        """Every day on which anything begins, or ended the day before."""
        things = [*self.tables.values(), *(record.item for record in self.rules.parameters.values())]
        spans = [*(state for thing in things for state in thing.states)]
        spans += [rule for table in self.tables.values() for rule in table.rules]
        ended = {shifted(span.valid_until, 1) for span in spans if span.valid_until}
        return sorted({self.first_day(), *ended, *(span.valid_from for span in spans if span.valid_from)})

    def edges(self) -> list[str]:
        """The days of change and those beside them, from the first day on."""
        near = {shifted(day, step) for day in self.changes() for step in (-1, 0, 1)}
        return sorted(day for day in near if day >= self.first_day())

    def _amount(self, parameter: str, date: str) -> int | None:
        """Centimes, or None while nobody confirmed them."""
        item = self.rules.parameters[parameter].item
        if item.computed is None:
            return next((state.amount for state in item.states if lies_in(state, date)), None)
        parts = [(self.amount(part.parameter, date), part.times) for part in item.computed.add]
        limit = self.amount(item.computed.at_most, date) if item.computed.at_most else 10**12
        if limit is None or any(part is None for part, _times in parts):
            return None
        return min(limit, sum((part or 0) * times for part, times in parts))

    # One complete answer

    def _results(self, group: tuple[str, ...], date: str, person: tuple[tuple[str, Any], ...]) -> Given:
        """What some tables give, for every way the unconfirmed amounts can lie."""
        found = []
        pending: list[Sides] = [{}]
        while pending:
            sides = pending.pop()
            try:
                found.append({given for table in group for given in self.given(table, date, dict(person), sides)})
            except NobodyKnows as open_:
                pending += [{**sides, open_.pair: order} for order in (-1, 0, 1)]
        return frozenset(set.intersection(*found)), frozenset(set.union(*found))

    def given(self, id: str, date: str, person: Person, sides: Sides) -> list[tuple[str, str]]:
        """What one table gives, by its hit policy."""
        table = self.tables[id]
        if not any(lies_in(state, date) for state in table.states):
            return []
        hits = [rule for rule in table.rules if lies_in(rule, date) and self.matches(rule, date, person, sides)]
        if table.hit_policy == "F":
            hits = hits[:1]
        if table.hit_policy == "P" and hits:
            height = {rule.id: [place(output.values, rule.then.get(output.id)) for output in table.outputs] for rule in hits}
            hits = [rule for rule in hits if height[rule.id] == min(height.values())]
        kinds = {output.id: output.kind for output in table.outputs}
        return [
            ("panel" if kinds[output] == "panel" else output, result) for rule in hits for output, result in rule.then.items()
        ]

    def matches(self, rule: Any, date: str, person: Person, sides: Sides) -> bool:
        """Cells without unconfirmed amounts first, so that no side is looked at in vain."""
        later = []
        for name, cell in rule.when.items():
            if name not in self.kinds:
                if not self.derived(name, cell, date, person, sides):
                    return False
            elif not self.is_asked(self.questions[name], person) and cell != "-":
                return False
            elif any(self.amount(each, date) is None for each in self.named(cell)):
                later.append((name, cell))
            elif not self.holds(name, cell, date, person, {}):
                return False
        return all(self.holds(name, cell, date, person, sides) for name, cell in later)

    def derived(self, name: str, cell: str, date: str, person: Person, sides: Sides) -> bool:
        owner = next(id for id, table in self.tables.items() for output in table.outputs if output.id == name)
        values = [result for output, result in self.given(owner, date, person, sides) if output == name]
        return any(fits(cell, lambda text, value=value: text.strip('"') == value) for value in values)

    def is_asked(self, question: Any, person: Person) -> bool:
        return all(
            self.is_asked(self.questions[name], person) and self.holds(name, cell, "", person, {})
            for name, cell in question.ask_if.items()
        )

    def named(self, cell: str) -> list[str]:
        return [word for word in re.findall(r'"[^"]*"|[a-z]\w*', cell) if word in self.rules.parameters]

    def holds(self, name: str, cell: str, date: str, person: Person, sides: Sides) -> bool:
        """Whether the answer to an input fits a cell."""

        def order(text: str) -> int | None:
            """Whether the answer is less (−1), equal (0) or more (1) than what the cell names; None if another thing."""
            value = person[name]
            if text in ("true", "false"):
                return 0 if value is (text == "true") else None
            if text.startswith('"') and self.kinds[name] == "choice":
                return 0 if value == text.strip('"') else None
            if text in self.rules.parameters:
                amount = self.amount(text, date)
                if amount is None and (name, text) not in sides:
                    raise NobodyKnows((name, text))
                return sides[name, text] if amount is None else (value > amount) - (value < amount)
            number = self.number(name, text)
            return (value > number) - (value < number)

        return fits(cell, lambda text: test(text, order))

    def number(self, name: str, text: str) -> int:
        """A number or a date as a cell has it, in the unit of the input: centimes, or days for dates."""
        day = re.fullmatch(r'(?:date\()?@?"?(\d{4}-\d\d-\d\d)"?\)?', text)
        return datetime.date.fromisoformat(day[1]).toordinal() if day else round(float(text) * self.unit(self.kinds[name]))

    # Partial answers

    def open_values(self, name: str, given: dict[str, Any]) -> list[Any]:
        """Answers to an input that are still possible, by its own answer alone; numbers at and beside every threshold."""
        input = name.partition(".")[0]
        value = given.get(input)
        kind = self.kinds[name]
        known = value is not None and value != DECLINED
        if not known and kind not in ("option", "yes_no", "choice"):
            return self.numbers(name)
        if kind == "option":
            return [name.partition(".")[2] in value] if known else [True, False]
        if kind == "yes_no":
            return [value == "yes"] if known else [True, False]
        if kind == "choice":
            return [value] if known else self.options[input]
        low, high = (value.get("min"), value.get("max")) if isinstance(value, dict) else (value, value)
        low, high = (self.number(name, str(each)) if isinstance(each, str) else each for each in (low, high))
        inside = [each for each in self.numbers(name) if (low is None or each >= low) and (high is None or each <= high)]
        return sorted({*inside, *(each for each in (low, high) if each is not None)})

    def _numbers(self, name: str) -> list[int]:
        """Numbers on both sides of everything an input is compared with, ever."""
        cells = [rule.when[name] for table in self.tables.values() for rule in table.rules if name in rule.when]
        amounts = {self.amount(each, date) for cell in cells for each in self.named(cell) for date in self.changes()}
        written = {self.number(name, word) for cell in cells for word in re.findall(r"\b\d{4}-\d\d-\d\d|\b\d+(?:\.\d+)?", cell)}
        near = {number + step for number in {*amounts, *written} - {None} for step in (-1, 0, 1) if number is not None}
        smallest = {"year": 1900, "date": 1}.get(self.kinds[name], 0)
        largest = self.largest[name]
        ends = {smallest, max([smallest, *near]) + 1 if largest is None else largest}
        return sorted(each for each in near | ends if each >= smallest and (largest is None or each <= largest))

    def is_known_to_be_asked(self, question: Any, given: dict[str, Any]) -> bool:
        return all(
            self.is_known_to_be_asked(self.questions[name], given)
            and all(self.holds(name, cell, "", {name: value}, {}) for value in self.open_values(name, given))
            for name, cell in question.ask_if.items()
        )

    def choices(self, names: tuple[str, ...], given: dict[str, Any]) -> tuple[tuple[Any, ...], ...]:
        """What is still possible for each input; an answer to a question that is not known to be asked does not count."""
        return tuple(
            tuple(self.open_values(name, given if self.is_known_to_be_asked(self.questions[name], given) else {}))
            for name in names
        )

    def _told(self, group: tuple[str, ...], date: str, choices: tuple[tuple[Any, ...], ...]) -> Told:
        """All ways to complete the answers, with what some tables give then."""
        names = self.inputs(group)
        people = (tuple(zip(names, values, strict=True)) for values in itertools.product(*choices))
        return {person: self.results(group, date, person) for person in people}

    def _groups(self) -> dict[str, tuple[str, ...]]:
        """For each panel and value the tables that may give it."""
        found: dict[str, set[str]] = {id: set() for id in self.rules.outcomes}
        for id, table in self.tables.items():
            for output in table.outputs:
                results = {rule.then.get(output.id) for rule in table.rules} - {None}
                for name in results if output.kind == "panel" else {output.id}:
                    found.setdefault(name, set()).add(id)
        return {name: tuple(sorted(tables)) for name, tables in found.items()}

    def _inputs(self, group: tuple[str, ...]) -> tuple[str, ...]:
        """The inputs that tables rest on, with those of the tables below them and of the conditions."""
        found: set[str] = set()
        pending = [name for table in group for rule in self.tables[table].rules for name in rule.when]
        while pending:
            name = pending.pop()
            if name in found:
                continue
            if name in self.kinds:
                found.add(name)
                pending += self.questions[name].ask_if
            else:
                owner = next(table for table in self.tables.values() for output in table.outputs if output.id == name)
                pending += [below for rule in owner.rules for below in rule.when]
        return tuple(name for name in self.kinds if name in found)

    def expected(self, given: dict[str, Any], date: str, most: int = MOST_COMPLETIONS) -> tuple[dict[str, str], dict[str, Any]]:
        """The state of every panel and the candidates of every value that can be gone through in so many ways."""
        states: dict[str, str] = {}
        values: dict[str, Any] = {}
        since = max(day for day in self.changes() if day <= date)
        for name, group in self.groups().items():
            choices = self.choices(self.inputs(group), given)
            if math.prod(len(open_) for open_ in choices) > most:
                continue
            told = self.told(group, since, choices)
            if name in self.rules.outcomes:
                states[name] = self.state(name, told)
            else:
                values[name] = self.candidates(name, group, list(told.values()))
        return states, values

    def state(self, panel: str, told: Told) -> str:
        """Shown if, for some value of the inputs it assumes, everything else may be as it likes."""
        outcome = self.rules.outcomes[panel].item
        shown: dict[Any, bool] = {}
        possible = False
        for person, (always, sometimes) in told.items():
            assumed = tuple(value for name, value in person if name in outcome.assume) if outcome.assume else ()
            shown[assumed] = shown.get(assumed, True) and ("panel", panel) in always
            possible = possible or ("panel", panel) in sometimes
        if any(shown.values()):
            return "shown"
        return "possible" if possible and not outcome.certain_only else "not_shown"

    def candidates(self, name: str, group: tuple[str, ...], told: list[Given]) -> dict[str, Any]:
        output = next(output for id in group for output in self.tables[id].outputs if output.id == name)
        found = [value for value in output.values if any((name, value) in sometimes for _always, sometimes in told)]
        if len(found) == 1 and all((name, found[0]) in always for always, _sometimes in told):
            return {"known": found[0]}
        return {"candidates": found}


def shifted(date: str, days: int) -> str:
    return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()


def lies_in(span: Any, date: str) -> bool:
    return (span.valid_from or "") <= date <= (span.valid_until or "9999")


def place(values: list[str], value: str | None) -> int:
    return values.index(value) if value in values else len(values)


def fits(cell: str, one: Callable[[str], bool]) -> bool:
    """A cell is `-`, a list of tests of which one must hold, or `not` of such a list."""
    inner = re.fullmatch(r"not\((.*)\)", cell)
    if inner:
        return not fits(inner[1], one)
    return cell == "-" or any(one(part.strip()) for part in re.findall(r'(?:"[^"]*"|[^,"])+', cell))


def test(text: str, order: Callable[[str], int | None]) -> bool:
    """One test: an interval, a comparison, or a value. `order` says how the answer stands to a value."""
    interval = re.fullmatch(r"([\[\](])(.+)\.\.(.+)([\])\[])", text)
    if interval:
        low, high = order(interval[2].strip()), order(interval[3].strip())
        return low in ((0, 1) if interval[1] == "[" else (1,)) and high in ((-1, 0) if interval[4] == "]" else (-1,))
    operator, value = re.fullmatch(r"(<=|>=|<|>|=)?\s*(.+)", text).groups()  # type: ignore[union-attr]
    wanted = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1), "=": (0,), None: (0,)}
    return order(value) in wanted[operator]


test.__test__ = False  # type: ignore[attr-defined]


class Sampler:
    """Random answers as a form can give them, and a few more."""

    def __init__(self, oracle: Oracle, seed: int) -> None:
        self.oracle = oracle
        self.chance = random.Random(seed)
        self.days = [*oracle.edges(), "2026-11-21", "2030-01-01"]

    def day(self) -> str:
        return self.chance.choice(self.days)

    def answers(self, complete: bool) -> dict[str, Any]:
        given = {}
        for input in dict.fromkeys(name.partition(".")[0] for name in self.oracle.kinds):
            answer = self._answer(input, complete)
            if answer != "unanswered":
                given[input] = answer
        return given

    def _answer(self, input: str, complete: bool) -> Any:
        roll = 1.0 if complete else self.chance.random()
        if roll < 0.35:
            return self.chance.choice([None, DECLINED, "unanswered"])
        kind = self.oracle.kinds.get(input, "multi")
        if kind == "multi":
            return [option for option in self.oracle.options[input] if self.chance.random() < 0.5]
        if kind == "yes_no":
            return self.chance.choice(["yes", "no"])
        if kind == "choice":
            return self.chance.choice(self.oracle.options[input])
        if kind == "commune":
            return "6002"
        numbers = self.oracle.numbers(input)
        if complete or roll < 0.8:
            return self._told(kind, self.chance.choice(numbers))
        low, high = (self._told(kind, number) for number in sorted(self.chance.choices(numbers, k=2)))
        return self.chance.choice([{"min": low, "max": high}, {"min": low}, {"max": high}])

    @staticmethod
    def _told(kind: str, number: int) -> Any:
        return datetime.date.fromordinal(number).isoformat() if kind == "date" else number
