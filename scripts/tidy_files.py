"""Which files clang-tidy has to read: those given on standard input, and every source that sees a header given there.

Usage: tidy_files.py BUILD_DIR [--all] < changed paths. Prints one path a line, relative to the working directory.
"""

import json
import os
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
COMPONENTS = ("ledger", "engine", "projections", "cli", "bench", "tests")
EVERYTHING = {".clang-tidy", "CMakeLists.txt", "CMakePresets.json", "ShijiOptions.cmake"}


def project_sources(build: pathlib.Path, root: pathlib.Path) -> list[pathlib.Path]:
    entries = json.loads((build / "compile_commands.json").read_text())
    files = {pathlib.Path(os.path.normpath(os.path.join(e["directory"], e["file"]))) for e in entries}
    return sorted(f for f in files if f.is_relative_to(root) and not f.is_relative_to(build))


def header_names(changed: set[str]) -> set[str]:
    """How a changed header may be spelt in an #include: the path behind its include root."""
    names = set()
    for path in changed:
        if not path.endswith(".h"):
            continue
        for root in ("/include/", "/src/", "tests/support/"):
            if root in path:
                names.add(path.split(root, 1)[1])
        names.add(path.rsplit("/", 1)[-1])
    return names


def sees(source: pathlib.Path, wanted: set[str], text_of: dict[str, str], headers: dict[str, pathlib.Path]) -> bool:
    """True if `source` includes one of `wanted`, directly or through headers of the project."""
    pending, done = [source], set()
    while pending:
        path = pending.pop()
        key = str(path)
        if key in done:
            continue
        done.add(key)
        if key not in text_of:
            text_of[key] = path.read_text(encoding="utf-8")
        for name in INCLUDE.findall(text_of[key]):
            if name in wanted:
                return True
            if name in headers:
                pending.append(headers[name])
    return False


def main() -> int:
    build = pathlib.Path(sys.argv[1]).resolve()
    root = pathlib.Path.cwd()
    sources = project_sources(build, root)
    if "--all" not in sys.argv[2:]:
        changed = {line.strip() for line in sys.stdin if line.strip()}
        if not any(path.rsplit("/", 1)[-1] in EVERYTHING for path in changed):
            headers = {}
            for header in (h for folder in COMPONENTS for h in root.glob(f"{folder}/**/*.h")):
                for name in header_names({str(header.relative_to(root))}):
                    headers.setdefault(name, header)
            wanted, text_of = header_names(changed), {}
            sources = [
                s for s in sources if str(s.relative_to(root)) in changed or sees(s, wanted, text_of, headers)
            ]
    for source in sources:
        print(source.relative_to(root))
    return 0


if __name__ == "__main__":
    sys.exit(main())
