"""What the page of the pre-check needs: questions and panels in their order, and why a panel can be shown."""

from collections.abc import Iterator
from typing import Any

from eligibility.compiler.base import SourceRef, Text
from portal.model.content import Content


def precheck_context(content: Content) -> dict[str, Any]:
    """The variables of `pages/precheck.md.j2`; its words stand in `templates/precheck.yml` (`word.…`).

    `questions` and `panels` are items in the order of the program; `offices` and `communes` are items; `cantons` are
    the cantons of the offices. `conditions`: question → [(input, cells that must be met)]; `rows`: panel →
    {row → its sentence}; `origins`: panel → [(reference, source, whether it belongs to the panel itself)].
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
        "program_id": content.program["id"],
        "conditions": {question["id"]: list(_condition(content.program, question)) for question in content.program["questions"]},
        "rows": {panel["id"]: _sentences(content, panel) for panel in panels},
        "origins": {panel["id"]: list(_origins(content, panel, outcomes[panel["id"]].sources)) for panel in panels},
    }


def _condition(program: dict[str, Any], question: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """When a question is asked, as the page's script checks it (see `portal.checks.conditions`)."""
    for index, mask in question["ask_if"][0]:
        variable = program["inputs"][index]
        yield variable["id"], [cell["label"] for place, cell in enumerate(variable["cells"]) if mask >> place & 1]


def _program_rows(content: Content, panel: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that can stand behind a panel, on any date, in the order of the program."""
    places = {row for interval in panel["intervals"] for _cube, rows in interval["cubes"] for row in rows}
    return [content.program["rows"][place] for place in sorted(places)]


def _sentences(content: Content, panel: dict[str, Any]) -> dict[str, Text]:
    tables = content.items("table")
    annotations = {f"{table.id}.{rule.id}": rule.annotation for table in tables for rule in table.rules}
    return {row["id"]: annotations[row["id"]] for row in _program_rows(content, panel)}


def _origins(content: Content, panel: dict[str, Any], own: list[SourceRef]) -> Iterator[tuple[SourceRef, Any, bool]]:
    """The sources of a panel and then those that only its rows name."""
    named = [SourceRef(**source) for row in _program_rows(content, panel) for source in row["sources"]]
    for place, ref in enumerate(refs := [*own, *named]):
        if ref not in refs[:place]:
            yield ref, content.record(ref.source).item, ref in own
