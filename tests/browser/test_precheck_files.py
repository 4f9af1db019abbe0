"""What the pre-check's own files promise: sizes that are true, and nothing that could write markup or keep answers."""

import gzip
import json
import re
from pathlib import Path

from tests.browser.precheck_form import PATHS, ROOT, WORDS

SCRIPTS = sorted((ROOT / "docs/assets/precheck").glob("*.mjs"))


def test_the_progress_is_measured_against_the_size_of_what_arrives() -> None:
    runtime = ROOT / "node_modules/pyodide"
    files = [runtime / name for name in ("pyodide.asm.wasm", "python_stdlib.zip")]
    [stated] = re.findall(r"RUNTIME_BYTES = ([\d_]+);", (ROOT / "docs/assets/precheck/worker.mjs").read_text("utf-8"))
    assert int(stated) == sum(file.stat().st_size for file in files)


def test_the_megabytes_that_the_button_names_are_those_of_a_compressed_transfer(site: Path) -> None:
    compressed = sum(len(gzip.compress(file.read_bytes(), 6)) for file in site.glob("assets/runtime/*/*"))
    for text in WORDS["size"].values():
        [stated] = re.findall(r"\d+", text)
        assert abs(int(stated) - compressed / 1_000_000) < 0.6


def before_the_first_question() -> set[str]:
    """The scripts that the page waits for; what is taken along afterwards comes by itself."""
    found, names = set(), ["page.mjs"]
    while names:
        found.add(name := names.pop())
        text = (ROOT / "docs/assets/precheck" / name).read_text("utf-8")
        names += [each for each in re.findall(r'^import .* from "\./([a-z]+\.mjs)"', text, re.MULTILINE) if each not in found]
    return found


def test_our_own_scripts_stay_small() -> None:
    sizes = {script.name: len(gzip.compress(script.read_bytes())) for script in SCRIPTS}
    first = before_the_first_question()
    assert "answers.mjs" in first and not first & {"take.mjs", "reader.mjs"}
    assert sum(size for name, size in sizes.items() if name in first) < 10_000
    assert sum(sizes.values()) < 23_000


def test_our_own_scripts_write_no_markup_and_keep_nothing() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Storage|cookie|indexedDB|pushState|replaceState"
    assert [(script.name, found) for script in SCRIPTS for found in re.findall(forbidden, script.read_text("utf-8"))] == []


def test_the_search_leads_to_the_questions_and_never_to_a_panel_that_is_hidden(site: Path) -> None:
    for language, path in PATHS.items():
        index = json.loads((site / language / "search/search_index.json").read_text("utf-8"))
        places = [entry["location"] for entry in index["docs"] if f"{language}/{entry['location'].partition('#')[0]}" == path]
        assert [place.partition("#")[2] for place in places] == ["", "intro-title", "questions", "contact"]
