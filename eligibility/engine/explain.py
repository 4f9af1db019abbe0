"""Why a panel is shown, which questions would settle it, and why it is not shown.

Information, never coaching: the condition is named, not how to meet it.
"""

from .answers import Reading
from .truth import FALSE, TRUE, UNKNOWN, of_cube, of_cubes, of_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST_WAYS = 3


def rests_on_unconfirmed(program: "dict[str, Any]", cubes: "list[Any]", reading: Reading, assume: "list[int]") -> bool:
    """Whether a way that is still possible compares with a value nobody confirmed."""
    for cube, _rows in cubes:
        silent = any(program["inputs"][index]["kind"] == "unconfirmed" for index, _mask in cube)
        if silent and of_cube(cube, reading.masks, assume) != FALSE:
            return True
    return False


def why(program: "dict[str, Any]", cubes: "list[Any]", reading: Reading, assume: "list[int]") -> "list[dict[str, Any]]":
    """Every way that is true: the rows that apply, the inputs it rests on, the sources, and when the rows hold."""
    reasons = []
    for cube, behind in cubes:
        if of_cube(cube, reading.masks, assume) == TRUE:
            rows = [row for row in behind if of_cubes(program["rows"][row]["cubes"], reading.masks, assume) != FALSE]
            first, last = _validity(program, rows)
            reasons.append(
                {
                    "rows": [program["rows"][row]["id"] for row in rows],
                    "answers": [program["inputs"][index]["id"] for index, _mask in cube],
                    "sources": _sources(program, rows),
                    "from": first,
                    "until": last,
                }
            )
    return reasons


def settle(program: "dict[str, Any]", cubes: "list[Any]", reading: Reading, assume: "list[int]") -> "list[list[str]]":
    """The smallest sets of open inputs whose answers could make a possible panel shown, at most three.

    A set can do it exactly if it holds all unknown literals of one prime implicant. Inputs a person declined
    and values nobody confirmed are never named. A follow-up question brings along the inputs of its condition.
    """
    ways: list[list[int]] = []
    for cube, _rows in cubes:
        if of_cube(cube, reading.masks, assume) == UNKNOWN:
            way = _open_inputs(program, cube, reading, assume)
            if way is not None and way not in ways:
                ways.append(way)
    smallest = [way for way in ways if not any(_is_part(other, way) for other in ways)]
    smallest.sort(key=lambda way: (len(way), way))
    return [[program["inputs"][index]["input"] for index in way] for way in smallest[:_MOST_WAYS]]


def why_not(program: "dict[str, Any]", cubes: "list[Any]", reading: Reading, assume: "list[int]") -> "dict[str, Any]":
    """The way that fails on the fewest inputs: those inputs, and the rows that fail on no other.

    The rows are those behind this way and behind all others that fail on the same inputs. Both are empty if no rule is in
    force on that day.
    """
    best: tuple[int, int] | None = None
    inputs: list[int] = []
    rows: list[int] = []
    for cube, behind in cubes:
        failing = _failing(cube, reading, assume)
        others = [(_fails_elsewhere(program, row, failing, reading, assume), row) for row in behind]
        rank = (len(failing), min(others)[0])
        if best is None or rank < best:
            best, inputs, rows = rank, failing, []
        if rank == best and failing == inputs:
            rows += [row for fails, row in others if fails == rank[1] and row not in rows]
    return {
        "rows": [program["rows"][row]["id"] for row in sorted(rows)],
        "answers": [program["inputs"][index]["id"] for index in inputs],
    }


def so_far(program: "dict[str, Any]", cubes: "list[Any]", reading: Reading, assume: "list[int]") -> "dict[str, list[int]]":
    """What already speaks for a possible panel, as places in the program.

    `answers`: what is known and met on the ways with the fewest open inputs; `rows`: those behind these ways that can
    still apply; `unconfirmed`: the comparisons with a value nobody confirmed on any way that is still possible.
    """
    fewest = 0
    answers: list[int] = []
    rows: list[int] = []
    unconfirmed: list[int] = []
    for cube, behind in cubes:
        if of_cube(cube, reading.masks, assume) != UNKNOWN:
            continue
        unconfirmed += [index for index, _mask in cube if program["inputs"][index]["kind"] == "unconfirmed"]
        met = [index for index, mask in cube if of_literal(reading.masks[index], mask, index in assume) == TRUE]
        if not fewest or len(cube) - len(met) < fewest:
            fewest = len(cube) - len(met)
            answers, rows = [], []
        if len(cube) - len(met) == fewest:
            answers += met
            rows += [row for row in behind if of_cubes(program["rows"][row]["cubes"], reading.masks, assume) != FALSE]
    return {"answers": sorted(set(answers)), "rows": sorted(set(rows)), "unconfirmed": sorted(set(unconfirmed))}


def conditions(
    program: "dict[str, Any]", rows: "list[int]", inputs: "list[int]", reading: Reading, assume: "list[int]"
) -> "tuple[list[int], list[tuple[int, int]]]":
    """The rows that fail on the same inputs as the first of them, and what they ask of these: (input, cells of any row).

    The rows' own cells count, not those of a prime implicant: it holds whatever the other answers are, so it can be narrower.
    """
    fails: list[int] = []
    same: list[int] = []
    allowed: dict[int, int] = {}
    for row in rows:
        cubes = program["rows"][row]["cubes"]
        ranks = [(_fails_elsewhere_on(cube, inputs, reading, assume), _failing(cube, reading, assume)) for cube in cubes]
        nearest = min([(elsewhere, len(failing), failing) for elsewhere, failing in ranks])[2]
        if not same:
            fails = nearest
        if nearest != fails:
            continue
        same.append(row)
        for place, cube in enumerate(cubes):
            if ranks[place][1] == fails:
                for index, mask in cube:
                    allowed[index] = allowed.get(index, 0) | mask
    return same, [(index, allowed[index]) for index in fails]


def _failing(cube: "list[Any]", reading: Reading, assume: "list[int]") -> "list[int]":
    return [index for index, mask in cube if of_literal(reading.masks[index], mask, index in assume) == FALSE]


def _fails_elsewhere(program: "dict[str, Any]", row: int, inputs: "list[int]", reading: Reading, assume: "list[int]") -> int:
    """On how many inputs beside the given ones a row fails."""
    cubes = program["rows"][row]["cubes"]
    return min(_fails_elsewhere_on(cube, inputs, reading, assume) for cube in cubes)


def _fails_elsewhere_on(cube: "list[Any]", inputs: "list[int]", reading: Reading, assume: "list[int]") -> int:
    return len([index for index in _failing(cube, reading, assume) if index not in inputs])


def _open_inputs(program: "dict[str, Any]", cube: "list[Any]", reading: Reading, assume: "list[int]") -> "list[int] | None":
    """The open inputs of a cube, each as the first index of the input people answer; None if out of reach."""
    needed = dict(cube)
    for index in sorted(needed):
        question = program["inputs"][index]["question"]
        if question is not None and not reading.asked[question] and not _ask_too(program, question, needed):
            return None
    way: list[int] = []
    for index in sorted(needed):
        truth = of_literal(reading.masks[index], needed[index], index in assume)
        if truth == TRUE:
            continue
        if truth == FALSE or reading.declined[index] or program["inputs"][index]["kind"] == "unconfirmed":
            return None
        answered = _first_index(program, index)
        if answered not in way:
            way.append(answered)
    return sorted(way)


def _ask_too(program: "dict[str, Any]", question: int, needed: "dict[int, int]") -> bool:
    """Add what must hold for a question to be asked; False if it cannot hold together with the rest."""
    for cube in program["questions"][question]["ask_if"]:
        for index, mask in cube:
            needed[index] = needed.get(index, mask) & mask
    return all(needed.values())


def _first_index(program: "dict[str, Any]", index: int) -> int:
    """The options of a multiple choice are answered together: they count as the first of them."""
    name = program["inputs"][index]["input"]
    return next(other for other, item in enumerate(program["inputs"]) if item["input"] == name)


def _is_part(small: "list[int]", large: "list[int]") -> bool:
    return len(small) < len(large) and all(index in large for index in small)


def _sources(program: "dict[str, Any]", rows: "list[int]") -> "list[dict[str, Any]]":
    sources = []
    for row in rows:
        for source in program["rows"][row]["sources"]:
            if source not in sources:
                sources.append(source)
    return sources


def _validity(program: "dict[str, Any]", rows: "list[int]") -> "tuple[str | None, str | None]":
    """The days on which all the rows hold."""
    starts = [program["rows"][row]["from"] for row in rows if program["rows"][row]["from"]]
    ends = [program["rows"][row]["until"] for row in rows if program["rows"][row]["until"]]
    return (max(starts) if starts else None, min(ends) if ends else None)
