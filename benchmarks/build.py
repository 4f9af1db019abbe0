"""Time of a full build against plain Material on the same Markdown, side by side, best of three.

Run: `. .venv/bin/activate && python benchmarks/build.py`
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from eligibility.compiler.base import LANGUAGES
from portal.cli import today
from portal.paths import Paths
from portal.site import mkdocs
from portal.site.build import Order, build, epoch

ROOT = Path(__file__).parent.parent
ROUNDS = 3


def best(action: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def plain_settings(folder: Path, language: str) -> Path:
    """The smallest MkDocs project around the generated Markdown."""
    shutil.copytree(Paths(ROOT).source(language), folder / language / "docs")
    settings = {
        "site_name": "plain",
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": {"name": "material", "language": language, "font": False},
        "markdown_extensions": ["attr_list", "md_in_html", "def_list"],
        "nav": ["index.md"],
        "not_in_nav": "/**",
        "validation": {"links": {"unrecognized_links": "ignore"}},
    }
    path = folder / language / "mkdocs.yml"
    path.write_text(yaml.safe_dump(settings), "utf-8")
    return path


def main() -> int:
    day = today()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = best(lambda: build(Order(ROOT, day), folder / "site"))
        plain = [plain_settings(folder, language) for language in LANGUAGES]
        theirs = best(lambda: mkdocs.run_all(plain, epoch(day)))
        pages = len(list((folder / "site").glob("*/**/index.html")))
    print("| what | seconds | ratio |\n| --- | --- | --- |")
    print(f"| plain Material, both languages, {pages} pages | {theirs:.2f} | 1.00 |")
    print(f"| whole build: load, check, prove, render, MkDocs, bundle | {ours:.2f} | {ours / theirs:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
