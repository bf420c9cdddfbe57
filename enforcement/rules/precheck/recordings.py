"""Recordings that the agency's list asks for (行政处罚法第四十七条; 国办发〔2018〕118号)."""

from __future__ import annotations

from collections.abc import Iterator

from enforcement.rules.casefile.terms import STEP_NAMES, StepKind
from enforcement.rules.facts_catalogue import RECORDING_WAY_NAMES, RecordingListEntry
from enforcement.rules.needs import APL
from enforcement.rules.precheck.base import Found, Rule, day
from enforcement.rules.precheck.view import CaseView
from enforcement.rules.recording import STATE_NAMES, RecordingFact, RecordingKind, missing_entries

BASIS = f"{APL}第四十七条；国办发〔2018〕118号第三部分"


def _entries(view: CaseView) -> list[RecordingListEntry]:
    """The entries of the list that this case met: those of its steps."""
    if view.file.recordings is None:
        return []
    steps = {one.kind.value for one in view.file.steps}
    return [
        RecordingListEntry(one.no, one.step, one.item, one.way, one.required, "", 0, "", "")
        for one in view.file.recordings.items
        if one.step in steps
    ]


def _facts(view: CaseView) -> list[RecordingFact]:
    if view.file.recordings is None:
        return []
    return [
        RecordingFact("", RecordingKind.FILE, one.no, "", one.state.value, one.sha256, one.title, one.recorded_on)
        for one in view.file.recordings.files
    ]


def _papers(view: CaseView, entry: RecordingListEntry) -> tuple[str, ...]:
    return view.papers_of(StepKind(entry.step)) or (view.decision.id,)


def _missing(view: CaseView) -> Iterator[Found]:
    missing, pending = missing_entries(_entries(view), _facts(view))
    for entry in (*missing, *pending):
        yield Found(
            _papers(view, entry),
            f"音像记录事项清单第{entry.no}项“{entry.item}”（{STEP_NAMES[StepKind(entry.step)]}）要求"
            f"{RECORDING_WAY_NAMES[entry.way]}，卷内没有核验过的音像记录。",
        )


def _other_day(view: CaseView) -> Iterator[Found]:
    entries = {one.no: one for one in _entries(view)}
    for fact in _facts(view):
        entry = entries.get(fact.list_item) if fact.list_item is not None else None
        if entry is None:
            continue
        days = {one.on for one in view.file.steps if one.kind.value == entry.step}
        if fact.recorded_on not in days:
            words = "、".join(day(one) for one in sorted(days))
            yield Found(
                _papers(view, entry),
                f"“{fact.filename}”录制于{day(fact.recorded_on)}，"
                f"{STEP_NAMES[StepKind(entry.step)]}在{words}，日期不符。",
            )


def _unverified(view: CaseView) -> Iterator[Found]:
    entries = {one.no: one for one in _entries(view)}
    for one in view.file.recordings.files if view.file.recordings is not None else ():
        entry = entries.get(one.no) if one.no is not None else None
        if entry is not None and one.state.value in {"mismatch", "undecodable"}:
            yield Found(_papers(view, entry), f"“{one.title}”{STATE_NAMES[one.state]}，不能作为记录。")


RULES = (
    Rule("recording-missing", "缺少应有的音像记录", BASIS, _missing),
    Rule("recording-other-day", "音像记录日期与步骤不符", BASIS, _other_day),
    Rule("recording-damaged", "音像记录核验不符", BASIS, _unverified),
)
