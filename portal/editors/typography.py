"""The signs that no keyboard has: French spaces, apostrophes and quotation marks, put right while somebody types."""

import re
import unicodedata

_NARROW, _WIDE = "\u202f", "\u00a0"
_STRAIGHT = re.compile(r'"([^"]*)"|„([^“”"]*)[“”"]|“([^”"]*)["”]')


def tidy(text: str, language: str) -> str:
    """A text with the signs of Swiss German or of French.

    German: «…» for other quotation marks. French: a narrow no-break space (U+202F) before ; ! ?, a no-break space
    (U+00A0) before : and inside « ». In both: ’ between letters, NFC, no double spaces. Addresses and times stay.
    """
    text = " ".join(part for part in re.split(r"[ \t]+", unicodedata.normalize("NFC", text).strip()) if part)
    text = _STRAIGHT.sub(lambda match: "«" + "".join(filter(None, match.groups())) + "»", text)
    text = re.sub(r"(?<=[^\W\d_])['‘](?=[^\W\d_]|«)", "’", text)
    return _french(text) if language == "fr" else text


def _french(text: str) -> str:
    text = re.sub(r"[ \u00a0\u202f]*([;!?]+)(?=\s|[)»\u00a0\u202f]|$)", rf"{_NARROW}\1", text)
    text = re.sub(r"[ \u00a0\u202f]*:(?=\s|$)", f"{_WIDE}:", text)
    text = re.sub(r"«[ \u00a0\u202f]*", f"«{_WIDE}", text)
    return re.sub(r"[ \u00a0\u202f]*»", f"{_WIDE}»", text)


def slug(text: str) -> str:
    """A text as the last part of an address: small letters a–z, digits, dashes."""
    for letters, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("œ", "oe"), ("æ", "ae"), ("’", "-")):
        text = text.lower().replace(letters, written)
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
