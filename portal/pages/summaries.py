"""A change notice as a short text: the same words in a feed, a calendar and a mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eligibility.compiler.base import Text
from portal.model.content import Content
from portal.model.kinds import Notice
from portal.model.notices import Standing, standing
from portal.pages.catalogues import in_language
from portal.pages.changes import Change, Figure
from portal.pages.words import chf, date


@dataclass(frozen=True)
class Part:
    """A part of a text: paragraphs or points under a heading; the first part has none."""

    heading: str | None
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """A notice in one language on one day. `title` says so when nobody confirmed it or it was withdrawn."""

    notice: Notice
    standing: Standing
    title: str
    told: str
    parts: tuple[Part, ...]


def summary(content: Content, change: Change, language: str) -> Summary:
    """What a notice says on the day of the content."""
    notice = change.notice
    now = standing(notice, content.as_of)
    word = in_language("notices", language)
    told = standing_told(notice, content.as_of, language)
    title = word[f"title_{now}"].replace("{title}", notice.title[language])
    return Summary(notice, now, title, told, tuple(_parts(content, change, now, told, word, language)))


def standing_told(notice: Notice, day: str, language: str) -> str:
    """One or two sentences on how a notice stands on a day."""
    now = standing(notice, day)
    since = notice.withdrawn.on if notice.withdrawn is not None else notice.takes_effect
    return in_language("notices", language)[f"standing_{now}"].replace("{date}", date(since, language))


def figure_line(figure: Figure, language: str) -> str:
    """A figure before and after in one line."""
    word = in_language("notices", language)
    after = figure.setting.value.amount
    before = figure.before.amount if figure.before is not None else None
    told = word["not_confirmed"] if before is None else chf(before)
    if figure.known is not None and figure.known.amount is not None:
        known = word["last_known"].replace("{date}", date(figure.known.valid_until, language))
        told += f" ({known} {chf(figure.known.amount)})"
    line = (
        word["figure_line"].replace("{after}", word["not_confirmed"] if after is None else chf(after)).replace("{before}", told)
    )
    return line.replace("{title}", figure.parameter.title[language])


def _parts(content: Content, change: Change, now: Standing, told: str, word: dict[str, str], language: str) -> Iterator[Part]:
    notice = change.notice
    state: Any = notice.on(content.as_of) or notice.states[-1]

    def each(texts: list[Text]) -> tuple[str, ...]:
        return tuple(text[language] for text in texts)

    if notice.withdrawn is not None:
        yield Part(None, (told, notice.withdrawn.why[language]))
        return
    changes_nothing = (word["nothing_changes"],) if now in ("open", "overdue") else ()
    yield Part(None, (told, *changes_nothing), each(state.in_short))
    yield Part(word["who"], points=each(state.who))
    if change.figures:
        yield Part(word["figures"], points=tuple(figure_line(figure, language) for figure in change.figures))
    if state.body:
        yield Part(word["body"], each(state.body))
    if change.outcomes:
        heading = word["outcomes_open" if now in ("open", "overdue") else "outcomes"]
        yield Part(heading, points=tuple(outcome.title[language] for outcome in change.outcomes))
    titles = dict.fromkeys(content.records["source"][ref.source].item.title[language] for ref in state.sources)
    yield Part(word["sources"], points=tuple(titles))
