"""What the page of the pre-check needs: questions and panels in their order."""

from collections.abc import Iterator
from typing import Any

from portal.model.content import Content
from portal.pages.around import partly_open, timelines

MANY_OPEN = 10
"""From so many panels on that are only possible, a result begins with the advice to talk to somebody."""


def precheck_context(content: Content) -> dict[str, Any]:
    """The variables of `pages/precheck.md.j2`; its words stand in `templates/precheck.yml` (`word.…`).

    `questions` and `panels` are items in the order of the program; `offices` and `communes` are items; `cantons` are
    the cantons of the offices, `many_open` is MANY_OPEN; `timelines` and `partly_open` as in `around`.
    `conditions`: question → [(input, cells that must be met)].
    """
    questions = {question.id: question for question in content.items("question")}
    outcomes = {outcome.id: outcome for outcome in content.items("outcome")}
    panels = content.program["panels"]
    offices = content.items("office")
    return {
        "questions": [questions[question["id"]] for question in content.program["questions"]],
        "panels": [outcomes[panel["id"]] for panel in panels],
        "offices": offices,
        "communes": content.items("commune"),
        "cantons": sorted({office.canton for office in offices}, reverse=True),
        "many_open": MANY_OPEN,
        "timelines": timelines(content),
        "partly_open": partly_open(content),
        "program_id": content.program["id"],
        "first_day": content.program["first_day"],
        "conditions": {question["id"]: list(_condition(content.program, question)) for question in content.program["questions"]},
    }


def _condition(program: dict[str, Any], question: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """When a question is asked, as the page's script checks it (see `portal.checks.conditions`)."""
    for index, mask in question["ask_if"][0]:
        variable = program["inputs"][index]
        yield variable["id"], [cell["label"] for place, cell in enumerate(variable["cells"]) if mask >> place & 1]
