"""Answers read from a file, evaluated, and the result told as text: what the page shows, without a browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eligibility.compiler.findings import Findings, Mark, finding
from eligibility.dmn.sheet import shown
from eligibility.engine import AnswerError, questions_left, sentences
from eligibility.engine import evaluate as run
from eligibility.engine.dates import is_date
from portal.model.content import Content
from portal.objects import json_object
from portal.pages import explanation
from portal.pages.around_text import AroundText
from portal.pages.panel_text import PanelText
from portal.pages.precheck import MANY_OPEN
from portal.pages.render import in_language
from portal.pages.words import date


def read_answers(path: Path) -> dict[str, Any]:
    """Read a file of answers (answers/1).

    Raises:
        Findings: when it is no JSON object.
    """
    try:
        return json_object(path.read_text("utf-8"))
    except OSError as error:
        problem = error.strerror
    except ValueError as error:
        problem = str(error)
    raise Findings([finding(Mark(shown(path.name)), "answers-unreadable", problem=shown(problem))])


def day_of(answers: dict[str, Any], file: str, today: str) -> str:
    """The date (ISO) that answers are for; today if they name none.

    Raises:
        Findings: when it is no date.
    """
    day = answers.get("as_of")
    if day is not None and not is_date(day):
        raise Findings([finding(Mark(shown(file)), "answer-date-invalid", value=shown(day))])
    return today if day is None else str(day)


def evaluate(program: dict[str, Any], answers: dict[str, Any], file: str, everything: bool = False) -> dict[str, Any]:
    """Evaluate answers (answers/1) to a result (result/1).

    Raises:
        Findings: when the answers do not fit the questions.
    """
    try:
        return run(program, answers, everything=everything)
    except AnswerError as error:
        code = error.code.removeprefix("answers-")
        arguments = {name: shown(value) for name, value in error.arguments.items()}
        raise Findings([finding(Mark(shown(file)), f"answer-{code}", **arguments)]) from None


def cantons(content: Content, answers: dict[str, Any]) -> list[str]:
    """The canton that the answers name, by an option or a commune; all of them where none or several are named."""
    given = answers.get("answers", {})
    every, named = set(), set()
    for asked in (asked for question in content.items("question") for asked in question.inputs):
        value = given.get(asked.id)
        places = {option.id: option.canton for option in asked.options if option.canton is not None}
        if asked.kind == "commune":
            places = {commune.id: commune.canton for commune in content.items("commune")}
        every |= {*places.values()}
        named |= {places[value]} if isinstance(value, str) and value in places else set()
    return sorted(named if len(named) == 1 else every)


def result_text(content: Content, answers: dict[str, Any], result: dict[str, Any], language: str) -> str:
    """A result in words, as on the page: what to do today, the groups with their panels, what follows, what is open."""
    spoken = explanation.words(content, language)
    everything = run(content.program, answers, everything=True)
    told = {panel["id"]: panel for panel in sentences(content.program, spoken, answers, everything)}
    seen = [panel for panel in result["panels"] if panel["state"] != "not_shown"]
    word, around = in_language("precheck", language), AroundText(content, language, seen, told)
    teller = PanelText(content, language, cantons(content, answers))
    lines = [word["result"], "", f"{word['not_application']} {word['ask_now']}"]
    if sum(panel["state"] == "possible" for panel in seen) >= MANY_OPEN:
        lines.append(word["many_open"])
    lines += [word["result_orients"], *([] if seen else ["", word["nothing"]]), "", *around.today()]
    for group in ("do_now", "apply_as_well", "ask_about", "good_to_know"):
        in_group = [panel for panel in seen if content.record(panel["id"]).item.group == group]
        lines += ["", word[f"group_{group}"].upper()] if in_group else []
        for panel in in_group:
            lines += ["", *teller.lines(panel, told[panel["id"]])]
        if group == "do_now":
            lines += ["", *_office_lines(content, answers, result, language)]
    left = questions_left(content.program, spoken, answers, result)
    for block in (
        around.then(cantons(content, answers)),
        around.unsure(_office_is_sure(content, answers, result)),
        around.left(left),
    ):
        lines += ["", *block] if block else []
    return "\n".join([*lines, "", word["result_date"].replace("{date}", date(result["as_of"], language))])


def _office_is_sure(content: Content, answers: dict[str, Any], result: dict[str, Any]) -> bool:
    known = result["values"]["office"].get("known")
    return known is not None and content.record(str(answers["answers"]["commune"])).item.on(content.as_of).status == "confirmed"


def _office_lines(content: Content, answers: dict[str, Any], result: dict[str, Any], language: str) -> Iterator[str]:
    """The office of the commune, with what is confirmed of it; without one, whom to ask for it."""
    word = in_language("precheck", language)
    yield word["your_office"].upper()
    known = result["values"]["office"].get("known")
    if known is None:
        yield f"  {word['office_open']}"
        return
    office = content.record(known).item
    if not _office_is_sure(content, answers, result):
        yield f"  {word['office_probably']}"
    yield f"  {office.title[language]}"
    state = office.on(content.as_of) or office.states[-1]
    yield from (f"  {contact.value[language]}" for contact in state.contacts if contact.value is not None)
