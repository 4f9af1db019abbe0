"""Writes the Markdown of all pages, touching only the files whose text changed."""

from pathlib import Path

from eligibility.compiler.base import LANGUAGES
from portal.model.content import Content
from portal.pages.render import Renderer


def render(content: Content) -> dict[str, dict[str, str]]:
    """language → path below its folder → Markdown."""
    return {lang: {source.path: source.text for source in Renderer(content, lang).pages()} for lang in LANGUAGES}


def write(pages: dict[str, str], folder: Path) -> list[str]:
    """Make a folder hold exactly these pages; return the paths that were written or removed."""
    changed = []
    for path, text in pages.items():
        file = folder / path
        if file.exists() and file.read_text("utf-8") == text:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        changed.append(path)
    for file in sorted(folder.rglob("*.md")):
        path = file.relative_to(folder).as_posix()
        if path not in pages:
            file.unlink()
            changed.append(path)
    return changed
