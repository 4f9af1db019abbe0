"""Slips of the pen in notices and tables: each is told with its place and what to write instead, and publishes nothing."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from eligibility.compiler.yaml12 import read
from portal.site.build import Order, build
from tests.conftest import AS_OF, copy_mini
from tests.fuzzing import call

FILE = Path(__file__).with_name("mistyped.yml")
SLIPS = read(FILE, FILE.parent).data["mistyped"]
# What only programmers say; an editor is told what to write.
_JARGON = re.compile(r"\b(YAML|pydantic|dict|None|NoneType|token|mapping|string|parser|Error|Exception|scalar)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Published:
    """A project with a site that was published before somebody mistyped something."""

    root: Path

    def state(self) -> tuple[Path, list[str]]:
        return (self.root / "site").readlink(), sorted(path.name for path in (self.root / "build" / "out").iterdir())


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    root = copy_mini(tmp_path_factory.mktemp("published") / "mini")
    build(Order(root, AS_OF))
    return Published(root)


def test_there_are_at_least_thirty_of_both_sorts() -> None:
    assert len(SLIPS) >= 30
    assert {"content/notices/mini-allowance-2026.yml", "eligibility/tables/allowance.yml"} == {slip["file"] for slip in SLIPS}


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip["mistake"])
def test_a_slip_is_told_in_both_languages_and_the_old_site_stays(published: Published, slip: dict[str, str]) -> None:
    file, before = published.root / slip["file"], published.state()
    right = file.read_text("utf-8")
    assert slip["right"] in right
    file.write_text(right.replace(slip["right"], slip["wrong"], 1), "utf-8")
    try:
        told = {
            language: call("build", "--root", str(published.root), "--as-of", AS_OF, "--lang", language)
            for language in ("de", "fr")
        }
    finally:
        file.write_text(right, "utf-8")
    for language, (code, out, err) in told.items():
        assert (code, out) == (1, "")
        assert err.splitlines() == slip[language]
        for line in err.splitlines():
            place, sentence = re.split(r": [a-z-]+: ", line, maxsplit=1)
            assert re.fullmatch(r"[\w/.-]+\.yml:\d+:\d+", place)
            assert not _JARGON.search(re.sub(r"«.*?»", "", sentence))
    assert published.state() == before
