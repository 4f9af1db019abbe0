"""`portal preview`: the working tree beside what is published, both built with the same day, the differences marked."""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from eligibility.compiler.findings import Findings, Mark, finding
from portal.editors.compare import AFTER, BEFORE, Change, write_comparison
from portal.machine import MachineLacks
from portal.site.build import Order, build
from portal.site.serve import Server

_PUBLISHED = ("origin/main", "main", "HEAD")
"""Where the published state is looked for, in this order."""


@dataclass(frozen=True)
class Preview:
    """A comparison that was written: where, against what, and what differs."""

    folder: Path
    published: str
    changes: list[Change]


def write_preview(order: Order, against: str | None, output: Path) -> Preview:
    """Build both states and the comparison aside, and put them at `output` when all is complete.

    `against`: a folder with a project, or a name that git knows (default: what is published).

    Raises:
        Findings: when one of the states is wrong, or git does not know the name; nothing has been changed then.
        MachineLacks: when there is nothing to compare with.
    """
    output = output.absolute()
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".preview-", dir=output.parent) as making, _published(order.root, against) as other:
        tree, name = other
        folder = Path(making) / "new"
        folder.mkdir()
        older = _begin_build(tree, order.as_of, folder / BEFORE)
        build(order, folder / AFTER)
        _finish_build(older, tree, name)
        changes = write_comparison(folder, name)
        if output.exists():
            output.rename(Path(making) / "old")
        shutil.move(folder, output)
    return Preview(output, name, changes)


@contextmanager
def _published(root: Path, against: str | None) -> Iterator[tuple[Path, str]]:
    """The project as it is published, and what that state is called."""
    if against is not None and Path(against).is_dir():
        yield Path(against).resolve(), against
        return
    commit, name = _commit(root, against)
    with tempfile.TemporaryDirectory(prefix="portal-published-") as folder:
        tree = Path(folder)
        with tarfile.open(fileobj=BytesIO(_git(root, "archive", commit, ".").stdout)) as archive:
            archive.extractall(tree, filter="data")
        for shared in ("node_modules", "build/engine"):
            if (root / shared).exists() and not (tree / shared).exists():
                (tree / shared).parent.mkdir(parents=True, exist_ok=True)
                (tree / shared).symlink_to((root / shared).resolve())
        yield tree, name


def _commit(root: Path, against: str | None) -> tuple[str, str]:
    """The commit that is compared with, and its name with the day it was made."""
    if shutil.which("git") is None or _git(root, "rev-parse", "--git-dir").returncode:
        raise MachineLacks("preview-without-git")
    for name in [against] if against else _PUBLISHED:
        found = _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if not found.returncode:
            commit = found.stdout.decode().strip()
            day = _git(root, "show", "--no-patch", "--format=%cs", commit).stdout.decode().strip()
            return commit, f"{name} ({commit[:8]}, {day})"
    raise Findings([finding(Mark(str(against or "git")), "preview-state-unknown", name=against or ", ".join(_PUBLISHED))])


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)


def _begin_build(tree: Path, as_of: str, output: Path) -> "subprocess.Popen[str]":
    """Build a state beside ours, with its own program if it has one: so that it looks as it is published."""
    command = [sys.executable, "-m", "portal.cli", "build", "--root", str(tree), "--as-of", as_of, "--output", str(output)]
    here = tree if (tree / "portal" / "cli.py").is_file() else Path(__file__).parent.parent.parent
    return subprocess.Popen(command, cwd=here, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ})


def _finish_build(running: "subprocess.Popen[str]", tree: Path, name: str) -> None:
    _, problem = running.communicate()
    if running.returncode:
        told = problem.strip().splitlines()
        raise Findings(
            finding(Mark(str(tree)), "preview-published-wrong", name=name, problem=line)
            for line in told or [str(running.returncode)]
        )


def serve_preview(folder: Path, port: int, say: Callable[[str], None]) -> None:
    """Serve a comparison on this machine until interrupted; `say` gets the address."""
    server = Server(port, folder)
    say(server.address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
