"""Runs the commands a document shows: its blocks marked ```sh test, in order, in one shell, in a scratch folder.

Usage: documented_commands.py --document FILE --shiji PROGRAM. In the scratch folder stand links to the repository's
folders, so that `scripts/...` means what it means to a reader; `shiji` is on the PATH. A line that fails ends the run,
and so does a document without such a block.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```sh test\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINKED = ("scripts", "schemas", "docs", "tests", "cmake")


def blocks(text: str) -> list[str]:
    return BLOCK.findall(text)


def run(commands: str, root: pathlib.Path, shiji: pathlib.Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        for name in LINKED:
            (pathlib.Path(folder) / name).symlink_to(root / name)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SHIJI_")}
        environment["PATH"] = f"{shiji.parent}{os.pathsep}{environment['PATH']}"
        script = "set -euo pipefail\nPS4='+ '\nset -x\n" + commands
        return subprocess.run(["bash", "-c", script], cwd=folder, env=environment, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--document", type=pathlib.Path, required=True)
    parser.add_argument("--shiji", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    found = blocks(arguments.document.read_text(encoding="utf-8"))
    if not found:
        print(f"{arguments.document} shows no command that can be run (```sh test)")
        return 1
    root = pathlib.Path(__file__).resolve().parents[2]
    return run("\n".join(found), root, arguments.shiji.resolve())


if __name__ == "__main__":
    sys.exit(main())
