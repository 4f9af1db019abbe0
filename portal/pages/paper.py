"""The pre-check on paper: boxes to tick with codes such as 5c, and the key that says which panels fit what is ticked.

The key is made from the ways to each panel on the day of the content (`portal.pages.ways`). A box that is ticked is a known
answer; a question left empty is one that nobody answered, and counts as possible.
"""

from dataclasses import dataclass
from typing import Any

from eligibility.compiler.base import Text
from eligibility.compiler.cubes import Literal
from eligibility.compiler.kinds import Outcome
from eligibility.compiler.parameters import dated_amounts
from eligibility.compiler.program import GROUPS
from eligibility.engine.phrases import allowed
from portal.model.content import Content
from portal.pages.amounts import text_on
from portal.pages.formulas import Code, Words, formula
from portal.pages.ways import Ways, bands, ways_on

LONGEST = 12
"""So many conditions a key has at most where the panel is something to ask about: whoever does not follow it can ask anyway."""


@dataclass(frozen=True)
class Box:
    """A box to tick. `cells`: what it says, as (input of the program, mask) for each that it makes known."""

    code: str
    label: str
    hint: str
    cells: tuple[Literal, ...]


@dataclass(frozen=True)
class Part:
    """The boxes of one input; of several only one may be ticked, unless it is a multiple choice."""

    input: str
    label: str
    several: bool
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Asked:
    """A question on paper. `only_if`: the formula of boxes that must be ticked for it to be asked; empty if it always is."""

    number: int
    title: str
    only_if: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Entry:
    """What the key says of a panel: `step` is what to do, `offices` where in each canton.

    `fits`: the formula it fits with, empty if it cannot be sure on that day. `could`: a second formula with which it could
    fit, and no more than that. Both are empty where the key is too long for paper: then the person is told to ask.
    `certain_only`: what is left empty does not count as possible.
    """

    panel: Outcome
    step: str
    offices: list[str]
    fits: str
    could: str
    certain_only: bool


@dataclass(frozen=True)
class Paper:
    """The whole sheet in one language; `groups`: the group's name → its panels in their order."""

    questions: tuple[Asked, ...]
    groups: dict[str, list[Entry]]


def paper(content: Content, language: str, word: dict[str, str]) -> Paper:
    """The pre-check on paper on the day of the content; `word` as in `templates/precheck.yml`."""
    return _Writer(content, language, word).paper()


class _Writer:
    """Writes the paper in one language."""

    def __init__(self, content: Content, language: str, word: dict[str, str]) -> None:
        from portal.pages.explanation import say  # it stands on the renderer, which asks for this page

        self.content = content
        self.language = language
        self.word = word
        self.say = say(language)
        self.program = content.program
        self.inputs: list[dict[str, Any]] = content.program["inputs"]
        self.amounts = dated_amounts(content.records["parameter"])
        self.ways = ways_on(content.program, content.as_of)
        self.items = {question.id: question for question in content.items("question")}
        self.codes: dict[int, list[tuple[int, Code]]] = {}
        self.colon = ":" if language == "de" else "\u00a0:"
        self.words = Words(word["paper_and"], word["paper_or"], word["paper_not"])

    def paper(self) -> Paper:
        decide = {index for each in self.ways for cube in (*each.sure, *each.open) for index, _mask in cube}
        decide |= {index for question in self.program["questions"] for index, _mask in question["ask_if"][0]}
        questions: list[Asked] = []
        for question in self.program["questions"]:
            if decide.intersection(question["inputs"]):
                questions.append(self._question(len(questions) + 1, question, decide))
        groups: dict[str, list[Entry]] = {group: [] for group in GROUPS}
        for ways in self.ways:
            if ways.sure or ways.open:
                groups[ways.group].append(self._entry(ways))
        return Paper(tuple(questions), groups)

    def _question(self, number: int, question: dict[str, Any], decide: set[int]) -> Asked:
        item = self.items[question["id"]]
        parts: list[Part] = []
        place = 0
        for asked in item.inputs:
            own = [index for index in question["inputs"] if self.inputs[index]["input"] == asked.id]
            if not decide.intersection(own):
                continue
            boxes = []
            for label, hint, cells in self._boxes(asked, own):
                code = Code(number, place)
                place += 1
                boxes.append(Box(code.text, label, hint, cells))
                for index, mask in cells:
                    self.codes.setdefault(index, []).append((mask, code))
            parts.append(Part(asked.id, self._text(asked.label), asked.kind == "multi", tuple(boxes)))
        condition = tuple((index, mask) for index, mask in question["ask_if"][0])
        only_if = formula([condition], self._codes, self.words) if condition else ""
        return Asked(number, self._text(item.title), only_if, tuple(parts))

    def _boxes(self, asked: Any, own: list[int]) -> list[tuple[str, str, tuple[Literal, ...]]]:
        """Label, hint and what is known: of an option that it is chosen; of the others a person says it by ticking any box."""
        if asked.kind == "multi":
            options = [(self._text(each.label), self._text(each.hint), ((own[n], 1),)) for n, each in enumerate(asked.options)]
            return [*options, (self.word["none"], "", ())]
        index = own[0]
        if asked.kind == "choice":
            return [(self._text(each.label), self._text(each.hint), ((index, 1 << n),)) for n, each in enumerate(asked.options)]
        if asked.kind == "yes_no":
            return [(self.word[name], "", ((index, 1 << n),)) for n, name in enumerate(("yes", "no"))]
        item = self.inputs[index]
        found = bands(self.program, self.ways, index)
        return [(_upper(allowed(item, {"cells": []}, band, self.say)), "", ((index, band),)) for band in found]

    def _codes(self, literal: Literal, assumed: bool = False) -> list[Code]:
        index, mask = literal
        if self.inputs[index]["kind"] == "option":
            (_mask, code), *_ = self.codes[index]
            return [Code(code.question, code.place, negated=mask != 1, assumed=assumed)]
        return [Code(code.question, code.place, assumed=assumed) for own, code in self.codes[index] if not own & ~mask]

    def _entry(self, ways: Ways) -> Entry:
        def codes(literal: Literal) -> list[Code]:
            return self._codes(literal, literal[0] in ways.assume)

        if ways.group == "ask_about" and not ways.certain_only and _length(ways) > LONGEST:
            return self._told(ways, "", "")
        fits = formula(ways.sure, codes, self.words) if ways.sure else ""
        could = formula(ways.open, codes, self.words) if ways.open else ""
        return self._told(ways, fits, could)

    def _told(self, ways: Ways, fits: str, could: str) -> Entry:
        panel: Outcome = self.content.record(ways.panel).item
        step = text_on(panel.next_step or panel.text[0], self.amounts, self.content.as_of, self.word, self.language)
        offices = [
            f"{canton.upper()}{self.colon} {self._text(self.content.record(slot.office).item.title)}"
            for canton, slot in sorted(panel.cantons.items(), reverse=True)
            if slot.office is not None
        ]
        return Entry(panel, step, offices, fits, could, ways.certain_only)

    def _text(self, text: Text | None) -> str:
        return "" if text is None else text[self.language]


def _length(ways: Ways) -> int:
    return sum(len(cube) for cube in (*ways.sure, *ways.open))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
