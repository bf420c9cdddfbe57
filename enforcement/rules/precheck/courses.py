"""Order and days of the steps, and the papers a procedure can't do without (行政处罚法第五十四条至第六十条)."""

from __future__ import annotations

from collections.abc import Iterator

from enforcement.rules.casefile.terms import DOCUMENT_NAMES, STEP_NAMES, DocumentKind, StepKind
from enforcement.rules.needs import APL, SAMR
from enforcement.rules.precheck.base import Found, Rule, day, ordinary
from enforcement.rules.precheck.view import CaseView

ORDER: tuple[tuple[StepKind, StepKind], ...] = (
    (StepKind.LEAD, StepKind.FILING),
    (StepKind.FILING, StepKind.REPORT),
    (StepKind.SCENE, StepKind.REPORT),
    (StepKind.INQUIRY, StepKind.REPORT),
    (StepKind.REPORT, StepKind.REVIEW_SENT),
    (StepKind.REVIEW_SENT, StepKind.REVIEW),
    (StepKind.REPORT, StepKind.NOTICE),
    (StepKind.NOTICE, StepKind.STATEMENT),
    (StepKind.STATEMENT, StepKind.STATEMENT_ANSWER),
    (StepKind.NOTICE, StepKind.HEARING_REQUEST),
    (StepKind.HEARING_REQUEST, StepKind.HEARING_NOTICE),
    (StepKind.HEARING_NOTICE, StepKind.HEARING),
    (StepKind.FILING, StepKind.DECISION),
    (StepKind.REPORT, StepKind.DECISION),
    (StepKind.DECISION, StepKind.CLOSING),
    (StepKind.CLOSING, StepKind.ARCHIVE),
)
"""The first may not begin after the second has ended."""

PAPER_OF: dict[StepKind, DocumentKind] = {
    StepKind.LEAD: DocumentKind.SOURCE_REGISTER,
    StepKind.FILING: DocumentKind.FILING_APPROVAL,
    StepKind.SCENE: DocumentKind.SCENE_RECORD,
    StepKind.INQUIRY: DocumentKind.INQUIRY_RECORD,
    StepKind.REPORT: DocumentKind.REPORT,
    StepKind.REVIEW: DocumentKind.REVIEW_OPINION,
    StepKind.NOTICE: DocumentKind.NOTICE,
    StepKind.STATEMENT: DocumentKind.STATEMENT_RECORD,
    StepKind.STATEMENT_ANSWER: DocumentKind.STATEMENT_ANSWER,
    StepKind.HEARING_REQUEST: DocumentKind.HEARING_REQUEST,
    StepKind.HEARING_NOTICE: DocumentKind.HEARING_NOTICE,
    StepKind.HEARING: DocumentKind.HEARING_RECORD,
    StepKind.DISCUSSION: DocumentKind.DISCUSSION_RECORD,
    StepKind.CLOSING: DocumentKind.CLOSING_APPROVAL,
}
"""The paper that shows a step, dated on its day."""

REQUIRED: tuple[tuple[tuple[DocumentKind, ...], str], ...] = (
    ((DocumentKind.SOURCE_REGISTER,), f"{SAMR}第十八条"),
    ((DocumentKind.FILING_APPROVAL,), f"{APL}第五十四条第二款；{SAMR}第十九条"),
    ((DocumentKind.SCENE_RECORD, DocumentKind.INQUIRY_RECORD), f"{APL}第五十五条第二款"),
    ((DocumentKind.EVIDENCE_LIST,), f"{APL}第四十条、第四十六条"),
    ((DocumentKind.REPORT,), f"{APL}第五十七条第一款；{SAMR}第四十八条"),
)
"""What every file of the general procedure holds: one of these kinds, and its article."""


def _out_of_order(view: CaseView) -> Iterator[Found]:
    for earlier, later in ORDER:
        # An act may be done again (a second notice, a supplement): only what never came in order is a fault.
        first, second = view.first(earlier), view.last(later)
        if first is not None and second is not None and first > second:
            yield Found(
                (*view.papers_of(earlier), *view.papers_of(later)),
                f"“{STEP_NAMES[earlier]}”在{day(first)}，晚于“{STEP_NAMES[later]}”的{day(second)}，"
                f"相差{(first - second).days}日；前者应当在后者之前或者同日完成。",
            )


def _sent_before_report(view: CaseView) -> Iterator[Found]:
    for step in view.file.steps:
        if step.kind is not StepKind.REVIEW_SENT or step.document is None:
            continue
        report = view.document(step.document)
        if report.issued_on > step.on:
            yield Found(
                (report.id,),
                f"{day(step.on)}送审，所送《{report.title}》的日期却是{day(report.issued_on)}，"
                f"晚{(report.issued_on - step.on).days}日。",
            )


def _days_differ(view: CaseView) -> Iterator[Found]:
    for step in view.file.steps:
        if step.document is None:
            continue
        document = view.document(step.document)
        shows = PAPER_OF.get(step.kind) is document.kind or step.kind is StepKind.DECISION
        if shows and document.issued_on != step.on:
            yield Found(
                (document.id,),
                f"步骤“{STEP_NAMES[step.kind]}”记为{day(step.on)}，《{document.title}》的日期是"
                f"{day(document.issued_on)}，相差{abs((document.issued_on - step.on).days)}日。",
            )


def _officers_differ(view: CaseView) -> Iterator[Found]:
    for step in view.file.steps:
        if step.document is None or not step.officers:
            continue
        document = view.document(step.document)
        if document.officers and set(step.officers) != set(document.officers):
            names = ["、".join(view.officer(one).name for one in ids) for ids in (step.officers, document.officers)]
            yield Found(
                (document.id,),
                f"步骤“{STEP_NAMES[step.kind]}”记为{names[0]}实施，《{document.title}》所列执法人员为{names[1]}。",
            )


def _step_without_paper(view: CaseView) -> Iterator[Found]:
    for step in view.file.steps:
        if step.kind in PAPER_OF and step.document is None:
            yield Found(
                (view.decision.id,),
                f"{day(step.on)}的步骤“{STEP_NAMES[step.kind]}”没有《{DOCUMENT_NAMES[PAPER_OF[step.kind]]}》入卷。",
            )


def _required_missing(view: CaseView) -> Iterator[Found]:
    for kinds, article in REQUIRED:
        if not view.of_kind(*kinds):
            names = "或者".join(f"《{DOCUMENT_NAMES[kind]}》" for kind in kinds)
            yield Found((view.decision.id,), f"普通程序的案卷应当有{names}，卷内没有。", article)


def _closing_missing(view: CaseView) -> Iterator[Found]:
    if view.file.volume is not None and not view.of_kind(DocumentKind.CLOSING_APPROVAL):
        yield Found((view.decision.id,), "案卷已经归档，卷内没有《结案审批表》。")


def _decision_of_another_kind(view: CaseView) -> Iterator[Found]:
    if not view.penalty:
        wanted = DocumentKind.NO_PENALTY_DECISION
    else:
        wanted = DocumentKind.DECISION if view.ordinary else DocumentKind.SUMMARY_DECISION
    if view.decision.kind is not wanted:
        yield Found(
            (view.decision.id,),
            f"这样的程序和结果应当制作《{DOCUMENT_NAMES[wanted]}》，案卷用的是《{DOCUMENT_NAMES[view.decision.kind]}》。",
        )


RULES = (
    Rule("step-order", "步骤先后颠倒", f"{APL}第五十四条至第六十一条", _out_of_order),
    Rule("sent-before-report", "送审早于调查终结报告", f"{SAMR}第四十八条、第四十九条", _sent_before_report, ordinary),
    Rule("step-day-differs", "步骤日期与文书日期不一致", f"{APL}第四十七条", _days_differ),
    Rule("step-officers-differ", "步骤的执法人员与文书不一致", f"{APL}第四十七条", _officers_differ),
    Rule("step-without-document", "步骤没有文书", f"{APL}第四十七条", _step_without_paper),
    Rule("document-missing", "缺少必备文书", f"{APL}第四十七条", _required_missing, ordinary),
    Rule("decision-of-another-kind", "决定书种类不当", f"{APL}第五十二条、第五十七条", _decision_of_another_kind),
    Rule("closing-missing", "缺少结案审批表", f"{SAMR}第七十七条", _closing_missing, ordinary),
)
