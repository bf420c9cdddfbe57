"""A row of the object library's file: read cell by cell, every fault named by its cell with what mends it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from enforcement.platform.workbooks import cell_name, cell_text
from enforcement.rules.inspection.pool import CHINESE_STATES
from enforcement.rules.inspection.ratios import CLASSES

KINDS = ("企业", "个体工商户", "农民专业合作社", "外国企业常驻代表机构", "事业单位", "社会组织", "其他")
LONGEST = {"name": 200, "address": 300, "industry": 100, "region_name": 60, "phone": 40}
SHORT = 60
SEPARATORS = re.compile(r"[、,，;；\s]+")
CHINESE_DAY = re.compile(r"(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})日?")
DAY_MENDED = "填写日期，例如 2026-01-31"


@dataclass(frozen=True)
class Column:
    """A column of the template: its title, whether a row needs it, and an example."""

    title: str
    name: str
    required: bool
    example: str


COLUMNS = (
    Column("统一社会信用代码", "uscc", True, "91330100MA27XQ0J4E"),
    Column("名称", "name", True, "云州市示范超市有限公司"),
    Column("主体类型", "kind", True, "企业"),
    Column("登记状态", "registration_state", True, "存续"),
    Column("法定代表人", "legal_representative", False, "王某"),
    Column("联系人", "contact", False, "李某"),
    Column("地址", "address", True, "云州市临江区望江路1号"),
    Column("联系电话", "phone", False, "0571-88880000"),
    Column("所在地区", "region_name", True, "云州市临江区"),
    Column("管辖单位编码", "area", False, ""),
    Column("所属行业", "industry", False, "食品零售"),
    Column("分类标签", "tags", False, "食品经营、校园周边"),
    Column("适用事项编码", "item_codes", True, "SCJG-001、SCJG-002"),
    Column("信用风险分类", "risk_class", True, "B"),
    Column("分类日期", "risk_class_on", True, "2026-10-31"),
    Column("登记日期", "registered_on", True, "2019-05-20"),
    Column("上次检查日期", "last_check_on", False, ""),
)
BY_TITLE = {column.title: column for column in COLUMNS}
FIELDS = tuple(column.name for column in COLUMNS if column.name != "uscc")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell (``C17``), and how to mend it."""

    row_no: int
    cell: str
    column: str
    value: str
    what: str
    mend: str


@dataclass(frozen=True)
class Known:
    """What a row may refer to: published item codes, codes of organs -> their paths, the agency's own path, today."""

    item_codes: frozenset[str]
    areas: Mapping[str, str]
    own_path: str
    today: date


@dataclass
class RowReader:
    """Reads the rows of one file; remembers codes to find doubles (去重)."""

    head: Sequence[str]
    known: Known
    seen: dict[str, int] = field(default_factory=dict)

    def head_faults(self) -> list[Fault]:
        """Columns of the template that the file lacks, named by the head row."""
        return [
            Fault(1, "1", column.title, "", f"没有“{column.title}”这一列", "使用模板，不要改动或者删除列名")
            for column in COLUMNS
            if column.required and column.title not in self.head
        ]

    def read(self, row_no: int, values: Sequence[Any]) -> tuple[dict[str, Any], list[Fault]]:
        """One row -> the columns of an object with its digest, and what is wrong with it."""
        faults: list[Fault] = []
        row: dict[str, Any] = dict.fromkeys(("uscc", *FIELDS), "")
        for at, title in enumerate(self.head):
            column = BY_TITLE.get(title)
            if column is None:
                continue
            value = values[at] if at < len(values) else None
            try:
                row[column.name] = self._cell(column, value, row_no)
            except _WrongCell as wrong:
                shown = cell_text(value)[:100]
                faults.append(Fault(row_no, cell_name(at, row_no), title, shown, wrong.what, wrong.mend))
        row["area"] = row["area"] or self.known.own_path
        for name in ("tags", "item_codes"):
            row[name] = row[name] or []
        for name in ("risk_class_on", "registered_on", "last_check_on"):
            row[name] = row[name] or None
        row["digest"] = digest_of(row)
        return row, faults

    def _cell(self, column: Column, value: object, row_no: int) -> Any:
        text = cell_text(value)
        if not text:
            if column.required:
                raise _WrongCell(f"没有填写{column.title}", f"填写{column.title}，例如 {column.example}")
            return ""
        if not text.isprintable():
            raise _WrongCell("含有换行或者不可见的字符", "删去换行和不可见的字符")
        return READERS[column.name](self, text, value, row_no)

    def code(self, text: str, value: object, row_no: int) -> str:
        """A credit code with its check character, once in the file."""
        if isinstance(value, int | float):
            raise _WrongCell(
                "信用代码被表格软件改成了数字，末尾几位可能已经丢失", "把这一列设为“文本”后重新填写18位代码"
            )
        code = text.upper().replace(" ", "")
        try:
            stdnum_uscc.validate(code)
        except InvalidChecksum as error:
            raise _WrongCell("统一社会信用代码的校验码不对", "对照营业执照核对18位代码") from error
        except ValidationError as error:
            raise _WrongCell(
                f"“{text[:30]}”不是统一社会信用代码（应为18位数字和大写字母，不含I、O、Z、S、V）",
                "对照营业执照填写18位代码",
            ) from error
        first = self.seen.setdefault(code, row_no)
        if first != row_no:
            raise _WrongCell(f"与第{first}行的统一社会信用代码重复", "一个检查对象只保留一行")
        return code


class _WrongCell(Exception):
    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


def digest_of(row: Mapping[str, Any]) -> str:
    """SHA-256 over the columns of an object, to tell changed ones."""
    parts = (row[name] for name in FIELDS)
    plain = "\x1f".join("、".join(part) if isinstance(part, list) else str(part) for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(name: str) -> Callable[[RowReader, str, object, int], str]:
    most = LONGEST.get(name, SHORT)

    def read(_reader: RowReader, text: str, _value: object, _row_no: int) -> str:
        if len(text) > most:
            raise _WrongCell(f"超过{most}个字", f"缩短到{most}个字以内")
        return text

    return read


def _one_of(choices: Sequence[str]) -> Callable[[RowReader, str, object, int], str]:
    def read(_reader: RowReader, text: str, _value: object, _row_no: int) -> str:
        if text not in choices:
            raise _WrongCell(f"“{text[:30]}”不在可选的内容里", f"填写其中之一：{'、'.join(choices)}")
        return text

    return read


def _risk_class(_reader: RowReader, text: str, _value: object, _row_no: int) -> str:
    if text.upper() not in CLASSES:
        raise _WrongCell(f"“{text[:30]}”不是信用风险分类", "填写A、B、C或者D；还没有分类的填B（一般）")
    return text.upper()


def _day(_reader: RowReader, text: str, value: object, _row_no: int) -> date:
    day: date | None
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    else:
        day = _written_day(text)
    if day is None:
        raise _WrongCell(f"“{text[:30]}”不是日期", DAY_MENDED)
    if day > _reader.known.today:
        raise _WrongCell(f"{day.isoformat()}晚于今天", "填写实际发生的日期")
    return day


def _written_day(text: str) -> date | None:
    match = CHINESE_DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def _codes(reader: RowReader, text: str, _value: object, _row_no: int) -> list[str]:
    codes = sorted(set(filter(None, SEPARATORS.split(text))))
    unknown = [code for code in codes if code not in reader.known.item_codes]
    if unknown:
        raise _WrongCell(
            f"抽查事项清单里没有已公布的事项：{'、'.join(unknown)[:60]}", "填写已公布的事项编码，多个用“、”隔开"
        )
    return codes


def _tags(_reader: RowReader, text: str, _value: object, _row_no: int) -> list[str]:
    tags = sorted(set(filter(None, SEPARATORS.split(text))))
    if any(len(tag) > SHORT for tag in tags):
        raise _WrongCell("有的标签过长", "标签用“、”隔开，每个不超过60个字")
    return tags


def _area(reader: RowReader, text: str, _value: object, _row_no: int) -> str:
    path = reader.known.areas.get(text)
    if path is None:
        raise _WrongCell(f"没有编码为“{text[:30]}”的管辖单位", "填写本机关或者所属单位的机构编码；不填则为本机关")
    return path


READERS: Mapping[str, Callable[[RowReader, str, object, int], Any]] = {
    "uscc": RowReader.code,
    "kind": _one_of(KINDS),
    "registration_state": _one_of(CHINESE_STATES),
    "risk_class": _risk_class,
    "risk_class_on": _day,
    "registered_on": _day,
    "last_check_on": _day,
    "item_codes": _codes,
    "tags": _tags,
    "area": _area,
    **{
        name: _plain(name)
        for name in ("name", "legal_representative", "contact", "address", "phone", "region_name", "industry")
    },
}
