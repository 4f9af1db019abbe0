"""The catalogue of messages: one sentence per code in German and French, for people who are no programmers.

Each says what is wrong, why it matters or what to write instead.
"""

from functools import cache
from pathlib import Path

import yaml

from eligibility.compiler.findings import Finding

_FILE = Path(__file__).with_name("catalogue.yml")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """code → language → sentence with `{argument}` places."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text("utf-8"))
    return loaded


class _Arguments(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "?"


def sentence(code: str, language: str, args: dict[str, str]) -> str:
    """The sentence of a code with its arguments filled in; `name_de` and `name_fr` stand for `name` in their language."""
    ending = f"_{language}"
    own = {name.removesuffix(ending): text for name, text in args.items() if name.endswith(ending)}
    return catalogue()[code][language].format_map(_Arguments(args | own))


def line(found: Finding, language: str) -> str:
    """A finding as it is printed: `file:line:column: code: text`."""
    return f"{found.mark}: {found.code}: {sentence(found.code, language, dict(found.args))}"
