"""The project's own rules, loaded once."""

from pathlib import Path
from typing import Any

import pytest

from eligibility.compiler.base import LANGUAGES
from eligibility.compiler.loader import Records, load
from eligibility.compiler.program import Compiled, compile_rules
from eligibility.compiler.ruleset import RULE_KINDS, RuleSet, read_codes, rule_set
from portal.model.content import Content
from portal.model.fold import fold_notices
from portal.model.kinds import KINDS
from portal.pages.explanation import words
from portal.site.bundle import write_bundle
from tests.eligibility.oracle import Oracle

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def records() -> Records:
    """Everything that is written down, with the notices' values folded in."""
    raw, findings = load(ROOT, {**KINDS, **RULE_KINDS})
    folded, more = fold_notices(raw)
    assert [*findings, *more] == []
    return folded


@pytest.fixture(scope="session")
def project(records: Records) -> RuleSet:
    return rule_set(records, [("6002", "vs-smz-oberwallis")])


@pytest.fixture(scope="session")
def compiled(project: RuleSet) -> Compiled:
    return compile_rules(project, read_codes(ROOT))


@pytest.fixture(scope="session")
def program(compiled: Compiled) -> dict[str, Any]:
    return compiled.program


@pytest.fixture(scope="module")
def oracle(project: RuleSet) -> Oracle:
    """The rules read on their own, answer by answer."""
    return Oracle(project)


@pytest.fixture(scope="module")
def assets(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a site serves of the runtimes."""
    folder = tmp_path_factory.mktemp("served")
    write_bundle(ROOT, content.program, {language: words(content, language) for language in LANGUAGES}, folder)
    return folder / "assets"
