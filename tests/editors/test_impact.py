"""`portal impact`: what rests on a thing, directly or through others, with the place where it is written."""

import contextlib
import io
import json
import re
from pathlib import Path

import pytest
import yaml

from eligibility.compiler.base import references
from portal.cli import main
from portal.editors import impact as listing
from portal.editors.impact import Hit, impact
from portal.editors.uses import uses
from portal.model.content import Content

ROOT = Path(__file__).parent.parent.parent
MINI = ROOT / "tests" / "mini"


def hits(content: Content, id_: str) -> dict[str, Hit]:
    return {f"{hit.kind} {hit.id}": hit for hit in impact(content, id_)}


def run(*arguments: str, root: Path = MINI) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["impact", *arguments, "--root", str(root)])
    return code, out.getvalue(), err.getvalue()


def test_what_rests_on_an_amount_is_listed_with_its_place() -> None:
    code, out, err = run("mini_allowance", "--lang", "de")
    assert (code, err) == (0, "")
    assert re.findall(r"^(\S.*) \((\d+)\)$", out, re.MULTILINE) == [
        ("Änderungsmeldungen", "1"),
        ("Regeln: Tabellen", "1"),
        ("Regeln: Zeilen", "2"),
        ("Ergebnisse der Fragen", "2"),
        ("Durchgerechnete Fälle", "2"),
    ]
    table, notice = "eligibility/tables/allowance.yml", "content/notices/mini-allowance-2026.yml"
    assert f"    {table}:{line_of(table, '<= mini_allowance')}\n" in out
    assert f"    {table}:{line_of(table, 'id: within')}  (über allowance.within)\n" in out
    assert f"    {notice}:{line_of(notice, '- id: mini_allowance')}  (verweist nur darauf)\n" in out


def line_of(file: str, words: str) -> int:
    lines = (MINI / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def test_an_amount_of_the_directive_reaches_pages_rows_results_and_cases(content: Content) -> None:
    found = hits(content, "vs_asset_allowance_single")
    assert {
        "notice vs-asset-allowance-2026",
        "point vs-ges-directive-21-1",
        "parameter vs_asset_allowance_single_1_child",
        "row asset_allowance.vs_one_within",
        "row asset_allowance.vs_one_1_child_above",
        "outcome asset_allowance.above",
        "case one_2024_09_30_centime_below",
    } <= set(found)
    assert found["row asset_allowance.vs_one_1_child_above"].via == ("vs_asset_allowance_single_1_child",)
    assert not [name for name in found if "couple" in name or name.startswith(("commune", "office"))]


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        (
            "vs-directive-2026-01-01",
            {"notice vs-asset-allowance-2026", "point vs-ges-directive-21-1", "edition vs-ges-directive-2026-01-01"},
        ),
        ("vs-ges-directive-21-1", {"notice vs-asset-allowance-2026"}),
        ("vs-asset-allowance-2026", {"parameter vs_asset_allowance_single", "row asset_allowance.vs_one_within"}),
        ("vs-smz-oberwallis", {"commune 6002"}),
        ("ges-2020", {"directive vs-ges-directive", "point vs-ges-directive-21-1"}),
        ("about", {"prose home"}),
    ],
)
def test_things_of_every_kind_can_be_asked_for(content: Content, id_: str, expected: set[str]) -> None:
    assert expected <= set(hits(content, id_))


def test_a_link_is_told_and_leads_no_further(content: Content) -> None:
    """The point is linked from pages; what rests on those does not rest on the point."""
    assert {hit.via for hit in hits(content, "vs-ges-directive-21-1").values() if hit.points} <= {()}


def test_no_reference_is_forgotten(content: Content) -> None:
    """Counted a second way: every reference that the checks know is a use."""
    known = {(use.mark.file, use.used[1]) for use in uses(content.records, [], {})}
    for by_id in content.records.values():
        for record in by_id.values():
            for reference in references(record.item):
                assert (record.document.file, reference.id) in known or "page" in reference.kinds, reference


def test_an_unknown_name_is_told_with_what_looks_like_it() -> None:
    code, out, err = run("mini_alowance", "--lang", "de")
    assert (code, out) == (1, "")
    assert err.startswith("mini_alowance:1:1: impact-unknown: «mini_alowance» gibt es nicht. Am ähnlichsten ist: mini_allowance,")
    assert "n’existe pas" in run("mini_alowance", "--lang", "fr")[2]


def test_all_comes_as_data() -> None:
    code, out, _ = run("mini-office", "--json")
    assert code == 0
    assert json.loads(out) == [
        {
            "kind": "commune",
            "id": "9001",
            "title": {"de": "Musterdorf", "fr": "Villexemple"},
            "file": "content/communes/9001.yml",
            "line": 16,
            "via": [],
            "points": False,
        }
    ]


def test_every_kind_has_its_place_and_its_words(content: Content) -> None:
    words = yaml.safe_load((ROOT / "portal/editors/words.yml").read_text("utf-8"))
    kinds = {node[0] for use in uses(content.records, content.prose, {}) for node in (use.user, use.used)}
    for kind in kinds | set(content.records):
        assert kind in listing._ORDER
        assert set(words[f"kind_{kind}"]) == {"de", "fr"}


def test_the_words_of_the_commands_are_all_used_and_speak_both_languages() -> None:
    words = yaml.safe_load((ROOT / "portal/editors/words.yml").read_text("utf-8"))
    editors = ROOT / "portal" / "editors"
    files = [*editors.glob("*.py"), *(editors / "templates").glob("*.j2"), ROOT / "portal" / "cli.py"]
    code = "".join(path.read_text("utf-8") for path in files)
    for key, text in words.items():
        assert set(text) == {"de", "fr"}
        assert set(re.findall(r"{(\w+)}", text["de"])) == set(re.findall(r"{(\w+)}", text["fr"])), key
        own = key.rpartition(".")[2]
        assert re.search(rf"""["'.]{own}\b""", code) or re.match(r"kind_|in_|language_|change_", own), key
