"""The engine as one wheel with a Pyodide lock file: both runtimes take the same archive.

It is stored, not compressed: so it travels smaller (a server compresses the whole), and a few lines can unpack it.
"""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from portal.site.kept import keep, key

_SOURCE = Path(__file__).parent.parent.parent / "eligibility"
_EPOCH = "315532800"  # the first moment a zip file can name: wheels with the same content are the same file


def engine_wheel() -> tuple[Path, Path]:
    """The wheel that holds `eligibility.engine` alone, and beside it the lock file, which names only it and its sha256."""
    files = [_SOURCE / "__init__.py", _SOURCE / "pyproject.toml", *sorted((_SOURCE / "engine").glob("*.py"))]
    made_from = [Path(__file__).read_bytes(), *(file.read_bytes() for file in files)]
    kept = keep("engine", key(made_from), _make)
    return next(kept.glob("*.whl")), kept / "lock.json"


def _make(folder: Path) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH}
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(_SOURCE)], environment)
    wheel = next(folder.glob("*.whl"))
    _store(wheel)
    (folder / "empty.json").write_text(json.dumps(_empty_lock()), "utf-8")
    pyodide = Path(sys.executable).with_name("pyodide")
    added = [str(pyodide), "lockfile", "add-wheels", "--input", str(folder / "empty.json")]
    _run([*added, "--output", str(folder / "lock.json"), str(wheel)], environment)
    (folder / "empty.json").unlink()
    lock = json.loads((folder / "lock.json").read_text("utf-8"))
    for package in lock["packages"].values():
        package["file_name"] = wheel.name  # a name beside the lock file, never a place on this machine
    (folder / "lock.json").write_text(json.dumps(lock, sort_keys=True) + "\n", "utf-8")


def _store(wheel: Path) -> None:
    """The same archive without compression."""
    with zipfile.ZipFile(wheel) as archive:
        files = [(zipfile.ZipInfo(name), archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_STORED) as archive:
        for info, content in files:
            archive.writestr(info, content)


def _empty_lock() -> dict[str, Any]:
    info = {"abi_version": "2026_0", "arch": "wasm32", "platform": "emscripten_5_0_3", "python": "3.14.2", "version": "314.0.7"}
    return {"info": info, "packages": {}}


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command[:4])} failed:\n{done.stdout}\n{done.stderr}")
