"""The benchmark of the pre-check runs to its end and counts what it says; nothing is asserted about times."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.precheck import measure


def test_a_tiny_run_reads_clean_and_spoilt_files():
    result = measure(30, batch=20)
    assert result.files == 30
    assert result.bytes > 30 * 5_000
    assert result.findings >= 30
    assert result.files_per_second > 0
    assert result.ratio > 1


def test_no_database_is_loaded():
    command = [sys.executable, "-m", "benchmarks.precheck", "--files", "4"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "none (no database is loaded)" in output
