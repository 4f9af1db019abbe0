"""`portal rules check`: what it prints, and what it says when a proof fails or the solver is missing."""

import json
import sys
from pathlib import Path

import pytest

from eligibility.compiler import solver
from eligibility.compiler.claims import Claim
from eligibility.compiler.cubes import Cube
from portal.cli import main

TOLD = (
    "table-proved",
    "proof-program",
    "proof-primes",
    "proof-emergency",
    "proof-dont-know",
    "proof-idle",
    "proof-paths",
    "proof-figures",
)


def check(mini: Path, *more: str) -> int:
    return main(["rules", "check", "--root", str(mini), "--as-of", "2026-11-21", *more])


@pytest.mark.parametrize(("language", "first"), [("de", "Tabelle allowance: vollständig"), ("fr", "Table allowance : complète")])
def test_each_proof_is_one_line_with_its_counts_and_its_time(
    mini: Path, capsys: pytest.CaptureFixture[str], language: str, first: str
) -> None:
    assert check(mini, "--lang", language) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(first)
    timed = [line for line in lines if line.endswith(" s.")]
    assert len(timed) == len(TOLD)
    assert not any("?" in line or "{" in line for line in timed)


def test_programs_get_the_same_as_data(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(mini, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [proof["code"] for proof in told["proofs"]] == list(TOLD)
    assert told["proofs"][0]["counts"]["table"] == "allowance"
    assert all(isinstance(proof["seconds"], float) for proof in told["proofs"])


def test_a_proof_that_fails_is_told_with_a_person_and_ends_with_1(
    mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(claim: Claim) -> Cube | None:
        return ((0, 2),) if claim.name == "allowance.within" else None

    monkeypatch.setattr(solver, "difference", wrong)
    assert check(mini, "--lang", "de") == 1
    told = capsys.readouterr()
    assert "eligibility/outcomes/allowance.within.yml:1:1: proof-disagrees: " in told.err
    assert "Wo wohnen Sie? Anderswo" in told.err
    assert "Das Programm sagt, was die Zeilen sagen" not in told.out


def test_without_the_solver_the_command_says_what_to_install_and_everything_else_works(
    mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    for name in ("solver", "certificate"):
        monkeypatch.delitem(sys.modules, f"eligibility.compiler.{name}", raising=False)
        monkeypatch.delattr(f"eligibility.compiler.{name}", raising=False)
    assert check(mini, "--lang", "fr") == 3
    assert "z3-solver" in capsys.readouterr().err
    assert main(["check", "--root", str(mini), "--as-of", "2026-11-21"]) == 0
