"""What axe finds on a page."""

from playwright.sync_api import Page

from tests.conftest import ROOT

_SOURCE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe(page: Page) -> list[str]:
    """What axe finds, as rule and place; what it could not decide counts too, because nobody looks at it later."""
    page.evaluate(_SOURCE)
    run = {"runOnly": {"type": "tag", "values": _TAGS}, "resultTypes": ["violations", "incomplete"]}
    found = page.evaluate("run => axe.run(document, run)", run)
    return [
        f"{each['id']}: {node['target']}"
        for kind in ("violations", "incomplete")
        for each in found[kind]
        for node in each["nodes"]
    ]
