"""Duty, second person, register: 行政处罚法 48, 118/424 (7 working days), PUB-SAMR 2 and 12, CREDIT."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect, select

from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db
from enforcement.publicity import services
from enforcement.publicity.commands import (
    AnswerExemption,
    HiddenWords,
    ProposeExemption,
    ProposeRedactions,
    ReturnRedactions,
)
from enforcement.publicity.content import is_intact
from enforcement.publicity.models import PublicEdition, PublicRecord
from enforcement.publicity.queries import DutyFilter, duties, duty, duty_counts
from enforcement.publicity.register import RegisterFilter, count_public, expired_codes, record_of
from enforcement.publicity.services.redactions import spans_of
from enforcement.publicity.states import DutyState, PublicState
from enforcement.rules.publicity import CreditClass
from enforcement.rules.redaction import Kind
from tests.domains.publicity.decisions import (
    DUE_ON,
    at,
    confirm,
    facts_of,
    person,
    propose,
    proposer,
    published,
    publisher,
)


def opened(bureau, **changes):
    facts = facts_of(bureau, **changes)
    return services.open_publication_duty(proposer(bureau), facts, "case1", at(facts.decided_on))


# --- the duty -------------------------------------------------------------------------------


def test_118_penalty_is_due_in_7_working_days_the_shortest_term(bureau):
    found = opened(bureau)
    assert (found.rule_id, found.due_on, found.state) == ("D20", DUE_ON, DutyState.DUE)
    assert [run["name"] for run in found.explanation if run["kind"] == "holiday"] == ["中秋节", "国庆节"]
    assert "118号" in found.basis


def test_a_decision_has_one_duty(bureau):
    assert opened(bureau).id == opened(bureau).id


def test_late_from_the_day_after_the_last_day(bureau):
    opened(bureau)
    reader = publisher(bureau)
    late = DutyFilter("late")
    assert not duties(reader, late, at(DUE_ON)).items
    assert len(duties(reader, late, at(DUE_ON + timedelta(days=1))).items) == 1
    assert duty_counts(reader, at(DUE_ON + timedelta(days=1))).late == 1


def test_pub_samr_2_only_a_warning_is_not_published_after_a_second_person_agreed(bureau):
    found = opened(bureau, kinds=("警告",), fine_fen=0)
    assert found.state is DutyState.EXEMPTION_PROPOSED
    assert "第二条" in found.exemption_reason
    services.answer_exemption(publisher(bureau), AnswerExemption(found.public_id, found.version, True), at(DUE_ON))
    assert found.state is DutyState.EXEMPT
    assert count_public(RegisterFilter()) == 0


def test_pub_samr_2_warning_with_a_fine_is_published(bureau):
    assert opened(bureau, kinds=("警告", "罚款")).state is DutyState.DUE


def test_a_legal_exemption_can_not_be_sent_back(bureau):
    found = opened(bureau, kinds=("警告",))
    command = AnswerExemption(found.public_id, found.version, agreed=False, reason="想公示")
    with pytest.raises(Refused) as refused:
        services.answer_exemption(publisher(bureau), command, at(DUE_ON))
    assert [reason.code for reason in refused.value.reasons] == ["only-a-warning"]


@pytest.mark.parametrize(
    ("born", "state"),
    [("20080923", DutyState.DUE), ("20080924", DutyState.EXEMPTION_PROPOSED)],
)
def test_a_minor_is_never_published_from_the_18th_birthday_on_it_is(bureau, born, state):
    found = opened(bureau, party_kind="person", party_id_no=f"330106{born}0013", party_name="周明")
    assert found.state is state


def test_exemption_needs_reason_and_second_person(bureau):
    found = opened(bureau)
    with pytest.raises(Invalid):
        services.propose_exemption(proposer(bureau), ProposeExemption(found.public_id, found.version, " "), at(DUE_ON))
    own = publisher(bureau)
    services.propose_exemption(own, ProposeExemption(found.public_id, found.version, "涉及国家秘密"), at(DUE_ON))
    with pytest.raises(Refused) as refused:
        services.answer_exemption(own, AnswerExemption(found.public_id, found.version, True), at(DUE_ON))
    assert refused.value.reasons[0].code == "second-person"
    services.answer_exemption(
        publisher(bureau, 103), AnswerExemption(found.public_id, found.version, False, "不涉密"), at(DUE_ON)
    )
    assert found.state is DutyState.DUE


# --- two persons ----------------------------------------------------------------------------


def test_118_the_proposer_can_not_confirm_another_person_can(bureau):
    found = opened(bureau)
    propose(found, bureau, at(DUE_ON))
    same = replace(publisher(bureau), user_id=proposer(bureau).user_id)
    with pytest.raises(Refused) as refused:
        confirm(found, same, at(DUE_ON))
    assert refused.value.reasons[0].code == "second-person"
    assert confirm(found, publisher(bureau), at(DUE_ON)).state is PublicState.PUBLISHED
    assert found.state is DutyState.PUBLISHED


def test_the_machine_is_not_the_first_person(bureau):
    found = opened(bureau)
    services.draft_redactions(proposer(bureau), found.public_id, at(DUE_ON))
    with pytest.raises(Refused) as refused:
        confirm(found, publisher(bureau), at(DUE_ON))
    assert refused.value.reasons[0].code == "wrong-state"


def test_the_second_person_says_why_when_departing(bureau):
    found = opened(bureau)
    propose(found, bureau, at(DUE_ON))
    spans = spans_of(found.redactions[-1])
    with pytest.raises(Refused) as refused:
        confirm(found, publisher(bureau), at(DUE_ON), spans=spans[1:])
    assert refused.value.reasons[0].code == "edit-without-reason"
    with pytest.raises(Refused):
        confirm(found, publisher(bureau), at(DUE_ON), words=(HiddenWords("牛奶味饼干", Kind.OTHER),))
    record = confirm(
        found,
        publisher(bureau),
        at(DUE_ON),
        words=(HiddenWords("牛奶味饼干", Kind.OTHER, "商业秘密"),),
        reason="产品名称是商业秘密",
    )
    assert "商业秘密" in [item["reason"] for item in record.redactions]
    assert found.redactions[-1].reason == "产品名称是商业秘密"


def test_versions_are_kept_in_order(bureau):
    found = opened(bureau)
    propose(found, bureau, at(DUE_ON))
    services.return_redactions(
        publisher(bureau), ReturnRedactions(found.public_id, found.version, "漏了人名"), at(DUE_ON)
    )
    assert found.state is DutyState.DUE
    propose(found, bureau, at(DUE_ON))
    confirm(found, publisher(bureau), at(DUE_ON))
    stages = [version.stage.value for version in found.redactions]
    assert stages == ["machine", "proposed", "returned", "proposed", "confirmed"]


def test_words_that_the_text_does_not_have(bureau):
    found = opened(bureau)
    with pytest.raises(Invalid) as invalid:
        propose(found, bureau, at(DUE_ON), words=(HiddenWords("不存在的话", Kind.OTHER),))
    assert "不存在的话" in invalid.value.errors["words"][0]


def test_an_old_version_is_stale(bureau):
    found = opened(bureau)
    old = found.version
    propose(found, bureau, at(DUE_ON))
    with pytest.raises(Stale):
        services.propose_redactions(proposer(bureau), ProposeRedactions(found.public_id, old, ()), at(DUE_ON))


def test_scope_and_permission(city):
    found = opened(city.bureau)
    elsewhere = publisher(city.east_bureau)
    with pytest.raises(NotFound):
        duty(elsewhere, found.public_id)
    with pytest.raises(NotFound):
        services.draft_redactions(elsewhere, found.public_id, at(DUE_ON))
    reader = person(104, "读者", city.bureau, Permission.PUBLICATION_READ)
    assert duty(reader, found.public_id).id == found.id
    with pytest.raises(Forbidden):
        services.draft_redactions(reader, found.public_id, at(DUE_ON))


# --- the register ---------------------------------------------------------------------------


def test_50_nothing_hidden_stands_anywhere_in_public(bureau):
    record = published(bureau)
    columns = {column.key: getattr(record, column.key) for column in inspect(PublicRecord).columns}
    public = json.dumps(columns, ensure_ascii=False, default=str)
    for word in ("张卫国", "330106199003075253", "李小红", "13800138000", "王强", "ZJ0102001", "3301 0401"):
        assert word not in public
        assert count_public(RegisterFilter(q=word)) == 0
    for word in ("惠邻超市", "超过保质期", "江畔路66号", "云市监处罚〔2026〕128号", "[2026]128", "91330106ma2hl7k66l"):
        assert count_public(RegisterFilter(q=word)) == 1


def test_nothing_is_found_across_a_redaction(bureau):
    published(bureau)
    assert count_public(RegisterFilter(q="执法人员（执法")) == 0
    assert count_public(RegisterFilter(q="本局执法人员")) == 1


def test_hidden_words_are_hidden_in_the_summary_too(bureau):
    record = published(bureau, title="云城市惠邻超市有限公司侵害李小红权益案")
    assert record.title == "云城市惠邻超市有限公司侵害〔隐去其他自然人姓名〕权益案"


@pytest.mark.parametrize(
    ("kinds", "fine", "found", "minimum", "maximum"),
    [
        (("通报批评",), 0, CreditClass.MINOR, None, date(2026, 12, 23)),
        (("罚款",), 5_000_000, CreditClass.GENERAL, date(2026, 12, 23), date(2027, 9, 23)),
        (("罚款", "吊销许可证件"), 5_000_000, CreditClass.SERIOUS, date(2027, 9, 23), date(2029, 9, 23)),
    ],
)
def test_credit_class_sets_how_long_it_is_shown(bureau, kinds, fine, found, minimum, maximum):
    record = published(bureau, kinds=kinds, fine_fen=fine)
    assert (record.credit_class, record.min_end_on, record.max_end_on) == (found.value, minimum, maximum)


def test_d46_taken_down_the_day_after_the_longest_time_not_before(bureau):
    record = published(bureau)
    last = date(2027, 9, 23)
    assert expired_codes(last) == []
    assert services.take_down_expired(publisher(bureau), record.code, at(last)).state is PublicState.PUBLISHED
    assert expired_codes(last + timedelta(days=1)) == [record.code]
    services.take_down_expired(publisher(bureau), record.code, at(last + timedelta(days=1)))
    assert record.state is PublicState.EXPIRED
    assert (record.paragraphs, record.party_name, count_public(RegisterFilter())) == ([], "", 0)


def test_the_digest_is_of_the_public_content(bureau):
    record = published(bureau)
    assert is_intact(record)
    record.penalty_text = "罚款1元"
    assert not is_intact(record)


def test_pub_samr_12_a_correction_is_a_new_edition_with_its_reason(bureau):
    record = published(bureau)
    found = duty(publisher(bureau), _duty_of(bureau).public_id)
    with pytest.raises(Invalid):
        propose(found, bureau, at(DUE_ON))
    propose(found, bureau, at(DUE_ON), reason="漏隐去货值")
    again = confirm(
        found, publisher(bureau), at(DUE_ON), words=(HiddenWords("1,126.40", Kind.OTHER),), reason="漏隐去货值"
    )
    assert (again.code, again.edition, is_intact(again)) == (record.code, 2, True)
    assert count_public(RegisterFilter(q="1,126.40")) == 0
    assert next(change.what for change in record_of(record.code).changes) == "更正公示内容：漏隐去货值"
    editions = db.session.scalars(select(PublicEdition.edition).order_by(PublicEdition.edition)).all()
    assert editions == [1, 2]


def test_performance_is_written_on_the_public_page(bureau):
    record = published(bureau)
    services.note_performance(publisher(bureau), "case1", date(2026, 10, 12), at(date(2026, 10, 12)))
    assert (record.performed_on, record.edition) == (date(2026, 10, 12), 2)


def test_publishing_late_is_said_in_the_change_log(bureau):
    record = published(bureau, on=DUE_ON + timedelta(days=2))
    assert "晚于期限 2 天" in record_of(record.code).changes[0].what


# --- withdrawal -----------------------------------------------------------------------------


def _duty_of(bureau):
    return duties(publisher(bureau), DutyFilter("all"), at(DUE_ON)).items[0]
