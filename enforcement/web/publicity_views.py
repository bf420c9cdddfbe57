"""What the publication desk shows: rows of duties, the text with its spans, forms, the 双公示 file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from enforcement.catalogue.law import current_calendar
from enforcement.doors.forms import Form, build_form
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import DomainError, Invalid, Reason
from enforcement.foundation.paging import Page
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation_facts
from enforcement.publicity.queries import DutyCounts
from enforcement.publicity.services import spans_of
from enforcement.publicity.states import OPEN_STATES, DutyKind, DutyState, RedactionStage
from enforcement.rules.explanation import ExplanationRun, split_at
from enforcement.rules.publicity import Ground, PublicationFacts, reasons_against_confirming
from enforcement.rules.redaction import Span, without_overlap
from enforcement.rules.twin_record import twin_checks, twin_record
from enforcement.schemas import publicity as schemas
from enforcement.web.filters import day, relative_days
from enforcement.web.public_lists import attachment, json_answer
from enforcement.web.sheets import csv_bytes

if TYPE_CHECKING:
    from enforcement.publicity.models import PublicationDuty

SOON_DAYS = 3
STAGES = {
    RedactionStage.MACHINE: "系统按规则提出建议",
    RedactionStage.PROPOSED: "提出隐去方案",
    RedactionStage.RETURNED: "退回",
    RedactionStage.CONFIRMED: "确认并公示",
}


@dataclass(frozen=True)
class Typed:
    """What came with a refused request: which form, its values, the refusal; ``extra`` spans of a preview."""

    form: str = ""
    values: Any = None
    error: DomainError | None = None
    extra: Sequence[Span] = ()


def tabs(counts: DutyCounts, which: str) -> list[dict[str, Any]]:
    """The parts of the list."""
    entries = (
        ("open", _("待办"), counts.open),
        ("late", _("已逾期"), counts.late),
        ("soon", _("三日内到期"), counts.soon),
        ("done", _("已办结"), None),
    )
    return [
        {"title": title, "href": url_for("publicity.duties", which=key), "current": key == which, "count": count}
        for key, title, count in entries
    ]


def pager(page: Page[PublicationDuty], which: str) -> dict[str, str]:
    """Where the list goes on."""
    first = url_for("publicity.duties", which=which) if request.args.get("cursor") else ""
    onward = url_for("publicity.duties", which=which, cursor=page.next_cursor) if page.next_cursor else ""
    return {"first_href": first, "next_href": onward}


def clock(duty: PublicationDuty, today: date) -> tuple[str, str]:
    """Level and words of the duty's clock."""
    if duty.fulfilled_at is not None:
        return "done", _("%(day)s办结", day=day(duty.fulfilled_at))
    left = current_calendar().working_days_after(today, duty.due_on)
    if today > duty.due_on:
        return "late", relative_days(min(left, -1), _("个工作日"))
    level = "late" if today == duty.due_on else "soon" if left <= SOON_DAYS else "ok"
    return level, relative_days((duty.due_on > today) * max(left, 1), _("个工作日"))


def row(duty: PublicationDuty, today: date) -> dict[str, Any]:
    """A row of the list."""
    level, words = clock(duty, today)
    kind = _("公示") if duty.kind is DutyKind.PUBLISH else f"{_('撤下')}：{Ground(duty.ground).words}"
    return {
        "cells": {
            "what": {
                "text": duty.facts["title"],
                "href": url_for("publicity.duty", public_id=duty.public_id),
                "second": duty.facts["document_number"],
            },
            "kind": {"text": kind, "second": duty.state.words},
            "agency": {"text": duty.facts["agency_name"], "second": f"{day(duty.started_on)}{_('起算')}"},
            "due": {"text": day(duty.due_on), "second": _("暂定") if duty.provisional else ""},
            "clock": {"text": words, "level": level},
        }
    }


def duty_context(duty: PublicationDuty, actor: Actor, today: date, typed: Typed) -> dict[str, Any]:
    """Everything the page of a duty shows."""
    facts = PublicationFacts.from_record(duty.facts)
    may = {
        name: actor.may(permission, duty.org_path)
        for name, permission in (
            ("propose", Permission.PUBLICATION_PROPOSE),
            ("confirm", Permission.PUBLICATION_CONFIRM),
            ("withdraw", Permission.PUBLICATION_WITHDRAW),
        )
    }
    latest = duty.redactions[-1] if duty.redactions else None
    proposer = latest.author_user_id if latest and duty.state is DutyState.PROPOSED else duty.exemption_by
    return {
        "duty": duty,
        "facts": facts,
        "record": duty.record,
        "deadline": _deadline(duty, today),
        "today": today,
        "mode": _mode(duty, may),
        "may": may,
        "second_person": reasons_against_confirming(proposer, actor.user_id),
        "paragraphs": _paragraphs(duty, facts, typed),
        "forms": _forms(duty, typed),
        "typed": typed,
        "error": typed.error,
        "history": [_history_entry(version) for version in reversed(duty.redactions)],
        "publish_reasons": [Reason(item["code"], item["message"], item["basis"]) for item in duty.exemptions],
    }


def _mode(duty: PublicationDuty, may: dict[str, bool]) -> str:
    """What the page is for now: ``propose``, ``confirm``, ``correct``, ``answer`` or ``read``."""
    if duty.kind is not DutyKind.PUBLISH:
        return "read"
    wanted = {
        DutyState.DUE: ("propose", "propose"),
        DutyState.PROPOSED: ("confirm", "confirm"),
        DutyState.EXEMPTION_PROPOSED: ("answer", "confirm"),
        DutyState.PUBLISHED: ("correct", "propose"),
    }
    mode, permission = wanted.get(duty.state, ("read", ""))
    if mode == "correct" and "correct" not in request.args and request.method == "GET":
        return "read"
    return mode if may.get(permission) else "read"


def _deadline(duty: PublicationDuty, today: date) -> dict[str, Any]:
    level, words = clock(duty, today)
    runs = tuple(ExplanationRun.from_record(item) for item in duty.explanation)
    return {
        "name": _("公示期限") if duty.kind is DutyKind.PUBLISH else _("撤下期限"),
        "due": duty.due_on,
        "length_text": _("自%(day)s起算", day=day(duty.started_on)),
        "start": None,
        "left_text": words,
        "level": level,
        "runs": split_at(runs, today) if duty.state in OPEN_STATES else runs,
        "basis": duty.basis,
        "rule_version": duty.footnote,
        "provisional": duty.provisional,
    }


def _paragraphs(duty: PublicationDuty, facts: PublicationFacts, typed: Typed) -> list[list[dict[str, Any]]]:
    """The text in pieces: plain, or a span with its check box."""
    latest = spans_of(duty.redactions[-1]) if duty.redactions else ()
    ticked = {schemas.span_key(span) for span in latest}
    sent: list[Span] = []
    if typed.values is not None and typed.form == "redactions":
        ticked = set(typed.values.getlist("spans"))
        sent = [span for span in _readable(ticked) if _fits(span, facts)]
    spans = without_overlap([*latest, *sent, *typed.extra])
    places = {(span.paragraph, at) for span in sent for at in range(span.start, span.end)}
    rows: list[list[dict[str, Any]]] = []
    for index, text in enumerate(facts.decision_text):
        pieces: list[dict[str, Any]] = []
        end = 0
        for span in (item for item in spans if item.paragraph == index):
            key = schemas.span_key(span)
            pieces.append({"text": text[end : span.start]})
            is_ticked = key in ticked or (index, span.start) in places
            pieces.append(
                {"key": key, "text": text[span.start : span.end], "kind": span.kind.words, "ticked": is_ticked,
                 "why": f"{span.reason}（{span.basis}）"}
            )  # fmt: skip
            end = span.end
        pieces.append({"text": text[end:]})
        rows.append([piece for piece in pieces if piece["text"]])
    return rows


def _readable(keys: set[str]) -> list[Span]:
    return [schemas.parse_span(key) for key in sorted(keys) if schemas.is_span(key)]


def _fits(span: Span, facts: PublicationFacts) -> bool:
    texts = facts.decision_text
    return span.paragraph < len(texts) and span.start < span.end <= len(texts[span.paragraph])


def _forms(duty: PublicationDuty, typed: Typed) -> dict[str, Form]:
    made = {}
    for name, schema in (
        ("redactions", schemas.RedactionsSchema),
        ("return", schemas.ReturnSchema),
        ("exempt", schemas.ExemptionSchema),
        ("answer", schemas.AnswerSchema),
    ):
        here = typed.form == name
        errors = typed.error.errors if here and isinstance(typed.error, Invalid) else {}
        values = typed.values if here and typed.values is not None else {}
        form = build_form(schema(), {**dict(values), "version": duty.version}, errors)
        made[name] = form if name == "redactions" else _with_own_ids(form, name)
    return made


def _with_own_ids(form: Form, name: str) -> Form:
    """Several forms of the page ask a reason; each label must lead to its own field."""
    return replace(form, fields=[replace(one, key=f"{name}-{one.name}") for one in form.fields])


def _history_entry(version: Any) -> dict[str, Any]:
    system = version.author_user_id is None
    return {
        "at": version.made_at,
        "who": version.author_name,
        "text": _("%(what)s，隐去 %(n)s 处", what=STAGES[version.stage], n=len(version.spans)),
        "system": system,
        "quote": "" if system else version.reason,
    }


def twin_file(duty: PublicationDuty, today: date, form: str) -> Response:
    """The 30 fields and the checks as JSON, or the fields as a two-line CSV. 404 before publication."""
    if duty.record is None or duty.kind is not DutyKind.PUBLISH:
        abort(404)
    facts = PublicationFacts.from_record(duty.facts)
    until = duty.record.max_end_on
    violation = next((text for text in facts.decision_text if "违法" in text or "发现" in text), facts.act).strip()
    fields = twin_record(facts, organisation_facts(facts.org_id).uscc, violation, until)
    if form == "csv":
        data = csv_bytes([field.code for field in fields], [[field.value for field in fields]])
        return attachment(data, "text/csv; charset=utf-8", "双公示.csv")
    checks = twin_checks(fields, facts, until, today)
    return json_answer(
        {"standard": "发改办财金〔2018〕424号", "fields": [asdict(field) for field in fields],
         "checks": [asdict(check) for check in checks]}
    )  # fmt: skip
