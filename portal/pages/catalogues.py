"""The words of templates and texts, kept in both languages beside the templates."""

from functools import cache
from pathlib import Path

import yaml

TEMPLATES = Path(__file__).parent.parent / "templates"


@cache
def words(name: str) -> dict[str, dict[str, str]]:
    """A catalogue of words in the templates' folder: key → language → text."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load((TEMPLATES / f"{name}.yml").read_text("utf-8"))
    return loaded


def in_language(name: str, language: str) -> dict[str, str]:
    """A catalogue of words in one language."""
    return {key: text[language] for key, text in words(name).items()}
