"""Asks all questions of a kind and makes the plain data of its file out of the answers."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from eligibility.compiler.base import LANGUAGES, Plain
from eligibility.compiler.findings import Findings
from eligibility.compiler.parameters import FIRST, LAST, amount_on, dated_amounts
from portal import messages
from portal.checks.sentences import sentences, words
from portal.editors.console import NOTHING, Console, Refused
from portal.editors.questions import Question
from portal.editors.shape import Shape, checked, shape_at, written_order
from portal.editors.shelf import Found, Shelf
from portal.editors.typography import slug, tidy
from portal.editors.words import say
from portal.pages.words import chf, date

type Data = dict[str, Any]

_MOST_SHOWN = 9
_PLACE = re.compile(r"\{([a-z_]+)(?:\.([a-z_]+))?(\|slug)?\}")
_SWISS_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_AMOUNT = re.compile(r"(?:(?:CHF|Fr\.?)\s*)?(\d[\d'’\s]*)(?:[.,](\d\d|[–-]+))?", re.IGNORECASE)
_SPACES = re.compile("[\u00a0\u202f]")
_TEXT = Shape("line", Plain)


class Form:
    """The questions of one thing, asked in one language on a console; `today` (ISO) is the day whose amounts are shown."""

    def __init__(self, console: Console, shelf: Shelf, language: str, today: str) -> None:
        self.console = console
        self.shelf = shelf
        self.language = language
        self.today = today
        self.answers: Data = {}
        self._listed: list[Found] = []

    def fill(self, model: type[BaseModel], questions: list[Question]) -> Data:
        """Ask all questions; returns the data of a file, its fields in the order in which files have them."""
        self.answers = {"today": self.today}
        return ordered(model, self._group(model, questions))

    def _group(self, model: type[BaseModel], questions: list[Question], first: Any = None) -> Data:
        """Ask the questions of a group; `first` is the answer to the first one, where it was given already."""
        data: Data = {}
        for index, question in enumerate(questions):
            if not self._applies(question, data):
                continue
            shape = shape_at(model, question.field.split("."))
            value = first if index == 0 and first is not None else self._value(question, shape)
            if value is not None and value != []:
                _put(data, model, question.field.split("."), value)
                self.answers[question.field] = value
        return data

    def _applies(self, question: Question, data: Data) -> bool:
        if question.unless is not None and _get(data, question.unless.split(".")) is not None:
            return False
        return all(self.answers.get(field) == value for field, value in question.only_if.items())

    def _needed(self, question: Question, shape: Shape) -> bool:
        required = question.required_if
        return shape.required or (bool(required) and all(self.answers.get(field) == value for field, value in required.items()))

    def _value(self, question: Question, shape: Shape) -> Any:
        self._introduce(question, shape)
        if shape.many and shape.form == "choice":
            return self.console.ask(self._prompt(question), lambda typed: self._choices(question, shape, typed))
        if shape.many:
            return self._list(question, shape)
        if shape.form == "group":
            return self._group(_model_of(shape), question.questions)
        return self._one(question, shape, self._needed(question, shape))

    def _introduce(self, question: Question, shape: Shape) -> None:
        """The question with its example, its choices and what Enter means."""
        say_ = self.console.say
        say_()
        say_(question.ask[self.language])
        if question.help is not None:
            say_(f"  {question.help[self.language]}")
        if question.example is not None:
            say_("  " + self._say("example", text=question.example[self.language]))
        for number, option in enumerate(shape.options, start=1):
            say_(f"  {number}  {question.options[option][self.language] if option in question.options else option}")
        if shape.many and shape.form == "choice":
            say_("  " + self._say("several"))
        if question.empty is not None:
            say_("  " + self._say("enter_means", text=question.empty[self.language]))
        elif shape.many and shape.form not in ("choice", "group"):
            say_("  " + self._say("enter_ends"))
        elif not self._needed(question, shape) and self._default(question) is None and shape.form != "group":
            say_("  " + self._say("enter_none"))

    def _list(self, question: Question, shape: Shape) -> list[Any]:
        """Entries until one is left empty."""
        least = max(shape.limits[0], int(self._needed(question, shape)))
        entries: list[Any] = []
        while shape.limits[1] is None or len(entries) < shape.limits[1]:
            entry = self._entry(question, shape, entries, needed=len(entries) < least)
            if entry is None:
                return entries
            entries.append(entry)
        self.console.say("  " + self._say("enough", count=len(entries)))
        return entries

    def _entry(self, question: Question, shape: Shape, entries: list[Any], needed: bool) -> Any:
        if shape.form != "group":
            return self._one(question, shape, needed, entries)
        model, inner = _model_of(shape), question.questions[0]
        if entries:
            self.console.say()
            self.console.say(inner.ask[self.language])
        else:
            self._introduce(inner, shape_at(model, inner.field.split(".")))
        first = self._one(inner, shape_at(model, inner.field.split(".")), needed)
        return None if first is None else self._group(model, question.questions, first)

    def _one(self, question: Question, shape: Shape, needed: bool, before: list[Any] | None = None) -> Any:
        """One entry; None where it may be left empty and is."""
        if shape.form == "text":
            return self._text(question, needed, before or [])
        readers: dict[str, Callable[[Question, Shape, str], tuple[Any, str]]] = {
            "choice": self._choice,
            "reference": self._reference,
            "yes_no": self._yes_no,
            "number": self._number,
            "line": self._line,
        }
        read = readers[shape.form]
        default = self._default(question)

        def taken(typed: str) -> tuple[Any, str]:
            answer = typed or default or ""
            if answer in ("", NOTHING):
                if needed:
                    raise Refused(self._say("needed"))
                return None, NOTHING
            return read(question, shape, answer)

        return self.console.ask(self._prompt(question, default), taken)

    def _prompt(self, question: Question, default: str | None = None, name: str = "answer") -> str:
        shown = default if default is not None or name != "answer" else self._default(question)
        words_of_options = [
            question.options[each][self.language] for each in (shown or "").split(", ") if each in question.options
        ]
        return self._say(name) + (f" [{', '.join(words_of_options) or shown}]" if shown else "")

    def _text(self, question: Question, needed: bool, before: list[Any]) -> dict[str, str] | None:
        """The same text in both languages, German first; both or none."""
        text: dict[str, str] = {}
        for language in LANGUAGES:
            default = text["de"] if text and question.same_in_french else self._default(question, language)

            def read(typed: str, language: str = language, default: str | None = default) -> tuple[str, str]:
                answer = typed or default or ""
                if answer not in ("", NOTHING):
                    return self._written(question, answer, language, before)
                if text:
                    raise Refused(self._say("both_languages", language=self._say(f"in_{language}")))
                if needed:
                    raise Refused(self._say("needed"))
                return "", NOTHING

            text[language] = self.console.ask(self._prompt(question, default, f"language_{language}"), read)
            if not text[language]:
                return None
        return text

    def _written(self, question: Question, typed: str, language: str, before: list[Any]) -> tuple[str, str]:
        """A text as it goes into the file, with the signs of its language."""
        text = slug(typed) if question.written_as == "slug" else tidy(typed, language)
        self._checked(_TEXT, question.field, text)
        for sentence in sentences(text, language) if question.most_words is not None else []:
            if (count := words(sentence)) > (limit := question.most_words or count):
                raise Refused(self._say("too_many_words", count=count, limit=limit, sentence=sentence))
        if question.most_sentences is not None:
            count = sum(len(sentences(each, language)) for each in (*(entry[language] for entry in before), text))
            if count > question.most_sentences:
                raise Refused(self._say("too_many_sentences", count=count, limit=question.most_sentences))
        if _SPACES.sub(" ", text) != typed:
            self.console.say("  " + self._say("tidied", text=text))
        return text, text

    def _choices(self, question: Question, shape: Shape, typed: str) -> tuple[list[str], str]:
        answer = typed or self._default(question) or ""
        if not answer or answer == NOTHING:
            if self._needed(question, shape):
                raise Refused(self._say("needed"))
            return [], NOTHING
        chosen = [self._choice(question, shape, part.strip())[0] for part in answer.split(",")]
        return [option for option in shape.options if option in chosen], ", ".join(chosen)

    def _choice(self, question: Question, shape: Shape, typed: str) -> tuple[str, str]:
        """An option by its number, its id or the beginning of its words."""
        if typed.isdigit() and 0 < int(typed) <= len(shape.options):
            return (option := shape.options[int(typed) - 1]), option
        if typed in shape.options:
            return typed, typed
        told = question.options
        fitting = [each for each in shape.options if each in told and told[each][self.language].lower().startswith(typed.lower())]
        if len(fitting) != 1:
            raise Refused(self._say("not_an_option", value=typed))
        return fitting[0], fitting[0]

    def _reference(self, question: Question, shape: Shape, typed: str) -> tuple[str, str]:
        """A thing by its id, by words of its name, or by its number in the list that was shown for them."""
        picked = typed.isdigit() and 0 < int(typed) <= len(self._listed)
        found = [self._listed[int(typed) - 1]] if picked else self.shelf.search(shape.kinds, typed, question.only_with)
        if not found:
            self._listed = self.shelf.near(shape.kinds, typed, question.only_with)
            said = self._say("not_found_near" if self._listed else "not_found", value=typed)
            raise Refused(said, *self._numbered(self._listed), *([self._say("pick")] if self._listed else []))
        if len(found) > 1:
            self._listed = found[:_MOST_SHOWN]
            rest = len(found) - _MOST_SHOWN
            raise Refused(*self._numbered(self._listed), self._say("more_found", count=rest) if rest > 0 else self._say("pick"))
        self._listed = []
        self.console.say("  " + self._say("taken", id=found[0].id, title=found[0].title[self.language]))
        self._show_amount(found[0].id)
        return found[0].id, found[0].id

    def _numbered(self, found: list[Found]) -> Iterator[str]:
        for number, each in enumerate(found, start=1):
            yield f"{number}  {each.title[self.language]} ({each.id})"

    def _show_amount(self, id_: str) -> None:
        """What an amount is worth today."""
        parameters = self.shelf.records.get("parameter", {})
        if id_ not in parameters:
            return
        amounts = dated_amounts(parameters)
        now = amount_on(amounts, id_, self.today) or next(reversed(amounts[id_]), None)
        if now is None:
            return
        first = date(now.first, self.language) if now.first != FIRST else self._say("open_start")
        last = date(now.last, self.language) if now.last != LAST else self._say("open_end")
        amount = chf(now.centimes) if now.centimes is not None else self._say("amount_open")
        self.console.say(
            "  "
            + self._say("amount_today" if now.holds_on(self.today) else "amount_before", first=first, last=last, amount=amount)
        )

    def _yes_no(self, question: Question, shape: Shape, typed: str) -> tuple[bool, str]:
        return yes_or_no(typed, self.language)

    def _number(self, question: Question, shape: Shape, typed: str) -> tuple[int | Decimal, str]:
        match = _AMOUNT.fullmatch(typed)
        if match is None:
            raise Refused(self._say("whole_number", value=typed))
        francs, centimes = re.sub(r"\D", "", match[1]), (match[2] or "").strip("–-")
        value = Decimal(f"{francs}.{centimes}") if centimes.strip("0") else int(francs)
        self._checked(shape, question.field, value)
        if str(value) != typed:
            self.console.say("  " + self._say("tidied", text=value))
        return value, str(value)

    def _line(self, question: Question, shape: Shape, typed: str) -> tuple[str, str]:
        text = tidy(typed, "de")
        if match := _SWISS_DATE.fullmatch(text):
            text = f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}"
        self._checked(shape, question.field, text)
        if question.field == "id" and (known := self.shelf.record(text)) is not None:
            raise Refused(self._say("id_taken", id=text, file=known.document.file))
        if text != typed:
            self.console.say("  " + self._say("tidied", text=text))
        return text, text

    def _checked(self, shape: Shape, field: str, value: Any) -> None:
        """Refuse what the model would refuse, in the same words."""
        try:
            checked(shape, field.rpartition(".")[2], value)
        except Findings as error:
            told = [messages.sentence(found.code, self.language, dict(found.args)) for found in error.findings]
            raise Refused(*told) from None

    def _default(self, question: Question, language: str | None = None) -> str | None:
        """What Enter takes, filled in from earlier answers; None without one, or while an answer for it is missing."""
        if question.default is None:
            return None
        missing = False

        def filled(match: re.Match[str]) -> str:
            nonlocal missing
            value = self.answers.get(match[1])
            if isinstance(value, str) and match[2]:
                record = self.shelf.record(value)
                value = getattr(record.item, match[2], None) if record is not None else None
            if isinstance(value, dict):
                value = value.get(language or "de")
            missing = missing or value is None
            return slug(str(value)) if match[3] else str(value)

        text = _PLACE.sub(filled, question.default)
        return None if missing else text

    def _say(self, key: str, **args: object) -> str:
        return say(key, self.language, **args)


def yes_or_no(typed: str, language: str) -> tuple[bool, str]:
    """Yes or no in a language, or the beginning of it.

    Raises:
        Refused: when it is neither.
    """
    for value, key in ((True, "word_yes"), (False, "word_no")):
        if typed and say(key, language).startswith(typed.lower()):
            return value, say(key, language)
    raise Refused(say("yes_or_no", language))


def ordered(model: type[BaseModel], data: Data) -> Data:
    """The same data with its fields in the order in which files have them."""
    result: Data = {}
    for name in written_order(model):
        if name not in data:
            continue
        shape = shape_at(model, [name])
        value = data[name]
        if shape.model is not None:
            value = [ordered(shape.model, each) for each in value] if shape.many else ordered(shape.model, value)
        result[name] = value
    return result


def _model_of(shape: Shape) -> type[BaseModel]:
    assert shape.model is not None
    return shape.model


def _put(data: Data, model: type[BaseModel], path: list[str], value: Any) -> None:
    """Put a value where its field stands; of dated states there is one."""
    name, *rest = path
    if not rest:
        data[name] = value
        return
    shape = shape_at(model, [name])
    inner = data.setdefault(name, [{}] if shape.many else {})
    _put(inner[0] if shape.many else inner, _model_of(shape), rest, value)


def _get(data: Data, path: list[str]) -> Any:
    value: Any = data
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
