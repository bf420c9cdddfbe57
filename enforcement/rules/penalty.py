"""Penalties: their kinds (行政处罚法 9), what a fine may be, the surcharge for late payment (72, 73).

Also how amounts are written in statutory papers. All money is integer fen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from enforcement.rules.calendars import ONE_DAY
from enforcement.rules.facts_catalogue import FineBand, Threshold

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
PERCENT = 100


class PenaltyKind(StrEnum):
    """The kinds of 行政处罚法 9. The value is our code, no national standard; `label` is the statutory name."""

    WARNING = "01"
    CIRCULATED_CRITICISM = "02"
    FINE = "03"
    CONFISCATION_OF_INCOME = "04"
    CONFISCATION_OF_GOODS = "05"
    LICENCE_SUSPENSION = "06"
    GRADE_REDUCTION = "07"
    LICENCE_REVOCATION = "08"
    BUSINESS_RESTRICTION = "09"
    SUSPENSION_OF_BUSINESS = "10"
    CLOSURE = "11"
    PRACTICE_BAN = "12"
    DETENTION = "13"
    OTHER = "99"

    @property
    def label(self) -> str:
        """The name as the law has it."""
        return _KINDS[self][0]

    @property
    def basis(self) -> str:
        """The item of 行政处罚法 9 it stands in."""
        return f"行政处罚法第九条第{_KINDS[self][1]}项"

    @classmethod
    def named(cls, label: str) -> PenaltyKind:
        """The kind with this statutory name. Raises KeyError for any other."""
        return _BY_LABEL[label]


_KINDS = {
    PenaltyKind.WARNING: ("警告", "一"),
    PenaltyKind.CIRCULATED_CRITICISM: ("通报批评", "一"),
    PenaltyKind.FINE: ("罚款", "二"),
    PenaltyKind.CONFISCATION_OF_INCOME: ("没收违法所得", "二"),
    PenaltyKind.CONFISCATION_OF_GOODS: ("没收非法财物", "二"),
    PenaltyKind.LICENCE_SUSPENSION: ("暂扣许可证件", "三"),
    PenaltyKind.GRADE_REDUCTION: ("降低资质等级", "三"),
    PenaltyKind.LICENCE_REVOCATION: ("吊销许可证件", "三"),
    PenaltyKind.BUSINESS_RESTRICTION: ("限制开展生产经营活动", "四"),
    PenaltyKind.SUSPENSION_OF_BUSINESS: ("责令停产停业", "四"),
    PenaltyKind.CLOSURE: ("责令关闭", "四"),
    PenaltyKind.PRACTICE_BAN: ("限制从业", "四"),
    PenaltyKind.DETENTION: ("行政拘留", "五"),
    PenaltyKind.OTHER: ("其他", "六"),
}
_BY_LABEL = {label: kind for kind, (label, _) in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Pause:
    """Days of a pending review or suit, both included: the surcharge does not run (行政处罚法 73)."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Surcharge:
    """The surcharge (加处罚款) on a day: overdue `days` that count, `amount_fen`, whether the cap is reached."""

    days: int
    amount_fen: int
    capped: bool


def surcharge(
    fine_fen: int,
    last_day_to_pay: date,
    on: date,
    *,
    daily_percent: Decimal,
    cap_percent: Decimal,
    pauses: Sequence[Pause] = (),
) -> Surcharge:
    """The surcharge owed on day `on` (行政处罚法 72(1)1): a share of the fine per day, at most the cap.

    Day 1 is the day after the last day to pay. Rounded to the fen, half up, once for the whole sum.
    """
    overdue = (last_day_to_pay + timedelta(days=n) for n in range(1, (on - last_day_to_pay).days + 1))
    days = sum(not any(pause.first <= day <= pause.last for pause in pauses) for day in overdue)
    cap = _rounded(Decimal(fine_fen) * cap_percent / PERCENT)
    amount = _rounded(Decimal(fine_fen) * daily_percent * days / PERCENT)
    return Surcharge(days=days, amount_fen=min(amount, cap), capped=days > 0 and amount >= cap)


def surcharge_starts_on(last_day_to_pay: date) -> date:
    """The first day that counts."""
    return last_day_to_pay + ONE_DAY


def _rounded(fen: Decimal) -> int:
    return int(fen.quantize(Decimal(1), rounding=ROUND_HALF_UP))


class BandUnclear(ValueError):
    """Which band applies, or what it amounts to, can't be told from what was given; the message says what lacks."""


@dataclass(frozen=True, slots=True)
class Range:
    """What a fine may be, bounds included; None where the law gives no such bound. `why` is for people."""

    min_fen: int | None
    max_fen: int | None
    why: str
    when: str = ""

    def holds(self, fine_fen: int) -> bool:
        """Whether the fine keeps to the statutory range."""
        return (self.min_fen is None or fine_fen >= self.min_fen) and (self.max_fen is None or fine_fen <= self.max_fen)

    @property
    def text(self) -> str:
        """The range in words: 5万元以上10万元以下."""
        low = f"{yuan(self.min_fen)}以上" if self.min_fen is not None else ""
        high = f"{yuan(self.max_fen)}以下" if self.max_fen is not None else ""
        return low + high


VALUE_BASIS = "货值金额"
INCOME_BASIS = "违法所得"


def fine_range(
    bands: Sequence[FineBand],
    goods_value_fen: int | None,
    income_fen: int | None,
    *,
    when: str = "",
    target: str = "",
    other_bases: Mapping[str, int] | None = None,
) -> Range:
    """The statutory range of a fine from the bands of a power item.

    `when` chooses among bands for different circumstances, and where the amount that divides them is not given;
    `target` the persons fined beside the party; `other_bases` gives further amounts in fen by name (广告费用,
    工程合同价款 …).
    Raises BandUnclear if no band or more than one fits, or an amount it multiplies is not given.
    """
    amounts = dict(other_bases or {})
    if goods_value_fen is not None:
        amounts[VALUE_BASIS] = goods_value_fen
    if income_fen is not None:
        amounts[INCOME_BASIS] = income_fen
    fitting = [band for band in bands if band.target == target and when in {"", band.when}]
    fitting = [band for band in fitting if _in_range(band.range, amounts, chosen=bool(when))]
    if not fitting:
        raise BandUnclear("没有适用的罚款档次；请核对货值金额、违法所得和情节")
    if len(fitting) > 1:
        raise BandUnclear(f"适用的罚款档次不止一个，请选择情节：{'；'.join(band.when for band in fitting)}")
    return _range_of(fitting[0], amounts)


def _in_range(threshold: Threshold | None, amounts: Mapping[str, int], *, chosen: bool) -> bool:
    if threshold is None:
        return True
    if threshold.of in amounts:
        return threshold.contains(amounts[threshold.of])
    # An amount nobody stated is not taken for nothing: a person chooses the band, or states the amount.
    if not chosen:
        raise BandUnclear(f"请填写{threshold.of}（没有的填0），才能确定适用的罚款档次")
    return True


def _range_of(band: FineBand, amounts: Mapping[str, int]) -> Range:
    if band.basis in {"none", "per_day"}:
        raise BandUnclear(f"“{band.when}”的罚款数额须依其他规定确定，不能自动计算幅度")
    if band.basis == "fixed":
        why = f"{band.when}，按{band.per}计" if band.per else band.when
        return _scaled(band, Decimal(FEN_PER_YUAN), why)
    if band.of not in amounts:
        raise BandUnclear(f"请填写{band.of}，才能计算罚款幅度")
    base = amounts[band.of]
    why = f"{band.when}，{band.of}{yuan(base)}"
    if band.base_floor_fen is not None and base < band.base_floor_fen:
        base = band.base_floor_fen
        why += f"，不足{yuan(base)}的按{yuan(base)}计算"
    return _scaled(band, Decimal(base) / (PERCENT if band.unit == "percent" else 1), why)


def _scaled(band: FineBand, factor: Decimal, why: str) -> Range:
    low, high = (None if bound is None else _rounded(bound * factor) for bound in (band.minimum, band.maximum))
    return Range(low, high, why, band.when)


def yuan(fen: int) -> str:
    """An amount for sentences: 5万元, 4,950元, 1,126.40元."""
    if fen and fen % FEN_PER_WAN == 0:
        return f"{fen // FEN_PER_WAN:,}万元"
    if fen % FEN_PER_YUAN == 0:
        return f"{fen // FEN_PER_YUAN:,}元"
    return f"{Decimal(fen) / FEN_PER_YUAN:,.2f}元"


def wan_yuan(fen: int) -> str:
    """An amount in 万元 with six decimals, as the exchange format asks: no fen is lost."""
    return f"{Decimal(fen) / FEN_PER_WAN:.6f}"


DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿", "万亿")
SECTION = 10_000
LARGEST_YUAN = SECTION ** len(SECTIONS)


def capital_amount(fen: int) -> str:
    """An amount in capital characters for statutory documents: 伍万元整, 壹仟壹佰贰拾陆元肆角.

    Raises ValueError for negative amounts and for 10^16 yuan and more.
    """
    whole, rest = divmod(fen, FEN_PER_YUAN)
    if fen < 0 or whole >= LARGEST_YUAN:
        raise ValueError("金额应为不超过一亿亿元的非负数")
    jiao, cent = divmod(rest, 10)
    text = f"{_capital_integer(whole)}元" if whole else ""
    if not rest:
        return f"{text or '零元'}整"
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif whole:
        text += "零"
    return text + (f"{DIGITS[cent]}分" if cent else "")


def _capital_integer(number: int) -> str:
    sections = []
    while number:
        number, section = divmod(number, SECTION)
        sections.append(section)
    text, gap = "", False
    for place in reversed(range(len(sections))):
        section = sections[place]
        if not section:
            gap = bool(text)
            continue
        if text and (gap or section < SECTION // 10):
            text += "零"
        text += _capital_section(section) + SECTIONS[place]
        gap = False
    return text


def _capital_section(section: int) -> str:
    text, gap = "", False
    for place in reversed(range(len(PLACES))):
        digit = section // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return text
