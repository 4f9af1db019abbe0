"""The key on paper, read back from the printed page, gives what the engine finds: for worked cases and random answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

import pytest

from eligibility.compiler.cases import answers_of
from eligibility.compiler.ruleset import rule_set
from eligibility.engine import evaluate
from portal.model.content import Content
from portal.pages.formulas import Code, Words, formula, letters
from portal.pages.paper import Box, Paper, paper
from portal.pages.render import in_language
from portal.pages.ways import ways_on
from tests.conftest import AS_OF, pages_on
from tests.eligibility.oracle import Oracle, Sampler

LANGUAGES = ("de", "fr")
STATES = ("not_shown", "possible", "shown")
TOKEN = re.compile(r"(\d+[a-z]+)(\*?)(?:–(\d+[a-z]+)(\*?))?|([(),])|(\w+)")


@dataclass(frozen=True)
class Printed:
    """The page as a person holds it: code → label, the formulas of panels and of questions, and whom to ask anyway."""

    boxes: dict[str, str]
    fits: dict[str, str]
    could: dict[str, str]
    only_if: dict[str, str]
    certain: set[str]
    asked: set[str]


@cache
def printed(language: str) -> Printed:
    html = unescape(pages_on(AS_OF, language)["paper"])
    keys = re.findall(r'<li data-key="([^"]+)"( data-certain-only)?>(.*?)</li>', html, re.DOTALL)
    parts = {id_: dict(re.findall(r"<b data-(fits|could|ask)>(.*?)</b>", body)) for id_, _certain, body in keys}
    return Printed(
        boxes=dict(re.findall(r"<b>(\d+[a-z]+)</b> <span>(.*?)(?: <small>.*?)?</span>", html)),
        fits={id_: own["fits"] for id_, own in parts.items() if "fits" in own},
        could={id_: own["could"] for id_, own in parts.items() if "could" in own},
        only_if=dict(re.findall(r'data-only-if="(\d+)">(.*?)</p>', html)),
        certain={id_ for id_, certain, _body in keys if certain},
        asked={id_ for id_, own in parts.items() if "ask" in own},
    )


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def words(language: str) -> Words:
    word = in_language("precheck", language)
    return Words(*(word[f"paper_{name}"] for name in ("and", "or", "not")))


class Reader:
    """Reads a formula as it is printed and says how true it is: 0 no, 1 cannot be said, 2 yes."""

    def __init__(self, text: str, words: Words, truth: dict[str, int]) -> None:
        self.names = {words.and_.strip(): "and", words.or_.strip(): "or", words.not_.strip(): "not", ",": "or"}
        self.tokens: list[Any] = list(self._tokens(text))
        self.truth = truth

    def _tokens(self, text: str) -> Iterator[Any]:
        for code, star, last, _star, mark, word in TOKEN.findall(text):
            yield (code, last or code, star) if code else self.names.get(mark or word, mark or word)

    def read(self) -> int:
        value = self._either()
        assert not self.tokens, self.tokens
        return value

    def _either(self) -> int:
        """Either an "and" or an "or" joins the parts of one level, never both: there is nothing to know about order."""
        values, joined = [self._one()], set()
        while self.tokens and self.tokens[0] in ("and", "or"):
            joined.add(self.tokens.pop(0))
            values.append(self._one())
        assert len(joined) < 2
        return min(values) if joined == {"and"} else max(values)

    def _one(self) -> int:
        token = self.tokens.pop(0)
        if token == "(":
            value = self._either()
            assert self.tokens.pop(0) == ")"
            return value
        if token == "not":
            return 2 - self._one()
        first, last, star = token
        codes = list(self.truth)
        run = [self.truth[code] for code in codes[codes.index(first) : codes.index(last) + 1]]
        return 2 if star and max(run) == 1 else max(run)


def ticked(sheet: Paper, texts: Printed, language: str, content: Content, answers: dict[str, Any]) -> dict[str, int]:
    """Every code with what a person's ticks say: 2 it is ticked, 0 something else is, 1 nothing is ticked there or asked."""
    before, after = in_language("precheck", language)["paper_only_if"].split("{boxes}")
    found: dict[str, int] = {}
    for question in sheet.questions:
        condition = texts.only_if.get(str(question.number), "").removeprefix(before).removesuffix(after)
        asked = not condition or Reader(condition, words(language), found).read() == 2
        for part in question.parts:
            value = answers.get(part.input)
            silent = not asked or value is None or value == {"declined": True}
            for box in part.boxes:
                found[box.code] = 1 if silent else 2 * says(content, box, value)
    return found


def says(content: Content, box: Box, value: Any) -> bool:
    """Whether a box is the one to tick for an answer: the option, none of them, or the band that holds the number."""
    if isinstance(value, list):
        chosen = [content.program["inputs"][index]["option"] for index, _mask in box.cells]
        return chosen[0] in value if chosen else value == []
    [(index, mask)] = box.cells
    item = content.program["inputs"][index]
    cells = [cell for place, cell in enumerate(item["cells"]) if mask >> place & 1]
    if item["kind"] in ("choice", "yes_no"):
        return any(cell["label"] == {True: "yes", False: "no"}.get(value, value) for cell in cells)
    return any(cell["min"] <= value and (cell["max"] is None or value <= cell["max"]) for cell in cells)


def read_off(content: Content, language: str, answers: dict[str, Any]) -> dict[str, str]:
    """Panel → state, as a person reads it off the key; panels to ask about anyway are left out."""
    texts, sheet = printed(language), paper(content, language, in_language("precheck", language))
    truth = ticked(sheet, texts, language, content, answers)
    found = {}
    for id_ in [*texts.fits, *(id_ for id_ in texts.could if id_ not in texts.fits)]:
        value = Reader(texts.fits[id_], words(language), truth).read() if id_ in texts.fits else 0
        if value == 0 and id_ in texts.could:
            value = min(1, Reader(texts.could[id_], words(language), truth).read())
        found[id_] = STATES[0 if id_ in texts.certain and value < 2 else value]
    return {id_: state for id_, state in found.items() if state != STATES[0]}


def found_by_the_engine(content: Content, language: str, answers: dict[str, Any]) -> dict[str, str]:
    result = evaluate(content.program, {"schema": "answers/1", "as_of": AS_OF, "answers": answers})
    left_out = printed(language).asked
    return {panel["id"]: panel["state"] for panel in result["panels"] if panel["id"] not in left_out}


def single(value: Any) -> Any:
    """A band of numbers as one of its ends: a person on paper ticks one box."""
    return next(iter(value.values())) if isinstance(value, dict) and "declined" not in value else value


def test_the_key_gives_every_worked_case_of_the_day(content: Content, language: str) -> None:
    cases = [case for file in content.items("case") for case in file.cases if case.as_of == AS_OF]
    assert len(cases) > 300
    for case in cases:
        given = {name: single(value) for name, value in answers_of(case)["answers"].items()}
        assert read_off(content, language, given) == found_by_the_engine(content, language, given), case.id


@pytest.mark.parametrize("count", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_the_key_gives_what_the_engine_finds_for_random_answers(content: Content, language: str, count: int) -> None:
    sampler = Sampler(Oracle(rule_set(content.records, ())), 20_261_122)
    for number in range(count):
        given = {name: single(value) for name, value in sampler.answers(complete=number % 3 == 0).items()}
        assert read_off(content, language, given) == found_by_the_engine(content, language, given), given


def test_the_reader_of_the_key_finds_a_wrong_code(content: Content) -> None:
    truth = {"1a": 2, "1b": 0, "2a": 1, "2b": 1}
    said = {text: Reader(text, words("de"), truth).read() for text in ("1a", "nicht 1a", "1a und 2b", "1b oder 2a*", "1a–1b")}
    assert said == {"1a": 2, "nicht 1a": 0, "1a und 2b": 1, "1b oder 2a*": 2, "1a–1b": 2}


def test_every_panel_of_the_day_stands_in_the_key_in_the_order_of_the_result(content: Content, language: str) -> None:
    texts = printed(language)
    on_the_day = [ways.panel for ways in ways_on(content.program, AS_OF) if ways.sure or ways.open]
    assert sorted([*texts.asked, *({*texts.fits} | {*texts.could})]) == sorted(on_the_day)
    assert next(iter(texts.fits)) == "safety.get_safe"


def test_only_what_can_be_asked_about_anyway_has_no_formula(content: Content, language: str) -> None:
    groups = {ways.panel: ways.group for ways in ways_on(content.program, AS_OF)}
    assert {groups[id_] for id_ in printed(language).asked} <= {"ask_about"}
    assert len(printed(language).asked) <= 2


def test_every_box_has_one_code_and_both_languages_have_the_same_ones() -> None:
    assert list(printed("de").boxes) == list(printed("fr").boxes)
    assert printed("de").fits.keys() == printed("fr").fits.keys()


def test_letters_go_on_after_z() -> None:
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["a", "z", "aa", "az", "ba", "zz", "aaa"]


@pytest.mark.parametrize(
    ("cubes", "text"),
    [
        ([((0, 1),)], "1a"),
        ([((0, 1), (1, 2))], "1a und 2b"),
        ([((0, 3), (1, 2))], "(1a oder 1b) und 2b"),
        ([((0, 7),)], "1a–1c"),
        ([((0, 1), (2, 1)), ((1, 1), (2, 1))], "(1a oder 2a) und 3a"),
        ([((0, 1), (1, 1)), ((2, 1),)], "3a oder (1a und 2a)"),
        ([((0, 1), (1, 1)), ((2, 1), (3, 1))], "(1a und 2a) oder (3a und 4a)"),
    ],
)
def test_a_formula_says_common_parts_once_and_needs_no_order_of_words(cubes: list[Any], text: str) -> None:
    def boxes(literal: tuple[int, int]) -> list[Code]:
        return [Code(literal[0] + 1, place) for place in range(3) if literal[1] >> place & 1]

    assert formula(cubes, boxes, words("de")) == text
