"""What the same answers lead to on two days: the panels that appear, disappear or become sure or unsure."""

from .evaluate import evaluate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def changes(program: "dict[str, Any]", answers: "dict[str, Any]", before: str, after: str) -> "list[dict[str, str]]":
    """The panels whose state differs, in their order, as `{"id", "before", "after"}` with the states of result/1.

    Raises:
        AnswerError: if the answers cannot be read on one of the days (ISO).
    """
    if before == after:
        return []
    states = [
        {panel["id"]: panel["state"] for panel in evaluate(program, answers, day, everything=True)["panels"]}
        for day in (before, after)
    ]
    ids = [panel["id"] for panel in program["panels"]]
    return [{"id": id_, "before": states[0][id_], "after": states[1][id_]} for id_ in ids if states[0][id_] != states[1][id_]]
