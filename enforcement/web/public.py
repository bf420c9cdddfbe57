"""Pages for everyone: portal, search, permanent pages of decisions, verification. No sign-in, no cookie."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from werkzeug.datastructures import MultiDict

from enforcement.doors.access import public
from enforcement.doors.forms import load_form
from enforcement.doors.limits import SINGLE_ANSWERS, WHOLE_LISTS, limiter
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError, Invalid, NotFound, TooMany
from enforcement.platform.demo_clock import current_instant
from enforcement.platform.search import terms
from enforcement.publicity import register
from enforcement.publicity.content import is_intact, public_content
from enforcement.publicity.register import RegisterFilter
from enforcement.rules.publicity import CreditClass
from enforcement.schemas.publicity import RegisterFilterSchema
from enforcement.web import public_lists as lists
from enforcement.web.public_draws_lists import latest_draws
from enforcement.web.qr import qr_answer

portal = Blueprint("portal", __name__)

portal.add_app_template_filter(lists.mark, "circled")
portal.add_app_template_filter(lists.atom_time, "atom_time")

LATEST = 9
RECENT = timedelta(days=30)
SHA256_LENGTH = 64


@portal.app_context_processor
def navigation() -> dict[str, Any]:
    """What every public page has above and below."""
    return {
        "public_navigation": [
            {"title": title, "href": url_for(endpoint), "current": lists.stands_under(endpoint, request.endpoint)}
            for title, endpoint in lists.NAVIGATION
            if endpoint in current_app.view_functions
        ],
        "statutory": lists.statutory,
        "portal": {"name": "行政执法公示平台", "host": "依法公示、逐件核验、到期撤下"},
    }


@portal.get("/")
@public
def home() -> ResponseReturnValue:
    """One search, the latest decisions, verification."""
    today = civil_date(current_instant())
    page = register.find_public(RegisterFilter(), size=LATEST)
    published, withdrawn = register.state_counts(today.replace(month=1, day=1))
    return render_template(
        "public/home.html",
        rows=lists.rows(page.items, ()),
        columns=lists.columns(RegisterFilter()),
        published=published,
        withdrawn=withdrawn,
        shown=len(page.items),
        chips=lists.chips(register.choices(), today - RECENT),
        updated_at=register.last_change(),
        downloads=lists.downloads(MultiDict()),
        links=lists.portal_links(),
        draws=latest_draws(),
    )


@portal.get("/decisions")
@public
def decisions() -> ResponseReturnValue:
    """The register with its filters; an empty result offers to drop each of them."""
    choices = register.choices()
    try:
        wanted = _wanted()
        page = register.find_public(wanted, request.args.get("cursor") or None)
        count = register.count_public(wanted)
    except Invalid as invalid:
        return render_template("public/decisions.html", **lists.refused(invalid, choices)), invalid.status
    return render_template("public/decisions.html", **lists.found(wanted, page, count, choices))


@portal.get("/decisions.<any(csv, json, atom):form>")
@public
@limiter.limit(WHOLE_LISTS)
def export(form: str) -> ResponseReturnValue:
    """The same list for programs: CSV, JSON, or an Atom feed to follow a search."""
    wanted = _wanted()
    if form == "atom":
        page = register.find_public(wanted)
        text = render_template("public/decisions.atom.xml", records=page.items, question=lists.question(wanted))
        return Response(text, mimetype="application/atom+xml")
    records = lists.everything(wanted)
    if form == "csv":
        return lists.attachment(lists.as_csv(records), "text/csv; charset=utf-8", "执法决定.csv")
    return lists.json_answer({"count": register.count_public(wanted), "items": [lists.item(row) for row in records]})


@portal.get("/p/<code>")
@public
def decision(code: str) -> ResponseReturnValue:
    """The permanent page of a decision; withdrawn or expired it still says so."""
    record = register.record_of(code)
    if code != record.code:
        return redirect(url_for("portal.decision", code=record.code), code=301)
    answer = Response(
        render_template(
            "public/decision.html",
            record=record,
            intact=is_intact(record),
            paper=lists.paper(record),
            summary=lists.summary(record),
            permanent=lists.permanent_address(record.code),
            credit_words=CreditClass(record.credit_class).words,
            law=lists.ARTICLE_OF_END.get(record.state, ""),
        )
    )
    answer.add_etag()
    return answer.make_conditional(request)


@portal.get("/p/<code>.json")
@public
def decision_json(code: str) -> ResponseReturnValue:
    """The content that the digest is taken of, and the digest."""
    record = register.record_of(code)
    content = public_content(record)
    address = lists.permanent_address(record.code)
    return lists.json_answer({"content": content, "content_sha256": record.digest, "address": address})


@portal.get("/p/<code>/qr.svg")
@public
def decision_qr(code: str) -> ResponseReturnValue:
    """The permanent address as a QR code."""
    record = register.record_of(code)
    return qr_answer(lists.permanent_address(record.code))


@portal.get("/verify")
@public
@limiter.limit(SINGLE_ANSWERS)
def verify() -> ResponseReturnValue:
    """By check code, or by the digest of the file in hand."""
    code, sha256 = request.args.get("code", "").strip(), request.args.get("sha256", "").strip().lower()
    record, matches, problem, status = None, None, "", 200
    if code:
        try:
            record = register.record_of(code)
        except NotFound as missing:
            problem, status = missing.message, missing.status
    elif sha256 and (len(sha256) != SHA256_LENGTH or not set(sha256) <= set("0123456789abcdef")):
        problem, status = "SHA-256 摘要是 64 位十六进制字符（0-9、a-f），请核对后再试", 422
    elif sha256:
        matches = register.records_with_document(sha256)
    page = render_template(
        "public/verify.html", code=code, sha256=sha256, record=record, matches=matches, problem=problem
    )
    return page, status


@portal.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Search engines may read decisions; lists in every order and format would only repeat them."""
    lines = ["User-agent: *", "Allow: /p/", "Disallow: /decisions.csv", "Disallow: /decisions.json", "Disallow: /home"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@portal.errorhandler(DomainError)
def refuse(error: DomainError) -> ResponseReturnValue:
    """What is not here, said on a public page."""
    return render_template("public/problem.html", error=error), error.status


@portal.errorhandler(RateLimitExceeded)
def slow_down(_exceeded: RateLimitExceeded) -> ResponseReturnValue:
    """Too many whole lists or codes in a minute."""
    error = TooMany("一分钟内下载或者核验的次数太多，请过一会儿再试")
    return render_template("public/problem.html", error=error), error.status


def _wanted() -> RegisterFilter:
    wanted = load_form(RegisterFilterSchema(), request.args)
    if not isinstance(wanted, RegisterFilter):
        abort(400)
    terms(wanted.q)
    return wanted
