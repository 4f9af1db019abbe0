"""What the pre-check's own files promise: sizes that are true, and nothing that could write markup or keep answers."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import brotli

from tests.browser.conftest import LANGUAGES
from tests.browser.precheck_form import PATHS, ROOT, WORDS

SCRIPTS = sorted((ROOT / "docs/assets/precheck").glob("*.mjs"))


def plan(site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / "assets/precheck/bundle.json").read_text("utf-8"))
    return found


def paths(site: Path, runtime: str) -> list[Path]:
    """All that a person loads for one runtime, beside our own scripts."""
    found = plan(site)
    files = [*found[runtime]["files"].values(), *found["shared"].values(), *found["words"].values()]
    return [site / "assets/runtime" / path for path in (*found[runtime]["modules"], *(file["path"] for file in files))]


def test_the_plan_names_every_file_with_its_length_and_checksum(site: Path) -> None:
    found = plan(site)
    words = list(found["words"].values())
    files = [*found["light"]["files"].values(), *found["full"]["files"].values(), *found["shared"].values(), *words]
    for file in files:
        content = (site / "assets/runtime" / file["path"]).read_bytes()
        assert file["bytes"] == len(content)
        assert base64.b64decode(file["sha256"]) == hashlib.sha256(content).digest()
    named = {file["path"] for file in files} | {*found["light"]["modules"], *found["full"]["modules"]}
    served = {path.relative_to(site / "assets/runtime").as_posix() for path in site.glob("assets/runtime/*/*")}
    # The library that draws a code is not in the plan: its script imports it.
    assert named == {path for path in served if not path.endswith((".br", ".gz")) and not path.startswith("lean-qr-")}


def test_what_is_compressed_beforehand_is_the_same_file(site: Path) -> None:
    plain = [path for path in site.glob("assets/runtime/*/*") if path.suffix not in (".br", ".gz") and path.name != "LICENSE"]
    for path in plain:
        assert brotli.decompress(path.with_name(f"{path.name}.br").read_bytes()) == path.read_bytes()
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == path.read_bytes()


def test_the_megabytes_that_the_page_names_are_those_of_a_compressed_transfer(site: Path) -> None:
    pressed = {
        runtime: sum(path.with_name(f"{path.name}.gz").stat().st_size for path in paths(site, runtime)) / 1_000_000
        for runtime in ("light", "full")
    }
    for language in LANGUAGES:
        light, full = (float(number.replace(",", ".")) for number in re.findall(r"\d+(?:,\d+)?", WORDS["size"][language]))
        [offered] = (float(number) for number in re.findall(r"\d+", WORDS["offer"][language]))
        assert abs(light - pressed["light"]) < 0.06
        assert abs(full - pressed["full"]) < 0.6
        assert offered == full


def test_what_the_light_runtime_loads_is_under_a_megabyte_even_where_a_server_does_not_compress(site: Path) -> None:
    assert sum(path.stat().st_size for path in (*paths(site, "light"), *SCRIPTS)) < 1_000_000


def test_pyodide_carries_a_third_of_its_library_and_no_text_of_it(site: Path) -> None:
    [library] = site.glob("assets/runtime/pyodide-*/python_stdlib.zip")
    with ZipFile(ROOT / "node_modules/pyodide/python_stdlib.zip") as archive:
        whole = len(archive.namelist())
    with ZipFile(library) as archive:
        assert {Path(name).suffix for name in archive.namelist()} == {".pyc"}
        assert {each.compress_type for each in archive.infolist()} == {ZIP_STORED}
        assert len(archive.namelist()) < whole / 3


def test_our_own_scripts_stay_small(site: Path) -> None:
    sent = [site / script.relative_to(ROOT / "docs") for script in SCRIPTS]
    assert sum(len(brotli.compress(script.read_bytes())) for script in sent) < 20_000


def test_our_own_scripts_write_no_markup_and_keep_nothing() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Storage|cookie|indexedDB|pushState|replaceState"
    found = [(script.name, each) for script in SCRIPTS for each in re.findall(forbidden, script.read_text("utf-8"))]
    assert found == [("flow.mjs", "pushState")]  # one entry for the whole way, which says nothing
    assert 'history.pushState(null, "");' in (ROOT / "docs/assets/precheck/flow.mjs").read_text("utf-8")


def test_the_search_leads_to_the_questions_and_never_to_a_panel_that_is_hidden(site: Path) -> None:
    for language, path in PATHS.items():
        index = json.loads((site / language / "search/search_index.json").read_text("utf-8"))
        places = [entry["location"] for entry in index["docs"] if f"{language}/{entry['location'].partition('#')[0]}" == path]
        assert [place.partition("#")[2] for place in places] == ["", "intro-title", "questions", "contact"]
