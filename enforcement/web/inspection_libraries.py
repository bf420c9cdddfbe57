"""The object library (检查对象名录库) with its imports, and the library of inspectors."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import officers_of, organisation_facts, organisation_named, paths_below
from enforcement.inspection.commands.libraries import KeepOfficer, UploadLibrary
from enforcement.inspection.library_states import ABOUT_LIBRARIES
from enforcement.inspection.loading import number
from enforcement.inspection.object_rows import COLUMNS
from enforcement.inspection.queries import library_desk as queries
from enforcement.inspection.queries.libraries import library_age
from enforcement.inspection.queries.library_desk import ObjectFilter
from enforcement.inspection.queries.plans import codes_for_officers, notices
from enforcement.inspection.services import applying, importing
from enforcement.inspection.services.officers import keep_officer
from enforcement.platform.demo_clock import current_instant
from enforcement.rules.inspection.pool import CHINESE_STATES
from enforcement.rules.inspection.ratios import CLASSES
from enforcement.rules.officers import OfficerKind
from enforcement.schemas.inspection_libraries import InspectorSchema, LibraryFileSchema
from enforcement.web import inspection_libraries_views as views
from enforcement.web.forms import show, submit
from enforcement.web.inspection_libraries_views import FormPage, Places
from enforcement.web.sheets import sheet_file

libraries = Blueprint("libraries", __name__, url_prefix="/inspection")
PLACES = Places(Permission.LIBRARY_MANAGE)
SHOWN_FAULTS = 200


@libraries.get("/objects")
@requires(Permission.CHECK_READ)
def objects() -> str:
    """The library with its age, a search, and the last imports."""
    actor, asked = current_actor(), request.args
    wanted = ObjectFilter(asked.get("text", ""), asked.get("risk_class", ""), asked.get("state", ""))
    page = queries.objects(actor, wanted, asked.get("cursor"))
    named: dict[str, Any] = {"text": wanted.text, "risk_class": wanted.risk_class, "state": wanted.state}
    return render_template(
        "inspection/objects/index.html",
        rows=views.object_rows(page.items),
        figures=_age(actor.org_id),
        imports=views.import_rows(queries.imports(actor, 5)),
        values=named,
        classes=[(one, one) for one in CLASSES],
        states=[(one, one) for one in CHINESE_STATES],
        pager={"next_href": url_for(".objects", cursor=page.next_cursor, **named) if page.next_cursor else ""},
        notices=notices(actor, ABOUT_LIBRARIES),
        may=actor.may_anywhere(Permission.LIBRARY_MANAGE),
    )


@libraries.get("/objects/template.xlsx")
@requires(Permission.LIBRARY_MANAGE)
def template() -> ResponseReturnValue:
    """The empty file with its columns and one example."""
    titles = [f"{one.title}*" if one.required else one.title for one in COLUMNS]
    return sheet_file("xlsx", "inspection-objects", titles, [[one.example for one in COLUMNS]])


@libraries.get("/objects/<int:org_id>/<uscc>")
@requires(Permission.CHECK_READ)
def one(org_id: int, uscc: str) -> str:
    """One object and what it held before."""
    found = queries.object_in_library(current_actor(), org_id, uscc)
    return render_template(
        "inspection/objects/show.html",
        one=found,
        agency=organisation_facts(org_id),
        changes=queries.object_changes(org_id, uscc),
        titles={column.name: column.title for column in COLUMNS},
    )


@libraries.route("/imports/new", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def new_upload() -> ResponseReturnValue:
    """Upload a file; the dry run is the machine's."""
    here, back = url_for("libraries.new_upload"), url_for("libraries.objects")
    intro = _("上传后先校验：每一处问题都指出单元格和改法；没有问题才能导入，要么全部导入，要么一行也不导入。")
    page = FormPage(_("导入检查对象名录"), _("上传并校验"), here, back, _trail(), intro=intro)
    if request.method == "GET":
        return show(LibraryFileSchema(), page.draw, {}, PLACES.choices())

    def act(values: dict[str, Any]) -> Any:
        place = organisation_named(current_actor(), values["organisation"], Permission.LIBRARY_MANAGE)
        file = values["file"]
        command = UploadLibrary(place.id, file.filename or _("名录"), file.read())
        return importing.upload_library(current_actor(), command, current_instant())

    return submit(LibraryFileSchema(), act, _upload_page, page.draw, choices=PLACES.choices)


@libraries.get("/imports/<public_id>")
@requires(Permission.LIBRARY_MANAGE)
def upload(public_id: str) -> str:
    """How far the dry run is, what it found, and what can be done."""
    return _upload(public_id)


@libraries.get("/imports/<public_id>/faults.<any(csv, xlsx):kind>")
@requires(Permission.LIBRARY_MANAGE)
def faults(public_id: str, kind: str) -> ResponseReturnValue:
    """Every refused cell as a table."""
    found = queries.library_import(current_actor(), public_id)
    rows = (
        [fault.row_no, fault.cell, fault.column, fault.value, fault.what, fault.mend]
        for fault in queries.import_faults(found.id)
    )
    return sheet_file(kind, "import-faults", ("行", "单元格", "列", "填写的内容", "问题", "怎样改正"), rows)


@libraries.post("/imports/<public_id>/apply")
@requires(Permission.LIBRARY_MANAGE)
def apply(public_id: str) -> ResponseReturnValue:
    """Make it the next version of the library."""
    try:
        version = applying.apply_import(current_actor(), public_id, current_instant())
    except Refused as refusal:
        return _upload(public_id, refusal), refusal.status
    flash(_("名录库已更新为第 %(n)s 版，共 %(total)s 个对象", n=version.no, total=version.total), "success")
    return redirect(url_for("libraries.objects"), code=303)


@libraries.post("/imports/<public_id>/discard")
@requires(Permission.LIBRARY_MANAGE)
def discard(public_id: str) -> ResponseReturnValue:
    """Throw an upload away."""
    try:
        applying.discard_import(current_actor(), public_id, current_instant())
    except Refused as refusal:
        return _upload(public_id, refusal), refusal.status
    flash(_("已放弃这次导入，名录库没有变化"), "success")
    return redirect(url_for("libraries.objects"), code=303)


@libraries.get("/officers")
@requires(Permission.LIBRARY_MANAGE)
def inspectors() -> str:
    """The staff with their entries in the library."""
    actor = current_actor()
    entries = {row.officer_public_id: row for row in queries.inspectors(actor)}
    staff = [
        (person, entries.get(person.public_id))
        for person in officers_of(actor, actor.org_path)
        if person.kind is OfficerKind.OFFICER
    ]
    return render_template("inspection/officers/index.html", staff=staff)


@libraries.route("/officers/<public_id>", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def inspector(public_id: str) -> ResponseReturnValue:
    """Write the entry of one person."""
    actor = current_actor()
    person = next((one for one in officers_of(actor, actor.org_path) if one.public_id == public_id), None)
    if person is None:
        raise NotFound
    here, back = url_for("libraries.inspector", public_id=public_id), url_for("libraries.inspectors")
    entry = queries.inspector(actor, public_id)
    facts = [person.organisation.name, views.updated_words(entry)]
    page = FormPage(
        person.name, _("保存"), here, back, [(_("执法检查人员名录库"), back)], [one for one in facts if one]
    )
    choices = _inspector_choices(person.org_id, person.org_path)
    if request.method == "GET":
        return show(InspectorSchema(), page.draw, views.inspector_values(entry), choices)
    return submit(
        InspectorSchema(),
        lambda values: keep_officer(actor, _keep(public_id, values), current_instant()),
        lambda _row: back,
        page.draw,
        choices=lambda: choices,
        current=lambda: views.inspector_values(queries.inspector(actor, public_id)),
    )


def _keep(public_id: str, values: dict[str, Any]) -> KeepOfficer:
    specialities = tuple(one.strip() for one in values["specialities"].split("、") if one.strip())
    lists = {name: tuple(values[name]) for name in ("item_codes", "qualified_items", "areas")}
    return KeepOfficer(public_id, **{**values, **lists, "specialities": specialities})


def _inspector_choices(org_id: int, org_path: str) -> dict[str, list[tuple[str, str]]]:
    codes = sorted(codes_for_officers(org_id, civil_date(current_instant())))
    areas = sorted((path, code) for code, path in paths_below(org_path).items())
    items = [(code, code) for code in codes]
    return {"item_codes": items, "qualified_items": items, "areas": areas}


def _upload(public_id: str, error: Refused | None = None) -> str:
    found = queries.library_import(current_actor(), public_id)
    return render_template(
        "inspection/objects/import.html",
        upload=found,
        faults=queries.import_faults(found.id, SHOWN_FAULTS),
        reasons=applying.apply_reasons(found),
        error=error,
    )


def _upload_page(row: Any) -> str:
    return url_for("libraries.upload", public_id=row.public_id)


def _age(org_id: int | None) -> list[dict[str, Any]]:
    if org_id is None:
        return []
    agency, today = organisation_facts(org_id), civil_date(current_instant())
    limits = [number(f"inspection.library.{name}_days", agency, today) for name in ("warning", "oldest")]
    return views.age_figures(library_age(org_id), today, *limits)


def _trail() -> list[tuple[str, str | None]]:
    return [(_("检查对象名录库"), url_for("libraries.objects"))]
