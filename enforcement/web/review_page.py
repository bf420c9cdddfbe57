"""What the page of a round shows, gathered with a number of questions that does not grow with its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from enforcement.casework import queries as casework
from enforcement.casework.content import evidence_of, reviewed_content
from enforcement.casework.deadlines import REVIEW, deadlines_of
from enforcement.casework.overview import DeadlineView, deadline_views
from enforcement.casework.policies import handler_ids, investigator_ids
from enforcement.documents.queries import documents_of
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import officer_facts
from enforcement.legal_review import queries
from enforcement.recording.queries import recordings_of
from enforcement.rules.facts import OfficerFact
from enforcement.rules.legal_review import ITEMS, OPINIONS, RESULTS, ReviewConclusion, conclusion_problems
from enforcement.rules.reviewed_content import Difference, differences
from enforcement.schemas.legal_review import NOTE, RESULT
from enforcement.web.review_draft import draft_of

REPORT = "investigation_report"
LEVELS = {"ok": "done", "mend": "soon", "redo": "late"}
WRITTEN = "written"
"""Stands for reasons not typed yet, so that only what else is missing greys a button."""


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence with the way to its file; ``digests`` as the content binds them."""

    no: int
    title: str
    kind: str
    proves: str
    digests: tuple[str, ...]
    href: str


@dataclass(frozen=True)
class Conclusion:
    """One way to end the round, and what stands against it."""

    opinion: str
    title: str
    reasons: tuple[Reason, ...]


def review_context(actor: Actor, public_id: str, now: datetime) -> dict[str, Any]:
    """Everything the page draws beside its forms. Errors: ``NotFound``, also out of scope."""
    review = queries.review(actor, public_id)
    case = casework.case(actor, review.case_public_id)
    results = {one.round_no: one for one in casework.latest_reviews(case.id)}
    ended = results.get(review.round_no) if review.concluded_at else None
    content = ended.content if ended else reviewed_content(case).as_dict()
    before = results.get(review.round_no - 1)
    papers = documents_of(actor, case.public_id)
    recordings = recordings_of(actor, case.public_id)
    facts = casework.review_facts(case.id)
    handlers = officer_facts(sorted(handler_ids(case)), case.discovered_on or case.received_on)
    reviewer = _reviewer(actor, now)
    may_conduct = actor.may(Permission.REVIEW_CONDUCT, review.org_path, f"case:{case.public_id}")
    return {
        "review": review,
        "case": case,
        "ended": ended,
        "digest": ended.digest if ended else facts.digest,
        "content": content,
        "sections": draft_of(content, before.content if before else None, _quotes(review)),
        "changes": _changes(before, content),
        "before": before,
        "evidence": _evidence(case, content),
        "papers": [one for one in papers if one.form != REPORT],
        "report": next((one for one in reversed(papers) if one.form == REPORT), None),
        "recordings": recordings,
        "handlers": handlers,
        "on": case.discovered_on or case.received_on,
        "triggers": facts.trigger_sentences if review.legal else (),
        "clock": _clock(case, review, civil_date(now)),
        "today": civil_date(now),
        "items": ITEMS,
        "result_words": RESULTS,
        "levels": LEVELS,
        "saved_items": _saved(review.items),
        "numbers": {comment.id: number for number, comment in enumerate(review.comments, start=1)},
        "conclusions": _conclusions(review, reviewer, investigator_ids(case)) if may_conduct else (),
        "open": may_conduct and review.concluded_at is None,
        "reviewer": reviewer,
        "rounds": [(one, results.get(one.round_no)) for one in queries.rounds_of(actor, case.public_id)],
        "queue": _queue(actor, review),
        "opinions": OPINIONS,
    }


def _quotes(review: Any) -> list[tuple[int, str]]:
    return [(number, one.quote) for number, one in enumerate(review.comments, start=1) if one.quote]


def _changes(before: Any, content: Mapping[str, Any]) -> tuple[Difference, ...]:
    return differences(before.content, content) if before else ()


def _evidence(case: Any, content: Mapping[str, Any]) -> list[EvidenceLine]:
    files = {one.no: one for one in evidence_of(case.id)}
    return [
        EvidenceLine(
            no=one["no"],
            title=one["title"],
            kind=one["kind"],
            proves=one["proves"],
            digests=tuple(one["sha256"]),
            href=_file_of(files.get(one["no"])),
        )
        for one in content["evidence"]
    ]


def _file_of(row: Any) -> str:
    if row is not None and row.recording_id:
        return url_for("recordings.page", public_id=row.recording_id)
    if row is not None and row.document_id:
        return url_for("documents.show", public_id=row.document_id)
    return ""


def _clock(case: Any, review: Any, today: date) -> DeadlineView | None:
    """The running term of review; a round that ended has none."""
    if review.concluded_at is not None:
        return None
    names = {row.name for row in deadlines_of(case.id) if row.kind == REVIEW}
    return next((one for one in deadline_views(case, today) if one.name in names and one.level != "done"), None)


def _saved(items: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    values = {RESULT + code: item["result"] for code, item in items.items()}
    return values | {NOTE + code: item["note"] for code, item in items.items()}


def _reviewer(actor: Actor, now: datetime) -> OfficerFact | None:
    found = officer_facts([actor.officer_id], civil_date(now)) if actor.officer_id else ()
    return found[0] if found else None


def _conclusions(review: Any, reviewer: OfficerFact | None, handlers: frozenset[int]) -> Sequence[Conclusion]:
    return [
        Conclusion(
            opinion,
            title,
            conclusion_problems(
                ReviewConclusion(
                    opinion=opinion,
                    reasons=WRITTEN,
                    results={code: item["result"] for code, item in review.items.items()},
                    legal=review.legal,
                    qualification_no=reviewer.law_qualification_no if reviewer else "",
                    handled_the_case=bool(reviewer and reviewer.officer_id in handlers),
                )
            ),
        )
        for opinion, title in OPINIONS.items()
    ]


def _queue(actor: Actor, review: Any) -> dict[str, Any]:
    waiting = [one.public_id for one in queries.reviews_waiting(actor)]
    if review.public_id not in waiting:
        return {"length": len(waiting), "place": 0, "before": "", "after": ""}
    at = waiting.index(review.public_id)
    return {
        "length": len(waiting),
        "place": at + 1,
        "before": waiting[at - 1] if at else "",
        "after": waiting[at + 1] if at + 1 < len(waiting) else "",
    }
