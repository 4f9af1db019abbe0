"""Plain data as YAML text that our reader reads back to the same data (see `eligibility/compiler/yaml12.py`).

PyYAML's own writer follows YAML 1.1: it would put dates and `no` between quotation marks and break long lines.
"""

import re
from decimal import Decimal
from typing import Any

import yaml

from eligibility.compiler.yaml12 import parse


class _Writer(yaml.SafeDumper):
    """Blocks of two spaces, dashes indented, no aliases, double quotation marks where quotation marks are needed."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand further in than the name above them."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        return True

    def choose_scalar_style(self) -> str:
        """Plain if possible, else between double quotation marks."""
        style = str(super().choose_scalar_style())
        return '"' if style == "'" else style


def _number(writer: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:float", format(value, "f"))


# A plain word that YAML 1.2 takes for a number or for nothing needs quotation marks when it is a text.
_Writer.yaml_implicit_resolvers = {}
for _tag, _pattern in (
    ("null", r"~|null|Null|NULL|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+"),
    ("float", r"[-+]?[0-9]+\.[0-9]+"),
):
    _Writer.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), None)
_Writer.add_representer(Decimal, _number)


def yaml_text(data: dict[str, Any]) -> str:
    """Plain data (dict, list, str, int, Decimal, bool, None) as a file, keys in their order.

    Raises:
        ValueError: when it would be read back as something else; nothing that cannot be read is ever written.
    """
    text = yaml.dump(data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=2**31)
    if parse(text, "").data != data:
        raise ValueError(text)
    return text
