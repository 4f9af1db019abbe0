"""What a change does, as the text of one comment: broken rules, who is affected, which pages look different."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.pages.render import in_language

MARKER = "<!-- portal-report -->"
"""The first line of the comment."""
LONGEST = 30_000
"""Characters: GitHub takes 65 536, and the comment holds both languages."""
_LINES = 60

type Command = Callable[[list[str]], "Done"]


@dataclass(frozen=True)
class Done:
    """What a command returned and printed."""

    code: int
    text: str


def portal_command(options: Any, language: str) -> Command:
    """Runs a command of this program on the same project and day, in a process of its own."""

    def run(arguments: list[str]) -> Done:
        common = ["--lang", language, "--root", str(options.root)] + (["--as-of", options.as_of] if options.as_of else [])
        command = [sys.executable, "-m", "portal.cli", *arguments, *common]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return Done(done.returncode, "\n".join(part.strip() for part in (done.stdout, done.stderr) if part.strip()))

    return run


def write_report(root: Path, against: str, output: Path, run: Command, language: str) -> None:
    """Write the comment to a file; the preview's pages go beside it, to `<name>-preview`."""
    preview = output.with_name(f"{output.stem}-preview")
    notices = changed_notices(root, against)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(report_text(run, notices, against, preview, language), "utf-8")


def changed_notices(root: Path, against: str) -> list[str]:
    """The ids of the notices that are new or different since the branch left `against`."""
    base = _git(root, "merge-base", against, "HEAD").strip()
    names = _git(root, "diff", "--name-only", "--diff-filter=d", base, "--", "content/notices").splitlines()
    return sorted(Path(name).stem for name in names if name.endswith(".yml"))


def report_text(run: Command, notices: list[str], against: str, preview: Path, language: str) -> str:
    """The comment: each part is what one command says, so that anybody can run it again."""
    word = in_language("report", language)
    parts = [MARKER, f"# {word['title']}"]
    for name, arguments in _commands(notices, against, preview):
        done = run(arguments)
        said = word["fine"] if done.code == 0 else word["refused"] if done.code == 1 else word["failed"]
        parts += [f"## {word[name]}", said, f"`portal {' '.join(arguments)}`", *_folded(done.text, word)]
        if name == "check" and done.code != 0:
            parts.append(word["stopped"])
            break
    if not notices:
        parts.append(word["no_notice"])
    text = "\n\n".join(part for part in parts if part)
    return (text if len(text) <= LONGEST else f"{text[:LONGEST]}\n```\n\n</details>\n\n{word['cut']}") + "\n"


def _commands(notices: list[str], against: str, preview: Path) -> Iterator[tuple[str, list[str]]]:
    yield "check", ["check"]
    for notice in notices:
        yield "impact", ["impact", notice, "--who-changes"]
    yield "preview", ["preview", "--against", against, "--output", str(preview)]
    yield "release", ["check", "--release"]


def _folded(text: str, word: dict[str, str]) -> list[str]:
    """The lines of a command, folded away; a fence that is longer than any in the text keeps them plain."""
    lines = text.splitlines()
    if not lines:
        return []
    shown = lines[:_LINES] + ([f"… {len(lines) - _LINES} {word['more']}"] if len(lines) > _LINES else [])
    fence = "```"
    while fence in text:
        fence += "`"
    return [f"<details><summary>{len(lines)} {word['lines']}</summary>", "\n".join([fence, *shown, fence]), "</details>"]


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout
