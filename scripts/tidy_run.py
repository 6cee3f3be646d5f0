"""Runs clang-tidy over files, and remembers which ones it found clean.

Usage: tidy_run.py BUILD_DIR JOBS [clang-tidy options] < paths, one a line. Exit status 1 if one of them has a finding.

What was clean stays clean while nothing it reads has changed: a file is known by the SHA-256 of its command, the
configuration, clang-tidy's version and the contents of every file it includes, those of the system too. Only clean
results are kept, in SHIJI_TIDY_CACHE (by default the user's cache directory), as empty files named by that hash.
"""

import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

NOISE = re.compile(r"^\d+ warnings?( and \d+ errors?)? generated\.$")  # counts what other people's headers gave


@functools.lru_cache(maxsize=None)
def content(path: str) -> bytes:
    return hashlib.sha256(pathlib.Path(path).read_bytes()).digest()


def commands(build: pathlib.Path) -> dict[str, list[str]]:
    entries = json.loads((build / "compile_commands.json").read_text())
    return {os.path.normpath(os.path.join(e["directory"], e["file"])): [e["directory"], *shlex.split(e["command"])]
            for e in entries}


def includes(directory: str, command: list[str]) -> list[str]:
    """Every file the compiler reads for this command, the source itself first."""
    out = command.index("-o")
    listing = subprocess.run([*command[:out], *command[out + 2:], "-M", "-MT", "x", "-w"], cwd=directory, check=True,
                             capture_output=True, text=True).stdout
    words = listing.replace("\\\n", " ").split()[1:]
    return [os.path.normpath(os.path.join(directory, word)) for word in words]


def identity(common: bytes, command: list[str]) -> str:
    """The same in every clone: places in the project are told from its root."""
    root = os.getcwd()
    known = hashlib.sha256(common)
    known.update("\0".join(command).replace(root, "").encode())
    for path in includes(command[0], command[1:]):
        known.update(path.replace(root, "").encode() + content(path))
    return known.hexdigest()


class Runner:
    def __init__(self, build: pathlib.Path, options: list[str]):
        self.build, self.options = build, options
        self.commands = commands(build)
        version = subprocess.run(["clang-tidy", "--version"], check=True, capture_output=True).stdout
        self.common = version + pathlib.Path(".clang-tidy").read_bytes() + "\0".join(options).encode()
        home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        self.clean = pathlib.Path(os.environ.get("SHIJI_TIDY_CACHE") or os.path.join(home, "shiji-tidy"))
        self.clean.mkdir(parents=True, exist_ok=True)

    def read(self, path: str) -> str:
        """'known', 'clean' or 'found'; the findings are printed."""
        mark = self.clean / identity(self.common, self.commands[os.path.abspath(path)])
        if mark.exists():
            return "known"
        run = subprocess.run(["clang-tidy", "--quiet", *self.options, "-p", str(self.build), path],
                             capture_output=True, text=True, check=False)
        if run.returncode == 0:
            mark.touch()
            return "clean"
        lines = (run.stdout + run.stderr).splitlines()
        print("\n".join(line for line in lines if not NOISE.match(line)), flush=True)
        return "found"


def main() -> int:
    build, jobs, options = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    files = [line.strip() for line in sys.stdin if line.strip()]
    runner = Runner(build, options)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = list(pool.map(runner.read, files))
    print(f"clang-tidy: {len(files)} files, {results.count('known')} known to be clean and unchanged, "
          f"{results.count('clean')} clean, {results.count('found')} with findings")
    return 1 if "found" in results else 0


if __name__ == "__main__":
    sys.exit(main())
