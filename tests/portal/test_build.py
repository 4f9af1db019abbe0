"""Building: the same twice, never half, and nothing left behind when something is wrong."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portal.site.build import Order, build
from tests.conftest import AS_OF


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "runtime/pyodide" not in path.as_posix()
    }


def test_two_builds_in_two_folders_are_identical(mini: Path, tmp_path: Path) -> None:
    first = build(Order(mini, AS_OF), tmp_path / "first" / "site")
    other = tmp_path / "elsewhere" / "deeper" / "mini"
    other.parent.mkdir(parents=True)
    mini.rename(other)
    second = build(Order(other, AS_OF), tmp_path / "second" / "site")
    assert list(files(first)) == list(files(second))
    assert [name for name, content in files(first).items() if files(second)[name] != content] == []


def test_another_day_changes_only_pages(mini: Path, tmp_path: Path) -> None:
    first = files(build(Order(mini, AS_OF), tmp_path / "first"))
    second = files(build(Order(mini, "2026-11-22"), tmp_path / "second"))
    assert {Path(name).suffix for name in first if first[name] != second[name]} <= {".html", ".json"}


def test_the_site_is_a_link_that_is_swapped(mini: Path) -> None:
    site = build(Order(mini, AS_OF))
    before = site.readlink()
    build(Order(mini, "2026-11-22"))
    assert site.is_symlink()
    assert site.readlink() != before
    assert (site / "de" / "index.html").is_file()


MOMENTS = ["run_all", "_write_root", *(pytest.param(each, marks=pytest.mark.long) for each in ("load_content", "write_bundle"))]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_is_killed_leaves_the_old_site_whole(mini: Path, moment: str) -> None:
    """The process kills itself (signal 9) at a chosen moment: no clean-up of any kind can run."""
    site = build(Order(mini, AS_OF))
    before = files(site)
    (mini / "docs" / "de" / "about.md").write_text((mini / "docs" / "de" / "about.md").read_text("utf-8") + "\nNeu.\n", "utf-8")
    place = {"load_content": "build", "run_all": "mkdocs", "write_bundle": "build", "_write_root": "build"}[moment]
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        f"from portal.site import {place} as place\n"
        "from portal.site.build import Order, build\n"
        f"place.{moment} = lambda *arguments, **named: os.kill(os.getpid(), signal.SIGKILL)\n"
        "build(Order(Path(sys.argv[1]), sys.argv[2]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(mini), AS_OF], check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    assert files(site) == before
    build(Order(mini, AS_OF))
    assert "Neu." in (site / "de" / "about" / "index.html").read_text("utf-8")
    assert list((mini / "build" / "out").glob(".making-*")) == []


def test_nothing_of_the_machine_enters_the_site(mini: Path, tmp_path: Path) -> None:
    site = build(Order(mini, AS_OF), tmp_path / "site")
    assert [name for name, content in files(site).items() if str(tmp_path).encode() in content] == []
