"""The worked cases on paper, a file per canton and language, for the people who must sign that they are right.

A case stands on the sheet of the canton that its place names, and on both where it names none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from markupsafe import Markup

from eligibility.compiler.base import LANGUAGES, SourceRef
from eligibility.compiler.cases import answers_of
from eligibility.compiler.kinds import Case, CaseFile, Outcome, Table
from portal.model.content import Content
from portal.pages.render import Renderer
from portal.pages.result import cantons


@dataclass(frozen=True)
class SheetCase:
    """A case with its number on the sheet and what must come out.

    `results` are the panels of the topic as (panel, shown or possible); `also` others that are shown; `possible` counts
    the others that are possible.
    """

    number: int
    case: Case
    results: tuple[tuple[Outcome, str], ...]
    also: tuple[Outcome, ...]
    possible: int
    sources: tuple[tuple[Any, str | None], ...]


@dataclass(frozen=True)
class Topic:
    """A table with its cases on a sheet."""

    table: Table
    cases: tuple[SheetCase, ...]


def topics(content: Content, canton: str) -> Iterator[Topic]:
    """The topics of a canton's sheet, those of the first panels first, with their cases numbered through."""
    number = 0
    tables: list[Table] = content.items("table")
    for table in sorted(tables, key=lambda table: (_place(content, table), table.id)):
        cases = []
        for case in _cases(content, table.id):
            if canton not in cantons(content, answers_of(case)):
                continue
            number += 1
            cases.append(_sheet_case(content, table, case, number))
        if cases:
            yield Topic(table, tuple(cases))


def write_sheets(content: Content, folder: Path) -> list[Path]:
    """Write `cases-<canton>-<language>.html` for each canton and language; returns the paths. All are written, or none."""
    folder.mkdir(parents=True, exist_ok=True)
    every = {canton: list(topics(content, canton)) for canton in cantons(content, {})}
    with TemporaryDirectory(dir=folder) as aside:
        made = [
            (Path(aside, f"cases-{canton}-{language}.html"), sheet(content, canton, language, told))
            for canton, told in every.items()
            for language in LANGUAGES
        ]
        for path, text in made:
            path.write_text(text, "utf-8")
        return [path.replace(folder / path.name) for path, _text in made]


def sheet(content: Content, canton: str, language: str, told: list[Topic]) -> str:
    """One sheet as a page of its own, which needs nothing but itself."""
    template = Renderer(content, language).environment.get_template("sheet.html.j2")
    style = Markup((Path(__file__).parent.parent / "templates" / "sheet.css").read_text("utf-8"))
    return template.render(canton=canton, topics=told, program=_version(content), style=style)


def _version(content: Content) -> str:
    """The first signs of the program's checksum: who signs, signs for these rules."""
    return str(content.program["id"]).removeprefix("sha256-")[:12]


def _cases(content: Content, table: str) -> list[Case]:
    record = content.records["case"].get(table)
    file: CaseFile | None = None if record is None else record.item
    return [] if file is None else file.cases


def _place(content: Content, table: Table) -> int:
    """Where the first panel of a table stands in the result; tables without a panel come last."""
    order = [panel["id"] for panel in content.program["panels"]]
    places = [order.index(value) for rule in table.rules for value in rule.then.values() if value in order]
    return min(places, default=len(order))


def _sheet_case(content: Content, table: Table, case: Case, number: int) -> SheetCase:
    own = {value for rule in table.rules for value in rule.then.values()}
    panels = [panel["id"] for panel in content.program["panels"] if panel["id"] in case.expect.panels]
    states = {id_: case.expect.panels[id_] for id_ in panels}
    return SheetCase(
        number,
        case,
        tuple((content.record(id_).item, state) for id_, state in states.items() if id_ in own),
        tuple(content.record(id_).item for id_, state in states.items() if id_ not in own and state == "shown"),
        sum(state == "possible" for id_, state in states.items() if id_ not in own),
        tuple(_sources(content, case.sources)),
    )


def _sources(content: Content, refs: list[SourceRef]) -> Iterator[tuple[Any, str | None]]:
    for ref in refs:
        yield content.record(ref.source).item, ref.locator
