"""Computes the worked example of docs/formats/grammar.md from the golden vector it names, by that page alone.

Usage: format_example.py --root DIR. Exit status 1 when the page says something else.
"""

import argparse
import hashlib
import pathlib
import re
import struct
import sys

PAGE = pathlib.Path("docs/formats/grammar.md")


def padding(size: int) -> bytes:
    return bytes(-size % 8)


def position_offset(event: bytes) -> int:
    """Of the only element of the vector that is the table's first field, by FlatBuffers' layout."""
    (table,) = struct.unpack_from("<I", event)
    vtable = table - struct.unpack_from("<i", event, table)[0]
    (field,) = struct.unpack_from("<H", event, vtable + 4)
    vector = table + field + struct.unpack_from("<I", event, table + field)[0]
    return vector + 4


def example(event: bytes) -> dict[str, str]:
    leaf = hashlib.sha256(b"\0" + event).digest()
    lengths = struct.pack("<H", len(event))
    body = lengths + padding(len(lengths)) + event + padding(len(event))
    checked = b"shijihd1" + struct.pack("<Q", 1) + leaf + struct.pack("<Q", 0)
    at = position_offset(event)
    sequence, version, recorded_at = struct.unpack_from("<QQq", event, at)
    return {
        "length of the event": str(len(event)),
        "its leaf, and the root of a log that holds it alone": leaf.hex(),
        "`position` begins at": f"byte {at}, for {len(event) - at} bytes: sequence {sequence}, version {version}, "
        f"recorded at {recorded_at}",
        "header of a chunk that holds it raw": struct.pack("<BBHI", 1, 0, 1, len(body)).hex(),
        "the slot of HEAD at tree size 1, no checkpoint handed out": (checked + hashlib.sha256(checked).digest()[:16]).hex(),
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    root = parser.parse_args().root
    page = (root / PAGE).read_text()
    vector = re.search(r"`(schemas/vectors/\S+/event\.bin)`", page)
    told = dict(re.findall(r"^\| (.+?) \| `?([^`|]+?)`? \|$", page, re.M))
    wrong = 0
    for what, value in example((root / vector.group(1)).read_bytes()).items():
        if told.get(what) != value:
            print(f"{PAGE}: {what} is {value}, the page says {told.get(what)}")
            wrong += 1
    return 1 if wrong else 0


sys.exit(main())
