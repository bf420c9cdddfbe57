"""Numbers of papers: there, of the right year, each once, without gap (行政处罚法第五十二条、第五十九条)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from enforcement.rules.casefile.terms import DocumentKind
from enforcement.rules.needs import APL
from enforcement.rules.precheck.base import Found, Rule, day
from enforcement.rules.precheck.view import DECISIONS, CaseView

NUMBER = re.compile(r"(?P<word>.+?)〔(?P<year>\d{4})〕(?P<serial>\d{1,9})号", re.ASCII)
NUMBERED = (DocumentKind.NOTICE, DocumentKind.HEARING_NOTICE, *DECISIONS)
IN_OFFICIAL_FORM = tuple(kind for kind in NUMBERED if kind is not DocumentKind.SUMMARY_DECISION)
"""The form of a summary decision is printed beforehand and bears the number of the print."""
BASIS = f"{APL}第四十七条；党政机关公文处理工作条例第九条"


def _missing(view: CaseView) -> Iterator[Found]:
    for document in view.of_kind(*NUMBERED):
        if not document.number.strip():
            yield Found((document.id,), f"《{document.title}》没有文号。")


def _other_form(view: CaseView) -> Iterator[Found]:
    for document in view.of_kind(*IN_OFFICIAL_FORM):
        if document.number.strip() and not NUMBER.fullmatch(document.number):
            yield Found(
                (document.id,), f"《{document.title}》的文号“{document.number}”不是“代字〔年份〕序号号”的形式。"
            )


def _other_year(view: CaseView) -> Iterator[Found]:
    for document in view.file.documents:
        parts = NUMBER.fullmatch(document.number)
        if parts and int(parts["year"]) != document.issued_on.year:
            yield Found(
                (document.id,),
                f"《{document.title}》的文号年份为{parts['year']}，文书日期为{day(document.issued_on)}。",
            )


def _doubled(view: CaseView) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for document in view.file.documents:
        if not document.number.strip():
            continue
        if document.number in seen:
            yield Found((seen[document.number], document.id), f"文号“{document.number}”用了两次。")
        seen.setdefault(document.number, document.id)


def _of_series(view: CaseView, word: str, year: int) -> tuple[str, ...]:
    head = f"{word}〔{year}〕"
    return tuple(one.id for one in view.file.documents if one.number.startswith(head)) or (view.decision.id,)


def _register_gap(view: CaseView) -> Iterator[Found]:
    for series in view.file.numbering:
        papers = _of_series(view, series.word, series.year)
        for one, after in pairwise(series.entries):
            name = f"{series.word}〔{series.year}〕"
            if after.serial != one.serial + 1:
                kind = "重号" if after.serial == one.serial else "不连续"
                yield Found(papers, f"登记簿中{name}{one.serial}号之后是{after.serial}号，{kind}。")
            elif after.issued_on < one.issued_on:
                yield Found(
                    papers,
                    f"登记簿中{name}{after.serial}号的日期{day(after.issued_on)}早于{one.serial}号的"
                    f"{day(one.issued_on)}，倒编{(one.issued_on - after.issued_on).days}日。",
                )


def _not_registered(view: CaseView) -> Iterator[Found]:
    registers = {(one.word, one.year): one for one in view.file.numbering}
    for document in view.file.documents:
        parts = NUMBER.fullmatch(document.number)
        series = registers.get((parts["word"], int(parts["year"]))) if parts else None
        if parts is None or series is None:
            continue
        entry = next((one for one in series.entries if one.serial == int(parts["serial"])), None)
        if entry is None:
            yield Found((document.id,), f"《{document.title}》的文号“{document.number}”不在文号登记簿中。")
        elif entry.issued_on != document.issued_on:
            yield Found(
                (document.id,),
                f"《{document.title}》的日期为{day(document.issued_on)}，文号登记簿记为{day(entry.issued_on)}，"
                f"相差{abs((entry.issued_on - document.issued_on).days)}日。",
            )


RULES = (
    Rule("number-missing", "文书没有编号", f"{APL}第五十二条、第五十九条", _missing),
    Rule("number-malformed", "文号形式不对", BASIS, _other_form),
    Rule("number-other-year", "文号年份不对", BASIS, _other_year),
    Rule("number-doubled", "文号重复", BASIS, _doubled),
    Rule("number-gap", "文号断号、重号、倒编", BASIS, _register_gap),
    Rule("number-not-registered", "文号与登记簿不符", BASIS, _not_registered),
)
