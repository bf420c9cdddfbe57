"""The sections of a case file: what was proposed, reviewed, told, heard, decided, served, paid, published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from enforcement.rules.casefile.terms import (
    Count,
    DocumentId,
    ExtendedTerm,
    Fen,
    OfficerId,
    PaymentWay,
    Sha256,
    Text,
    Title,
    VolumePart,
)
from enforcement.rules.discretion import Approval
from enforcement.rules.facts_catalogue import Grade, RecordingWay, ReviewKind
from enforcement.rules.recording import RecordingState
from enforcement.rules.rulesets import Unit
from enforcement.rules.service import ServiceMode


@dataclass(frozen=True, slots=True)
class Limitation:
    """What the time limit of punishment is judged by (行政处罚法第三十六条)."""

    ended_on: Annotated[date | None, Title("违法行为发生或者终了之日", "还在继续的写 null")]
    discovered_on: Annotated[date, Title("发现之日")]
    harm: Annotated[bool, Title("涉及公民生命健康安全、金融安全且有危害后果")] = False
    other_law: Annotated[str, Title("另有规定的法律条文")] = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided."""

    document: Annotated[DocumentId, Title("决定书编号")]
    kinds: Annotated[tuple[Text, ...], Title("处罚种类", "行政处罚法第九条的名称；不予处罚的为空")] = ()
    fine_fen: Annotated[Fen, Title("罚款（分）")] = 0
    confiscation_fen: Annotated[Fen, Title("没收违法所得和非法财物价值（分）")] = 0
    ground: Annotated[str, Title("不予处罚的理由和条文")] = ""
    education_document: Annotated[DocumentId | None, Title("教育记录编号", "不予处罚的填写")] = None
    changed_fine_fen: Annotated[
        Fen | None, Title("复议、诉讼变更后的罚款（分）", "决定被变更、撤销的填写，撤销的写 0；没有变更的为 null")
    ] = None

    @property
    def due_fine_fen(self) -> int:
        """The fine that is owed in the end, in fen."""
        return self.fine_fen if self.changed_fine_fen is None else self.changed_fine_fen

    no_benchmark_reason: Annotated[str, Title("没有适用裁量基准的理由", "罚款数额固定、没有公布裁量基准等")] = ""


@dataclass(frozen=True, slots=True)
class ProposalEvidence:
    """One line of the evidence list as it was reviewed."""

    no: Annotated[Count, Title("序号")]
    kind: Annotated[Text, Title("证据种类")]
    title: Annotated[Text, Title("名称")]
    proves: Annotated[str, Title("证明内容")]
    sha256: Annotated[tuple[Sha256, ...], Title("文件摘要")]


@dataclass(frozen=True, slots=True)
class ProposalBasis:
    """One provision the proposal rests on."""

    part: Annotated[Text, Title("用途", "违反 或者 处罚")]
    law: Annotated[Text, Title("法律名称")]
    version: Annotated[Text, Title("版本")]
    article: Annotated[Text, Title("条款")]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The content a review passes: digest over exactly these fields."""

    party_name: Annotated[Text, Title("当事人名称")]
    party_code: Annotated[Text, Title("当事人代码")]
    facts: Annotated[Text, Title("查明的事实")]
    evidence: Annotated[tuple[ProposalEvidence, ...], Title("证据目录")]
    bases: Annotated[tuple[ProposalBasis, ...], Title("法律依据")]
    benchmark: Annotated[str, Title("裁量基准")]
    grade: Annotated[str, Title("裁量档次")]
    grade_reasons: Annotated[str, Title("裁量理由")]
    mitigation: Annotated[str, Title("减轻处罚的情形")]
    departure: Annotated[str, Title("偏离基准的理由")]
    kinds: Annotated[tuple[Text, ...], Title("处罚种类")]
    fine_fen: Annotated[Fen, Title("罚款（分）")]
    confiscation_fen: Annotated[Fen, Title("没收金额（分）")]
    confiscation_text: Annotated[str, Title("没收内容")]
    other_penalty: Annotated[str, Title("其他处罚内容")]


@dataclass(frozen=True, slots=True)
class Tier:
    """The tier (裁量阶次) that was applied."""

    grade: Annotated[Grade, Title("档次", "none 不予、mitigated 减轻、lighter 从轻、general 一般、heavier 从重")]
    name: Annotated[Text, Title("阶次名称")]
    conditions: Annotated[tuple[Text, ...], Title("适用条件")]
    standard: Annotated[Text, Title("具体标准")]
    min_fen: Annotated[Fen | None, Title("下限（分）")] = None
    max_fen: Annotated[Fen | None, Title("上限（分）")] = None
    min_times: Annotated[Decimal | None, Title("下限（倍）", '写成字符串，如 "1.5"')] = None
    max_times: Annotated[Decimal | None, Title("上限（倍）", "写成字符串")] = None
    min_inclusive: Annotated[bool, Title("下限含本数")] = True
    max_inclusive: Annotated[bool, Title("上限含本数")] = True


@dataclass(frozen=True, slots=True)
class BenchmarkDeparture:
    """Why the benchmark was departed from, and who approved it."""

    reason: Annotated[str, Title("理由")]
    approval: Annotated[Approval | None, Title("批准", "head 负责人；collective 集体讨论；maker 制定机关")] = None
    superior_benchmark: Annotated[bool, Title("是上级机关的基准")] = False


@dataclass(frozen=True, slots=True)
class Benchmark:
    """How the discretion was used (行政处罚法第三十四条)."""

    title: Annotated[Text, Title("裁量基准名称和文号")]
    statutory_why: Annotated[Text, Title("法定幅度的依据")]
    reasons: Annotated[str, Title("适用该阶次的理由")]
    tier: Annotated[Tier | None, Title("适用的阶次")] = None
    statutory_min_fen: Annotated[Fen | None, Title("法定下限（分）")] = None
    statutory_max_fen: Annotated[Fen | None, Title("法定上限（分）")] = None
    base_fen: Annotated[Fen | None, Title("倍数的基数（分）", "货值金额、违法所得等")] = None
    mitigation: Annotated[str, Title("减轻处罚的法定情形")] = ""
    departure: Annotated[BenchmarkDeparture | None, Title("偏离基准")] = None


@dataclass(frozen=True, slots=True)
class ReviewCatalogueEntry:
    """An entry of the agency's catalogue of major decisions in force for this case."""

    no: Annotated[Count, Title("序号")]
    kind: Annotated[ReviewKind, Title("类别")]
    text: Annotated[Text, Title("内容")]
    basis: Annotated[Text, Title("依据")]
    parties: Annotated[tuple[Text, ...], Title("适用的当事人类别")] = ("organisation", "individual_business", "person")
    threshold_fen: Annotated[Fen | None, Title("数额标准（分）")] = None
    inclusive: Annotated[bool, Title("含本数")] = True
    penalty_kinds: Annotated[tuple[Text, ...], Title("处罚种类")] = ()
    discussion: Annotated[bool, Title("同时要求集体讨论")] = True


@dataclass(frozen=True, slots=True)
class Review:
    """One round of review."""

    document: Annotated[DocumentId, Title("审核表编号", "审核日期为该文书的日期")]
    submitted_on: Annotated[date, Title("送审日期")]
    reviewer: Annotated[OfficerId, Title("审核人员编号")]
    legal: Annotated[bool, Title("是法制审核", "false 为案件审核")]
    passed: Annotated[bool, Title("同意")]
    content_sha256: Annotated[
        Sha256 | None, Title("所审内容的摘要", "proposal 的规范 JSON 的 SHA-256；没有的写 null")
    ] = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What the party was told before the decision (行政处罚法第四十四条)."""

    document: Annotated[DocumentId, Title("告知书编号")]
    kinds: Annotated[tuple[Text, ...], Title("拟处罚种类")]
    fine_fen: Annotated[Fen, Title("拟罚款（分）")] = 0
    confiscation_fen: Annotated[Fen, Title("拟没收（分）")] = 0
    hearing_right_told: Annotated[bool, Title("告知了要求听证的权利")] = False
    waived_on: Annotated[date | None, Title("当事人明确放弃陈述申辩和听证之日")] = None
    waiver_document: Annotated[DocumentId | None, Title("放弃的书面材料编号")] = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The party's statement and defence, and the agency's answer (行政处罚法第四十五条)."""

    document: Annotated[DocumentId, Title("陈述申辩材料编号", "提出日期为该文书的日期")]
    answer_document: Annotated[DocumentId | None, Title("复核意见编号")] = None
    adopted: Annotated[str, Title("是否采纳", "采纳、部分采纳、不予采纳")] = ""
    reasons: Annotated[str, Title("是否采纳的理由")] = ""


@dataclass(frozen=True, slots=True)
class Hearing:
    """The hearing the party asked for (行政处罚法第六十三条、第六十四条)."""

    asked_on: Annotated[date, Title("要求听证之日")]
    request_document: Annotated[DocumentId | None, Title("听证申请编号")] = None
    notice_document: Annotated[DocumentId | None, Title("听证通知书编号")] = None
    record_document: Annotated[DocumentId | None, Title("听证笔录编号", "举行日期为该文书的日期")] = None
    chair: Annotated[OfficerId | None, Title("主持人编号")] = None
    withdrawn_on: Annotated[date | None, Title("当事人撤回之日")] = None
    ended_on: Annotated[date | None, Title("听证终止之日", "没有举行而终止的填写，为通知所定的听证日期")] = None
    ended_reason: Annotated[
        str, Title("听证终止的原因", "如当事人无正当理由拒不出席（行政处罚法第六十四条第六项）")
    ] = ""


@dataclass(frozen=True, slots=True)
class Discussion:
    """The heads' discussion (行政处罚法第五十七条第二款)."""

    document: Annotated[DocumentId, Title("集体讨论记录编号", "讨论日期为该文书的日期")]
    attendees: Annotated[tuple[OfficerId, ...], Title("参加讨论并表决的人员编号")]
    agreed: Annotated[bool, Title("同意处罚建议")] = True


@dataclass(frozen=True, slots=True)
class Extension:
    """An approved extension of a term."""

    term: Annotated[ExtendedTerm, Title("延长的期限", "verification 核查期限；case 办案期限；review 审核期限")]
    length: Annotated[Count, Title("延长的长度")]
    unit: Annotated[Unit, Title("单位", "WD 工作日；CD 自然日；M 月；Y 年")]
    document: Annotated[DocumentId, Title("审批表编号", "批准日期为该文书的日期")]
    collective: Annotated[bool, Title("由负责人集体讨论决定")] = False


@dataclass(frozen=True, slots=True)
class Interruption:
    """Days that a term does not count, both included: that of the case, those of testing that of verification too."""

    first: Annotated[date, Title("起日")]
    last: Annotated[date, Title("止日", "当日不计")]
    reason: Annotated[
        Text, Title("事由", "听证、公告、检测、鉴定、中止等；检测、检验、检疫、鉴定、鉴别、辨认也不计入核查期限")
    ]
    document: Annotated[DocumentId | None, Title("文书编号")] = None


@dataclass(frozen=True, slots=True)
class Preservation:
    """Evidence registered and preserved beforehand (行政处罚法第五十六条)."""

    document: Annotated[DocumentId, Title("先行登记保存证据通知书编号", "保存日期为该文书的日期")]
    handled_on: Annotated[date | None, Title("作出处理决定之日")]
    handling: Annotated[str, Title("处理决定")] = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """An item of evidence (行政处罚法第四十六条)."""

    no: Annotated[Count, Title("序号")]
    kind: Annotated[Text, Title("证据种类", "书证、物证、视听资料、电子数据、证人证言、当事人的陈述、鉴定意见、笔录")]
    title: Annotated[Text, Title("名称")]
    collected_on: Annotated[date, Title("取得日期")]
    document: Annotated[DocumentId, Title("材料编号")]
    sha256: Annotated[Sha256, Title("取得时的摘要", "与材料的 content_sha256 或者 file_sha256 相同")]


@dataclass(frozen=True, slots=True)
class Service:
    """One act of service of a paper (行政处罚法第六十一条)."""

    document: Annotated[DocumentId, Title("所送文书编号")]
    mode: Annotated[ServiceMode, Title("送达方式")]
    acted_on: Annotated[date, Title("签收、留置、到达、回执所记或者公告之日")]
    servers: Annotated[tuple[OfficerId, ...], Title("送达人编号")]
    receipt: Annotated[DocumentId | None, Title("送达回证编号")] = None
    place: Annotated[str, Title("送达地点或者接收地址")] = ""
    recipient: Annotated[str, Title("签收人")] = ""
    relation: Annotated[str, Title("签收人与受送达人的关系")] = ""
    signed: Annotated[bool, Title("签收人已经签名")] = False
    refusal: Annotated[str, Title("拒收事由")] = ""
    witness: Annotated[str, Title("见证人")] = ""
    recorded: Annotated[bool, Title("有录像或者照片")] = False
    electronic_confirmed: Annotated[bool, Title("当事人书面同意电子送达")] = False
    note: Annotated[str, Title("备注", "邮件号码、受委托机关、公告的原因")] = ""


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of the fine with its own last day."""

    due_on: Annotated[date, Title("缴款期限届满日")]
    fine_fen: Annotated[Fen, Title("罚款（分）")]


@dataclass(frozen=True, slots=True)
class PaymentEntry:
    """Money that came in."""

    on: Annotated[date, Title("缴款日期")]
    fine_fen: Annotated[Fen, Title("其中罚款（分）")]
    surcharge_fen: Annotated[Fen, Title("其中加处罚款（分）")] = 0
    document: Annotated[DocumentId | None, Title("缴款凭证编号")] = None
    way: Annotated[PaymentWay, Title("方式", "bank 银行或者电子支付；on_the_spot 当场收缴")] = PaymentWay.BANK


@dataclass(frozen=True, slots=True)
class SurchargePause:
    """Days of a pending review or suit (行政处罚法第七十三条), both included."""

    first: Annotated[date, Title("起日")]
    last: Annotated[date, Title("止日")]


@dataclass(frozen=True, slots=True)
class Payment:
    """How the fine was paid (行政处罚法第六十六条至第七十三条)."""

    entries: Annotated[tuple[PaymentEntry, ...], Title("缴款", "按先后")]
    instalments: Annotated[tuple[Instalment, ...], Title("分期或者延期", "没有批准的为空")] = ()
    instalment_document: Annotated[DocumentId | None, Title("延期（分期）缴纳罚款通知书编号")] = None
    pauses: Annotated[tuple[SurchargePause, ...], Title("不计加处罚款的复议、诉讼期间")] = ()
    surcharge_waiver: Annotated[str, Title("减免加处罚款的理由和依据", "行政强制法第四十二条")] = ""
    enforcement: Annotated[str, Title("强制执行和终结执行的情况", "没有缴清而结案的填写")] = ""
    enforcement_ended_on: Annotated[date | None, Title("强制执行终结之日", "结案期限自此起算")] = None
    on_the_spot_ground: Annotated[str, Title("当场收缴的理由", "行政处罚法第六十八条第二项、第六十九条")] = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """How the decision was published (行政处罚法第四十八条)."""

    published_on: Annotated[date | None, Title("公示日期")] = None
    address: Annotated[str, Title("公示网址")] = ""
    withheld_reason: Annotated[str, Title("不公示的理由和依据")] = ""
    overturned_on: Annotated[date | None, Title("决定被变更、撤销、确认违法或者无效之日")] = None
    withdrawn_on: Annotated[date | None, Title("撤回公示之日")] = None


@dataclass(frozen=True, slots=True)
class RecordingItem:
    """An entry of the agency's recording list (音像记录事项清单) that this case met."""

    no: Annotated[Count, Title("清单序号")]
    step: Annotated[Text, Title("环节", "与 steps 的 kind 相同")]
    item: Annotated[Text, Title("事项")]
    way: Annotated[RecordingWay, Title("方式", "audio_video 录音录像；photo 拍照；text 文字")]
    required: Annotated[bool, Title("必须记录")] = True


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """A recording that is there."""

    no: Annotated[Count | None, Title("清单序号", "不属于清单事项的写 null")]
    title: Annotated[Text, Title("名称")]
    recorded_on: Annotated[date, Title("录制日期")]
    sha256: Annotated[Sha256, Title("文件摘要")]
    state: Annotated[RecordingState, Title("状态", "verified 表示摘要和内容已经核验")] = RecordingState.VERIFIED


@dataclass(frozen=True, slots=True)
class Recordings:
    """What the list asks for and what is there."""

    items: Annotated[tuple[RecordingItem, ...], Title("清单事项")]
    files: Annotated[tuple[RecordingFile, ...], Title("音像记录")]


@dataclass(frozen=True, slots=True)
class NumberEntry:
    """One number of the register."""

    serial: Annotated[Count, Title("序号")]
    issued_on: Annotated[date, Title("编号日期")]


@dataclass(frozen=True, slots=True)
class NumberSeries:
    """The neighbourhood of a document's number in the agency's register of numbers."""

    word: Annotated[Text, Title("文号代字", "〔年份〕以前的部分")]
    year: Annotated[Count, Title("年份")]
    entries: Annotated[tuple[NumberEntry, ...], Title("登记", "本案文号及其前后相邻的登记，按序号")]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One line of the index (卷内文件目录)."""

    no: Annotated[Count, Title("顺序号")]
    document: Annotated[Text, Title("文书编号")]
    title: Annotated[Text, Title("文件名称")]
    part: Annotated[VolumePart, Title("卷别", "main 正卷；sub 副卷")]
    page_from: Annotated[Count, Title("起页")]
    page_to: Annotated[Count, Title("止页")]


@dataclass(frozen=True, slots=True)
class Volume:
    """The volume (案卷) and its index."""

    index: Annotated[tuple[IndexEntry, ...], Title("卷内文件目录")]
