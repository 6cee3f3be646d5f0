"""Runs one of the repository's checks, or all: check.py --root DIR [--compile-commands FILE] [CHECK...].

Exit status: 0 nothing found, 1 something found (a line each: path:line: message).
"""

import argparse
import pathlib
import sys

import documents
import layers
import style
from tree import Tree

CHECKS = {
    check.__name__: check
    for check in (
        layers.layers,
        layers.heavy_headers,
        documents.documented_paths,
        documents.folder_readmes,
        style.disabled_tests,
        style.file_sizes,
        style.floating_point,
        style.function_lengths,
        style.left_to_do,
        style.machine_paths,
        style.names,
        style.registered_tests,
        style.sleeping_tests,
    )
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--compile-commands", type=pathlib.Path)
    parser.add_argument("checks", nargs="*", metavar="CHECK")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.checks if name not in CHECKS]
    if unknown:
        parser.error(f"no check is called {unknown[0]}; there are: {', '.join(CHECKS)}")
    tree = Tree(arguments.root, arguments.compile_commands)
    findings = [finding for name in arguments.checks or CHECKS for finding in CHECKS[name](tree)]
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
