"""The library that draws a code as a picture (QR), beside the pre-check: it is fetched when somebody asks for the picture."""

import json
import shutil
from pathlib import Path

from portal.machine import MachineLacks
from portal.site.precompress import SMALLEST, precompress

_PACKAGE = "lean-qr"


def write_picture_code(root: Path, output: Path) -> None:
    """Write the library to `assets/runtime/lean-qr-<version>/`, and `assets/precheck/picture.mjs` that leads there.

    Its licence asks to go with it. The folder carries the version, so that it may be kept for ever.

    Raises:
        MachineLacks: when the npm packages are not installed.
    """
    package = root / "node_modules" / _PACKAGE
    if not package.exists():
        raise MachineLacks("npm-packages", what=_PACKAGE)
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    folder = output / "assets" / "runtime" / f"{_PACKAGE}-{version}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("index.mjs", "LICENSE"):
        shutil.copyfile(package / name, folder / name)
    precompress(folder / "index.mjs", SMALLEST)
    leads = output / "assets" / "precheck" / "picture.mjs"
    leads.parent.mkdir(parents=True, exist_ok=True)
    leads.write_text(f'export * from "../runtime/{folder.name}/index.mjs";\n', "utf-8")
