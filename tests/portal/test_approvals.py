"""Two approvals of the last commit by others, and the tick of Annex II: read from what GitHub sends (tests/github/)."""

from pathlib import Path

import pytest

from portal.cli import main

GITHUB = Path(__file__).parent.parent / "github"


def approvals(capsys: pytest.CaptureFixture[str], reviews: str, event: str = "event") -> tuple[int, list[str]]:
    """The exit code, and the codes of what is missing."""
    code = main(["approvals", str(GITHUB / f"{event}.json"), str(GITHUB / f"reviews-{reviews}.json"), "--lang", "de"])
    return code, sorted(line.split(": ")[1] for line in capsys.readouterr().err.splitlines())


@pytest.mark.parametrize("reviews", ["two-others", "two-pages", "approved-after-changes"])
def test_two_others_who_approved_the_last_commit_are_enough(capsys: pytest.CaptureFixture[str], reviews: str) -> None:
    assert approvals(capsys, reviews) == (0, [])


@pytest.mark.parametrize(
    ("reviews", "why"),
    [
        ("none", []),
        ("one-approver", []),
        ("author-approves", ["approval-own"]),
        ("stale", ["approval-stale"]),
        ("dismissed", []),
        ("same-twice", []),
        ("stranger", ["approval-stranger"]),
        ("robot", ["approval-stranger"]),
        ("gone", []),
    ],
)
def test_what_does_not_count_leaves_one_too_few_and_says_why(
    capsys: pytest.CaptureFixture[str], reviews: str, why: list[str]
) -> None:
    assert approvals(capsys, reviews) == (1, sorted(["approval-missing", *why]))


def test_a_change_that_somebody_asks_for_later_stops_it_although_two_others_approved(capsys: pytest.CaptureFixture[str]) -> None:
    assert approvals(capsys, "changes-requested-later") == (1, ["approval-changes-requested"])


@pytest.mark.parametrize("event", ["event-no-tick", "event-no-text", "event-quoted-tick"])
def test_without_the_tick_that_dsw_and_department_were_told_nothing_is_published(
    capsys: pytest.CaptureFixture[str], event: str
) -> None:
    assert approvals(capsys, "two-others", event) == (1, ["approval-not-told"])


def test_the_template_of_pull_requests_holds_the_tick_that_is_looked_for_left_open(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import json

    event = json.loads((GITHUB / "event.json").read_text("utf-8"))
    template = (GITHUB.parent.parent / ".github" / "pull_request_template.md").read_text("utf-8")
    for text, expected in ((template, 1), (template.replace("- [ ] DSW", "- [X] DSW"), 0)):
        event["pull_request"]["body"] = text
        file = tmp_path / "event.json"
        file.write_text(json.dumps(event), "utf-8")
        assert main(["approvals", str(file), str(GITHUB / "reviews-two-others.json"), "--lang", "fr"]) == expected
    capsys.readouterr()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pull_request": {"head": null}}', '{"pull_request": 1}', "[" * 100_000])
def test_what_github_does_not_send_counts_as_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str) -> None:
    file = tmp_path / "event.json"
    file.write_text(text, "utf-8")
    good = str(GITHUB / "event.json")
    assert main(["approvals", str(file), str(GITHUB / "reviews-two-others.json"), "--lang", "de"]) == 1
    assert main(["approvals", good, str(file), "--lang", "de"]) == 1
    assert "our-bug" not in capsys.readouterr().err
