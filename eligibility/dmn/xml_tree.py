"""XML as a tree whose elements know where they stand.

Entities and document types are refused, so that a file can neither grow nor read other files; size and depth are limited.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from eligibility.compiler.findings import Findings, Mark, finding

MAX_BYTES = 2_000_000
MAX_DEPTH = 50


@dataclass
class Element:
    """An element: namespace, name without prefix, attributes without namespace, the text directly inside."""

    namespace: str
    name: str
    attributes: dict[str, str]
    mark: Mark
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator["Element"]:
        """The children of a name, in this element's namespace."""
        return (child for child in self.children if child.name == name and child.namespace == self.namespace)

    def first(self, *names: str) -> "Element | None":
        """The first child of the first name, of that the first child of the second, and so on."""
        found: Element | None = self
        for name in names:
            found = next(found.all(name), None) if found is not None else None
        return found

    def attribute(self, name: str) -> str | None:
        """An attribute's text; None if it is missing or empty."""
        return self.attributes.get(name, "").strip() or None

    def line(self) -> str:
        """The text inside, in one line."""
        return " ".join(self.text.split())


def read_tree(raw: bytes, file: str) -> Element:
    """Read a whole file; `file` is the name shown in findings.

    Raises:
        Findings: when it is too large or too deep, not XML, or declares a document type.
    """
    if len(raw) > MAX_BYTES:
        raise Findings([finding(Mark(file), "import-too-large", limit=MAX_BYTES)])
    reader = _Reader(file)
    try:
        return reader.read(raw)
    except expat.ExpatError as error:
        mark = Mark(file, error.lineno, error.offset + 1)
        raise Findings([finding(mark, "import-not-xml", problem=expat.ErrorString(error.code))]) from None
    except (LookupError, ValueError):  # an encoding that nobody knows
        raise Findings([finding(Mark(file), "import-not-xml", problem="encoding")]) from None


class _Reader:
    """Builds the tree from expat's events."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Element | None = None
        self.open: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.refuse

    def read(self, raw: bytes) -> Element:
        """The root of the tree."""
        self.parser.Parse(raw, True)
        assert self.root is not None  # expat refuses a file without an element
        return self.root

    def mark(self) -> Mark:
        return Mark(self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def refuse(self, *_: object) -> None:
        raise Findings([finding(self.mark(), "import-doctype")])

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise Findings([finding(self.mark(), "import-too-deep", limit=MAX_DEPTH)])
        namespace, _, name = tag.rpartition(" ")
        own = {key: unicodedata.normalize("NFC", value) for key, value in attributes.items() if " " not in key}
        element = Element(namespace, name, own, self.mark())
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _tag: str) -> None:
        element = self.open.pop()
        element.text = unicodedata.normalize("NFC", element.text)

    def characters(self, text: str) -> None:
        self.open[-1].text += text
