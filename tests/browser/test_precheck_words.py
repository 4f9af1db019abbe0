"""What a result says, on the page and as text, for random partial answers: the same in both languages, word for word.

Each set of answers is filled into the German and the French page in Chromium. Every visible panel, folded or not, and what
stands around the panels must say, line for line, what `portal evaluate --format text` prints; and both pages must have the same
panels, states, order, offices, phones, papers and figures. `make test` takes a fifth of them, `make test-long` the others.
"""

import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser

from eligibility.compiler.ruleset import rule_set
from eligibility.engine import evaluate
from eligibility.engine.answers import read_answers
from portal.checks.phrases import applies, pattern
from portal.model.content import Content
from portal.pages.result import result_text
from portal.site.serve import Server
from tests.browser.conftest import LANGUAGES, PREFIXES
from tests.browser.precheck_form import PATHS, WORDS, Precheck
from tests.conftest import AS_OF
from tests.eligibility.oracle import Oracle, Sampler

SETS, PARTS = 500, 20
SPACES = re.compile(r"\s+")

searched = cache(pattern)


@pytest.fixture(scope="module")
def sets(content: Content) -> list[dict[str, Any]]:
    """Partial answers as the form can give them: no amount of which only one end is known, and sometimes a commune."""
    sampler = Sampler(Oracle(rule_set(content.records, ())), 20_261_124)
    communes = random.Random(20_261_124)
    return [_as_in_the_form(sampler.answers(complete=False), communes) for _ in range(SETS)]


def _as_in_the_form(answers: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    given = {}
    for name, value in answers.items():
        if isinstance(value, dict) and "declined" not in value:
            ends = [value[end] for end in ("min", "max") if end in value]
            value = {"min": ends[0], "max": ends[-1]} if name == "savings" and ends[0] < ends[-1] else ends[0]
        given[name] = value
    if "commune" in given and isinstance(given["commune"], str):
        given["commune"] = chance.choice(["6002", "2196", "6248"])
    return given


@pytest.fixture(scope="module")
def forms(browser: Browser, servers: dict[str, Server]) -> Iterator[dict[str, Precheck]]:
    """The page in each language, German at the root and French below a path, so that the engine is loaded once."""
    opened: dict[str, Precheck] = {}
    contexts = []
    for language, prefix in zip(LANGUAGES, PREFIXES, strict=True):
        context = browser.new_context(locale=f"{language}-CH", reduced_motion="reduce")
        page = context.new_page()
        page.clock.set_fixed_time(f"{AS_OF}T12:00:00+00:00")
        page.goto(servers[prefix].address + PATHS[language])
        opened[language] = Precheck(page, language)
        contexts.append(context)
    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.long) for part in range(1, PARTS))])
def test_both_pages_say_what_is_printed_for_any_answers(
    forms: dict[str, Precheck], content: Content, sets: list[dict[str, Any]], part: int
) -> None:
    for answers in sets[part::PARTS]:
        given = {"schema": "answers/1", "as_of": AS_OF, "answers": handed_over(content.program, answers)}
        result = evaluate(content.program, given)
        seen = {}
        for language, form in forms.items():
            form.forget()
            form.fill(answers)
            form.show()
            panels = form.panels()
            assert [(panel.id, panel.state) for panel in panels] == [(panel["id"], panel["state"]) for panel in result["panels"]]
            told = form.told()
            text = result_text(content, given, result, language)
            assert told == printed(text), answers
            assert form.around() == around(text, language), answers
            assert form.page.locator("[data-many-open]").is_visible() == (form.word("many_open") in text), answers
            assert banned(content, text, language) == [], answers
            cards = [(panel, figures(lines, language)) for panel, lines in zip(panels, told, strict=True)]
            seen[language] = (cards, form.office())
        assert seen["de"] == seen["fr"], answers
        assert seen["de"][1].get("id") == result["values"]["office"].get("known")


def handed_over(program: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """The answers that the form hands over: none to a question that is not asked, not even that one prefers not to say."""
    asked = read_answers(program, {"schema": "answers/1", "as_of": AS_OF, "answers": answers}).asked
    inputs = [item for item in program["inputs"] if item["question"] is None or asked[item["question"]]]
    return {name: value for name, value in answers.items() if name in {item["input"] for item in inputs}}


def printed(text: str) -> list[list[str]]:
    """The panels of a printed result as lines: title, state, then what is set in below the title."""
    states = [words for name in ("shown", "possible") for words in WORDS[f"state_{name}"].values()]
    panels: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("  "):
            if inside:
                panels[-1].append(SPACES.sub(" ", line).strip())
            continue
        state = next((words for words in states if line.endswith(f" ({words})")), None)
        inside = state is not None
        if state is not None:
            panels.append([line.removesuffix(f" ({state})"), state])
    return panels


def around(text: str, language: str) -> list[list[str]]:
    """What a printed result says around the panels: its parts as lines, their heading first, as it is written on the page."""
    headings = {WORDS[name][language].upper(): WORDS[name][language] for name in ("today", "then", "unsure", "left")}
    parts = [part.splitlines() for part in text.split("\n\n")]
    return [
        [headings[lines[0]], *(SPACES.sub(" ", line).strip().removeprefix("– ") for line in lines[1:])]
        for lines in parts
        if lines[0] in headings
    ]


def figures(lines: list[str], language: str) -> list[str]:
    """All numbers of a panel, whatever the order of words: amounts, days, articles, papers, phones."""
    return sorted(number for line in lines for number in re.findall(r"\d+(?:[.'’]\d+)*", line))


def banned(content: Content, text: str, language: str) -> list[str]:
    even = SPACES.sub(" ", text)
    phrases = [phrase for phrase in content.items("phrase") if applies(phrase, "result")]
    return [wording for phrase in phrases for wording in getattr(phrase, language) if searched(wording).search(even)]


def test_a_banned_phrase_in_a_result_would_be_found(content: Content) -> None:
    assert banned(content, "Sie haben keinen Anspruch.", "de") != []


def test_every_panel_leads_to_a_page_in_each_canton(content: Content) -> None:
    for outcome in content.items("outcome"):
        pages = [outcome.page] if outcome.page else [slot.page for slot in outcome.cantons.values()]
        assert pages, outcome.id
        assert {page for page in pages if page not in content.registry.pages} == set(), outcome.id
