"""The volume against its index: every paper once, title and pages right, the order of the halves (SAMR 78)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from enforcement.rules.casefile.sections import IndexEntry
from enforcement.rules.casefile.terms import DOCUMENT_NAMES, PART_NAMES, DocumentKind, VolumePart
from enforcement.rules.needs import APL, SAMR
from enforcement.rules.precheck.base import Found, Rule, market_supervision
from enforcement.rules.precheck.view import DECISIONS, CaseView

SAMR78 = f"{SAMR}第七十八条"

_MAIN = (DocumentKind.FILING_APPROVAL, *DECISIONS)
"""What opens the main half, in one order or the other, before the rest."""
_SUB = (DocumentKind.SOURCE_REGISTER, DocumentKind.REPORT, DocumentKind.REVIEW_OPINION)
"""What opens the other half, in this order. Closing form and other papers follow; files bind these either way round."""


def _entries(view: CaseView) -> tuple[IndexEntry, ...]:
    return () if view.file.volume is None else view.file.volume.index


def _not_in_index(view: CaseView) -> Iterator[Found]:
    if view.file.volume is None:
        return
    listed = Counter(one.document for one in _entries(view))
    for document in view.file.documents:
        if listed[document.id] != 1:
            how = "没有列入" if not listed[document.id] else f"列了{listed[document.id]}次，应当只列一次："
            yield Found((document.id,), f"卷内文件目录{how}《{document.title}》。")


def _without_paper(view: CaseView) -> Iterator[Found]:
    for one in _entries(view):
        if not view.has(one.document):
            yield Found(
                (one.document,),
                f"卷内文件目录第{one.no}项“{one.title}”（第{one.page_from}至{one.page_to}页）在卷内没有。",
            )


def _title_differs(view: CaseView) -> Iterator[Found]:
    for one in _entries(view):
        if view.has(one.document) and view.document(one.document).title != one.title:
            yield Found(
                (one.document,),
                f"卷内文件目录第{one.no}项写作“{one.title}”，文书本身为《{view.document(one.document).title}》。",
            )


def _pages_differ(view: CaseView) -> Iterator[Found]:
    for one in _entries(view):
        pages = one.page_to - one.page_from + 1
        if view.has(one.document) and view.document(one.document).pages != pages:
            document = view.document(one.document)
            yield Found(
                (document.id,),
                f"卷内文件目录第{one.no}项为第{one.page_from}至{one.page_to}页，共{pages}页，"
                f"《{document.title}》有{document.pages}页。",
            )


def _pages_broken(view: CaseView) -> Iterator[Found]:
    for part in VolumePart:
        entries = [one for one in _entries(view) if one.part is part]
        if entries and entries[0].page_from != 1:
            yield Found((entries[0].document,), f"{PART_NAMES[part]}从第{entries[0].page_from}页开始，应为第1页。")
        for one, after in pairwise(entries):
            if after.page_from != one.page_to + 1:
                yield Found(
                    (one.document, after.document),
                    f"{PART_NAMES[part]}目录第{one.no}项止于第{one.page_to}页，第{after.no}项起于第{after.page_from}页，"
                    f"页码不连续。",
                )


def _order_wrong(view: CaseView) -> Iterator[Found]:
    for part in VolumePart:
        entries = [one for one in _entries(view) if one.part is part and view.has(one.document)]
        for one, after in pairwise(entries):
            kind, next_kind = view.document(one.document).kind, view.document(after.document).kind
            if _rank(part, kind) > _rank(part, next_kind):
                yield Found(
                    (one.document, after.document),
                    f"{PART_NAMES[part]}目录第{one.no}项《{DOCUMENT_NAMES[kind]}》排在第{after.no}项"
                    f"《{DOCUMENT_NAMES[next_kind]}》之前，顺序颠倒。",
                )


def _rank(part: VolumePart, kind: DocumentKind) -> int:
    if part is VolumePart.MAIN:
        return int(kind not in _MAIN)
    return _SUB.index(kind) if kind in _SUB else len(_SUB)


def _numbers_broken(view: CaseView) -> Iterator[Found]:
    for one, after in pairwise(_entries(view)):
        if after.no != one.no + 1:
            yield Found((one.document, after.document), f"卷内文件目录的顺序号{one.no}之后是{after.no}，不连续。")


RULES = (
    Rule("index-incomplete", "目录没有列入或者重复列入文书", f"{APL}第四十七条；{SAMR78}", _not_in_index),
    Rule("index-without-document", "目录所列文书不在卷内", f"{APL}第四十七条；{SAMR78}", _without_paper),
    Rule("index-title-differs", "目录名称与文书不符", f"{APL}第四十七条；{SAMR78}", _title_differs),
    Rule("index-pages-differ", "目录页数与文书不符", f"{APL}第四十七条；{SAMR78}", _pages_differ),
    Rule("volume-pages-broken", "案卷页码不连续", SAMR78, _pages_broken, market_supervision),
    Rule("volume-order-wrong", "案卷顺序颠倒", SAMR78, _order_wrong, market_supervision),
    Rule("index-numbers-broken", "目录顺序号不连续", SAMR78, _numbers_broken, market_supervision),
)
