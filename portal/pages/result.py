"""Answers read from a file, evaluated, and the result told as text: what the page shows, without a browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eligibility.compiler.base import Text
from eligibility.compiler.findings import Findings, Mark, finding
from eligibility.compiler.kinds import Outcome
from eligibility.compiler.parameters import Amounts, dated_amounts
from eligibility.dmn.sheet import shown
from eligibility.engine import AnswerError
from eligibility.engine import evaluate as run
from eligibility.engine.dates import is_date
from portal.model.content import Content
from portal.objects import json_object
from portal.pages.amounts import text_on
from portal.pages.precheck import MANY_OPEN
from portal.pages.render import in_language
from portal.pages.words import chf, date


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
    """A result in words, as on the page: groups, panels, figures only where they are confirmed."""
    word = in_language("precheck", language)
    amounts, open_cantons = dated_amounts(content.records["parameter"]), cantons(content, answers)
    lines = [word["result"], "", f"{word['not_application']} {word['ask_now']}", word["result_orients"]]
    if sum(panel["state"] == "possible" for panel in result["panels"]) >= MANY_OPEN:
        lines.append(word["many_open"])
    group = None
    for panel in result["panels"]:
        outcome: Outcome = content.record(panel["id"]).item
        if panel["state"] == "not_shown":
            continue
        if outcome.group != group:
            group = outcome.group
            lines += ["", word[f"group_{group}"].upper()]
        lines += ["", f"{outcome.title[language]} ({word['state_' + panel['state']]})"]
        lines += _panel_lines(content, outcome, panel, open_cantons, amounts, language)
    rules_of = word["result_date"].replace("{date}", date(result["as_of"], language))
    lines += ["", *_office_lines(content, answers, result, language), "", rules_of]
    return "\n".join(lines)


def _panel_lines(
    content: Content, outcome: Outcome, panel: dict[str, Any], open_cantons: list[str], amounts: Amounts, language: str
) -> Iterator[str]:
    """What the panel in the page says, line for line; without the explanation, which `portal explain` tells."""
    word, label = in_language("precheck", language), in_language("labels", language)

    def told(texts: list[Text]) -> Iterator[str]:
        yield from (f"  {text_on(text, amounts, content.as_of, word, language)}" for text in texts)

    def more(page: str | None) -> Iterator[str]:
        if page in content.registry.pages:
            yield f"  {word['more']} {content.registry.pages[page].title[language]}"

    yield from told(outcome.text)
    for canton, slot in sorted(outcome.cantons.items(), reverse=True):
        if canton not in open_cantons:
            continue
        if len(open_cantons) > 1:
            yield f"  {label['canton_' + canton]}"
        yield from told(slot.text)
        if slot.office is not None:
            yield f"  {content.record(slot.office).item.title[language]}"
        if panel["state"] == "shown" and not panel["unconfirmed"]:
            yield from _figure_lines(content, slot.figures, language)
        yield from more(slot.page)
    if panel["unconfirmed"] and outcome.unconfirmed:
        yield f"  {label['to_confirm']}{label['colon']} {outcome.unconfirmed[language]}"
    for name in ("next_step", "deadline"):
        text: Text | None = getattr(outcome, name)
        if text is not None:
            yield f"  {word[name]} {text_on(text, amounts, content.as_of, word, language)}"
    if outcome.documents:
        papers = (content.record(id_).item for id_ in outcome.documents)
        numbered = [f"{label['paper_number']} {paper.number}, {paper.title[language]}" for paper in papers]
        yield f"  {label['papers']}{label['colon']} {f'{label["semicolon"]} '.join(numbered)}. {label['papers_missing']}"
    yield from more(outcome.page)


def _figure_lines(content: Content, figures: list[str], language: str) -> Iterator[str]:
    """The amounts of the day with the days on which they hold."""
    word = in_language("precheck", language)
    lines = []
    for id_ in figures:
        parameter = content.record(id_).item
        state = parameter.on(content.as_of)
        if state is not None and state.amount is not None:
            since = f"{word['since']} {date(state.valid_from, language)}" if state.valid_from else ""
            until = f"{word['until']} {date(state.valid_until, language)}" if state.valid_until else ""
            days = " ".join(filter(None, (since, until)))
            lines.append(f"  {chf(state.amount)} {parameter.title[language]}" + (f" ({days})" if days else ""))
    if lines:
        yield from (f"  {word['figures']}", *lines)


def _office_lines(content: Content, answers: dict[str, Any], result: dict[str, Any], language: str) -> Iterator[str]:
    """The office of the commune, with what is confirmed of it; who is in charge is said in any case."""
    label = in_language("labels", language)
    yield label["commune_in_charge"]
    known = result["values"]["office"].get("known")
    if known is None:
        return
    office = content.record(known).item
    commune = content.record(str(answers["answers"]["commune"])).item.on(content.as_of)
    yield office.title[language]
    if commune.status != "confirmed":
        yield f"  {in_language('precheck', language)['office_probably']}"
    state = office.on(content.as_of) or office.states[-1]
    yield from (f"  {contact.value[language]}" for contact in state.contacts if contact.value is not None)
