"""Every check has a bad example that it must catch, and a good one, nearly the same, that it must let pass."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import check
import layers
from tree import Tree

HEADER = '#include "shiji/ledger/ids.h"\n'
IDS = {"ledger/include/shiji/ledger/ids.h": "#pragma once\n"}
LONG_BODY = "  f();\n" * 70
TEST = 'TEST_CASE("It holds") {}\n'

# check: (what it must let pass, [(what it must catch, words of the finding)...]); a tree is path -> text.
EXAMPLES = {
    "layers": (
        {
            **IDS,
            "engine/src/store/a.cpp": HEADER + '#include "store/b.h"\n#include <rocksdb/db.h>\n#include <vector>\n',
            "engine/src/store/b.h": "#include <unistd.h>\n",
            "ledger/src/events/c.cpp": '#include "event_generated.h"\n#include <flatbuffers/flatbuffers.h>\n',
            "ledger/src/calendar.cpp": "#include <chrono>\n",
            "ledger/src/chain/sha256_lanes.cpp": "#include <cpuid.h>\n",
        },
        [
            ({**IDS, "ledger/src/a.cpp": '#include "shiji/engine/b.h"\n'}, "ledger/ may not use engine/"),
            ({"engine/src/a.cpp": '#include "shiji/cli/b.h"\n'}, "engine/ may not use cli/"),
            ({"engine/src/a.cpp": HEADER}, "there is no public header"),
            ({"engine/src/a.cpp": '#include "nowhere.h"\n'}, "is not a header of engine/"),
            ({"projections/src/a.cpp": '#include "../../engine/src/b.h"\n'}, "is not a header of projections/"),
            ({"engine/src/owner/a.cpp": "#include <rocksdb/db.h>\n"}, "has its home in engine/src/store/"),
            ({"engine/src/a.cpp": "#include <nlohmann/json.hpp>\n"}, "has its home in cli/src/"),
            ({"ledger/src/a.cpp": "#include <catch2/catch.hpp>\n"}, "has its home in tests and benchmarks"),
            ({"engine/include/shiji/engine/a.h": "#include <rocksdb/db.h>\n"}, "a public header shows no foreign one"),
            ({"engine/src/a.cpp": "#include <curl/curl.h>\n"}, "belongs to no library"),
            ({"engine/src/a.cpp": '#include "event_generated.h"\n'}, "generated headers are for ledger/src/events/"),
            ({"ledger/src/a.cpp": "#include <fstream>\n"}, "ledger/ is pure: no <fstream>"),
            ({"ledger/src/a.cpp": "#include <unistd.h>\n"}, "ledger/ is pure: no <unistd.h>"),
            ({"ledger/src/a.cpp": "#include <cpuid.h>\n"}, "has its home in ledger/src/chain/sha256_lanes.cpp"),
            ({"ledger/src/a.cpp": "auto t = std::chrono::system_clock::now();\n"}, "ledger/ is pure: no clock"),
            ({"base/a.cpp": "\n"}, "C++ lives in the folders"),
        ],
    ),
    "heavy_headers": (
        {f"cli/src/{n}.cpp": "#include <nlohmann/json.hpp>\n" for n in range(6)},
        [
            ({f"cli/src/{n}.cpp": "#include <nlohmann/json.hpp>\n" for n in range(7)}, "is in 7 files, at most 6"),
            ({f"cli/src/{n}.cpp": "#include <CLI/CLI.hpp>\n" for n in range(7)}, "is in 7 files, at most 6"),
            ({f"tests/{n}.cpp": "#include <rapidcheck/catch.h>\n" for n in range(7)}, "is in 7 files, at most 6"),
            ({f"cli/src/{n}.cpp": "#include <boost/beast/http.hpp>\n" for n in range(7)}, "is in 7 files, at most 6"),
            ({f"engine/src/{n}.h": "#include <rocksdb/db.h>\n" for n in range(13)}, "13 files of engine/, at most 12"),
        ],
    ),
    "documented_paths": (
        {
            "README.md": "`ledger/src/a.cpp`, `a.cpp`, `tile/0/x001`, [docs](docs/b.md), [web](https://c2sp.org)\n",
            "ledger/src/a.cpp": "",
            "ledger/README.md": "`src/a.cpp`\n",
            "docs/b.md": "```\n`docs/not-looked-at.md`\n```\n",
        },
        [
            ({"README.md": "see `ledger/src/gone.cpp`\n"}, "there is no ledger/src/gone.cpp"),
            ({"README.md": "see `gone.cpp`\n"}, "there is no gone.cpp"),
            ({"ledger/README.md": "see [it](../docs/gone.md)\n"}, "there is no ../docs/gone.md"),
            ({"ARCHITECTURE.md": "in `scripts/gone`\n"}, "there is no scripts/gone"),
            ({"engine/a.h": "// as docs/gone.md says\n"}, "there is no docs/gone.md"),
            ({"engine/a.h": "// keys carry their unit (GONE.md)\n"}, "there is no GONE.md"),
        ],
    ),
    "folder_readmes": (
        {"ledger/README.md": "", "ledger/src/a.cpp": "", "ledger/src/chain/README.md": "", "ledger/src/chain/a.cpp": ""},
        [
            ({"ledger/src/a.cpp": ""}, "does not say why"),
            ({"ledger/README.md": "", "ledger/src/chain/a.cpp": ""}, "does not say why"),
            ({"docs/a.md": ""}, "does not say why"),
            ({"tests/README.md": "", "tests/engine/store/a.cpp": ""}, "tests/engine/README.md"),
            ({"scripts/run": "#!/bin/sh\n"}, "does not say why"),
        ],
    ),
    "disabled_tests": (
        {"tests/a_test.cpp": 'TEST_CASE("It holds", "[chain]") {}\n'},
        [
            ({"tests/a_test.cpp": 'TEST_CASE("It holds", "[.slow]") {}\n'}, "off or may fail"),
            ({"tests/a_test.cpp": 'TEST_CASE("It holds", "[chain][!mayfail]") {}\n'}, "off or may fail"),
        ],
    ),
    "file_sizes": (
        {"ledger/a.h": "\n" * 250, "ledger/a.cpp": "\n" * 400},
        [({"ledger/a.h": "\n" * 251}, "at most 250"), ({"ledger/a.cpp": "\n" * 401}, "at most 400")],
    ),
    "floating_point": (
        {"ledger/a.cpp": '// a double entry\nint a = 0; auto s = "float";\n', "cli/a.cpp": "double a = 0;\n"},
        [
            ({"ledger/a.cpp": "double a = 0;\n"}, "floating point"),
            ({"projections/a.h": "std::vector<float> a;\n"}, "floating point"),
            ({"schemas/a.fbs": "table A { a:double; }\n"}, "floating point"),
        ],
    ),
    "function_lengths": (
        {"engine/a.cpp": "namespace a {\n" + "int f() {\n" + LONG_BODY[: 6 * 68] + "}\n}\n"},
        [
            ({"engine/a.cpp": "namespace a {\nint f() {\n" + LONG_BODY + "}\n}\n"}, "a function of 72 lines"),
            ({"engine/a.cpp": "struct A {\n  int f() const noexcept {\n" + LONG_BODY + "}\n};\n"}, "a function of 72"),
            ({"engine/a.cpp": "A::A(int a) : a_(a), b_{a} {\n" + LONG_BODY + "}\n"}, "a function of 72 lines"),
            ({"engine/a.cpp": "auto f() -> std::vector<int> {\n" + LONG_BODY + "}\n"}, "a function of 72 lines"),
            ({"tests/a.cpp": TEST[:-2] + "\n" + LONG_BODY * 2 + "}\n"}, "at most 120"),
        ],
    ),
    "left_to_do": (
        {"ledger/a.cpp": "// the method is Todorov's\n"},
        [({"ledger/a.cpp": "// TO" "DO: all of it\n"}, "left to do"), ({"scripts/a": "#!/bin/sh\n# FIX" "ME\n"}, "left to do")],
    ),
    "machine_paths": (
        {"README.md": "`docker run -v \"$PWD\":/src`, `/etc/os-release`, docs/home/page, $X/home/page\n"},
        [
            ({"README.md": "see /home/anna/shiji\n"}, "a path of one machine"),
            ({"scripts/a": "#!/bin/sh\ncd /work/tree\n"}, "a path of one machine"),
        ],
    ),
    "names": (
        {"ledger/commons_licence.cpp": "", "engine/utility_bill.cpp": ""},
        [
            ({"ledger/src/utils/a.cpp": ""}, "says nothing"),
            ({"engine/src/store_manager.h": ""}, "says nothing"),
            ({"cli/src/common.cpp": ""}, "says nothing"),
            ({"tests/test_helpers.h": ""}, "says nothing"),
        ],
    ),
    "registered_tests": (
        {"tests/compiled_test.cpp": TEST, "tests/support/a.cpp": ""},
        [
            ({"tests/forgotten_test.cpp": TEST}, "no CMake target compiles"),
            ({"tests/ledger/cases.cpp": TEST}, "no CMake target compiles"),
        ],
    ),
    "sleeping_tests": (
        {"tests/a_test.cpp": "condition.wait(lock);\n", "cli/a.cpp": "std::this_thread::sleep_for(1s);\n"},
        [
            ({"tests/a_test.cpp": "std::this_thread::sleep_for(1s);\n"}, "a test sleeps"),
            ({"tests/a_test.cpp": "usleep(10);\n"}, "a test sleeps"),
            ({"tests/crash/run.sh": "sleep 1\n"}, "a test sleeps"),
            ({"tests/crash/run.py": "time.sleep(1)\n"}, "a test sleeps"),
        ],
    ),
}


class Examples(unittest.TestCase):
    """The tables above, each tree written to a folder of its own."""

    def findings(self, name: str, files: dict[str, str]) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder).resolve()
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
            commands = root / "build" / "compile_commands.json"
            commands.parent.mkdir()
            compiled = {"directory": str(commands.parent), "file": "../tests/compiled_test.cpp"}
            commands.write_text(json.dumps([compiled]), encoding="utf-8")
            return [str(finding) for finding in check.CHECKS[name](Tree(root, commands))]

    def test_every_check_has_a_bad_example(self):
        self.assertEqual(sorted(check.CHECKS), sorted(EXAMPLES))
        for name, (_, bad) in EXAMPLES.items():
            self.assertTrue(bad, name)

    def test_bad_examples_are_caught(self):
        for name, (_, bad_examples) in EXAMPLES.items():
            for files, words in bad_examples:
                with self.subTest(check=name, words=words, files=list(files)[:1]):
                    found = self.findings(name, files)
                    self.assertTrue(any(words in finding for finding in found), found)

    def test_good_examples_pass(self):
        for name, (good, _) in EXAMPLES.items():
            with self.subTest(check=name):
                self.assertEqual([], self.findings(name, good))


class Policy(unittest.TestCase):
    """The layer table itself."""

    def test_the_layers_have_no_cycle(self):
        self.assertTrue(layers.acyclic({f: u for f, u in layers.USES.items() if f not in ("tests", "bench")}))

    def test_a_cycle_would_be_found(self):
        self.assertFalse(layers.acyclic({**layers.USES, "ledger": ("ledger", "engine")}))

    def test_a_breach_makes_the_program_fail_and_names_the_place(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "ledger").mkdir()
            (pathlib.Path(folder) / "ledger" / "a.cpp").write_text("\n#include <thread>\n", encoding="utf-8")
            program = pathlib.Path(__file__).parent / "check.py"
            run = subprocess.run(
                [sys.executable, program, "--root", folder, "layers"], capture_output=True, text=True, check=False
            )
            self.assertEqual(1, run.returncode)
            self.assertIn("ledger/a.cpp:2: ledger/ is pure", run.stdout)


if __name__ == "__main__":
    unittest.main()
