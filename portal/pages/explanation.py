"""The explanation of a result: the words it is made of, and what `portal explain` prints.

The words (words/1, `eligibility/schemas/words-1.json`) are made when the site is built, one file per language. The engine picks
and joins them, on the command line and in the browser alike.
"""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from babel.dates import get_month_names

from eligibility.compiler.base import Canton, SourceRef, Text, whom_to_ask
from eligibility.compiler.cells import Variable
from eligibility.compiler.kinds import Input, Outcome, Parameter, Question
from eligibility.compiler.parameters import parts
from eligibility.engine import sentences
from portal.model.content import Content
from portal.pages.render import in_language
from portal.pages.words import date

_TOLD = "tell_"
_BANDS = ("chf", "count", "year", "date")
_AS_ON_THE_PAGE = ("unknown", "declined", "none", "settle", "settle_none")


def words(content: Content, language: str) -> dict[str, Any]:
    """The words of the explanation (words/1); `inputs`, `rows` and `panels` go by their place in the program."""
    return _Writer(content, language).words()


def say(language: str) -> dict[str, Any]:
    """The words that hold a sentence together, of months, and of bands by kind of input."""
    word, label = in_language("precheck", language), in_language("labels", language)
    own = {key.removeprefix(_TOLD): text for key, text in word.items() if key.startswith(_TOLD)}
    months = get_month_names("wide", locale=f"{language}_CH")
    return {
        **{key: text for key, text in own.items() if key.partition("_")[0] not in _BANDS},
        **{key: word[key] for key in _AS_ON_THE_PAGE},
        "and": label["rule_and"],
        "or": label["rule_or"],
        "quote_open": label["quote_open"],
        "quote_close": label["quote_close"],
        "semicolon": label["semicolon"],
        "source": label["rule_source"] + label["colon"],
        "sources": label["rule_sources"] + label["colon"],
        "bands": {kind: _without(f"{kind}_", own) for kind in _BANDS},
        "months": [months[month] for month in range(1, 13)],
        "day": "{day}.\u00a0{month}\u00a0{year}" if language == "de" else "{day}\u00a0{month}\u00a0{year}",
        "day_first": "{day}.\u00a0{month}\u00a0{year}" if language == "de" else "{day}er\u00a0{month}\u00a0{year}",
    }


def _without(prefix: str, texts: dict[str, str]) -> dict[str, str]:
    return {key.removeprefix(prefix): text for key, text in texts.items() if key.startswith(prefix)}


def explanation_text(content: Content, answers: dict[str, Any], result: dict[str, Any], language: str) -> str:
    """A result/1 that tells everything, as text: each panel with its title, its state and its sentences."""
    word = in_language("precheck", language)
    told = sentences(content.program, words(content, language), answers, result)
    lines = [word["result"], "", f"{word['not_application']} {word['ask_now']}", word["result_orients"]]
    visible = [each for each in told if each["state"] != "not_shown"]
    lines += [] if visible else ["", word["nothing"]]
    for panel in visible:
        lines += ["", f"{panel['title']} ({word['state_' + panel['state']]})", *_block_lines(panel["blocks"])]
    if hidden := [each for each in told if each["state"] == "not_shown"]:
        lines += ["", word["why_not"].upper(), word["why_not_lead"]]
        for panel in hidden:
            lines += ["", panel["title"], *_block_lines(panel["blocks"])]
    return "\n".join([*lines, "", word["result_date"].replace("{date}", date(result["as_of"], language))])


def _block_lines(blocks: Iterable[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        yield f"  {block['head']}"
        yield from ("  – " + "".join(piece[1] for piece in line) for line in block["lines"])


class _Writer:
    """Writes the words of one language."""

    def __init__(self, content: Content, language: str) -> None:
        self.content = content
        self.language = language
        self.word = in_language("precheck", language)
        self.label = in_language("labels", language)
        self.sources: list[dict[str, str | None]] = []

    def words(self) -> dict[str, Any]:
        program, plan = self.content.program, self.content.compiled.layout
        questions = {question.id: question for question in self.content.items("question")}
        return {
            "schema": "words/1",
            "program": program["id"],
            "language": self.language,
            "say": say(self.language),
            "questions": [self._plain(questions[question["id"]].title) for question in program["questions"]],
            "inputs": [self._input(variable, questions[variable.asked.question]) for variable in plan.variables],
            "rows": self._rows(),
            "panels": [self._panel(self.content.record(panel["id"]).item) for panel in program["panels"]],
            "sources": self.sources,
        }

    def _plain(self, text: Text) -> str:
        return text[self.language]

    def _input(self, variable: Variable, question: Question) -> dict[str, Any]:
        if variable.parameter is not None:
            parameter: Parameter = self.content.record(variable.parameter).item
            return {"asked": self._plain(parameter.title), "cells": [], "ask": list(self._ask(parameter))}
        return {"asked": self._asked(variable.asked.input, question), "cells": list(self._cells(variable))}

    def _asked(self, input_: Input, question: Question) -> str:
        """The question, or the name of a number, ready for an answer to follow."""
        picked = [each for each in question.inputs if each.kind in ("choice", "multi", "yes_no")]
        named = input_.label is not None and (input_ not in picked or len(picked) > 1)
        title = self._plain(input_.label) if named and input_.label is not None else self._plain(question.title)
        return title if title.endswith("?") else title + self.label["colon"]

    def _cells(self, variable: Variable) -> Iterator[str]:
        """What each cell of an input that is picked is called; numbers and days are put into words when they are needed."""
        labels = {option.id: self._quoted(option.label) for option in variable.asked.input.options}
        match variable.kind:
            case "choice":
                yield from (labels[cell.label] for cell in variable.cells)
            case "yes_no":
                yield from (self.word["yes"], self.word["no"])
            case "option":
                yield labels[variable.asked.option or ""]

    def _quoted(self, text: Text) -> str:
        return self.label["quote_open"] + self._plain(text) + self.label["quote_close"]

    def _ask(self, parameter: Parameter) -> Iterator[list[str | None]]:
        """Whom to ask for an amount, with the days on which it is unconfirmed; for a computed one, for its parts."""
        for part in parts(parameter) or [parameter.id]:
            for state in self.content.record(part).item.states:
                if state.unconfirmed is not None:
                    name = whom_to_ask(self.content.record(state.unconfirmed.ask).item)
                    yield [state.valid_from, state.valid_until, self._plain(name)]

    def _rows(self) -> list[dict[str, Any]]:
        annotations = {f"{table.id}.{rule.id}": rule.annotation for table in self.content.items("table") for rule in table.rules}
        return [
            {
                "text": self._plain(annotations[row["id"]]),
                "sources": [self._source(SourceRef(**source)) for source in row["sources"]],
                "valid": self._valid(row) if all(self._confirmed(source["source"]) for source in row["sources"]) else "",
            }
            for row in self.content.program["rows"]
        ]

    def _confirmed(self, source: str) -> bool:
        return bool(self._state(self.content.record(source).item).status == "confirmed")

    def _state(self, source: Any) -> Any:
        return source.on(self.content.as_of) or source.states[-1]

    def _valid(self, row: dict[str, Any]) -> str:
        """The days on which a row holds; empty where it has no limits."""
        first, last = row["from"], row["until"]
        label, begin, end = self.label, date(first, self.language), date(last, self.language)
        if first and last:
            return f"{label['valid']} {label['from_to_from']} {begin} {label['from_to_to']} {end}."
        if first:
            return f"{label['valid']} {label['from']} {begin}."
        return f"{label['valid']} {label['until']} {end}." if last else ""

    def _source(self, ref: SourceRef) -> int:
        """The place of a source in the list; a new one is added."""
        source = self.content.record(ref.source).item
        state = self._state(source)
        label, where = self.label, ref.locator
        if where is not None and where[0].isdigit():
            where = f"{label['locator']} {where}"
        if state.status != "confirmed":
            where = ", ".join(part for part in (where, label["to_confirm"]) if part)
        read = f"{label['source_read']} {date(state.read_on, self.language)}." if state.read_on else label["source_not_read"]
        entry = {
            "canton": source.owner if source.owner in get_args(Canton) else None,
            "name": ", ".join(part for part in (self._plain(source.title), where) if part) + ".",
            "read": f"{label['source_dated']}{label['colon']} {self._plain(state.dated)}. {read}",
        }
        if entry not in self.sources:
            self.sources.append(entry)
        return self.sources.index(entry)

    def _panel(self, outcome: Outcome) -> dict[str, Any]:
        places = [self._source(ref) for ref in outcome.sources]
        panel = {"title": self._plain(outcome.title), "sources": list(dict.fromkeys(places))}
        return {**panel, "discreet": True} if outcome.discreet else panel
