"""Everything the portal knows on one day, read and checked in one go."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from eligibility.compiler.cases import case_findings
from eligibility.compiler.coverage import Meter, measure, untested_findings
from eligibility.compiler.figures import figure_findings
from eligibility.compiler.findings import Finding, Findings
from eligibility.compiler.loader import Record, Records, load, reference_findings, state_findings
from eligibility.compiler.paths import path_findings
from eligibility.compiler.placeholders import misplaced_findings
from eligibility.compiler.program import Compiled, compile_rules, with_offices
from eligibility.compiler.ruleset import RULE_KINDS, RuleSet, read_codes, rule_set
from eligibility.compiler.whole import whole_findings
from eligibility.compiler.yaml12 import parse
from portal.checks.conditions import condition_findings
from portal.checks.coverage import coverage_findings
from portal.checks.phrases import phrase_findings
from portal.checks.sentences import sentence_findings
from portal.checks.translations import translation_findings
from portal.checks.values import value_findings
from portal.checks.versions import version_findings
from portal.model.fold import fold_notices
from portal.model.kinds import KINDS
from portal.model.uses import Use, uses
from portal.pages.prose import Prose, prose_findings, read_all_prose
from portal.pages.registry import Registry, registry

_RESULT_WORDS = Path(__file__).parent.parent / "templates" / "precheck.yml"


@dataclass(frozen=True)
class Content:
    """All records (notices folded in), the hand-written pages, the register of all pages, and the compiled rules.

    `as_of` is a calendar date (ISO): the day whose states the pages show. `meter`: what the worked cases try.
    """

    root: Path
    as_of: str
    records: Records
    prose: list[Prose]
    registry: Registry
    compiled: Compiled
    meter: Meter

    @property
    def program(self) -> dict[str, Any]:
        """The compiled program (program/1)."""
        return self.compiled.program

    @property
    def rules(self) -> RuleSet:
        """Everything that decides, notices folded in."""
        return rule_set(self.records, offices_by_commune(self.records, self.as_of))

    def on_day(self, day: str) -> "Content":
        """The same content as of another day (ISO), without reading it again: only the offices are compiled for a day."""
        program = with_offices(self.program, offices_by_commune(self.records, day))
        return replace(self, as_of=day, compiled=replace(self.compiled, program=program))

    @cached_property
    def named(self) -> dict[str, list[Use]]:
        """What rests on what (see `portal.model.uses.uses`), found once."""
        return uses(self)

    def items(self, kind: str) -> list[Any]:
        """The items of a kind, by id."""
        return [record.item for record in self.records.get(kind, {}).values()]

    def record(self, id_: str) -> Record[Any]:
        """The record with an id, whatever its kind."""
        return next(by_id[id_] for by_id in self.records.values() if id_ in by_id)


def load_content(root: Path, as_of: str) -> Content:
    """Read and check everything below `root`.

    Raises:
        Findings: with every problem of every file; then nothing may be written.
    """
    raw, findings = load(root, {**KINDS, **RULE_KINDS})
    prose, prose_problems = read_all_prose(root)
    unread = frozenset(Path(found.mark.file).stem for found in findings)
    folded, notice_findings = fold_notices(raw)
    pages, page_findings = registry(prose, folded)
    findings += [*notice_findings, *prose_problems, *page_findings, *prose_findings(prose, pages.pages)]
    # As they were read: what a notice names wrongly is told of the notice, not of the amounts it sets.
    findings += reference_findings(raw, frozenset(pages.pages), unread)
    findings += value_findings(folded)
    findings += misplaced_findings(folded)
    findings += coverage_findings(folded)
    findings += version_findings(folded, prose)
    findings += translation_findings(root, {kind: by_id for kind, by_id in folded.items() if kind in RULE_KINDS})
    findings += sentence_findings(folded, pages.pages, prose)
    findings += phrase_findings(folded, prose, parse(_RESULT_WORDS.read_text("utf-8"), "portal/templates/precheck.yml"))
    for parameter in folded["parameter"].values():
        findings += [found for found in state_findings(parameter) if found.code != "confirmed-without-source"]
    rules: tuple[Compiled, Meter] | None = None
    if not _concern_rules(findings):
        try:
            rules = _rules(root, folded, as_of)
        except Findings as error:
            findings += error.findings
    if findings or rules is None:
        raise Findings(findings)
    return Content(root, as_of, folded, prose, pages, *rules)


def _concern_rules(findings: list[Finding]) -> bool:
    """Whether something is wrong that the rules rest on; compiling would then only repeat it in other words."""
    return any(found.mark.file.startswith(("eligibility/", "content/notices/")) for found in findings)


def _rules(root: Path, records: Records, as_of: str) -> tuple[Compiled, Meter]:
    """The compiled rules, proved, and what the worked cases try of them.

    Raises:
        Findings: of the compiler and the proofs; then of the cases; then, once they come out as written, rows without one.
    """
    rules = rule_set(records, offices_by_commune(records, as_of))
    compiled = compile_rules(rules, read_codes(root))
    cases = records["case"].values()
    found = [*whole_findings(rules, compiled), *path_findings(rules, compiled.layout), *figure_findings(rules)]
    found += [*condition_findings(compiled.program, records["question"]), *case_findings(compiled.program, cases)]
    meter = measure(rules, compiled, cases)
    found = found or list(untested_findings(rules, compiled, meter))
    if found:
        raise Findings(found)
    return compiled, meter


def offices_by_commune(records: Records, as_of: str) -> tuple[tuple[str, str], ...]:
    """The office of each commune on a day, confirmed or not, as pairs of ids."""
    pairs = []
    for commune in records.get("commune", {}).values():
        state = commune.item.on(as_of)
        if state is not None and state.office is not None:
            pairs.append((commune.item.id, state.office))
    return tuple(sorted(pairs))
