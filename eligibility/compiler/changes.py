"""For whom a panel changes between two days: exactly, over all answers, from the prime implicants of both.

A person here gives to every input one cell, or leaves it open ("I don't know", "I prefer not to say", no answer; then all
options of a list are open together). What is not asked is left out. Only the inputs that one of the two lists names, or
that decide whether those are asked, are looked at; answers to others change nothing. Answers that touch several cells, such
as a band, are not counted.

"Not shown", "possible" and "shown" are then three sets of such answers. With one cell more per input, "open", each of them
is a union of cubes. Both days are gone through at once, cell by cell: cells that no cube tells apart are taken together,
and what is the same on both days from there on is left. So what is not found does not exist.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eligibility.compiler.cells import Layout, limit
from eligibility.compiler.cubes import ALL, Cube, Literal, absorbed, together
from eligibility.compiler.parameters import LAST
from eligibility.compiler.program import Program

STATES = ("not_shown", "possible", "shown")
_YES = 1


@dataclass(frozen=True)
class Change:
    """The people for whom a panel is `before` on one day and `after` on another (see STATES).

    `people` counts the answers as the module describes them, `complete` those of them that leave open nothing that is asked.
    `example` is a person who says as little as can be, as a cube of single cells.
    """

    before: str
    after: str
    people: int
    complete: int
    example: Cube


@dataclass(frozen=True)
class Comparison:
    """A panel on two days: the inputs of the program that are looked at, how many answers to them there are, and what changes.

    Without changes it is nobody's panel that changes.
    """

    panel: str
    inputs: tuple[str, ...]
    people: int
    complete: int
    changes: tuple[Change, ...]


def compare(program: Program, layout: Layout, before: str, after: str) -> list[Comparison]:
    """All panels that two days (ISO) do not decide by the same list of cubes, in their order.

    A panel whose lists differ although nobody notices is in the result, without changes.
    """
    found = []
    for panel in program["panels"]:
        first, last = _cubes(panel, before), _cubes(panel, after)
        if first != last:
            found.append(_comparison(layout, panel, first, last))
    return found


def as_answers(example: Cube, layout: Layout) -> dict[str, Any]:
    """The answers of an example as in answers/1."""
    given: dict[str, Any] = {}
    for index, mask in example:
        variable = layout.variables[index]
        input, cell = variable.asked.input.id, variable.cells[mask.bit_length() - 1]
        if variable.kind == "option":
            given.setdefault(input, [])
            given[input] += [variable.asked.option] if mask == _YES else []
        elif variable.kind == "yes_no":
            given[input] = mask == _YES
        elif cell.first is None:
            given[input] = cell.label
        else:
            limits = {"min": limit(variable.kind, cell.first), "max": limit(variable.kind, cell.last)}
            given[input] = {name: value for name, value in limits.items() if value is not None}
    return given


def _cubes(panel: dict[str, Any], date: str) -> list[Cube]:
    for interval in panel["intervals"]:
        if interval["from"] <= date <= (interval["until"] or LAST):
            return [tuple((index, mask) for index, mask in cube) for cube, _rows in interval["cubes"]]
    return []


@dataclass(frozen=True)
class _Tally:
    """How many, and the one of them who says least: `effort` counts the answered inputs, then the chosen options."""

    people: int
    complete: int
    effort: tuple[int, int]
    example: Cube

    def plus(self, other: "_Tally") -> "_Tally":
        best = min(self, other, key=lambda each: each.effort)
        return replace(best, people=self.people + other.people, complete=self.complete + other.complete)

    def times(self, count: int, literal: Literal) -> "_Tally":
        return _Tally(self.people * count, self.complete * count, self.effort, (literal, *self.example))

    def harder(self, answered: int, chosen: int) -> "_Tally":
        return replace(self, effort=(self.effort[0] + answered, self.effort[1] + chosen))


type _Tallies = dict[tuple[str, str], _Tally]
"""By state before and state after."""


@dataclass(frozen=True)
class _Rest:
    """What the answers so far have left of the cubes: shown and possible before, shown and possible after.

    `conditions` has, for each input still to come, what is left of the condition of its question; none: it is not asked.
    """

    lists: tuple[tuple[Cube, ...], ...]
    conditions: tuple[Cube | None, ...]

    def is_same(self) -> bool:
        return self.lists[:2] == self.lists[2:]

    def masks(self, index: int) -> list[int]:
        """What the cubes and the conditions ask of a variable."""
        cubes = [*(cube for cubes in self.lists for cube in cubes), *(cube for cube in self.conditions if cube)]
        return [mask for cube in cubes for other, mask in cube if other == index]

    def given(self, index: int, cell: int) -> "_Rest":
        """What is left once a variable lies in a cell."""
        lists = tuple(tuple(absorbed(_cut(cubes, index, cell))) for cubes in self.lists)
        conditions = tuple(next(_cut([cube], index, cell), None) if cube is not None else None for cube in self.conditions)
        return _Rest(lists, conditions)


def _cut(cubes: Iterable[Cube], index: int, cell: int) -> Iterator[Cube]:
    for cube in cubes:
        if all(other != index or mask & cell for other, mask in cube):
            yield tuple(literal for literal in cube if literal[0] != index)


def _comparison(layout: Layout, panel: dict[str, Any], before: list[Cube], after: list[Cube]) -> Comparison:
    walk = _Walk(layout, {index for cube in (*before, *after) for index, _mask in cube} - layout.silent)
    found = walk.tallies([*_sets(layout, panel, before), *_sets(layout, panel, after)])
    [everybody] = walk.tallies([[], [], [ALL], [ALL]]).values()
    changes = (
        Change(*states, tally.people, tally.complete, tuple(sorted(tally.example)))
        for states, tally in sorted(found.items(), key=lambda pair: [STATES.index(state) for state in pair[0]])
    )
    inputs = tuple(layout.variables[index].id for variables in walk.inputs for index in variables)
    return Comparison(panel["id"], inputs, everybody.people, everybody.complete, tuple(changes))


def _sets(layout: Layout, panel: dict[str, Any], cubes: list[Cube]) -> tuple[list[Cube], list[Cube]]:
    """Where a panel is shown, and where it is at least possible; what nobody can answer is always open."""

    def opened(cube: Cube, indexes: Collection[int]) -> Cube:
        spoken = (literal for literal in cube if literal[0] not in layout.silent)
        return tuple((index, mask | _open(layout, index) if index in indexes else mask) for index, mask in spoken)

    shown = [opened(cube, panel["assume"]) for cube in cubes if all(index not in layout.silent for index, _mask in cube)]
    return shown, shown if panel["certain_only"] else [opened(cube, range(len(layout.full))) for cube in cubes]


def _open(layout: Layout, index: int) -> int:
    """The cell beyond all others: the input is left open."""
    return layout.full[index] + 1


def _condition(layout: Layout, index: int) -> Cube:
    question = layout.variables[index].question
    return ALL if question is None else layout.asked[question]


class _Walk:
    """Goes through all answers, input by input, questions before those that wait for them."""

    def __init__(self, layout: Layout, named: set[int]) -> None:
        self.layout = layout
        self.inputs = self._in_order(named | {index for each in named for index, _mask in _condition(layout, each)})
        self.known: dict[tuple[int, int, _Rest], _Tallies] = {}

    def tallies(self, lists: Iterable[Sequence[Cube]]) -> _Tallies:
        """Whom the lists tell apart: shown and possible before, shown and possible after."""
        conditions = tuple(_condition(self.layout, variables[0]) for variables in self.inputs)
        return self._input(0, _Rest(tuple(tuple(absorbed(cubes)) for cubes in lists), conditions))

    def _in_order(self, named: set[int]) -> list[list[int]]:
        """The variables of each input, in the order of the questions, but never before those they wait for."""
        inputs: dict[str, list[int]] = {}
        for index in sorted(named, key=lambda each: (self.layout.variables[each].question or 0, each)):
            inputs.setdefault(self.layout.variables[index].asked.input.id, []).append(index)
        waiting = list(inputs.values())
        ordered: list[list[int]] = []
        before: set[int] = set()
        while waiting:
            awaited = ({index for index, _mask in _condition(self.layout, variables[0])} for variables in waiting)
            place = next(place for place, indexes in enumerate(awaited) if indexes <= before)
            ordered.append(waiting.pop(place))
            before.update(ordered[-1])
        return ordered

    def _input(self, place: int, rest: _Rest) -> _Tallies:
        """What changes from an input on."""
        if rest.is_same():
            return {}
        if place == len(self.inputs):
            before, after = (sum(bool(cubes) for cubes in lists) for lists in (rest.lists[:2], rest.lists[2:]))
            return {(STATES[before], STATES[after]): _Tally(1, 1, (0, 0), ALL)}
        key = (place, -1, rest)
        if key not in self.known:
            self.known[key] = self._answered_or_open(place, rest)
        return self.known[key]

    def _answered_or_open(self, place: int, rest: _Rest) -> _Tallies:
        is_asked = rest.conditions[0] is not None
        rest = _Rest(rest.lists, rest.conditions[1:])
        left = rest
        for index in self.inputs[place]:
            left = left.given(index, _open(self.layout, index))
        open_ = self._input(place + 1, left)
        if not is_asked:
            return open_
        incomplete = {states: replace(tally, complete=0) for states, tally in open_.items()}
        answered = self._answered(place, 0, rest)
        return _united([incomplete, {states: tally.harder(1, 0) for states, tally in answered.items()}])

    def _answered(self, place: int, part: int, rest: _Rest) -> _Tallies:
        """What changes once an input is answered, from one of its variables on."""
        if rest.is_same():
            return {}
        if part == len(self.inputs[place]):
            return self._input(place + 1, rest)
        key = (place, part, rest)
        if key not in self.known:
            index = self.inputs[place][part]
            groups = together(rest.masks(index), self.layout.full[index])
            below = ((cells, self._answered(place, part + 1, rest.given(index, cells))) for cells in groups)
            self.known[key] = _united(self._times(index, cells, tallies) for cells, tallies in below)
        return self.known[key]

    def _times(self, index: int, cells: int, tallies: _Tallies) -> _Tallies:
        """Tallies once for each of the cells that are taken together; the example takes the first."""
        first = cells & -cells
        chosen = int(self.layout.variables[index].kind == "option" and first == _YES)
        return {states: tally.harder(0, chosen).times(cells.bit_count(), (index, first)) for states, tally in tallies.items()}


def _united(parts: Iterable[_Tallies]) -> _Tallies:
    united: _Tallies = {}
    for tallies in parts:
        for states, tally in tallies.items():
            united[states] = united[states].plus(tally) if states in united else tally
    return united
