"""Every case gives the same data on CPython and in the two runtimes of the browser, with exactly the files that a site serves.

`light` is MicroPython, `full` is Pyodide with the part of its standard library that was found to be needed.
"""

import json
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from typing import Any
from zipfile import ZipFile

import pytest

from eligibility.compiler.cases import answers_of
from eligibility.compiler.loader import Records
from eligibility.engine import evaluate_json
from portal.model.content import Content
from portal.pages.explanation import words
from tests.eligibility.oracle import Oracle, Sampler
from tests.eligibility.small_rules import answers

ROOT = Path(__file__).parent.parent.parent

# What goes wrong must be told in the same way too.
UNREADABLE = [
    answers(nowhere=1),
    answers(place="nowhere"),
    answers(situation=["nothing"]),
    answers(savings=-1),
    answers(savings=5000.5),
    answers(savings=True),
    answers(safety=True, children={"min": 3, "max": 2}),
    answers("2026-02-30"),
    answers("2021-06-30"),
    {"schema": "answers/1", "answers": {}},
    [],
]


@pytest.fixture(scope="module")
def requests(records: Records) -> list[dict[str, Any]]:
    cases = [answers_of(case) for record in records["case"].values() for case in record.item.cases]
    return [{"kind": kind, "answers": given} for kind in ("evaluate", "explain") for given in (*cases, *UNREADABLE)]


# Each runtime once, in a language each; `make test-long` in both.
BOTH = [
    pytest.param("de", "light", id="de-light"),
    pytest.param("fr", "full", id="fr-full"),
    pytest.param("fr", "light", id="fr-light", marks=pytest.mark.long),
    pytest.param("de", "full", id="de-full", marks=pytest.mark.long),
]


@pytest.fixture(scope="module")
def spoken(request: pytest.FixtureRequest, content: Content) -> tuple[dict[str, Any], dict[str, Any]]:
    """The program and the words of a language, as the browser gets them."""
    return content.program, words(content, request.param)


@pytest.fixture(scope="module")
def expected(spoken: tuple[dict[str, Any], dict[str, Any]], requests: list[dict[str, Any]]) -> list[Any]:
    program_text, words_text = (json.dumps(each) for each in spoken)
    return [json.loads(evaluate_json(program_text, json.dumps(request), words_text)) for request in requests]


@pytest.mark.parametrize(("spoken", "runtime"), BOTH, indirect=["spoken"])
def test_all_cases_are_equal_as_data_and_in_words(
    runtime: str,
    assets: Path,
    spoken: tuple[dict[str, Any], dict[str, Any]],
    requests: list[dict[str, Any]],
    expected: list[Any],
    tmp_path: Path,
) -> None:
    assert answers_of_runtime(runtime, assets, spoken, requests, tmp_path) == expected


@pytest.mark.parametrize("samples", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("runtime", ["light", "full"])
def test_random_answers_are_equal_as_data(
    runtime: str, samples: int, assets: Path, oracle: Oracle, program: dict[str, Any], tmp_path: Path
) -> None:
    """Every second one complete, the others with bands, don't know, preferred not to say and unanswered."""
    sampler = Sampler(oracle, 20_261_123)
    given = [(sampler.answers(complete=number % 2 == 0), sampler.day()) for number in range(samples)]
    random = [{"kind": "evaluate", "everything": True, "answers": answers(date, **each)} for each, date in given]
    text = json.dumps(program)
    expected = [json.loads(evaluate_json(text, json.dumps(request))) for request in random]
    assert all(answer["ok"] for answer in expected)
    assert answers_of_runtime(runtime, assets, (program, {}), random, tmp_path) == expected


def answers_of_runtime(
    runtime: str,
    assets: Path,
    spoken: tuple[dict[str, Any], dict[str, Any]],
    requests: list[dict[str, Any]],
    folder: Path,
) -> list[Any]:
    """What the engine answers in one process of a runtime, with a program and the words of a language."""
    files = {"program": spoken[0], "requests": requests, "words": spoken[1]}
    for name, data in files.items():
        (folder / f"{name}.json").write_text(json.dumps(data), "utf-8")
    script = ROOT / "tests" / "runtimes" / "answers.mjs"
    command = ["node", str(script), runtime, str(assets), *(str(folder / f"{name}.json") for name in files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def test_a_library_that_lacks_a_module_is_noticed(assets: Path, tmp_path: Path) -> None:
    """The checks above can fail: without the module that reads JSON there is no answer."""
    poor = copytree(assets, tmp_path / "assets")
    [library] = poor.glob("runtime/pyodide-*/python_stdlib.zip")
    with ZipFile(library) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if name != "json/decoder.pyc"}
    with ZipFile(library, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    assert answers_of_runtime("full", assets, ({}, {}), [], tmp_path) == []
    with pytest.raises(AssertionError, match=r"json\.decoder"):
        answers_of_runtime("full", poor, ({}, {}), [], tmp_path)


@pytest.mark.parametrize("spoken", ["de"], indirect=True)
def test_errors_and_results_are_both_among_what_is_compared(expected: list[Any]) -> None:
    assert sum(not answer["ok"] for answer in expected) == 2 * len(UNREADABLE)
    assert sum("told" in answer for answer in expected) == sum(answer["ok"] for answer in expected) / 2


ALONE = """
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
from eligibility.engine import evaluate_json
print(sorted(name for name in set(sys.modules) - before if not name.startswith("eligibility")))
request = {"kind": "evaluate", "answers": {"schema": "answers/1", "as_of": "2026-01-01", "answers": {}}}
program = pathlib.Path(sys.argv[1], "program.json").read_text("utf-8")
print(json.loads(evaluate_json(program, json.dumps(request)))["ok"])
"""


def test_the_engine_runs_with_nothing_but_its_own_files(program: dict[str, Any], tmp_path: Path) -> None:
    """As in the browser: the wheel holds the package's own __init__ and the engine."""
    (tmp_path / "eligibility").mkdir()
    copytree(ROOT / "eligibility" / "engine", tmp_path / "eligibility" / "engine")
    (tmp_path / "eligibility" / "__init__.py").write_bytes((ROOT / "eligibility" / "__init__.py").read_bytes())
    (tmp_path / "program.json").write_text(json.dumps(program), "utf-8")
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["[]", "True"], done.stderr
