"""YAML as the core schema of YAML 1.2 reads it, with the place of every value kept.

Built on PyYAML's composer, with libyaml, which is ten times faster. `no` is text, dates stay text, decimals are exact.
Anchors, tags and duplicate keys are refused: a file means what it shows. Size and depth are limited.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from eligibility.compiler.findings import Finding, Findings, Mark, finding

MAX_BYTES = 100_000
MAX_DEPTH = 20

Key = str | int
Place = tuple[Key, ...]

_INT = re.compile(r"[-+]?[0-9]{1,100}")  # Python refuses to read a number of thousands of digits
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A read file: plain data (dict, list, str, int, Decimal, bool, None) and the mark of each value.

    `marks` maps the path to a value, as in `("states", 0, "valid_from")`, to its mark.
    """

    file: str
    data: dict[str, Any]
    marks: dict[Place, Mark] = field(repr=False)

    def mark(self, *place: Key) -> Mark:
        """The mark of a value, or of the nearest thing around it."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.marks:
                return self.marks[place[:length]]
        return Mark(self.file)


def read(path: Path, root: Path) -> Document:
    """Read one YAML file whose top is a mapping.

    Raises:
        Findings: with every problem of the file (`yaml-…` codes).
    """
    file = path.relative_to(root).as_posix()
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise Findings([finding(Mark(file), "yaml-too-large", limit=MAX_BYTES)])
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Findings([finding(Mark(file, line), "yaml-not-utf8")]) from None
    return parse(text, file)


def parse(text: str, file: str) -> Document:
    """Parse YAML text; `file` is the name shown in findings."""
    _refuse_anchors_and_tags(text, file)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise Findings([_syntax(text, file, error)]) from None
    except yaml.YAMLError as error:  # a letter that YAML cannot hold; told on several lines
        raise Findings([finding(Mark(file), "yaml-syntax", problem=" ".join(str(error).split()))]) from None
    if not isinstance(node, yaml.MappingNode):
        raise Findings([finding(Mark(file), "yaml-not-a-mapping")])
    walk = _Walk(file)
    data = walk.value(node, ())
    if walk.findings:
        raise Findings(walk.findings)
    return Document(file, data, walk.marks)


def _syntax(text: str, file: str, error: yaml.MarkedYAMLError) -> Finding:
    """What is wrong with a line, as far as it can be told from the parser's words: the usual slips have codes of their own."""
    at = error.problem_mark
    line = text.split("\n")[at.line] if at is not None and at.line <= text.count("\n") else ""
    name, colon, value = line.strip().removeprefix("- ").partition(":")
    here, before = _mark(file, at), _mark(file, error.context_mark)
    problem = str(error.problem)
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return finding(here, "yaml-tab")
    if "mapping values are not allowed" in problem and (": " in value or value.endswith(":")):
        return finding(here, "yaml-colon-in-text", name=name, value=value.strip())
    if "expected ':'" in problem:
        return finding(before, "yaml-colon-missing", line=text.split("\n")[before.line - 1].strip())
    if "end of stream" in problem and "quoted" in str(error.context):
        return finding(before, "yaml-quote-open")
    if "expected key" in problem and colon and at is not None and line[: at.column].rstrip().endswith(("'", '"')):
        return finding(here, "yaml-quote-inside", name=name)
    if any(each in problem for each in ("mapping values are not allowed", "expected '-'", "expected key")):
        return finding(here, "yaml-indentation", line=line.strip())
    return finding(here, "yaml-syntax", problem=problem)


def _mark(file: str, mark: Any) -> Mark:
    return Mark(file, mark.line + 1, mark.column + 1) if mark is not None else Mark(file)


def _refuse_anchors_and_tags(text: str, file: str) -> None:
    """Composing resolves aliases silently, so they are looked for among the events, before it."""
    findings: list[Finding] = []
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            mark = _mark(file, event.start_mark)
            anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
            if anchor is not None:
                findings.append(finding(mark, "yaml-anchor", name=anchor))
            if tag is not None:
                findings.append(finding(mark, "yaml-tag", tag=tag))
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise Findings([finding(mark, "yaml-too-deep", limit=MAX_DEPTH)])
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return  # the composer meets the same error and reports it
    if findings:
        raise Findings(findings)


class _Walk:
    """Turns nodes into plain data and notes the mark of each value."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: dict[Place, Mark] = {}
        self.findings: list[Finding] = []

    def value(self, node: yaml.Node, place: Place) -> Any:
        """The plain value of a node, its marks noted on the way."""
        self.marks.setdefault(place, _mark(self.file, node.start_mark))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*place, index)) for index, child in enumerate(node.value)]
        return _scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, child in node.value:
            key = str(key_node.value)
            mark = _mark(self.file, key_node.start_mark)
            if key in result:
                self.findings.append(finding(mark, "yaml-duplicate-key", key=key))
                continue
            # A field is pointed at by its name, not by its value: that is where an editor looks.
            self.marks[(*place, key)] = mark
            result[key] = self.value(child, (*place, key))
        return result


def _scalar(node: yaml.ScalarNode) -> Any:
    text = unicodedata.normalize("NFC", str(node.value))
    if node.style:  # quoted or a block; a plain word has none
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text
