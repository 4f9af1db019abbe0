"""Whether a pull request may be published: two approvals of its last commit by others, and the tick of Annex II.

Reads the two JSON objects as GitHub sends them: the event (`pull_request`) and the list of its reviews. What is not as
expected counts as missing: nothing is published by mistake.
"""

import json
import re
from pathlib import Path
from typing import Any

from eligibility.compiler.findings import Finding, Findings, Mark, finding

NEEDED = 2
_TICKED = re.compile(r"^\s*[-*] \[([ xX])\] .*<!-- told-beforehand -->", re.MULTILINE)
_QUOTED = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)
# Whoever may write to the repository; on a public one, everybody may review.
_EDITORS = ("OWNER", "MEMBER", "COLLABORATOR")
_DECISIONS = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")


def read_json(path: Path) -> Any:
    """A JSON file as GitHub wrote it.

    Raises:
        Findings: when it is none.
    """
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path.name, type(error).__name__) from None


def approval_findings(event: Any, reviews: Any, file: str = "event.json") -> list[Finding]:
    """What is missing before the change may be published; empty when nothing is.

    Raises:
        Findings: when one of the objects is not what GitHub sends.
    """
    commit, author, body = _pull_request(event, file)
    found: list[Finding] = []
    mark = Mark(file)
    for review in _last_decisions(reviews, file):
        name = review["user"]["login"]
        if review["state"] == "CHANGES_REQUESTED" and _is_editor(review):
            found.append(finding(mark, "approval-changes-requested", name=name))
        elif review["state"] == "APPROVED":
            if name.lower() == author.lower():
                found.append(finding(mark, "approval-own", name=name))
            elif not _is_editor(review):
                found.append(finding(mark, "approval-stranger", name=name))
            elif review["commit_id"] != commit:
                found.append(finding(mark, "approval-stale", name=name, commit=str(review["commit_id"])[:7]))
    _, names = approvers(event, reviews, file)
    missing = [finding(mark, "approval-missing", count=len(names), commit=commit[:7])] if len(names) < NEEDED else []
    # An approval that does not count is told only where it is missed.
    if not missing:
        found = [each for each in found if each.code == "approval-changes-requested"]
    if not _ticked(body):
        missing.append(finding(mark, "approval-not-told"))
    return [*missing, *found]


def approvers(event: Any, reviews: Any, file: str = "event.json") -> tuple[str, list[str]]:
    """The last commit, and who approved it without having opened the pull request, by name."""
    commit, author, _ = _pull_request(event, file)
    counted = {
        review["user"]["login"]
        for review in _last_decisions(reviews, file)
        if review["state"] == "APPROVED"
        and review["commit_id"] == commit
        and review["user"]["login"].lower() != author.lower()
        and _is_editor(review)
    }
    return commit, sorted(counted, key=str.lower)


def _pull_request(event: Any, file: str) -> tuple[str, str, str]:
    """The last commit, the author and the text."""
    try:
        asked = event["pull_request"]
        commit, author, body = asked["head"]["sha"], asked["user"]["login"], asked["body"] or ""
    except (KeyError, TypeError) as error:
        raise _unreadable(file, str(error)) from None
    if not all(isinstance(each, str) for each in (commit, author, body)) or not commit or not author:
        raise _unreadable(file, "pull_request")
    return commit, author, body


def _last_decisions(reviews: Any, file: str) -> list[dict[str, Any]]:
    """What each person decided last, by the time they sent it; a remark alone changes nothing."""
    try:
        pages = [review for page in reviews for review in (page if isinstance(page, list) else [page])]
        decided = [review for review in pages if review["state"] in _DECISIONS and review["user"] is not None]
        last = {}
        for review in sorted(decided, key=lambda review: (str(review["submitted_at"]), int(review["id"]))):
            last[review["user"]["login"].lower()] = {**review, "commit_id": review["commit_id"]}  # must be there
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unreadable(file, str(error)) from None
    return list(last.values())


def _is_editor(review: dict[str, Any]) -> bool:
    return review.get("author_association") in _EDITORS and review["user"].get("type") != "Bot"


def _ticked(body: str) -> bool:
    """Whether the line is ticked, wherever it stands, and nowhere left open. What is quoted as code does not count."""
    ticks = _TICKED.findall(_QUOTED.sub("", body.replace("\r\n", "\n")))
    return bool(ticks) and " " not in ticks


def _unreadable(file: str, problem: str) -> Findings:
    return Findings([finding(Mark(file), "approval-unreadable", file=file, problem=problem)])
