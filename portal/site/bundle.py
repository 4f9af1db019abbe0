"""The browser bundle: Pyodide, the engine as a wheel with a lock file, the rule program and the words of its explanation.

Nothing is fetched from elsewhere at run time. The wheel's sha256 stands in the lock file, which Pyodide checks.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from portal.machine import MachineLacks

_PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
_EPOCH = "315532800"  # the first moment a zip file can name: wheels with the same content are the same file


def runtime_name(root: Path) -> str:
    """The folder of the Python runtime: it carries the version, so that it may be kept for ever."""
    package = root / "node_modules" / "pyodide" / "package.json"
    if not package.exists():
        raise MachineLacks("npm-packages", what="pyodide")
    version: str = json.loads(package.read_text("utf-8"))["version"]
    return f"pyodide-{version}"


def write_bundle(root: Path, program: dict[str, Any], words: dict[str, dict[str, Any]], output: Path) -> None:
    """Write `assets/runtime/…` and `assets/precheck/bundle.json` below the site's folder; `words`: language → words/1.

    Raises:
        MachineLacks: when the npm packages are not installed.
    """
    runtime = runtime_name(root)
    folder = output / "assets" / "runtime" / runtime
    folder.mkdir(parents=True)
    for name in _PYODIDE_FILES:
        shutil.copyfile(root / "node_modules" / "pyodide" / name, folder / name)
    wheel, lock = engine_wheel(root)
    engine = f"engine-{hashlib.sha256(wheel.read_bytes()).hexdigest()[:16]}"
    (output / "assets" / "runtime" / engine).mkdir()
    shutil.copyfile(wheel, output / "assets" / "runtime" / engine / wheel.name)
    (output / "assets" / "runtime" / engine / "lock.json").write_text(lock, "utf-8")
    files = {"program.json": _json(program)} | {f"words-{language}.json": _json(each) for language, each in words.items()}
    rules = f"rules-{hashlib.sha256(_json(files).encode()).hexdigest()[:16]}"
    (output / "assets" / "runtime" / rules).mkdir()
    for name, text in files.items():
        (output / "assets" / "runtime" / rules / name).write_text(text, "utf-8")
    bundle = {"runtime": runtime, "engine": engine, "rules": rules}
    (output / "assets" / "precheck").mkdir(parents=True, exist_ok=True)
    (output / "assets" / "precheck" / "bundle.json").write_text(json.dumps(bundle, sort_keys=True) + "\n", "utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def engine_wheel(root: Path) -> tuple[Path, str]:
    """The wheel that holds `eligibility.engine` alone, and a Pyodide lock file that names only it.

    Both are kept by the hash of the engine's files, because making them takes seconds.
    """
    source = Path(__file__).parent.parent.parent / "eligibility"
    files = [source / "__init__.py", source / "pyproject.toml", *sorted((source / "engine").glob("*.py"))]
    key = hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]
    kept = root / "build" / "engine" / key
    if not (kept / "lock.json").exists():
        _make_wheel(source, kept)
    return next(kept.glob("*.whl")), (kept / "lock.json").read_text("utf-8")


def _make_wheel(source: Path, kept: Path) -> None:
    making = kept.with_name(f".{kept.name}-{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH}
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(making), str(source)], environment)
    wheel = next(making.glob("*.whl"))
    (making / "empty.json").write_text(json.dumps(_empty_lock()), "utf-8")
    pyodide = Path(sys.executable).with_name("pyodide")
    added = [str(pyodide), "lockfile", "add-wheels", "--input", str(making / "empty.json")]
    _run([*added, "--output", str(making / "lock.json"), str(wheel)], environment)
    (making / "empty.json").unlink()
    lock = json.loads((making / "lock.json").read_text("utf-8"))
    for package in lock["packages"].values():
        package["file_name"] = wheel.name  # a name beside the lock file, never a place on this machine
    (making / "lock.json").write_text(json.dumps(lock, sort_keys=True) + "\n", "utf-8")
    shutil.rmtree(kept, ignore_errors=True)
    making.rename(kept)


def _empty_lock() -> dict[str, Any]:
    info = {"abi_version": "2026_0", "arch": "wasm32", "platform": "emscripten_5_0_3", "python": "3.14.2", "version": "314.0.7"}
    return {"info": info, "packages": {}}


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command[:4])} failed:\n{done.stdout}\n{done.stderr}")
