"""`evaluate` and `explain` with ten thousand files of answers that nobody would write: each is done or told."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.compiler.loader import Records
from eligibility.compiler.loader import load as load_records
from eligibility.compiler.program import compile_rules
from eligibility.compiler.ruleset import RULE_KINDS, RuleSet, read_codes
from eligibility.engine.dates import is_date
from portal.model.content import Content
from portal.model.kinds import KINDS
from portal.pages import explanation
from portal.pages.explanation import words
from portal.pages.registry import Registry
from tests.eligibility import small_rules as small
from tests.eligibility.conftest import ROOT, compiled, program, project, records
from tests.eligibility.small_words import words_for
from tests.fuzzing import SEEDS, behaves, bugs_are_shown, damaged, fixed, one

__all__ = ("bugs_are_shown", "compiled", "program", "project", "records")
pytestmark = pytest.mark.usefixtures("bugs_are_shown")

NAMES = ["place", "adults", "children", "savings", "situation", "worked_12", "urgent_need", "safety", "commune"]
NAMES += ["born", "since", "work", "other", "", "a\\nb", "\\ud800", "é", "savings"]
FITTING = {"place": '"vs"', "adults": '"one"', "children": "1", "savings": '{"min": 400000, "max": 600000}', "commune": '"6002"'}
FITTING |= {"situation": '["job_lost"]', "worked_12": '"yes"', "born": "1990", "since": '{"min": "2020-01-01"}', "work": "[]"}
VALUES = ["null", '{"declined": true}', '{"declined": false}', "[]", "0", "1", "400000", "400001", '"vs"', '"fr"', '"yes"']
VALUES += ['"one"', '"couple"', '"partly"', '["job_lost"]', '["job_lost", "job_lost"]', "[null]", '[["job_lost"]]', '"no"']
VALUES += ['{"min": 1}', '{"max": 2, "min": 3}', '{"min": null}', "{}", '{"min": 1, "x": 2}', '{"min": "1"}', '"6002"', "6002"]
VALUES += ['"2196"', "2196", "true", "false", "-1", "1.5", "1e3", "1e99", "1e999999999999999999999", "-0.0", "NaN", "Infinity"]
VALUES += ["9" * 30, "9" * 4300, "9" * 4301, '"\\ud800"', '"\\u0000"', '"a\\nb"', f'"{"x" * 300}"', "[" * 2000, "1990", "2200"]
VALUES += ['"2025-01-01"', '"2025-02-30"', '{"min": "2020-01-01", "max": "2026-01-01"}', '"０"', "'", '"', "\\", "{", '"lost"']
DATES = ['"2026-01-01"'] * 16 + ['"2024-10-01"', '"2021-06-30"', '"0001-01-01"', '"9999-12-31"', '"2026-02-30"', '"x"']
DATES += ['"2026-1-1"', "null", "0", "20260101", "[]", "{}", "true", '"\\ud800"', '"２026-01-01"', "1e9", "-"]
MARKS = [b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\\u", b"null", b"0", b"-", b"e9", b" "]
MARKS += [b"\xff", b"\xc3", b"\x00", b"\xef\xbb\xbf"]
OPTIONS: list[list[str]] = [*[[]] * 12, ["--json"], ["--json"], ["--lang", "fr"], ["--lang", "fr"], ["--all"]]
OPTIONS += [["--as-of", "2024-10-01"], ["--as-of", "0001-01-01"], ["--as-of", "2026-02-30"], ["--lang", "it"]]


def small_content() -> Content:
    """Questions of the kinds that the project does not ask yet: years, dates, a choice of several with a follow-up."""
    asked = [
        small.question("q1", small.multi("work", "lost", "sick"), small.choice("place", "vs", "fr")),
        small.question("q2", {"id": "born", "kind": "year", "maximum": 2100}, order=2),
        small.question("q3", {"id": "since", "kind": "date"}, order=3, ask_if={"work.lost": "true"}),
        small.question("q4", small.chf("savings"), order=4),
    ]
    rows = [
        small.row("old", {"born": "< 1960", "work.lost": "true"}, "p.old"),
        small.row("new", {"since": '>= date("2025-01-01")', "savings": "<= limit"}, "p.new"),
    ]
    limit = small.parameter("limit", (None, "2024-12-31", 4000), ("2025-01-01", None, None))
    made = small.rules(*asked, small.table("t", "C", ["born", "work.lost", "since", "savings"], *rows), limit)
    return content_of(made, {kind: getattr(made, f"{kind}s", {}) for kind in RULE_KINDS} | cited(), small.codes_for(made))


def cited() -> Records:
    """The one source of the small rules, taken from the small site."""
    raw, _ = load_records(ROOT / "tests" / "mini", {"source": KINDS["source"]})
    return {"source": {"directive": raw["source"]["mini-directive"]}}


def content_of(rules: RuleSet, records: Records, codes: dict[str, int]) -> Content:
    """What a command needs of the content, compiled once."""
    return Content(ROOT, "2026-01-01", records, [], Registry({}), compile_rules(rules, codes), None)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def contents(project: RuleSet, records: Records) -> dict[str, Content]:
    return {"project": content_of(project, records, read_codes(ROOT)), "small": small_content()}


@pytest.fixture(autouse=True)
def _read_once(contents: dict[str, Content], monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules are not read and proved anew for each input, nor are their words put together."""

    def load(root: Path, as_of: str) -> Content:
        assert is_date(as_of), as_of
        return replace(contents[root.name], as_of=as_of)

    @cache
    def words_of(program: str, language: str, as_of: str) -> dict[str, Any]:
        content = next(each for each in contents.values() if each.program["id"] == program)
        if content is contents["small"]:
            return words_for(content.program, language)
        return words(replace(content, as_of=as_of), language)

    monkeypatch.setattr("portal.model.content.load_content", load)

    def told(content: Content, language: str) -> dict[str, Any]:
        return words_of(content.program["id"], language, content.as_of)

    monkeypatch.setattr(explanation, "words", told)


def some_answers(numbers: Iterator[int]) -> str:
    """A file of answers whose form is mostly right and whose answers may be anything."""
    schema = one(numbers, ['"answers/1"'] * 20 + ['"answers/2"', "1", "null"])
    names = [one(numbers, NAMES) for _ in range(one(numbers, range(6)))]
    values = [FITTING.get(name, "null") if one(numbers, range(4)) < 3 else one(numbers, VALUES) for name in names]
    given = ", ".join(f'"{name}": {value}' for name, value in zip(names, values, strict=True))
    answers = one(numbers, [f"{{{given}}}"] * 30 + ["[]", "null", '"x"', "1", f"[{given}]"])
    text = f'{{"schema": {schema}, "as_of": {one(numbers, DATES)}, "answers": {answers}}}'
    return one(numbers, [text] * 30 + [text[:-1], f"[{text}]", text.replace('"as_of"', '"when"'), "", "[" * 100_000])


@pytest.mark.parametrize("number", SEEDS)
@pytest.mark.parametrize("command", ["evaluate", "explain"])
def test_a_command_with_any_answers(command: str, number: int, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    counted = {0: 0, 1: 0, 2: 0}

    @fixed(number)
    @given(st.binary(min_size=20, max_size=32), st.binary(max_size=8))
    def check(chosen: bytes, damages: bytes) -> None:
        numbers = iter(chosen)
        options = one(numbers, OPTIONS)
        if one(numbers, (False, False, False, True)):
            options = ["--format", "text", *options]
        root = one(numbers, ("project", "small"))
        text = some_answers(numbers).encode("utf-8", "surrogatepass")
        file.write_bytes(damaged(text, damages, MARKS) if one(numbers, (False, False, False, True)) else text)
        counted[behaves(command, str(file), "--root", str(tmp_path / root), *options)] += 1

    check()
    assert sum(counted.values()) >= 1000
    assert min(counted.values()) > 20, counted
