"""The ways a person can go through the questions: forward only, and nothing is asked twice."""

from collections.abc import Iterator
from itertools import combinations

from eligibility.compiler.base import LANGUAGES
from eligibility.compiler.cells import Layout
from eligibility.compiler.cubes import ALL, Cube, meet, minus
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.kinds import Question
from eligibility.compiler.loader import Record
from eligibility.compiler.ruleset import RuleSet


def path_findings(rules: RuleSet, layout: Layout) -> Iterator[Finding]:
    """A question that waits for a later one, and two questions on one path that ask the same in the same words.

    That an input stands in one question only is seen to when the questions are read (`input-repeated`).
    """
    records = rules.ordered_questions()
    for place, record in enumerate(records):
        for index, _mask in layout.asked[place]:
            variable = layout.variables[index]
            if variable.question is not None and variable.question >= place:
                mark = record.mark("ask_if")
                yield finding(mark, "ask-if-later", question=record.item.id, input=variable.id, other=variable.asked.question)
    for (one, first), (two, second) in combinations(enumerate(records), 2):
        if meet(layout.asked[one], layout.asked[two], layout.full) is not None and _sayings(first) & _sayings(second):
            yield finding(second.mark("title"), "asked-twice", question=second.item.id, other=first.item.id)


def _sayings(record: Record[Question]) -> set[tuple[str, ...]]:
    """What a question asks, in words: its title with the label of each input, per language."""
    question = record.item
    return {
        (language, _plain(question.title[language]), _plain(input.label[language]) if input.label else "")
        for input in question.inputs
        for language in LANGUAGES
    }


def _plain(text: str) -> str:
    """Words alone, in small letters."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())


def paths(layout: Layout) -> dict[tuple[int, ...], list[Cube]]:
    """Every way through the questions (their places, in order), with the answers that lead along it."""
    found: dict[tuple[int, ...], list[Cube]] = {(): [ALL]}
    for place, asked in enumerate(layout.asked):
        further: dict[tuple[int, ...], list[Cube]] = {}
        for path, cubes in found.items():
            yes = [common for cube in cubes if (common := meet(cube, asked, layout.full)) is not None]
            no = minus(cubes, [asked], layout.full)
            further |= {(*path, place): yes} if yes else {}
            further |= {path: no} if no else {}
        found = further
    return found
