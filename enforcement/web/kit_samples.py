"""Invented people, cases and files for the style page; no number here is law."""

from __future__ import annotations

from datetime import date, datetime

from enforcement.doors.forms import Form, FormField
from enforcement.foundation.clock import SHANGHAI
from enforcement.foundation.errors import Change, Reason
from enforcement.rules.explanation import ExplanationRun, RunKind

TODAY = date(2026, 9, 28)
NOW = datetime(2026, 9, 28, 9, 40, tzinfo=SHANGHAI)
DIGEST = "c41d90be6a47eba45b0520487b176c77023c15cd4d3f90a08330ee0279964d39"

NAVIGATION = [
    {"title": "我的工作台", "href": "#desk", "current": False, "count": 3},
    {"title": "案件", "href": "#cases", "current": True},
    {"title": "审批", "href": "#approvals", "current": False},
    {"title": "法制审核", "href": "#review", "current": False},
    {"title": "公示", "href": "#publicity", "current": False},
    {
        "title": "抽查检查",
        "current": False,
        "entries": [
            {"title": "抽查计划", "href": "#plans", "current": False},
            {"title": "抽取", "href": "#draws", "current": False},
            {"title": "行政检查", "href": "#checks", "current": False, "count": 2},
        ],
    },
    {"title": "监督", "href": "#board", "current": False},
]
PUBLIC_NAVIGATION = [
    {"title": "首页", "href": "#home", "current": True},
    {"title": "执法决定", "href": "#decisions", "current": False},
    {"title": "事前公开", "href": "#powers", "current": False},
    {"title": "核验", "href": "#verify", "current": False},
    {"title": "投诉与救济", "href": "#complain", "current": False},
]


def _stage(number: int, title: str, state: str, *lines: str, document: str = "") -> dict[str, object]:
    return {
        "number": number,
        "title": title,
        "state": state,
        "lines": lines,
        "document_href": "#document" if document else "",
        "document_text": document,
    }


STAGES = [
    _stage(1, "案源核查", "done", "8月3日 林某", document="登记表"),
    _stage(2, "立案", "done", "8月12日 沈某批", document="审批表"),
    _stage(3, "调查取证", "done", "9月4日 终结", document="调查报告"),
    _stage(4, "法制审核", "done", "9月18日 同意", document="审核意见书"),
    _stage(5, "事先告知", "done", "9月23日 送达", document="告知书 131号"),
    _stage(6, "陈述申辩", "now", "现在 缺 3 项", "期限 10月8日"),
    _stage(7, "集体讨论", "next", "下一步", "重大案件必经"),
    _stage(8, "作出决定", "later", "最迟 11月10日"),
    _stage(9, "送达", "later", "7 个工作日内"),
    _stage(10, "公示", "later", "7 个工作日内"),
    _stage(11, "执行与归档", "later", "15 日内缴款"),
]
NEEDS = [
    {
        "title": "陈述申辩",
        "state_word": "未收到，也未放弃",
        "basis": "行政处罚法第四十五条；10月8日届满后视为放弃",
        "href": "#statement",
        "link_text": "登记陈述申辩",
        "done": False,
    },
    {
        "title": "送达过程录像",
        "state_word": "上传中 62%",
        "basis": "行政处罚法第四十七条；本局音像记录事项清单第 9 项",
        "href": "",
        "link_text": "",
        "done": False,
    },
    {
        "title": "集体讨论",
        "state_word": "未安排",
        "basis": "行政处罚法第五十七条第二款；罚款达到本局重大案件标准",
        "href": "#discussion",
        "link_text": "提请集体讨论",
        "done": False,
    },
    {"title": "法制审核", "done": True},
    {"title": "告知书送达", "done": True},
    {"title": "两名执法人员资格", "done": True},
]
REASONS = (
    Reason("term", "陈述申辩期未满", "行政处罚法第四十五条、第六十二条", "10月9日起，或登记当事人明确放弃"),
    Reason("discussion", "未经集体讨论", "行政处罚法第五十七条第二款", "登记有结论的集体讨论记录"),
)
ACTIONS = [
    {"key": "decide", "title": "作出行政处罚决定", "reasons": REASONS},
    {"key": "statement", "title": "登记陈述申辩", "href": "#statement", "method": "get", "primary": True},
]


def _run(
    first: int, last: int, month: int, kind: RunKind, name: str, count: tuple[int, int] | None = None
) -> ExplanationRun:
    return ExplanationRun(date(2026, month, first), date(2026, month, last), kind, name, *(count or (None, None)))


DEADLINES = [
    {
        "name": "陈述申辩期",
        "due": date(2026, 10, 8),
        "length_text": "5 个工作日",
        "start": date(2026, 9, 23),
        "left_text": "还有 3 个工作日",
        "level": "soon",
        "runs": (
            _run(23, 23, 9, RunKind.START, "送达当日"),
            _run(24, 24, 9, RunKind.WORKING, "工作日", (1, 1)),
            _run(25, 27, 9, RunKind.HOLIDAY, "中秋节"),
            _run(28, 28, 9, RunKind.WORKING, "工作日", (2, 2)),
            _run(29, 30, 9, RunKind.WORKING, "工作日", (3, 4)),
            _run(1, 7, 10, RunKind.HOLIDAY, "国庆节"),
            _run(8, 8, 10, RunKind.DUE, "工作日", (5, 5)),
        ),
        "basis": "行政处罚法第四十五条、第八十五条",
        "rule_version": "国家 2026-03",
        "provisional": False,
    },
    {
        "name": "办案期限",
        "due": date(2026, 11, 10),
        "length_text": "90 日",
        "start": date(2026, 8, 12),
        "left_text": "正常，还有 43 天",
        "level": "ok",
        "runs": (_run(12, 12, 8, RunKind.START, "立案当日"), _run(10, 10, 11, RunKind.DUE, "", (90, 90))),
        "basis": "行政处罚法第六十条",
        "rule_version": "国家 2026-03",
        "provisional": True,
    },
    {
        "name": "告知书送达录像入库",
        "due": TODAY,
        "length_text": "2 个工作日，本局规定",
        "start": None,
        "left_text": "今天到期",
        "level": "late",
        "runs": (_run(28, 28, 9, RunKind.DUE, "工作日", (2, 2)),),
        "basis": "本局音像记录事项清单第 9 项",
        "rule_version": "云州市 2026-01",
        "provisional": False,
    },
]
FILES = [
    {
        "name": "现场检查 记录仪 A-0127.mp4",
        "size": 633339904,
        "kind": "video",
        "state": "verified",
        "sha256": DIGEST,
        "duration_ms": 1122000,
        "href": "#play",
        "marks": [{"text": "01:10 出示证件", "href": "#t70"}, {"text": "01:52 告知权利", "href": "#t112"}],
        "looks": 4,
        "looks_href": "#looks",
    },
    {
        "name": "送达过程 20260923.mp4",
        "size": 1524713390,
        "kind": "video",
        "state": "paused",
        "percent": 62,
        "progress_line": "第 88/142 片，前 87 片已收到，不会重传",
        "resume_href": "#resume",
    },
    {"name": "货架照片 0012.jpg", "size": 3145728, "kind": "photo", "state": "uploaded"},
    {
        "name": "进货票据.pdf",
        "size": 245760,
        "kind": "file",
        "state": "mismatch",
        "note": "本机摘要与服务器不同，请重新上传",
    },
]


def _at(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


TIMELINE = [
    {"at": NOW, "who": "林某", "text": "上传告知书送达录像", "system": False, "files": FILES[1:2]},
    {
        "at": _at(9, 23, 16, 5),
        "text": "告知书送达已登记，陈述申辩期 5 个工作日开始，10月8日届满。",
        "system": True,
        "link_href": "#deadlines",
        "link_text": "看怎么算的",
    },
    {
        "at": _at(9, 23, 15, 48),
        "who": "许某",
        "text": "当面送达《行政处罚告知书》（云市监罚告〔2026〕131号）",
        "system": False,
        "quote": "当事人签收，店长表示回去和公司商量后再答复，可能会提交书面意见。",
    },
    {"at": _at(9, 18, 11, 20), "text": "法制审核第 2 轮同意，审核内容摘要已绑定。", "system": True},
    {
        "at": _at(9, 10, 17, 2),
        "who": "审核员 季某",
        "text": "退回第 1 轮：建议补充调查",
        "system": False,
        "quote": "货值金额只有店内标价照片，没有进货票据。请补充票据，并说明 38 件是否含已下架的 6 件。",
    },
    {
        "at": _at(8, 5, 10, 12),
        "who": "林某、许某",
        "text": "现场检查，《现场笔录》当事人已签名",
        "system": False,
        "files": FILES[:1],
    },
]
TIMELINE_FILTERS = [
    {"title": "全部", "href": "?show=all", "current": True},
    {"title": "只看人写的", "href": "?show=people", "current": False},
    {"title": "只看系统记的", "href": "?show=system", "current": False},
]
TABS = [
    {"title": "时间线", "href": "#timeline", "current": True},
    {"title": "文书", "href": "#documents", "count": 9},
    {"title": "证据与录像", "href": "#evidence", "count": 17},
    {"title": "审核", "href": "#rounds", "count": 2},
    {"title": "期限", "href": "#terms", "count": 5},
    {"title": "送达", "href": "#services", "count": 1},
]
FORM = Form(
    fields=[
        FormField("party", "当事人名称", "text", hint="与营业执照一致", required=True, value="惠邻超市"),
        FormField(
            "value_of_goods",
            "货值金额",
            "money",
            basis="食品安全法第一百二十四条：决定罚款幅度",
            required=True,
            value="壹千元",
            errors=["请填写数字，例如 1126.40"],
        ),
        FormField("checked_at", "检查时间", "datetime", required=True, value="2026-08-05T10:12"),
        FormField(
            "grade",
            "裁量档次",
            "radio",
            required=True,
            choices=[("light", "从轻"), ("normal", "一般"), ("heavy", "从重")],
            value="light",
        ),
        FormField(
            "told",
            "已告知的权利",
            "checkboxes",
            choices=[
                ("statement", "陈述、申辩"),
                ("avoidance", "申请回避"),
                ("refusal", "执法人员不足两人或者不出示证件时拒绝检查"),
            ],
            value=["statement"],
        ),
        FormField(
            "source",
            "案件来源",
            "select",
            required=True,
            choices=[("check", "日常监督检查"), ("report", "投诉举报"), ("transfer", "移送")],
            value="",
            errors=["请选择案件来源"],
        ),
        FormField(
            "reason", "裁量理由", "textarea", hint="写明事实，不写结论", required=True, value="货值小，配合调查。"
        ),
        FormField("photo", "现场照片", "file", hint="JPEG 或者 PNG"),
        FormField(
            "shown", "执法人员已出示执法证件", "checkbox", basis="行政处罚法第五十五条", required=True, value="true"
        ),
    ],
    errors={"value_of_goods": ["请填写数字，例如 1126.40"], "source": ["请选择案件来源"]},
)
NOTE_FORM = Form(
    fields=[FormField("note_text", "办案记事", "textarea", hint="写下后不能删除，只能补充", required=True)],
)
FILTERS = [
    FormField("words", "名称、文号或者文书里的任意两个字", "text"),
    FormField("act", "违法行为", "select", choices=[("food", "食品安全"), ("price", "价格")]),
    FormField("decided_from", "决定日期起", "date"),
]
COLUMNS = [
    {"key": "party", "title": "当事人与违法行为"},
    {"key": "state", "title": "状态"},
    {"key": "number", "title": "文号与机关", "nowrap": True},
    {"key": "fine", "title": "罚款", "number": True},
    {"key": "date", "title": "决定日期", "nowrap": True, "sort_href": "?sort=date", "sorted": "descending"},
]


def _row(party: str, act: str, state: dict[str, str], number: str, fine: str, day: str) -> dict[str, object]:
    return {
        "on": state["level"] == "soon",
        "cells": {
            "party": {"text": party, "href": "#case", "second": act},
            "state": state,
            "number": {"text": number, "second": "市市场监督管理局"},
            "fine": fine,
            "date": day,
        },
    }


ROWS = [
    _row(
        "云州市惠邻超市有限公司",
        "经营超过保质期的食品",
        {"level": "soon", "text": "还有 3 个工作日"},
        "云市监处罚〔2026〕128号",
        "¥50,000.00",
        "2026年10月15日",
    ),
    _row(
        "北塘县恒远建材有限公司",
        "未采取有效防尘措施",
        {"level": "done", "text": "已缴清"},
        "云环罚〔2026〕61号",
        "¥20,000.00",
        "2026年10月12日",
    ),
    _row(
        "云州通达货运有限公司",
        "车辆超过核定载质量",
        {"level": "late", "text": "已过期 2 天"},
        "云交罚〔2026〕402号",
        "¥3,000.00",
        "2026年10月9日",
    ),
    _row(
        "临江区禾味餐饮店",
        "餐具使用前未洗净消毒",
        {"level": "withdrawn", "text": "已撤下"},
        "临市监不罚〔2026〕17号",
        "",
        "2026年10月9日",
    ),
]
PAGE = {"first_href": "?", "previous_href": "?cursor=a", "next_href": "?cursor=b"}
DOWNLOADS = [("CSV", "?format=csv"), ("JSON", "?format=json"), ("Excel", "?format=xlsx")]
ACTIVE_FILTERS = [{"text": "违法行为：食品安全", "drop_href": "?"}, {"text": "2026年10月起", "drop_href": "?"}]
FIGURES = [
    {"title": "在办案件", "value": 486, "href": "#open"},
    {"title": "今天到期", "value": 11, "href": "#today"},
    {"title": "逾期事项", "value": 23, "href": "#late", "note": "比上月少 9"},
    {"title": "未公示（已过 7 个工作日）", "value": 4, "href": "#unpublished", "level": "late", "word": "逾期"},
]
SHARES = [("市市场监督管理局", 142, 6), ("市生态环境局", 58, 3), ("市文化广电和旅游局", 21, 0)]
CHANGES = [Change("货值金额", "¥1,126.40", "¥1,000.00"), Change("裁量理由", "货值小，配合调查。", "货值小，配合调查。")]
SUMMARY = [
    ("当事人", "云州市惠邻超市有限公司"),
    ("违法行为类型", "经营超过保质期的食品"),
    {"label": "处罚内容", "value": "罚款 ¥50,000.00", "note": "伍万元整；没收超过保质期的食品 38 件"},
    ("作出机关", "云州市市场监督管理局"),
    ("履行情况", None),
]
PAPER = {
    "agency": "云州市市场监督管理局",
    "title": "行政处罚决定书",
    "number": "云市监处罚〔2026〕128号",
    "paragraphs": [
        {"style": "flush", "pieces": "当事人：云州市惠邻超市有限公司"},
        {
            "style": "flush",
            "pieces": [
                "法定代表人：",
                {"redacted": "其他自然人姓名", "mark": "①"},
                "　身份证件号码：",
                {"redacted": "证件号码", "mark": "②"},
            ],
        },
        "2026年8月5日，本局执法人员对当事人经营场所开展现场检查，发现货架上陈列待售的“麦田”牌牛奶味饼干等3种食品共38件，均已超过包装标示的保质期，货值金额合计1,126.40元。",
        "一、没收超过保质期的食品38件；",
        "二、处罚款50,000.00元（伍万元整）。",
    ],
    "signed_by": "云州市市场监督管理局",
    "signed_on": date(2026, 10, 15),
    "sealed": True,
}
