"""Packages are pinned with hashes, and the pins follow from what we ask for."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

LISTS = ("requirements", "requirements-dev")
PINNED = re.compile(r"^(?P<name>[a-z0-9.-]+)(\[[a-z,]+\])?==(?P<version>[^ ;]+)")


def pins(name):
    lines = Path(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return {found["name"]: found["version"] for line in lines if (found := PINNED.match(line))}


def asked(name):
    for line in Path(f"{name}.in").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-c")):
            yield Requirement(line)


@pytest.mark.parametrize("name", LISTS)
def test_pins_satisfy_what_is_asked(name):
    pinned = pins(name)
    for requirement in asked(name):
        assert pinned[requirement.name] in requirement.specifier, f"{requirement}: run `make lock`"


@pytest.mark.parametrize("name", LISTS)
def test_every_pin_has_hashes_and_no_line_names_a_host(name):
    text = Path(f"{name}.txt").read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=[a-z])", text.strip()):
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert "--index" not in text


def test_both_lists_pin_the_same_versions():
    runtime, development = pins("requirements"), pins("requirements-dev")
    shared = runtime.keys() & development.keys()
    assert {name: runtime[name] for name in shared} == {name: development[name] for name in shared}
