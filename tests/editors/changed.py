"""What somebody changed in the one-canton site: a notice, a new office, a word in French."""

from pathlib import Path

NOTICE = "content/notices/mini-allowance-2026.yml"


def change(root: Path) -> None:
    """Make the changes in a copy of tests/mini."""
    notice = root / NOTICE
    text = notice.read_text("utf-8").replace("höherer Betrag", "neuer Betrag").replace("est plus élevé", "est nouveau")
    notice.write_text(text.replace("6000", "7000"), "utf-8")
    office = (root / "content/offices/mini-office.yml").read_text("utf-8")
    other = (
        office.replace("id: mini-office", "id: mini-other").replace("Muster\n", "Neudorf\n").replace("Exemple\n", "Neuville\n")
    )
    (root / "content/offices/mini-other.yml").write_text(other, "utf-8")
    term = root / "content/glossary/asset-allowance.yml"
    term.write_text(term.read_text("utf-8").replace("Argent que vous pouvez garder.", "Argent qui vous reste."), "utf-8")
