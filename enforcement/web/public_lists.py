"""What the public pages show, made from records of the register: table rows, filters, downloads, a paper."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from flask import Response, current_app, g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from enforcement.catalogue.law import current_rulesets
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid
from enforcement.foundation.paging import Page
from enforcement.platform.demo_clock import current_instant
from enforcement.platform.search import excerpt, marked, terms
from enforcement.publicity.register import EXPORT_SIZE, Choices, RegisterFilter, Sort, find_public
from enforcement.publicity.states import PublicState
from enforcement.rules.publicity import WITHDRAWAL_DEADLINE, CreditClass, Ground
from enforcement.schemas.publicity import PENALTY_KINDS, RegisterFilterSchema
from enforcement.web.filters import day, money, plain_yuan, short_day
from enforcement.web.sheets import csv_bytes

if TYPE_CHECKING:
    from enforcement.publicity.models import PublicRecord

EXPORT_STEP = 500
EMPTY_FEED = datetime(2021, 7, 15, tzinfo=UTC)
NAVIGATION = (
    ("首页", "portal.home"),
    ("执法决定", "portal.decisions"),
    ("事前公开", "catalogue.overview"),
    ("抽查计划", "public_plans.index"),
    ("抽取验证", "lots.index"),
    ("检查结果", "public_results.index"),
    ("案卷评查", "public_evaluations.index"),
    ("企业查询", "enterprise.enter"),
    ("核验", "portal.verify"),
)
ARTICLE_OF_END = {
    PublicState.WITHDRAWN: "《中华人民共和国行政处罚法》第四十八条第二款",
    PublicState.EXPIRED: "《信用修复管理办法》：公示期满，停止公示",
}
PARTY_KINDS = {"organisation": "法人或者其他组织", "individual_business": "个体工商户", "person": "自然人"}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LABELS = {name: str(field.metadata.get("label", name)) for name, field in RegisterFilterSchema().load_fields.items()}


def statutory() -> dict[str, str]:
    """Lengths of the terms that pages speak of, from the national rule set: 7个工作日. Read once a request."""
    if "statutory" not in g:
        rulesets, today = current_rulesets(), civil_date(current_instant())
        ids = {"publish": "D20", "withdraw": WITHDRAWAL_DEADLINE, "review": "D32", "suit": "D33"}
        g.statutory = {name: rulesets.term(rule_id, "", "", today).text for name, rule_id in ids.items()}
    return cast("dict[str, str]", g.statutory)


def stands_under(endpoint: str, current: str | None) -> bool:
    """Whether the page of ``current`` belongs to the menu entry of ``endpoint``."""
    under = {"portal.decision": "portal.decisions"}
    here = under.get(current or "", current or "")
    rooms = {"catalogue.overview": "catalogue.", "lots.index": "lots."}
    return here == endpoint or (endpoint in rooms and here.startswith(rooms[endpoint]))


def columns(wanted: RegisterFilter) -> list[dict[str, Any]]:
    """Columns of the list; the order can be changed at their heads."""
    orders = {"published": Sort.PUBLISHED, "fine": Sort.FINE, "decided": Sort.DECIDED}
    titles = (("party", "当事人与违法行为"), ("fine", "决定"), ("decided", "文号与机关"), ("published", "公示日期"))
    return [
        {
            "key": key,
            "title": title,
            "nowrap": key in ("decided", "published"),
            "sort_href": _address({"sort": orders[key].value}) if key in ("fine", "published") else "",
            "sorted": "descending" if key in orders and orders[key] is wanted.sort and key != "decided" else None,
        }
        for key, title in titles
    ]


def rows(records: Sequence[PublicRecord], wanted: Sequence[str]) -> list[dict[str, Any]]:
    """Table rows with the hits marked; a withdrawn record shows its number and reason."""
    return [
        {"cells": _withdrawn(row) if row.state is PublicState.WITHDRAWN else _cells(row, wanted)} for row in records
    ]


def highlighted(text: str, wanted: Sequence[str]) -> Markup:
    """The text, escaped, with each hit in ``<mark>``."""
    hit = Markup("<mark>{}</mark>")
    return Markup().join(hit.format(piece) if is_hit else piece for piece, is_hit in marked(text, wanted))


def _cells(row: PublicRecord, wanted: Sequence[str]) -> dict[str, Any]:
    second = highlighted(row.act, wanted)
    found = _excerpt(row, wanted)
    if found:
        second += Markup('<span class="second">{}</span>').format(highlighted(found, wanted))
    return {
        "party": {"text": highlighted(row.party_name, wanted), "href": _page(row), "second": second},
        "fine": {
            "text": "、".join(row.kinds),
            "second": money(row.fine_fen) if row.fine_fen else highlighted(row.penalty_text, wanted),
        },
        "decided": {"text": highlighted(row.document_number, wanted), "second": row.agency_name},
        "published": {"text": day(row.published_at), "second": f"{short_day(row.decided_on)}{_('决定')}"},
    }


def _withdrawn(row: PublicRecord) -> dict[str, Any]:
    return {
        "party": {"text": row.document_number, "href": _page(row), "second": row.agency_name},
        "fine": {"text": row.end_reason, "second": _("点文号看撤下理由")},
        "decided": {"text": _("已撤下"), "level": "withdrawn", "second": Ground(row.end_ground).words},
        "published": {"text": day(row.ended_at), "second": _("撤下")},
    }


def _excerpt(row: PublicRecord, wanted: Sequence[str]) -> str:
    shown = f"{row.party_name} {row.act} {row.document_number}"
    missing = [term for term in wanted if all(not hit for _piece, hit in marked(shown, [term]))]
    for paragraph in row.paragraphs:
        for segment in paragraph:
            found = excerpt(segment.get("text", ""), missing)
            if found:
                return found
    return ""


def _page(row: PublicRecord) -> str:
    return url_for("portal.decision", code=row.code)


def found(wanted: RegisterFilter, page: Page[PublicRecord], count: int, choices: Choices) -> dict[str, Any]:
    """Everything the list page shows of an answered question."""
    here = request.args.get("cursor")
    return {
        "rows": rows(page.items, terms(wanted.q)),
        "columns": columns(wanted),
        "count": count,
        "page": {
            "first_href": _address({}) if here else "",
            "next_href": _address({"cursor": page.next_cursor}) if page.next_cursor else "",
        },
        "fields": filter_fields(choices),
        "values": request.args,
        "active": [
            {"text": f"{LABELS[name]}：{_shown(wanted, name)}", "drop_href": _address({}, without=name)}
            for name in wanted.active()
        ],
        "downloads": downloads(request.args),
        "errors": {},
        "wanted": wanted,
    }


def refused(invalid: Invalid, choices: Choices) -> dict[str, Any]:
    """The list page for a question that can't be answered: what was typed stays."""
    return {
        "rows": [],
        "columns": [],
        "count": 0,
        "page": {},
        "fields": filter_fields(choices),
        "values": request.args,
        "active": [],
        "downloads": [],
        "errors": invalid.errors,
        "wanted": None,
    }


def filter_fields(choices: Choices) -> list[dict[str, Any]]:
    """Fields of the filter form."""

    def select(name: str, values: Iterable[tuple[str, str]]) -> dict[str, Any]:
        return {"name": name, "label": LABELS[name], "widget": "select", "choices": list(values)}

    states = ((state.value, state.words) for state in (PublicState.PUBLISHED, PublicState.WITHDRAWN))
    return [
        {"name": "q", "label": _("任意两个字"), "widget": "text", "placeholder": _("名称、文号、代码、文书里的字")},
        {"name": "party", "label": LABELS["party"], "widget": "search"},
        {"name": "number", "label": LABELS["number"], "widget": "search"},
        {"name": "uscc", "label": LABELS["uscc"], "widget": "search"},
        select("agency", ((name, name) for name in choices.agencies)),
        select("region", ((name, name) for name in choices.regions)),
        select("kind", ((name, name) for name in PENALTY_KINDS)),
        select("state", states),
        {"name": "fine_from", "label": _("罚款不少于（元）"), "widget": "search", "placeholder": "50000"},
        {"name": "fine_to", "label": _("罚款不多于（元）"), "widget": "search", "placeholder": _("10万")},
        {"name": "decided_from", "label": LABELS["decided_from"], "widget": "date"},
        {"name": "decided_to", "label": LABELS["decided_to"], "widget": "date"},
    ]


def chips(choices: Choices, since: date) -> list[tuple[str, str]]:
    """Ready-made questions below the search of the home page: text and address."""
    ready: list[tuple[str, dict[str, Any]]] = [
        (_("近 30 天"), {"published_from": since.isoformat()}),
        (_("食品安全"), {"q": "食品安全"}),
        (_("罚款 5 万元以上"), {"fine_from": "50000"}),
        *((name, {"region": name}) for name in choices.regions[:4]),
        (_("已撤下及理由"), {"state": PublicState.WITHDRAWN.value}),
    ]
    return [(text, url_for("portal.decisions", **values)) for text, values in ready]


def downloads(question_of: Mapping[str, str]) -> list[tuple[str, str]]:
    """The same list for programs."""
    values: dict[str, Any] = {
        name: value for name, value in question_of.items() if value and name not in ("cursor", "form")
    }
    forms = ((_("下载 CSV"), "csv"), ("JSON", "json"), (_("订阅（Atom）"), "atom"))
    return [(text, url_for("portal.export", form=form, **values)) for text, form in forms]


def portal_links() -> dict[str, list[tuple[str, str]]]:
    """Links of the three columns of the home page, to what is there."""
    before = (
        ("行政处罚事项与依据", "catalogue.powers"),
        ("行政处罚裁量基准", "catalogue.benchmarks"),
        ("执法人员和证件查询", "catalogue.officers"),
        ("重大执法决定法制审核目录", "catalogue.review_catalogues"),
    )
    return {
        "before": [(text, url_for(endpoint)) for text, endpoint in before if endpoint in current_app.view_functions],
        "after": [
            (_("全部行政处罚决定"), url_for("portal.decisions")),
            (_("撤下目录与理由"), url_for("portal.decisions", state="withdrawn")),
            (_("罚款数额从大到小"), url_for("portal.decisions", sort="fine")),
        ],
        "check": [
            (_("按核验码核验"), url_for("portal.verify")),
            (_("核验手里的文件"), url_for("portal.verify") + "#file"),
            (_("双随机抽取，自己重算"), url_for("lots.index")),
        ],
    }


def question(wanted: RegisterFilter) -> str:
    """The question in words, for the title of a feed."""
    return "，".join(f"{LABELS[name]}：{_shown(wanted, name)}" for name in wanted.active()) or "全部"


def _shown(wanted: RegisterFilter, name: str) -> str:
    value = getattr(wanted, name)
    if name.startswith("fine_"):
        return f"{plain_yuan(value)} 元"
    if isinstance(value, date):
        return day(value)
    return value.words if isinstance(value, PublicState) else str(value)


def _address(changes: Mapping[str, str | None], without: str = "") -> str:
    names = {item.name for item in fields(RegisterFilter)}
    kept = {name: value for name, value in request.args.items() if name in names and value and name != without}
    given: dict[str, Any] = {name: value for name, value in {**kept, **changes}.items() if value}
    return url_for("portal.decisions", **given)


def everything(wanted: RegisterFilter) -> Iterator[PublicRecord]:
    """Up to 5,000 records of a question, read page by page."""
    cursor, left = None, EXPORT_SIZE
    while left > 0:
        page = find_public(wanted, cursor, min(EXPORT_STEP, left))
        yield from page.items
        left -= len(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def item(row: PublicRecord) -> dict[str, Any]:
    """A record of the list as JSON values; money in fen."""
    return {
        "code": row.code,
        "address": permanent_address(row.code),
        "state": row.state.value,
        "document_number": row.document_number,
        "agency": row.agency_name,
        "region": row.region_name,
        "party": row.party_name,
        "uscc": row.party_uscc,
        "act": row.act,
        "kinds": list(row.kinds),
        "penalty": row.penalty_text,
        "fine_fen": row.fine_fen,
        "decided_on": row.decided_on.isoformat(),
        "published_at": row.published_at.isoformat(),
        "withdrawn_reason": row.end_reason,
    }


LIST_COLUMNS = (
    "文号", "状态", "当事人", "统一社会信用代码", "违法行为", "处罚种类", "处罚内容", "罚款（元）", "作出机关",
    "地区", "决定日期", "公示日期", "撤下理由", "永久地址",
)  # fmt: skip


def as_csv(records: Iterable[PublicRecord]) -> bytes:
    """The list for spreadsheets."""
    return csv_bytes(LIST_COLUMNS, (_line(row) for row in records))


def _line(row: PublicRecord) -> tuple[str, ...]:
    return (
        row.document_number, row.state.words, row.party_name, row.party_uscc, row.act, "、".join(row.kinds),
        row.penalty_text, plain_yuan(row.fine_fen), row.agency_name, row.region_name, row.decided_on.isoformat(),
        row.published_at.date().isoformat(), row.end_reason, permanent_address(row.code),
    )  # fmt: skip


def attachment(data: bytes, content_type: str, filename: str) -> Response:
    """A download with a Chinese file name (RFC 6266)."""
    disposition = f"attachment; filename*=UTF-8''{quote(filename)}"
    return Response(data, content_type=content_type, headers={"Content-Disposition": disposition})


def json_answer(value: Any) -> Response:
    """Readable JSON in UTF-8."""
    return Response(json.dumps(value, ensure_ascii=False, indent=1), mimetype="application/json")


def permanent_address(code: str) -> str:
    """The address that never changes, with the host that people see."""
    return f"{current_app.config['PUBLIC_BASE_URL']}{url_for('portal.decision', code=code)}"


def paper(record: PublicRecord) -> dict[str, Any]:
    """The published text for the ``doc_paper`` macro; hidden places name their kind and number."""
    return {
        "title": _("行政处罚决定书"),
        "agency": record.agency_name,
        "number": record.document_number,
        "paragraphs": [_paragraph(paragraph) for paragraph in record.paragraphs],
        "signed_by": record.agency_name,
        "signed_on": record.decided_on,
        "sealed": True,
    }


def _paragraph(segments: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A line such as 当事人：… stands at the left edge, a sentence is indented."""
    begins = str(segments[0].get("text", "")) if segments else ""
    label = re.match(r"[^，。；]{2,14}：", begins)
    return {"pieces": [_piece(segment) for segment in segments], "style": "flush" if label else ""}


def _piece(segment: Mapping[str, Any]) -> str | dict[str, str]:
    if "text" in segment:
        return str(segment["text"])
    return {"redacted": segment["hidden"], "mark": mark(segment["number"])}


def atom_time(instant: datetime | None) -> str:
    """An instant as RFC 3339; the beginning of time for an empty feed."""
    return (instant or EMPTY_FEED).isoformat(timespec="seconds")


def mark(number: int) -> str:
    """①; beyond twenty (21)."""
    return CIRCLED[number - 1] if number <= len(CIRCLED) else f"({number})"


def summary(record: PublicRecord) -> list[dict[str, Any]]:
    """The summary before the text (市场监督管理行政处罚信息公示规定第四条), without empty lines."""
    amounts = [f"{_('罚款')} {money(record.fine_fen)}"] if record.fine_fen else []
    if record.confiscation_fen:
        amounts.append(f"{_('没收')} {money(record.confiscation_fen)}")
    lines = [
        (_("当事人"), record.party_name, record.party_uscc and f"{_('统一社会信用代码')} {record.party_uscc}"),
        (_("当事人类别"), PARTY_KINDS.get(record.party_kind, record.party_kind), ""),
        (_("违法行为类型"), record.act, ""),
        (_("处罚种类"), "、".join(record.kinds), ""),
        (_("处罚内容"), record.penalty_text, "，".join(amounts)),
        (_("处罚依据"), record.basis, ""),
        (_("裁量档次"), record.grade, ""),
        (_("作出机关"), record.agency_name, record.region_name),
        (_("决定日期"), day(record.decided_on), ""),
        (_("履行情况"), f"{_('已履行')}，{day(record.performed_on)}" if record.performed_on else _("尚未登记履行"), ""),
        (_("失信信息类别"), CreditClass(record.credit_class).words, record.period_basis),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in lines if value]
