"""The guards of the law at the services: refused with the article, both sides of each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from enforcement.casework import commands as c
from enforcement.casework import queries, services
from enforcement.casework.deadlines import deadlines_of
from enforcement.demo.walking import Walk
from enforcement.foundation.actor import system_actor
from enforcement.foundation.errors import Forbidden, Invalid, NotFound, Refused, Stale
from enforcement.identity import services as identity
from enforcement.identity.commands import RevokeCertificate
from enforcement.recording.queries import recording_facts
from enforcement.rules.facts import State
from tests.support.bureau import START, Bureau


def refused(walk: Walk, **changes: object) -> dict[str, str]:
    """Why the head may not decide: code -> article."""
    command = c.Decide(case=walk.case, opinion="同意", **changes)  # type: ignore[arg-type]
    with pytest.raises(Refused) as error:
        services.decide(walk.crew.head, command, walk.now())
    return {reason.code: reason.basis for reason in error.value.reasons}


def filing_of(walk: Walk) -> str:
    """The open approval of the case."""
    waiting = queries.approvals_waiting(walk.crew.head)
    return next(one.public_id for one, case in waiting if case.public_id == walk.case)


def test_article_62_no_decision_without_notice(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTICE_READY)
    with pytest.raises(Refused) as error:
        walk.decide()
    assert error.value.reasons[0].code == "wrong-state"
    assert walk.row().state is State.NOTICE_READY


def test_article_45_not_before_the_term_is_over(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTIFIED)
    walk.pass_days(5)
    assert "第四十五条" in refused(walk)["statement-term"]
    walk.pass_days(1)
    walk.discuss()
    walk.decide()
    assert walk.row().state is State.DECIDED


def test_article_45_an_unanswered_statement_stops_the_decision(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTIFIED)
    walk.pass_days(2)
    services.record_statement(
        walk.crew.officer,
        c.RecordStatement(case=walk.case, received_on=walk.day, form="oral", content="请求减轻"),
        walk.now(),
    )
    walk.pass_days(6)
    assert "第四十五条" in refused(walk)["statement-answered"]


def test_article_62_a_clear_waiver_ends_the_term(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTIFIED)
    services.record_waiver(
        walk.crew.officer,
        c.RecordWaiver(case=walk.case, waived_on=walk.day, words="我放弃陈述申辩"),
        walk.now(),
    )
    walk.discuss()
    walk.decide()
    assert walk.row().state is State.DECIDED


def test_article_57_a_due_discussion_is_not_skipped(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTIFIED)
    walk.pass_days(6)
    assert "第五十七条第二款" in refused(walk)["collective-discussion"]


def test_articles_44_and_45_not_above_the_notified_amount(bureau: Bureau) -> None:
    walk = bureau.at(State.DISCUSSED)
    found = refused(walk, fine_fen=5_000_001)
    assert "第四十五条" in found["not-above-notice"]
    assert "第五十八条" in found["carries-reviewed"]
    below = refused(walk, fine_fen=4_999_999)
    assert "not-above-notice" not in below
    assert "carries-reviewed" in below


def test_article_58_a_changed_character_voids_the_pass_and_sends_the_case_back(
    bureau: Bureau,
) -> None:
    walk = bureau.at(State.NOTIFIED)
    row = walk.row()
    services.state_facts(
        walk.crew.officer,
        c.StateFacts(
            case=walk.case,
            item_code=row.item_code or "",
            acted_on=row.acted_on or walk.day,
            discovered_on=row.discovered_on or walk.day,
            place=row.place,
            facts_text=row.facts_text.replace("38件", "39件"),
            goods_value_fen=row.goods_value_fen,
        ),
        walk.now(),
    )
    assert walk.row().state is State.CONCLUDED
    (review,) = queries.latest_reviews(row.id)
    assert review.voided_at is not None
    assert review.void_changes == [
        {
            "label": review.void_changes[0]["label"],
            "before": review.void_changes[0]["before"],
            "after": review.void_changes[0]["after"],
        }
    ]
    assert "【8】" in review.void_changes[0]["before"]
    assert "【9】" in review.void_changes[0]["after"]
    assert refused(walk)["wrong-state"]


def test_article_58_an_edit_outside_the_reviewed_content_keeps_the_pass(bureau: Bureau) -> None:
    walk = bureau.at(State.NOTIFIED)
    services.add_note(walk.crew.officer, c.AddNote(case=walk.case, text="当事人来电"), walk.now())
    (review,) = queries.latest_reviews(walk.row().id)
    assert review.voided_at is None
    assert walk.row().state is State.NOTIFIED


def test_article_58_new_evidence_after_the_pass_voids_it(bureau: Bureau) -> None:
    walk = bureau.at(State.REVIEWED)
    services.add_evidence(
        walk.crew.officer,
        c.AddEvidence(
            case=walk.case, kind="书证", title="进货票据", source="当事人", proves="进货数量",
            collected_on=walk.day,
        ),
        walk.now(),
    )  # fmt: skip
    assert walk.row().state is State.CONCLUDED


def test_article_58_a_returned_case_comes_back_and_passes_in_the_second_round(
    bureau: Bureau,
) -> None:
    walk = bureau.at(State.IN_REVIEW)
    walk.conclude_review("supplement", "货值金额没有进货票据佐证", "mend")
    assert walk.row().state is State.INVESTIGATING
    walk.propose()
    services.conclude(walk.crew.officer, c.Conclude(case=walk.case, course="补充调查"), walk.now())
    walk.submit()
    walk.review()
    assert [one.passed for one in queries.latest_reviews(walk.row().id)] == [False, True]


def test_article_58_an_investigator_does_not_review(bureau: Bureau) -> None:
    walk = bureau.at(State.IN_REVIEW)
    reviewer = replace(walk.crew.reviewer, officer_id=walk.crew.officer.officer_id)
    walk.crew = replace(walk.crew, reviewer=reviewer)
    with pytest.raises(Refused) as error:
        walk.conclude_review("agree", "同意", "ok")
    assert any("第五十八条" in reason.basis for reason in error.value.reasons)


def test_article_42_one_officer_is_not_enough(bureau: Bureau) -> None:
    walk = bureau.walk()
    walk.register()
    alone = c.AssignHandlers(case=walk.case, officer_ids=walk.crew.officer_ids[:1])
    with pytest.raises(Refused) as error:
        services.assign_handlers(walk.crew.officer, alone, walk.now())
    assert "第四十二条" in error.value.reasons[0].basis


def test_article_42_an_expired_certificate_is_not_enough(bureau: Bureau) -> None:
    walk = bureau.walk()
    walk.register()
    pair = (walk.crew.officer_ids[0], bureau.expired_officer_id)
    with pytest.raises(Refused) as error:
        services.assign_handlers(walk.crew.officer, c.AssignHandlers(case=walk.case, officer_ids=pair), walk.now())
    assert "第四十二条" in error.value.reasons[0].basis


def test_article_42_a_certificate_revoked_meanwhile_stops_the_decision(bureau: Bureau) -> None:
    walk = bureau.at(State.DISCUSSED)
    identity.revoke_certificate(
        system_actor("测试"),
        RevokeCertificate(bureau.certificates["xu"], walk.day, "调离"),
        walk.now(),
    )
    assert "第四十二条" in refused(walk)["two-officers"]


def test_article_60_the_last_day_passes_and_the_next_does_not(bureau: Bureau) -> None:
    walk = bureau.at(State.DISCUSSED)
    due = [one for one in deadlines_of(walk.row().id) if one.kind == "D05"][-1].due_on
    walk.day = due + timedelta(days=1)
    assert "第六十条" in refused(walk)["case-term"]
    services.extend_term(walk.crew.head, c.ExtendTerm(case=walk.case, reason="案情复杂"), walk.now())
    walk.decide()
    assert walk.row().state is State.DECIDED


def test_article_60_on_the_last_day_it_may_be_decided(bureau: Bureau) -> None:
    walk = bureau.at(State.DISCUSSED)
    walk.day = [one for one in deadlines_of(walk.row().id) if one.kind == "D05"][-1].due_on
    walk.decide()
    assert walk.row().state is State.DECIDED


def test_article_36_an_act_of_long_ago_is_not_filed(bureau: Bureau) -> None:
    walk = bureau.at(State.VERIFYING)
    walk.pass_days(1)
    walk.inspect()
    row = walk.row()
    facts = c.StateFacts(
        case=walk.case, item_code="FOOD-124-1-5", acted_on=walk.day.replace(year=2024),
        discovered_on=walk.day, place=row.place, facts_text=row.facts_text, goods_value_fen=96_640,
    )  # fmt: skip
    services.state_facts(walk.crew.officer, facts, walk.now())
    ask = c.SendForApproval(case=walk.case, opinion="建议立案")
    assert services.ask_filing(walk.crew.officer, ask, walk.now()).state is State.FILING_ASKED


def test_article_36_one_day_more_than_two_years_is_refused(bureau: Bureau) -> None:
    walk = bureau.at(State.VERIFYING)
    walk.pass_days(1)
    walk.inspect()
    row = walk.row()
    acted_on = walk.day.replace(year=2024) - timedelta(days=1)
    facts = c.StateFacts(
        case=walk.case, item_code="FOOD-124-1-5", acted_on=acted_on,
        discovered_on=walk.day, place=row.place, facts_text=row.facts_text, goods_value_fen=96_640,
    )  # fmt: skip
    services.state_facts(walk.crew.officer, facts, walk.now())
    with pytest.raises(Refused) as error:
        services.ask_filing(walk.crew.officer, c.SendForApproval(case=walk.case, opinion="建议立案"), walk.now())
    assert "第三十六条" in error.value.reasons[0].basis


def test_article_47_without_its_film_the_inspection_is_not_filed(bureau: Bureau) -> None:
    walk = bureau.at(State.VERIFYING)
    walk.pass_days(1)
    walk.film_scene = lambda _at: ""  # type: ignore[method-assign]
    walk.inspect()
    with pytest.raises(Refused) as error:
        services.ask_filing(walk.crew.officer, c.SendForApproval(case=walk.case, opinion="建议立案"), walk.now())
    assert {"recordings"} == {reason.code for reason in error.value.reasons}


def test_article_67_performed_when_paid_to_the_fen(bureau: Bureau) -> None:
    walk = bureau.walk(kinds=("罚款",))
    walk.to(State.SERVED)
    walk.pass_days(1)
    for amount, state in ((4_999_999, State.SERVED), (1, State.PERFORMED)):
        services.record_payment(
            walk.crew.officer,
            c.RecordPayment(
                case=walk.case, paid_on=walk.day, amount_fen=amount, slip_no=f"S{amount}",
                channel="柜面",
            ),
            walk.now(),
        )  # fmt: skip
        assert walk.row().state is state


def test_a_payment_slip_counts_once(bureau: Bureau) -> None:
    walk = bureau.walk(kinds=("罚款",))
    walk.to(State.SERVED)
    payment = c.RecordPayment(case=walk.case, paid_on=walk.day, amount_fen=100, slip_no="S1", channel="柜面")
    services.record_payment(walk.crew.officer, payment, walk.now())
    with pytest.raises(Invalid):
        services.record_payment(walk.crew.officer, payment, walk.now())


def test_another_agency_gets_the_answer_of_a_missing_case(bureau: Bureau) -> None:
    walk = bureau.at(State.VERIFYING)
    stranger = bureau.actor("yz-sthj.officer1")
    for act in (
        lambda: queries.case(stranger, walk.case),
        lambda: queries.case(stranger, "0" * 20),
        lambda: services.add_note(stranger, c.AddNote(case=walk.case, text="看看"), walk.now()),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_officer_may_not_approve_and_the_administrator_sees_no_case(bureau: Bureau) -> None:
    walk = bureau.at(State.FILING_ASKED)
    approval = filing_of(walk)
    with pytest.raises(Forbidden):
        services.answer_approval(
            walk.crew.officer,
            c.AnswerApproval(case=walk.case, approval=approval, agree=True, reason=""),
            walk.now(),
        )
    with pytest.raises(NotFound):
        queries.case(bureau.actor("admin"), walk.case)


def test_only_the_officers_in_charge_investigate(bureau: Bureau) -> None:
    walk = bureau.at(State.VERIFYING)
    with pytest.raises(Refused) as error:
        services.ask_filing(bureau.actor("tang"), c.SendForApproval(case=walk.case, opinion=""), walk.now())
    assert error.value.reasons[0].code == "not-in-charge"


def test_an_approval_is_answered_once(bureau: Bureau) -> None:
    walk = bureau.at(State.FILING_ASKED)
    approval = filing_of(walk)
    answer = c.AnswerApproval(case=walk.case, approval=approval, agree=True, reason="同意")
    services.answer_approval(walk.crew.head, answer, walk.now())
    with pytest.raises((Stale, Refused)):
        services.answer_approval(walk.crew.head, answer, walk.now())


def test_a_version_seen_before_somebody_else_saved_is_stale_and_says_what_happened(
    bureau: Bureau,
) -> None:
    walk = bureau.at(State.VERIFYING)
    seen = walk.row().version
    services.add_note(walk.crew.second, c.AddNote(case=walk.case, text="已联系当事人"), walk.now())
    with pytest.raises(Stale) as error:
        services.add_note(walk.crew.officer, c.AddNote(case=walk.case, text="我的记事", version=seen), walk.now())
    assert error.value.changed_by == "许某"
    assert "已联系当事人" in error.value.changes[0].theirs


def test_the_deadlines_of_a_case_follow_its_steps(bureau: Bureau) -> None:
    walk = bureau.at(State.SERVED)
    kinds = {one.kind: one for one in deadlines_of(walk.row().id)}
    assert kinds["D02"].met_on is not None
    assert kinds["D05"].met_on == walk.row().decided_on
    assert kinds["D24"].met_on is None
    assert all(one.explanation and one.rule_version for one in kinds.values())
    assert kinds["D24"].computed_at > START


def test_article_42_an_officer_of_another_agency_can_not_be_put_in_charge(bureau: Bureau) -> None:
    walk = bureau.walk()
    walk.register()
    stranger = bureau.actor("yz-sthj.officer1").officer_id or 0
    pair = (walk.crew.officer_ids[0], stranger)
    with pytest.raises(Invalid) as error:
        services.assign_handlers(walk.crew.officer, c.AssignHandlers(case=walk.case, officer_ids=pair), walk.now())
    assert "officer_ids" in error.value.errors


def test_the_head_of_the_unit_can_put_other_officers_in_charge(bureau: Bureau) -> None:
    walk = bureau.at(State.VERIFYING)
    others = tuple(bureau.actor(name).officer_id or 0 for name in ("tang", "gu"))
    command = c.AssignHandlers(case=walk.case, officer_ids=others)
    with pytest.raises(Refused):
        services.assign_handlers(bureau.actor("tang"), command, walk.now())
    case = services.assign_handlers(bureau.actor("zhou"), command, walk.now())
    assert {one.officer_id for one in case.handlers if one.removed_at is None} == set(others)


def test_article_61_a_film_of_another_case_proves_no_service(bureau: Bureau) -> None:
    walk, other = bureau.at(State.NOTICE_READY), bureau.at(State.SERVED)
    film = recording_facts(other.case)[0].public_id
    services.issue_notice(walk.crew.officer, c.CaseCommand(walk.case), walk.now())
    command = replace(walk._service(), mode="lien", recording_id=film, signature_png=None, refusal="拒收")
    with pytest.raises(Invalid) as error:
        services.serve_notice(walk.crew.officer, command, walk.now())
    assert "recording_id" in error.value.errors
    assert walk.row().state is State.NOTICE_READY


def test_article_60_a_field_without_a_rule_on_extensions_is_told_so(bureau: Bureau) -> None:
    walk = bureau.at(State.DISCUSSED)
    walk.row().domain = "生态环境"
    with pytest.raises(Refused) as error:
        services.extend_term(walk.crew.head, c.ExtendTerm(case=walk.case, reason="案情复杂"), walk.now())
    assert error.value.reasons[0].code == "no-extension-rule"
