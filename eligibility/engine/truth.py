"""Three-valued truth of literals and cubes under masks.

A literal (input, mask) asks whether the answer lies in the cells of its mask. A cube is a conjunction of
literals. The lists hold all prime implicants, so that the largest truth of the cubes is exact for every
partial answer, which row-by-row three-valued logic is not.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FALSE = 0
UNKNOWN = 1
TRUE = 2


def of_literal(answer: int, mask: int, assumed: bool) -> int:
    """`assumed`: whatever is not known counts like the answer that makes the literal true."""
    common = answer & mask
    if common == 0:
        return FALSE
    return TRUE if assumed or common == answer else UNKNOWN


def of_cube(cube: "list[Any]", masks: "list[int]", assume: "list[int]") -> int:
    """The smallest truth of the literals."""
    smallest = TRUE
    for index, mask in cube:
        truth = of_literal(masks[index], mask, index in assume)
        if truth == FALSE:
            return FALSE
        smallest = min(smallest, truth)
    return smallest


def of_cubes(cubes: "list[Any]", masks: "list[int]", assume: "list[int]") -> int:
    """The largest truth of the cubes."""
    largest = FALSE
    for cube in cubes:
        largest = max(largest, of_cube(cube, masks, assume))
    return largest
