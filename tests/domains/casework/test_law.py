"""What papers of a case must say and whom the law keeps apart, each test named for its article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from enforcement.casework import commands as c
from enforcement.casework import services
from enforcement.casework.assessment import decision_triggers
from enforcement.casework.deadlines import start_deadline
from enforcement.casework.facts import collect_facts
from enforcement.casework.models import CaseDecision, CaseNotice
from enforcement.catalogue import queries as catalogue
from enforcement.demo.walking import Walk
from enforcement.documents.queries import document_facts
from enforcement.foundation.errors import Refused
from enforcement.platform.database import db
from enforcement.rules.deadlines import Extension
from enforcement.rules.facts import State
from enforcement.rules.facts_catalogue import ItemFacts
from enforcement.rules.legal_review import ITEMS
from enforcement.rules.rulesets import Unit
from tests.support.bureau import Bureau


def paper(walk: Walk, form: str) -> dict[str, Any]:
    """The contents of the latest paper of a form."""
    return [one.data for one in document_facts(walk.case) if one.form == form][-1]


def decision_of(walk: Walk) -> str:
    row = db.session.scalars(select(CaseDecision).where(CaseDecision.case_id == walk.row().id)).one()
    return "\n".join(row.paragraphs)


def state_it(walk: Walk, content: str, *, asks_hearing: bool = False) -> None:
    services.record_statement(
        walk.crew.officer,
        c.RecordStatement(
            case=walk.case, received_on=walk.day, form="written", content=content, asks_hearing=asks_hearing
        ),
        walk.now(),
    )


def answer(walk: Walk, words: str) -> None:
    services.answer_statement(
        walk.crew.officer, c.AnswerStatement(case=walk.case, adopted="rejected", answer=words), walk.now()
    )


def refusals(walk: Walk) -> set[str]:
    facts = collect_facts(walk.row(), walk.day)
    from_decide = c.Decide(case=walk.case, opinion="同意")
    with pytest.raises(Refused) as error:
        services.decide(walk.crew.head, from_decide, walk.now())
    assert facts.state is walk.row().state
    return {reason.code for reason in error.value.reasons}


def test_article_59_the_decision_says_what_the_law_asks(bureau: Bureau) -> None:
    walk = bureau.at(State.DISCUSSED)
    walk.decide()
    text = decision_of(walk)
    for words in (
        "违反了《中华人民共和国食品安全法》第三十四条第十项的规定",
        "依据《中华人民共和国食品安全法》第一百二十四条第一款第五项的规定",
        "参照《云州市市场监督管理行政处罚裁量基准（2026年版）》第27项",
        "15日内，到",
        "《中华人民共和国行政处罚法》第七十二条第一款第一项的规定，每日按罚款数额的3%加处罚款",
        "行政复议或者行政诉讼期间不予计算",
        "60日内向",
        "6个月内依法向",
        "自收到复议决定书之日起15日内提起行政诉讼",
    ):
        assert words in text
    assert any("申请行政复议；也可以" in one for one in text.split("\n"))


def test_article_44_the_notice_cites_the_rights_and_its_sentences_end(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTIFIED)
    told = paper(walk, "penalty_notice")
    assert told["facts"].endswith("。")
    assert told["reasons"].endswith("。")
    assert told["intended_penalties"][0].startswith("一、没收")
    assert "第四十四条、第四十五条" in told["statement_right"]
    assert "5个工作日" in told["statement_right"].replace(" ", "")
    assert "裁量基准" in told["reasons"]


def test_article_45_every_statement_is_answered_and_told_in_the_decision(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTIFIED)
    walk.pass_days(1)
    state_it(walk, "货值很低")
    state_it(walk, "已经改正")
    answer(walk, "货值已在基准内考虑")
    walk.pass_days(5)
    assert "statement-answered" in refusals(walk)
    answer(walk, "改正已在基准内考虑")
    walk.discuss()
    walk.decide()
    text = decision_of(walk)
    assert "货值很低。本机关复核认为：货值已在基准内考虑" in text
    assert "已经改正。本机关复核认为：改正已在基准内考虑" in text
    assert "货值很低" in paper(walk, "decision_approval")["notice_course"]


def test_article_45_a_word_after_the_discussion_is_still_heard(bureau: Bureau) -> None:
    walk = bureau.at(State.DISCUSSED)
    state_it(walk, "补充意见")
    assert "statement-answered" in refusals(walk)
    answer(walk, "理由不成立")
    walk.decide()
    assert walk.row().state is State.DECIDED


def test_article_62_a_waiver_is_told_in_the_decision(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTIFIED)
    services.record_waiver(
        walk.crew.officer, c.RecordWaiver(case=walk.case, waived_on=walk.day, words="我放弃"), walk.now()
    )
    walk.discuss()
    walk.decide()
    assert "明确表示放弃陈述、申辩的权利" in decision_of(walk)


def test_article_64_a_hearing_asked_for_in_time_counts_and_too_late_does_not(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTIFIED)
    told = db.session.scalars(select(CaseNotice).where(CaseNotice.case_id == walk.row().id)).one()
    told.hearing_right_told = True
    walk.pass_days(5)
    state_it(walk, "要求听证", asks_hearing=True)
    facts = collect_facts(walk.row(), walk.day)
    assert facts.statement is not None
    assert facts.statement.asks_hearing
    told.served_on = (told.served_on or walk.day) - timedelta(days=1)
    late = collect_facts(walk.row(), walk.day).statement
    assert late is not None
    assert not late.asks_hearing


def test_article_63_the_value_of_confiscated_goods_counts_towards_the_hearing(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTIFIED)
    case = walk.row()
    case.goods_value_fen = 9_999_999
    assert not decision_triggers(case, walk.day).hearing
    case.goods_value_fen = 10_000_000
    assert [one.kind for one in decision_triggers(case, walk.day).hearing] == ["confiscation"]


def test_article_58_who_has_left_the_case_does_not_review_it(bureau: Bureau) -> None:
    walk = bureau.at(State.IN_REVIEW)
    left = walk.crew.second.officer_id or 0
    others = (walk.crew.officer_ids[0], bureau.actor("tang").officer_id or 0)
    services.assign_handlers(walk.crew.officer, c.AssignHandlers(case=walk.case, officer_ids=others), walk.now())
    walk.crew = replace(walk.crew, reviewer=replace(walk.crew.reviewer, officer_id=left))
    with pytest.raises(Refused) as error:
        walk.conclude_review("agree", "同意", "ok")
    assert any("第四十九条" in reason.basis for reason in error.value.reasons)


def test_article_53_of_the_rules_the_opinion_lists_the_items_in_their_order(bureau: Bureau) -> None:
    walk = bureau.at(State.REVIEWED)
    opinion = paper(walk, "review_opinion")
    assert [one["item"] for one in opinion["items"]] == [name for name, _ in ITEMS.values()]
    assert opinion["submitted_by"].startswith("云州市市场监督管理局（经办人：")


def test_article_60_a_computation_for_a_notice_is_no_extension(bureau: Bureau) -> None:
    walk = bureau.at(State.REVIEWED)
    case = walk.row()
    filed_on = case.filed_on or walk.day
    start_deadline(case, "D05", filed_on, walk.now(), reason="放假安排已经公布，重新计算")
    services.extend_term(walk.crew.head, c.ExtendTerm(case=walk.case, reason="案情复杂"), walk.now())
    again = c.ExtendTerm(case=walk.case, reason="案情复杂", days=10)
    with pytest.raises(Refused) as error:
        services.extend_term(walk.crew.head, again, walk.now())
    assert "第六十四条" in error.value.reasons[0].basis


def test_article_60_the_second_extension_adds_to_the_first(bureau: Bureau) -> None:
    walk = bureau.at(State.DISCUSSED)
    case = walk.row()
    filed_on = case.filed_on or walk.day
    first = start_deadline(case, "D05", filed_on, walk.now(), reason="延长", extensions=[Extension(30, Unit.CD)])
    services.extend_term(walk.crew.head, c.ExtendTerm(case=walk.case, reason="案情复杂", days=10), walk.now())
    decide_by = collect_facts(case, walk.day).decide_by
    assert decide_by is not None
    assert decide_by - first.due >= timedelta(days=8)
    assert decide_by >= filed_on + timedelta(days=130)


@pytest.mark.parametrize(("born", "age"), [("20120903", 14), ("20120904", 13)])
def test_article_30_the_age_is_read_from_the_identity_number(bureau: Bureau, born: str, age: int) -> None:
    walk = bureau.at(State.NOTIFIED)
    case = walk.row()
    case.party.kind, case.party.born_on, case.party.id_no = "person", None, f"110101{born}0011"
    case.acted_on = date(2026, 9, 3)
    assert collect_facts(case, walk.day).age_at_act == age


def test_article_47_a_volume_without_its_papers_is_not_archived(bureau: Bureau) -> None:
    walk = bureau.at(State.SERVED)
    assert collect_facts(walk.row(), walk.day).volume_gaps == ("结案审批表",)
    walk.perform()
    walk.ask_closing()
    walk.close()
    assert collect_facts(walk.row(), walk.day).volume_gaps == ()


def test_article_37_a_basis_changed_since_the_act_is_compared_before_the_decision(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = bureau.at(State.DISCUSSED)
    assert not collect_facts(walk.row(), walk.day).law_change
    as_of = catalogue.item_version_on

    def changed_today(code: str, on: date) -> ItemFacts | None:
        item = as_of(code, on)
        return replace(item, version_id=item.version_id + 1) if item and on == walk.day else item

    monkeypatch.setattr(catalogue, "item_version_on", changed_today)
    assert "law-compared" in refusals(walk)


def test_article_37_a_statute_that_was_replaced_is_compared_with_what_took_its_place(bureau: Bureau) -> None:
    walk = bureau.at(State.DISCUSSED)
    case, acted_on = walk.row(), date(2026, 8, 1)
    old, new = (catalogue.item_version_on(*one) for one in (("AIR-99-2", acted_on), ("ENV-1107", walk.day)))
    assert old is not None
    assert new is not None
    case.item_code, case.item_version_id, case.acted_on = old.code, old.version_id, acted_on
    told = collect_facts(case, walk.day).law_change
    assert old.penalty.citation in told
    assert new.penalty.citation in told
