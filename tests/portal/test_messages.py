"""The catalogue of messages and the examples of what is wrong: each code has both languages and an example."""

import re
import shutil
from pathlib import Path

import pytest

from portal.cli import main
from portal.messages import catalogue

ROOT = Path(__file__).parent.parent.parent
BAD = sorted(path for path in (ROOT / "tests" / "bad").iterdir() if path.is_dir())
# Codes that name no mistake in a file of the project: lines of a report, the state of the machine, a mistake of ours.
# Plain tables and files of other programs have their examples in tests/dmn/bad/.
NO_FILE = re.compile(
    r"^(report-|release-|review-|approval-|run-|plain-|import-|export-|answer-|our-bug|built-|enquiry-|impact-|preview-|npm-packages|port-in-use|package-missing|table-proved|proof-|answers-unreadable)"
)


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_each_message_speaks_both_languages_with_the_same_arguments(code: str) -> None:
    texts = catalogue()[code]
    assert set(texts) == {"de", "fr"}
    assert set(re.findall(r"{(\w+)}", texts["de"])) == set(re.findall(r"{(\w+)}", texts["fr"]))
    assert "ß" not in texts["de"] or code == "text-sharp-s"


def test_each_mistake_in_a_file_has_an_example() -> None:
    assert {code for code in catalogue() if not NO_FILE.match(code)} == {path.name for path in BAD}


@pytest.mark.parametrize("example", BAD, ids=lambda path: path.name)
def test_an_example_of_a_mistake_gives_its_message_and_writes_nothing(
    example: Path, mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(example, mini, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt", "remove.txt"))
    for name in (example / "remove.txt").read_text("utf-8").split() if (example / "remove.txt").exists() else []:
        (mini / name).unlink()
    told = []
    for language in ("de", "fr"):
        assert main(["build", "--root", str(mini), "--as-of", "2026-11-21", "--lang", language]) == 1
        told.append(capsys.readouterr().err)
    assert "".join(told) == (example / "expected.txt").read_text("utf-8")
    assert f": {example.name}: " in told[0]
    assert not (mini / "site").exists()
    assert list((mini / "build" / "out").glob("*")) == []


def test_mistakes_of_all_files_are_told_in_one_run(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text, a link on a page and a gap in a table: three people can set to work at once."""
    for code in ("text-sharp-s", "page-link-unknown", "address-invalid"):
        shutil.copytree(ROOT / "tests" / "bad" / code, mini, dirs_exist_ok=True)
    cases = mini / "eligibility" / "cases" / "allowance.yml"
    cases.write_text(cases.read_text("utf-8").replace("allowance.within: shown", "allowance.above: shown"), "utf-8")
    assert main(["check", "--root", str(mini), "--as-of", "2026-11-21", "--lang", "de"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert {line.split(": ")[1] for line in told} == {"text-sharp-s", "page-link-unknown", "address-invalid", "case-differs"}
    assert told == sorted(told)
