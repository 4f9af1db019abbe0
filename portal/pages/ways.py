"""The ways to each panel on one day: what evaluates a person's answers where no engine runs, in a style sheet or on paper.

Both take the prime implicants of the compiled program, so they say what the engine says (`eligibility/engine/truth.py`).
A comparison with an amount that nobody confirmed is unknown whatever a person answers: such a cube is never true, and it is
false only through its other literals. So it leaves a panel possible, and the literal itself can be left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from eligibility.compiler.cubes import Cube, minus, primes
from eligibility.compiler.cubes import cube as normal
from eligibility.engine.evaluate import cubes_on


@dataclass(frozen=True)
class Ways:
    """The cubes of one panel on a day, without unconfirmed amounts.

    `sure`: the panel is shown if one of these is true. `open`: what is left of the cubes that compare with an unconfirmed
    amount; the panel is possible if one of `sure` or `open` is not false, and rests on such an amount if one of `open` is not
    false. In literals of an `assume`d input, what is not known counts like what makes the literal true. A `certain_only`
    panel is never possible.
    """

    panel: str
    group: str
    assume: frozenset[int]
    certain_only: bool
    sure: tuple[Cube, ...]
    open: tuple[Cube, ...]


def full_masks(program: dict[str, Any]) -> list[int]:
    """The mask of all cells of each input."""
    return [(1 << len(item["cells"])) - 1 for item in program["inputs"]]


def ways_on(program: dict[str, Any], day: str) -> list[Ways]:
    """The ways to every panel on a day (ISO), in the order of the program; a panel without a rule that day has none."""
    full = full_masks(program)
    silent = {place for place, item in enumerate(program["inputs"]) if item["kind"] == "unconfirmed"}
    found = []
    for panel in program["panels"]:
        cubes = [tuple((index, mask) for index, mask in cube) for cube, _rows in cubes_on(panel["intervals"], day)]
        sure = _reachable(program, [cube for cube in cubes if not _names(cube, silent)], frozenset(panel["assume"]), full)
        rest = [tuple(each for each in cube if each[0] not in silent) for cube in cubes if _names(cube, silent)]
        open_ = tuple(primes(rest, full)) if rest else ()
        found.append(Ways(panel["id"], panel["group"], frozenset(panel["assume"]), panel["certain_only"], sure, open_))
    return found


def bands(program: dict[str, Any], ways: Iterable[Ways], index: int) -> list[int]:
    """The answers to an input that some way or question tells apart: masks of neighbouring cells, from the first to the last."""
    cubes: list[Sequence[tuple[int, int]]] = [cube for each in ways for cube in (*each.sure, *each.open)]
    cubes += [[(place, mask) for place, mask in question["ask_if"][0]] for question in program["questions"]]
    masks = {mask for cube in cubes for place, mask in cube if place == index}
    found = [1]
    for cell in range(1, len(program["inputs"][index]["cells"])):
        if any((mask >> cell & 1) != (mask >> (cell - 1) & 1) for mask in masks):
            found.append(0)
        found[-1] |= 1 << cell
    return found


def _reachable(program: dict[str, Any], cubes: list[Cube], assume: frozenset[int], full: Sequence[int]) -> tuple[Cube, ...]:
    """Leave out what can never be true and only repeats others: a cube of two follow-ups that are never asked together."""
    kept = list(cubes)
    for cube in cubes:
        if assume.isdisjoint(index for index, _mask in cube) and _never_asked(program, cube, full):
            others = [other for other in kept if other != cube]
            kept = others if not minus([cube], others, full) else kept
    return tuple(kept)


def _never_asked(program: dict[str, Any], cube: Cube, full: Sequence[int]) -> bool:
    questions = [program["questions"][program["inputs"][index]["question"]] for index, _mask in cube]
    conditions = [(index, mask) for question in questions for index, mask in question["ask_if"][0]]
    return normal([*cube, *conditions], full) is None


def _names(cube: Cube, inputs: set[int]) -> bool:
    return any(index in inputs for index, _mask in cube)
