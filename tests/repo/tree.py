"""The repository as the checks see it: its files, their text, and what a finding is."""

import dataclasses
import os
import pathlib
import re

LEFT_OUT = {".git", ".cache", "__pycache__", "build", "shiji-data", "shiji-demo", "results"}
CODE = (".cpp", ".h", ".fbs", ".py", ".cmake", ".go", ".sh")
COMPONENTS = ("schemas", "ledger", "engine", "projections", "cli")
TOP_LEVEL = COMPONENTS + ("bench", "tests", "scripts", "cmake", "docs", "packaging", ".ci")


@dataclasses.dataclass(frozen=True)
class Finding:
    """One breach: where, and what the rule is."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Tree:
    """All files below a root but for what a build writes. `compile_commands` is the build's list, where there is one."""

    def __init__(self, root: pathlib.Path, compile_commands: pathlib.Path | None = None):
        self.root = root.resolve()
        self.compile_commands = compile_commands
        self.files = sorted(self._walk())
        self._known = set(self.files)
        self._texts: dict[str, str] = {}

    def _walk(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if f not in LEFT_OUT and not f.startswith(("build-", "shiji-demo-"))]
            for name in names:
                yield (pathlib.Path(folder) / name).relative_to(self.root).as_posix()

    def has(self, path: str) -> bool:
        return path in self._known

    def has_folder(self, path: str) -> bool:
        return (self.root / path).is_dir()

    def text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_bytes().decode("utf-8", errors="replace")
        return self._texts[path]

    def lines(self, path: str):
        return enumerate(self.text(path).splitlines(), start=1)

    def code(self, *suffixes: str, under: tuple[str, ...] = ("",)) -> list[str]:
        return [f for f in self.files if f.endswith(suffixes or CODE) and f.startswith(under)]

    def scripts(self) -> list[str]:
        """Files without a suffix that start with #!."""
        return [f for f in self.files if "." not in f.rsplit("/", 1)[-1] and self.text(f).startswith("#!")]


_NOISE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\\ ]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
    re.DOTALL,
)
_DIGIT_MARK = re.compile(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])")


def without_comments(text: str) -> str:
    """C++ text with comments and literals blanked, every line where it was."""
    plain = _DIGIT_MARK.sub("_", text)
    return _NOISE.sub(lambda m: "\n" * m.group().count("\n") if "\n" in m.group() else '""', plain)
