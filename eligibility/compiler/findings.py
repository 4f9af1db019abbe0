"""What a check has to say about a place in a file.

A finding carries a code and named arguments, never a sentence: the sentences stand in one catalogue
(`portal/messages/`), in German and French.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a file: path relative to the project, line and column counted from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong. `args` are pairs (name, text) that the catalogue's sentence uses."""

    mark: Mark
    code: str
    args: tuple[tuple[str, str], ...] = ()


def finding(mark: Mark, code: str, **args: object) -> Finding:
    """Build a finding; every argument becomes text."""
    return Finding(mark, code, tuple(sorted((name, str(value)) for name, value in args.items())))


class Findings(Exception):  # noqa: N818 - it is what was found, not one error
    """Raised when something is wrong: all findings of one step, sorted, without repeats."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__("; ".join(f"{f.mark}: {f.code}" for f in self.findings))
