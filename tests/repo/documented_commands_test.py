"""documented_commands.py runs what is marked, stops where a command fails, and is not content with nothing."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(__file__).parent / "documented_commands.py"


class Documents(unittest.TestCase):
    """One small document each, with a `shiji` that echoes."""

    def run_document(self, text: str) -> subprocess.CompletedProcess:
        with tempfile.TemporaryDirectory() as folder:
            shiji = pathlib.Path(folder) / "shiji"
            shiji.write_text('#!/bin/sh\n[ "$1" != fail ] && echo "told: $*"\n', encoding="utf-8")
            shiji.chmod(0o755)
            document = pathlib.Path(folder) / "README.md"
            document.write_text(text, encoding="utf-8")
            command = [sys.executable, PROGRAM, "--document", document, "--shiji", shiji]
            return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_marked_blocks_run_in_order_in_one_shell(self):
        run = self.run_document("```sh test\nx=one\n```\ntext\n```sh\nexit 9\n```\n```sh test\nshiji $x\n```\n")
        self.assertEqual((0, "told: one\n"), (run.returncode, run.stdout))

    def test_a_command_that_fails_is_found(self):
        run = self.run_document("```sh test\nshiji fail\nshiji on\n```\n")
        self.assertNotEqual(0, run.returncode)
        self.assertEqual("", run.stdout)

    def test_a_document_without_commands_is_found(self):
        self.assertEqual(1, self.run_document("```sh\nshiji on\n```\n").returncode)

    def test_the_repository_is_in_reach(self):
        self.assertEqual(0, self.run_document("```sh test\ntest -d scripts\n```\n").returncode)


if __name__ == "__main__":
    unittest.main()
