"""The review desk in a browser: the queue, the digest, why a button is grey, who may do what."""

from __future__ import annotations

import re

import pytest

from enforcement.casework import commands as c
from enforcement.casework import services as casework
from enforcement.casework.queries import review_facts
from enforcement.legal_review import queries
from enforcement.rules.facts import State
from enforcement.rules.legal_review import ITEMS
from tests.support.bureau import SECOND
from tests.support.desks import counted_questions, signed_in, text_of

ALL_FINE = {f"result_{code}": "ok" for code in ITEMS}


@pytest.fixture
def bureau(founded_bureau):
    return founded_bureau


@pytest.fixture
def walk(bureau):
    walk = bureau.walk()
    walk.to(State.IN_REVIEW)
    return walk


def round_of(walk):
    return queries.rounds_of(walk.crew.reviewer, walk.case)[-1]


def test_article_58_from_grey_button_to_bound_digest(founded_app, walk):
    reviewer = signed_in(founded_app, "ji")
    round_ = round_of(walk)
    path, digest = f"/reviews/{round_.public_id}", review_facts(round_.case_id).digest
    assert round_.case_title in text_of(reviewer, "/reviews/")

    page = text_of(reviewer, path)
    assert digest in page
    assert "为什么现在不能“同意”" in page
    assert "主体和管辖权、执法人员资格" in page
    assert 'value="agree"' not in page

    asked = {"opinion": "agree", "reasons": "事实清楚，写到一半", "digest": digest}
    early = reviewer.post(f"{path}/conclusion", data=asked)
    assert early.status_code == 409
    told = early.get_data(as_text=True)
    assert "第五十三条" in told
    assert "事实清楚，写到一半" in told

    saved = reviewer.post(f"{path}/items", data=ALL_FINE)
    assert saved.status_code == 303
    assert 'value="agree"' in text_of(reviewer, path)

    foreign = reviewer.post(f"{path}/conclusion", data=asked | {"digest": "0" * 64})
    assert foreign.status_code == 409
    assert "审核期间内容被改动" in foreign.get_data(as_text=True)

    done = reviewer.post(f"{path}/conclusion", data=asked)
    assert done.status_code == 303
    assert walk.row().state is State.REVIEWED
    page = text_of(reviewer, path)
    assert "已绑定" in page
    assert "保存审核事项" not in page
    assert round_.case_title in text_of(reviewer, "/reviews/?which=done")
    assert round_.case_title not in text_of(reviewer, "/reviews/")

    again = reviewer.post(f"{path}/conclusion", data=asked)
    assert again.status_code == 409
    assert "季某" in again.get_data(as_text=True)


def test_a_fault_without_a_word_is_refused_and_the_rest_stays_typed(founded_app, walk):
    reviewer, path = signed_in(founded_app, "ji"), f"/reviews/{round_of(walk).public_id}"
    answer = reviewer.post(f"{path}/items", data={"result_facts": "mend", "result_law": "ok", "note_law": "条款对"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "有问题的事项请写明问题" in page
    assert "条款对" in page
    assert round_of(walk).items == {}


def test_somebody_elses_save_is_shown_and_the_next_click_counts(founded_app, walk):
    reviewer, path = signed_in(founded_app, "ji"), f"/reviews/{round_of(walk).public_id}"
    seen = {"version": str(round_of(walk).version)}
    reviewer.post(f"{path}/items", data={"result_law": "ok"} | seen)
    stale = reviewer.post(f"{path}/items", data={"result_facts": "ok", "note_facts": "我写的"} | seen)
    page = stale.get_data(as_text=True)
    assert stale.status_code == 409
    assert "刚被别人改过" in page
    assert "我写的" in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert reviewer.post(f"{path}/items", data={"result_facts": "ok", "version": version}).status_code == 303
    assert set(round_of(walk).items) == {"law", "facts"}


def test_officers_read_and_answer_but_do_not_review(founded_app, walk):
    officer, path = signed_in(founded_app, "lin"), f"/reviews/{round_of(walk).public_id}"
    quote = walk.row().facts_text[5:20]
    sent = officer.post(f"{path}/comments", data={"item": "facts", "text": "见证据3", "quote": quote})
    assert sent.status_code == 303
    page = text_of(officer, path)
    assert "见证据3" in page
    assert f"<mark>{quote}" in page
    assert "保存审核事项" not in page
    assert officer.post(f"{path}/items", data=ALL_FINE).status_code == 403
    assert officer.post(f"{path}/conclusion", data={}).status_code == 403


def test_another_agency_gets_the_answer_of_a_missing_round(founded_app, walk):
    stranger = signed_in(founded_app, f"{SECOND.lower()}.reviewer")
    public_id = round_of(walk).public_id
    for path in ("", "/items", "/conclusion", "/comments"):
        data = ALL_FINE | {"item": "facts", "text": "？", "opinion": "agree", "reasons": "？", "digest": "0" * 64}
        ask = stranger.get if path == "" else lambda where, data=data: stranger.post(where, data=data)
        there, missing = (ask(f"/reviews/{one}{path}") for one in (public_id, "0" * 20))
        assert there.status_code == missing.status_code == 404
        page = re.sub(r'name="(csrf_token|next)" value="[^"]*"', "", there.get_data(as_text=True))
        assert page == re.sub(r'name="(csrf_token|next)" value="[^"]*"', "", missing.get_data(as_text=True))


def test_article_58_after_a_change_the_page_says_which_change_voided_the_pass(founded_app, walk):
    walk.review()
    row = walk.row().proposal
    casework.propose(
        walk.crew.officer,
        c.Propose(
            case=walk.case,
            kinds=tuple(row.kinds),
            grade=row.grade,
            grade_reasons=f"{row.grade_reasons}，并主动下架",
            fine_fen=row.fine_fen,
            confiscation_text=row.confiscation_text,
            band_when=row.band_when,
        ),
        walk.now(),
    )
    reviewer = signed_in(founded_app, "ji")
    page = text_of(reviewer, f"/reviews/{round_of(walk).public_id}")
    assert "这一轮的同意已经失效" in page
    assert "<ins>，并主动下架</ins>" in page
    walk.submit()
    page = text_of(reviewer, f"/reviews/{round_of(walk).public_id}")
    assert "第 1 轮的同意因内容改动失效" in page
    assert "与第 1 轮对比：1 处改动" in page


def test_the_number_of_questions_does_not_grow_with_comments_and_rounds(founded_app, walk):
    reviewer, path = signed_in(founded_app, "ji"), f"/reviews/{round_of(walk).public_id}"

    def questions(where):
        text_of(reviewer, where)
        with counted_questions() as asked:
            text_of(reviewer, where)
        return len(asked)

    few = questions(path)
    for number in range(4):
        reviewer.post(f"{path}/comments", data={"item": "facts", "text": f"第{number}条", "quote": ""})
    assert questions(path) == few
