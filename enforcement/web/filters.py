"""How dates, money, numbers of documents, sizes and digests are written on every page.

Instants are shown in China's civil time, money comes in as integer fen. A missing value is a dash,
so that a cell of a table is never empty without a reason.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from enforcement.foundation.clock import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

DASH = "—"
FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
BYTES_PER_UNIT = 1024


def _civil(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _local(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        message = "an instant without a time zone can't be shown as a time in China"
        raise ValueError(message)
    return instant.astimezone(SHANGHAI)


def day(value: date | datetime | None) -> str:
    """2026年11月22日; an aware instant counts as its civil date in China."""
    if value is None:
        return DASH
    civil = _civil(value)
    return f"{civil.year}年{civil.month}月{civil.day}日"


def short_day(value: date | datetime | None) -> str:
    """11月22日, for use inside one case where the year is plain."""
    if value is None:
        return DASH
    civil = _civil(value)
    return f"{civil.month}月{civil.day}日"


def weekday(value: date | datetime | None) -> str:
    """周日."""
    return DASH if value is None else WEEKDAYS[_civil(value).weekday()]


def day_weekday(value: date | datetime | None) -> str:
    """2026年10月8日（周四）, wherever a deadline is meant."""
    return DASH if value is None else f"{day(value)}（{weekday(value)}）"


def short_day_weekday(value: date | datetime | None) -> str:
    """10月8日（周四）."""
    return DASH if value is None else f"{short_day(value)}（{weekday(value)}）"


def moment(value: datetime | None) -> str:
    """2026年9月23日 16:05, in China's civil time.

    Raises ValueError for an instant without a time zone.
    """
    return DASH if value is None else f"{day(value)} {_local(value):%H:%M}"


def short_moment(value: datetime | None) -> str:
    """9月23日 16:05."""
    return DASH if value is None else f"{short_day(value)} {_local(value):%H:%M}"


def iso(value: date | datetime | None) -> str:
    """The machine form for `<time datetime>` and `<input type=date>`; empty without a value."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _local(value).isoformat(timespec="minutes")
    return value.isoformat()


def input_value(value: object) -> str:
    """What stands in a field: a date or an instant as its `<input>` wants it, anything else as text."""
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%dT%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def money(fen: int | None) -> str:
    """¥50,000.00 from integer fen."""
    if fen is None:
        return DASH
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}¥{yuan:,}.{rest:02d}"


def plain_yuan(fen: int | None) -> str:
    """50000 or 1126.4 from integer fen: what stands in an input field."""
    if fen is None:
        return ""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{yuan}.{rest:02d}".rstrip("0").rstrip(".") if rest else f"{sign}{yuan}"


def wan(fen: int | None) -> str:
    """5 万元 or 6.5 万元 from integer fen; below one 万 plainly in 元."""
    if fen is None:
        return DASH
    if abs(fen) < YUAN_PER_WAN * FEN_PER_YUAN:
        return f"{_trimmed(fen, FEN_PER_YUAN)} 元"
    return f"{_trimmed(fen, FEN_PER_YUAN * YUAN_PER_WAN)} 万元"


def _trimmed(amount: int, unit: int) -> str:
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), unit)
    decimals = f"{rest:0{len(str(unit)) - 1}d}".rstrip("0")
    return f"{sign}{whole:,}.{decimals}" if decimals else f"{sign}{whole:,}"


def document_number(value: str | None) -> str:
    """云市监处罚〔2026〕12号, whichever brackets were typed around the year."""
    if not value:
        return DASH
    return re.sub(r"\s*[\[(（【〔［]\s*(\d{4})\s*[\])）】〕］]\s*", r"〔\1〕", value.strip())


def relative_days(left: int | None, unit: str = "天") -> str:
    """还有 3 个工作日, 今天到期, 已过期 2 天; `left` counts in the unit of the law (天, 个工作日)."""
    if left is None:
        return DASH
    if left == 0:
        return "今天到期"
    return f"还有 {left} {unit}" if left > 0 else f"已过期 {-left} {unit}"


def file_size(size: int | None) -> str:
    """604 MB, 1.42 GB; `size` in bytes."""
    if size is None:
        return DASH
    amount, units = float(size), ("字节", "KB", "MB", "GB", "TB")
    for unit in units:
        if amount < BYTES_PER_UNIT or unit == units[-1]:
            break
        amount /= BYTES_PER_UNIT
    decimals = 2 if unit in ("GB", "TB") else 0
    return f"{amount:.{decimals}f} {unit}"


def duration(milliseconds: int | None) -> str:
    """18:42, with hours 1:02:03."""
    if milliseconds is None:
        return DASH
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def digest_lines(hexadecimal: str, width: int = 16) -> list[str]:
    """A digest cut into lines of `width` characters, so that two people can compare it aloud."""
    return [hexadecimal[start : start + width] for start in range(0, len(hexadecimal), width)]


def check_code(value: str | None) -> str:
    """7K3M-92QF: the code of eight characters in two groups."""
    return DASH if not value else "-".join(digest_lines(value, 4))


def highlight(text: str, words: Iterable[str]) -> Markup:
    """The text, escaped, with each of the words marked as a search hit."""
    wanted = [re.escape(word) for word in sorted(words, key=len, reverse=True) if word]
    if not wanted:
        return escape(text)
    parts = re.split(f"({'|'.join(wanted)})", text, flags=re.IGNORECASE)
    marked = Markup("<mark>{}</mark>")
    # re.split with one group puts every hit at an odd place
    return Markup("").join(marked.format(part) if place % 2 else part for place, part in enumerate(parts))


FILTERS = {
    function.__name__: function
    for function in (
        check_code,
        day,
        day_weekday,
        digest_lines,
        document_number,
        duration,
        file_size,
        highlight,
        input_value,
        iso,
        moment,
        money,
        plain_yuan,
        relative_days,
        short_day,
        short_day_weekday,
        short_moment,
        wan,
        weekday,
    )
}


def register_filters(app: Flask) -> None:
    """Make every filter of this module known to the templates of the app under its own name."""
    app.jinja_env.filters.update(FILTERS)
