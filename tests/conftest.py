"""What all tests share: where the project is, and one built site per test run."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from portal.site.build import Order, build

ROOT = Path(__file__).parent.parent
AS_OF = "2026-11-21"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The whole site as of a fixed day, built once per run, also when several processes test."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "site"
    with FileLock(shared / "site.lock"):
        if not folder.exists():
            build(Order(ROOT, AS_OF), folder)
    yield folder


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the one-canton site that builds in about a second."""
    folder = tmp_path / "mini"
    shutil.copytree(ROOT / "tests" / "mini", folder)
    for name in ("mkdocs.yml", "docs/overrides", "docs/assets", "node_modules"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(ROOT / name)
    return folder


def load_json(path: Path) -> object:
    return json.loads(path.read_text("utf-8"))
