"""From a program (program/1) and answers (answers/1) to a result (result/1)."""

from .answers import Reading, read_answers
from .explain import rests_on_unconfirmed, settle, why, why_not
from .truth import FALSE, TRUE, of_cubes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_STATES = ("not_shown", "possible", "shown")


def evaluate(
    program: "dict[str, Any]", answers: "dict[str, Any]", as_of: "str | None" = None, everything: bool = False
) -> "dict[str, Any]":
    """Evaluate answers; `as_of` (ISO) wins over the date inside them, `everything` adds panels not shown.

    Raises:
        AnswerError: if the answers cannot be read.
    """
    reading = read_answers(program, answers, as_of)
    panels = [_panel(program, panel, reading) for panel in program["panels"]]
    return {
        "schema": "result/1",
        "program": program["id"],
        "as_of": reading.as_of,
        "panels": [panel for panel in panels if everything or panel["state"] != "not_shown"],
        "values": _values(program, reading),
        "notes": reading.notes,
    }


def cubes_on(intervals: "list[dict[str, Any]]", date: str) -> "list[Any]":
    """The cubes, each with its rows, of the interval that a date lies in."""
    for interval in intervals:
        if interval["from"] <= date and (interval["until"] is None or date <= interval["until"]):
            return list(interval["cubes"])
    return []


def _panel(program: "dict[str, Any]", panel: "dict[str, Any]", reading: Reading) -> "dict[str, Any]":
    cubes = cubes_on(panel["intervals"], reading.as_of)
    truth = of_cubes([cube for cube, _rows in cubes], reading.masks, panel["assume"])
    if truth != TRUE and panel["certain_only"]:
        truth = FALSE
    possible = truth not in (FALSE, TRUE)
    result = {
        "id": panel["id"],
        "state": _STATES[truth],
        "unconfirmed": possible and rests_on_unconfirmed(program, cubes, reading, panel["assume"]),
        "why": why(program, cubes, reading, panel["assume"]),
        "settle": settle(program, cubes, reading, panel["assume"]) if possible else [],
    }
    if truth == FALSE:
        result["why_not"] = why_not(program, cubes, reading, panel["assume"])
    return result


def _values(program: "dict[str, Any]", reading: Reading) -> "dict[str, Any]":
    results = {}
    for value in program["values"]:
        candidates = []
        certain = False
        for candidate in value["candidates"]:
            cubes = [cube for cube, _rows in cubes_on(candidate["intervals"], reading.as_of)]
            truth = of_cubes(cubes, reading.masks, [])
            if truth != FALSE:
                candidates.append(candidate["id"])
                certain = truth == TRUE
        results[value["id"]] = _value(candidates, certain)
    offices = [office for commune, office in program["offices"] if commune == reading.commune]
    results["office"] = _value(offices, True)
    return results


def _value(candidates: "list[str]", certain: bool) -> "dict[str, Any]":
    if len(candidates) == 1 and certain:
        return {"known": candidates[0]}
    return {"candidates": candidates}
