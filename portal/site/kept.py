"""What takes seconds to make is kept by the hash of what it is made from, and made once on a machine."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

_KEPT = Path(__file__).parent.parent.parent / "build" / "kept"


def key(parts: Iterable[bytes]) -> str:
    """A short name for exactly these parts, in this order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]


def keep(kind: str, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `build/kept/<kind>/<name>`; `make` fills it the first time.

    Two processes may make the same at once: the first one to finish is kept, and nobody sees half a folder.
    """
    kept = _KEPT / kind / name
    if kept.exists():
        return kept
    making = kept.with_name(f".{name}-{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    make(making)
    try:
        making.rename(kept)
    except OSError:
        shutil.rmtree(making)
    return kept
