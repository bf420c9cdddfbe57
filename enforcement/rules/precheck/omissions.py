"""Acts that papers or steps show and that no section of the file tells, so that no rule would look at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from enforcement.rules.casefile.model import CaseFile, Document
from enforcement.rules.casefile.terms import STEP_NAMES, DocumentKind, StepKind
from enforcement.rules.needs import APL
from enforcement.rules.precheck.base import Found, Rule, day
from enforcement.rules.precheck.view import CaseView


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of the file, the article of its act, and the papers and steps that show the act."""

    name: str
    title: str
    article: str
    papers: tuple[DocumentKind, ...]
    steps: tuple[StepKind, ...]


SECTIONS = (
    _Section("reviews", "审核", f"{APL}第五十八条", (DocumentKind.REVIEW_OPINION,), (StepKind.REVIEW,)),
    _Section("notice", "处罚前告知", f"{APL}第四十四条", (DocumentKind.NOTICE,), (StepKind.NOTICE,)),
    _Section(
        "statements",
        "陈述申辩",
        f"{APL}第四十五条",
        (DocumentKind.STATEMENT_RECORD, DocumentKind.STATEMENT_ANSWER),
        (StepKind.STATEMENT, StepKind.STATEMENT_ANSWER),
    ),
    _Section(
        "hearing",
        "听证",
        f"{APL}第六十三条至第六十五条",
        (
            DocumentKind.HEARING_REQUEST,
            DocumentKind.HEARING_NOTICE,
            DocumentKind.HEARING_RECORD,
            DocumentKind.HEARING_REPORT,
        ),
        (StepKind.HEARING_REQUEST, StepKind.HEARING_NOTICE, StepKind.HEARING),
    ),
    _Section(
        "discussion",
        "集体讨论",
        f"{APL}第五十七条第二款",
        (DocumentKind.DISCUSSION_RECORD,),
        (StepKind.DISCUSSION,),
    ),
    _Section("preservations", "先行登记保存", f"{APL}第五十六条", (DocumentKind.PRESERVATION_NOTICE,), ()),
)


def _untold(view: CaseView) -> Iterator[Found]:
    named = _named(view.file)
    for section in SECTIONS:
        told = getattr(view.file, section.name)
        # A section for one act, such as the second of two notices, tells of all its papers.
        papers = [] if told and not isinstance(told, tuple) else _papers(view, section, named)
        if papers:
            yield _found(section, "、".join(f"{day(one.issued_on)}的《{one.title}》" for one in papers), papers)
        elif not told:
            yield from _untold_steps(view, section)


def _papers(view: CaseView, section: _Section, named: frozenset[str | None]) -> list[Document]:
    return [one for one in view.of_kind(*section.papers) if one.id not in named]


def _untold_steps(view: CaseView, section: _Section) -> Iterator[Found]:
    steps = [one for one in view.file.steps if one.kind in section.steps]
    if steps:
        words = "、".join(f"{day(one.on)}的步骤“{STEP_NAMES[one.kind]}”" for one in steps)
        yield _found(section, words, [view.document(one.document) for one in steps if one.document] or [view.decision])


def _found(section: _Section, what: str, papers: list[Document]) -> Found:
    ids = tuple(dict.fromkeys(one.id for one in papers))
    words = f"案卷有{what}，“{section.title}”（{section.name}）没有写到，这一环节没有检查；应当照实补写后再检查。"
    return Found(ids, words, section.article)


def _named(file: CaseFile) -> frozenset[str | None]:
    """The papers that the sections name."""
    hearing, notice, discussion = file.hearing, file.notice, file.discussion
    found: list[str | None] = [one.document for one in file.reviews]
    found += [one.document for one in file.preservations]
    for statement in file.statements:
        found += (statement.document, statement.answer_document)
    if notice is not None:
        found += (notice.document, notice.waiver_document)
    if hearing is not None:
        found += (hearing.request_document, hearing.notice_document, hearing.record_document)
    if discussion is not None:
        found.append(discussion.document)
    return frozenset(found)


RULES = (Rule("paper-without-section", "文书所示的环节没有写入案卷", f"{APL}第四十七条", _untold),)
