"""Where a reader says that something on a page is wrong: the owner's confirmed mail address, or whose page it is."""

from typing import get_args
from urllib.parse import quote

from eligibility.compiler.base import Canton
from portal.model.content import Content
from portal.model.kinds import Owner
from portal.pages.registry import HANDOUTS, Page


def feedback(content: Content, page: Page, language: str) -> dict[str, str] | None:
    """`office`: who answers for the page; `mail` and `href` once the address is confirmed. None without any owner."""
    owners = content.records.get("owner", {})
    found = owners.get(_owner(content, page)) or owners.get("portal")
    if found is None:
        return None
    owner: Owner = found.item
    said = {"office": owner.title[language]}
    if owner.mail is not None:
        said |= {"mail": owner.mail, "href": f"mailto:{quote(owner.mail, safe='@+')}?subject={quote(page.id)}"}
    return said


def _owner(content: Content, page: Page) -> str:
    """A canton answers for its facts, the editors of the portal for everything else."""
    if page.kind in ("prose", "section"):
        return "portal"
    kind, id_ = ("notice", page.id.rpartition(".")[0]) if page.kind in HANDOUTS else (page.kind, page.id)
    owner: str = content.records[kind][id_].item.owner
    return owner if owner in get_args(Canton) else "portal"
