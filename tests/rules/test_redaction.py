"""What the proposal hides and what it leaves: 行政处罚法第五十条, 个人信息保护法第三十四条, ZJ-PUB 7."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.rules.publicity import PublicationFacts
from enforcement.rules.redaction import (
    Kind,
    Segment,
    Span,
    is_id_number,
    narrow,
    occurrences,
    propose,
    redact,
    without_overlap,
)

FACTS = PublicationFacts(
    case_no="云市监案〔2026〕1号",
    title="云州市惠邻超市有限公司经营超过保质期的食品案",
    party_name="云州市惠邻超市有限公司",
    party_kind="organisation",
    party_uscc="91330106MA2HL7K66L",
    party_id_no="",
    legal_representative="张卫国",
    party_address="云州市临江区江畔路66号",
    party_phone="0571-81234567",
    third_persons=("李小红",),
    officer_names=("王强", "赵敏"),
    certificate_nos=("ZJ0102001", "ZJ0102002"),
    bank_account="3301 0401 6002 9999",
    document_public_id="d1",
    document_number="云市监处罚〔2026〕128号",
    document_sha256="0" * 64,
    decision_text=(),
    decided_on=date(2026, 10, 15),
    agency_name="云州市市场监督管理局",
    org_id=1,
    org_path="/1/",
    act="经营超过保质期的食品",
    basis="《中华人民共和国食品安全法》第一百二十四条第一款第五项",
    kinds=("罚款",),
    penalty_text="罚款50,000.00元",
    fine_fen=5_000_000,
    confiscation_fen=0,
    grade="从轻",
    performed_on=None,
    served_on=None,
    region_name="云州市",
)
PERSON = replace(
    FACTS,
    party_name="周明",
    party_kind="person",
    party_uscc="",
    party_id_no="330106199003070018",
    legal_representative="",
    party_address="云州市临江区江畔路66号3幢201室",
)


def hidden(text: str, facts: PublicationFacts = FACTS) -> list[tuple[Kind, str]]:
    spans = propose(replace(facts, decision_text=(text,)))
    return [(span.kind, text[span.start : span.end]) for span in spans]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("身份证号码：330106199003070012，", Kind.ID_NUMBER, "330106199003070012"),
        ("公民330106199003075253在场", Kind.ID_NUMBER, "330106199003075253"),
        ("公民330106 19900307 5253在场", Kind.ID_NUMBER, "330106 19900307 5253"),
        ("旧证330106900307001在案", Kind.ID_NUMBER, "330106900307001"),
        ("电话13800138000。", Kind.PHONE, "13800138000"),
        ("电话138-0013-8000。", Kind.PHONE, "138-0013-8000"),
        ("拨打１３８００１３８０００投诉", Kind.PHONE, "１３８００１３８０００"),
        ("座机0571-87654321转8", Kind.PHONE, "0571-87654321转8"),
        ("座机（0571）87654321", Kind.PHONE, "（0571）87654321"),
        ("开户行云州银行，账号：6217 0012 3456 789", Kind.BANK_ACCOUNT, "6217 0012 3456 789"),
        ("汇入6222021234567890128", Kind.BANK_ACCOUNT, "6222021234567890128"),
        ("信箱zhang.san@example.com。", Kind.EMAIL, "zhang.san@example.com"),
        ("李某住云州市临江区幸福里小区3幢2单元201室。", Kind.ADDRESS, "幸福里小区3幢2单元201室"),
        ("住址：云州市北塘县青山镇李家村", Kind.ADDRESS, "青山镇李家村"),
        ("出生日期：1990年1月2日", Kind.BIRTH_DATE, "1990年1月2日"),
        ("1990年1月2日出生", Kind.BIRTH_DATE, "1990年1月2日"),
        ("其妻患有高血压，", Kind.HEALTH, "高血压"),
        ("法定代表人：张卫国", Kind.PERSON_NAME, "张卫国"),
        ("负责人（姓名）证人：钱七。", Kind.PERSON_NAME, "钱七"),
        ("消费者李小红投诉", Kind.PERSON_NAME, "李小红"),
        ("执法人员王强到场", Kind.PERSON_NAME, "王强"),
        ("（执法证号ZJ0102001）", Kind.CERTIFICATE, "ZJ0102001"),
    ],
)
def test_zj_pub_7_hides(text, kind, expected):
    assert (kind, expected) in hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "当事人：云州市惠邻超市有限公司",
        "统一社会信用代码：91330106MA2HL7K66L",
        "住所：云州市临江区江畔路66号",
        "云市监处罚〔2026〕128号，2026年10月15日",
        "货值金额合计1,126.40元，罚款50,000.00元",
        "批号330106199003070019",  # check character wrong and no label: not a citizen's number
        "订单12800138000",  # 12… is no mobile range
        "生产日期：2026年3月1日",
        "扣押货车浙A·12345",  # an organisation's own lorry
        "如不服本决定，可以向云州市人民政府申请行政复议",
    ],
)
def test_what_stays_for_an_organisation(text):
    assert hidden(text) == []


def test_plate_of_a_natural_person_is_hidden():
    assert hidden("驾驶浙A·12345货车", PERSON) == [(Kind.PLATE, "浙A·12345")]


def test_the_punished_persons_name_stays_their_home_below_the_county_goes():
    text = "当事人：周明，住云州市临江区江畔路66号3幢201室，证件330106199003070018"
    assert hidden(text, PERSON) == [
        (Kind.ADDRESS, "江畔路66号3幢201室"),
        (Kind.ID_NUMBER, "330106199003070018"),
    ]


def test_shop_sign_with_the_operators_name_stays_the_operator_elsewhere_goes():
    shop = replace(FACTS, party_name="张卫国餐饮店", party_kind="individual_business")
    assert hidden("当事人：张卫国餐饮店，经营者：张卫国", shop) == [(Kind.PERSON_NAME, "张卫国")]


def test_id_number_check_both_sides():
    assert is_id_number("330106199003075253")
    assert not is_id_number("330106199003075252")
    assert not is_id_number("330106199013075253")
    assert not is_id_number("910106199003075253")
    assert is_id_number("330106900307001")
    assert not is_id_number("330106901307001")


def test_redacted_text_keeps_no_digit():
    facts = replace(FACTS, decision_text=("身份证号码：330106199003075253，电话13800138000。",))
    paragraphs, listed = redact(facts.decision_text, propose(facts))
    shown = "".join(segment.text for segment in paragraphs[0])
    assert not any(character.isdigit() for character in shown)
    assert [(entry.number, entry.kind, entry.count) for entry in listed] == [
        (1, Kind.ID_NUMBER, 1),
        (2, Kind.PHONE, 1),
    ]


def test_same_kind_and_reason_share_a_number():
    facts = replace(FACTS, decision_text=("王强（证号ZJ0102001）", "赵敏（证号ZJ0102002）"))
    paragraphs, listed = redact(facts.decision_text, propose(facts))
    assert [(entry.kind, entry.count) for entry in listed] == [(Kind.PERSON_NAME, 2), (Kind.CERTIFICATE, 2)]
    assert paragraphs[1] == (
        Segment("", Kind.PERSON_NAME, 1),
        Segment("（证号"),
        Segment("", Kind.CERTIFICATE, 2),
        Segment("）"),
    )


def test_typed_words_are_found_in_every_paragraph_whatever_their_width():
    found = occurrences(("甲ＡＢ乙AB", "无", "AB"), "AB", Kind.OTHER, "商业秘密")
    assert [(span.paragraph, span.start, span.end) for span in found] == [(0, 1, 3), (0, 4, 6), (2, 0, 2)]
    assert occurrences(("甲",), "  ", Kind.OTHER) == ()


def test_span_outside_its_paragraph_is_an_error():
    with pytest.raises(ValueError, match="outside paragraph 0"):
        redact(("甲乙",), (Span(0, 1, 3, Kind.OTHER, "r", "b"),))


SPANS = st.builds(
    lambda paragraph, start, length, kind: Span(paragraph, start, start + length, kind, kind.reason, kind.basis),
    st.integers(0, 2),
    st.integers(0, 15),
    st.integers(1, 5),
    st.sampled_from(list(Kind)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(SPANS, max_size=12))
def test_every_character_is_either_shown_or_covered(spans):
    paragraphs = ("零一二三四五六七八九十甲乙丙丁戊己庚辛壬",) * 3
    covered = {(span.paragraph, at) for span in spans for at in range(span.start, span.end)}
    segments, listed = redact(paragraphs, spans)
    for index, paragraph in enumerate(paragraphs):
        expected = "".join(c for at, c in enumerate(paragraph) if (index, at) not in covered)
        assert "".join(segment.text for segment in segments[index]) == expected
    assert sum(entry.count for entry in listed) == len(without_overlap(spans))


@given(st.text(max_size=40))
def test_narrow_never_changes_the_length(text):
    assert len(narrow(text)) == len(text)
