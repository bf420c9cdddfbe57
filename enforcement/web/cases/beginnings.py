"""With what values the forms of a case begin: what is known already is never asked twice."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from flask import request

from enforcement.casework.content import item_of
from enforcement.casework.holdings import evidence_row
from enforcement.casework.services.leads import SOURCE_KINDS
from enforcement.foundation.errors import NotFound
from enforcement.identity.queries import officer_facts, officers_of
from enforcement.rules.facts_catalogue import Grade
from enforcement.web.cases.place import Place
from enforcement.web.filters import day, plain_yuan

Values = dict[str, Any]
INSPECTION_TAKES = timedelta(minutes=30)
"""A guess that the officer corrects."""
HEAD_WORDS = "局长"


def nothing(_place: Place) -> Values:
    """An empty form."""
    return {}


def handlers(place: Place) -> Values:
    """Those in charge, else the person at the form."""
    return {"officer_ids": place.handler_ids or [place.actor.officer_id]}


def facts(place: Place) -> Values:
    """The facts as they stand."""
    case = place.case
    return {
        "item_code": case.item_code or "",
        "acted_on": case.acted_on or place.case.received_on,
        "discovered_on": case.discovered_on or case.received_on,
        "place": case.place or case.party.address,
        "facts_text": case.facts_text,
        "goods_value_fen": plain_yuan(case.goods_value_fen),
        "illegal_income_fen": plain_yuan(case.illegal_income_fen),
        "harm": case.harm,
        "flags": list(case.flags),
    }


def record(place: Place) -> Values:
    """Now, here, by those in charge."""
    case = place.case
    return {
        "started_at": place.now - INSPECTION_TAKES,
        "ended_at": place.now,
        "place": case.place or case.party.address,
        "officer_ids": place.handler_ids,
        "respondent": case.party.legal_representative or case.party.name,
        "respondent_role": "法定代表人（负责人）" if case.party.legal_representative else "本人",
    }


def inquiry(place: Place) -> Values:
    """The opening questions of every inquiry, with the officers' names and numbers."""
    agency = place.agency.name
    shown = "、".join(f"{one.name}（{one.certificate_no}）" for one in officer_facts(place.handler_ids, place.today))
    questions = (
        f"我们是{agency}的执法人员{shown}，这是我们的执法证件，请看清。今天依法向你询问，你清楚吗？",
        "你有陈述、申辩和申请我们回避的权利，也有如实回答询问、协助调查的义务。你是否申请我们回避？",
        "请说明你的姓名、职务，以及与当事人的关系。",
    )
    rows = [{"question": one, "answer": ""} for one in questions]
    return record(place) | {"exchanges": json.dumps(rows, ensure_ascii=False)}


def evidence(place: Place) -> Values:
    """Collected today; from a paper or recording when the address names one."""
    return {
        "collected_on": place.today,
        "source": "、".join(one.name for one in place.case.handlers if one.removed_at is None) + "现场提取",
        "document_id": request.args.get("document", ""),
        "recording_id": request.args.get("recording", ""),
    }


def evidence_words(place: Place) -> Values:
    """The words as they stand. Errors: ``NotFound``."""
    row = evidence_row(place.case, place.record)
    if row is None:
        raise NotFound
    return {"title": row.title, "proves": row.proves}


def proposal(place: Place) -> Values:
    """The proposal as it stands, else a fine where the item provides one."""
    row, item = place.case.proposal, item_of(place.case)
    if row is None:
        kinds = [one for one in (item.kinds if item else ()) if one == "罚款"]
        return {"kinds": kinds, "grade": Grade.GENERAL.value}
    return {
        "kinds": list(row.kinds),
        "band_when": row.band_when,
        "fine_fen": plain_yuan(row.fine_fen) if row.fine_fen else "",
        "confiscation_fen": plain_yuan(row.confiscation_fen) if row.confiscation_fen else "",
        "confiscation_text": row.confiscation_text,
        "other_penalty": row.other_penalty,
        "grade": row.grade,
        "grade_reasons": row.grade_reasons,
        "mitigation": row.mitigation,
        "departure": row.departure,
    }


def filing(_place: Place) -> Values:
    """The usual opinion."""
    return {"opinion": "有证据初步证明存在违法行为，依法应当给予行政处罚，建议立案。"}


def closing(_place: Place) -> Values:
    """The usual ground."""
    return {"opinion": "行政处罚决定执行完毕，建议结案。"}


def course(place: Place) -> Values:
    """How it came, as far as it is on file."""
    case = place.case
    filed = f"{day(case.filed_on)}经批准立案。" if case.filed_on else ""
    source = f"{day(case.received_on)}，本机关收到案源（{SOURCE_KINDS[case.source_kind]}）。"
    return {"course": f"{source}{filed}经现场检查、询问当事人并收集证据，现已调查终结。未采取行政强制措施。"}


def service(place: Place) -> Values:
    """Served today at the party's address."""
    party = place.case.party
    return {
        "served_on": place.today,
        "place": party.address,
        "server_ids": place.handler_ids,
        "recipient": party.legal_representative or party.name,
        "relation": "法定代表人（负责人）" if party.legal_representative else "本人",
    }


def statement(place: Place) -> Values:
    """Received today in writing."""
    return {"received_on": place.today, "form": "written"}


def waiver(place: Place) -> Values:
    """Today."""
    return {"waived_on": place.today}


def discussion(place: Place) -> Values:
    """The heads of the agency, the person at the form in the chair."""
    rows = officers_of(place.actor, place.case.org_path)
    heads = [row.name for row in rows if HEAD_WORDS in row.position and row.left_on is None]
    names = list(dict.fromkeys([place.actor.name, *heads]))
    opinions = [{"name": name, "opinion": ""} for name in names]
    return {
        "held_at": place.now,
        "place": f"{place.agency.name}会议室",
        "chair": place.actor.name,
        "opinions": json.dumps(opinions, ensure_ascii=False),
        "conclusion": "经集体讨论，同意调查终结报告提出的处罚建议。",
    }


def payment(place: Place) -> Values:
    """What is still owed, today."""
    owed = place.facts.fine_due_fen - place.facts.fine_paid_fen
    return {"paid_on": place.today, "amount_fen": plain_yuan(owed) if owed > 0 else ""}


def goods(place: Place) -> Values:
    """Today."""
    return {"settled_on": place.today}
