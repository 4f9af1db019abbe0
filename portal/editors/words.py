"""What the commands for editors say, in German and French."""

from functools import cache
from pathlib import Path

import yaml


@cache
def _words() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))
    return loaded


def say(key: str, language: str, **args: object) -> str:
    """The words of a key with its places filled in."""
    return _words()[key][language].format(**args)
