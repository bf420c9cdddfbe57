"""What the agencies publish beforehand: power items, benchmarks, review catalogues, recording lists. Public."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from enforcement.api.blueprint import ApiBlueprint
from enforcement.catalogue import queries
from enforcement.doors.access import public
from enforcement.foundation.clock import civil_date
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.catalogue import (
    BenchmarkSchema,
    ItemQuerySchema,
    ItemSchema,
    RecordingListSchema,
    ReviewCatalogueSchema,
)
from enforcement.schemas.shown import PageQuerySchema, page_of

catalogue = ApiBlueprint("catalogue", "事前公开")

ItemPageSchema = page_of(ItemSchema, "行政处罚事项，按代码排列")


def _list_of(item: type[Schema], name: str) -> type[Schema]:
    return Schema.from_dict({"items": fields.List(fields.Nested(item))}, name=name)


@catalogue.operation("GET", "/catalogue/items", "行政处罚事项")
@public
@catalogue.arguments(ItemQuerySchema(exclude=("cursor",)), location="query", unknown="exclude")
@catalogue.arguments(PageQuerySchema, location="query", unknown="exclude")
@catalogue.response(200, ItemPageSchema)
def list_items(asked: dict[str, Any], page: dict[str, Any]) -> object:
    """Items in force on a day, today unless said."""
    on = asked["on"] or civil_date(current_instant())
    return queries.items_in_force(
        on, domain=asked["domain"], words=asked["words"], cursor=page["cursor"] or None, size=page["limit"]
    )


@catalogue.operation("GET", "/catalogue/items/<code>", "一个事项的全部版本")
@public
@catalogue.response(200, _list_of(ItemSchema, "ItemVersions"))
def get_item(code: str) -> dict[str, Any]:
    """Versions of an item, newest first."""
    return {"items": queries.item_versions(code)}


@catalogue.operation("GET", "/catalogue/benchmarks", "现行裁量基准")
@public
@catalogue.response(200, _list_of(BenchmarkSchema, "BenchmarkList"))
def list_benchmarks() -> dict[str, Any]:
    """Benchmarks valid today, by agency."""
    return {"items": [one for one, _item in queries.benchmarks_in_force(civil_date(current_instant()))]}


@catalogue.operation("GET", "/catalogue/benchmarks/<benchmark_id>", "一份裁量基准")
@public
@catalogue.response(200, BenchmarkSchema)
def get_benchmark(benchmark_id: str) -> object:
    """One version of a benchmark with its tiers."""
    return queries.benchmark(benchmark_id)


@catalogue.operation("GET", "/catalogue/review-catalogues", "重大执法决定法制审核目录")
@public
@catalogue.response(200, _list_of(ReviewCatalogueSchema, "ReviewCatalogueList"))
def list_review_catalogues() -> dict[str, Any]:
    """Every version of every agency's catalogue."""
    return {"items": queries.review_catalogues()}


@catalogue.operation("GET", "/catalogue/review-catalogues/<catalogue_id>", "一份审核目录")
@public
@catalogue.response(200, ReviewCatalogueSchema)
def get_review_catalogue(catalogue_id: str) -> object:
    """One version of a catalogue of major decisions."""
    return queries.review_catalogue(catalogue_id)


@catalogue.operation("GET", "/catalogue/recording-lists", "音像记录事项清单")
@public
@catalogue.response(200, _list_of(RecordingListSchema, "RecordingListList"))
def list_recording_lists() -> dict[str, Any]:
    """Every version of every agency's recording list."""
    return {"items": queries.recording_lists()}


@catalogue.operation("GET", "/catalogue/recording-lists/<list_id>", "一份清单")
@public
@catalogue.response(200, RecordingListSchema)
def get_recording_list(list_id: str) -> object:
    """One version of a recording list."""
    return queries.recording_list(list_id)
