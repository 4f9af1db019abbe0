"""Bytes over the wire (brotli 11) that a first visit to each kind of page costs, and what the pre-check adds.

Run: `. .venv/bin/activate && python benchmarks/wire.py`
"""

import re
import sys
import tempfile
from pathlib import Path

import brotli

from portal.cli import today
from portal.site.build import Order, build

ROOT = Path(__file__).parent.parent
_LINKED = re.compile(r'<(?:link[^>]+rel="(?:stylesheet|icon)"|script)[^>]+?(?:href|src)="([^"]+)"')
_IMPORTED = re.compile(r'^import [^"]*"(\./[^"]+)"', re.MULTILINE)


def size(path: Path) -> int:
    return len(brotli.compress(path.read_bytes(), quality=11))


def loaded(page: Path) -> set[Path]:
    """What a browser fetches for a page without any action of the person."""
    files = {page}
    pending = [(page.parent / address).resolve() for address in _LINKED.findall(page.read_text("utf-8"))]
    while pending:
        file = pending.pop()
        if file in files or not file.is_file():
            continue
        files.add(file)
        if file.suffix in (".js", ".mjs"):
            pending += [(file.parent / address).resolve() for address in _IMPORTED.findall(file.read_text("utf-8"))]
    return files


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        site = build(Order(ROOT, today()), Path(folder) / "site")
        pages = sorted(site.glob("*/**/index.html"))
        totals = {page: sum(size(file) for file in loaded(page)) for page in pages}
        print("| page | first visit, bytes |\n| --- | --- |")
        for page, total in sorted(totals.items(), key=lambda pair: -pair[1])[:5]:
            print(f"| {page.relative_to(site).parent} | {total:,} |")
        print(f"| median of {len(pages)} pages | {sorted(totals.values())[len(pages) // 2]:,} |")
        scripts = sum(size(file) for file in (site / "assets" / "precheck").glob("*.mjs"))
        print(f"| the pre-check's own scripts, those of the workers included | {scripts:,} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
