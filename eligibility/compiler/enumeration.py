"""Going through every answer there is, one by one, where there are not too many.

A set of complete answers is an integer with one bit per answer, so that the rows are read once for all of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import product
from math import prod

from eligibility.compiler.cells import Cell, Layout, unconfirmed_id
from eligibility.compiler.claims import Claim
from eligibility.compiler.cubes import Cube, Literal
from eligibility.compiler.cubes import cube as normal
from eligibility.compiler.feel import Operator
from eligibility.engine.truth import FALSE, TRUE, UNKNOWN, of_cubes

MOST = 200_000
"""So many complete answers are gone through; a claim that has more is left to the solver."""

_SIDES = {"<": (0,), "<=": (0, 1), "=": (1,), ">=": (1, 2), ">": (2,)}


class Enumeration:
    """A logic over all complete answers to some variables: truths are sets of answers.

    Variables that nobody can answer change slowest, so that what holds for all or some of their values is quickly found.
    """

    def __init__(self, layout: Layout, variables: Iterable[int]) -> None:
        self.layout = layout
        self.variables = sorted(variables, key=lambda index: (index in layout.silent, index))
        self.strides: dict[int, int] = {}
        self.count = 1
        for index in self.variables:
            self.strides[index] = self.count
            self.count *= len(layout.variables[index].cells)
        self.all = (1 << self.count) - 1
        self.cell = cache(self._cell)

    def every(self, parts: Iterable[int]) -> int:
        """The answers in all sets."""
        return reduce(int.__and__, parts, self.all)

    def some(self, parts: Iterable[int]) -> int:
        """The answers in any set."""
        return reduce(int.__or__, parts, 0)

    def no(self, part: int) -> int:
        """All other answers."""
        return self.all & ~part

    def compare(self, input: str, operator: Operator, value: str | bool | int) -> int:
        """The answers in the cells of an input that compare so; a cell must not be cut by the value."""
        index = self.layout.index[input]
        cells = self.layout.variables[index].cells
        return self.some(self.cell(index, place) for place, cell in enumerate(cells) if _holds(cell, operator, value))

    def side(self, input: str, parameter: str, operator: Operator) -> int:
        """The answers on one side of a value that nobody confirmed."""
        index = self.layout.index[unconfirmed_id(input, parameter)]
        return self.some(self.cell(index, place) for place in _SIDES[operator])

    def within(self, index: int, mask: int) -> int:
        """The answers that lie in the cells of a mask."""
        return self.some(self.cell(index, place) for place in range(mask.bit_length()) if mask >> place & 1)

    def cube(self, cube: Iterable[Literal]) -> int:
        """The answers in a cube."""
        return self.every(self.within(index, mask) for index, mask in cube)

    def smeared(self, answers: int, index: int) -> int:
        """The answers that differ from one of the set in no other variable."""
        stride, count = self.strides[index], len(self.layout.variables[index].cells)
        lowest = self.some((answers & self.cell(index, place)) >> place * stride for place in range(count))
        return self.some(lowest << place * stride for place in range(count))

    def person(self, answers: int) -> Cube:
        """The first of a set of answers, as a cube of single cells."""
        place = (answers & -answers).bit_length() - 1
        return tuple(
            sorted(
                (index, 1 << place // self.strides[index] % len(self.layout.variables[index].cells)) for index in self.variables
            )
        )

    def _cell(self, index: int, place: int) -> int:
        stride = self.strides[index]
        period = stride * len(self.layout.variables[index].cells)
        return repeated(((1 << stride) - 1) << (place * stride), period, self.count)


def repeated(bits: int, period: int, count: int) -> int:
    """A pattern of `period` bits over and over, `count` bits in all."""
    while period < count:
        bits |= bits << period
        period *= 2
    return bits & ((1 << count) - 1)


def _holds(cell: Cell, operator: Operator, value: str | bool | int) -> bool:
    """Whether all answers in a cell compare so; a cell must not be cut by a comparison."""
    if isinstance(value, bool):
        return cell.label == ("yes" if value else "no")
    if isinstance(value, str):
        return cell.label == value
    first, last = cell.first or 0, float("inf") if cell.last is None else cell.last
    ends = {_order(each, operator, value) for each in (first, last)}
    if len(ends) > 1 or (operator == "=" and first < value < last):
        raise ValueError(f"the cell {cell.label} is cut by {operator} {value}")
    return ends.pop()


def _order(number: float, operator: Operator, value: int) -> bool:
    return {
        "<": number < value,
        "<=": number <= value,
        "=": number == value,
        ">=": number >= value,
        ">": number > value,
    }[operator]


def is_small(claim: Claim) -> bool:
    """Whether all complete answers to what a claim rests on can be gone through."""
    return prod(len(claim.ground.layout.variables[index].cells) for index in claim.cone) <= MOST


def difference(claim: Claim) -> tuple[int, Cube | None]:
    """How many complete answers there are, and one for which rows and cubes differ."""
    space = Enumeration(claim.ground.layout, claim.cone)
    differ = claim.rows(space) ^ space.some(space.cube(cube) for cube in claim.cubes)
    return space.count, space.person(differ) if differ else None


def dependence(claim: Claim, indexes: Iterable[int]) -> Cube | None:
    """An answer that does not lead to the target, although another does that differs in nothing but these variables."""
    space = Enumeration(claim.ground.layout, claim.cone)
    rows = reached = claim.rows(space)
    for index in claim.cone.intersection(indexes):
        reached = space.smeared(reached, index)
    lost = reached & ~rows
    return space.person(lost) if lost else None


@dataclass(frozen=True)
class Doubt:
    """Partial answers (as a cube) for which the program is not exact, or a don't know does harm.

    `kind` is `inexact`, `removed` or `weakened`; `input` is what became a don't know.
    """

    kind: str
    answers: Cube
    input: str = ""


def doubts(claim: Claim) -> tuple[int, list[Doubt]]:
    """How many partial answers a person can give, and the first of each kind for which something is wrong.

    What is shown and possible follows from the rows and all ways to complete the answers; the program must say the
    same, and turning an input into a don't know must not take the panel away. Answers that neither rows nor cubes tell
    apart are gone through once.
    """
    partial = _Partial(claim)
    found: dict[str, Doubt] = {}
    count = 0
    for raw in partial.answers():
        count += 1
        masks = partial.read(raw)
        state = partial.state(masks)
        if state != of_cubes(list(claim.cubes), partial.listed(masks), sorted(claim.assume)):
            found.setdefault("inexact", Doubt("inexact", partial.told(masks)))
        for input, places in partial.units.items():
            after = partial.state(partial.read(partial.forgotten(raw, places)))
            if state != FALSE and after == FALSE:
                found.setdefault("removed", Doubt("removed", partial.told(masks), input))
            elif state == TRUE and after != TRUE and claim.assume.issuperset(partial.spoken[place] for place in places):
                found.setdefault("weakened", Doubt("weakened", partial.told(masks), input))
    return count, list(found.values())


type _Masks = tuple[int, ...]
"""What is still possible for each spoken variable of a claim, in their order."""


class _Partial:
    """Partial answers to the inputs of a claim, and what the rows say about them."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.layout = claim.ground.layout
        self.spoken = claim.spoken
        self.space = Enumeration(self.layout, self.spoken)
        self.always, self.sometimes = self._reduced()
        self.units: dict[str, list[int]] = {}
        for place, index in enumerate(self.spoken):
            self.units.setdefault(self.layout.variables[index].asked.input.id, []).append(place)
        self.state = cache(self._state)

    def answers(self) -> Iterator[_Masks]:
        """Every partial answer: one cell or all, for amounts and counts every band."""
        return product(*(self._masks(index) for index in self.spoken))

    def read(self, raw: _Masks) -> _Masks:
        """Without the answers to questions that are not known to be asked."""
        given = dict(zip(self.spoken, raw, strict=True))
        return tuple(mask if self._is_asked(index, given) else self.layout.full[index] for index, mask in given.items())

    def forgotten(self, raw: _Masks, places: Sequence[int]) -> _Masks:
        """The answers with an input turned into a don't know."""
        return tuple(self.layout.full[self.spoken[place]] if place in places else mask for place, mask in enumerate(raw))

    def listed(self, masks: _Masks) -> list[int]:
        """The masks of all variables, as the engine has them."""
        listed = list(self.layout.full)
        for index, mask in zip(self.spoken, masks, strict=True):
            listed[index] = mask
        return listed

    def told(self, masks: _Masks) -> Cube:
        """The answers as a cube."""
        return normal(zip(self.spoken, masks, strict=True), self.layout.full) or ()

    def _is_asked(self, index: int, given: dict[int, int]) -> bool:
        return all(not given[other] & ~mask for other, mask in self.claim.ground.condition(index))

    def _state(self, masks: _Masks) -> int:
        """By all ways to complete the answers; an assumed input may be completed as suits the panel best."""
        given = list(zip(self.spoken, masks, strict=True))
        if not self.space.cube(given) & self.sometimes:
            return FALSE
        choices = [cells(mask) if index in self.claim.assume else [mask] for index, mask in given]
        for chosen in product(*choices):
            if not self.space.cube(zip(self.spoken, chosen, strict=True)) & ~self.always:
                return TRUE
        return UNKNOWN

    def _reduced(self) -> tuple[int, int]:
        """The answers that lead to the target whatever nobody can answer, and those that can lead there."""
        whole = Enumeration(self.layout, self.claim.cone)
        reached = self.claim.rows(whole)
        always, sometimes = self.space.all, 0
        for start in range(0, whole.count, self.space.count):
            part = reached >> start & self.space.all
            always &= part
            sometimes |= part
        return always, sometimes

    def _masks(self, index: int) -> list[int]:
        """What a person can answer to a variable, leaving out what is the same as something else."""
        blocks = self._blocks(index)
        if self.layout.variables[index].cells[0].first is None:
            single = {self._nature(index, place): 1 << place for place in range(len(self.layout.variables[index].cells))}
            return [*single.values(), *([self.layout.full[index]] if len(self.layout.variables[index].cells) > 1 else [])]
        return [sum(blocks[first:last]) for first in range(len(blocks)) for last in range(first + 1, len(blocks) + 1)]

    def _blocks(self, index: int) -> list[int]:
        """The cells of a variable in a row, neighbours together that nothing tells apart."""
        blocks: list[int] = []
        before = None
        for place in range(len(self.layout.variables[index].cells)):
            nature = self._nature(index, place)
            if nature == before:
                blocks[-1] |= 1 << place
            else:
                blocks.append(1 << place)
            before = nature
        return blocks

    def _nature(self, index: int, place: int) -> tuple[object, ...]:
        """All that the rows, the cubes and the conditions say of a cell."""
        cell, start = self.space.cell(index, place), place * self.space.strides[index]
        literals = [*self.claim.cubes, *(self.claim.ground.condition(each) for each in self.spoken)]
        named = tuple(mask >> place & 1 for cube in literals for variable, mask in cube if variable == index)
        return (self.always & cell) >> start, (self.sometimes & cell) >> start, named


def cells(mask: int) -> list[int]:
    """The single cells of a mask."""
    return [1 << place for place in range(mask.bit_length()) if mask >> place & 1]
