"""Signatures, seals, contents and digests of the papers; evidence (行政处罚法第四十六条、第五十二条、第五十九条)."""

from __future__ import annotations

from collections.abc import Iterator

from enforcement.rules.casefile.digests import contents_digest
from enforcement.rules.casefile.model import Document
from enforcement.rules.casefile.terms import ROLE_NAMES, DocumentKind, SignatureRole
from enforcement.rules.needs import APL, SAMR
from enforcement.rules.penalty import capital_amount
from enforcement.rules.precheck.base import Found, Rule, day, ordinary_penalty
from enforcement.rules.precheck.contents import CONTENTS, FINE_DETAILS, SEALED, SIGNED
from enforcement.rules.precheck.services import BY_HAND
from enforcement.rules.precheck.view import CaseView

COMPLETED_BY = {
    DocumentKind.FILING_APPROVAL: SignatureRole.HEAD,
    DocumentKind.EXTENSION_APPROVAL: SignatureRole.HEAD,
    DocumentKind.SUSPENSION_APPROVAL: SignatureRole.HEAD,
    DocumentKind.CLOSING_APPROVAL: SignatureRole.HEAD,
    DocumentKind.REVIEW_OPINION: SignatureRole.REVIEWER,
}
"""Forms signed on successive days; they bear the day on which this role signs last."""
REFUSABLE = frozenset({SignatureRole.PARTY, SignatureRole.RECIPIENT, SignatureRole.WITNESS})


def _signature_missing(view: CaseView) -> Iterator[Found]:
    sent = {one.receipt for one in view.file.services if one.mode not in BY_HAND}
    for document in view.file.documents:
        for role, wanted in SIGNED.get(document.kind, ()) if document.id not in sent else ():
            least = wanted or view.number("officers.minimum", document.issued_on).whole
            if role is SignatureRole.MEMBER and view.file.discussion is not None:
                least = len(view.file.discussion.attendees)
            signed = _signed(document, role)
            if signed < least:
                yield Found(
                    (document.id,),
                    f"{day(document.issued_on)}的《{document.title}》应有{ROLE_NAMES[role]}签名{least}个，"
                    f"现有{signed}个，也没有注明拒签情况。",
                )


def _signed(document: Document, role: SignatureRole) -> int:
    names = {
        one.name for one in document.signatures if one.role is role and (not one.refused.strip() or role in REFUSABLE)
    }
    return len(names)


def _signed_early(view: CaseView) -> Iterator[Found]:
    for document in view.file.documents:
        completes = COMPLETED_BY.get(document.kind)
        for one in document.signatures:
            if one.on is not None and one.on < document.issued_on and completes in {None, one.role}:
                yield Found(
                    (document.id,),
                    f"{one.name}（{ROLE_NAMES[one.role]}）的签名日期{day(one.on)}早于《{document.title}》的日期"
                    f"{day(document.issued_on)}，相差{(document.issued_on - one.on).days}日。",
                )


def _seal_missing(view: CaseView) -> Iterator[Found]:
    for document in view.file.documents:
        if document.kind in SEALED and not document.sealed:
            yield Found((document.id,), f"《{document.title}》没有加盖行政机关印章。", SEALED[document.kind])


def _contents_missing(view: CaseView) -> Iterator[Found]:
    for document in view.file.documents:
        for key, name, article in CONTENTS.get(document.kind, ()):
            if not document.contents.get(key, "").strip():
                yield Found((document.id,), f"《{document.title}》没有写明{name}（{key}）。", article)


def _fine_details_missing(view: CaseView) -> Iterator[Found]:
    if not view.file.decision.fine_fen:
        return
    without = {"discretion"} if view.file.decision.no_benchmark_reason.strip() else set()
    for key, name, article in FINE_DETAILS:
        if key not in without and not view.decision.contents.get(key, "").strip():
            yield Found((view.decision.id,), f"《{view.decision.title}》没有写明{name}（{key}）。", article)


def _adoption_missing(view: CaseView) -> Iterator[Found]:
    heard = view.file.statements or view.file.hearing is not None
    if heard and not view.decision.contents.get("statement_adoption", "").strip():
        yield Found(
            (view.decision.id,), f"当事人提出过陈述申辩或者听证，《{view.decision.title}》没有写明采纳情况和理由。"
        )


def _amount_in_words_differs(view: CaseView) -> Iterator[Found]:
    words = view.decision.contents.get("fine_capital", "")
    right = capital_amount(view.file.decision.fine_fen)
    if words and words != right:
        yield Found(
            (view.decision.id,),
            f"《{view.decision.title}》所印罚款大写为“{words}”，决定的罚款{view.file.decision.fine_fen / 100:,.2f}元"
            f"应写作“{right}”。",
        )


def _digest_differs(view: CaseView) -> Iterator[Found]:
    for document in view.file.documents:
        computed = contents_digest(document.contents)
        if computed != document.content_sha256:
            yield Found(
                (document.id,),
                f"《{document.title}》登记的内容摘要为{document.content_sha256[:12]}…，按现有内容计算为{computed[:12]}…，"
                "内容在登记以后有改动。",
            )


def _evidence_altered(view: CaseView) -> Iterator[Found]:
    for one in view.file.evidence:
        document = view.document(one.document)
        if one.sha256 not in {document.content_sha256, document.file_sha256}:
            yield Found(
                (document.id,),
                f"证据第{one.no}号“{one.title}”取得时的摘要为{one.sha256[:12]}…，与《{document.title}》的摘要"
                f"{document.content_sha256[:12]}…不同。",
            )


def _evidence_after_decision(view: CaseView) -> Iterator[Found]:
    for one in view.file.evidence:
        if one.collected_on > view.decided_on:
            yield Found(
                (one.document, view.decision.id),
                f"证据第{one.no}号“{one.title}”取得于{day(one.collected_on)}，晚于决定日期（{day(view.decided_on)}）"
                f"{(one.collected_on - view.decided_on).days}日，不能作为该决定的依据。",
            )


def _no_evidence(view: CaseView) -> Iterator[Found]:
    if not view.file.evidence:
        yield Found((view.decision.id,), "案卷没有一项证据。")


RULES = (
    Rule(
        "signature-missing",
        "文书缺少签名",
        f"{APL}第五十二条、第五十五条；{SAMR}第二十八条、第二十九条",
        _signature_missing,
    ),
    Rule("signature-early", "签名早于文书日期", f"{APL}第四十七条", _signed_early),
    Rule("seal-missing", "文书没有盖章", f"{APL}第五十九条第二款", _seal_missing),
    Rule("contents-missing", "文书缺少法定内容", f"{APL}第五十九条", _contents_missing),
    Rule(
        "fine-details-missing",
        "没有写明裁量、缴款和加处",
        "罚款决定与罚款收缴分离实施办法第七条",
        _fine_details_missing,
        ordinary_penalty,
    ),
    Rule("adoption-missing", "决定书没有写明采纳情况", f"{SAMR}第六十二条", _adoption_missing),
    Rule("amount-in-words-differs", "罚款大小写不一致", f"{APL}第五十九条第一款第三项", _amount_in_words_differs),
    Rule("digest-differs", "文书内容与摘要不符", f"{APL}第四十七条；档案法第二十一条", _digest_differs),
    Rule("evidence-altered", "证据与取得时的摘要不符", f"{APL}第四十六条", _evidence_altered),
    Rule("evidence-after-decision", "证据取得晚于决定", f"{APL}第四十条、第四十六条", _evidence_after_decision),
    Rule("evidence-missing", "没有证据", f"{APL}第四十条", _no_evidence),
)
