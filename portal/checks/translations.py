"""Which German and French paragraphs belong together: a paragraph whose other language changed alone is outdated.

`content/translations.lock` holds, per file, a mark of each pair that a person compared (`portal translated FILE`). The
marks are short hashes of the texts, not places, so that a paragraph may move. What is outdated stands on the review
board, and the reader sees the original beside it; in the pre-check it stops everything, because a result cannot show both.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eligibility.compiler.base import LANGUAGES, Text
from eligibility.compiler.findings import Finding, Findings, Mark, finding
from eligibility.compiler.loader import Record, Records
from portal.checks.values import models
from portal.pages.prose import Prose

LOCK = "content/translations.lock"
_HEAD = "# Which German and French texts a person compared, one line per file. Written by `portal translated FILE`.\n"
_LINE = re.compile(r"\S+(?: [0-9a-f]{10}-[0-9a-f]{10})+")
_BLANK = re.compile(r"\n[ \t]*\n+")
# A worked case is read by those who write rules, in either language.
_NOT_READ = ("case",)

type Lock = dict[str, frozenset[tuple[str, str]]]
"""file → pairs of marks (German, French) that were compared."""


@dataclass(frozen=True)
class Pair:
    """The same paragraph in both languages, with the place of each."""

    text: dict[str, str]
    mark: dict[str, Mark]

    @property
    def hashes(self) -> tuple[str, str]:
        """The marks of both texts as the lock has them."""
        return _hash(self.text["de"]), _hash(self.text["fr"])


@dataclass(frozen=True)
class Outdated:
    """A paragraph of a language whose original changed since both were compared.

    `text` and `original` are none where a page has more paragraphs in one language than in the other.
    """

    file: str
    language: str
    mark: Mark
    text: str | None = None
    original: str | None = None

    @property
    def other(self) -> str:
        """The language of the original."""
        return "fr" if self.language == "de" else "de"


@dataclass(frozen=True)
class Compared:
    """What is outdated, and per file how many pairs nobody compared: new ones, or changed in both languages."""

    outdated: list[Outdated]
    new: dict[str, int]


def read_lock(root: Path) -> tuple[Lock, list[Finding]]:
    """The lock of a project, and the lines that are none; without a file nothing has been compared."""
    path = root / LOCK
    lock: Lock = {}
    findings = []
    for number, line in enumerate(path.read_text("utf-8").splitlines() if path.exists() else [], start=1):
        if line.startswith("#") or not line:
            continue
        if not _LINE.fullmatch(line):
            findings.append(finding(Mark(LOCK, number), "lock-line-invalid", line=line[:60]))
            continue
        file, *pairs = line.split(" ")
        lock[file] = frozenset((pair[:10], pair[11:]) for pair in pairs)
    return lock, findings


def translation_findings(root: Path, records: Records) -> Iterator[Finding]:
    """Lines of the lock that are none, and what is outdated in the pre-check."""
    lock, findings = read_lock(root)
    yield from findings
    for file, pairs in text_pairs(records).items():
        if file.startswith("eligibility/"):
            yield from (outdated_finding(each) for each in _compare(file, pairs, lock).outdated)


def outdated_finding(outdated: Outdated) -> Finding:
    """The paragraph by name: where it stands, and how it begins."""
    begins = (outdated.text or "").replace("\n", " ")
    shown = begins if len(begins) <= 60 else begins[:59].rstrip() + "…"
    language = {"de": ("deutsche", "allemand"), "fr": ("französische", "français")}[outdated.language]
    args = {"language_de": language[0], "language_fr": language[1], "text": shown, "file": outdated.file}
    return finding(outdated.mark, "translation-outdated" if outdated.text else "review-page-unpaired", **args)


def compared(root: Path, records: Records, prose: list[Prose]) -> Compared:
    """All texts of the content against the lock."""
    lock, _ = read_lock(root)
    outdated: list[Outdated] = []
    new: dict[str, int] = {}
    for file, pairs in text_pairs(records).items():
        found = _compare(file, pairs, lock)
        outdated += found.outdated
        new |= found.new
    for page in prose_pages(prose):
        found = _compare_page(page, lock)
        outdated += found.outdated
        new |= found.new
    return Compared(sorted(outdated, key=lambda each: (each.mark, each.language)), new)


def text_pairs(records: Records) -> dict[str, list[Pair]]:
    """file → its texts in both languages."""
    found: dict[str, list[Pair]] = {}
    for kind, by_id in records.items():
        for record in by_id.values() if kind not in _NOT_READ else ():
            pairs = list(_pairs(record))
            if pairs:
                found[record.document.file] = pairs
    return found


def _pairs(record: Record[Any]) -> Iterator[Pair]:
    for place, model in models(record.item, ()):
        if isinstance(model, Text):
            texts = {language: model[language] for language in LANGUAGES}
            yield Pair(texts, {language: record.mark(*place, language) for language in LANGUAGES})


def prose_pages(prose: Iterable[Prose]) -> list[dict[str, Prose]]:
    """The hand-written pages that exist in both languages, as language → page."""
    found: dict[str, dict[str, Prose]] = {}
    for each in prose:
        found.setdefault(each.head["id"], {})[each.language] = each
    return [versions for _, versions in sorted(found.items()) if len(versions) == len(LANGUAGES)]


def page_pairs(page: dict[str, Prose]) -> list[Pair]:
    """The paragraphs of a hand-written page, pair by pair as they follow; as many as the shorter language has."""
    heads = [
        Pair(
            {code: each.head[name] for code, each in page.items()},
            {code: each.document.mark(name) for code, each in page.items()},
        )
        for name in ("title", "description")
    ]
    blocks = {code: list(_blocks(each)) for code, each in page.items()}
    both = zip(blocks["de"], blocks["fr"], strict=False)
    return heads + [Pair({"de": de[0], "fr": fr[0]}, {"de": de[1], "fr": fr[1]}) for de, fr in both]


def _blocks(page: Prose) -> Iterator[tuple[str, Mark]]:
    """The paragraphs of a page with their places: what stands between blank lines."""
    start = 0
    for gap in [*_BLANK.finditer(page.body), None]:
        block = page.body[start : gap.start() if gap else None].strip("\n")
        if block.strip():
            first = page.body.index(block, start)
            yield block, Mark(page.document.file, page.body_line + page.body.count("\n", 0, first))
        start = gap.end() if gap else start


def _compare_page(page: dict[str, Prose], lock: Lock) -> Compared:
    file = f"docs/{page['de'].head['id']}"
    counts = {code: sum(1 for _ in _blocks(each)) for code, each in page.items()}
    if counts["de"] == counts["fr"]:
        return _compare(file, page_pairs(page), lock)
    if file not in lock:
        return Compared([], {file: max(counts.values())})
    # Nobody can say which paragraphs belong together: behind is the language that did not change, or else the shorter one.
    known = {"de": {pair[0] for pair in lock[file]}, "fr": {pair[1] for pair in lock[file]}}
    unchanged = [code for code, each in page.items() if all(_hash(text) in known[code] for text, _ in _blocks(each))]
    behind = unchanged[0] if len(unchanged) == 1 else min(counts, key=lambda code: counts[code])
    return Compared([Outdated(file, behind, page[behind].document.mark("id"))], {})


def _compare(file: str, pairs: list[Pair], lock: Lock) -> Compared:
    """Without a line in the lock a file is new as a whole."""
    locked = lock.get(file, frozenset())
    german, french = {pair[0] for pair in locked}, {pair[1] for pair in locked}
    outdated = []
    new = 0
    for pair in pairs:
        de, fr = pair.hashes
        if (de, fr) in locked:
            continue
        if (de in german) == (fr in french):
            new += 1
            continue
        behind, original = ("fr", "de") if fr in french else ("de", "fr")
        outdated.append(Outdated(file, behind, pair.mark[behind], pair.text[behind], pair.text[original]))
    return Compared(outdated, {file: new} if new else {})


def lock_files(root: Path, records: Records, prose: list[Prose], files: Iterable[str] | None) -> dict[str, int]:
    """Write that the pairs of these files (none: of all) were compared; returns file → number of pairs.

    A page written by hand may be named by either of its two files. Lines of files that are gone are left out.

    Raises:
        Findings: for a file that holds no text in two languages; nothing has been written then.
    """
    pairs = text_pairs(records)
    names = {file: file for file in pairs}
    for page in prose_pages(prose):
        key = f"docs/{page['de'].head['id']}"
        pairs[key] = page_pairs(page)
        names |= {key: key, page["de"].document.file: key, page["fr"].document.file: key}
    wanted = list(pairs) if files is None else list(files)
    if unknown := [file for file in wanted if file not in names]:
        raise Findings(finding(Mark(file), "review-file-unknown", file=file) for file in unknown)
    lock, findings = read_lock(root)
    if findings and files is not None:
        raise Findings(findings)
    keys = sorted({names[file] for file in wanted})
    lock |= {key: frozenset(pair.hashes for pair in pairs[key]) for key in keys}
    lines = [f"{file} {' '.join('-'.join(pair) for pair in sorted(lock[file]))}\n" for file in sorted(lock) if file in pairs]
    (root / LOCK).write_text(_HEAD + "".join(lines), "utf-8")
    return {key: len(pairs[key]) for key in keys}


def _hash(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:10]
