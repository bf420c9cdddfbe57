"""Merkle trees and inclusion proofs as in RFC 9162, section 2.1."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.rules.draws.hashing import Algorithm, DrawFault, digest
from enforcement.rules.draws.tree import inclusion_proof, root, root_of_proof

LINES = st.lists(st.binary(max_size=8), min_size=1, max_size=40)
fast = settings(max_examples=60, deadline=None)


def definition(lines):
    """The recursive definition of the RFC, word for word."""
    if not lines:
        return hashlib.sha256(b"").digest()
    if len(lines) == 1:
        return hashlib.sha256(b"\x00" + lines[0]).digest()
    half = 1 << (len(lines) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + definition(lines[:half]) + definition(lines[half:])).digest()


@fast
@given(st.lists(st.binary(max_size=8), max_size=70))
def test_the_root_is_that_of_the_definition(lines):
    assert root(Algorithm.SHA256, lines) == definition(lines)


def test_the_empty_tree_is_the_hash_of_nothing():
    for algorithm in Algorithm:
        assert root(algorithm, []) == digest(algorithm, b"")


@fast
@given(LINES, st.data(), st.sampled_from(Algorithm))
def test_every_line_proves_that_it_is_in(lines, data, algorithm):
    index = data.draw(st.integers(0, len(lines) - 1))
    proof = inclusion_proof(algorithm, lines, index)
    assert root_of_proof(algorithm, lines[index], index, len(lines), proof) == root(algorithm, lines)
    assert root_of_proof(algorithm, lines[index] + b"!", index, len(lines), proof) != root(algorithm, lines)


@fast
@given(LINES, st.data())
def test_a_proof_of_another_length_is_refused(lines, data):
    index = data.draw(st.integers(0, len(lines) - 1))
    proof = inclusion_proof(Algorithm.SHA256, lines, index)
    with pytest.raises(DrawFault, match="太长"):
        root_of_proof(Algorithm.SHA256, lines[index], index, len(lines), (*proof, bytes(32)))
    if proof:
        with pytest.raises(DrawFault, match="太短"):
            root_of_proof(Algorithm.SHA256, lines[index], index, len(lines), proof[:-1])


def test_there_is_no_proof_beyond_the_list():
    with pytest.raises(DrawFault, match="共 2 行"):
        inclusion_proof(Algorithm.SHA256, [b"a", b"b"], 2)
    with pytest.raises(DrawFault, match="共 2 行"):
        root_of_proof(Algorithm.SHA256, b"a", -1, 2, ())
