"""The Excel table of the item list: one item a row, read by the form of an item, every fault named by its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from enforcement.foundation.errors import Invalid
from enforcement.inspection.commands.libraries import ItemContent
from enforcement.inspection.object_rows import Fault
from enforcement.platform.workbooks import cell_name, cell_text, open_sheet
from enforcement.rules.inspection.items import ItemKind
from enforcement.rules.inspection.ratios import CLASSES
from enforcement.schemas.inspection_libraries import ItemSchema, item_content, organisation_field

MOST_ITEMS = 2_000
KINDS = {one.words: one.value for one in ItemKind}
EXAMPLES = {
    "code": ("事项编码", "SCJG-001"),
    "name": ("抽查事项名称", "食品销售监督检查"),
    "sub_item": ("抽查子项", ""),
    "kind": ("事项类别", ItemKind.GENERAL.words),
    "bases": ("抽查依据", "中华人民共和国食品安全法|第一百一十条"),
    "subject": ("抽查主体", "市、县市场监督管理部门"),
    "object_kind": ("抽查对象", "食品销售者"),
    "methods": ("抽查方式", "实地检查、书面检查"),
    "qualification": ("检查人员要求", ""),
    "standard": ("检查标准", "是否经营超过保质期的食品|食品安全法第三十四条|符合、不符合、不涉及"),
    **{
        f"ratio_{name.lower()}": (f"{name}类比例（%）", text)
        for name, text in zip(CLASSES, ("1", "2", "10", "30"), strict=True)
    },
    **{f"frequency_{name.lower()}": (f"{name}类频次（次/年）", "1") for name in CLASSES},
    "yearly_cap": ("年度检查次数上限", "2"),
    "note": ("备注", ""),
}
"""Field of the form -> title of the column and an example."""
FIELDS = {title: name for name, (title, _example) in EXAMPLES.items()}
NEEDED = frozenset(name for name in EXAMPLES if ItemSchema().fields[name].required)
Judge = Callable[[ItemContent], Sequence[str]]
"""What the rules have against the proportions of an item (D04)."""


@dataclass(frozen=True)
class ItemTable:
    """Items that can be read, and faults by cell; items count only when there is no fault."""

    contents: tuple[ItemContent, ...]
    faults: tuple[Fault, ...]


class ItemTableSchema(Schema):
    """An Excel file of items."""

    class Meta:
        unknown = EXCLUDE

    organisation = organisation_field()
    file = fields.Raw(
        required=True,
        error_messages={"required": "请选择要上传的 Excel 文件"},
        metadata={"label": "抽查事项清单（.xlsx）", "widget": "file", "hint": "用模板填写，第一行是列名，一行一个事项"},
    )
    take = fields.Boolean(
        load_default=False, metadata={"label": "没有问题就保存为草稿", "hint": "不勾选则只校验；公布要逐项另行办理"}
    )


def template_rows() -> tuple[list[str], list[str]]:
    """Titles and the example row of the template; columns that a row needs bear ``*``."""
    titles = [f"{title}*" if name in NEEDED else title for name, (title, _example) in EXAMPLES.items()]
    return titles, [example for _title, example in EXAMPLES.values()]


def read_item_table(file: IO[bytes], judge: Judge) -> ItemTable:
    """An uploaded table. Errors: ``Invalid`` (``file``) for what is no workbook, lacks a column or is too long."""
    contents: list[ItemContent] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    with open_sheet(file) as sheet:
        missing = [EXAMPLES[name][0] for name in EXAMPLES if name in NEEDED and EXAMPLES[name][0] not in sheet.head]
        if missing:
            raise Invalid({"file": [f"没有“{title}”这一列；请使用模板" for title in missing]})
        places = {FIELDS[title]: at for at, title in enumerate(sheet.head) if title in FIELDS}
        for count, (row_no, values) in enumerate(sheet.rows, start=1):
            if count > MOST_ITEMS:
                raise Invalid({"file": [f"一次至多导入 {MOST_ITEMS} 个事项"]})
            typed = {name: cell_text(values[at]) if at < len(values) else "" for name, at in places.items()}
            content, wrong = _row(typed, judge)
            if content is not None and content.code in seen:
                wrong = {"code": [f"与第{seen[content.code]}行的编码相同，一个事项只写一行"]}
            faults += _faults(row_no, places, typed, wrong)
            if content is not None:
                seen.setdefault(content.code, row_no)
                contents.append(content)
    if not contents and not faults:
        raise Invalid({"file": ["文件里没有事项"]})
    return ItemTable(tuple(contents), tuple(faults))


def _row(typed: Mapping[str, str], judge: Judge) -> tuple[ItemContent | None, dict[str, list[str]]]:
    given: dict[str, Any] = {name: text for name, text in typed.items() if text}
    if "kind" in given:
        given["kind"] = KINDS.get(given["kind"], given["kind"])
    if "methods" in given:
        given["methods"] = [one.strip() for one in given["methods"].split("、") if one.strip()]
    try:
        content = item_content(ItemSchema(exclude=("organisation", "version")).load(given))
    except ValidationError as error:
        return None, {name: _sentences(told) for name, told in error.normalized_messages().items()}
    against = list(judge(content))
    return content, {"ratio_a": against} if against else {}


def _sentences(told: Any) -> list[str]:
    """The messages of a field, those of a list's members without their places."""
    if isinstance(told, dict):
        return [sentence for one in told.values() for sentence in _sentences(one)]
    return [str(one) for one in told]


def _faults(
    row_no: int, places: Mapping[str, int], typed: Mapping[str, str], wrong: Mapping[str, Sequence[str]]
) -> list[Fault]:
    found = []
    for name, sentences in wrong.items():
        title, example = EXAMPLES[name]
        cell = cell_name(places[name], row_no)
        mend = f"例如 {example}" if example else "改正后重新上传整个文件"
        found += [Fault(row_no, cell, title, typed.get(name, "")[:100], one, mend) for one in sentences]
    return found
