"""The questions that a result leaves open: whose answers could settle a panel that is only possible.

They are offered at the end of a result, never asked for: what is shown does not wait for them.
"""

from .answers import Reading, read_answers
from .evaluate import cubes_on
from .truth import TRUE, UNKNOWN, of_cube, of_cubes, of_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def questions_left(
    program: "dict[str, Any]", words: "dict[str, Any]", answers: "dict[str, Any]", result: "dict[str, Any]"
) -> "list[list[Any]]":
    """Each question once, in the order in which they are asked, as a sentence (see `sentences`).

    Those that `settle` of any possible panel names; and the follow-ups on which such a panel rests and that were not asked,
    because the answer they wait for is open: these name that question too. What a person declined is left out.
    """
    reading = read_answers(program, answers, result["as_of"])
    possible = [panel for panel in result["panels"] if panel["state"] == "possible"]
    named = [name for panel in possible for way in panel["settle"] for name in way]
    open_ = [item["question"] for item in program["inputs"] if item["input"] in named]
    ids = [panel["id"] for panel in possible]
    for panel in program["panels"]:
        if panel["id"] in ids:
            open_ += _follow_ups(program, panel, reading)
    return [_line(program, words, place, reading) for place in range(len(program["questions"])) if place in open_]


def _follow_ups(program: "dict[str, Any]", panel: "dict[str, Any]", reading: Reading) -> "list[int]":
    """The follow-ups that a panel rests on and that wait for an answer, as places of questions."""
    found: list[int] = []
    for cube, _rows in cubes_on(panel["intervals"], reading.as_of):
        if of_cube(cube, reading.masks, panel["assume"]) == UNKNOWN:
            for index, _mask in cube:
                place = program["inputs"][index]["question"]
                if place is not None and place not in found and _waits(program, place, reading):
                    found.append(place)
    return found


def _waits(program: "dict[str, Any]", place: int, reading: Reading) -> bool:
    """Whether it is open if a question is asked, and its person may still say so."""
    cubes = program["questions"][place]["ask_if"]
    if reading.asked[place] or of_cubes(cubes, reading.masks, []) != UNKNOWN:
        return False
    waited = [index for cube in cubes for index, mask in cube if of_literal(reading.masks[index], mask, False) != TRUE]
    return not any(reading.declined[index] for index in waited)


def _line(program: "dict[str, Any]", words: "dict[str, Any]", place: int, reading: Reading) -> "list[Any]":
    say = words["say"]
    line = _quoted(program, words, place)
    if not reading.asked[place]:
        index = program["questions"][place]["ask_if"][0][0][0]
        line.append(["text", say["left_after"]])
        line += _quoted(program, words, program["inputs"][index]["question"])
    return line


def _quoted(program: "dict[str, Any]", words: "dict[str, Any]", place: int) -> "list[Any]":
    """A question, leading back to it."""
    question = ["question", words["questions"][place], program["questions"][place]["id"]]
    return [["text", words["say"]["quote_open"]], question, ["text", words["say"]["quote_close"]]]
