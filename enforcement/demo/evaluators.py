"""How an evaluator of the demo fills a score sheet: small faults, now and then a quarrel, one veto."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from enforcement.evaluation.commands.sheets import AnswerFinding, SaveDraft, SignSheet
from enforcement.evaluation.queries.files import findings_of
from enforcement.evaluation.queries.sheets import Desk, own_desk
from enforcement.evaluation.services.sheets import answer_finding, save_draft, sign_sheet
from enforcement.foundation.actor import Actor
from enforcement.rules.evaluation.sheets import Fault, Reference, Sheet, VetoMark, applies

SEEN = 0.9
"""Share of a file's faults that one evaluator sees."""
FAULTS_OF_A_FILE = (2, 8)
KINDS_OF_FILE, QUARREL, WEAK, VOID = 11, (0, 1), (2, 3), (4,)
"""Of so many kinds of file: those that one evaluator sees otherwise, those with real weaknesses, those that fail."""
FAULTS = (
    Fault("P1.2b", Reference("立案审批表", "“承办人意见”栏"), remark="没有写明初步证据"),
    Fault("P2.3b", Reference("询问笔录", "第1页首部"), remark="没有记录询问结束的时间"),
    Fault("P2.4a", Reference("营业执照复印件", "右下角"), remark="没有注明“与原件核对无误”"),
    Fault("P3.1b", Reference("调查终结报告", "“裁量”部分"), remark="没有说明所在的裁量阶次"),
    Fault("P4.1a", Reference("行政处罚告知书", "“依据”部分"), remark="没有写明裁量基准"),
    Fault("P5.2a", Reference("行政处罚决定书", "“事实”部分"), times=2, remark="没有写明违法行为的起止时间和后果"),
    Fault("P5.3a", Reference("行政处罚决定书", "“依据”部分"), remark="处罚依据没有引到款、项"),
    Fault("P6.1b", Reference("送达回证", "“收件人”栏"), remark="没有写明收件人的身份"),
    Fault("P7.2a", Reference("行政处罚决定书", "第2页第3行"), remark="法律名称错一字"),
    Fault("P7.3a", Reference("卷内目录", "“页码”栏"), remark="页码和卷内不一致"),
    Fault("P7.4a", Reference("卷内目录", "末页"), remark="音像记录没有和案卷关联"),
)
QUARRELLED = (
    Fault("P5.4a", Reference("行政处罚决定书", "“裁量”部分"), remark="没有写明适用的裁量基准"),
    Fault("P5.4b", Reference("行政处罚决定书", "“裁量”部分"), remark="没有说明裁量的理由"),
    Fault("P2.8a", Reference("现场笔录", "第2页"), times=2, remark="和询问笔录的数量不一致，没有说明"),
)
WEAKNESSES = (
    *QUARRELLED,
    Fault("P3.2b", Reference("法制审核意见书", "“审核意见”栏"), times=3, remark="八项内容缺三项，没有说明"),
    Fault("P5.3a", Reference("行政处罚决定书", "“依据”部分"), times=2, remark="违反的规定和处罚依据都没有引到款、项"),
)
VETO = VetoMark("V03", "立案审批表和决定书的当事人名称不一致，没有说明", Reference("立案审批表", "“当事人”栏"))


@dataclass(frozen=True)
class Evaluator:
    """An evaluator; ``name`` makes what he sees his own, the same at every load."""

    actor: Actor
    name: str

    def score(self, seat: str, now: datetime) -> None:
        """Fill the sheet of a seat, answer what the machine found, sign."""
        desk = own_desk(self.actor, seat)
        for finding in findings_of(desk.case_file):
            answer_finding(self.actor, AnswerFinding(seat, finding.public_id, accepted=True), now)
        version = own_desk(self.actor, seat).version
        saved = save_draft(self.actor, SaveDraft(seat, version, self._sheet(desk)), now)
        sign_sheet(self.actor, SignSheet(seat, saved.version), now)

    def _sheet(self, desk: Desk) -> Sheet:
        label = desk.seat.label
        truth, eye = Random(label), Random(f"{label} {self.name}")
        faults = [one for one in truth.sample(FAULTS, truth.randint(*FAULTS_OF_A_FILE)) if eye.random() < SEEN]
        kind = truth.randrange(KINDS_OF_FILE)
        if kind in QUARREL and eye.random() < 1 / 2:
            faults += QUARRELLED
        if kind in WEAK:
            faults += WEAKNESSES
        vetoes = (VETO,) if kind in VOID else ()
        asked = {
            deduction.code
            for item in desk.standard.items_of(desk.facts.kind)
            for deduction in item.deductions
            if applies(desk.standard, item, desk.facts)
        }
        return Sheet(tuple(one for one in faults if one.deduction in asked), vetoes)
