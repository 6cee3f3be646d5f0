"""What the documents say about the tree: paths that exist, a README where sources are."""

import posixpath
import re

from tree import TOP_LEVEL, Finding, Tree

TICKED = re.compile(r"`([A-Za-z0-9._/-]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SUFFIX = re.compile(r"\.(cpp|h|fbs|cmake|py|go|json|md|txt|supp|svg)$|(^|/)CMakeLists\.txt$")
# Names of files that a build or a benchmark writes, not of files in this tree.
WRITTEN_ELSEWHERE = {
    "bench/results", "build", "compile_commands.json", "embedded.cpp", "payloads.cpp", "payloads.h",
    "shiji/ledger/events/payloads.h",
}  # fmt: skip


def _exists(tree: Tree, folder: str, name: str) -> bool:
    for path in (name, posixpath.normpath(posixpath.join(folder, name))):
        if tree.has(path) or tree.has_folder(path):
            return True
    component = folder.split("/", 1)[0]
    return any(f.startswith(component) and f.endswith("/" + name) for f in tree.files)


def _is_path(token: str) -> bool:
    first = token.split("/", 1)[0]
    return ("/" in token and first in TOP_LEVEL) or (SUFFIX.search(token) is not None and not token.startswith("."))


IN_COMMENT = re.compile(r"(?://|#).*?(?<![\w/.-])([\w/.-]+\.md)\b")


def _documents_named_in_code(tree: Tree) -> list[Finding]:
    findings = []
    for path in tree.code(".cpp", ".h", ".fbs", ".cmake"):
        for number, line in tree.lines(path):
            named = IN_COMMENT.search(line)
            if named and not _exists(tree, posixpath.dirname(path), named.group(1)):
                findings.append(Finding(path, number, f"there is no {named.group(1)}"))
    return findings


def documented_paths(tree: Tree) -> list[Finding]:
    """Every path in back ticks, every link that is not an address, and every document a comment names exists."""
    findings = _documents_named_in_code(tree)
    for document in tree.code(".md"):
        folder = posixpath.dirname(document)
        in_block = False
        for number, line in tree.lines(document):
            if line.lstrip().startswith("```"):
                in_block = not in_block
            if in_block:
                continue
            links = [link for link in LINK.findall(line) if "://" not in link and not link.startswith("mailto:")]
            ticked = [t for t in TICKED.findall(line) if _is_path(t) and t not in WRITTEN_ELSEWHERE]
            for name in links + ticked:
                if not _exists(tree, folder, name.rstrip("/")):
                    findings.append(Finding(document, number, f"there is no {name}"))
    return findings


def folder_readmes(tree: Tree) -> list[Finding]:
    """A README.md in every folder that holds sources.

    include/ and src/ themselves are in their component's; what lies below tests/<component> is in that folder's.
    """
    findings = []
    folders = {posixpath.dirname(f) for f in tree.code() + tree.scripts()}
    folders |= {f.split("/", 1)[0] for f in tree.files if "/" in f and f.split("/", 1)[0] in TOP_LEVEL}
    for folder in sorted(folders - {"", ".ci"}):
        if "/include/" in folder + "/":
            continue
        home = posixpath.dirname(folder) if folder.endswith("/src") else folder
        if home.startswith("tests/"):
            home = "/".join(home.split("/")[:2])
        if not tree.has(f"{home}/README.md"):
            findings.append(Finding(f"{home}/README.md", 1, "this folder holds sources and does not say why"))
    return sorted(set(findings), key=str)
