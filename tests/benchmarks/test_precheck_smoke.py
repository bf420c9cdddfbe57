"""The benchmark of the pre-check runs to its end and counts what it says; nothing is asserted about times.

A file that is taken in asks the database as much as the first one did."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.precheck import measure
from benchmarks.take_in import measure_taking_in


def test_a_tiny_run_reads_clean_and_spoilt_files():
    result = measure(30, batch=20)
    assert result.files == 30
    assert result.bytes > 30 * 5_000
    assert result.findings >= 30
    assert result.files_per_second > 0
    assert result.ratio > 1


def test_what_a_file_asks_the_database_does_not_grow_with_their_number():
    taken = measure_taking_in(24)
    assert (len(taken.clean), len(taken.spoilt)) == (12, 12)
    assert taken.constant, (taken.clean, taken.spoilt)
    assert taken.files_per_second > 0


def test_the_program_prints_both_parts():
    command = [sys.executable, "-m", "benchmarks.precheck", "--files", "4", "--taken-in", "2"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "queries a file                 0" in output
    assert "constant                     yes" in output
