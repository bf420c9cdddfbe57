"""The program a stranger runs: it agrees with ours about every bundle, and needs nothing of ours."""

import ast
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.reading import Unreadable
from enforcement.rules.draws.verification import verify
from tests.support.bundles import make_bundle, tamperings
from tests.support.draw_vectors import vector_bundle
from tests.support.tampering import UNREADABLE
from tools import verify_draw as tool

PROGRAM = Path(tool.__file__)
BUNDLES = 1000
CHANGED = 30


def ours(bundle):
    try:
        return [(one.step, one.subject, one.state) for one in verify(bundle)]
    except Unreadable as fault:
        return [(UNREADABLE, fault.key, "failed")]


def theirs(bundle):
    states = {tool.OK: "ok", tool.FAILED: "failed", tool.NOT_PUBLISHED: "not published"}
    try:
        return [(one.step, one.subject, states[one.state]) for one in tool.Draw(bundle).verify()]
    except tool.Unreadable as fault:
        return [(UNREADABLE, str(fault).split(":")[0], "failed")]


def run(tmp_path, text, *arguments):
    path = tmp_path / "bundle.json"
    path.write_text(text, encoding="utf-8")
    # Outside the house, without its packages: a stranger has the one file only.
    command = [sys.executable, "-I", str(PROGRAM), str(path), *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert answer.stderr == ""
    return answer.returncode, answer.stdout.splitlines()


def find(wanted, algorithm=Algorithm.SHA256):
    return next(bundle for number in range(500) if wanted(bundle := make_bundle(number, algorithm)))


def test_it_imports_the_standard_library_only():
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_a_thousand_random_draws_hold_for_both():
    for number in range(BUNDLES):
        bundle = make_bundle(number, list(Algorithm)[number % 2])
        found = theirs(bundle)
        assert found == ours(bundle), number
        assert not [step for step, _, state in found if state == "failed"], number


def test_every_change_is_named_by_its_step_by_both():
    for number in range(CHANGED):
        for what, step, bundle in tamperings(make_bundle(number, list(Algorithm)[number % 2])):
            found = theirs(bundle)
            assert found == ours(bundle), f"{number}: {what}"
            assert next(name for name, _, state in found if state == "failed") == step, f"{number}: {what}"


@pytest.mark.parametrize("algorithm", Algorithm)
def test_the_vectors_hold_and_an_enterprise_finds_itself(algorithm, tmp_path):
    text = json.dumps(vector_bundle(algorithm))
    drawn = {Algorithm.SHA256: "0001", Algorithm.SM3: "0016"}[algorithm]
    status, lines = run(tmp_path, text, "--id", f"91330100TEST{drawn}XX")
    assert status == 0
    assert lines[:4] == ["pool root: ok", "exclusion root: ok", "counts N: ok", "source order: ok"]
    assert "tickets and threshold, class A: ok" in lines
    assert "officer root: not published" in lines
    assert f"91330100TEST{drawn}XX: in the pool, class A, weight 1" in lines
    ticket = next(line for line in lines if line.startswith("ticket: "))
    assert ticket.startswith({"0001": "ticket: 0d2d7c11201bc0a0", "0016": "ticket: 43fcb405d49493c5"}[drawn])
    assert ticket.endswith("place 1 of 7 in class A")
    assert "outcome: drawn" in lines
    _, lines = run(tmp_path, text, "--id", "91330100TEST0002XX")
    assert "outcome: not drawn, the ticket lies above the threshold" in lines


def test_a_failed_step_tells_what_was_expected_and_got(tmp_path):
    bundle = vector_bundle(Algorithm.SHA256)
    bundle["seed"] = "00" * 32
    status, lines = run(tmp_path, json.dumps(bundle))
    assert status == 1
    seed = "1c7d1c73e8fa9964ef737f734f09e8697aa8854f58d3b2f9d1e7164beeb9001f"
    assert f"seed: FAILED: expected {seed} got {'00' * 32}" in lines


def test_an_excluded_object_learns_by_which_rule(tmp_path):
    bundle = find(lambda bundle: bundle["exclusions"])
    object_id, rule, _ = bundle["exclusions"][0].split("|")
    status, lines = run(tmp_path, json.dumps(bundle), "--id", object_id)
    assert status == 0
    assert any(line.startswith(f"{object_id}: excluded by rule {rule} ") for line in lines)
    assert f"{object_id}: not in the pool" in lines


def test_a_sealed_draw_before_it_opens(tmp_path):
    bundle = find(lambda bundle: bundle["pool"] and "kc" in bundle["commit_json"] and bundle["sealed_key"] is None)
    status, lines = run(tmp_path, json.dumps(bundle), "--id", bundle["pool"][0].split("|")[0])
    assert status == 0
    assert "key commitment: not published" in lines
    assert "ticket, threshold, outcome: not published" in lines


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is no JSON"),
        ('{"v": 1, "v": 1}', "v: this key stands twice"),
        ('{"v": 1}', "commit_json: missing"),
        ("[]", "bundle: must be an object"),
        ('{"v": ' + "9" * 5000 + "}", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_what_cannot_be_read_ends_with_two(tmp_path, text, why):
    status, lines = run(tmp_path, text)
    assert status == 2
    assert lines[0].startswith("the bundle can't be read: ")
    assert why in lines[0]


def test_a_python_without_sm3_is_told_so(monkeypatch):
    def without_sm3(name, data=b""):
        if name == "sm3":
            raise ValueError(name)
        return hashlib.sha256(data)

    monkeypatch.setattr(tool.hashlib, "new", without_sm3)
    with pytest.raises(tool.Unreadable, match="OpenSSL of this Python lacks"):
        tool.Draw(vector_bundle(Algorithm.SM3))
    tool.Draw(vector_bundle(Algorithm.SHA256))
