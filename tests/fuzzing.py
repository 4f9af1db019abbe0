"""What fuzz tests share: commands called in this process with any input, and files damaged at random.

Inputs are made from bytes, which Hypothesis draws fast and shrinks well. Each test has a seed of its own, so that it
runs the same inputs every time; what once broke something becomes a case of its own elsewhere.
"""

import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings

from portal import cli

LINE = re.compile(r"[^\n]+?:\d+:\d+: [a-z][a-z0-9-]+: [^\n]+\n")
COUNT = 1000
"""Inputs of one test; `make test` runs twenty of them: five for each of evaluate, explain, rules run and rules import."""
SEEDS = range(5)


def fixed[F: Callable[..., Any]](number: int) -> Callable[[F], F]:
    """A thousand inputs that follow from a number, with nothing remembered between runs."""
    setting = settings(max_examples=COUNT, deadline=None, database=None, suppress_health_check=list(HealthCheck))

    def decorate(test: F) -> F:
        seeded: F = seed(number)(setting(test))
        return seeded

    return decorate


@pytest.fixture
def bugs_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours is raised here instead of written to a report, so that the failing input is told with it."""

    def again(_language: str) -> int:
        _, error, _ = sys.exc_info()
        assert error is not None
        raise error

    monkeypatch.setattr(cli, "_report_bug", again)


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command as a shell does: exit code, standard output and standard error, which are UTF-8."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    err = io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", newline="")
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = cli.main(arguments)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else -1
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
    return code, texts[0], texts[1]


def behaves(*arguments: str) -> int:
    """Run a command; it is done, tells what is wrong line by line, or how it is used. Returns the exit code."""
    code, out, err = call(*arguments)
    assert code in (0, 1, 2), (code, out, err)
    if code == 0:
        assert (out != "", err) == (True, "")
    elif code == 2:
        assert (out, err[:6]) == ("", "usage:")
    elif "--json" in arguments:
        assert err == ""
        assert all({"file", "line", "column", "code", "text"} == set(told) for told in json.loads(out))
        assert json.loads(out)
    else:
        assert out == ""
        assert err
        assert LINE.sub("", err) == ""
    return code


def one[T](numbers: Iterator[int], things: Sequence[T]) -> T:
    """The thing that the next number chooses; the first once there are no more numbers."""
    return things[next(numbers, 0) % len(things)]


def damaged[T: (bytes, str)](whole: T, damages: bytes, marks: Sequence[T]) -> T:
    """A file with some places where something was cut out and something else put in; four bytes say where and what."""
    for first, second, length, mark in zip(*[iter(damages)] * 4, strict=False):
        start = (first * 256 + second) * len(whole) // 65_536
        whole = whole[:start] + marks[mark % len(marks)] + whole[start + length % 13 :]
    return whole
