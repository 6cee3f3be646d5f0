"""What a reader would stumble over: sizes, names, words, and things that tests must not do."""

import json
import os
import re

from tree import CODE, Finding, Tree, without_comments

HEADER_LINES = 250
SOURCE_LINES = 400
FUNCTION_LINES = 70
TEST_FUNCTION_LINES = 120

# Files that may be longer, each with its reason. An entry that is not needed is itself a finding.
LONG_FILES: dict[str, str] = {}


def file_sizes(tree: Tree) -> list[Finding]:
    """A file past its size usually has a second reason."""
    findings = []
    for path in tree.code(".cpp", ".h", ".py"):
        limit = HEADER_LINES if path.endswith(".h") else SOURCE_LINES
        count = tree.text(path).count("\n")
        if count > limit and path not in LONG_FILES:
            findings.append(Finding(path, limit, f"{count} lines, at most {limit}"))
        if count <= limit and path in LONG_FILES:
            findings.append(Finding(path, 1, "is short enough: take it out of LONG_FILES"))
    return findings


# A body opens after a parameter list (and what may stand behind one), where only scopes surround it.
BODY = re.compile(r"\)( const| noexcept| override| final| &| mutable)*( ?-> [^;{}()]*)?( ?:[^;{]*[)}])?$")
SCOPE = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b[^;()]*$")


def _functions(text: str):
    """(first line, number of lines) of every function body, lambdas counted with what holds them."""
    heads, line, head, body = [], 1, "", None
    for char in without_comments(text):
        line += char == "\n"
        if char == "{":
            scope = SCOPE.search(head) is not None
            starts = body is None and not scope and BODY.search(" ".join(head.split())) is not None
            if starts:
                body = (len(heads), line)
            # A brace that opens neither is an initialiser: what stands before it goes on behind it.
            heads.append("" if scope or starts else head)
            head = ""
        elif char == "}":
            before = heads.pop() if heads else ""
            if body is not None and len(heads) == body[0]:
                yield body[1], line - body[1] + 1
                body = None
            head = before + "}" if before else ""
        elif char == ";":
            head = ""
        else:
            head += char


def function_lengths(tree: Tree) -> list[Finding]:
    """A function is at most a screen long."""
    findings = []
    for path in tree.code(".cpp", ".h"):
        limit = TEST_FUNCTION_LINES if path.startswith("tests/") else FUNCTION_LINES
        for line, count in _functions(tree.text(path)):
            if count > limit:
                findings.append(Finding(path, line, f"a function of {count} lines, at most {limit}"))
    return findings


EMPTY_NAME = re.compile(r"(^|[_.-])(utils?|common|helpers?|misc|manager)([_.-]|$)", re.IGNORECASE)


def names(tree: Tree) -> list[Finding]:
    """No file or folder is named for nothing in particular."""
    return [
        Finding(path, 1, f"'{part}' says nothing about what is inside")
        for path in tree.files
        for part in path.split("/")
        if EMPTY_NAME.search(part)
    ]


def _search(tree: Tree, paths: list[str], pattern: re.Pattern, message: str, plain: bool = False) -> list[Finding]:
    findings = []
    for path in paths:
        text = without_comments(tree.text(path)) if plain else tree.text(path)
        for number, line in enumerate(text.splitlines(), start=1):
            found = pattern.search(line)
            if found:
                findings.append(Finding(path, number, f"{message}: {found.group().strip()}"))
    return findings


# The words are put together here so that this file does not find itself.
LEFT_TO_DO = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "XX" "X", "HA" "CK")) + r")\b")


def left_to_do(tree: Tree) -> list[Finding]:
    """What is not done is an issue, not a comment."""
    paths = [p for p in tree.code() + tree.scripts() if not p.startswith("tests/repo/")]
    return _search(tree, paths, LEFT_TO_DO, "left to do")


SLEEP = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep|time\.sleep)\b|(?<![\w.])sleep(?=\s*\(|\s+\d)")


def sleeping_tests(tree: Tree) -> list[Finding]:
    """A test waits for what it waits for, never for time to pass."""
    paths = [p for p in tree.code() + tree.scripts() if p.startswith("tests/") and not p.startswith("tests/repo/")]
    return _search(tree, paths, SLEEP, "a test sleeps")


TURNED_OFF = re.compile(r"TEST_CASE\(.*\[(\.|!mayfail|!shouldfail|!hide|hide\])")


def disabled_tests(tree: Tree) -> list[Finding]:
    """A test that is off, or may fail, teaches people to ignore red."""
    return _search(tree, tree.code(".cpp", under=("tests/",)), TURNED_OFF, "a test that is off or may fail")


FLOATING = re.compile(r"\b(double|float)\b")


def floating_point(tree: Tree) -> list[Finding]:
    """Where things are counted there are integers only."""
    paths = tree.code(".cpp", ".h", ".fbs", under=("ledger/", "projections/", "schemas/"))
    return _search(tree, paths, FLOATING, "floating point where things are counted", plain=True)


MACHINE_PATH = re.compile(r"(?<![\w.$}-])/(work|farm|home|root|Users)/[\w.-]+")


def machine_paths(tree: Tree) -> list[Finding]:
    """Nothing depends on one machine's folders."""
    paths = [p for p in tree.files if p.endswith(CODE + (".md", ".txt", ".json", ".yml")) and "tests/repo/" not in p]
    return _search(tree, paths + tree.scripts(), MACHINE_PATH, "a path of one machine")


def _compiled(tree: Tree) -> set[str]:
    entries = json.loads(tree.compile_commands.read_text())
    return {os.path.normpath(os.path.join(e["directory"], e["file"])) for e in entries}


def registered_tests(tree: Tree) -> list[Finding]:
    """A file of tests that no target compiles is a test that never fails."""
    if tree.compile_commands is None:
        return [Finding("compile_commands.json", 1, "is needed to know what is compiled")]
    compiled = _compiled(tree)
    return [
        Finding(path, 1, "no CMake target compiles this file of tests")
        for path in tree.code(".cpp", under=("tests/",))
        if (path.endswith("_test.cpp") or "TEST_CASE(" in tree.text(path))
        and str(tree.root / path) not in compiled
    ]
