"""At least two officers, certificates valid that day and in that field (行政处罚法第四十二条、第五十五条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

from enforcement.rules.casefile.model import Document
from enforcement.rules.casefile.terms import DocumentKind
from enforcement.rules.needs import APL, SAMR
from enforcement.rules.officers import OfficerKind
from enforcement.rules.precheck.base import Found, Rule, day
from enforcement.rules.precheck.view import CaseView

BY_OFFICERS = (
    DocumentKind.SCENE_RECORD,
    DocumentKind.INQUIRY_RECORD,
    DocumentKind.PRESERVATION_NOTICE,
    DocumentKind.SUMMARY_DECISION,
)
"""Papers that two officers make."""
RECORDS = (DocumentKind.SCENE_RECORD, DocumentKind.INQUIRY_RECORD)
YES = "是"
OUTSIDERS = frozenset({"证人", "第三人"})
"""Whose inquiry is not the first collection of evidence from the party."""


def _too_few(view: CaseView) -> Iterator[Found]:
    for document in view.of_kind(*BY_OFFICERS):
        least = view.number("officers.minimum", document.issued_on)
        counting = {one for one in document.officers if view.officer(one).kind is OfficerKind.OFFICER}
        if len(counting) < least.whole:
            names = "、".join(view.officer(one).name for one in sorted(counting)) or "无"
            yield Found(
                (document.id,),
                f"{day(document.issued_on)}的《{document.title}》所列执法人员为{names}，"
                f"共{len(counting)}人，少于{least.whole}人（辅助人员不计入）。",
            )


def _handlers_too_few(view: CaseView) -> Iterator[Found]:
    least = view.number("officers.minimum", view.decided_on)
    named = dict.fromkeys(view.file.case.handlers)
    handlers = [one for one in named if view.officer(one).kind is OfficerKind.OFFICER]
    if len(handlers) < least.whole:
        names = "、".join(view.officer(one).name for one in handlers) or "无"
        yield Found(
            (view.decision.id,),
            f"承办人中的执法人员为{names}，共{len(handlers)}人，少于{least.whole}人（辅助人员不计入）。",
        )


def _invalid(view: CaseView) -> Iterator[Found]:
    for document in view.of_kind(*BY_OFFICERS):
        for one in dict.fromkeys(document.officers):
            fact = view.officer_on(one, document.issued_on)
            if view.officer(one).kind is OfficerKind.OFFICER and not fact.certificate_valid:
                yield Found(
                    (document.id,),
                    f"{day(document.issued_on)}制作《{document.title}》时，{fact.name}的证件无效：{fact.certificate_problem}。",
                )


def _other_field(view: CaseView) -> Iterator[Found]:
    domain = view.file.agency.domain
    for document in view.of_kind(*BY_OFFICERS):
        for one in dict.fromkeys(document.officers):
            fact = view.officer_on(one, document.issued_on)
            if fact.certificate_valid and domain not in fact.fields:
                yield Found(
                    (document.id,),
                    f"《{document.title}》所列{fact.name}当日有效的执法证的领域为"
                    f"{'、'.join(fact.fields) or '空'}，不包括{domain}。",
                )


def _not_shown(view: CaseView) -> Iterator[Found]:
    for document in view.of_kind(*RECORDS):
        if document.contents.get("certificate_shown") != YES:
            yield Found((document.id,), f"{day(document.issued_on)}的《{document.title}》没有记明出示执法证件。")


def _rights_untold(view: CaseView) -> Iterator[Found]:
    of_the_party = [one for one in view.of_kind(*RECORDS) if one.contents.get("person_role") not in OUTSIDERS]
    first = min(of_the_party, key=lambda one: (one.issued_on, one.contents.get("started_at", "")), default=None)
    if first is not None and first.contents.get("rights_told") != YES:
        yield Found(
            (first.id,),
            f"{day(first.issued_on)}的《{first.title}》是首次向当事人收集证据的笔录，"
            "没有记明告知陈述、申辩和申请回避的权利。",
        )


def _span(document: Document) -> tuple[datetime, datetime] | None:
    try:
        begin, end = (datetime.fromisoformat(document.contents.get(key, "")) for key in ("started_at", "ended_at"))
    except ValueError:
        return None
    # Some systems write the zone; all of them mean the clock on the wall.
    return begin.replace(tzinfo=None), end.replace(tzinfo=None)


def _times_wrong(view: CaseView) -> Iterator[Found]:
    for document in view.of_kind(*RECORDS):
        span = _span(document)
        if span is None:
            yield Found((document.id,), f"《{document.title}》没有写明起止时间。")
        elif span[1] <= span[0]:
            yield Found(
                (document.id,),
                f"《{document.title}》的结束时间{span[1]:%Y-%m-%d %H:%M}不晚于开始时间{span[0]:%Y-%m-%d %H:%M}。",
            )
        elif span[0].date() != document.issued_on:
            yield Found(
                (document.id,),
                f"《{document.title}》开始于{day(span[0].date())}，文书日期却是{day(document.issued_on)}。",
            )


def _at_two_places(view: CaseView) -> Iterator[Found]:
    spans = [(document, span) for document in view.of_kind(*RECORDS) if (span := _span(document)) is not None]
    for (one, first), (other, second) in combinations(spans, 2):
        both = [each for each in one.officers if each in other.officers]
        begin, end = max(first[0], second[0]), min(first[1], second[1])
        if both and begin < end:
            names = "、".join(view.officer(each).name for each in both)
            minutes = int((end - begin).total_seconds() // 60)
            yield Found(
                (one.id, other.id),
                f"{names}同时出现在《{one.title}》（{first[0]:%H:%M}至{first[1]:%H:%M}）和《{other.title}》"
                f"（{second[0]:%H:%M}至{second[1]:%H:%M}）中，{day(begin.date())}重叠{minutes}分钟。",
            )


RULES = (
    Rule("officers-too-few", "执法人员少于法定人数", f"{APL}第四十二条第一款", _too_few),
    Rule("handlers-too-few", "承办人少于法定人数", f"{APL}第四十二条第一款", _handlers_too_few),
    Rule("certificate-invalid", "执法证件当日无效", f"{APL}第四十二条、第五十五条第一款", _invalid),
    Rule("certificate-other-field", "执法证件领域不符", f"{APL}第四十二条", _other_field),
    Rule("certificate-not-shown", "没有记明出示执法证件", f"{APL}第五十五条第一款", _not_shown),
    Rule("rights-untold-in-record", "笔录没有记明告知权利", f"{SAMR}第二十一条", _rights_untold),
    Rule("record-times-wrong", "笔录起止时间错误", f"{APL}第五十五条；{SAMR}第二十八条、第二十九条", _times_wrong),
    Rule("officer-at-two-places", "同一执法人员同时在两处", f"{APL}第四十六条、第五十五条", _at_two_places),
)
