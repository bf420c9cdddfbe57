"""Rounds of review at the services: who may end them, what a pass binds, what voids it (行政处罚法第五十八条)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from enforcement.audit.queries import entries_of
from enforcement.casework import commands as c
from enforcement.casework import services as casework
from enforcement.casework.queries import approvals_waiting, latest_reviews, review_facts
from enforcement.catalogue.law import current_calendar
from enforcement.demo.walking import Walk
from enforcement.documents.queries import document_facts
from enforcement.foundation.actor import Actor, system_actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Refused, Stale
from enforcement.identity.actors import actor_of_user
from enforcement.identity.commands import GrantRole
from enforcement.identity.models import Officer, User
from enforcement.identity.queries import organisation_facts
from enforcement.identity.services import grant_role
from enforcement.legal_review import queries, services
from enforcement.legal_review.commands import AddComment, ConcludeReview, SaveItems
from enforcement.legal_review.models import Review
from enforcement.platform.database import db
from enforcement.rules.facts import State
from enforcement.rules.legal_review import ITEMS
from tests.support.bureau import SECOND, START, Bureau

FINE = dict.fromkeys(ITEMS, ("ok", ""))
FAULT = FINE | {"facts": ("mend", "货值金额没有票据")}


@dataclass
class Desk:
    """A case in review, and its open round."""

    walk: Walk
    bureau: Bureau

    @property
    def round(self) -> Review:
        return queries.rounds_of(self.walk.crew.reviewer, self.walk.case)[-1]

    @property
    def digest(self) -> str:
        return review_facts(self.round.case_id).digest

    def save(self, results=FINE, by: Actor | None = None, version: int | None = None) -> Review:
        command = SaveItems(self.round.public_id, results, version)
        return services.save_items(by or self.walk.crew.reviewer, command, self.walk.now())

    def conclude(self, opinion="agree", by: Actor | None = None, digest="", version: int | None = None) -> Review:
        command = ConcludeReview(self.round.public_id, opinion, "写明的理由", digest or self.digest, version)
        return services.conclude_review(by or self.walk.crew.reviewer, command, self.walk.now())

    def refused(self, **how: object) -> dict[str, str]:
        with pytest.raises(Refused) as error:
            self.conclude(**how)
        assert self.walk.row().state is State.IN_REVIEW
        return {reason.code: reason.basis for reason in error.value.reasons}

    def change_the_proposal(self) -> None:
        row = self.walk.row().proposal
        assert row is not None
        command = c.Propose(
            case=self.walk.case,
            kinds=tuple(row.kinds),
            grade=row.grade,
            grade_reasons=row.grade_reasons + "。",
            fine_fen=row.fine_fen,
            confiscation_text=row.confiscation_text,
            band_when=row.band_when,
        )
        casework.propose(self.walk.crew.officer, command, self.walk.now())


@pytest.fixture
def desk(bureau: Bureau) -> Desk:
    walk = bureau.walk()
    walk.to(State.IN_REVIEW)
    return Desk(walk, bureau)


def as_reviewer(bureau: Bureau, username: str, qualification: str = "") -> Actor:
    """A person of the bureau who also holds the role of a reviewer."""
    actor = bureau.actor(username)
    user, officer = db.session.get(User, actor.user_id), db.session.get(Officer, actor.officer_id)
    assert user is not None
    assert officer is not None
    officer.law_qualification_no = qualification
    organisation = organisation_facts(user.org_id).public_id
    grant_role(system_actor("测试"), GrantRole(user.public_id, "reviewer", date(2026, 1, 1), organisation), START)
    return actor_of_user(user, "127.0.0.1", START)


def test_article_58_a_pass_binds_to_the_digest_of_the_content(desk: Desk) -> None:
    desk.save()
    seen = desk.digest
    ended = desk.conclude()
    assert desk.walk.row().state is State.REVIEWED
    (kept,) = latest_reviews(ended.case_id)
    assert (ended.digest, kept.digest, kept.passed, kept.qualified) == (seen, seen, True, True)


def test_article_58_the_opinion_is_a_paper_with_the_digest(desk: Desk) -> None:
    desk.save()
    ended = desk.conclude()
    paper = next(one for one in document_facts(desk.walk.case) if one.public_id == ended.document_id)
    assert paper.form == "review_opinion"
    assert paper.data["content_digest"] == ended.digest
    reviewer = db.session.get(Officer, desk.walk.crew.reviewer.officer_id)
    assert reviewer is not None
    assert paper.data["reviewer_qualification_no"] == reviewer.law_qualification_no != ""


def test_article_58_without_the_legal_qualification_no_legal_review(desk: Desk) -> None:
    desk.save()
    person = as_reviewer(desk.bureau, "tang")
    assert "第五十八条第二款" in desk.refused(by=person)["reviewer-qualified"]


def test_article_58_with_the_qualification_the_same_person_may(desk: Desk) -> None:
    desk.save()
    person = as_reviewer(desk.bureau, "tang", "A20201234")
    assert desk.conclude(by=person).reviewer_name == person.name
    assert desk.walk.row().state is State.REVIEWED


def test_article_58_an_investigator_does_not_review_the_own_case(desk: Desk) -> None:
    desk.save()
    person = as_reviewer(desk.bureau, "lin", "A20201234")
    assert "第五十八条" in desk.refused(by=person)["reviewer-apart"]


def test_article_53_open_items_stand_against_agreeing(desk: Desk) -> None:
    desk.save({code: pair for code, pair in FINE.items() if code != "crime"})
    assert set(desk.refused()) == {"items-open"}
    desk.save({"crime": ("ok", "")})
    desk.conclude()
    assert desk.walk.row().state is State.REVIEWED


def test_article_58_content_changed_under_the_reviewer_is_not_passed(desk: Desk) -> None:
    desk.save()
    seen = desk.digest
    row = desk.walk.row()
    row.facts_text += "。"
    db.session.flush()
    assert "第五十八条" in desk.refused(digest=seen)["content-changed"]
    assert desk.round.concluded_at is None
    assert not [one for one in document_facts(desk.walk.case) if one.form == "review_opinion"]
    desk.conclude()
    assert desk.walk.row().state is State.REVIEWED


def test_a_second_conclusion_is_told_who_was_first(desk: Desk) -> None:
    desk.save()
    desk.conclude()
    with pytest.raises(Stale) as error:
        desk.conclude()
    assert error.value.changed_by == desk.walk.crew.reviewer.name
    assert error.value.changed_at is not None


def test_items_saved_by_somebody_else_meanwhile_are_not_overwritten(desk: Desk) -> None:
    seen = desk.round.version
    other = as_reviewer(desk.bureau, "tang", "A20201234")
    desk.save({"facts": ("mend", "缺票据")}, by=other, version=seen)
    with pytest.raises(Stale):
        desk.save({"facts": ("ok", "")}, version=seen)
    with pytest.raises(Stale):
        desk.conclude(version=seen)
    assert desk.round.items["facts"]["note"] == "缺票据"


def test_article_54_a_return_sends_the_case_back_and_the_next_round_counts_on(desk: Desk) -> None:
    desk.save(FAULT)
    desk.conclude("supplement")
    walk = desk.walk
    assert walk.row().state is not State.IN_REVIEW
    walk.pass_days(1)
    if walk.row().state is State.INVESTIGATING:
        casework.conclude(walk.crew.officer, c.Conclude(case=walk.case, course="补充调查后终结。"), walk.now())
    walk.submit()
    rounds = queries.rounds_of(walk.crew.reviewer, walk.case)
    assert [(one.round_no, one.opinion) for one in rounds] == [(1, "supplement"), (2, "")]
    assert rounds[1].items == {}


def test_article_58_one_character_changed_after_the_pass_voids_it_and_says_where(desk: Desk) -> None:
    desk.save()
    desk.conclude()
    desk.change_the_proposal()
    assert desk.walk.row().state is State.CONCLUDED
    ended = desk.round
    assert ended.voided_at is not None
    (kept,) = latest_reviews(ended.case_id)
    assert kept.void_changes is not None
    assert [one["label"].startswith("裁量理由") for one in kept.void_changes] == [True]
    assert desk.walk.case not in [case.public_id for _, case in approvals_waiting(desk.walk.crew.head)]
    desk.walk.submit()
    assert desk.round.round_no == 2


def test_article_58_the_same_content_saved_again_leaves_the_pass_standing(desk: Desk) -> None:
    desk.save()
    desk.conclude()
    row = desk.walk.row()
    proposal = row.proposal
    assert proposal is not None
    command = c.Propose(
        case=desk.walk.case,
        kinds=tuple(proposal.kinds),
        grade=proposal.grade,
        grade_reasons=proposal.grade_reasons,
        fine_fen=proposal.fine_fen,
        confiscation_text=proposal.confiscation_text,
        band_when=proposal.band_when,
    )
    casework.propose(desk.walk.crew.officer, command, desk.walk.now())
    assert desk.walk.row().state is State.REVIEWED
    assert desk.round.voided_at is None


def test_article_55_ten_working_days_run_from_the_day_after_submission(desk: Desk) -> None:
    sent = civil_date(desk.round.requested_at)
    assert desk.round.due_on == current_calendar().add_working_days(sent, 10)
    assert desk.round.legal


def test_comments_are_pinned_and_officers_answer_in_the_same_place(desk: Desk) -> None:
    crew, public_id = desk.walk.crew, desk.round.public_id
    services.add_comment(crew.reviewer, AddComment(public_id, "facts", "票据呢？", "货值金额"), desk.walk.now())
    services.add_comment(crew.officer, AddComment(public_id, "facts", "见证据3"), desk.walk.now())
    assert [(one.by_name, one.quote) for one in desk.round.comments] == [
        (crew.reviewer.name, "货值金额"),
        (crew.officer.name, ""),
    ]
    with pytest.raises(Invalid):
        services.add_comment(crew.reviewer, AddComment(public_id, "weather", "？"), desk.walk.now())


def test_unknown_items_and_results_are_refused(desk: Desk) -> None:
    for wrong in ({"weather": ("ok", "")}, {"facts": ("perhaps", "")}):
        with pytest.raises(Invalid):
            desk.save(wrong)
    assert desk.round.items == {}


def test_another_agency_finds_no_such_round(desk: Desk) -> None:
    prefix = SECOND.lower()
    stranger = desk.bureau.actor(f"{prefix}.reviewer")
    public_id = desk.round.public_id
    for act in (
        lambda: queries.review(stranger, public_id),
        lambda: services.save_items(stranger, SaveItems(public_id, FINE), desk.walk.now()),
        lambda: services.add_comment(stranger, AddComment(public_id, "facts", "？"), desk.walk.now()),
        lambda: desk.conclude(by=stranger),
        lambda: services.save_items(stranger, SaveItems("0" * 20, FINE), desk.walk.now()),
    ):
        with pytest.raises(NotFound):
            act()
    assert public_id not in [one.public_id for one in queries.reviews_waiting(stranger)]


def test_who_reads_only_may_not_review(desk: Desk) -> None:
    officer = desk.walk.crew.officer
    assert queries.review(officer, desk.round.public_id).round_no == 1
    with pytest.raises(Exception, match="权限"):
        desk.save(by=replace(officer, officer_id=None))


def test_every_act_on_a_round_stands_in_the_audit_record(desk: Desk) -> None:
    desk.save(FAULT)
    desk.conclude("correct")
    entries = entries_of(system_actor("测试"), f"review:{desk.round.public_id}")
    assert "review.items_saved" in [one.action for one in entries]
