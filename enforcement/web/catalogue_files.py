"""The lists of the catalogue as CSV and JSON, for people who work on with them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, json
from marshmallow import Schema

from enforcement.rules.facts_catalogue import (
    GRADE_NAMES,
    BenchmarkFacts,
    ItemFacts,
    RecordingListFacts,
    ReviewCatalogueFacts,
)
from enforcement.schemas.catalogue import (
    BenchmarkSchema,
    ItemSchema,
    RecordingListSchema,
    ReviewCatalogueSchema,
)
from enforcement.web.sheets import sheet_file

ITEM_COLUMNS = (
    "事项编码",
    "领域",
    "实施部门",
    "违法行为",
    "违反条款",
    "处罚依据",
    "依据种类",
    "依据版本",
    "处罚种类",
    "罚款幅度",
    "施行",
    "失效",
)
BENCHMARK_COLUMNS = ("机关", "序号", "事项编码", "情形", "裁量阶次", "适用条件", "具体标准", "施行", "文号")
REVIEW_COLUMNS = ("机关", "序号", "事项", "同时集体讨论", "依据", "施行", "失效", "文号")
RECORDING_COLUMNS = (
    "机关",
    "序号",
    "记录事项",
    "记录方式",
    "是否必录",
    "记录内容",
    "上传期限（小时）",
    "保存期限",
    "依据",
    "施行",
)


def items_file(items: Sequence[ItemFacts], kind: str) -> Response:
    """Power items as ``csv`` or ``json``."""
    if kind == "json":
        return _json("items", ItemSchema(many=True), items)
    return sheet_file("csv", "power-items", ITEM_COLUMNS, (_item_row(item) for item in items))


def benchmarks_file(benchmarks: Sequence[BenchmarkFacts], kind: str) -> Response:
    """Benchmarks as ``csv`` (one line a tier) or ``json``."""
    if kind == "json":
        return _json("benchmarks", BenchmarkSchema(many=True), benchmarks)
    rows = (
        (
            one.org_name,
            one.entry_no,
            one.item_code,
            tier.when,
            GRADE_NAMES[tier.grade],
            "；".join(tier.conditions),
            tier.standard,
            one.valid_from,
            one.document_no,
        )
        for one in benchmarks
        for tier in one.tiers
    )
    return sheet_file("csv", "benchmarks", BENCHMARK_COLUMNS, rows)


def review_catalogues_file(catalogues: Sequence[ReviewCatalogueFacts], kind: str) -> Response:
    """Review catalogues as ``csv`` (one line an entry) or ``json``."""
    if kind == "json":
        return _json("review_catalogues", ReviewCatalogueSchema(many=True), catalogues)
    rows = (
        (
            one.org_name,
            entry.no,
            entry.text,
            "是" if entry.discussion else "否",
            entry.basis,
            one.valid_from,
            one.valid_to,
            one.document_no,
        )
        for one in catalogues
        for entry in one.entries
    )
    return sheet_file("csv", "review-catalogues", REVIEW_COLUMNS, rows)


def recording_lists_file(lists: Sequence[RecordingListFacts], kind: str) -> Response:
    """Recording lists as ``csv`` (one line an entry) or ``json``."""
    if kind == "json":
        return _json("recording_lists", RecordingListSchema(many=True), lists)
    rows = (
        (
            one.org_name,
            entry.no,
            entry.item,
            entry.way_name,
            "是" if entry.required else "否",
            entry.content,
            entry.upload_hours,
            entry.retention,
            entry.basis,
            one.valid_from,
        )
        for one in lists
        for entry in one.entries
    )
    return sheet_file("csv", "recording-lists", RECORDING_COLUMNS, rows)


def _item_row(item: ItemFacts) -> tuple[object, ...]:
    return (
        item.code,
        item.domain,
        item.department,
        item.act,
        item.duty.citation,
        item.penalty.citation,
        item.penalty.kind_name,
        item.penalty.version,
        "、".join(item.kinds),
        "；".join(f"{band.when}：{band.sentence()}" for band in item.fine),
        item.in_force_from,
        item.in_force_to,
    )


def _json(name: str, schema: Schema, rows: Sequence[object]) -> Response:
    body = json.dumps({"count": len(rows), name: schema.dump(rows)}, ensure_ascii=False)
    return Response(body, mimetype="application/json")
