"""`eligibility/codes.lock`: a small number for every input and option, for ever.

One line each: `savings 6`, `place.vs 1`. Inputs are numbered among themselves, options within their input, each from 1
in the order of the lines. A line is never changed or removed, so that a number is never used twice; what is no
longer asked keeps its line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from eligibility.compiler.findings import Finding, Findings, Mark, finding
from eligibility.compiler.kinds import Question
from eligibility.compiler.loader import Record

FILE = "eligibility/codes.lock"

_LINE = re.compile(r"([a-z0-9]+(?:[-_.][a-z0-9]+)*) ([0-9]+)")


def read_codes(root: Path) -> dict[str, int]:
    """Read the lock of the project below `root`: id → number; without a file there are none.

    Raises:
        Findings: with every line that is wrong.
    """
    path = root / FILE
    codes: dict[str, int] = {}
    findings: list[Finding] = []
    last: dict[str, int] = {}
    for number, text in enumerate(path.read_text("utf-8").splitlines() if path.exists() else [], 1):
        line = text.strip()
        if not line or line.startswith("#"):
            continue
        mark = Mark(FILE, number)
        match = _LINE.fullmatch(line)
        if match is None:
            findings.append(finding(mark, "code-line-invalid", line=line))
            continue
        name, code = match.group(1), int(match.group(2))
        expected = last.get(_space(name), 0) + 1
        if name in codes:
            findings.append(finding(mark, "code-repeated", id=name))
        elif code != expected:
            findings.append(finding(mark, "code-changed", id=name, found=code, expected=expected))
        last[_space(name)] = max(last.get(_space(name), 0), code)
        codes.setdefault(name, code)
    if findings:
        raise Findings(findings)
    return codes


def code_findings(questions: Iterable[Record[Question]], codes: Mapping[str, int]) -> Iterator[Finding]:
    """Every input and option needs its line; the finding says which."""
    codes = dict(codes)
    for record in questions:
        for place, name in _coded(record):
            if name in codes:
                continue
            codes[name] = max((code for id, code in codes.items() if _space(id) == _space(name)), default=0) + 1
            yield finding(record.mark(*place), "code-missing", id=name, line=f"{name} {codes[name]}")


def _space(name: str) -> str:
    return name.rpartition(".")[0]


def _coded(record: Record[Question]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, item in enumerate(record.item.inputs):
        yield ("inputs", index, "id"), item.id
        for number, option in enumerate(item.options):
            yield ("inputs", index, "options", number, "id"), f"{item.id}.{option.id}"
