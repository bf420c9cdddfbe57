"""Case files come in: from other systems one by one or by the folder, from this system once a case is closed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from enforcement.casework.queries import ClosedCase, closed_cases
from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.evaluation.commands.files import TakeIn
from enforcement.evaluation.loading import write_down
from enforcement.evaluation.models.files import EvaluationCaseFile, PrecheckFinding
from enforcement.evaluation.people import people_of
from enforcement.evaluation.policies import Action, governments
from enforcement.evaluation.services.exporting import export_case
from enforcement.foundation.actor import Actor
from enforcement.foundation.canonical import canonical_bytes
from enforcement.foundation.errors import Forbidden, Invalid, Refused
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisations_coded
from enforcement.platform.database import db, transaction
from enforcement.platform.storage import current_store
from enforcement.rules.casefile.model import CaseFile
from enforcement.rules.casefile.reading import read_case_file
from enforcement.rules.casefile.terms import Outcome, StepKind
from enforcement.rules.evaluation.applicability import kind_of
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.rules.precheck.registry import precheck
from enforcement.rules.precheck.view import CaseView, Law

PDF = b"%PDF-"
LONGEST_NUMBER, LONGEST_TITLE = 80, 300
CLOSING = (StepKind.CLOSING, StepKind.ARCHIVE, StepKind.REPORTED)


@dataclass(frozen=True)
class TakenIn:
    """The version that is there now; ``new`` is False when exactly this content was there before."""

    row: EvaluationCaseFile
    new: bool


@dataclass(frozen=True)
class Checked:
    """A file that could be taken in."""

    agency: OrganisationFacts
    file: CaseFile
    content: bytes


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file of many: ``errors`` by field when it was refused, else whether it was new.

    ``new`` is None in a trial, which keeps nothing; ``public_id`` is the version that is there now.
    """

    name: str
    public_id: str = ""
    number: str = ""
    new: bool | None = None
    findings: int = 0
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)


def take_in_all(
    actor: Actor, files: Iterable[tuple[str, TakeIn]], now: datetime, *, trial: bool = False
) -> Iterator[FileOutcome]:
    """Take in named files one by one: what is wrong with one stops no other.

    Errors: ``Forbidden``; ``Unavailable`` when the store is away (files told of before are in).
    """
    for name, command in files:
        try:
            if trial:
                yield FileOutcome(name, number=check_take_in(actor, command).file.case.number)
                continue
            taken = take_in(actor, command, now)
        except Invalid as error:
            yield FileOutcome(name, errors=error.errors)
        else:
            row = taken.row
            yield FileOutcome(name, row.public_id, row.file_no, taken.new, len(row.findings))


def take_in_closed_cases(
    actor: Actor, org_ids: Collection[int] | None, period_from: date, period_to: date, now: datetime
) -> tuple[FileOutcome, ...]:
    """Take in the cases of this system that agencies (or all) closed in a period, as their records stand now.

    Safe to repeat: what did not change stays, what changed becomes a new version. Outcomes are named by case; one
    that can't be exported stops no other. Errors: as ``take_in_all``.
    """
    return _take_in_cases(actor, closed_cases(period_from, period_to, org_ids), now)


def take_in_missing_cases(
    actor: Actor, org_ids: Collection[int], period_from: date, period_to: date, now: datetime
) -> tuple[FileOutcome, ...]:
    """Take in those closed in a period that no job has taken in yet; the others stay as they are.

    Quick enough for a person to wait. Outcomes and errors: as ``take_in_closed_cases``.
    """
    there = set(
        db.session.scalars(select(EvaluationCaseFile.matter_id).where(EvaluationCaseFile.org_id.in_(set(org_ids))))
    )
    closed = closed_cases(period_from, period_to, org_ids)
    return _take_in_cases(actor, [one for one in closed if one.public_id not in there], now)


def _take_in_cases(actor: Actor, cases: Iterable[ClosedCase], now: datetime) -> tuple[FileOutcome, ...]:
    outcomes: list[FileOutcome] = []
    for case in cases:
        try:
            command = _exported(case)
        except Refused as error:
            outcomes.append(FileOutcome(case.public_id, errors={"": [error.message]}))
        else:
            outcomes.extend(take_in_all(actor, [(case.public_id, command)], now))
    return tuple(outcomes)


def _exported(case: ClosedCase) -> TakeIn:
    traits = (MustDraw.ASSIGNED,) if case.source_kind == "assignment" else ()
    return TakeIn(canonical_bytes(export_case(case.public_id)), traits=traits, matter_id=case.public_id)


def check_take_in(actor: Actor, command: TakeIn) -> Checked:
    """Everything that is checked before a file is taken in; nothing is kept.

    Errors: ``Forbidden`` for who plans no evaluations; ``Invalid``, field path -> sentences, for what can't be read,
    for an agency that is not there or that the actor's organ doesn't evaluate, for a case that was worked in this
    system, for a volume that is no PDF.
    """
    if not actor.may_anywhere(Action.PLAN.value):
        raise Forbidden
    file = read_case_file(command.content)
    errors: dict[str, list[str]] = {}
    try:
        content = canonical_bytes(json.loads(command.content))
    except UnicodeEncodeError:
        content = b""
    if not content or b"\\u0000" in content:
        errors[""] = ["含有不能保存的字符（U+0000 或者不成对的代理码元）"]
    for where, text, longest in (
        ("case.number", file.case.number, LONGEST_NUMBER),
        ("case.title", file.case.title, LONGEST_TITLE),
    ):
        if len(text) > longest:
            errors[where] = [f"至多 {longest} 个字"]
    if command.volume is not None and not command.volume.startswith(PDF):
        errors["volume"] = ["案卷的扫描件应为 PDF 文件"]
    agency = _agency(actor, file.agency.code)
    if agency is None:
        errors["agency.code"] = [f"没有编码为“{file.agency.code}”的机关，或者不在本机关评查的范围"]
    elif command.matter_id is None and _worked_here(agency.org_id, file.case.number):
        errors["case.number"] = ["这是本系统办理的案件，由系统入库，不能另外导入"]
    if errors or agency is None:
        raise Invalid(errors)
    return Checked(agency, file, content)


def take_in(actor: Actor, command: TakeIn, now: datetime) -> TakenIn:
    """Keep a file as it is, with what the machine finds in it; a changed file becomes a new version.

    Bytes are kept before rows name them. The same content again changes nothing.

    Errors: as ``check_take_in``; ``Invalid`` also for another volume of a content that is there, and for a content
    that a later version took the place of; ``Unavailable`` when the store is away.
    """
    checked = check_take_in(actor, command)
    store = current_store()
    kept = store.put(checked.content, "application/json")
    volume = store.put(command.volume, "application/pdf").key if command.volume is not None else None
    with transaction():
        number = checked.file.case.number
        found = db.session.scalar(
            select(EvaluationCaseFile).where(
                EvaluationCaseFile.org_id == checked.agency.org_id,
                EvaluationCaseFile.file_no == number,
                EvaluationCaseFile.sha256 == kept.sha256,
            )
        )
        if found is not None:
            _require_same_volume(found, volume)
            _require_newest(found)
            return TakenIn(found, new=False)
        law = Law(current_rulesets(), current_calendar())
        row = EvaluationCaseFile(
            org_id=checked.agency.org_id,
            org_path=checked.agency.path,
            file_no=number,
            title=checked.file.case.title,
            kind=kind_of(checked.file),
            matter_id=command.matter_id,
            closed_on=closed_on(checked.file),
            content_key=kept.key,
            sha256=kept.sha256,
            volume_key=volume,
            batch=command.batch,
            traits=sorted({one.value for one in (*command.traits, *_traits(checked.file, law))}),
            people=[{**asdict(one), "numbers": list(one.numbers)} for one in people_of(checked.file)],
            imported_by_name=actor.name,
            imported_at=now,
        )
        db.session.add(row)
        db.session.flush()
        findings = _findings(row.id, checked.file, law, now)
        if findings:
            # One statement for any number of them.
            db.session.execute(insert(PrecheckFinding), findings)
        after = {"file_no": number, "sha256": row.sha256, "findings": len(findings), "batch": command.batch}
        write_down(actor, "file_taken_in", f"case_file:{row.public_id}", row.org_path, now, after=after)
    return TakenIn(row, new=True)


def closed_on(file: CaseFile) -> date:
    """The day a file was closed: of its closing, else of its last step, else of its decision."""
    days = {one.kind: one.on for one in file.steps}
    for kind in CLOSING:
        if kind in days:
            return days[kind]
    decided = next(one.issued_on for one in file.documents if one.id == file.decision.document)
    return max((one.on for one in file.steps), default=decided)


def _require_same_volume(found: EvaluationCaseFile, volume: str | None) -> None:
    """A version never changes: its volume comes with it or never."""
    if volume is not None and volume != found.volume_key:
        raise Invalid(
            {"volume": ["同样内容的案卷已经导入过，扫描件不能另外补充或者替换；案卷内容有更正的，连同扫描件重新导入"]}
        )


def _require_newest(found: EvaluationCaseFile) -> None:
    """An earlier version does not come back: what was scored by the later one would stand on another file."""
    same = EvaluationCaseFile.org_id == found.org_id, EvaluationCaseFile.file_no == found.file_no
    if db.session.scalar(select(EvaluationCaseFile.id).where(*same, EvaluationCaseFile.id > found.id).limit(1)):
        message = "同样内容的案卷以前导入过，后来导入的更正版本仍然有效；需要改回的，请在案卷内容中写明更正以后导入"
        raise Invalid({"case.number": [message]})


def _worked_here(org_id: int, number: str) -> bool:
    """Whether a case of this system was taken in under the number: its people and recordings are known from itself."""
    wanted = (
        EvaluationCaseFile.org_id == org_id,
        EvaluationCaseFile.file_no == number,
        EvaluationCaseFile.matter_id.is_not(None),
    )
    return db.session.scalar(select(EvaluationCaseFile.id).where(*wanted).limit(1)) is not None


def _agency(actor: Actor, code: str) -> OrganisationFacts | None:
    found = organisations_coded([code]).get(code)
    return found if found is not None and found.path.startswith(governments(actor)) else None


def _traits(file: CaseFile, law: Law) -> tuple[MustDraw, ...]:
    """A major penalty is one that asked for legal review or discussion (行政处罚法第五十七条、第五十八条)."""
    view = CaseView(file, law)
    major = file.case.outcome is Outcome.PENALTY and (view.review_triggers or view.discussion_triggers)
    return (MustDraw.MAJOR_PENALTY,) if major else ()


def _findings(file_id: int, file: CaseFile, law: Law, now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "file_id": file_id,
            "no": number,
            "rule": one.rule,
            "article": one.article,
            "documents": list(one.documents),
            "explanation": one.explanation,
            "rule_version": law.rulesets.version,
            "found_at": now,
        }
        for number, one in enumerate(precheck(file, law), 1)
    ]
