"""What the pages of the list and the libraries show: rows of tables, values of forms, differences of versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from flask_babel import gettext as _

from enforcement.doors.access import current_actor
from enforcement.doors.forms import Form
from enforcement.foundation.errors import DomainError
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisations_of
from enforcement.inspection.library_states import ImportState, ItemState
from enforcement.inspection.queries.libraries import LibraryAge
from enforcement.rules.inspection.items import ItemKind
from enforcement.rules.inspection.ratios import CLASSES, percent
from enforcement.web.filters import day

if TYPE_CHECKING:
    from datetime import date

    from enforcement.inspection.models.libraries import InspectionItem, LibraryImport, LibraryObject, LibraryOfficer
    from enforcement.rules.rulesets import Number

Trail = list[tuple[str, str | None]]


@dataclass(frozen=True)
class FormPage:
    """A page with one form."""

    title: str
    button: str
    action: str
    back: str
    trail: Trail
    facts: Sequence[str] = ()
    intro: str = ""

    def draw(self, form: Form, error: DomainError | None) -> str:
        """The page."""
        return render_template(
            "inspection/plans/form.html",
            title=self.title,
            button=self.button,
            action=self.action,
            back=self.back,
            trail=self.trail,
            facts=self.facts,
            intro=self.intro,
            form=form,
            error=error,
        )


@dataclass(frozen=True)
class Places:
    """Agencies on which the person holds a permission, for a select and back."""

    permission: Permission
    rows: Sequence[Any] = field(default_factory=tuple)

    def choices(self) -> dict[str, Sequence[tuple[str, str]]]:
        """For the field ``organisation``."""
        found = organisations_of(current_actor(), self.permission)
        return {"organisation": [(one.public_id, one.name) for one in found if one.domain]}


def ratio_words(ratios: Mapping[str, int]) -> str:
    """Proportions in words: ``A 3%　B 10%``."""
    return "　".join(f"{name} {percent(ratios[name])}" for name in CLASSES if name in ratios)


def item_rows(items: Sequence[InspectionItem]) -> list[dict[str, Any]]:
    """Rows of the item list."""
    return [
        {
            "cells": {
                "name": {
                    "text": one.name,
                    "href": url_for("library_items.item", public_id=one.public_id),
                    "second": one.code + (f"　{one.sub_item}" if one.sub_item else ""),
                },
                "kind": one.kind.words,
                "ratios": ratio_words(one.ratios),
                "agency": {"text": one.org_name, "second": one.subject},
                "state": {"text": _("草稿"), "level": "soon", "second": _("第 %(n)s 版", n=one.version_no)}
                if one.state is ItemState.DRAFT
                else {"text": _("已公布"), "level": "done", "second": _("第 %(n)s 版", n=one.version_no)},
            }
        }
        for one in items
    ]


def item_values(item: InspectionItem, organisation: str) -> dict[str, Any]:
    """A version as the form shows it."""
    return {
        "organisation": organisation,
        "version": item.version if item.state is ItemState.DRAFT else 0,
        "code": item.code,
        "name": item.name,
        "sub_item": item.sub_item,
        "kind": item.kind.value,
        "bases": "\n".join(f"{one['law']}|{one['article']}" for one in item.bases),
        "subject": item.subject,
        "object_kind": item.object_kind,
        "methods": list(item.methods),
        "qualification": item.qualification,
        "standard": "\n".join(f"{one['text']}|{one['basis']}|{'、'.join(one['answers'])}" for one in item.standard),
        "yearly_cap": item.yearly_cap or "",
        "note": item.note,
        **{f"ratio_{name.lower()}": f"{item.ratios.get(name, 0) / 100:g}" for name in CLASSES},
        **{f"frequency_{name.lower()}": item.frequency.get(name, 1) for name in CLASSES},
    }


def item_lines(item: InspectionItem) -> dict[str, str]:
    """A version as label -> words, to be read and compared."""
    return {
        _("名称"): item.name + (f"（{item.sub_item}）" if item.sub_item else ""),
        _("类别"): ItemKind(item.kind).words,
        _("抽查依据"): "；".join(f"{one['law']}{one['article']}" for one in item.bases),
        _("抽查主体"): item.subject,
        _("抽查对象"): item.object_kind,
        _("抽查比例"): ratio_words(item.ratios),
        _("抽查频次"): "　".join(f"{name} {times}次/年" for name, times in sorted(item.frequency.items())),
        _("抽查方式"): "、".join(item.methods),
        _("检查人员要求"): item.qualification or _("没有专业资格要求"),
        _("年度检查次数上限"): _("每年 %(n)s 次", n=item.yearly_cap) if item.yearly_cap else _("没有另行规定"),
        _("检查标准"): "；".join(f"{one['no']}. {one['text']}" for one in item.standard),
        _("备注"): item.note,
    }


def item_changes(before: InspectionItem | None, after: InspectionItem) -> list[tuple[str, str, str]]:
    """Label, old and new words of what a draft changes."""
    old = item_lines(before) if before else {}
    return [(name, old.get(name, ""), words) for name, words in item_lines(after).items() if old.get(name, "") != words]


def object_rows(objects: Sequence[LibraryObject]) -> list[dict[str, Any]]:
    """Rows of the object library."""
    return [
        {
            "cells": {
                "name": {
                    "text": one.name,
                    "href": url_for("libraries.one", org_id=one.org_id, uscc=one.uscc),
                    "second": one.uscc,
                },
                "risk": {"text": one.risk_class, "second": day(one.risk_class_on)},
                "state": one.registration_state,
                "trade": {"text": one.industry or "—", "second": "、".join(one.tags)},
                "region": one.region_name,
                "checked": day(one.checked_on) if one.checked_on else _("没有记录"),
            }
        }
        for one in objects
    ]


def import_rows(imports: Sequence[LibraryImport]) -> list[dict[str, Any]]:
    """Rows of the list of uploads."""
    levels = {ImportState.APPLIED: "done", ImportState.FAILED: "late", ImportState.CHECKED: "soon"}
    return [
        {
            "cells": {
                "file": {
                    "text": one.file_name,
                    "href": url_for("libraries.upload", public_id=one.public_id),
                    "second": one.uploaded_by,
                },
                "state": {"text": one.state.words, "level": levels.get(one.state, "idle")},
                "counts": _(
                    "新增 %(new)s　变更 %(changed)s　不变 %(same)s　不能导入 %(bad)s",
                    new=one.added,
                    changed=one.changed,
                    same=one.unchanged,
                    bad=one.refused,
                ),
            }
        }
        for one in imports
    ]


def age_figures(age: LibraryAge, today: date, warning: Number, oldest: Number) -> list[dict[str, Any]]:
    """The freshness of a library (rule A03)."""
    days = None if age.updated_on is None else (today - age.updated_on).days
    level = "late" if days is None or not oldest.allows(days) else "soon" if not warning.allows(days) else ""
    word = _("不能抽取") if level == "late" else _("请尽快更新")
    return [
        {"title": _("对象"), "value": f"{age.total:,}", "href": ""},
        {"title": _("版本"), "value": _("第 %(n)s 版", n=age.version_no), "href": ""},
        {
            "title": _("距上次更新"),
            "value": _("还没有导入") if days is None else _("%(n)s 天", n=days),
            "href": "",
            "level": level,
            "word": word,
            "note": _("超过 %(n)s 天不能抽取", n=oldest.whole),
        },
        {
            "title": _("不是存续的"),
            "value": f"{age.dead * 100 / age.total:.1f}%" if age.total else "—",
            "href": "",
            "note": _("%(n)s 个", n=f"{age.dead:,}"),
        },
    ]


def inspector_values(row: LibraryOfficer | None) -> dict[str, Any]:
    """An entry as the form shows it."""
    if row is None:
        return {"version": 0, "active": "true", "load_limit": 30}
    return {
        "version": row.version,
        "active": "true" if row.active else "",
        "item_codes": list(row.item_codes),
        "qualified_items": list(row.qualified_items),
        "areas": list(row.areas),
        "specialities": "、".join(row.specialities),
        "load_limit": row.load_limit,
        "leaves": "\n".join(f"{one.first_day}至{one.last_day} {one.reason}" for one in row.leaves),
        "conflicts": "\n".join(f"{one.uscc} {one.reason}" for one in row.conflicts),
    }


def updated_words(row: LibraryOfficer | None) -> str:
    """When an entry was last written."""
    return "" if row is None else _("%(day)s 更新", day=day(row.updated_at))
