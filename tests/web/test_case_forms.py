"""The forms of a case: taken, refused with the article, stale, wrong; nothing typed is ever lost."""

from __future__ import annotations

import base64
import io
import re
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from enforcement.casework.holdings import holdings_of
from enforcement.documents.models import Signature
from enforcement.foundation.clock import SHANGHAI
from enforcement.platform.database import db
from enforcement.rules.facts import State
from tests.support.desk import Desk, plain, text


@pytest.fixture
def desk(staged_app, staged_bureau):
    return Desk(staged_app, staged_bureau)


# ---- forms of investigation ----


def facts_typed(desk, walk, **changes):
    typed = {
        "version": desk.version(walk.case),
        "item_code": "FOOD-124-1-5",
        "acted_on": walk.day.isoformat(),
        "discovered_on": walk.day.isoformat(),
        "place": "云州市临江区江畔路66号",
        "facts_text": "货架上陈列待售的饼干38件超过保质期",
        "goods_value_fen": "966.40",
        "illegal_income_fen": "0",
    }
    return typed | changes


def test_facts_are_saved_with_amounts_in_yuan(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    typed = facts_typed(desk, walk, goods_value_fen="￥1,126.40")
    assert client.post(f"/cases/{walk.case}/state_facts", data=typed).status_code == 303
    case = desk.case(walk.case)
    assert case.goods_value_fen == 112_640
    assert case.illegal_income_fen == 0
    assert case.title == "云州市惠邻超市有限公司经营超过保质期的食品案" or "超过保质期" in case.title


@pytest.mark.parametrize("typed", ["五万", "1.234", "50,00", "-5", "1e5"])
def test_an_amount_that_is_none_is_told_and_kept(desk, typed) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    answer = client.post(f"/cases/{walk.case}/state_facts", data=facts_typed(desk, walk, goods_value_fen=typed))
    assert answer.status_code == 422
    assert "金额" in plain(answer)
    assert f'value="{typed}"' in text(answer)
    assert "货架上陈列待售的饼干38件超过保质期" in text(answer)


def test_a_stale_form_says_who_changed_what_and_keeps_everything(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    typed = facts_typed(desk, walk)
    other = desk.at(walk.day, "xu")
    assert other.post(f"/cases/{walk.case}/state_facts", data=typed | {"place": "别处"}).status_code == 303
    answer = client.post(f"/cases/{walk.case}/state_facts", data=typed | {"place": "这里"})
    assert answer.status_code == 409
    assert "许某" in plain(answer)
    assert "违法行为地点 别处 这里 不同" in plain(answer)
    assert "填写案情" in plain(answer)
    assert 'value="这里"' in text(answer)
    assert desk.case(walk.case).place == "别处"
    again = re.search(r'name="version" value="(\d+)"', text(answer)).group(1)
    assert client.post(f"/cases/{walk.case}/state_facts", data=typed | {"place": "这里", "version": again}).location
    assert desk.case(walk.case).place == "这里"


def record_typed(desk, walk, **changes):
    start = datetime.combine(walk.day, time(16), tzinfo=SHANGHAI)
    officers = [str(one) for one in walk.crew.officer_ids]
    typed = {
        "version": desk.version(walk.case),
        "started_at": f"{start:%Y-%m-%dT%H:%M}",
        "ended_at": f"{start + timedelta(minutes=40):%Y-%m-%dT%H:%M}",
        "place": "云州市临江区江畔路66号",
        "officer_ids": officers,
        "certificate_shown": "true",
        "rights_told": "true",
        "recusal": "不申请回避",
        "respondent": "张卫国",
        "respondent_role": "店长",
        "content": "货架上有过期饼干38件",
    }
    return typed | changes


def signature(desk):
    return (io.BytesIO(desk.bureau.signature), "signature.png", "image/png")


def test_article_42_a_record_of_one_officer_is_refused_and_nothing_is_lost(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    typed = record_typed(desk, walk, officer_ids=[str(walk.crew.officer_ids[0])])
    answer = client.post(f"/cases/{walk.case}/record_scene", data=typed | {"signature_png": signature(desk)})
    assert answer.status_code == 409
    assert "第四十二条" in plain(answer)
    assert "货架上有过期饼干38件" in text(answer)
    kept = re.search(r'name="signature_png-kept" value="([^"]+)"', text(answer)).group(1)
    assert base64.b64decode(kept.split(",")[1]) == desk.bureau.signature
    again = record_typed(desk, walk) | {"signature_png-kept": kept}
    alone = client.post(f"/cases/{walk.case}/record_scene", data=again)
    assert alone.status_code == 422
    assert "请一起检查、询问的执法人员签名" in plain(alone)
    both = again | {"colleague_png": signature(desk)}
    assert client.post(f"/cases/{walk.case}/record_scene", data=both).status_code == 303
    record = holdings_of(desk.case(walk.case)).records[0]
    assert record.signed
    by_officers = select(Signature.signer).where(Signature.matter_id == walk.case, Signature.role == "执法人员")
    assert db.session.scalars(by_officers).all() == ["许某"]


def test_article_55_a_refused_signature_is_noted(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    neither = client.post(f"/cases/{walk.case}/record_scene", data=record_typed(desk, walk))
    assert neither.status_code == 422
    typed = record_typed(desk, walk, refusal="当事人拒绝签名，见证人李某在场")
    done = client.post(f"/cases/{walk.case}/record_scene", data=typed | {"colleague_png": signature(desk)})
    assert done.status_code == 303, plain(done)[200:900]


def test_questions_and_answers_grow_by_rows_and_come_back(desk) -> None:
    walk = desk.walk(State.INVESTIGATING)
    client = desk.at(walk.day, "lin")
    typed = record_typed(desk, walk, refusal="拒签") | {
        "exchanges-0-question": "是否属实？",
        "exchanges-0-answer": "属实。",
        "exchanges-1-question": "何时进货？",
    }
    more = client.post(f"/cases/{walk.case}/record_inquiry", data=typed | {"more": "exchanges"})
    assert more.status_code == 200
    assert "exchanges-3-question" in text(more)
    assert "属实。" in text(more)
    lacking = client.post(f"/cases/{walk.case}/record_inquiry", data=typed)
    assert lacking.status_code == 422
    assert "第 2 行的问和答都要填写" in plain(lacking)
    typed["exchanges-1-answer"] = "七月。"
    signed = typed | {"colleague_png": signature(desk)}
    assert client.post(f"/cases/{walk.case}/record_inquiry", data=signed).status_code == 303
    record = holdings_of(desk.case(walk.case)).records[-1]
    assert record.content == "问：是否属实？\n答：属实。\n问：何时进货？\n答：七月。"


def test_evidence_is_listed_checked_and_excluded_with_its_reason(desk) -> None:
    walk = desk.walk(State.INVESTIGATING)
    client = desk.at(walk.day, "lin")
    base = f"/cases/{walk.case}"
    typed = {"kind": "书证", "title": "进货票据", "proves": "货值金额", "collected_on": walk.day.isoformat()}
    assert client.post(f"{base}/add_evidence", data=typed | {"version": desk.version(walk.case)}).status_code == 303
    row = holdings_of(desk.case(walk.case)).evidence[-1].row
    verified = client.post(f"{base}/verify_evidence/{row.public_id}", data={"version": desk.version(walk.case)})
    assert verified.status_code == 303
    assert "查证属实" in plain(client.get(f"{base}?tab=evidence"))
    without = client.post(f"{base}/exclude_evidence/{row.public_id}", data={"version": desk.version(walk.case)})
    assert without.status_code == 422
    typed = {"reason": "来源不明", "version": desk.version(walk.case)}
    assert client.post(f"{base}/exclude_evidence/{row.public_id}", data=typed).status_code == 303
    assert "来源不明" in plain(client.get(f"{base}?tab=evidence"))


def test_a_proposal_below_the_range_is_shown_with_its_problem(desk) -> None:
    walk = desk.walk(State.INVESTIGATING)
    client = desk.at(walk.day, "lin")
    page = plain(client.get(f"/cases/{walk.case}/propose"))
    assert "法定幅度" in page
    assert "5万元以上10万元以下" in page
    typed = {
        "version": desk.version(walk.case), "kinds": ["罚款"], "fine_fen": "40,000", "grade": "lighter",
        "grade_reasons": "货值小，配合调查",
    }  # fmt: skip
    assert client.post(f"/cases/{walk.case}/propose", data=typed).status_code == 303
    page = plain(client.get(f"/cases/{walk.case}?tab=facts"))
    assert "低于法定下限" in page
    typed |= {"fine_fen": "50000", "version": desk.version(walk.case)}
    client.post(f"/cases/{walk.case}/propose", data=typed)
    page = plain(client.get(f"/cases/{walk.case}?tab=facts"))
    assert "低于法定下限" not in page
    assert "须 法制审核" in page or "须法制审核" in page
    assert "须集体讨论" in page.replace("须 ", "须")
    assert "不必听证" in page.replace("不必 ", "不必")


# ---- approvals, notice, decision ----


def test_the_head_approves_the_filing_and_ninety_days_begin(desk) -> None:
    walk = desk.walk(State.FILING_ASKED)
    client = desk.at(walk.day, "shen")
    page = plain(client.get(f"/cases/{walk.case}/answer_approval"))
    assert "批准立案" in page
    without = client.post(
        f"/cases/{walk.case}/answer_approval", data={"version": desk.version(walk.case), "answer": "return"}
    )
    assert without.status_code == 422
    assert "退回时请写明理由" in plain(without)
    typed = {"version": desk.version(walk.case), "answer": "agree"}
    assert client.post(f"/cases/{walk.case}/answer_approval", data=typed).status_code == 303
    assert desk.case(walk.case).state is State.INVESTIGATING
    assert "90" in plain(client.get(f"/cases/{walk.case}"))
    twice = client.post(f"/cases/{walk.case}/answer_approval", data=typed)
    assert twice.status_code == 409


def test_article_45_the_decision_is_refused_with_all_reasons_and_kept(desk) -> None:
    walk = desk.walk(State.NOTIFIED)
    client = desk.at(walk.day, "shen")
    page = plain(client.get(f"/cases/{walk.case}/decide"))
    assert "陈述申辩期还没有届满" in page
    assert "将要作出的决定" in page
    typed = {"version": desk.version(walk.case), "opinion": "同意，照此办理"}
    answer = client.post(f"/cases/{walk.case}/decide", data=typed)
    assert answer.status_code == 409
    page = plain(answer)
    assert "第四十五条" in page
    assert "第五十七条第二款" in page
    assert "解除：" in page
    assert "同意，照此办理" in page


def test_article_44_an_amount_above_the_notice_is_refused(desk) -> None:
    walk = desk.walk(State.DISCUSSED)
    client = desk.at(walk.day, "shen")
    typed = {"version": desk.version(walk.case), "opinion": "同意", "fine_fen": "50,001"}
    answer = client.post(f"/cases/{walk.case}/decide", data=typed)
    assert answer.status_code == 409
    assert "高于告知的" in plain(answer)
    assert desk.case(walk.case).state is State.DISCUSSED


def test_the_heads_discuss_and_decide_and_the_officer_serves(desk) -> None:
    walk = desk.walk(State.NOTIFIED)
    walk.pass_days(6)
    head = desk.at(walk.day, "shen")
    assert head.get(f"/cases/{walk.case}/hold_discussion").status_code == 200
    opinions = {}
    for number, name in enumerate(("沈某", "方某", "田某")):
        opinions |= {f"opinions-{number}-name": name, f"opinions-{number}-opinion": "同意"}
    typed = {
        "version": desk.version(walk.case), "held_at": f"{walk.day}T10:00", "place": "会议室", "chair": "沈某",
        "recorder": "施某", "answer": "agree", "conclusion": "同意处罚建议", **opinions,
    }  # fmt: skip
    assert head.post(f"/cases/{walk.case}/hold_discussion", data=typed).status_code == 303
    typed = {"version": desk.version(walk.case), "opinion": "同意"}
    assert head.post(f"/cases/{walk.case}/decide", data=typed).status_code == 303
    assert desk.case(walk.case).state is State.DECIDED
    officer = desk.at(walk.day, "lin", hour=19)
    typed = {
        "version": desk.version(walk.case), "mode": "direct", "served_on": walk.day.isoformat(), "place": "店内",
        "server_ids": [str(one) for one in walk.crew.officer_ids], "recipient": "张卫国", "relation": "法定代表人",
    }  # fmt: skip
    unsigned = officer.post(f"/cases/{walk.case}/serve_decision", data=typed)
    assert unsigned.status_code == 409
    assert "送达回证没有签收人签名" in plain(unsigned)
    signed = officer.post(f"/cases/{walk.case}/serve_decision", data=typed | {"signature_png": signature(desk)})
    assert signed.status_code == 303
    assert desk.case(walk.case).state is State.SERVED


def test_article_58_the_page_says_which_change_voided_the_pass(desk) -> None:
    walk = desk.walk(State.REVIEWED)
    case = desk.case(walk.case)
    client = desk.at(walk.day, "lin")
    typed = facts_typed(
        desk, walk, acted_on=case.acted_on.isoformat(), discovered_on=case.discovered_on.isoformat(),
        facts_text=case.facts_text.replace("38件", "39件"),
    )  # fmt: skip
    assert client.post(f"/cases/{walk.case}/state_facts", data=typed).status_code == 303
    page = plain(client.get(f"/cases/{walk.case}?tab=review"))
    assert "审核失效" in page
    assert "查明的事实" in page
    assert "【8】" in page
    assert "【9】" in page
    assert desk.case(walk.case).state is State.CONCLUDED


def test_payment_closes_the_duty_and_the_case_goes_to_the_archive(desk) -> None:
    walk = desk.walk(State.SERVED)
    walk.pass_days(2)
    officer = desk.at(walk.day, "lin")
    base = f"/cases/{walk.case}"
    assert 'value="50000"' in text(officer.get(f"{base}/record_payment"))
    typed = {
        "version": desk.version(walk.case), "paid_on": walk.day.isoformat(), "amount_fen": "50,000.00",
        "slip_no": "A1", "channel": "代收银行",
    }  # fmt: skip
    assert officer.post(f"{base}/record_payment", data=typed).status_code == 303
    typed = {"version": desk.version(walk.case), "settled_on": walk.day.isoformat(), "how": "全部销毁"}
    assert officer.post(f"{base}/settle_goods", data=typed).status_code == 303
    typed = {"version": desk.version(walk.case), "opinion": "执行完毕"}
    assert officer.post(f"{base}/ask_closing", data=typed).status_code == 303
    head = desk.at(walk.day, "shen", hour=19)
    typed = {"version": desk.version(walk.case), "answer": "agree"}
    assert head.post(f"{base}/answer_approval", data=typed).status_code == 303
    officer = desk.at(walk.day, "lin", hour=20)
    assert officer.post(f"{base}/archive", data={"version": desk.version(walk.case)}).status_code == 303
    page = plain(officer.get(f"{base}?tab=documents"))
    assert "已归档" in page
    assert "卷内文件目录" in page


def test_a_note_is_added_and_an_empty_one_is_not(desk) -> None:
    walk = desk.walk(State.VERIFYING)
    client = desk.at(walk.day, "lin")
    assert client.post(f"/cases/{walk.case}/add_note", data={"text": "店长下午回来"}).status_code == 303
    assert "店长下午回来" in plain(client.get(f"/cases/{walk.case}"))
    assert client.post(f"/cases/{walk.case}/add_note", data={"text": " "}).status_code == 422
