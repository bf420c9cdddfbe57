"""The published schema and guide say what the program reads."""

import json

import pytest
from jsonschema import Draft202012Validator

from config.settings import ROOT
from enforcement.rules.casefile import read_case_file
from enforcement.rules.precheck import precheck
from tests.support.casefiles import clean_file
from tests.support.faults import spoil
from tests.support.precheck_report import law
from tools.write_casefile_docs import GUIDE, SCHEMA, guide_text, schema_text

VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
EXAMPLE = ROOT / "docs" / "casefile.example.json"


def test_the_schema_is_the_one_of_the_program():
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()
    Draft202012Validator.check_schema(json.loads(schema_text()))


def test_the_tables_of_the_guide_are_those_of_the_program():
    text = GUIDE.read_text(encoding="utf-8")
    assert text == guide_text(text)


def test_the_schema_takes_every_clean_file():
    assert [n for n in range(60) if not VALIDATOR.is_valid(clean_file(n))] == []


def test_the_schema_takes_spoilt_files_too():
    assert all(VALIDATOR.is_valid(one.file) for one in spoil(clean_file, 60, 200))


def test_the_example_reads_and_has_nothing_wrong():
    text = EXAMPLE.read_text(encoding="utf-8")
    assert VALIDATOR.is_valid(json.loads(text))
    assert precheck(read_case_file(text), law()) == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f["documents"][3].update(issued_on="2026/02/03"),
        lambda f: f["documents"][3].pop("issued_on"),
        lambda f: f["documents"][3].update(colour="red"),
        lambda f: f["documents"][0].update(title="  "),
        lambda f: f["decision"].update(fine_fen=-1),
        lambda f: f["services"][0].update(mode="pigeon"),
        lambda f: f.update(version=2),
        lambda f: f.update(parties=[]),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(change):
    file = clean_file(2)
    change(file)
    assert not VALIDATOR.is_valid(file)
