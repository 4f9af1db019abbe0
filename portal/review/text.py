"""The review board as Markdown: for the terminal, and for the one issue that is written anew every week."""

from collections.abc import Iterable, Iterator

from eligibility.compiler.base import LANGUAGES
from portal.pages.render import in_language
from portal.pages.words import date
from portal.review.board import Board
from portal.review.sentences import event_line, link_line, told

MARKER = "<!-- portal-review -->"
"""The first line of the issue; by it the next week finds the same issue."""
_SHOWN = 30
"""So many entries of a list are written out; the page for editors has them all."""


def board_text(board: Board, language: str) -> str:
    """The board in one language, with headings."""
    word = in_language("review", language)
    parts = [
        f"# {word['title']}",
        f"{word['as_of']} {date(board.as_of, language)}",
        f"## {word['overdue']} ({len(board.overdue)})",
        _list((f"{told(each, language)} (`{each.finding.mark}`)" for each in board.overdue), word, word["overdue_none"]),
        f"## {word['coming']}",
        *_coming(board, language, word),
        f"## {word['checks']}",
        *_checks(board, language, word),
        f"## {word['links']}",
        *_links(board, language, word),
        f"## {word['conflicts']} ({len(board.conflicts)})",
        _list((f"{each.about[language]}: {', '.join(source.id for _, source in each.values)}" for each in board.conflicts), word),
        f"## {word['questions']}",
        _list((f"{ask.title[language]}: {len(entries)} {word['questions_count']}" for ask, entries in board.questions), word),
        f"## {word['translations']} ({len(board.translations.outdated)})",
        *_translations(board, word),
        f"## {word['release']}",
        _list((f"{word[code]}: {count}" for code, count in board.release.items()), word, word["release_none"]),
    ]
    return "\n\n".join(parts)


def issue_text(board: Board) -> str:
    """The board in both languages as the body of an issue, with the marker that finds it again."""
    return "\n\n".join([MARKER, *(board_text(board, language) for language in LANGUAGES)]) + "\n"


def _list(lines: Iterable[str], word: dict[str, str], otherwise: str | None = None) -> str:
    found = list(lines)
    shown = [f"- {line}" for line in found[:_SHOWN]]
    if len(found) > _SHOWN:
        shown.append(f"- … {len(found) - _SHOWN} {word['more']}. {word['page_link']}")
    return "\n".join(shown) or otherwise or word["nothing"]


def _coming(board: Board, language: str, word: dict[str, str]) -> Iterator[str]:
    for last, events in board.coming:
        yield f"### {word['until']} {date(last, language)}"
        yield _list((event_line(event, language, word) for event in events), word)


def _checks(board: Board, language: str, word: dict[str, str]) -> Iterator[str]:
    yield f"{word['never_checked']}: {board.never_checked} {word['of']} {len(board.checks)}."
    for day, checks in board.due:
        yield f"### {word['due_by']} {date(day, language)} ({len(checks)})"
        critical = (f"{each.source.title[language]} ({word['life_critical']})" for each in checks if each.life_critical)
        others = (each.source.title[language] for each in checks if not each.life_critical)
        yield _list([*critical, *others], word)


def _links(board: Board, language: str, word: dict[str, str]) -> Iterator[str]:
    links = board.links
    if links.asked_on is None:
        yield word["links_never"]
        return
    yield f"{word['links_asked']} {date(links.asked_on, language)}."
    counted = [f"{word[f'link_{outcome}']}: {len(found)}" for outcome, found in links.by_outcome.items()]
    yield _list([*counted, f"{word['link_missing']}: {len(links.missing)}"], word)
    for outcome in ("gone", "unclear", "not-reached"):
        if links.by_outcome[outcome]:
            yield f"### {word[f'link_{outcome}']}"
            yield _list((link_line(link, language, word) for link in links.by_outcome[outcome]), word)


def _translations(board: Board, word: dict[str, str]) -> Iterator[str]:
    outdated = board.translations.outdated
    yield _list(
        (f"`{each.mark}` ({each.language}): {each.text or each.file}" for each in outdated), word, word["translations_none"]
    )
    new = board.translations.new
    yield f"{word['translations_new']}: {sum(new.values())}"
    if new:
        yield _list((f"{file}: {count}" for file, count in sorted(new.items())), word)
