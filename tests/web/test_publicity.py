"""The publication desk without scripts: two persons, ticks, typed words, refusals with their article."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from enforcement.platform.demo_clock import current_instant
from enforcement.publicity import services
from enforcement.publicity.register import record_of
from enforcement.publicity.states import DutyState, PublicState
from tests.domains.identity.people import PASSWORD, SYSTEM, make_account, make_city
from tests.domains.publicity.decisions import facts_of


@pytest.fixture
def city(app):
    return make_city()


@pytest.fixture
def duty(city):
    return services.open_publication_duty(SYSTEM, facts_of(city.bureau), "case1", current_instant())


@pytest.fixture
def signed_in(app, city):
    """Gives a client signed in as a new person of a role."""

    def enter(username, role, organisation=None):
        make_account(username, organisation or city.bureau, role)
        client = app.test_client()
        answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    return enter


def ticks(page):
    return re.findall(r'name="spans" value="([^"]+)" checked', page)


def post(client, duty, action, **data):
    return client.post(f"/publicity/{duty.public_id}/{action}", data={"version": duty.version, **data})


def proposed(client, duty):
    post(client, duty, "draft")
    page = client.get(f"/publicity/{duty.public_id}").text
    answer = post(client, duty, "propose", spans=ticks(page))
    assert answer.status_code == 303, answer.text
    return page


def test_the_list_shows_the_clock(signed_in, duty):
    page = signed_in("lin", "officer").get("/publicity/").text
    assert "云市监处罚〔2026〕128号" in page
    assert "2026年10月10日" in page


def test_first_person_proposes_second_confirms_the_public_sees(signed_in, duty, client):
    officer, publisher = signed_in("lin", "officer"), signed_in("shen", "publisher")
    page = proposed(officer, duty)
    assert "330106199003075253</span><small>证件号码" in page
    page = publisher.get(f"/publicity/{duty.public_id}").text
    answer = post(publisher, duty, "confirm", spans=ticks(page))
    assert answer.status_code == 303, answer.text
    assert duty.state is DutyState.PUBLISHED
    public = client.get(f"/p/{duty.record.code}").text
    assert "330106199003075253" not in public
    assert "隐去 证件号码" in public


def test_118_one_person_can_not_do_both(signed_in, duty):
    publisher = signed_in("shen", "publisher")
    proposed(publisher, duty)
    page = publisher.get(f"/publicity/{duty.public_id}").text
    assert "须由另一名工作人员逐处确认" in page
    answer = post(publisher, duty, "confirm", spans=ticks(page))
    assert answer.status_code == 409
    assert "须由另一名工作人员逐处确认" in answer.text
    assert duty.state is DutyState.PROPOSED


def test_an_officer_can_not_confirm(signed_in, duty):
    officer = signed_in("lin", "officer")
    proposed(officer, duty)
    assert post(officer, duty, "confirm").status_code == 403


def test_another_agencys_duty_answers_like_a_missing_one(signed_in, duty, city):
    stranger = signed_in("yuan", "publisher", city.east_bureau)
    there = stranger.get(f"/publicity/{duty.public_id}")
    missing = stranger.get("/publicity/00000000000000000000")
    assert (there.status_code, missing.status_code) == (404, 404)
    assert post(stranger, duty, "draft").status_code == 404


def test_unticking_needs_a_reason_and_keeps_what_was_done(signed_in, duty):
    officer, publisher = signed_in("lin", "officer"), signed_in("shen", "publisher")
    page = proposed(officer, duty)
    kept = ticks(page)[1:]
    answer = post(publisher, duty, "confirm", spans=kept, class_reason="甲乙丙")
    assert answer.status_code == 409
    assert "没有写明理由" in answer.text
    assert ticks(answer.text) == kept
    assert "甲乙丙" in answer.text
    assert post(publisher, duty, "confirm", spans=kept, reason="是本局公开的号码").status_code == 303


def test_typed_words_are_shown_in_the_text_before_anything_is_saved(signed_in, duty):
    officer = signed_in("lin", "officer")
    post(officer, duty, "draft")
    before = duty.version
    page = officer.get(f"/publicity/{duty.public_id}").text
    answer = post(officer, duty, "preview", spans=ticks(page), words="牛奶味饼干", words_kind="other")
    assert answer.status_code == 200
    assert "牛奶味饼干</span><small>其他内容" in answer.text
    assert (duty.version, len(duty.redactions)) == (before, 1)
    assert post(officer, duty, "propose", spans=ticks(answer.text)).status_code == 303
    assert any(span["kind"] == "other" for span in duty.redactions[-1].spans)


@pytest.mark.parametrize(
    "data",
    [
        {"words": "正文里没有的话"},
        {"spans": ["0-0-99999-phone"]},
        {"spans": ["nonsense"]},
        {"spans": ["0-0-2-secret"]},
        {"words": "当事人", "words_kind": "secret"},
    ],
)
def test_what_does_not_fit_is_refused_at_the_field(signed_in, duty, data):
    officer = signed_in("lin", "officer")
    post(officer, duty, "draft")
    answer = post(officer, duty, "propose", **data)
    assert answer.status_code == 422
    assert "处需要修改" in answer.text
    assert duty.state is DutyState.DUE


def test_an_old_page_is_told_so(signed_in, duty):
    officer = signed_in("lin", "officer")
    post(officer, duty, "draft")
    old = duty.version
    proposed(officer, duty)
    answer = officer.post(f"/publicity/{duty.public_id}/propose", data={"version": old, "words": "当事人"})
    assert answer.status_code == 409
    assert "刚被别人改过" in answer.text


def test_sent_back_with_a_reason(signed_in, duty):
    officer, publisher = signed_in("lin", "officer"), signed_in("shen", "publisher")
    proposed(officer, duty)
    assert post(publisher, duty, "return", reason="").status_code == 422
    assert post(publisher, duty, "return", reason="漏了人名").status_code == 303
    assert "漏了人名" in officer.get(f"/publicity/{duty.public_id}").text


def test_not_to_publish_needs_reason_and_second_person(signed_in, duty):
    officer, publisher = signed_in("lin", "officer"), signed_in("shen", "publisher")
    assert post(officer, duty, "exempt").status_code == 422
    assert post(officer, duty, "exempt", reason="《政府信息公开条例》第十四条：国家秘密").status_code == 303
    assert post(publisher, duty, "answer").status_code == 422
    assert post(publisher, duty, "answer", answer="agree").status_code == 303
    assert duty.state is DutyState.EXEMPT


def published(signed_in, duty):
    officer, publisher = signed_in("lin", "officer"), signed_in("shen", "publisher")
    proposed(officer, duty)
    post(publisher, duty, "confirm", spans=ticks(publisher.get(f"/publicity/{duty.public_id}").text))
    return officer, publisher


def test_pub_samr_12_a_correction_goes_through_two_persons_again(signed_in, duty):
    officer, publisher = published(signed_in, duty)
    page = officer.get(f"/publicity/{duty.public_id}?correct=1").text
    answer = post(officer, duty, "propose", spans=ticks(page), words="1,126.40")
    assert answer.status_code == 422
    assert "更正理由" in answer.text
    post(officer, duty, "propose", spans=ticks(page), words="1,126.40", reason="货值是商业秘密")
    page = publisher.get(f"/publicity/{duty.public_id}").text
    assert post(publisher, duty, "confirm", spans=ticks(page)).status_code == 303
    assert record_of(duty.record.code).edition == 2


def test_48_withdrawal_with_a_public_reason(signed_in, duty, client):
    officer, publisher = published(signed_in, duty)
    address = f"/publicity/records/{duty.record.code}/withdraw"
    assert officer.get(address).status_code == 403
    today = current_instant().date().isoformat()
    data = {"ground": "revoked", "happened_on": max(today, "2026-09-23"), "reason": "行政复议决定撤销"}
    assert publisher.post(address, data={**data, "reason": ""}).status_code == 422
    assert publisher.post(address, data={**data, "happened_on": "2026-01-01"}).status_code == 422
    assert publisher.post(address, data=data).status_code == 303
    assert duty.record.state is PublicState.WITHDRAWN
    assert "行政复议决定撤销" in client.get(f"/p/{duty.record.code}").text
    assert publisher.post(address, data=data).status_code == 409


def test_424_the_twin_record_has_30_fields_and_says_which_checks_fail(signed_in, duty):
    officer, _publisher = published(signed_in, duty)
    answer = json.loads(officer.get(f"/publicity/{duty.public_id}/twin.json").text)
    values = {field["code"]: field["value"] for field in answer["fields"]}
    assert len(values) == 30
    assert (values["CF_NR_FK"], values["CF_JDRQ"]) == ("5.000000", "2026/09/23")
    failed = {check["field"] for check in answer["checks"] if not check["passed"]}
    assert "CF_CFJGDM" in failed
    assert "CF_NR_FK" not in failed
    table = list(csv.reader(io.StringIO(officer.get(f"/publicity/{duty.public_id}/twin.csv").data.decode("utf-8-sig"))))
    assert [len(line) for line in table] == [30, 30]


def test_nobody_comes_in_without_signing_in(client, duty):
    for address in ("/publicity/", f"/publicity/{duty.public_id}"):
        assert client.get(address).status_code in (303, 302, 401)
