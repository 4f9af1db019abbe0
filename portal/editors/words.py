"""What the commands for editors say, in German and French."""

from functools import cache
from pathlib import Path

import yaml


@cache
def _words() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))
    return loaded


def in_language(part: str, language: str) -> dict[str, str]:
    """The words whose keys begin with a part, such as `preview.`, by the rest of their keys."""
    return {key.removeprefix(f"{part}."): text[language] for key, text in _words().items() if key.startswith(f"{part}.")}


def say(key: str, language: str, **args: object) -> str:
    """The words of a key with its places filled in."""
    return _words()[key][language].format(**args)
