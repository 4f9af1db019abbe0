"""`portal new`: asks, shows the file, writes it whole or not at all, and checks everything with it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eligibility.compiler.findings import Findings
from eligibility.compiler.loader import Kind, Record, record_of, state_findings
from eligibility.compiler.ruleset import RULE_KINDS
from eligibility.compiler.yaml12 import parse
from portal import messages
from portal.editors.console import Console, Ended, GoBack
from portal.editors.form import Form, yes_or_no
from portal.editors.questions import questions_of
from portal.editors.shelf import Shelf
from portal.editors.words import say
from portal.editors.yaml_text import yaml_text
from portal.model.content import Content, load_content
from portal.model.kinds import KINDS

_ADDRESSES = Path("tests") / "addresses.lock"


@dataclass(frozen=True)
class Session:
    """Where is written, in which language is asked, and which day is today (ISO)."""

    root: Path
    language: str
    today: str
    console: Console


def write_new(session: Session, name: str) -> bool:
    """Ask for a new thing and write its file; returns whether everything is well afterwards.

    Nothing is written when the answers end too early, when the person says no, or when the file could not be read back.

    Raises:
        Findings: after writing, with all that is wrong in the project as a whole; the file stays.
    """
    told = _Told(session)
    try:
        draft = _agreed(session, name)
    except (Ended, KeyboardInterrupt):
        told("ended")
        return False
    if draft.wrong or not draft.agreed:
        told("not_written")
        return not draft.wrong
    file, text = draft.file, draft.text
    write_once(session.root / file, text)
    told("written", file=file)
    try:
        content = load_content(session.root, session.today)
    except Findings as error:
        told("still_wrong", count=len(error.findings))
        raise
    if _lock_addresses(session.root, content):
        told("addresses", file=_ADDRESSES.as_posix())
    told("all_well")
    return True


@dataclass(frozen=True)
class _Draft:
    """A file before it is written: where, what, whether it cannot be read, whether the person agrees."""

    file: Path
    text: str
    wrong: bool
    agreed: bool


class _Told:
    def __init__(self, session: Session) -> None:
        self.session = session

    def __call__(self, key: str, **args: object) -> None:
        self.session.console.say(say(key, self.session.language, **args))


def _agreed(session: Session, name: str) -> _Draft:
    """The file as answered, and whether the person wants it written."""
    ask, console, language = questions_of(name), session.console, session.language
    kind = {**KINDS, **RULE_KINDS}[ask.kind]
    console.say(ask.title[language])
    console.say(ask.about[language])
    console.say(say("how_to", language))
    form = Form(console, Shelf.read(session.root), language, session.today)
    while True:
        try:
            data = form.fill(kind.model, ask.questions)
            file, text = Path(kind.folder) / f"{data['id']}.yml", yaml_text(data)
            wrong = list(_problems(kind, text, file, language))
            _show(session, file, text, wrong)
            agreed = console.ask(say("write_it", language), lambda typed: yes_or_no(typed, language))
            return _Draft(file, text, bool(wrong), agreed)
        except GoBack:
            console.back()


def _show(session: Session, file: Path, text: str, wrong: list[str]) -> None:
    console, language = session.console, session.language
    console.say()
    console.say(say("this_file", language, file=file.as_posix()))
    console.say()
    for line in text.splitlines():
        console.say(f"    {line}")
    console.say()
    for line in wrong:
        console.say(line)
    if wrong:
        console.say(say("wrong_file", language))


def _problems(kind: Kind, text: str, file: Path, language: str) -> Iterator[str]:
    """What is wrong with the file alone."""
    try:
        record: Record[Any] = record_of(kind, parse(text, file.as_posix()))
    except Findings as error:
        yield from (messages.line(found, language) for found in error.findings)
        return
    yield from (messages.line(found, language) for found in state_findings(record))


def write_once(path: Path, text: str) -> None:
    """Write a file whole, under a name that is not taken.

    Raises:
        FileExistsError: when the name is taken; what is there stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    aside.write_text(text, "utf-8")
    try:
        os.link(aside, path)
    finally:
        aside.unlink()


def _lock_addresses(root: Path, content: Content) -> bool:
    """Add the addresses of new pages to the list of those that stay for ever, if the project keeps one."""
    lock = root / _ADDRESSES
    if not lock.exists():
        return False
    lines = lock.read_text("utf-8").splitlines()
    now = {f"{language}/{page.url(language)}" for page in content.registry.pages.values() for language in ("de", "fr")}
    if not now - set(lines):
        return False
    aside = lock.with_name(f".{lock.name}-{os.getpid()}")
    aside.write_text("\n".join(sorted({*lines, *now})) + "\n", "utf-8")
    aside.replace(lock)
    return True
