"""Where things lie in a project folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The folders of one project; everything generated lies below `build/`."""

    root: Path

    @property
    def build(self) -> Path:
        """Everything generated."""
        return self.root / "build"

    @property
    def outputs(self) -> Path:
        """One folder per finished build."""
        return self.build / "out"

    @property
    def site(self) -> Path:
        """The link to the build that is served."""
        return self.root / "site"

    def source(self, language: str) -> Path:
        """The generated Markdown of a language."""
        return self.build / "src" / language

    def settings(self, language: str) -> Path:
        """The generated MkDocs settings of a language."""
        return self.build / f"mkdocs.{language}.yml"
