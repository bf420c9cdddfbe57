"""The 30-field record of a penalty for 双公示 (发改办财金〔2018〕424号, version 2) and its checks.

Pure. Field codes, names and order as agreed by three public implementations of the annex; lengths and
formats of the annex itself are still to be confirmed. The ID numbers in it are not for publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enforcement.rules.publicity import PartyKind, PublicationFacts
from enforcement.rules.redaction import is_id_number

FEN_PER_WAN = 1_000_000
SEPARATOR = ";"
_PARTY_KINDS = {
    PartyKind.ORGANISATION: "法人及非法人组织",
    PartyKind.PERSON: "自然人",
    PartyKind.INDIVIDUAL_BUSINESS: "个体工商户",
}
_CONFISCATIONS = frozenset({"没收违法所得", "没收非法财物"})
_LICENCES = frozenset({"暂扣许可证件", "吊销许可证件"})
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_LENGTH = 18


@dataclass(frozen=True)
class TwinField:
    """A field with its code, Chinese name, value and whether it must be filled (M) or may be (K, O)."""

    code: str
    name: str
    value: str
    need: str


@dataclass(frozen=True)
class TwinCheck:
    """A check of the record: what it asks, and whether it holds."""

    field: str
    message: str
    passed: bool


def twin_record(facts: PublicationFacts, agency_uscc: str, violation: str, shown_until: date) -> tuple[TwinField, ...]:
    """The 30 fields in order; money in 万元 with six decimals, dates ``2026/10/15``.

    ``violation`` is the statement of facts (违法事实), ``shown_until`` the last day of display.
    """
    person = facts.party_kind == PartyKind.PERSON
    licence = facts.penalty_text if _LICENCES & set(facts.kinds) else ""
    fine = _wan(facts.fine_fen) if "罚款" in facts.kinds else ""
    taken = _wan(facts.confiscation_fen) if _CONFISCATIONS & set(facts.kinds) else ""
    ids = ("身份证", facts.party_id_no) if person and facts.party_id_no else ("", "")
    rows = (
        ("CF_XDR_MC", "行政相对人名称", facts.party_name, "M"),
        ("CF_XDR_LB", "行政相对人类别", _PARTY_KINDS[PartyKind(facts.party_kind)], "M"),
        ("CF_XDR_SHXYM", "行政相对人代码_1（统一社会信用代码）", facts.party_uscc, "O" if person else "M"),
        ("CF_XDR_GSZC", "行政相对人代码_2（工商注册号）", "", "O"),
        ("CF_XDR_ZZJG", "行政相对人代码_3（组织机构代码）", "", "O"),
        ("CF_XDR_SWDJ", "行政相对人代码_4（税务登记号）", "", "O"),
        ("CF_XDR_SYDW", "行政相对人代码_5（事业单位证书号）", "", "O"),
        ("CF_XDR_SHZZ", "行政相对人代码_6（社会组织登记证号）", "", "O"),
        ("CF_FRDB", "法定代表人", "" if person else facts.legal_representative, "O" if person else "M"),
        ("CF_FR_ZJLX", "法定代表人证件类型", "", "O"),
        ("CF_FR_ZJHM", "法定代表人证件号码", "", "O"),
        ("CF_XDR_ZJLX", "证件类型（自然人）", ids[0], "M" if person else "O"),
        ("CF_XDR_ZJHM", "证件号码（自然人）", ids[1], "M" if person else "O"),
        ("CF_WSH", "行政处罚决定书文号", facts.document_number, "M"),
        ("CF_WFXW", "违法行为类型", facts.act, "M"),
        ("CF_SY", "违法事实", violation, "M"),
        ("CF_YJ", "处罚依据", facts.basis, "M"),
        ("CF_CFLB", "处罚类别", SEPARATOR.join(facts.kinds), "M"),
        ("CF_NR", "处罚内容", facts.penalty_text, "M"),
        ("CF_NR_FK", "罚款金额（万元）", fine, "M" if "罚款" in facts.kinds else "O"),
        ("CF_NR_WFFF", "没收违法所得、没收非法财物的金额（万元）", taken, "K"),
        ("CF_NR_ZKDX", "暂扣或吊销证照名称及编号", licence, "M" if _LICENCES & set(facts.kinds) else "O"),
        ("CF_JDRQ", "处罚决定日期", _date(facts.decided_on), "M"),
        ("CF_YXQ", "处罚有效期", _date(shown_until), "M"),
        ("CF_GSJZQ", "公示截止期", _date(shown_until), "M"),
        ("CF_CFJG", "处罚机关", facts.agency_name, "M"),
        ("CF_CFJGDM", "处罚机关统一社会信用代码", agency_uscc, "M"),
        ("CF_SJLY", "数据来源单位", facts.agency_name, "M"),
        ("CF_SJLYDM", "数据来源单位统一社会信用代码", agency_uscc, "M"),
        ("BZ", "备注", "", "O"),
    )
    return tuple(TwinField(*row) for row in rows)


def twin_checks(
    record: Sequence[TwinField], facts: PublicationFacts, class_limit: date, today: date
) -> tuple[TwinCheck, ...]:
    """Every check with its outcome; ``class_limit`` is the last day that the credit class allows."""
    values = {field.code: field.value for field in record}
    person = facts.party_kind == PartyKind.PERSON
    filled = [
        TwinCheck(field.code, f"{field.name}必须填写", passed=bool(field.value))
        for field in record
        if field.need == "M"
    ]
    fined = "罚款" in facts.kinds
    rest = (
        ("CF_XDR_SHXYM", "自然人没有统一社会信用代码", not (person and facts.party_uscc)),
        (
            "CF_XDR_SHXYM",
            "统一社会信用代码18位且校验位正确（GB 32100）",
            person or is_credit_code(values["CF_XDR_SHXYM"]),
        ),
        ("CF_XDR_ZJHM", "身份证号码校验位正确（GB 11643）", not person or is_id_number(values["CF_XDR_ZJHM"])),
        ("CF_CFJGDM", "处罚机关代码18位且校验位正确（GB 32100）", is_credit_code(values["CF_CFJGDM"])),
        ("CF_NR_FK", "有罚款金额当且仅当处罚类别含罚款", fined == (facts.fine_fen > 0)),
        ("CF_NR_FK", "元换算万元不丢失分", not fined or Decimal(values["CF_NR_FK"]) * FEN_PER_WAN == facts.fine_fen),
        ("CF_JDRQ", "决定日期不晚于今天", facts.decided_on <= today),
        ("CF_YXQ", "处罚有效期不早于决定日期", values["CF_YXQ"] >= values["CF_JDRQ"]),
        ("CF_GSJZQ", "公示截止期在失信信息类别的最长公示期内", values["CF_GSJZQ"] <= _date(class_limit)),
    )
    return (*filled, *(TwinCheck(*row) for row in rest))


def is_credit_code(text: str) -> bool:
    """Whether it is a 统一社会信用代码: 18 characters and the right check character (GB 32100)."""
    if len(text) != _USCC_LENGTH or not set(text) <= set(_USCC):
        return False
    total = sum(_USCC.index(character) * pow(3, place, 31) for place, character in enumerate(text[:-1]))
    return _USCC[(31 - total % 31) % 31] == text[-1]


def _wan(fen: int) -> str:
    return f"{Decimal(fen) / FEN_PER_WAN:.6f}"


def _date(day: date) -> str:
    return f"{day:%Y/%m/%d}"
