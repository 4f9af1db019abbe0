"""The review board as JSON: the same lists, with ids, dates and places, for other programs."""

from typing import Any

from portal import messages
from portal.review.board import Board


def board_data(board: Board, language: str) -> dict[str, Any]:
    """`review/1`. Dates are ISO texts; texts are in one language."""
    return {
        "schema": "review/1",
        "as_of": board.as_of,
        "overdue": [
            {
                "file": each.finding.mark.file,
                "line": each.finding.mark.line,
                "column": each.finding.mark.column,
                "code": each.finding.code,
                "text": messages.sentence(each.finding.code, language, dict(each.finding.args)),
                "page": each.page,
            }
            for each in board.overdue
        ],
        "coming": [
            {
                "until": last,
                "events": [
                    {"day": event.day, "what": event.what, "follows": event.follows, "kind": event.kind, "id": event.item.id}
                    for event in events
                ],
            }
            for last, events in board.coming
        ],
        "checks": [
            {
                "source": check.source.id,
                "due": check.due,
                "checked_on": check.checked_on,
                "life_critical": check.life_critical,
            }
            for check in board.checks
        ],
        "reported": [
            {
                "about": each.about[language],
                "ask": each.ask.id,
                "conflict": each.conflict,
                "values": [{"value": value, "source": source.id} for value, source in each.values],
            }
            for each in board.reported
        ],
        "questions": {ask.id: len(entries) for ask, entries in board.questions},
        "translations": {
            "outdated": [
                {
                    "file": each.mark.file,
                    "line": each.mark.line,
                    "language": each.language,
                    "text": each.text,
                    "original": each.original,
                }
                for each in board.translations.outdated
            ],
            "new": board.translations.new,
        },
        "links": {
            "asked_on": board.links.asked_on,
            **{outcome: [link.address for link in found] for outcome, found in board.links.by_outcome.items()},
            "missing": board.links.missing,
        },
        "release": board.release,
    }
