"""The same claims put to a solver (z3), over all whole numbers and all ways to leave answers open.

The rows become formulas over the answers themselves: an amount is a whole number of centimes, not a cell. So the
cuts are proved too. Only `portal rules check` and the tests load this module; z3 is not needed to build the site.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import z3

from eligibility.compiler.cells import Cell, Layout, unconfirmed_id
from eligibility.compiler.claims import Claim, Ground
from eligibility.compiler.cubes import ALL, Cube, meet, uncovered
from eligibility.compiler.cubes import cube as normal
from eligibility.compiler.feel import Operator
from eligibility.compiler.sheets import Row
from eligibility.compiler.verdicts import INPUTS

type Formula = Any
"""A z3 expression of the sort Bool; z3 has no types of its own."""

_SIDES = {"<": (0,), "<=": (0, 1), "=": (1,), ">=": (1, 2), ">": (2,)}


class Formulas:
    """A logic whose truths are formulas over complete answers, one whole number per variable."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.number = cache(lambda index: z3.Int(layout.variables[index].id))
        self.other = cache(lambda index: z3.Int(f"other {layout.variables[index].id}"))

    def every(self, parts: Iterable[Formula]) -> Formula:
        """All formulas hold."""
        return z3.And(*parts)

    def some(self, parts: Iterable[Formula]) -> Formula:
        """Some formula holds."""
        return z3.Or(*parts)

    def no(self, part: Formula) -> Formula:
        """The formula does not hold."""
        return z3.Not(part)

    def compare(self, input: str, operator: Operator, value: str | bool | int) -> Formula:
        """An option by its place, all else as a whole number."""
        index = self.layout.index[input]
        number = self.number(index)
        if isinstance(value, str | bool):
            label = value if isinstance(value, str) else ("yes" if value else "no")
            places = [place for place, cell in enumerate(self.layout.variables[index].cells) if cell.label == label]
            return self.some(number == place for place in places)
        return {
            "<": number < value,
            "<=": number <= value,
            "=": number == value,
            ">=": number >= value,
            ">": number > value,
        }[operator]

    def side(self, input: str, parameter: str, operator: Operator) -> Formula:
        """On one side of a value that nobody confirmed, or equal to it."""
        number = self.number(self.layout.index[unconfirmed_id(input, parameter)])
        return self.some(number == place for place in _SIDES[operator])

    def cube(self, cube: Cube) -> Formula:
        """Whether an answer lies in a cube."""
        return self.every(self._within(index, mask) for index, mask in cube)

    def answers(self, indexes: Iterable[int]) -> Formula:
        """Whether the numbers are answers at all: an option that exists, an amount that may be given."""
        return self.every(self._within(index, self.layout.full[index]) for index in indexes)

    def renamed(self, formula: Formula, indexes: Iterable[int]) -> Formula:
        """The formula about other answers to these variables."""
        pairs = [(self.number(index), self.other(index)) for index in indexes]
        return z3.substitute(formula, *pairs) if pairs else formula

    def _within(self, index: int, mask: int) -> Formula:
        cells = self.layout.variables[index].cells
        number = self.number(index)
        return self.some(_in_cell(number, place, cell) for place, cell in enumerate(cells) if mask >> place & 1)

    def person(self, model: Any, indexes: Iterable[int]) -> Cube:
        """The answers of a model, each as the cell it lies in."""
        return tuple((index, 1 << self._place(model, index)) for index in sorted(indexes))

    def _place(self, model: Any, index: int) -> int:
        number = model.eval(self.number(index), model_completion=True)
        cells = enumerate(self.layout.variables[index].cells)
        return next(place for place, cell in cells if z3.is_true(z3.simplify(_in_cell(number, place, cell))))


def _in_cell(number: Any, place: int, cell: Cell) -> Formula:
    if cell.first is None:
        return number == place
    return number >= cell.first if cell.last is None else z3.And(number >= cell.first, number <= cell.last)


def _model(*formulas: Formula) -> Any | None:
    """Something for which all formulas hold; None if there is nothing."""
    solver = z3.Solver()
    solver.add(*formulas)
    answer = solver.check()
    if answer == z3.unknown:
        raise RuntimeError(f"z3 does not decide: {solver.reason_unknown()}")
    return solver.model() if answer == z3.sat else None


def difference(claim: Claim) -> Cube | None:
    """An answer for which rows and cubes differ."""
    logic = Formulas(claim.ground.layout)
    cubes = logic.some(logic.cube(cube) for cube in claim.cubes)
    found = _model(logic.answers(claim.cone), z3.Xor(claim.rows(logic), cubes))
    return None if found is None else logic.person(found, claim.cone)


def outside(claim: Claim) -> tuple[list[Cube], Cube | None]:
    """The answers that do not lead to the target, as cubes, and one for which that is not what the rows say."""
    logic = Formulas(claim.ground.layout)
    rest = list(uncovered(claim.cubes, claim.ground.layout.full))
    indexes = claim.cone | {index for cube in rest for index, _mask in cube}
    found = _model(logic.answers(indexes), claim.rows(logic) == logic.some(logic.cube(cube) for cube in rest))
    return rest, None if found is None else logic.person(found, indexes)


def too_narrow(claim: Claim, rest: Sequence[Cube]) -> Iterator[tuple[Cube, Cube]]:
    """Cubes that are not prime, each with a larger one; `rest` is what does not lead to the target."""
    full = claim.ground.layout.full
    for cube in claim.cubes:
        for index, mask in cube:
            others = [literal for literal in cube if literal[0] != index]
            for cell in (1 << place for place in range(full[index].bit_length())):
                one = normal([*others, (index, cell)], full)
                if not mask & cell and one is not None and not any(meet(one, each, full) is not None for each in rest):
                    yield cube, normal([*others, (index, mask | cell)], full) or ALL
                    break


class _Masks:
    """Partial answers as formulas: for each variable the set of cells that are still possible."""

    def __init__(self, claim: Claim, given: Mapping[int, Any] | None = None) -> None:
        self.claim = claim
        self.layout = claim.ground.layout
        self.given = given or {
            index: z3.BitVec(self.layout.variables[index].id, len(self.layout.variables[index].cells)) for index in claim.spoken
        }

    def none(self, index: int, mask: int) -> Formula:
        """No possible cell lies in the mask."""
        return self.given[index] & mask == 0

    def only(self, index: int, mask: int) -> Formula:
        """Every possible cell lies in the mask."""
        return self.none(index, self.layout.full[index] & ~mask)

    def answered(self) -> Formula:
        """What a person can answer: one cell, all cells, for amounts and counts cells in a row."""
        return z3.And(*(self._answered(index) for index in self.given))

    def _answered(self, index: int) -> Formula:
        mask, full = self.given[index], self.layout.full[index]
        if self.layout.variables[index].cells[0].first is None:
            return z3.Or(mask == full, z3.And(mask != 0, mask & (mask - 1) == 0))
        lowest = mask & -mask
        return z3.And(mask != 0, (mask + lowest) & mask == 0)

    def read(self) -> "_Masks":
        """Without the answers to questions that are not known to be asked."""
        read = {
            index: z3.If(
                z3.And(*(self.only(other, wanted) for other, wanted in self.claim.ground.condition(index))),
                mask,
                z3.BitVecVal(self.layout.full[index], mask.size()),
            )
            for index, mask in self.given.items()
        }
        return _Masks(self.claim, read)

    def forgotten(self, indexes: Iterable[int]) -> "_Masks":
        """With an input turned into a don't know."""
        gone = set(indexes)
        return _Masks(
            self.claim,
            {i: z3.BitVecVal(self.layout.full[i], mask.size()) if i in gone else mask for i, mask in self.given.items()},
        )

    def shown(self) -> Formula:
        """Whether some cube is true. A cube with a variable that nobody can answer never is."""
        silent = self.layout.silent
        spoken = [cube for cube in self.claim.cubes if not any(index in silent for index, _mask in cube)]
        return z3.Or(*(z3.And(*(self._true(index, mask) for index, mask in cube)) for cube in spoken))

    def possible(self) -> Formula:
        """Whether some cube is not false."""
        return z3.Or(*(z3.And(*(z3.Not(self.none(*literal)) for literal in self._spoken(cube))) for cube in self.claim.cubes))

    def _true(self, index: int, mask: int) -> Formula:
        return z3.Not(self.none(index, mask)) if index in self.claim.assume else self.only(index, mask)

    def _spoken(self, cube: Cube) -> list[tuple[int, int]]:
        return [literal for literal in cube if literal[0] in self.given]

    def inside(self, rest: Sequence[Cube]) -> Formula:
        """Whether every way to complete the answers leads to the target; `rest` does not."""
        return z3.And(*(z3.Or(*(self.none(*literal) for literal in self._spoken(cube))) for cube in rest))

    def person(self, model: Any) -> Cube:
        """The answers of a model."""
        masks = {index: model.eval(mask, model_completion=True).as_long() for index, mask in self.given.items()}
        return normal(masks.items(), self.layout.full) or ALL


def missing(claim: Claim, rest: Sequence[Cube]) -> Cube | None:
    """Answers of which every completion leads to the target, but that lie in no cube: a prime implicant is missing."""
    masks = _Masks(claim)
    silent = claim.ground.layout.silent
    whole = [cube for cube in claim.cubes if not any(index in silent for index, _mask in cube)]
    outside = (z3.Or(*(z3.Not(masks.only(*literal)) for literal in cube)) for cube in whole)
    found = _model(*(mask != 0 for mask in masks.given.values()), masks.inside(rest), *outside)
    return None if found is None else masks.person(found)


def harmed(claim: Claim) -> Iterator[tuple[str, str, Cube]]:
    """Where a don't know takes a panel away or weakens one: (`removed` or `weakened`, input, answers before)."""
    masks = _Masks(claim)
    units: dict[str, list[int]] = {}
    for index in claim.spoken:
        units.setdefault(claim.ground.layout.variables[index].asked.input.id, []).append(index)
    before = masks.read()
    for input, indexes in units.items():
        after = masks.forgotten(indexes).read()
        lost = _model(masks.answered(), before.possible(), z3.Not(after.possible()))
        if lost is not None:
            yield "removed", input, before.person(lost)
        if claim.assume.issuperset(indexes):
            weaker = _model(masks.answered(), before.shown(), z3.Not(after.shown()), after.possible())
            if weaker is not None:
                yield "weakened", input, before.person(weaker)


def dependence(claim: Claim, indexes: Iterable[int]) -> Cube | None:
    """Answers that do not lead to the target, although others do that differ in nothing but these variables."""
    logic = Formulas(claim.ground.layout)
    rows, valid = claim.rows(logic), logic.answers(claim.cone)
    changed = [index for index in indexes if index in claim.cone]
    others = logic.renamed(z3.And(rows, valid), changed)
    found = _model(valid, z3.Not(rows), others)
    return None if found is None else logic.person(found, claim.cone)


def _cone(ground: Ground, date: str, row: Row) -> set[int]:
    """The variables that decide whether a row matches."""
    return ground.variables(ground.verdicts(date, INPUTS).matches(row))


def table_flaw(ground: Ground, table: str, date: str) -> tuple[str, Cube] | None:
    """A gap, or two rows that may not both match, of a table on a day."""
    logic = Formulas(ground.layout)
    verdicts = ground.verdicts(date, logic)
    rows = [(row, verdicts.matches(row)) for row in verdicts.in_force(table)]
    policy = ground.rules.tables[table].item.hit_policy
    indexes = {index for row, _truth in rows for index in _cone(ground, date, row)}
    valid = logic.answers(indexes)
    if policy != "C" and (found := _model(valid, *(logic.no(truth) for _row, truth in rows))) is not None:
        return "table-incomplete", logic.person(found, indexes)
    groups = _groups(policy, rows)
    if len(groups) > 1 and (found := _model(valid, z3.AtLeast(*groups, 2))) is not None:
        return "table-overlap" if policy == "U" else "table-conflict", logic.person(found, indexes)
    return None


def _groups(policy: str, rows: Sequence[tuple[Row, Formula]]) -> list[Formula]:
    """Rows of which only one may match (U), or those with one result together (A)."""
    if policy not in ("U", "A"):
        return []
    groups: dict[object, list[Formula]] = {}
    for row, truth in rows:
        groups.setdefault(row.id if policy == "U" else tuple(sorted(row.rule.then.items())), []).append(truth)
    return [z3.Or(*truths) for truths in groups.values()]


def deciding(ground: Ground, table: str, date: str) -> list[Row]:
    """The rows of a table that decide for somebody on a day."""
    logic = Formulas(ground.layout)
    verdicts = ground.verdicts(date, logic)
    rows = verdicts.in_force(table)
    valid = logic.answers({index for row in rows for index in _cone(ground, date, row)})
    return [row for row in rows if _model(valid, verdicts.decides(row)) is not None]
