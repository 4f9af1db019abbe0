"""The two programs that run the engine in a browser: MicroPython as it comes, and Pyodide with the modules that it uses.

Pyodide brings the whole standard library as text. What the engine needs of it is found by starting Pyodide in Node as the
worker does, and compiled there; the rest stays away.
"""

import json
import shutil
import subprocess
from functools import partial
from pathlib import Path

from portal.machine import MachineLacks
from portal.site.kept import keep, key

_PROJECT = Path(__file__).parent.parent.parent
_TRIM = Path(__file__).with_name("trim.mjs")
_PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
_STDLIB = "python_stdlib.zip"
_MICROPYTHON = ("micropython.mjs", "micropython.wasm")


def light_files(root: Path) -> list[Path]:
    """MicroPython: its script, its WebAssembly."""
    package = _package(root, "@micropython/micropython-webassembly-pyscript")
    return [package / name for name in _MICROPYTHON]


def full_files(root: Path, wheel: Path) -> list[Path]:
    """Pyodide: its two scripts, its WebAssembly, and of its standard library what it needs to run this wheel."""
    package = _package(root, "pyodide")
    return [*(package / name for name in _PYODIDE), _trimmed(package, wheel)]


def folder_name(files: list[Path]) -> str:
    """The folder for a runtime's files: version and hash, so that it may be kept for ever."""
    package = json.loads((files[0].parent / "package.json").read_text("utf-8"))
    name = "micropython" if "micropython" in package["name"] else package["name"]
    return f"{name}-{package['version']}-{key(file.read_bytes() for file in files)}"


def _package(root: Path, name: str) -> Path:
    package = root / "node_modules" / name
    if not package.exists():
        raise MachineLacks("npm-packages", what=name)
    return package


def _trimmed(package: Path, wheel: Path) -> Path:
    start = _PROJECT / "docs" / "assets" / "precheck" / "full.mjs"
    made_from = [package / "package.json", package / _STDLIB, _TRIM, start, wheel]
    name = key(file.read_bytes() for file in made_from)
    return keep("stdlib", name, partial(_trim, package, wheel)) / _STDLIB


def _trim(package: Path, wheel: Path, folder: Path) -> None:
    command = ["node", str(_TRIM), str(package.resolve()), str(wheel.parent), str(folder / _STDLIB)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        shutil.rmtree(folder)
        raise RuntimeError(f"Pyodide could not be trimmed:\n{done.stdout}\n{done.stderr}")
