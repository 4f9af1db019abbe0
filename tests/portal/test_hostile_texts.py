"""Whatever a text field holds is shown as text: no markup, no script, nothing swallowed."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from eligibility.compiler.yaml12 import parse
from portal.site.build import Order, build
from tests.conftest import AS_OF, copy_mini

HOSTILE: list[str] = yaml.safe_load((Path(__file__).parent.parent / "hostile_texts.yml").read_text("utf-8"))["texts"]


class Reader(HTMLParser):
    """Collects what a browser would show, and what it would run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.scripts = 0
        self.handlers: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text("utf-8"))
    return reader


def hostile(value: Any, texts: dict[str, int], place: str = "") -> Any:
    """Replace every text in two languages by a hostile one; addresses of pages stay."""
    if isinstance(value, dict):
        if set(value) == {"de", "fr"} and place != "slug":
            texts["next"] = (texts["next"] + 1) % len(HOSTILE)
            return {
                language: f"X{language} {HOSTILE[texts['next']]}" if texts["prefixed"] else HOSTILE[texts["next"]]
                for language in value
            }
        return {key: hostile(child, texts, key) for key, child in value.items()}
    if isinstance(value, list):
        return [hostile(child, texts, place) for child in value]
    return value


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Reader]:
    """The pages as they are without hostile texts."""
    folder = tmp_path_factory.mktemp("usual")
    site = build(Order(copy_mini(folder / "mini"), AS_OF), folder / "site")
    return {path.relative_to(site): read(path) for path in site.rglob("*.html")}


@pytest.mark.parametrize("turn", [0, 9, 18])
@pytest.mark.parametrize("prefixed", [False, True], ids=["at the start", "inside"])
def test_hostile_texts_are_shown_as_they_are(
    mini: Path, tmp_path: Path, usual: dict[Path, Reader], turn: int, prefixed: bool
) -> None:
    counter = {"next": turn, "prefixed": int(prefixed)}
    for path in [*(mini / "content").rglob("*.yml"), *(mini / "eligibility").rglob("*.yml")]:
        data = parse(path.read_text("utf-8"), path.name).data
        path.write_text(yaml.safe_dump(hostile(data, counter), allow_unicode=True, sort_keys=False), "utf-8")
    site = build(Order(mini, AS_OF), tmp_path / "site")
    for path in sorted(site.rglob("*.html")):
        page = read(path)
        before = usual[path.relative_to(site)]
        assert page.scripts == before.scripts, path
        assert page.handlers == before.handlers == [], path
        assert not [address for address in page.addresses if address.strip().lower().startswith("javascript")], path
    office = read(site / "de" / "stellen" / "mini-office" / "index.html")
    shown = " ".join(" ".join(office.text).split())
    record = parse((mini / "content/offices/mini-office.yml").read_text("utf-8"), "office").data
    for text in (
        record["title"]["de"],
        record["states"][0]["in_short"][0]["de"],
        record["states"][0]["contacts"][0]["value"]["de"],
    ):
        assert " ".join(text.split()) in shown
