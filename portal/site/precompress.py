"""Compressed copies beside the files, for servers that send them as they are (`.br`, `.gz`).

Small files are pressed as far as it goes. Of the large ones that takes a minute: `portal build --smallest` does it, every
day's build is quicker and a seventh larger. Both are kept by the hash of the file.
"""

import gzip
from functools import partial
from pathlib import Path

import brotli

from portal.site.kept import keep, key

QUICK, SMALLEST = 6, 11
"""Qualities of brotli."""
_WINDOW = 24
_SMALL_BYTES = 1_000_000


def precompress(file: Path, quality: int) -> None:
    """Put `<file>.br` and `<file>.gz` beside a file."""
    content = file.read_bytes()
    quality = SMALLEST if len(content) < _SMALL_BYTES else quality
    kept = keep("compressed", f"{key([content])}-{quality}", partial(_press, content, quality))
    for ending in ("br", "gz"):
        file.with_name(f"{file.name}.{ending}").write_bytes((kept / ending).read_bytes())


def _press(content: bytes, quality: int, folder: Path) -> None:
    (folder / "br").write_bytes(brotli.compress(content, quality=quality, lgwin=_WINDOW))
    level = 9 if quality == SMALLEST else 6
    (folder / "gz").write_bytes(gzip.compress(content, level, mtime=0))
