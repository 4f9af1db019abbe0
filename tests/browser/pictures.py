"""What a camera would see: screenshots of Chromium as grey values, and the QR codes in them."""

import struct
import zlib

import zxingcpp
from playwright.sync_api import Locator


def codes_in(picture: Locator) -> list[str]:
    """The texts of all QR codes that a reader finds on the screen; the reader is not of the maker of the codes."""
    width, height, grey = _grey(picture.screenshot())
    found = zxingcpp.read_barcodes(memoryview(grey).cast("B", (height, width)))
    return [code.text for code in found]


def _grey(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and one byte per dot of a PNG as Chromium writes it: eight bits a channel, not interlaced."""
    place, header, packed = 8, b"", b""
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        body = png[place + 8 : place + 8 + length]
        header, packed = (body if kind == b"IHDR" else header), packed + (body if kind == b"IDAT" else b"")
        place += length + 12
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    channels = {2: 3, 6: 4}[colour]
    assert (depth, interlaced) == (8, 0)
    data, row = zlib.decompress(packed), bytes(width * channels)
    grey = bytearray()
    for y in range(height):
        start = y * (width * channels + 1)
        row = _row(data[start], data[start + 1 : start + 1 + width * channels], row, channels)
        grey += bytes(sum(row[x : x + 3]) // 3 for x in range(0, len(row), channels))
    return width, height, bytes(grey)


def _row(kind: int, coded: bytes, above: bytes, step: int) -> bytes:
    """One row of dots from its differences to its neighbours (PNG, section 9)."""
    row = bytearray()
    for x, value in enumerate(coded):
        left, up, corner = (row[x - step], above[x], above[x - step]) if x >= step else (0, above[x], 0)
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda each: abs(guess - each))
        row.append((value + (0, left, up, (left + up) // 2, nearest)[kind]) & 255)
    return bytes(row)
