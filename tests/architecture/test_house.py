"""The shape of the program: who imports whom, how long a file may be, one line of revisions."""

import ast
import re
import subprocess
import sys
from pathlib import Path

LONGEST_FILE = 400
# A stranger reads and runs it alone, so it is one file (draw protocol).
ALONE = {"tools/verify_draw.py"}
CODE = ("enforcement", "config", "tools", "tests", "benchmarks")
PURE = {
    "enforcement/foundation": {"enforcement.foundation"},
    "enforcement/rules": {"enforcement.foundation", "enforcement.rules", "stdnum"},
}


def modules(*folders):
    return [path for folder in folders for path in sorted(Path(folder).rglob("*.py"))]


def imported_names(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_contracts_of_the_floors_are_kept():
    # In a process of its own: import-linter switches off every logger that it finds.
    command = [str(Path(sys.executable).with_name("lint-imports"))]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_foundation_and_rules_import_the_standard_library_only():
    for folder, allowed in PURE.items():
        for path in modules(folder):
            for name in imported_names(path):
                ours = any(name == root or name.startswith(f"{root}.") for root in allowed)
                assert ours or name.split(".")[0] in sys.stdlib_module_names, f"{path} imports {name}"


def test_no_file_is_longer_than_four_hundred_lines():
    long = {str(path): lines for path in modules(*CODE) if (lines := path.read_text().count("\n")) > LONGEST_FILE}
    assert {path for path in long if path not in ALONE} == set()


def test_only_services_and_the_clock_of_the_demo_begin_transactions():
    # A failed sign-in is counted although the sign-in itself fails: the count commits by itself.
    # Verification is the service of a job and stands in a file of its own.
    allowed = re.compile(
        r"(services(/|\.py)|enforcement/platform/|enforcement/demo/|identity/locks\.py|recording/verification\.py)"
    )
    for path in modules("enforcement"):
        if not allowed.search(path.as_posix()):
            assert "transaction()" not in path.read_text(encoding="utf-8"), path


def test_no_import_hides_in_a_function():
    for path in modules("enforcement"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden = [inner for inner in ast.walk(node) if isinstance(inner, ast.Import | ast.ImportFrom)]
                assert hidden == [], f"{path}:{node.lineno}"


def test_revisions_form_one_line_that_ends_at_head():
    source = {path: path.read_text(encoding="utf-8") for path in Path("migrations/versions").glob("*.py")}
    pairs = {
        re.search(r'^revision = "(.+)"', text, re.MULTILINE)[1]: re.search(
            r'^down_revision = (?:"(.+)"|None)', text, re.MULTILINE
        )[1]
        for text in source.values()
    }
    parents = [parent for parent in pairs.values() if parent]
    assert len(parents) == len(set(parents)) == len(pairs) - 1
    assert set(pairs) - set(parents) == {Path("migrations/HEAD").read_text().strip()}


def test_revisions_import_column_types_only():
    for path in modules("migrations/versions"):
        ours = {name for name in imported_names(path) if name.startswith("enforcement")}
        assert ours <= {"enforcement.platform.types"}, f"{path} depends on code that will change: {ours}"
