"""Sets of answers as cubes, and the prime implicants of a set.

A variable has a few cells, a mask is a set of them. A cube is a conjunction of literals (variable, mask) in the order
of the variables; a variable without a literal may have any cell. A list of cubes is their union. `full` gives
the mask of all cells of every variable.

The prime implicants come from iterated consensus (W. V. Quine, "A way to simplify truth functions", 1955), taken
variable by variable (P. Tison, "Generalization of consensus theory and application to the minimization of Boolean
functions", 1967) and generalised to variables with many values. It holds for masks as for bits: once a variable
is closed, every implicant that may range freely over the variables closed so far and is a single cell in the others
lies in one cube of the list. For one variable more, the cubes that hold its cells one by one meet in all other
variables, so their consensus holds them together. After the last variable every implicant lies in a cube.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

type Literal = tuple[int, int]
type Cube = tuple[Literal, ...]

ALL: Cube = ()


def cube(literals: Iterable[Literal], full: Sequence[int]) -> Cube | None:
    """The conjunction of literals, in normal form; None if it is empty."""
    masks: dict[int, int] = {}
    for variable, mask in literals:
        masks[variable] = masks.get(variable, full[variable]) & mask
        if not masks[variable]:
            return None
    return tuple(sorted((variable, mask) for variable, mask in masks.items() if mask != full[variable]))


def meet(first: Cube, second: Cube, full: Sequence[int]) -> Cube | None:
    """What two cubes have in common; None if nothing."""
    return cube((*first, *second), full)


def contains(large: Cube, small: Cube) -> bool:
    """Whether all of `small` lies in `large`."""
    masks = dict(small)
    return all(variable in masks and not masks[variable] & ~mask for variable, mask in large)


def product(factors: Iterable[Sequence[Cube]], full: Sequence[int]) -> list[Cube]:
    """The conjunction of unions, multiplied out."""
    result: list[Cube] = [ALL]
    for factor in factors:
        result = absorbed(found for left in result for right in factor if (found := meet(left, right, full)) is not None)
    return result


def sharp(cube_: Cube, without: Cube, full: Sequence[int]) -> list[Cube]:
    """A cube minus another, as overlapping cubes that are as large as can be (the non-disjoint sharp)."""
    if meet(cube_, without, full) is None:
        return [cube_]
    rests = (cube((*cube_, (variable, full[variable] & ~mask)), full) for variable, mask in without)
    return [rest for rest in rests if rest is not None]


def minus(cubes: Iterable[Cube], without: Iterable[Cube], full: Sequence[int]) -> list[Cube]:
    """A union minus another union."""
    rests = list(cubes)
    for other in without:
        rests = absorbed(rest for cube_ in rests for rest in sharp(cube_, other, full))
    return rests


def absorbed(cubes: Iterable[Cube]) -> list[Cube]:
    """The cubes that lie in no other one, in order."""
    kept: list[Cube] = []
    for cube_ in sorted(set(cubes), key=lambda each: (len(each), each)):
        if not any(contains(other, cube_) for other in kept):
            kept = [other for other in kept if not contains(cube_, other)]
            kept.append(cube_)
    return sorted(kept)


def consensus(first: Cube, second: Cube, variable: int, full: Sequence[int]) -> Cube | None:
    """The largest cube across a variable that two cubes cover together; None if one of them covers it alone."""
    left, right = dict(first), dict(second)
    mine, theirs = left.pop(variable, full[variable]), right.pop(variable, full[variable])
    if not mine & ~theirs or not theirs & ~mine:
        return None
    return cube((*left.items(), *right.items(), (variable, mine | theirs)), full)


def primes(cubes: Iterable[Cube], full: Sequence[int]) -> list[Cube]:
    """All prime implicants of a union, those with the fewest literals first."""
    found = set(absorbed(cubes))
    for variable in sorted({variable for cube_ in found for variable, _mask in cube_}):
        found = _closed(found, variable, full)
    return sorted(found, key=lambda each: (len(each), each))


def _closed(found: set[Cube], variable: int, full: Sequence[int]) -> set[Cube]:
    """Add what consensus across one variable gives until nothing new comes, dropping what is absorbed.

    A cube that leaves the variable free covers all its cells alone, so only the others are put together.
    """
    bound = {cube_ for cube_ in found if _touches(cube_, {variable})}
    pending = sorted(bound)
    while pending:
        current = pending.pop()
        if current not in found:
            continue
        for other in sorted(bound & found):
            new = consensus(current, other, variable, full)
            if new is None or any(contains(known, new) for known in found):
                continue
            found = {known for known in found if not contains(new, known)} | {new}
            if _touches(new, {variable}):
                bound.add(new)
                pending.append(new)
    return found


def primes_without(cubes: Iterable[Cube], silent: frozenset[int], full: Sequence[int]) -> list[Cube]:
    """All prime implicants free of `silent` variables, which nobody can answer, then enough that need one.

    That is enough for an exact verdict: a cube with a silent literal is never true, so only the others must be
    complete; and whether anything is possible needs no more than a cover. All prime implicants would be a
    crowd that says nothing, since each combination of unknown values gives one.
    """
    union = absorbed(cubes)
    found = set(union)
    for variable in sorted(silent & {variable for cube_ in found for variable, _mask in cube_}):
        found = _closed(found, variable, full)
    spoken = primes((cube_ for cube_ in found if not _touches(cube_, silent)), full)
    open_ = [cube_ for cube_ in union if not any(contains(known, cube_) for known in spoken)]
    rest = list(uncovered(union, full)) if open_ else []
    return spoken + absorbed(widened(cube_, rest, full) for cube_ in open_)


def widened(cube_: Cube, rest: Sequence[Cube], full: Sequence[int]) -> Cube:
    """A prime implicant that holds a cube; `rest` is what the union leaves out. Early variables are widened first."""
    masks = dict(cube_)
    for variable in masks:
        others = [literal for literal in masks.items() if literal[0] != variable]
        masks[variable] = full[variable]
        for other in rest:
            if meet(tuple(others), tuple(literal for literal in other if literal[0] != variable), full) is not None:
                masks[variable] &= ~dict(other).get(variable, full[variable])
    return tuple((variable, mask) for variable, mask in masks.items() if mask != full[variable])


def _touches(cube_: Cube, variables: Collection[int]) -> bool:
    return any(variable in variables for variable, _mask in cube_)


def uncovered(cubes: Sequence[Cube], full: Sequence[int]) -> Iterator[Cube]:
    """What a union leaves out, as cubes that do not overlap.

    It goes through the cells of one variable after the other, the one that most cubes name first, taking those together
    that no cube tells apart (the complement by expansion of R. K. Brayton et al., "Logic Minimization Algorithms for VLSI
    Synthesis", 1984).
    """
    yield from _uncovered([dict(cube_) for cube_ in cubes], ALL, full)


def _uncovered(cubes: list[dict[int, int]], chosen: Cube, full: Sequence[int]) -> Iterator[Cube]:
    if not cubes:
        yield tuple(sorted(chosen))
        return
    if any(not cube_ for cube_ in cubes):
        return
    named = Counter(variable for cube_ in cubes for variable in cube_)
    variable = min(named, key=lambda each: (-named[each], each))
    for cells in together([cube_.get(variable, full[variable]) for cube_ in cubes], full[variable]):
        rest = [
            {index: mask for index, mask in cube_.items() if index != variable}
            for cube_ in cubes
            if cube_.get(variable, full[variable]) & cells
        ]
        literal = () if cells == full[variable] else ((variable, cells),)
        yield from _uncovered(rest, (*chosen, *literal), full)


def together(masks: list[int], full: int) -> list[int]:
    """The cells of a variable as masks, those together that lie in the same of the given masks."""
    groups: dict[tuple[int, ...], int] = {}
    for cell in range(full.bit_length()):
        key = tuple(mask >> cell & 1 for mask in masks)
        groups[key] = groups.get(key, 0) | 1 << cell
    return list(groups.values())
