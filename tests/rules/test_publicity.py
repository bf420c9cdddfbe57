"""What is published, how it is classed, and the 30 fields for 双公示: PUB-SAMR 2, CREDIT, 424."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enforcement.rules.publicity import (
    CreditClass,
    PublicationFacts,
    age_on,
    birth_date,
    credit_class,
    printed_text,
    reasons_against_confirming,
    reasons_against_edits,
    reasons_not_to_publish,
)
from enforcement.rules.twin_record import is_credit_code, twin_checks, twin_record
from tests.rules.test_redaction import FACTS, PERSON

MARKET = "市场监督管理"


def codes(facts, domain=MARKET):
    return [reason.code for reason in reasons_not_to_publish(facts, domain)]


@pytest.mark.parametrize(
    ("kinds", "domain", "expected"),
    [
        (("警告",), MARKET, ["only-a-warning"]),
        (("警告", "罚款"), MARKET, []),
        (("通报批评",), MARKET, []),
        (("警告",), "生态环境", []),
    ],
)
def test_pub_samr_2_both_sides(kinds, domain, expected):
    assert codes(replace(FACTS, kinds=kinds), domain) == expected


@pytest.mark.parametrize(("born", "expected"), [("20081015", []), ("20081016", ["party-is-minor"])])
def test_a_minor_is_not_published_an_adult_from_the_birthday(born, expected):
    assert codes(replace(PERSON, party_id_no=f"330106{born}0013"), "") == expected


def test_a_representatives_age_is_nobodys_business():
    assert codes(replace(FACTS, party_id_no="330106201501010013")) == []


def test_birth_date_of_both_lengths_and_of_nonsense():
    assert birth_date("330106199003075253") == date(1990, 3, 7)
    assert birth_date("330106900307525") == date(1990, 3, 7)
    assert birth_date("33010619901307525X") is None
    assert birth_date("") is None
    assert age_on(date(2000, 2, 29), date(2018, 2, 28)) == 17
    assert age_on(date(2000, 2, 29), date(2018, 3, 1)) == 18


@pytest.mark.parametrize(
    ("kinds", "fine", "huge", "expected"),
    [
        (("警告", "通报批评"), 0, None, CreditClass.MINOR),
        (("警告", "罚款"), 100, None, CreditClass.GENERAL),
        (("罚款",), 999, 1000, CreditClass.GENERAL),
        (("罚款",), 1000, 1000, CreditClass.SERIOUS),
        (("警告", "吊销许可证件"), 0, None, CreditClass.SERIOUS),
        ((), 0, None, CreditClass.GENERAL),
    ],
)
def test_credit_class_both_sides(kinds, fine, huge, expected):
    assert credit_class(kinds, fine, huge) is expected


def test_118_second_person():
    assert [reason.code for reason in reasons_against_confirming(7, 7)] == ["second-person"]
    assert reasons_against_confirming(7, 8) == ()
    assert reasons_against_confirming(None, 8) == ()


def test_departing_needs_a_reason():
    assert [reason.code for reason in reasons_against_edits(0, 1, " ")] == ["edit-without-reason"]
    assert reasons_against_edits(0, 1, "公开号码") == ()
    assert reasons_against_edits(0, 0, "") == ()


def test_facts_survive_being_stored():
    facts = replace(FACTS, performed_on=date(2026, 10, 20), decision_text=("甲", "乙"))
    assert PublicationFacts.from_record(facts.as_record()) == facts


def test_the_party_stands_before_the_paragraphs_without_empty_lines():
    assert printed_text(replace(PERSON, decision_text=("正文",))) == (
        "当事人：周明",
        "住所（住址）：云州市临江区江畔路66号3幢201室",
        "身份证件号码：330106199003070018",
        "联系电话：0571-81234567",
        "正文",
    )


# --- 双公示 ----------------------------------------------------------------------------------

AGENCY = "11330106MB1234567J"
LIMIT = date(2027, 10, 15)


def failed(facts, agency=AGENCY, until=LIMIT, today=date(2026, 10, 20)):
    record = twin_record(facts, agency, "经查明", until)
    return {check.message for check in twin_checks(record, facts, LIMIT, today) if not check.passed}


def with_check(first_17):
    return next(first_17 + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(first_17 + last))


GOOD_AGENCY = with_check("11330106MB1234567")
GOOD = replace(FACTS, party_uscc=with_check("91330106MA2HL7K66"))


def test_424_a_complete_record_passes_every_check():
    assert failed(GOOD, GOOD_AGENCY) == set()
    assert len(twin_record(GOOD, GOOD_AGENCY, "经查明", LIMIT)) == 30


def test_gb_32100_one_wrong_character_is_seen():
    wrong = "0" if GOOD.party_uscc[-1] != "0" else "1"
    assert failed(replace(GOOD, party_uscc=GOOD.party_uscc[:-1] + wrong), GOOD_AGENCY)


def test_a_fine_and_its_kind_belong_together():
    message = "有罚款金额当且仅当处罚类别含罚款"
    assert message in failed(replace(GOOD, kinds=("警告",)), GOOD_AGENCY)
    assert message in failed(replace(GOOD, fine_fen=0), GOOD_AGENCY)


@pytest.mark.parametrize("fen", [1, 99, 100, 5_000_000, 123_456_789_012])
def test_yuan_to_wan_loses_nothing(fen):
    facts = replace(GOOD, fine_fen=fen)
    assert failed(facts, GOOD_AGENCY) == set()


def test_dates_keep_their_order_and_the_limit():
    assert "决定日期不晚于今天" in failed(GOOD, GOOD_AGENCY, today=date(2026, 10, 14))
    assert failed(GOOD, GOOD_AGENCY, today=date(2026, 10, 15)) == set()
    assert "公示截止期在失信信息类别的最长公示期内" in failed(GOOD, GOOD_AGENCY, until=date(2027, 10, 16))


def test_a_natural_person_has_an_id_and_no_credit_code():
    assert "自然人没有统一社会信用代码" in failed(replace(PERSON, party_uscc=GOOD.party_uscc), GOOD_AGENCY)
    assert "证件号码（自然人）必须填写" in failed(replace(PERSON, party_id_no=""), GOOD_AGENCY)
    assert failed(replace(PERSON, party_id_no="330106199003075253"), GOOD_AGENCY) == set()
