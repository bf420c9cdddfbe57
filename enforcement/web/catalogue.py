"""事前公开: what the agencies publish before they act, and the look-up while a case is filed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.catalogue import queries
from enforcement.doors.access import public, requires
from enforcement.doors.forms import Form, build_form, load_form
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries.checking import check_certificate
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.facts_catalogue import ItemFacts
from enforcement.schemas.catalogue import (
    FoundItemSchema,
    ItemQuerySchema,
    ItemSearchSchema,
    OfficerCheckSchema,
)
from enforcement.web.catalogue_files import (
    benchmarks_file,
    items_file,
    recording_lists_file,
    review_catalogues_file,
)

catalogue = Blueprint("catalogue", __name__, url_prefix="/catalogue")


@catalogue.get("/")
@public
def overview() -> ResponseReturnValue:
    """What is published beforehand, with numbers."""
    today = _today()
    return render_template("catalogue/overview.html", counts=queries.counts_on(today), today=today)


@catalogue.get("/powers")
@public
def powers() -> ResponseReturnValue:
    """Power items in force on a day, with filters, page by page."""
    asked, errors = _asked()
    on = asked["on"] or _today()
    page = queries.items_in_force(on, domain=asked["domain"], words=asked["words"], cursor=asked["cursor"] or None)
    return render_template(
        "catalogue/powers.html",
        page=page,
        on=on,
        asked=asked,
        errors=errors,
        filters=_item_filters(on, asked),
        active=_active(asked),
        pager=_pager(page.next_cursor, asked),
        files=[(kind.upper(), _powers_href(asked, endpoint="powers_file", kind=kind)) for kind in ("csv", "json")],
    )


@catalogue.get("/powers.<any(csv, json):kind>")
@public
def powers_file(kind: str) -> ResponseReturnValue:
    """The whole list with the same filters."""
    asked, _errors = _asked()
    items = queries.all_items_in_force(asked["on"] or _today(), domain=asked["domain"], words=asked["words"])
    return items_file(items, kind)


@catalogue.get("/powers/<code>")
@public
def power(code: str) -> ResponseReturnValue:
    """One power item: the version in force today, earlier ones, benchmarks."""
    today = _today()
    versions = queries.item_versions(code)
    shown = _shown(versions, today)
    return render_template(
        "catalogue/power.html",
        item=shown,
        versions=versions,
        in_force=shown.in_force_on(today),
        benchmarks=queries.benchmarks_of_item(code),
        today=today,
    )


@catalogue.get("/powers/<code>.json")
@public
def power_json(code: str) -> ResponseReturnValue:
    """All versions of one power item as data."""
    return items_file(queries.item_versions(code), "json")


@catalogue.get("/benchmarks")
@public
def benchmarks() -> ResponseReturnValue:
    """Benchmarks valid today, by agency."""
    today = _today()
    return render_template("catalogue/benchmarks.html", rows=queries.benchmarks_in_force(today), today=today)


@catalogue.get("/benchmarks.<any(csv, json):kind>")
@public
def benchmarks_download(kind: str) -> ResponseReturnValue:
    """Benchmarks valid today as a file."""
    return benchmarks_file([one for one, _item in queries.benchmarks_in_force(_today())], kind)


@catalogue.get("/benchmarks/<public_id>")
@public
def benchmark(public_id: str) -> ResponseReturnValue:
    """One version of a benchmark with its tiers."""
    shown = queries.benchmark(public_id)
    versions = queries.item_versions(shown.item_code)
    return render_template(
        "catalogue/benchmark.html",
        benchmark=shown,
        item=_shown(versions, shown.valid_from),
        editions=[one for one in queries.benchmarks_of_item(shown.item_code) if one.org_id == shown.org_id],
        today=_today(),
    )


@catalogue.get("/review-catalogues")
@public
def review_catalogues() -> ResponseReturnValue:
    """Every agency's catalogue of major decisions."""
    return render_template("catalogue/lists.html", lists=queries.review_catalogues(), kind="review", today=_today())


@catalogue.get("/review-catalogues.<any(csv, json):kind>")
@public
def review_catalogues_download(kind: str) -> ResponseReturnValue:
    """All versions of all catalogues as a file."""
    return review_catalogues_file(queries.review_catalogues(), kind)


@catalogue.get("/review-catalogues/<public_id>")
@public
def review_catalogue(public_id: str) -> ResponseReturnValue:
    """One version of a catalogue of major decisions."""
    shown = queries.review_catalogue(public_id)
    return render_template("catalogue/review_catalogue.html", shown=shown, today=_today())


@catalogue.get("/recording-lists")
@public
def recording_lists() -> ResponseReturnValue:
    """Every agency's recording list."""
    return render_template("catalogue/lists.html", lists=queries.recording_lists(), kind="recording", today=_today())


@catalogue.get("/recording-lists.<any(csv, json):kind>")
@public
def recording_lists_download(kind: str) -> ResponseReturnValue:
    """All versions of all recording lists as a file."""
    return recording_lists_file(queries.recording_lists(), kind)


@catalogue.get("/recording-lists/<public_id>")
@public
def recording_list(public_id: str) -> ResponseReturnValue:
    """One version of a recording list."""
    shown = queries.recording_list(public_id)
    return render_template("catalogue/recording_list.html", shown=shown, today=_today())


@catalogue.get("/officers")
@public
def officers() -> ResponseReturnValue:
    """Check a certificate by name and number; both must match."""
    today = _today()
    if not request.args:
        return _officers(build_form(OfficerCheckSchema()), today)
    try:
        asked = load_form(OfficerCheckSchema(), request.args)
    except Invalid as refusal:
        return _officers(build_form(OfficerCheckSchema(), request.args, refusal.errors), today), refusal.status
    found = check_certificate(asked["name"], asked["number"], today)
    return _officers(build_form(OfficerCheckSchema(), request.args), today, found=found, searched=True)


@catalogue.get("/items")
@requires(Permission.CATALOGUE_READ)
def items() -> ResponseReturnValue:
    """Items for the filing form: a fragment for htmx, else JSON."""
    asked = load_form(ItemSearchSchema(), request.args)
    found = queries.search_items(asked["q"], asked["on"] or _today(), field=asked["field"]) if asked["q"] else ()
    if request.headers.get("HX-Request"):
        return render_template("catalogue/found_items.html", items=found, words=asked["q"])
    return jsonify({"items": FoundItemSchema(many=True).dump(found)})


def _today() -> date:
    return civil_date(current_instant())


def _asked() -> tuple[dict[str, Any], Mapping[str, list[str]]]:
    """Filters of the list; a filter that can't be read is told and left out."""
    empty: dict[str, Any] = ItemQuerySchema().load({})
    try:
        asked: dict[str, Any] = load_form(ItemQuerySchema(), request.args)
    except Invalid as refusal:
        return empty, refusal.errors
    return asked, {}


def _item_filters(on: date, asked: Mapping[str, Any]) -> list[Any]:
    domains = [(domain, f"{domain}（{count}）") for domain, count in queries.domains_in_force(on)]
    form = build_form(ItemQuerySchema(exclude=("cursor",)), asked, choices={"domain": domains})
    return list(form.fields)


def _active(asked: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"text": str(asked[name]), "drop_href": _powers_href({**asked, name: None})}
        for name in ("words", "domain", "on")
        if asked[name]
    ]


def _pager(next_cursor: str | None, asked: Mapping[str, Any]) -> dict[str, str]:
    links = {}
    if asked["cursor"]:
        links["first_href"] = _powers_href(asked)
    if next_cursor:
        links["next_href"] = _powers_href(asked, cursor=next_cursor)
    return links


def _powers_href(asked: Mapping[str, Any], endpoint: str = "powers", **more: str) -> str:
    kept: dict[str, Any] = {name: str(asked[name]) for name in ("words", "domain", "on") if asked[name]}
    return url_for(f"catalogue.{endpoint}", **(kept | more))


def _shown(versions: tuple[ItemFacts, ...], on: date) -> ItemFacts:
    """The version in force on the day, else the latest."""
    return next((one for one in versions if one.in_force_on(on)), versions[0])


def _officers(form: Form, today: date, **found: object) -> str:
    return render_template("catalogue/officers.html", form=form, today=today, title=_("执法人员和证件查询"), **found)
