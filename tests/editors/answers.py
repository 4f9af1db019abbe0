"""Runs `portal new` with answers from a text, as if somebody typed them."""

import contextlib
import io
from pathlib import Path
from unittest import mock

from portal.cli import main


def answer(root: Path, kind: str, answers: str, language: str = "de", day: str = "2026-11-21") -> tuple[int, str, str]:
    """The exit code of `portal new KIND`, what it printed, and what it found."""
    out, err = io.StringIO(), io.StringIO()
    with mock.patch("sys.stdin", io.StringIO(answers)), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["new", kind, "--root", str(root), "--lang", language, "--as-of", day])
    return code, out.getvalue(), err.getvalue()
