"""Bytes as letters that people can read out, type and photograph: Crockford's base32 in groups, with a checksum.

Reading is tolerant: lower case, spaces and dashes do not matter, O is 0, I and L are 1. The last four bytes are a CRC-32, so
that any one changed letter, and any two that changed places side by side, are noticed for sure.
"""

from .answers import AnswerError

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SEPARATORS = " -\t\r\n\u00a0\u00ad\u2009\u200b\u2010\u2011\u2012\u2013\u2014\u202f\ufeff"
_GROUP = 5
_CHECK_BYTES = 4
_FEWEST = 12  # letters: nothing shorter can hold a version, a day and a checksum
_LONGEST = 4000  # characters of a text that is searched at all
_POLYNOMIAL = 0xEDB88320


def _letter_values() -> "dict[str, int]":
    # not str.upper: runtimes do not agree on what becomes of letters beyond ASCII
    values = {letter: value for value, letter in enumerate(_LETTERS)}
    values.update({"O": 0, "I": 1, "L": 1})
    values.update({chr(ord(letter) + 32): value for letter, value in list(values.items()) if letter >= "A"})
    return values


_VALUES = _letter_values()


def armoured(data: bytes) -> str:
    """Bytes as text: groups of five letters with dashes between them."""
    kept, bits = 0, 0
    letters = []
    for byte in data + _check(data):
        kept = (kept << 8) | byte
        bits += 8
        while bits >= 5:
            bits -= 5
            letters.append(_LETTERS[(kept >> bits) & 31])
        kept &= (1 << bits) - 1
    if bits:
        letters.append(_LETTERS[(kept << (5 - bits)) & 31])
    return "-".join("".join(letters[start : start + _GROUP]) for start in range(0, len(letters), _GROUP))


def unarmoured(text: object) -> bytes:
    """The bytes of a code that is the whole text or one of its paragraphs; all other words are ignored.

    Raises:
        AnswerError: code-damaged where something like a code is there, code-unknown where nothing is.
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise AnswerError("code-unknown")
    resembles = False
    parts = text.replace("\r", "").split("\n\n")
    parts.append(text)
    for part in parts:
        letters = [letter for letter in part if letter not in _SEPARATORS]
        values = [_VALUES[letter] for letter in letters if letter in _VALUES]
        foreign = len(letters) - len(values)
        if len(values) < _FEWEST or foreign * 10 > len(letters):
            continue
        resembles = True
        data = None if foreign else _checked(values)
        if data is not None:
            return data
    raise AnswerError("code-damaged" if resembles else "code-unknown")


def _checked(values: "list[int]") -> "bytes | None":
    """The bytes before the checksum; None where they do not fit it."""
    kept, bits = 0, 0
    found = bytearray()
    for value in values:
        kept = (kept << 5) | value
        bits += 5
        if bits >= 8:
            bits -= 8
            found.append((kept >> bits) & 255)
            kept &= (1 << bits) - 1
    data, check = bytes(found[:-_CHECK_BYTES]), bytes(found[-_CHECK_BYTES:])
    # five bits or more left over would be a letter that says nothing, and bits that are set there a second spelling
    return data if bits < 5 and kept == 0 and check == _check(data) else None


def _check(data: bytes) -> bytes:
    """CRC-32 as in zip files, most significant byte first."""
    rest = 0xFFFFFFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = (rest >> 1) ^ (_POLYNOMIAL if rest & 1 else 0)
    rest ^= 0xFFFFFFFF
    return bytes([(rest >> shift) & 255 for shift in (24, 16, 8, 0)])
