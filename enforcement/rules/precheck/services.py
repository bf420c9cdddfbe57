"""Service: of the notice and the decision, in time, in the right way, with a receipt (行政处罚法第六十一条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from enforcement.rules.casefile.sections import Service
from enforcement.rules.casefile.terms import DocumentKind
from enforcement.rules.duties import late
from enforcement.rules.needs import APL
from enforcement.rules.precheck.base import Found, Rule, day, ordinary, overrun
from enforcement.rules.precheck.view import DECISIONS, CaseView
from enforcement.rules.service import MODE_NAMES, ServiceFacts, ServiceMode, service_problems

MUST_BE_SERVED = (DocumentKind.NOTICE, DocumentKind.HEARING_NOTICE, *DECISIONS)
WITH_RECEIPT = frozenset({ServiceMode.DIRECT, ServiceMode.LIEN, ServiceMode.POST, ServiceMode.ENTRUSTED})
BY_HAND = frozenset({ServiceMode.DIRECT, ServiceMode.LIEN})
"""Ways in which officers themselves bring the paper."""
OF_SERVERS = frozenset({"service.servers", "service.certificate"})
CPL87 = "民事诉讼法第八十七条"


def _missing(view: CaseView) -> Iterator[Found]:
    for document in view.of_kind(*MUST_BE_SERVED):
        if not view.services_of(document.id):
            yield Found((document.id,), f"{day(document.issued_on)}的《{document.title}》没有送达记录。")


def _late(view: CaseView) -> Iterator[Found]:
    acts = view.services_of(view.decision.id)
    if not acts:
        return
    # The agency's part of service by public notice is done when the notice appears.
    first = min(one.acted_on for one in acts)
    deadline = view.deadline("D18", view.decided_on)
    if late(deadline, first):
        receipts = tuple(one.receipt for one in acts if one.receipt is not None)
        yield Found((view.decision.id, *receipts), overrun(view, deadline, "决定书的送达日期", first))


def _receipt_missing(view: CaseView) -> Iterator[Found]:
    for one in view.file.services:
        if one.receipt is None and one.mode in WITH_RECEIPT and view.ordinary:
            document = view.document(one.document)
            yield Found(
                (one.document,), f"《{document.title}》{day(one.acted_on)}{MODE_NAMES[one.mode]}，没有送达回证入卷。"
            )


def _defective(view: CaseView) -> Iterator[Found]:
    for one in view.file.services:
        document = view.document(one.document)
        problems = [
            problem
            for problem in service_problems(_facts(view, one))
            if one.mode in BY_HAND or problem.code not in OF_SERVERS
        ]
        if problems:
            yield Found(
                tuple(each for each in (one.document, one.receipt) if each is not None),
                f"《{document.title}》{day(one.acted_on)}{MODE_NAMES[one.mode]}："
                f"{'；'.join(problem.message for problem in problems)}。",
                problems[0].basis,
            )


def _facts(view: CaseView, service: Service) -> ServiceFacts:
    return ServiceFacts(
        mode=service.mode,
        issued_on=view.document(service.document).issued_on,
        acted_on=service.acted_on,
        today=date.max,
        servers=tuple(view.officer_on(one, service.acted_on) for one in service.servers),
        minimum_servers=view.number("officers.minimum", service.acted_on).whole,
        signed=service.signed,
        place=service.place,
        recipient=service.recipient,
        relation=service.relation,
        refusal=service.refusal,
        witness=service.witness,
        recorded=service.recorded,
        electronic_confirmed=service.electronic_confirmed,
        note=service.note,
    )


RULES = (
    Rule("service-missing", "文书没有送达", f"{APL}第四十四条、第六十一条", _missing),
    Rule("service-late", "决定书送达超期", f"{APL}第六十一条第一款", _late, ordinary),
    Rule("receipt-missing", "没有送达回证", f"{APL}第六十一条；{CPL87}", _receipt_missing),
    Rule("service-defective", "送达方式或者手续有缺陷", f"{APL}第六十一条；{CPL87}", _defective),
)
