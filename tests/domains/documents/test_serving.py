"""Service of papers: receipt, signature, day of service, scope."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from enforcement.documents.commands import AddSignature
from enforcement.documents.models import Document, Service, Signature
from enforcement.documents.queries import document_facts, signatures_of
from enforcement.documents.services import add_signature, issue, serve
from enforcement.foundation.errors import Invalid, NotFound, Refused
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db
from enforcement.platform.storage import current_store
from enforcement.rules.service import ServiceMode
from tests.domains.documents.house import (
    MATTER,
    TODAY,
    command_for,
    direct_service,
    issue_one,
    picture,
    rows,
)
from tests.domains.documents.samples import contents
from tests.support.app import NOON


def test_direct_service_issues_the_receipt_with_the_signature(house):
    decision = issue_one(house, "penalty_decision")
    service = serve(house.handler, direct_service(house, decision), NOON)
    receipt = db.session.get(Document, service.receipt_id)
    assert receipt.form == "service_receipt"
    pdf = PdfReader(io.BytesIO(current_store().get(receipt.object_key)))
    printed = "".join(pdf.pages[0].extract_text().split())
    assert decision.number in printed
    assert "云州市惠邻超市有限公司" in printed
    assert "直接送达" in printed
    assert "证-林晓岚" in printed
    assert len(pdf.pages[0].images) == 1
    facts = {fact.form: fact for fact in document_facts(MATTER)}
    assert (facts["penalty_decision"].served_on, facts["penalty_decision"].service_mode) == (TODAY, "direct")


def refusal_codes(house, document, **changes):
    with pytest.raises(Refused) as refusal:
        serve(house.handler, direct_service(house, document, **changes), NOON)
    return {reason.code for reason in refusal.value.reasons}


def test_service_is_neither_before_issue_nor_in_the_future(house):
    notice = issue_one(house, "penalty_notice")
    assert refusal_codes(house, notice, served_on=TODAY - timedelta(days=1)) == {"service.before_issue"}
    assert refusal_codes(house, notice, served_on=TODAY + timedelta(days=1)) == {"service.future"}
    assert rows() == 1
    assert serve(house.handler, direct_service(house, notice), NOON).served_on == TODAY


def test_article_42_one_server_is_refused(house):
    notice = issue_one(house, "penalty_notice")
    assert refusal_codes(house, notice, server_ids=house.server_ids[:1]) == {"service.servers"}


def test_article_42_server_with_expired_certificate_is_refused(house):
    late = NOON.replace(year=2029, month=3, day=1)
    notice = issue(house.handler, command_for(house, "penalty_notice"), NOON)
    with pytest.raises(Refused) as refusal:
        serve(house.handler, direct_service(house, notice, served_on=date(2029, 3, 1)), late)
    assert {reason.code for reason in refusal.value.reasons} == {"service.certificate"}


def test_a_paper_is_served_once_and_only_papers_for_the_party(house):
    notice = issue_one(house, "penalty_notice")
    serve(house.handler, direct_service(house, notice), NOON)
    assert refusal_codes(house, notice) == {"service.already"}
    report = issue_one(house, "investigation_report")
    assert refusal_codes(house, report) == {"service.not_for_party"}


def test_electronic_service_needs_the_confirmed_address(house):
    notice = issue_one(house, "penalty_notice")
    electronic = {"mode": ServiceMode.ELECTRONIC, "place": "notice@huilin.example", "signature_png": None}
    assert refusal_codes(house, notice, **electronic) == {"service.electronic_consent"}
    command = AddSignature(MATTER, house.bureau.id, "x", "周海平", "当事人", Permission.CASE_INVESTIGATE, picture())
    signed = [add_signature(house.handler, command, NOON).public_id]
    refused = contents(signed)["address_confirmation"]
    issue_one(house, "address_confirmation", refused)
    assert refusal_codes(house, notice, **electronic) == {"service.electronic_consent"}
    agreed = refused | {
        "electronic_consent": True, "electronic_kind": "电子邮件", "electronic_address": "notice@huilin.example"
    }  # fmt: skip
    issue_one(house, "address_confirmation", agreed)
    assert serve(house.handler, direct_service(house, notice, **electronic), NOON).mode is ServiceMode.ELECTRONIC


def test_public_notice_counts_after_the_term_of_the_rule_set(house):
    notice = issue_one(house, "penalty_notice")
    command = direct_service(
        house, notice, mode=ServiceMode.PUBLIC_NOTICE, signature_png=None, recipient="", relation="",
        place="本局公告栏和云州日报", note="当事人下落不明，直接送达和邮寄送达均被退回。",
    )  # fmt: skip
    service = serve(house.handler, command, NOON)
    assert service.acted_on == TODAY
    # 1 October 2026 begins the holidays; the term ends on the first working day.
    assert service.served_on == date(2026, 10, 8)
    assert service.served_on > TODAY


def test_service_of_another_agencys_paper_is_not_found(house):
    notice = issue_one(house, "penalty_notice")
    with pytest.raises(NotFound):
        serve(house.stranger, direct_service(house, notice), NOON)
    assert db.session.scalars(select(Service)).all() == []


def test_service_and_signature_can_not_be_changed(house):
    notice = issue_one(house, "penalty_notice")
    serve(house.handler, direct_service(house, notice), NOON)
    for statement in (
        "UPDATE document_services SET note = 'x'",
        "DELETE FROM document_services",
        "UPDATE signatures SET signer = 'x'",
        "DELETE FROM signatures",
    ):
        with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))


def signature(house, **changes):
    values = {
        "matter_id": MATTER,
        "org_id": house.bureau.id,
        "subject": "scene_record",
        "signer": "周海平",
        "role": "当事人",
        "permission": Permission.CASE_INVESTIGATE,
    }
    return AddSignature(**(values | changes))


def test_article_55_signature_or_note_of_refusal_exactly_one(house):
    for changes in ({}, {"image_png": picture(), "refusal_note": "拒绝签名"}):
        with pytest.raises(Refused):
            add_signature(house.handler, signature(house, **changes), NOON)
    refused = add_signature(house.handler, signature(house, refusal_note="当事人拒绝签名，见证人李平在场"), NOON)
    assert signatures_of(MATTER, "scene_record") == [refused]
    record = issue_one(house, "scene_record", contents([refused.public_id])["scene_record"])
    printed = PdfReader(io.BytesIO(current_store().get(record.object_key))).pages[0].extract_text()
    assert "拒绝签名" in "".join(printed.split())


def huge() -> bytes:
    out = io.BytesIO()
    Image.new("1", (5001, 5000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "image",
    [b"", b"GIF89a", picture()[:-40], b"\x89PNG\r\n\x1a\n" + b"\0" * 100, huge(), b"x" * (8 * 1024 * 1024 + 1)],
    ids=["empty", "gif", "cut", "broken", "wide", "heavy"],
)
def test_picture_that_is_no_signature_is_invalid(house, image):
    with pytest.raises(Invalid):
        add_signature(house.handler, signature(house, image_png=image), NOON)


def test_nothing_drawn_is_no_signature(house):
    out = io.BytesIO()
    Image.new("RGBA", (300, 100), (255, 255, 255, 0)).save(out, "PNG")
    with pytest.raises(Invalid, match="需要修改"):
        add_signature(house.handler, signature(house, image_png=out.getvalue()), NOON)


def test_photo_of_a_signed_paper_is_taken_and_kept_as_png(house):
    out = io.BytesIO()
    Image.open(io.BytesIO(picture((2000, 1500)))).convert("RGB").point(lambda value: 255 - value).save(out, "JPEG")
    kept = add_signature(house.handler, signature(house, image_png=out.getvalue()), NOON)
    stored = Image.open(io.BytesIO(current_store().get(kept.object_key)))
    assert (stored.format, stored.size) == ("PNG", (400, 300))


def test_signature_is_kept_re_encoded_without_what_came_along(house):
    noisy = Image.open(io.BytesIO(picture((3000, 1000))))
    hidden = PngInfo()
    hidden.add_text("secret", "x" * 100)
    out = io.BytesIO()
    noisy.save(out, "PNG", pnginfo=hidden)
    kept = add_signature(house.handler, signature(house, image_png=out.getvalue()), NOON)
    stored = Image.open(io.BytesIO(current_store().get(kept.object_key)))
    assert stored.size == (800, 267)
    assert stored.info == {}
    assert db.session.scalars(select(Signature)).one().sha256 == kept.sha256
