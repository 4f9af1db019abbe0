"""Form, types and direction of imports: what tools can say about the code."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = ("eligibility", "portal", "tests", "benchmarks")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.prefix) / "bin" / command[0])
    return subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_code_has_the_agreed_form() -> None:
    done = run("ruff", "format", "--check", *PYTHON)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_finds_nothing() -> None:
    done = run("ruff", "check", *PYTHON)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_types_fit() -> None:
    done = run("mypy")
    assert done.returncode == 0, done.stdout + done.stderr


def imports(path: Path) -> set[str]:
    """The modules a file imports, as absolute dotted names."""
    found: set[str] = set()
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = [".".join(package[: len(package) - node.level])] if node.level else []
            found.add(".".join([*start, node.module] if node.module else start))
    return found


def breaches(folder: str, forbidden: tuple[str, ...], allowed: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for name in sorted(imports(path))
        if name.startswith(forbidden) and not name.startswith(allowed or ("\0",))
    ]


def test_eligibility_never_imports_the_portal() -> None:
    assert breaches("eligibility", ("portal",)) == []


def test_the_engine_imports_only_its_own_modules_and_json() -> None:
    names = {name for path in (ROOT / "eligibility/engine").glob("*.py") for name in imports(path)}
    own = {name for name in names if name.startswith("eligibility.engine")}
    assert names - own <= {"json", "typing"}


def test_decision_tables_know_nothing_of_the_pre_check() -> None:
    shared = ("base", "durations", "feel", "findings", "loader", "yaml12")
    assert (
        breaches(
            "eligibility/dmn",
            ("eligibility.", "portal"),
            ("eligibility.dmn.", *(f"eligibility.compiler.{one}" for one in shared)),
        )
        == []
    )


def test_the_check_of_imports_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    (tmp_path / "eligibility").mkdir()
    (tmp_path / "eligibility" / "bad.py").write_text("from portal.cli import main\n", "utf-8")
    assert breaches("eligibility", ("portal",)) == ["eligibility/bad.py imports portal.cli"]


def test_lock_files_carry_hashes_and_name_no_registry() -> None:
    python = (ROOT / "requirements.lock").read_text("utf-8")
    npm = (ROOT / "package-lock.json").read_text("utf-8")
    assert "--hash=sha256:" in python
    assert '"integrity": "sha512-' in npm
    assert "http" not in python
    assert "http" not in re.sub(r'"funding": (\[.*?\]|\{.*?\})', "", npm, flags=re.DOTALL)
