"""行政处罚法第五十八条: the pass binds to a digest of exactly the reviewed content."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.reviewed_content import (
    BasisEntry,
    EvidenceEntry,
    ReviewedContent,
    differences,
)

CONTENT = ReviewedContent(
    party_name="云州市惠邻超市有限公司",
    party_code="91990102MA2HL7K66L",
    facts="货架上陈列3种超过保质期的食品38件，货值金额1,126.40元",
    evidence=(EvidenceEntry(1, "书证", "进货票据", "进货数量", ("a" * 64,)),),
    bases=(BasisEntry("处罚", "食品安全法", "2025-09-12", "第一百二十四条第一款第五项"),),
    benchmark="裁量基准第 31 项，第 1 版",
    grade="lighter",
    grade_reasons="货值小，配合调查",
    mitigation="",
    departure="",
    kinds=("没收非法财物", "罚款"),
    fine_fen=5_000_000,
    confiscation_fen=0,
    confiscation_text="食品38件",
    other_penalty="",
)

CHANGES: dict[str, object] = {
    "party_name": "云州市惠邻超市有限公司一",
    "party_code": "91990102MA2HL7K66M",
    "facts": "货架上陈列3种超过保质期的食品39件，货值金额1,126.40元",
    "evidence": (EvidenceEntry(1, "书证", "进货票据", "进货数量", ("b" * 64,)),),
    "bases": (BasisEntry("处罚", "食品安全法", "2025-09-12", "第一百二十四条第一款第六项"),),
    "benchmark": "裁量基准第 31 项，第 2 版",
    "grade": "general",
    "grade_reasons": "货值小，配合调查。",
    "mitigation": "主动消除危害后果",
    "departure": "偏离",
    "kinds": ("罚款",),
    "fine_fen": 5_000_001,
    "confiscation_fen": 1,
    "confiscation_text": "食品39件",
    "other_penalty": "无",
}


def test_every_field_of_the_content_has_its_change_here() -> None:
    assert set(CHANGES) == {one.name for one in fields(ReviewedContent)}


@pytest.mark.parametrize("name", list(CHANGES))
def test_one_changed_character_makes_another_digest_and_is_named(name: str) -> None:
    changed = replace(CONTENT, **{name: CHANGES[name]})  # type: ignore[arg-type]
    assert changed.digest != CONTENT.digest
    found = differences(CONTENT.as_dict(), changed.as_dict())
    assert found
    assert all(one.before != one.after for one in found)


def test_the_same_content_has_the_same_digest_and_no_difference() -> None:
    again = replace(CONTENT)
    assert again.digest == CONTENT.digest
    assert differences(CONTENT.as_dict(), again.as_dict()) == ()


def test_a_stored_snapshot_compares_equal_with_the_present_content() -> None:
    stored = json.loads(json.dumps(CONTENT.as_dict()))
    assert differences(stored, CONTENT.as_dict()) == ()


def test_the_difference_shows_the_changed_piece_and_its_place() -> None:
    changed = replace(CONTENT, facts=CONTENT.facts.replace("38", "36"))
    (one,) = differences(CONTENT.as_dict(), changed.as_dict())
    assert "查明的事实" in one.label
    assert "【8】" in one.before
    assert "【6】" in one.after


@given(st.text(min_size=1, max_size=30), st.integers(0, 20))
def test_any_insertion_into_the_facts_is_found(text: str, place: int) -> None:
    facts = CONTENT.facts[:place] + text + CONTENT.facts[place:]
    changed = replace(CONTENT, facts=facts)
    assert (changed.digest == CONTENT.digest) is (facts == CONTENT.facts)


def test_order_of_evidence_is_content() -> None:
    two = replace(
        CONTENT,
        evidence=(CONTENT.evidence[0], EvidenceEntry(2, "物证", "食品", "过期", ())),
    )
    swapped = replace(two, evidence=tuple(reversed(two.evidence)))
    assert two.digest != swapped.digest
