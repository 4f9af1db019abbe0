"""When a question is asked, as the page itself checks it before the engine is there."""

from collections.abc import Iterator
from typing import Any

from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.loader import Record

READ_BY_THE_PAGE = ("choice", "yes_no", "option", "count")
"""The kinds of input whose answers the page's script compares; amounts, years and dates it leaves to the engine."""


def condition_findings(program: dict[str, Any], questions: dict[str, Record[Any]]) -> Iterator[Finding]:
    """A condition must rest on answers that the page can read by itself."""
    for question in program["questions"]:
        for index, _mask in question["ask_if"][0]:
            variable = program["inputs"][index]
            if variable["kind"] not in READ_BY_THE_PAGE:
                mark = questions[question["id"]].mark("ask_if")
                yield finding(mark, "ask-if-kind", question=question["id"], input=variable["id"])
