"""The item list (随机抽查事项清单): versions, drafts with what they change, publication."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import build_form, load_form
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.identity.queries import organisation, organisation_facts, organisation_named
from enforcement.inspection.commands.libraries import DraftItem, PublishItem
from enforcement.inspection.library_states import ItemState
from enforcement.inspection.queries import library_desk as queries
from enforcement.inspection.services import items as services
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas.inspection_item_rows import ItemTable, ItemTableSchema, read_item_table, template_rows
from enforcement.schemas.inspection_libraries import ItemSchema, PublishItemSchema, item_content
from enforcement.web import inspection_libraries_views as views
from enforcement.web.forms import show, submit, typed_values
from enforcement.web.inspection_libraries_views import FormPage, Places
from enforcement.web.sheets import sheet_file

library_items = Blueprint("library_items", __name__, url_prefix="/inspection/items")
PLACES = Places(Permission.LIBRARY_MANAGE)
COLUMNS = (
    "事项编码", "抽查事项名称", "抽查子项", "抽查依据", "抽查主体", "抽查对象", "类别", "抽查比例", "抽查频次",
    "抽查方式", "检查人员要求", "年度检查次数上限", "版本", "施行日期", "备注",
)  # fmt: skip


@library_items.get("/")
@requires(Permission.CHECK_READ)
def index() -> str:
    """Every item in its latest version."""
    text = request.args.get("text", "")
    rows = queries.items(current_actor(), text)
    return render_template("inspection/items/index.html", rows=views.item_rows(rows), text=text)


@library_items.get("/list.<any(csv, xlsx):kind>")
@requires(Permission.CHECK_READ)
def export(kind: str) -> ResponseReturnValue:
    """The published list as a table."""
    rows = [one for one in queries.items(current_actor()) if one.state is ItemState.PUBLISHED]
    return sheet_file(kind, "inspection-items", COLUMNS, (_line(one) for one in rows))


@library_items.route("/new", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def new() -> ResponseReturnValue:
    """Begin an item."""
    page = FormPage(
        _("起草抽查事项"), _("保存草稿"), url_for("library_items.new"), url_for("library_items.index"), _trail()
    )
    if request.method == "GET":
        return show(ItemSchema(), page.draw, {"methods": ["实地检查"]}, PLACES.choices())
    return submit(ItemSchema(), _draft, _saved, page.draw, choices=PLACES.choices)


@library_items.get("/template.xlsx")
@requires(Permission.LIBRARY_MANAGE)
def template() -> ResponseReturnValue:
    """The empty table of items with one example."""
    titles, example = template_rows()
    return sheet_file("xlsx", "inspection-items-template", titles, [example])


@library_items.route("/import", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def table() -> ResponseReturnValue:
    """Read a table of items: a dry run cell by cell, then all of them as drafts or none."""
    read, error, values = None, None, {}
    if request.method == "POST":
        try:
            values = load_form(ItemTableSchema(), typed_values())
            place = organisation_named(current_actor(), values["organisation"], Permission.LIBRARY_MANAGE)
            read = _read(place.id, values["file"])
            if values["take"] and not read.faults:
                services.draft_items(current_actor(), place.id, read.contents, current_instant())
                flash(_("已保存 %(n)s 个事项的草稿，请逐项核对后公布", n=len(read.contents)), "success")
                return redirect(url_for("library_items.index"), code=303)
        except (Invalid, Refused, Stale) as refusal:
            error = refusal
    form = build_form(
        ItemTableSchema(), {"organisation": values.get("organisation", "")}, getattr(error, "errors", {}),
        PLACES.choices(),
    )  # fmt: skip
    page = render_template("inspection/items/table.html", form=form, read=read, error=error)
    return page, error.status if error else 200


@library_items.get("/<public_id>")
@requires(Permission.CHECK_READ)
def item(public_id: str) -> str:
    """One version, what it changes, and the versions before it."""
    found = queries.item(current_actor(), public_id)
    versions = queries.item_versions(current_actor(), found.org_id, found.code)
    before = next((one for one in versions if one.version_no == found.version_no - 1), None)
    return render_template(
        "inspection/items/show.html",
        item=found,
        lines=views.item_lines(found),
        changes=views.item_changes(before, found) if before else [],
        versions=versions,
        reasons=services.publish_reasons(found),
        may=current_actor().may(Permission.LIBRARY_MANAGE, found.org_path),
    )


@library_items.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def edit(public_id: str) -> ResponseReturnValue:
    """Write the draft, or begin the next version of what is published."""
    found = queries.item(current_actor(), public_id)
    here, back = url_for("library_items.edit", public_id=public_id), url_for("library_items.item", public_id=public_id)
    title = _("修改草稿") if found.state is ItemState.DRAFT else _("起草下一版本")
    page = FormPage(title, _("保存草稿"), here, back, [*_trail(), (found.name, back)], [found.code])
    if request.method == "GET":
        values = views.item_values(found, organisation(found.org_id).public_id)
        return show(ItemSchema(), page.draw, values, PLACES.choices())
    return submit(ItemSchema(), _draft, _saved, page.draw, choices=PLACES.choices)


@library_items.route("/<public_id>/publish", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def publish(public_id: str) -> ResponseReturnValue:
    """Publish a draft from a day on."""
    found = queries.item(current_actor(), public_id)
    here, back = (
        url_for("library_items.publish", public_id=public_id),
        url_for("library_items.item", public_id=public_id),
    )
    page = FormPage(_("公布事项"), _("公布"), here, back, [*_trail(), (found.name, back)], [found.code, found.name])
    if request.method == "GET":
        today = civil_date(current_instant()).isoformat()
        return show(PublishItemSchema(), page.draw, {"version": found.version, "valid_from": today})

    def act(values: dict[str, Any]) -> Any:
        return services.publish_item(current_actor(), PublishItem(public_id, **values), current_instant())

    return submit(PublishItemSchema(), act, _published, page.draw)


def _read(org_id: int, upload: Any) -> ItemTable:
    agency, today = organisation_facts(org_id), civil_date(current_instant())
    return read_item_table(upload.stream, lambda content: services.ratio_sentences(content, agency, today))


def _draft(values: dict[str, Any]) -> Any:
    place = organisation_named(current_actor(), values["organisation"], Permission.LIBRARY_MANAGE)
    command = DraftItem(place.id, item_content(values), values["version"])
    return services.draft_item(current_actor(), command, current_instant())


def _saved(row: Any) -> str:
    flash(_("草稿已经保存"), "success")
    return url_for("library_items.item", public_id=row.public_id)


def _published(row: Any) -> str:
    flash(_("事项已经公布"), "success")
    return url_for("library_items.item", public_id=row.public_id)


def _trail() -> list[tuple[str, str | None]]:
    return [(_("抽查事项清单"), url_for("library_items.index"))]


def _line(one: Any) -> list[object]:
    lines = views.item_lines(one)
    return [
        one.code, one.name, one.sub_item, lines[_("抽查依据")], one.subject, one.object_kind, lines[_("类别")],
        lines[_("抽查比例")], lines[_("抽查频次")], lines[_("抽查方式")], one.qualification, one.yearly_cap or "",
        one.version_no, one.valid_from, one.note,
    ]  # fmt: skip
