"""Publishing, step by step as the workflows do it: previews, the comment, and the scripts in .ci with a stand-in for `gh`."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.cli import main
from portal.publish.report import LONGEST, MARKER, Done, changed_notices, report_text
from portal.site.build import Order, build
from tests.conftest import ROOT
from tests.portal.test_review import change

DAY = "2026-11-21"
GITHUB = ROOT / "tests" / "github"


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def office_page(site: Path, language: str) -> str:
    return next((site / language).rglob("mini-office/index.html")).read_text("utf-8")


def test_a_site_that_lacks_an_approval_is_a_preview_on_every_page_and_each_says_whom_to_tell_what_is_wrong(
    mini: Path, tmp_path: Path
) -> None:
    preview = build(Order(mini, DAY), tmp_path / "preview")
    for page in preview.rglob("*.html"):
        text = page.read_text("utf-8")
        assert '<meta name="robots" content="noindex">' in text, page
        assert page.name == "404.html" or "banner__preview" in text, page
    office = re.sub(r"[ \n]+", " ", office_page(preview, "fr"))
    assert "Pour cette page\u00a0: Canton Exemple. L’adresse électronique n’est pas encore confirmée." in office.replace(
        "&nbsp;", "\u00a0"
    )
    assert "<code>mini-office</code>" in office
    assert "mailto:" not in office
    change(mini, "content/owners/vs.yml", "states:", "approved: true\nmail: hinweise@example.org\nstates:")
    site = build(Order(mini, DAY, release=True), tmp_path / "site")
    for text in [(site / name).read_text("utf-8") for name in ("index.html", "de/index.html")] + [office_page(site, "fr")]:
        assert "noindex" not in text
        assert "banner__preview" not in text
    mail = '<a href="mailto:hinweise@example.org?subject=mini-office">hinweise@example.org</a>'
    assert f"{mail}. Bitte keine Namen, kein Fall." in re.sub(r"[ \n]+", " ", office_page(site, "de"))
    assert "Eine Mailadresse ist noch nicht bestätigt." in (site / "de" / "index.html").read_text("utf-8")


def test_a_release_is_refused_and_changes_nothing_while_something_must_be_confirmed(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert main(["build", "--release", "--root", str(mini), "--as-of", DAY, "--output", str(site), "--lang", "de"]) == 1
    assert "release-owner-not-approved" in capsys.readouterr().err
    assert not site.exists()


class Commands:
    """Stands in for the commands of this program; keeps what was asked."""

    def __init__(self, answers: dict[str, Done]) -> None:
        self.answers = answers
        self.asked: list[list[str]] = []

    def __call__(self, arguments: list[str]) -> Done:
        self.asked.append(arguments)
        return self.answers.get(arguments[0], Done(0, ""))


def test_the_comment_holds_broken_rules_who_changes_and_pages_that_look_different() -> None:
    run = Commands({"impact": Done(0, "panel asset_allowance: 3 cells"), "preview": Done(0, "de/x/: changed")})
    text = report_text(run, ["vs-asset-allowance-2026"], "origin/main", Path("out"), "de")
    assert text.startswith(MARKER + "\n")
    assert run.asked == [
        ["check"],
        ["impact", "vs-asset-allowance-2026", "--who-changes"],
        ["preview", "--against", "origin/main", "--output", "out"],
        ["check", "--release"],
    ]
    assert [text.index(part) for part in ("3 cells", "de/x/: changed")] == sorted(
        text.index(p) for p in ("3 cells", "de/x/: changed")
    )


def test_a_broken_rule_ends_the_comment_and_what_a_command_cannot_do_is_said() -> None:
    run = Commands({"check": Done(1, "content/x.yml:1:1: text-empty: …")})
    text = report_text(run, [], "origin/main", Path("out"), "fr")
    assert run.asked == [["check"]]
    assert "Corrigez cela d’abord." in text
    failed = report_text(Commands({"preview": Done(2, "invalid choice")}), [], "m", Path("out"), "de")
    assert "Der Befehl liess sich nicht ausführen." in failed
    assert "keine neue Meldung" in failed


def test_a_comment_stays_short_and_what_commands_print_stays_plain() -> None:
    run = Commands({"check": Done(0, "```\n@everyone <!-- portal-report --> " + "x" * 2 * LONGEST)})
    text = report_text(run, [], "m", Path("out"), "de")
    assert len(text) < LONGEST + 200
    assert "\n````\n```\n@everyone" in text


def test_notices_that_are_new_or_changed_on_the_branch_are_found(mini: Path) -> None:
    git(mini, "init", "--quiet", "--initial-branch", "main")
    git(mini, "add", "content")
    git(mini, "commit", "--quiet", "-m", "x")
    git(mini, "switch", "--quiet", "-c", "change")
    assert changed_notices(mini, "main") == []
    change(mini, "content/notices/mini-allowance-2026.yml", "Ab 2026 gilt", "Seit 2026 gilt")
    git(mini, "commit", "--quiet", "-am", "y")
    assert changed_notices(mini, "main") == ["mini-allowance-2026"]


GH = f"""#!{sys.executable}
import json, os, pathlib, sys
arguments = sys.argv[1:]
with open(os.environ["GH_CALLS"], "a") as calls:
    calls.write(json.dumps(arguments) + "\\n")
answers = json.loads(pathlib.Path(os.environ["GH_ANSWERS"]).read_text())
print(answers.get(next((key for key in answers if key in " ".join(arguments)), ""), ""))
"""


class Stage:
    """A folder with a `gh` of our own on the path, and what it answers: part of the arguments → text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: dict[str, str] = {}
        (folder / "bin").mkdir()
        (folder / "bin" / "gh").write_text(GH, "utf-8")
        (folder / "bin" / "gh").chmod(0o755)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        (self.folder / "answers.json").write_text(json.dumps(self.answers), "utf-8")
        (self.folder / "calls").write_text("", "utf-8")
        path = os.pathsep.join([str(self.folder / "bin"), str(Path(sys.prefix) / "bin"), os.environ["PATH"]])
        own = {"GITHUB_REPOSITORY": "example/portal", "GH_CALLS": str(self.folder / "calls"), "PATH": path, "LANG": "de_CH"}
        environment = os.environ | own | {"GH_ANSWERS": str(self.folder / "answers.json")}
        return subprocess.run(
            [str(ROOT / ".ci" / command[0]), *command[1:]],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def calls(self) -> list[list[str]]:
        return [json.loads(line) for line in (self.folder / "calls").read_text("utf-8").splitlines()]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@pytest.fixture
def merged(stage: Stage) -> Stage:
    """Two commits on main, the second from a pull request that two others approved."""
    git(stage.folder, "init", "--quiet", "--initial-branch", "main")
    for number in ("1", "2"):
        git(stage.folder, "commit", "--quiet", "--allow-empty", "-m", number)
    event = json.loads((GITHUB / "event.json").read_text("utf-8"))
    stage.answers = {
        "/commits/": "12",
        "pulls/12/reviews": (GITHUB / "reviews-two-pages.json").read_text("utf-8"),
        "pulls/12": json.dumps({"pull_request": event["pull_request"]}),
    }
    return stage


def test_what_two_others_approved_may_be_published(merged: Stage) -> None:
    done = merged.run("approved", "main~1", "main")
    assert (done.returncode, done.stderr) == (0, "")
    assert "bruno-sas, claire-ksa" in done.stdout
    assert merged.run("approved", "main", "main").returncode == 0
    assert merged.calls == []


def test_one_missing_approval_or_a_commit_without_a_pull_request_stops_the_publication(merged: Stage) -> None:
    good = dict(merged.answers)
    merged.answers = good | {"pulls/12/reviews": (GITHUB / "reviews-stale.json").read_text("utf-8")}
    refused = merged.run("approved", "main~1", "main")
    assert refused.returncode == 1
    assert "approval-stale" in refused.stderr
    merged.answers = good | {"/commits/": ""}
    refused = merged.run("approved", "main~1", "main")
    assert refused.returncode == 1
    assert "without a pull request" in refused.stderr
    merged.answers = good
    assert merged.run("approved", "main", "main~1").returncode == 1


def test_a_site_is_pushed_as_one_commit_and_only_when_it_changed(stage: Stage) -> None:
    remote, site = stage.folder / "remote.git", stage.folder / "site"
    git(stage.folder, "init", "--quiet", "--bare", str(remote))
    (site / "de").mkdir(parents=True)
    (site / "_headers").write_text("x", "utf-8")
    (site / "de" / "index.html").write_text("eins", "utf-8")
    for expected in ("Published", "The site is the same"):
        done = stage.run("publish", str(site), str(remote))
        assert (done.returncode, done.stdout.startswith(expected)) == (0, True), done.stderr
    (site / "de" / "index.html").write_text("zwei", "utf-8")
    assert stage.run("publish", str(site), str(remote)).stdout.startswith("Published")
    assert git(remote, "rev-list", "--count", "site") == "1"
    assert git(remote, "show", "site:de/index.html") == "zwei"
    assert git(remote, "ls-tree", "-r", "--name-only", "site").split() == [".nojekyll", "_headers", "de/index.html"]
    assert not (site / ".git").exists()


@pytest.mark.parametrize(("known", "expected"), [("7", ["issue", "edit", "7"]), ("", ["issue", "create", "--repo"])])
def test_the_weekly_review_is_written_into_the_same_issue(stage: Stage, known: str, expected: list[str]) -> None:
    (stage.folder / "issue.md").write_text("<!-- portal-review -->\n\nText\n", "utf-8")
    stage.answers = {"issues?state=open": known}
    assert stage.run("one-issue", "issue.md", "Prüfliste").returncode == 0
    looked, wrote = stage.calls
    assert "startswith(env.marker)" in looked[-1]
    assert wrote[:3] == expected
    assert wrote[-4:] == ["--title", "Prüfliste", "--body-file", "issue.md"]


@pytest.mark.parametrize(("known", "method"), [("99", "PATCH"), ("", "POST")])
def test_a_pull_request_has_one_comment(stage: Stage, known: str, method: str) -> None:
    (stage.folder / "report.md").write_text(f"{MARKER}\n\nText\n", "utf-8")
    stage.answers = {"issues/12/comments?per_page": known}
    assert stage.run("comment", "12", "report.md").returncode == 0
    looked, wrote = stage.calls
    assert looked[1].startswith("repos/example/portal/issues/12/comments")
    assert wrote[1:3] == ["--method", method]
    assert wrote[3].endswith("issues/comments/99" if known else "issues/12/comments")
    assert "body=@report.md" in wrote
