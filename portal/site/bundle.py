"""The browser bundle: two runtimes, the engine, the rule program and the words of its explanation, and a plan of them.

Nothing is fetched from elsewhere at run time, and nothing is used that differs from its sha256 in the plan.
"""

import base64
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from portal.site.kept import key
from portal.site.precompress import QUICK, precompress
from portal.site.runtimes import folder_name, full_files, light_files
from portal.site.wheel import engine_wheel


def write_bundle(
    root: Path, program: dict[str, Any], words: dict[str, dict[str, Any]], output: Path, quality: int = QUICK
) -> None:
    """Write `assets/runtime/…` and the plan `assets/precheck/bundle.json` below the site's folder.

    `words`: language → words/1; `quality`: how hard the copies for the transfer are pressed.
    The plan names the files by their path below `assets/runtime/`, each with its length in bytes and its sha256 (base64):
    `{"light" | "full": {"runtime": folder, "modules": […], "files": {name: file}}, "engine": folder,
    "rules": folder, "shared": {name: file}, "words": {language: file}}`.
    Modules are loaded by the browser's own import, which checks nothing.

    Raises:
        MachineLacks: when the npm packages are not installed.
    """
    runtimes = output / "assets" / "runtime"
    wheel, lock = engine_wheel()
    engine = f"engine-{key([wheel.read_bytes()])}"
    texts = {"program.json": _json(program)} | {f"words-{language}.json": _json(each) for language, each in words.items()}
    rules = f"rules-{key(text.encode() for text in texts.values())}"
    plan: dict[str, Any] = {"engine": f"{engine}/", "rules": f"{rules}/"}
    for name, files in (("light", light_files(root)), ("full", full_files(root, wheel))):
        folder = folder_name(files)
        _copy(files, runtimes / folder)
        modules = [f"{folder}/{file.name}" for file in files if file.suffix == ".mjs"]
        own = {file.name: planned(runtimes, f"{folder}/{file.name}") for file in files if file.suffix != ".mjs"}
        plan[name] = {"runtime": f"{folder}/", "modules": modules, "files": own}
    _copy([wheel, lock], runtimes / engine)
    (runtimes / rules).mkdir()
    for file, text in texts.items():
        (runtimes / rules / file).write_text(text, "utf-8")
    plan["full"]["files"]["lock"] = planned(runtimes, f"{engine}/{lock.name}")
    files_of_both = {"wheel": f"{engine}/{wheel.name}", "program": f"{rules}/program.json"}
    plan["shared"] = {name: planned(runtimes, path) for name, path in files_of_both.items()}
    plan["words"] = {language: planned(runtimes, f"{rules}/words-{language}.json") for language in words}
    for made in sorted(runtimes.glob("*/*")):
        precompress(made, quality)
    (output / "assets" / "precheck").mkdir(parents=True, exist_ok=True)
    (output / "assets" / "precheck" / "bundle.json").write_text(_json(plan) + "\n", "utf-8")


def _copy(files: list[Path], folder: Path) -> None:
    folder.mkdir(parents=True)
    for file in files:
        shutil.copyfile(file, folder / file.name)


def planned(runtimes: Path, path: str) -> dict[str, Any]:
    """A file as the plan names it."""
    content = (runtimes / path).read_bytes()
    return {"path": path, "bytes": len(content), "sha256": base64.b64encode(hashlib.sha256(content).digest()).decode()}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
