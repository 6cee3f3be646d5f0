"""Inserts every entry of an exported tlog-tiles log, 1,024 a transaction, each transaction synced.

Usage: postgres_load.py EXPORTED_LOG | psql ... (writes COPY blocks of hex).
"""

import pathlib
import sys

BATCH = 1_024


def entries(root: pathlib.Path):
    def number(path: pathlib.Path) -> int:
        name = str(path.relative_to(root)).split(".p/")[0]
        return int(name.replace("x", "").replace("/", ""))

    for path in sorted((p for p in root.rglob("*") if p.is_file()), key=number):
        bundle = path.read_bytes()
        while bundle:
            size = int.from_bytes(bundle[:2], "big")
            yield bundle[2 : 2 + size]
            bundle = bundle[2 + size :]


def main() -> None:
    out = sys.stdout
    for index, entry in enumerate(entries(pathlib.Path(sys.argv[1]) / "tile" / "entries")):
        if index % BATCH == 0:
            out.write(("\\.\n" if index else "") + "COPY event (bytes) FROM STDIN;\n")
        out.write(f"\\\\x{entry.hex()}\n")
    out.write("\\.\n")


main()
