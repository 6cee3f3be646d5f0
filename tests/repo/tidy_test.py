"""clang-tidy finds what it is there to find, in headers too: a filter that matches nothing would be silent.

Usage: tidy_test.py CLANG_TIDY CONFIGURATION [unittest arguments]
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

CLANG_TIDY, CONFIGURATION = sys.argv[1:3]
SOURCE = '#include "shiji/ledger/planted.h"\nint main() { return 0; }\n'
LONG = "inline int long_one(int a) {\n" + "  a += 1;\n" * 70 + "  return a;\n}\n"
KNOTTED = (
    "inline int knotted(int a, int b) {\n"
    + "".join(f"  if (a > {n} && b > a) {{\n    while (a > {n} || b < {n}) {{ --a; }}\n  }}\n" for n in range(6))
    + "  return a;\n}\n"
)

# What is planted in a public header, and the check that must name it; an empty name means nothing may be found.
PLANTED = [
    ("struct Planted {\n  int size = 0;\n};\n", ""),
    (LONG, "readability-function-size"),
    (KNOTTED, "readability-function-cognitive-complexity"),
    ("class planted_wrongly {};\n", "readability-identifier-naming"),
    ("class Planted {\n public:\n  int f() { return size; }\n\n private:\n  int size = 0;\n};\n", "readability-identifier-naming"),
    ("struct A { virtual ~A() = default; };\nstruct B : A { virtual ~B() = default; };\n", "modernize-use-override"),
    ("inline int planted(int a) { return a == a; }\n", "misc-redundant-expression"),
]


class Planted(unittest.TestCase):
    """One header with one fault at a time."""

    def tidy(self, header: str) -> subprocess.CompletedProcess:
        with tempfile.TemporaryDirectory() as folder:
            include = pathlib.Path(folder) / "ledger" / "include"
            planted = include / "shiji" / "ledger" / "planted.h"
            planted.parent.mkdir(parents=True)
            planted.write_text("#pragma once\n" + header, encoding="utf-8")
            source = pathlib.Path(folder) / "ledger" / "planted.cpp"
            source.write_text(SOURCE, encoding="utf-8")
            command = [CLANG_TIDY, "--quiet", f"--config-file={CONFIGURATION}", source, "--", "-std=c++20", f"-I{include}"]
            return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_planted_faults_are_found_and_only_they(self):
        for header, name in PLANTED:
            with self.subTest(name=name, header=header[:40]):
                run = self.tidy(header)
                if name:
                    self.assertIn(name, run.stdout)
                    self.assertNotEqual(0, run.returncode)
                else:
                    self.assertEqual((0, ""), (run.returncode, run.stdout))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
