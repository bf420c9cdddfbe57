"""Filing and investigation: officers, records, films, evidence, proposal (行政处罚法第三十六条至第五十七条)."""

from __future__ import annotations

from enforcement.rules.facts import CaseFacts, RecordFact
from enforcement.rules.facts_catalogue import Grade
from enforcement.rules.needs.base import APL, SAMR, Need, day_words


def _two_handlers(facts: CaseFacts) -> str | None:
    invalid = [one for one in facts.handlers if not one.certificate_valid]
    if invalid:
        return "、".join(f"{one.name}{one.certificate_problem}" for one in invalid)
    if len({one.officer_id for one in facts.handlers}) < facts.minimum_officers:
        return f"承办的执法人员不足{facts.minimum_officers}人"
    outside = [one.name for one in facts.handlers if facts.field_name and facts.field_name not in one.fields]
    if outside:
        return f"{'、'.join(outside)}的执法证件不包括{facts.field_name}领域"
    return None


def record_problem(record: RecordFact, facts: CaseFacts) -> str | None:
    """Why a record of inspection or inquiry does not stand (行政处罚法第四十二条、第五十五条)."""
    name = f"{day_words(record.on)}的{record.kind}"
    invalid = [one for one in record.officers if not one.certificate_valid]
    if invalid:
        who = "、".join(f"{one.name}{one.certificate_problem}" for one in invalid)
        return f"{name}：{who}"
    if len({one.officer_id for one in record.officers}) < facts.minimum_officers:
        return f"{name}的执法人员不足{facts.minimum_officers}人"
    if not record.certificate_shown:
        return f"{name}没有记明出示执法证件"
    if not record.rights_told:
        return f"{name}没有记明告知权利"
    if not record.settled:
        return f"{name}没有当事人签名，也没有注明拒签情况"
    return None


def _records_stand(facts: CaseFacts) -> str | None:
    for record in (*facts.scene_records, *facts.inquiry_records):
        problem = record_problem(record, facts)
        if problem:
            return problem
    return None


def _scene_recorded(facts: CaseFacts) -> str | None:
    return None if facts.scene_records else "还没有现场笔录"


def _inquiry_recorded(facts: CaseFacts) -> str | None:
    return None if facts.inquiry_records else "还没有询问笔录"


def _initial_evidence(facts: CaseFacts) -> str | None:
    return None if facts.facts_found else "没有写明初步查明的违法事实"


def _within_limitation(facts: CaseFacts) -> str | None:
    if facts.limitation is None:
        return "没有写明违法行为发生（终了）的日期"
    return None if facts.limitation.open else facts.limitation.sentence


def _of_age(facts: CaseFacts) -> str | None:
    if facts.age_at_act is None or facts.age_at_act >= facts.punishable_age:
        return None
    return f"当事人行为时不满{facts.punishable_age}周岁，不予行政处罚，责令监护人管教"


def _lighter_for_minor(facts: CaseFacts) -> str | None:
    if facts.age_at_act is None or not facts.punishable_age <= facts.age_at_act < facts.lighter_age:
        return None
    if facts.proposal is None or facts.proposal.grade in {Grade.NONE, Grade.MITIGATED, Grade.LIGHTER}:
        return None
    return f"当事人行为时已满{facts.punishable_age}周岁不满{facts.lighter_age}周岁，应当从轻或者减轻行政处罚"


def _in_scope(facts: CaseFacts) -> str | None:
    return None if facts.item_in_scope else "该事项不在本机关公布的行政处罚权力清单内"


def _in_force(facts: CaseFacts) -> str | None:
    return None if facts.item_in_force else "所引依据在违法行为发生时不是现行有效的规定"


COMPARED = "第三十七条"


def _law_compared(facts: CaseFacts) -> str | None:
    if not facts.law_change or (facts.proposal is not None and COMPARED in facts.proposal.reasons):
        return None
    return facts.law_change


def _recordings_there(facts: CaseFacts) -> str | None:
    if facts.recordings_missing:
        return f"音像记录事项清单要求的记录还没有：{'、'.join(facts.recordings_missing)}"
    return None


def _recordings_verified(facts: CaseFacts) -> str | None:
    if facts.recordings_missing:
        return _recordings_there(facts)
    if facts.recordings_pending:
        return f"音像记录还没有核验：{'、'.join(facts.recordings_pending)}"
    return None


def _evidence(facts: CaseFacts) -> str | None:
    if facts.evidence_count == 0:
        return "证据目录是空的"
    if facts.evidence_unverified:
        return f"证据还没有查证：{'、'.join(facts.evidence_unverified)}"
    return None


def _proposal(facts: CaseFacts) -> str | None:
    if facts.proposal is None:
        return "还没有提出处罚建议和裁量理由"
    if facts.proposal.problems:
        return "；".join(problem.message for problem in facts.proposal.problems)
    return None


def _report(facts: CaseFacts) -> str | None:
    return None if facts.report_issued else "还没有案件调查终结报告"


TWO_HANDLERS = Need(
    "two-officers",
    "两名有资格的执法人员",
    f"{APL}第四十二条",
    _two_handlers,
    "指定两名当日证件有效、领域相符的执法人员",
    "assign_handlers",
)
RECORDS_STAND = Need(
    "records-stand",
    "笔录合乎要求",
    f"{APL}第四十二条、第五十五条",
    _records_stand,
    "由两名当日证件有效的执法人员重新制作笔录，出示证件、告知权利并由当事人签名或注明拒签",
    "record_scene",
)
SCENE_RECORDED = Need("scene-record", "现场笔录", f"{APL}第五十五条", _scene_recorded, "制作现场笔录", "record_scene")
INQUIRY_RECORDED = Need(
    "inquiry-record",
    "询问笔录",
    f"{APL}第五十五条",
    _inquiry_recorded,
    "制作询问笔录",
    "record_inquiry",
)
INITIAL_EVIDENCE = Need(
    "initial-evidence",
    "初步违法事实",
    f"{APL}第五十四条；{SAMR}第十九条",
    _initial_evidence,
    "在案情中写明初步查明的事实",
    "state_facts",
)
WITHIN_LIMITATION = Need(
    "limitation",
    "追责时效",
    f"{APL}第三十六条",
    _within_limitation,
    "填写违法行为终了的日期；超过时效的不再给予行政处罚",
    "state_facts",
)
IN_SCOPE = Need(
    "in-scope",
    "本机关有处罚权",
    f"{APL}第十七条、第二十二条至第二十四条",
    _in_scope,
    "改选本机关权力清单内的事项，或者移送有权的机关",
    "state_facts",
)
IN_FORCE = Need(
    "in-force",
    "依据现行有效",
    f"{APL}第三十七条、第三十八条",
    _in_force,
    "改选违法行为发生时有效的依据",
    "state_facts",
)
RECORDINGS_THERE = Need(
    "recordings",
    "音像记录",
    f"{APL}第四十七条",
    _recordings_there,
    "上传清单要求的音像记录",
    "upload_recording",
)
RECORDINGS_VERIFIED = Need(
    "recordings-verified",
    "音像记录已核验",
    f"{APL}第四十七条",
    _recordings_verified,
    "等系统核验完成；核验不通过的重新上传",
    "upload_recording",
)
EVIDENCE = Need(
    "evidence",
    "证据查证属实",
    f"{APL}第四十条、第四十六条",
    _evidence,
    "把证据列入目录并逐项查证",
    "add_evidence",
)
PROPOSAL = Need(
    "proposal",
    "处罚建议和裁量理由",
    f"{APL}第五条、第三十四条；国办发〔2022〕27号",
    _proposal,
    "按裁量基准提出处罚建议并写明理由",
    "propose",
)
REPORT = Need(
    "report",
    "案件调查终结报告",
    f"{APL}第五十七条；{SAMR}第四十八条",
    _report,
    "完成调查终结报告",
    "conclude",
)
OF_AGE = Need(
    "of-age",
    "当事人达到受处罚年龄",
    f"{APL}第三十条",
    _of_age,
    "核对出生日期；确实不满的，不予行政处罚",
    "state_facts",
    applies=lambda facts: facts.party_kind == "person",
)
LAW_COMPARED = Need(
    "law-compared",
    "比较新旧规定",
    f"{APL}第三十七条",
    _law_compared,
    "在裁量理由中写明依第三十七条比较新旧规定的结果；新规定不认为是违法的，不予行政处罚",
    "propose",
    applies=lambda facts: facts.law_change != "",
)
LIGHTER_FOR_MINOR = Need(
    "minor-lighter",
    "对未成年人从轻或者减轻",
    f"{APL}第三十条",
    _lighter_for_minor,
    "按从轻或者减轻的阶次重新提出处罚建议",
    "propose",
    applies=lambda facts: facts.age_at_act is not None and facts.age_at_act < facts.lighter_age,
)
