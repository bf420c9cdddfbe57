"""One penalty case file (行政处罚案卷) as it travels between systems, version 1.

Frozen facts as the file states them, right or wrong: reading refuses what can't be understood, the pre-check finds
what is unlawful. Days are civil days, money is whole fen. `documents` hold the papers; the sections name the papers
that show them. Documented in docs/casefile.md, made checkable by docs/casefile.schema.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from enforcement.rules.casefile.sections import (
    Benchmark,
    Decision,
    Discussion,
    Evidence,
    Extension,
    Hearing,
    Interruption,
    Limitation,
    Notice,
    NumberSeries,
    Payment,
    Preservation,
    Proposal,
    Publication,
    Recordings,
    Review,
    ReviewCatalogueEntry,
    Service,
    Statement,
    Volume,
)
from enforcement.rules.casefile.terms import (
    AtLeast,
    Count,
    DocumentId,
    DocumentKind,
    OfficerId,
    Outcome,
    PartyId,
    Pattern,
    Procedure,
    Sha256,
    SignatureRole,
    StepKind,
    Text,
    Title,
)
from enforcement.rules.officers import OfficerKind
from enforcement.rules.publicity import PartyKind


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency that decided."""

    name: Annotated[Text, Title("机关名称")]
    code: Annotated[Text, Title("单位代码", "统一社会信用代码或者本地单位代码")]
    domain: Annotated[Text, Title("执法领域", "如 市场监督管理；决定适用哪些期限和数额，也与执法证件的领域比较")]
    region: Annotated[Text, Title("行政区划名称", "如 云州市临江区；从省或者市写起，决定适用哪些地方规定")]


@dataclass(frozen=True, slots=True)
class Party:
    """The party as identified in the investigation."""

    id: Annotated[Text, Title("编号", "本文件内不重复")]
    name: Annotated[Text, Title("名称或者姓名")]
    kind: Annotated[PartyKind, Title("当事人类别", "organisation 单位；individual_business 个体工商户；person 个人")]
    code: Annotated[Text, Title("统一社会信用代码或者身份证件号码")]
    legal_representative: Annotated[str, Title("法定代表人或者负责人")] = ""
    address: Annotated[str, Title("住所或者住址")] = ""
    former_names: Annotated[tuple[Text, ...], Title("办案期间用过的名称", "名称变更的填写，变更前的文书照印旧名")] = ()
    name_change_document: Annotated[DocumentId | None, Title("证明名称变更的材料编号")] = None


@dataclass(frozen=True, slots=True)
class CertificateSuspension:
    """Days on which a certificate was withheld, both included."""

    first_day: Annotated[date, Title("暂扣首日")]
    last_day: Annotated[date | None, Title("暂扣末日", "还没有发还的写 null")] = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """An enforcement certificate (行政执法证)."""

    number: Annotated[Text, Title("证件号码")]
    valid_from: Annotated[date, Title("有效期起日")]
    valid_to: Annotated[date, Title("有效期止日", "当日有效")]
    fields: Annotated[tuple[Text, ...], Title("执法领域")]
    suspensions: Annotated[tuple[CertificateSuspension, ...], Title("暂扣")] = ()
    revoked_on: Annotated[date | None, Title("吊销、注销日期", "当日起无效")] = None


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody of the agency who took part: officers, reviewers, heads."""

    id: Annotated[Text, Title("编号", "本文件内不重复")]
    name: Annotated[Text, Title("姓名")]
    kind: Annotated[OfficerKind, Title("人员类别", "officer 执法人员；auxiliary 辅助人员；supervisor 监督人员")]
    certificates: Annotated[tuple[Certificate, ...], Title("执法证件", "包括已经失效的；审核人员和负责人可以为空")] = ()
    law_qualification_no: Annotated[str, Title("法律职业资格证书号", "法制审核人员填写")] = ""
    left_on: Annotated[date | None, Title("离开执法岗位日期")] = None
    reviewing_since: Annotated[
        date | None, Title("首次从事法制审核之日", "2018年1月1日以前已经从事的审核人员填写，不要求法律职业资格")
    ] = None


@dataclass(frozen=True, slots=True)
class Case:
    """What the case is about and how it ended."""

    number: Annotated[Text, Title("案号")]
    title: Annotated[Text, Title("案件名称", "当事人＋违法行为＋案")]
    procedure: Annotated[Procedure, Title("程序", "ordinary 普通程序；summary 简易程序")]
    outcome: Annotated[Outcome, Title("结果", "penalty 给予处罚；no_penalty 不予处罚")]
    party: Annotated[PartyId, Title("当事人编号", "parties 中被处理的当事人")]
    handlers: Annotated[tuple[OfficerId, ...], Title("承办人编号", "办过本案的都写")]
    flags: Annotated[
        tuple[Text, ...],
        Title(
            "案件情形",
            "complex 情节复杂；grave 重大违法；public_interest 涉及重大公共利益；departure 偏离基准；"
            "mitigated 减轻处罚；unproved 违法事实不能成立",
        ),
    ] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """An act of the procedure on its day, in the order of the file."""

    kind: Annotated[StepKind, Title("步骤")]
    on: Annotated[date, Title("日期")]
    document: Annotated[DocumentId | None, Title("文书编号", "记载这一步骤的文书")] = None
    officers: Annotated[tuple[OfficerId, ...], Title("实施的执法人员编号")] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature on a paper, or the note that it was refused."""

    role: Annotated[SignatureRole, Title("以什么身份签名")]
    name: Annotated[Text, Title("签名人姓名")]
    on: Annotated[date | None, Title("签名日期")] = None
    refused: Annotated[str, Title("拒签情况", "没有签名而注明拒签的，写注明的内容")] = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of the volume: who it is about, who signed it, what it says, and its digests."""

    id: Annotated[Text, Title("编号", "本文件内不重复")]
    kind: Annotated[DocumentKind, Title("文书种类")]
    title: Annotated[Text, Title("文书名称", "与卷内文件目录一致")]
    issued_on: Annotated[date, Title("文书日期", "制作或者形成的日期")]
    pages: Annotated[Count, Title("页数")]
    contents: Annotated[Mapping[str, str], Title("内容", "字段名＋所印文字；各文书的字段见第4节")]
    content_sha256: Annotated[Sha256, Title("内容摘要", "contents 的规范 JSON 的 SHA-256，算法见第3节")]
    number: Annotated[str, Title("文号", "如 云市监处罚〔2026〕12号；不编号的写空字符串")] = ""
    party_name: Annotated[str, Title("所印当事人名称", "照印的文字；文书不写当事人的为空")] = ""
    party_code: Annotated[str, Title("所印当事人代码")] = ""
    officers: Annotated[tuple[OfficerId, ...], Title("所列执法人员编号")] = ()
    signatures: Annotated[tuple[Signature, ...], Title("签名")] = ()
    sealed: Annotated[bool, Title("盖有行政机关印章")] = False
    file_sha256: Annotated[Sha256 | None, Title("扫描件或者版式文件的摘要")] = None


VERSION = 1


@dataclass(frozen=True)
class CaseFile:
    """A whole file. `notice`, `hearing` and other sections are absent where the case had no such act."""

    format: Annotated[str, Title("格式名称", "固定为 casefile"), Pattern("casefile", "应为 casefile")]
    version: Annotated[int, Title("格式版本", "现为 1"), AtLeast(1)]
    agency: Annotated[Agency, Title("办案机关")]
    case: Annotated[Case, Title("案件")]
    parties: Annotated[tuple[Party, ...], Title("当事人和第三人"), AtLeast(1)]
    officers: Annotated[tuple[Officer, ...], Title("人员", "执法人员、审核人员、负责人")]
    limitation: Annotated[Limitation, Title("违法行为的时间")]
    steps: Annotated[tuple[Step, ...], Title("步骤", "按办理先后")]
    documents: Annotated[tuple[Document, ...], Title("文书和材料"), AtLeast(1)]
    decision: Annotated[Decision, Title("决定")]
    proposal: Annotated[Proposal | None, Title("调查终结时的处罚建议", "审核所看的内容；简易程序没有")] = None
    benchmark: Annotated[Benchmark | None, Title("裁量基准的适用")] = None
    review_catalogue: Annotated[tuple[ReviewCatalogueEntry, ...], Title("本机关重大执法决定法制审核目录")] = ()
    reviews: Annotated[tuple[Review, ...], Title("审核", "每一轮一项，按先后")] = ()
    notice: Annotated[Notice | None, Title("处罚前告知")] = None
    statements: Annotated[tuple[Statement, ...], Title("陈述申辩")] = ()
    hearing: Annotated[Hearing | None, Title("听证", "当事人要求过听证的填写")] = None
    discussion: Annotated[Discussion | None, Title("集体讨论")] = None
    extensions: Annotated[tuple[Extension, ...], Title("延长期限")] = ()
    interruptions: Annotated[tuple[Interruption, ...], Title("不计入期限的期间")] = ()
    preservations: Annotated[tuple[Preservation, ...], Title("先行登记保存")] = ()
    evidence: Annotated[tuple[Evidence, ...], Title("证据")] = ()
    services: Annotated[tuple[Service, ...], Title("送达")] = ()
    payment: Annotated[Payment | None, Title("缴款和加处罚款", "有罚款的填写")] = None
    publication: Annotated[Publication | None, Title("公示")] = None
    recordings: Annotated[Recordings | None, Title("音像记录")] = None
    numbering: Annotated[tuple[NumberSeries, ...], Title("文号登记簿摘录")] = ()
    volume: Annotated[Volume | None, Title("案卷", "还没有归档的为 null")] = None
