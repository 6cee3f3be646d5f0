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


def xxh32(data: bytes) -> int:
    """XXH32 with seed 0."""
    primes = (2654435761, 2246822519, 3266489917, 668265263, 374761393)
    mask = 0xFFFFFFFF

    def rotated(value: int, by: int) -> int:
        return ((value << by) | (value >> (32 - by))) & mask

    at = 0
    total = primes[4]
    if len(data) >= 16:
        lanes = [primes[0] + primes[1], primes[1], 0, -primes[0]]
        for at in range(0, len(data) - 15, 16):
            for i, (word,) in enumerate(struct.iter_unpack("<I", data[at : at + 16])):
                lanes[i] = rotated((lanes[i] + word * primes[1]) & mask, 13) * primes[0] & mask
        at += 16
        total = sum(rotated(lane & mask, by) for lane, by in zip(lanes, (1, 7, 12, 18)))
    total += len(data)
    while at + 4 <= len(data):
        (word,) = struct.unpack_from("<I", data, at)
        total = rotated((total + word * primes[2]) & mask, 17) * primes[3]
        at += 4
    for byte in data[at:]:
        total = rotated((total + byte * primes[4]) & mask, 11) * primes[0]
    total &= mask
    total = (total ^ (total >> 15)) * primes[1] & mask
    total = (total ^ (total >> 13)) * primes[2] & mask
    return total ^ (total >> 16)


def position_offset(event: bytes) -> int:
    """Of the only element of the vector that is the table's first field, by FlatBuffers' layout."""
    (table,) = struct.unpack_from("<I", event)
    vtable = table - struct.unpack_from("<i", event, table)[0]
    (field,) = struct.unpack_from("<H", event, vtable + 4)
    vector = table + field + struct.unpack_from("<I", event, table + field)[0]
    return vector + 4


def example(event: bytes) -> dict[str, str]:
    leaf = hashlib.sha256(b"\0" + event).digest()
    checked = b"shijihd1" + struct.pack("<Q", 1) + leaf + struct.pack("<Q", 0)
    at = position_offset(event)
    sequence, version, recorded_at = struct.unpack_from("<QQq", event, at)
    links = event[at + 24 : at + 88]
    # Nothing is before it: all that is not zero is kept.
    how, numbers = 4095 + 32768, b""
    for flag, number in ((16384, sequence), (8192, version), (4096, recorded_at)):
        how, numbers = how + flag, numbers + struct.pack("<q", number)
    columns = struct.pack("<HHH", len(event), len(event) - at, how) + numbers
    body = columns + event[:at] + event[at + 88 :]
    return {
        "length of the event": str(len(event)),
        "its leaf, and the root of a log that holds it alone": leaf.hex(),
        "`position` begins at": f"byte {at}, for {len(event) - at} bytes: sequence {sequence}, version {version}, "
        f"recorded at {recorded_at}",
        "header of a chunk that holds it raw": struct.pack("<BBHHII", 2, 0, 1, 2, len(body), xxh32(links + body)).hex(),
        "its columns and kept numbers": columns.hex(),
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
