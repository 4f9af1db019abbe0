"""The questions that `portal new` asks: data, one file per kind in `ask/`. A new kind needs a file and no Python."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from eligibility.compiler.base import Model, Plain, Text
from eligibility.compiler.yaml12 import read

_FOLDER = Path(__file__).with_name("ask")


class Question(Model):
    """One question.

    `field`: the field of the model it fills, names from the thing (or the group around it) down with dots between.
    `default`: what Enter takes; `{today}` stands for today, `{field}` for an earlier answer, `{field.name}` for something
    of the thing that was named there, `{field|slug}` for an answer as a part of an address.
    `empty`: what Enter means where nothing is taken. `only_if`, `required_if`: earlier answer → its value; `unless`: a
    field of the same group that was left empty.
    `most_words`: of one sentence; `most_sentences`: of all entries together, as the page's box has them.
    `only_with`: only things are offered that have something in this field. `same_in_french`: Enter takes the German
    words in French too. `written_as: slug`: what is typed becomes a part of an address. `questions`: those of a group.
    """

    field: Plain
    ask: Text
    help: Text | None = None
    example: Text | None = None
    default: Plain | None = None
    empty: Text | None = None
    options: dict[str, Text] = {}
    only_if: dict[str, str] = {}
    required_if: dict[str, str] = {}
    unless: Plain | None = None
    most_words: int | None = None
    most_sentences: int | None = None
    only_with: Plain | None = None
    same_in_french: bool = False
    written_as: Literal["text", "slug"] = "text"
    questions: list[Question] = []


class Ask(Model):
    """The questions of one kind, in their order; `title` says what is being written, `about` what it is for."""

    kind: Plain
    title: Text
    about: Text
    questions: list[Question]


def askable() -> list[str]:
    """The words after `portal new`."""
    return sorted(path.stem for path in _FOLDER.glob("*.yml"))


@cache
def questions_of(name: str) -> Ask:
    """The questions after `portal new NAME`."""
    return Ask.model_validate(read(_FOLDER / f"{name}.yml", _FOLDER).data)
