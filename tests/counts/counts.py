"""Instructions per event of the hot paths, counted by callgrind and held against what is on record.

Usage: counts.py --shiji FILE --append FILE --record counts.json [--write]. With --write the counts found become the
record. Exit status 1 when a path costs more, or less, than its record allows: less has to be recorded, so that a later
loss of it is seen.

What a path costs per event is the difference of two runs of different size, divided by the difference of their events:
what starts and ends a process goes. Counts do not depend on what else the machine does; they do on the compiler and the
libraries, which are Debian 12's.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SCALES = ("0.01", "0.03")  # of the Licheng year
EVENTS = (4_096, 12_288)
TOLERANCE_PERCENT = 6
# Libraries choose their code by the processor they find: here all find the same one.
PLAIN_PROCESSOR = {"OPENSSL_ia32cap": "0:0", "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2_Usable,-AVX512F_Usable,-ERMS"}


def counted(command: list[str]) -> int:
    """Instructions of a whole process."""
    with tempfile.NamedTemporaryFile() as out:
        run = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", *command],
                             capture_output=True, text=True, env=os.environ | PLAIN_PROCESSOR)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not found:
        sys.exit(f"{' '.join(command)} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return int(found.group(1))


def per_event(measured: list[tuple[int, int]]) -> int:
    """Of (events, instructions) twice."""
    (fewer, less), (more, most) = measured
    return round((most - less) / (more - fewer))


def counts(shiji: str, append: str, work: pathlib.Path) -> dict[str, int]:
    found = {}
    found["append"] = per_event([(n, counted([append, str(work / f"append-{n}"), str(n)])) for n in EVENTS])
    sizes = []
    for scale in SCALES:
        ledger = str(work / f"year-{scale}")
        told = subprocess.run([shiji, "--ledger", ledger, "--json", "demo", "licheng-2023", "--scale", scale], check=True,
                              capture_output=True, text=True).stdout
        sizes.append((ledger, json.loads(told)["events"]))
    verbs = {"verify": ["verify"], "project": ["project", "--rebuild"]}
    for name, verb in verbs.items():
        found[name] = per_event([(n, counted([shiji, "--quiet", "--ledger", ledger, *verb])) for ledger, n in sizes])
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    for option in ("--shiji", "--append", "--record"):
        parser.add_argument(option, required=True)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    record = pathlib.Path(given.record)
    with tempfile.TemporaryDirectory() as work:
        found = counts(given.shiji, given.append, pathlib.Path(work))
    if given.write:
        record.write_text(json.dumps(found, indent=2) + "\n")
    recorded = json.loads(record.read_text())
    failed = set(recorded) != set(found)
    for path, count in found.items():
        expected = recorded.get(path, 0)
        percent = 100 * (count - expected) / expected if expected else 0
        holds = abs(percent) <= TOLERANCE_PERCENT
        failed = failed or not holds
        print(f"{path:10} {count:8,} instructions an event, recorded {expected:8,}  {percent:+.1f} %"
              f"{'' if holds else '  NOT WITHIN ' + str(TOLERANCE_PERCENT) + ' %'}")
    return 1 if failed else 0


sys.exit(main())
