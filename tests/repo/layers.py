"""Who may include whom, and where each foreign library lives. The tables below are the policy."""

import posixpath
import re

from tree import COMPONENTS, Finding, Tree

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)')

# What each folder may use, itself included. Proven free of cycles below.
USES = {
    "schemas": (),
    "ledger": ("ledger",),
    "engine": ("ledger", "engine"),
    "projections": ("ledger", "engine", "projections"),
    "cli": ("ledger", "engine", "projections", "cli"),
    "bench": COMPONENTS + ("bench",),
    "tests": COMPONENTS + ("bench", "tests"),
}

# Headers that a build step writes: who owns them, and who may see them.
GENERATED = {
    "shiji/ledger/events/payloads.h": ("ledger", "engine", "projections", "cli", "bench", "tests"),
}
GENERATED_SCHEMAS = ("ledger/src/events/", "ledger/codegen/", "tests/ledger/", "bench/")

# A library's headers by their beginning, and its homes. Tests and benchmarks may use any of them.
LIBRARIES = {
    "flatbuffers/": ("ledger/src/events/", "ledger/codegen/"),
    "sodium": ("ledger/src/", "engine/src/vault/", "engine/src/environment", "projections/src/"),
    "openssl/": ("ledger/src/chain/", "cli/src/"),
    "rocksdb/": ("engine/src/store/", "engine/src/vault/", "projections/src/"),
    "zstd": ("engine/src/store/",),
    "xxhash": ("engine/src/store/",),
    "boost/": ("engine/src/socket/", "cli/src/"),
    # What the processor can do is asked in one place.
    "cpuid.h": ("ledger/src/chain/sha256_lanes.cpp",),
    "asm/hwcap.h": ("ledger/src/chain/sha256_lanes.cpp",),
    "sys/auxv.h": ("ledger/src/chain/sha256_lanes.cpp",),
    # Instructions that no C++ stands for: hashing alone is worth them.
    "immintrin.h": ("ledger/src/chain/",),
    "CLI/": ("cli/src/",),
    "nlohmann/": ("cli/src/",),
    "catch2/": (),
    "rapidcheck": (),
    "benchmark/": (),
}

POSIX = re.compile(
    r"^((sys|linux|arpa|netinet)/\w+|dirent|dlfcn|errno|fcntl|malloc|poll|pthread|sched|signal|spawn|stdio|stdlib|string|"
    r"termios|time|unistd|wchar)\.h$"
)
STANDARD = re.compile(r"^[a-z_0-9]+$")

# ledger/ is pure: no disk, clock, thread, randomness or network can be reached from there.
IMPURE = {
    "atomic", "condition_variable", "ctime", "filesystem", "fstream", "future", "iostream", "mutex", "random",
    "shared_mutex", "thread",
}  # fmt: skip
# <chrono> is allowed for its calendar alone.
CLOCK = re.compile(r"\b(system|steady|high_resolution|utc|tai|gps|file)_clock\b|\bcurrent_zone\b")


def _folder(path: str) -> str:
    return path.split("/", 1)[0]


def _library(header: str) -> str | None:
    return next((begin for begin in LIBRARIES if header.startswith(begin)), None)


def _project_header(tree: Tree, path: str, header: str) -> str | None:
    """The breach in `#include "header"`, or None."""
    mine = _folder(path)
    if header in GENERATED:
        return None if mine in GENERATED[header] else f"{header} is not for {mine}/"
    if header.endswith("_generated.h"):
        return None if path.startswith(GENERATED_SCHEMAS) else "generated headers are for ledger/src/events/ only"
    if header.startswith("shiji/"):
        owner = header.split("/")[1]
        if owner not in USES[mine]:
            return f"{mine}/ may not use {owner}/"
        return None if tree.has(f"{owner}/include/{header}") else f"there is no public header {header}"
    roots = [posixpath.dirname(path), f"{mine}/src", mine]
    if mine in ("tests", "bench"):
        roots += ["tests/support", "tests"] + [f"tests/{c}" for c in COMPONENTS] + [f"{c}/src" for c in COMPONENTS]
        roots += ["/".join(path.split("/")[:n]) for n in range(2, path.count("/") + 1)]
    found = any(tree.has(posixpath.normpath(f"{root}/{header}")) for root in roots)
    return None if found else f'"{header}" is not a header of {mine}/'


def _foreign_header(path: str, header: str) -> str | None:
    """The breach in `#include <header>`, or None."""
    mine = _folder(path)
    pure = mine == "ledger" and not path.startswith("ledger/codegen/")
    library = _library(header)
    if library is None and pure and (header in IMPURE or POSIX.match(header)):
        return f"ledger/ is pure: no <{header}>"
    if library is None and (STANDARD.match(header) or POSIX.match(header)):
        return None
    if library is None:
        return f"<{header}> belongs to no library that layers.py names"
    if "/include/" in path:
        return f"a public header shows no foreign one: <{header}>"
    if mine in ("tests", "bench") or path.startswith(LIBRARIES[library]):
        return None
    return f"<{header}> has its home in {', '.join(LIBRARIES[library]) or 'tests and benchmarks'}"


def layers(tree: Tree) -> list[Finding]:
    """Every #include resolves, points down, and stays at home."""
    findings = []
    for path in tree.code(".cpp", ".h"):
        if _folder(path) not in USES:
            findings.append(Finding(path, 1, "C++ lives in the folders that layers.py names"))
            continue
        for number, line in tree.lines(path):
            match = INCLUDE.match(line)
            if path.startswith("ledger/") and CLOCK.search(line):
                findings.append(Finding(path, number, "ledger/ is pure: no clock"))
            if not match:
                continue
            quoted, angled = match.groups()
            breach = _project_header(tree, path, quoted) if quoted else _foreign_header(path, angled)
            if breach:
                findings.append(Finding(path, number, breach))
    return findings


# One translation unit of these costs seconds; each stays behind a wall. The bound is on files, for each folder named.
HEAVY = {
    "CLI/CLI.hpp": 6,
    "nlohmann/json.hpp": 6,
    "boost/beast": 6,
    "rapidcheck": 6,
    "rocksdb/": 12,
}
HEAVY_BY_FOLDER = ("rocksdb/",)


def heavy_headers(tree: Tree) -> list[Finding]:
    """Headers that cost seconds are included in few files."""
    seen: dict[tuple[str, str], dict[str, int]] = {}
    for path in tree.code(".cpp", ".h"):
        for number, line in tree.lines(path):
            match = INCLUDE.match(line)
            header = match and (match.group(1) or match.group(2))
            heavy = header and next((h for h in HEAVY if header.startswith(h)), None)
            if heavy:
                where = _folder(path) if heavy in HEAVY_BY_FOLDER else ""
                seen.setdefault((heavy, where), {}).setdefault(path, number)
    findings = []
    for (heavy, where), files in sorted(seen.items()):
        if len(files) > HEAVY[heavy]:
            place = f" of {where}/" if where else ""
            message = f"{heavy} is in {len(files)} files{place}, at most {HEAVY[heavy]}"
            findings += [Finding(path, number, message) for path, number in sorted(files.items())]
    return findings


def acyclic(uses: dict[str, tuple[str, ...]]) -> bool:
    """True if the policy itself has no cycle but a folder's use of itself."""
    done: set[str] = set()
    while len(done) < len(uses):
        free = [f for f in uses if f not in done and all(u in done or u == f for u in uses[f])]
        if not free:
            return False
        done.update(free)
    return True
