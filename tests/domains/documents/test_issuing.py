"""Issue: contents, numbers, seal, bytes before rows, what was written stays."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from enforcement.audit.models import AuditEntry
from enforcement.documents.commands import RegisterSeal, RevokeSeal
from enforcement.documents.form_list import FORMS
from enforcement.documents.models import Document, Seal, SealEntry
from enforcement.documents.queries import document_facts, documents_of, open_document, seal_on
from enforcement.documents.services import draw_demo_seal, issue, register_seal, revoke_seal
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Unavailable
from enforcement.platform.database import db, transaction
from enforcement.platform.storage import current_store
from tests.domains.documents.house import (
    MATTER,
    command_for,
    issue_one,
    last_number,
    picture,
    put_seal,
    rows,
    sign,
)
from tests.domains.documents.samples import PARAGRAPHS, contents
from tests.domains.identity.people import SYSTEM
from tests.support.app import NOON


def words_of(data: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("code", sorted(FORMS))
def test_every_form_is_issued_with_complete_contents(house, code):
    signatures = [sign(house).public_id]
    document = issue_one(house, code, contents(signatures)[code])
    pdf = current_store().get(document.object_key)
    assert hashlib.sha256(pdf).hexdigest() == document.sha256
    assert document.pages == len(PdfReader(io.BytesIO(pdf)).pages)
    printed = words_of(pdf)
    assert FORMS[code].name.replace("卷宗封面", "行政处罚案卷") in printed
    assert house.bureau.name in printed
    assert bool(document.number) is FORMS[code].numbered


def test_decision_prints_served_text_number_agency_and_day(house):
    document = issue_one(house, "penalty_decision")
    printed = words_of(current_store().get(document.object_key))
    assert document.number == "云城市处罚〔2026〕1号"
    assert document.number in printed
    for paragraph in PARAGRAPHS:
        assert "".join(paragraph.split()) in printed
    assert printed.count(house.bureau.name) >= 2
    assert "2026年9月1日" in printed
    entry = db.session.scalars(select(SealEntry)).one()
    assert (entry.document_id, entry.document_sha256) == (document.id, document.sha256)


APL59 = {
    "party_name": "第一项",
    "party_address": "第一项",
    "facts": "第二项",
    "evidence": "第二项",
    "breach_basis": "第二项",
    "penalty_basis": "第三项",
    "penalties": "第三项",
    "performance": "第四项",
    "review_organ": "第五项",
    "review_term": "第五项",
    "court": "第五项",
    "suit_term": "第五项",
}


@pytest.mark.parametrize(("field", "item"), APL59.items())
def test_article_59_decision_without_a_content_is_refused(house, field, item):
    data = contents([])["penalty_decision"] | {field: [] if field == "penalties" else " "}
    with pytest.raises(Refused) as refusal:
        issue_one(house, "penalty_decision", data)
    bases = {reason.basis for reason in refusal.value.reasons if reason.code == f"penalty_decision.{field}"}
    assert any(f"行政处罚法第五十九条第一款{item}" in basis for basis in bases)
    assert rows() == 0
    assert last_number(house.bureau.id, "处罚") is None


@pytest.mark.parametrize(
    ("field", "basis"),
    [
        ("statement_reply", "市场监督管理行政处罚程序规定第六十二条"),
        ("collecting_body", "罚款决定与罚款收缴分离实施办法第七条"),
        ("collecting_address", "罚款决定与罚款收缴分离实施办法第七条"),
        ("surcharge", "罚款决定与罚款收缴分离实施办法第七条"),
        ("publication_notice", "市场监督管理行政处罚信息公示规定第八条"),
    ],
)
def test_fine_7_samr_62_and_publicity_8_contents_are_asked(house, field, basis):
    data = contents([])["penalty_decision"] | {field: ""}
    with pytest.raises(Refused) as refusal:
        issue_one(house, "penalty_decision", data)
    assert [(reason.code, reason.basis) for reason in refusal.value.reasons] == [(f"penalty_decision.{field}", basis)]


def test_fine_7_is_not_asked_of_a_decision_without_fine(house):
    data = contents([])["penalty_decision"] | {
        "fine_fen": 0, "collecting_body": "", "collecting_address": "", "surcharge": ""
    }  # fmt: skip
    assert issue_one(house, "penalty_decision", data).number


def test_article_59_checked_content_must_stand_in_the_served_text(house):
    data = contents([])["penalty_decision"] | {"facts": "别的事实"}
    with pytest.raises(Refused, match="正文没有照写"):
        issue_one(house, "penalty_decision", data)


def test_article_59_amount_must_stand_in_the_served_text(house):
    data = contents([])["penalty_decision"] | {"fine_fen": 5_000_001}
    with pytest.raises(Refused, match="正文没有照写“罚款数额”"):
        issue_one(house, "penalty_decision", data)


@pytest.mark.parametrize(
    "field", ["facts", "reasons", "penalty_basis", "intended_penalties", "statement_right", "contact_phone"]
)
def test_article_44_notice_without_a_content_is_refused(house, field):
    data = dict(contents([])["penalty_notice"])
    del data[field]
    with pytest.raises(Refused) as refusal:
        issue_one(house, "penalty_notice", data)
    assert "行政处罚法第四十四条" in refusal.value.reasons[0].basis


def test_article_63_hearing_right_is_asked_only_when_a_hearing_is_due(house):
    data = contents([])["penalty_notice"] | {"hearing_due": True}
    with pytest.raises(Refused) as refusal:
        issue_one(house, "penalty_notice", data)
    assert "行政处罚法第六十三条" in refusal.value.reasons[0].basis
    assert issue_one(house, "penalty_notice", data | {"hearing_right": "有权在五个工作日内要求听证。"})


def test_article_42_record_of_one_officer_is_refused(house):
    data = contents([sign(house).public_id])["scene_record"]
    with pytest.raises(Refused) as refusal:
        issue_one(house, "scene_record", data | {"officers": data["officers"][:1]})
    assert "行政处罚法第四十二条" in refusal.value.reasons[0].basis


@pytest.mark.parametrize(("field", "basis"), [("certificate_shown", "第五十五条"), ("rights_told", "第二十一条")])
def test_article_55_record_says_the_certificate_was_shown_and_rights_told(house, field, basis):
    data = contents([sign(house).public_id])["scene_record"] | {field: False}
    with pytest.raises(Refused) as refusal:
        issue_one(house, "scene_record", data)
    assert basis in refusal.value.reasons[0].basis


def test_article_55_record_without_signature_or_refusal_note_is_refused(house):
    with pytest.raises(Refused) as refusal:
        issue_one(house, "scene_record", contents([])["scene_record"])
    assert refusal.value.reasons[0].code == "scene_record.signatures"


def test_signature_of_another_matter_is_not_taken(house):
    foreign = sign(house, "m0000000000000000002").public_id
    with pytest.raises(Invalid):
        issue_one(house, "scene_record", contents([foreign])["scene_record"])


def test_article_59_2_sealed_form_needs_the_registered_seal(house):
    seal = db.session.scalars(select(Seal)).one()
    revoke_seal(SYSTEM, RevokeSeal(seal.public_id, seal.version, date(2026, 8, 31), "换发"), NOON)
    with pytest.raises(Refused, match="没有登记在用的印章") as refusal:
        issue_one(house, "penalty_decision")
    assert refusal.value.reasons[0].basis == "行政处罚法第五十九条第二款"
    put_seal(house.bureau, date(2026, 9, 1))
    assert issue_one(house, "penalty_decision").sealed


def test_seal_is_valid_from_its_first_to_its_last_day(house):
    first = seal_on(house.bureau.id, date(2026, 1, 1))
    assert first is not None
    assert seal_on(house.bureau.id, date(2025, 12, 31)) is None
    put_seal(house.bureau, date(2026, 6, 1))
    assert seal_on(house.bureau.id, date(2026, 5, 31)) is first
    assert seal_on(house.bureau.id, date(2026, 6, 1)) is not first
    with pytest.raises(Invalid):
        put_seal(house.bureau, date(2026, 6, 1))


def test_seal_of_another_agency_is_out_of_reach(house):
    command = RegisterSeal(house.bureau.id, "x", draw_demo_seal("x"), date(2026, 7, 1))
    with pytest.raises(NotFound):
        register_seal(house.stranger, command, NOON)


def test_numbers_run_per_agency_series_and_shanghai_year(house):
    put_seal(house.other)
    assert [issue_one(house, "penalty_decision").number for _ in range(2)] == [
        "云城市处罚〔2026〕1号",
        "云城市处罚〔2026〕2号",
    ]
    assert issue_one(house, "penalty_notice").number == "云城市罚告〔2026〕1号"
    # 16:00 UTC is midnight in China.
    before_midnight = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    command = command_for(house, "penalty_decision")
    assert issue(house.handler, command, before_midnight).number == "云城市处罚〔2026〕3号"
    assert issue(house.handler, command, before_midnight + timedelta(minutes=1)).number == "云城市处罚〔2027〕1号"


def test_number_is_given_back_when_the_surrounding_action_fails(house):
    def failing():
        with transaction():
            issue_one(house, "penalty_decision")
            raise Unavailable("外面的动作失败")

    with pytest.raises(Unavailable):
        failing()
    assert rows() == 0
    assert issue_one(house, "penalty_decision").sequence == 1


def test_contents_that_the_form_does_not_have_or_of_another_shape_are_invalid(house):
    data = contents([])["penalty_notice"] | {"fact": "typing error", "hearing_due": "不", "intended_penalties": "一"}
    with pytest.raises(Invalid) as invalid:
        issue_one(house, "penalty_notice", data)
    assert set(invalid.value.errors) == {"fact", "hearing_due", "intended_penalties"}


def test_unprintable_character_is_named_and_consumes_no_number(house):
    data = contents([])["penalty_notice"] | {"reasons": "含有\U0003134a字"}
    with pytest.raises(Invalid) as invalid:
        issue_one(house, "penalty_notice", data)
    assert "U+3134A" in str(invalid.value.errors)
    assert last_number(house.bureau.id, "罚告") is None


def test_issued_rows_can_neither_be_changed_nor_deleted(house):
    document = issue_one(house, "penalty_decision")
    for statement in (
        "UPDATE documents SET title = 'x'",
        "UPDATE documents SET number = 'x', data = '{}'",
        "DELETE FROM documents",
        "UPDATE seal_entries SET document_sha256 = 'x'",
        "DELETE FROM seal_entries",
    ):
        with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))
    db.session.execute(text("UPDATE documents SET org_path = '/9/'"))
    db.session.refresh(document)
    assert document.org_path == "/9/"


def test_permission_out_of_scope_is_not_found_and_in_scope_forbidden(house):
    command = command_for(house, "penalty_notice")
    with pytest.raises(NotFound):
        issue(house.stranger, command, NOON)
    reader = house.handler.__class__(
        None, "读者", grants=(house.handler.grants[0].__class__(
            frozenset({"document:read"}), org_path=house.bureau.path),)
    )  # fmt: skip
    with pytest.raises(Forbidden):
        issue(reader, command, NOON)


def test_open_gives_the_bytes_and_records_the_look(house):
    document = issue_one(house, "penalty_notice")
    opened, data = open_document(house.handler, document.public_id, NOON)
    assert opened is document
    assert hashlib.sha256(data).hexdigest() == document.sha256
    looks = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "document.viewed")).all()
    assert [look.record for look in looks] == [f"document:{document.public_id}"]


def test_another_agencys_document_answers_like_a_missing_one(house):
    document = issue_one(house, "penalty_notice")
    assert documents_of(house.stranger, MATTER) == []
    for public_id in (document.public_id, "nothing"):
        with pytest.raises(NotFound):
            open_document(house.stranger, public_id, NOON)


def test_bytes_changed_in_the_store_are_not_given_out(house):
    document = issue_one(house, "penalty_notice")
    store = current_store()
    store._quick._put_object(store.bucket, document.object_key, b"other", {})
    with pytest.raises(Unavailable, match="摘要不一致"):
        open_document(house.handler, document.public_id, NOON)


def test_facts_tell_what_was_printed(house):
    issue_one(house, "penalty_decision")
    (fact,) = document_facts(MATTER)
    assert (fact.form, fact.sealed, fact.served_on) == ("penalty_decision", True, None)
    assert fact.data["paragraphs"] == PARAGRAPHS
    assert isinstance(db.session.scalars(select(Document)).one().data_digest, str)


def test_empty_picture_and_other_formats_are_no_seal(house):
    for image in (b"<svg/>", b"", picture()[:200]):
        with pytest.raises(Invalid):
            register_seal(SYSTEM, RegisterSeal(house.other.id, "章", image, date(2026, 1, 1)), NOON)


def test_long_contents_go_on_over_pages_and_nothing_is_lost(house):
    long = "\n".join(f"第{n}点，现场陈列待售的食品逐件清点并由当事人确认数量。" * 3 for n in range(1, 120))
    document = issue_one(house, "filing_approval", contents([])["filing_approval"] | {"facts": long})
    printed = words_of(current_store().get(document.object_key))
    assert document.pages > 3
    for n in (1, 60, 119):
        assert f"第{n}点，现场陈列" in printed
    assert f"共{document.pages}页" in printed
