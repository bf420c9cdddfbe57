"""The table of the general procedure: each guard named for its article, both sides of the boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.facts import (
    CaseFacts,
    DiscussionFact,
    IntendedDecision,
    LimitationFact,
    NoticeFact,
    OfficerFact,
    ProposalFact,
    RecordFact,
    ReviewFact,
    State,
    StatementFact,
)
from enforcement.rules.major_decision import Trigger
from enforcement.rules.procedure import BY_NAME, STAGES, STEPS, requirements

TODAY = date(2026, 10, 12)
DIGEST = "a" * 64
FIELD = "市场监督管理"
REVIEW_TRIGGER = Trigger(1, "fine", "罚款", "罚款达到标准", "行政处罚法第五十八条")


def officer(number: int, *, valid: bool = True, fields: tuple[str, ...] = (FIELD,)) -> OfficerFact:
    return OfficerFact(number, f"执法员{number}", f"云A-{number}", valid, "" if valid else "的执法证件已过期", fields)


PAIR = (officer(1), officer(2))


def record(kind: str = "现场笔录", **changes: object) -> RecordFact:
    base = RecordFact(kind, date(2026, 9, 3), PAIR, certificate_shown=True, rights_told=True, settled=True)
    return replace(base, **changes)  # type: ignore[arg-type]


def ready(state: State = State.DISCUSSED, **changes: object) -> CaseFacts:
    """A case in which nothing stands against the decision."""
    facts = CaseFacts(
        state=state,
        today=TODAY,
        party_kind="organisation",
        handlers=PAIR,
        field_name=FIELD,
        item_in_scope=True,
        item_in_force=True,
        acted_on=date(2026, 9, 2),
        limitation=LimitationFact(True, ""),
        facts_found=True,
        scene_records=(record(),),
        inquiry_records=(record("询问笔录"),),
        evidence_count=3,
        decide_by=TODAY,
        proposal=ProposalFact(("罚款",), 5_000_000, 0, "lighter"),
        report_issued=True,
        content_digest=DIGEST,
        review_triggers=(REVIEW_TRIGGER,),
        discussion_triggers=(REVIEW_TRIGGER,),
        review=ReviewFact(2, True, True, DIGEST, 9, True, date(2026, 9, 20)),
        notice_approved=True,
        notice=NoticeFact("d1", DIGEST, 5_000_000, 0, date(2026, 9, 28), True, date(2026, 10, 9)),
        statement=StatementFact(date(2026, 9, 30), True),
        discussion=DiscussionFact(TODAY, DIGEST, True, 3),
        intended=IntendedDecision(5_000_000, 0, DIGEST),
        decision_issued=True,
        decision_sealed=True,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def codes(step: str, facts: CaseFacts) -> set[str]:
    return {reason.code for reason in BY_NAME[step].unmet(facts)}


def test_a_complete_case_may_be_decided() -> None:
    assert BY_NAME["decide"].unmet(ready()) == ()


class TestArticle42TwoQualifiedOfficers:
    def test_two_valid_officers_pass(self) -> None:
        assert "two-officers" not in codes("decide", ready())

    def test_one_officer_is_refused(self) -> None:
        assert "two-officers" in codes("decide", ready(handlers=PAIR[:1]))

    def test_the_same_officer_twice_is_one(self) -> None:
        assert "two-officers" in codes("decide", ready(handlers=(PAIR[0], PAIR[0])))

    def test_an_expired_certificate_is_refused(self) -> None:
        assert "two-officers" in codes("decide", ready(handlers=(PAIR[0], officer(2, valid=False))))

    def test_a_certificate_of_another_field_is_refused(self) -> None:
        other = officer(2, fields=("消防救援",))
        assert "two-officers" in codes("start_verification", ready(State.LEAD, handlers=(PAIR[0], other)))

    def test_a_record_made_by_one_officer_is_refused(self) -> None:
        assert "records-stand" in codes("decide", ready(scene_records=(record(officers=PAIR[:1]),)))

    def test_a_record_made_with_an_expired_certificate_is_refused(self) -> None:
        bad = record(officers=(PAIR[0], officer(2, valid=False)))
        assert "records-stand" in codes("decide", ready(inquiry_records=(bad,)))


class TestArticle55RecordAndCertificate:
    @pytest.mark.parametrize("gap", ["certificate_shown", "rights_told", "settled"])
    def test_a_record_with_a_gap_is_refused(self, gap: str) -> None:
        assert "records-stand" in codes("ask_filing", ready(State.VERIFYING, scene_records=(record(**{gap: False}),)))

    def test_no_scene_record_no_filing(self) -> None:
        assert "scene-record" in codes("ask_filing", ready(State.VERIFYING, scene_records=()))

    def test_no_inquiry_no_end_of_investigation(self) -> None:
        assert "inquiry-record" in codes("conclude", ready(State.INVESTIGATING, inquiry_records=()))


class TestArticle36Limitation:
    def test_within_the_term_the_case_may_be_filed(self) -> None:
        assert codes("approve_filing", ready(State.FILING_ASKED)) == set()

    def test_after_the_term_it_may_not(self) -> None:
        late = LimitationFact(False, "已超过两年")
        assert "limitation" in codes("approve_filing", ready(State.FILING_ASKED, limitation=late))

    def test_without_the_day_of_the_act_it_may_not(self) -> None:
        assert "limitation" in codes("ask_filing", ready(State.VERIFYING, limitation=None))


class TestArticles44And62PriorNotice:
    def test_no_notice_no_decision(self) -> None:
        assert "notice-served" in codes("decide", ready(notice=None))

    def test_a_notice_that_was_not_served_does_not_count(self) -> None:
        unserved = replace(ready().notice, served_on=None)  # type: ignore[type-var]
        assert "notice-served" in codes("decide", ready(notice=unserved))

    def test_a_notice_served_today_counts_and_one_served_tomorrow_does_not(self) -> None:
        notice = ready().notice
        assert notice is not None
        assert "notice-served" not in codes("decide", ready(notice=replace(notice, served_on=TODAY)))
        tomorrow = replace(notice, served_on=TODAY + timedelta(days=1))
        assert "notice-served" in codes("decide", ready(notice=tomorrow))

    def test_a_notice_of_other_content_does_not_count(self) -> None:
        other = replace(ready().notice, digest="b" * 64)  # type: ignore[type-var]
        assert "notice-served" in codes("decide", ready(notice=other))


class TestArticle45StatementAndDefence:
    def test_before_the_term_is_over_there_is_no_decision(self) -> None:
        running = replace(ready().notice, lapsed=False)  # type: ignore[type-var]
        assert "statement-term" in codes("decide", ready(notice=running))

    def test_a_clear_waiver_lifts_the_term(self) -> None:
        running = replace(ready().notice, lapsed=False)  # type: ignore[type-var]
        assert "statement-term" not in codes("decide", ready(notice=running, waived_on=TODAY))

    def test_an_unanswered_statement_stops_the_decision(self) -> None:
        assert "statement-answered" in codes("decide", ready(statement=StatementFact(TODAY, False)))

    def test_no_statement_stops_nothing(self) -> None:
        assert codes("decide", ready(statement=None)) == set()

    def test_the_notified_amount_itself_may_be_decided_and_one_fen_more_may_not(self) -> None:
        assert codes("decide", ready(intended=IntendedDecision(5_000_000, 0, DIGEST))) == set()
        above = IntendedDecision(5_000_001, 0, DIGEST)
        assert "not-above-notice" in codes("decide", ready(intended=above))


class TestArticle54Filing:
    def test_filing_needs_initial_facts(self) -> None:
        assert "initial-evidence" in codes("ask_filing", ready(State.VERIFYING, facts_found=False))

    def test_filing_needs_the_power(self) -> None:
        assert "in-scope" in codes("ask_filing", ready(State.VERIFYING, item_in_scope=False))


class TestArticle57CollectiveDiscussion:
    def test_due_and_not_held_is_refused(self) -> None:
        assert "collective-discussion" in codes("decide", ready(discussion=None))

    def test_not_due_and_not_held_passes(self) -> None:
        facts = ready(State.NOTIFIED, discussion=None, discussion_triggers=())
        assert codes("decide", facts) == set()

    def test_of_other_content_is_refused(self) -> None:
        other = DiscussionFact(TODAY, "b" * 64, True, 3)
        assert "collective-discussion" in codes("decide", ready(discussion=other))

    def test_at_the_quorum_passes_and_below_it_does_not(self) -> None:
        assert "collective-discussion" in codes("decide", ready(discussion=DiscussionFact(TODAY, DIGEST, True, 2)))
        assert codes("decide", ready(discussion=DiscussionFact(TODAY, DIGEST, True, 3))) == set()

    def test_without_agreement_is_refused(self) -> None:
        assert "collective-discussion" in codes("decide", ready(discussion=DiscussionFact(TODAY, DIGEST, False, 3)))


class TestArticle58LegalReview:
    def test_not_reviewed_is_refused(self) -> None:
        assert "review-passed" in codes("decide", ready(review=None))

    @pytest.mark.parametrize(
        "change",
        [{"passed": False}, {"voided": True}, {"digest": "b" * 64}, {"legal": False}, {"qualified": False}],
    )
    def test_a_pass_that_does_not_hold_is_refused(self, change: dict[str, object]) -> None:
        review = replace(ready().review, **change)  # type: ignore[type-var]
        assert "review-passed" in codes("decide", ready(review=review))

    def test_case_review_suffices_where_legal_review_is_not_due(self) -> None:
        review = replace(ready().review, legal=False, qualified=False)  # type: ignore[type-var]
        facts = ready(State.NOTIFIED, review=review, review_triggers=(), discussion_triggers=(), discussion=None)
        assert codes("decide", facts) == set()

    def test_an_investigator_may_not_review(self) -> None:
        review = replace(ready().review, reviewer_id=1)  # type: ignore[type-var]
        assert "reviewer-apart" in codes("decide", ready(review=review))

    def test_the_decision_carries_the_reviewed_content(self) -> None:
        other = IntendedDecision(4_000_000, 0, "c" * 64)
        assert "carries-reviewed" in codes("decide", ready(intended=other))


class TestArticle59Seal:
    def test_an_unsealed_decision_is_not_served(self) -> None:
        assert "sealed" in codes("serve_decision", ready(State.DECIDED, decision_sealed=False))
        assert codes("serve_decision", ready(State.DECIDED)) == set()


class TestArticle60CaseTerm:
    def test_on_the_last_day_passes_and_the_day_after_does_not(self) -> None:
        assert codes("decide", ready(decide_by=TODAY)) == set()
        assert "case-term" in codes("decide", ready(decide_by=TODAY - timedelta(days=1)))


class TestArticle61Service:
    def test_closing_needs_the_receipts(self) -> None:
        facts = ready(State.PERFORMED, service_receipts_missing=("行政处罚决定书",))
        assert "receipts" in codes("ask_closing", facts)
        assert codes("ask_closing", ready(State.PERFORMED)) == set()


class TestArticle67Payment:
    def test_paid_to_the_fen_is_performed_and_one_fen_less_is_not(self) -> None:
        paid = ready(State.SERVED, fine_due_fen=5_000_000, fine_paid_fen=5_000_000)
        assert codes("confirm_performance", paid) == set()
        assert "paid" in codes("confirm_performance", replace(paid, fine_paid_fen=4_999_999))


class TestArticle30Minors:
    MINOR = ready(party_kind="person", age_at_act=17)

    def test_under_eighteen_a_general_penalty_is_refused(self) -> None:
        general = ProposalFact(("罚款",), 5_000_000, 0, "general")
        assert "minor-lighter" in codes("decide", replace(self.MINOR, proposal=general))
        assert "minor-lighter" not in codes("decide", replace(self.MINOR, proposal=general, age_at_act=18))

    @pytest.mark.parametrize("grade", ["lighter", "mitigated"])
    def test_under_eighteen_a_lighter_or_mitigated_one_passes(self, grade: str) -> None:
        assert "minor-lighter" not in codes(
            "decide", replace(self.MINOR, proposal=ProposalFact(("罚款",), 1, 0, grade))
        )

    def test_under_fourteen_there_is_none_at_all(self) -> None:
        assert "of-age" in codes("decide", replace(self.MINOR, age_at_act=13))
        assert "of-age" not in codes("decide", replace(self.MINOR, age_at_act=14))


class TestArticle37NewAndOldLaw:
    CHANGED = ready(law_change="作出决定时的规定处罚较轻的，适用新规定")

    def test_a_basis_that_changed_since_the_act_is_compared_first(self) -> None:
        assert "law-compared" in codes("decide", self.CHANGED)
        assert "law-compared" not in codes("decide", ready())

    def test_with_the_comparison_in_the_reasons_it_may_be_decided(self) -> None:
        compared = ProposalFact(("罚款",), 5_000_000, 0, "lighter", "依第三十七条比较，新旧规定处罚幅度相同")
        assert "law-compared" not in codes("decide", replace(self.CHANGED, proposal=compared))


class TestArticle58WhoInvestigated:
    def test_an_officer_who_left_the_case_does_not_review_it(self) -> None:
        assert "reviewer-apart" in codes("decide", ready(investigators=frozenset({1, 2, 9})))
        assert "reviewer-apart" not in codes("decide", ready(investigators=frozenset({1, 2, 8})))


class TestArticle29OneFine:
    def test_a_second_fine_is_refused(self) -> None:
        assert "one-fine" in codes("decide", ready(double_fine="已由云市监处罚〔2026〕1号给予罚款"))


class TestArticle63Hearing:
    HEARING = (Trigger(None, "fine", "较大数额", "达到听证标准", "行政处罚法第六十三条"),)

    def test_a_hearing_asked_for_in_time_comes_before_the_decision(self) -> None:
        notice = replace(ready().notice, hearing_right_told=True)  # type: ignore[type-var]
        asked = ready(hearing_triggers=self.HEARING, notice=notice, statement=StatementFact(TODAY, True, True))
        assert "hearing" in codes("decide", asked)
        assert "hearing" not in codes("decide", replace(asked, hearing_held=True))

    def test_the_right_must_have_been_told(self) -> None:
        assert "notice-served" in codes("decide", ready(hearing_triggers=self.HEARING))


def test_every_reason_names_its_article_and_what_lifts_it() -> None:
    empty = CaseFacts(state=State.LEAD, today=TODAY, party_kind="person")
    for step in STEPS:
        for state in step.source:
            for reason in step.unmet(replace(empty, state=state)):
                assert reason.message
                assert "第" in reason.basis or "〔" in reason.basis
                assert reason.lift


def test_every_state_is_reached_and_stands_in_one_stage() -> None:
    reached = {step.target for step in STEPS}
    assert set(State) - reached == {State.LEAD}
    staged = [state for stage in STAGES for state in stage.states]
    assert sorted(staged) == sorted(set(staged))
    assert set(staged) == set(State)
    for stage in STAGES:
        assert BY_NAME[stage.onward]


def test_the_panel_and_the_refusal_say_the_same() -> None:
    facts = ready(State.DISCUSSED, review=None, notice=None)
    shown = {one.reason.code for one in requirements(facts) if one.reason}
    assert shown == codes("decide", facts)


@given(
    review=st.sampled_from([None, "failed", "voided", "other", "case", "unqualified", "good"]),
    notice=st.sampled_from([None, "unserved", "other", "running", "good"]),
    discussion=st.sampled_from([None, "other", "refused", "good"]),
    state=st.sampled_from(list(State)),
)
def test_no_path_reaches_decided_around_review_notice_or_discussion(
    review: str | None, notice: str | None, discussion: str | None, state: State
) -> None:
    base = ready(state)
    assert base.review
    assert base.notice
    assert base.discussion
    reviews = {
        None: None,
        "failed": replace(base.review, passed=False),
        "voided": replace(base.review, voided=True),
        "other": replace(base.review, digest="b" * 64),
        "case": replace(base.review, legal=False),
        "unqualified": replace(base.review, qualified=False),
        "good": base.review,
    }
    notices = {
        None: None,
        "unserved": replace(base.notice, served_on=None),
        "other": replace(base.notice, digest="b" * 64),
        "running": replace(base.notice, lapsed=False),
        "good": base.notice,
    }
    discussions = {
        None: None,
        "other": replace(base.discussion, digest="b" * 64),
        "refused": replace(base.discussion, agreed=False),
        "good": base.discussion,
    }
    facts = replace(base, review=reviews[review], notice=notices[notice], discussion=discussions[discussion])
    deciding = [step for step in STEPS if step.target is State.DECIDED and not step.unmet(facts)]
    lawful = review == notice == discussion == "good" and state in {State.NOTIFIED, State.DISCUSSED}
    assert bool(deciding) is lawful


def test_only_the_step_decide_leads_to_decided() -> None:
    assert [step.name for step in STEPS if step.target is State.DECIDED] == ["decide"]


class TestArticle30Age:
    def test_at_fourteen_punishable_and_the_day_before_not(self) -> None:
        assert "of-age" not in codes("decide", ready(party_kind="person", age_at_act=14))
        assert "of-age" in codes("decide", ready(party_kind="person", age_at_act=13))

    def test_organisations_have_no_age(self) -> None:
        assert "of-age" not in codes("decide", ready(age_at_act=None))
