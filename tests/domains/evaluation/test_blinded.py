"""What evaluators see of a file: everything it says, and nobody of the agency by name or number."""

import json
from dataclasses import asdict

import pytest

from enforcement.evaluation.blinded import WORDS
from enforcement.evaluation.commands.files import TakeIn
from enforcement.evaluation.queries.files import blinded_file
from enforcement.evaluation.services.files import take_in, take_in_closed_cases
from enforcement.foundation.actor import system_actor
from enforcement.foundation.errors import NotFound
from enforcement.rules.facts import State
from tests.domains.evaluation.outside import as_bytes, outside_file
from tests.support.app import NOON
from tests.support.bureau import make_bureau


def _said(seen):
    return json.dumps(asdict(seen), ensure_ascii=False, default=str)


@pytest.mark.parametrize("number", [0, 5, 11, 14])
def test_nobody_of_the_agency_is_named_and_everybody_of_the_party_is(made, number):
    content = outside_file(made.city.bureau, number)
    content["services"] = content["services"][:1]
    seen = blinded_file(take_in(made["planner"], TakeIn(as_bytes(content), b"%PDF-1.7"), NOON).row.public_id)
    said = _said(seen)
    for officer in content["officers"]:
        assert officer["name"] not in said
        for certificate in officer.get("certificates", ()):
            assert certificate["number"] not in said
    assert "承办人甲" in said
    assert content["parties"][0]["name"] in said
    assert seen.has_volume
    assert [one.id for one in seen.papers] == [f"d{no}" for no in range(1, len(content["documents"]) + 1)]
    told = [{line.text for line in one.contents} for one in seen.papers]
    assert all(len(texts) <= len(one["contents"]) for texts, one in zip(told, content["documents"], strict=True))


def test_findings_are_shown_with_pseudonyms_and_keep_their_ids(made):
    content = outside_file(made.city.bureau)
    handler = next(one for one in content["officers"] if one["id"] == content["case"]["handlers"][0])
    handler["certificates"][0]["valid_to"] = "2026-01-01"
    row = take_in(made["planner"], TakeIn(as_bytes(content)), NOON).row
    seen = blinded_file(row.public_id)
    expired = next(one for one in seen.findings if one.rule == "certificate-invalid")
    assert expired.public_id in {one.public_id for one in row.findings}
    assert "承办人" in expired.explanation
    assert handler["name"] not in expired.explanation


@pytest.mark.parametrize("where", ["representative", "party", "signature", "paper"])
def test_the_agency_that_is_judged_cannot_write_its_handlers_where_they_are_not_hidden(made, where):
    content = outside_file(made.city.bureau)
    first, second = (one["name"] for one in content["officers"][:2])
    both = f"{first}、{second}"
    content["documents"][0]["contents"]["clue"] = f"{both}到场检查"
    if where == "representative":
        content["parties"][0]["legal_representative"] = both
    elif where == "party":
        content["parties"].append({**content["parties"][0], "id": "p9", "name": both, "kind": "individual_business"})
    elif where == "signature":
        content["documents"][0]["signatures"] = [{"role": "recipient", "name": both}]
    else:
        content = json.loads(json.dumps(content).replace(f'"{content["documents"][0]["id"]}"', json.dumps(both)))
    said = _said(blinded_file(take_in(made["planner"], TakeIn(as_bytes(content)), NOON).row.public_id))
    assert (first in said, second in said) == (False, False)


def test_two_of_one_name_are_told_apart(made):
    content = outside_file(made.city.bureau)
    handlers = content["case"]["handlers"]
    names = {one["id"]: one["name"] for one in content["officers"]}
    said = json.dumps(content).replace(json.dumps(names[handlers[1]])[1:-1], json.dumps(names[handlers[0]])[1:-1])
    seen = blinded_file(take_in(made["planner"], TakeIn(said.encode()), NOON).row.public_id)
    (case,) = next(one.entries for one in seen.sections if one.name == "case")
    shown = next(one.text for one in case if one.label == "承办人")
    assert shown == "承办人甲、承办人甲（同名第2人）"
    assert names[handlers[0]] not in _said(seen)


def test_the_same_people_keep_their_pseudonyms_through_the_whole_file(made):
    content = outside_file(made.city.bureau)
    seen = blinded_file(take_in(made["planner"], TakeIn(as_bytes(content)), NOON).row.public_id)
    by_id = {one["id"]: one["name"] for one in content["officers"]}
    shown = {}
    for paper, document in zip(seen.papers, content["documents"], strict=True):
        for officer, pseudonym in zip(document.get("officers", ()), paper.officers, strict=True):
            assert shown.setdefault(by_id[officer], pseudonym) == pseudonym
    assert len(set(shown.values())) == len(shown) > 1


def test_a_case_of_this_system_names_none_of_its_people_either(app_with_store):
    assert app_with_store is not None
    bureau = make_bureau()
    walk = bureau.walk()
    walk.to(State.CLOSED)
    (outcome,) = take_in_closed_cases(system_actor("测试"), [bureau.org_id], walk.today(), walk.today(), walk.now())
    assert outcome.new
    seen = blinded_file(outcome.public_id)
    said = _said(seen)
    for name in ("林某", "许某", "沈某", "季某", "方某", "田某", "云A-0127", "云A-0163"):
        assert name not in said
    assert "现场检查" in seen.recordings


def test_an_unknown_file_is_not_there(made):
    with pytest.raises(NotFound):
        blinded_file("nosuchfile")


def test_every_word_of_the_format_is_shown_in_chinese():
    assert [one for kind, words in WORDS.items() for one in kind if one not in words] == []
