"""Notes that a person compared the German and the French texts of files."""

from collections.abc import Iterable
from pathlib import Path

from eligibility.compiler.findings import Findings
from eligibility.compiler.loader import load
from eligibility.compiler.ruleset import RULE_KINDS
from portal.checks.translations import lock_files
from portal.model.fold import fold_notices
from portal.model.kinds import KINDS
from portal.pages.prose import read_all_prose


def note_compared(root: Path, files: Iterable[str] | None) -> dict[str, int]:
    """Write the pairs of these files (none: of all) to the lock; returns file → number of pairs.

    Only reads files, and checks nothing else: what is outdated must not stand in the way of saying that it no longer is.

    Raises:
        Findings: when a file cannot be read, or holds no text in two languages.
    """
    raw, unreadable = load(root, {**KINDS, **RULE_KINDS})
    records, _ = fold_notices(raw)
    prose, unreadable_pages = read_all_prose(root)
    if unreadable or unreadable_pages:
        raise Findings([*unreadable, *unreadable_pages])
    return lock_files(root, records, prose, files)
