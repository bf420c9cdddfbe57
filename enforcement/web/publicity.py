"""The publication desk: duties with their clocks, redactions by two persons, withdrawal, the 双公示 record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from enforcement.doors.access import current_actor, requires
from enforcement.doors.forms import build_form, load_form
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import DomainError, Invalid, Refused, Stale
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.publicity import queries, services
from enforcement.publicity.queries import DutyFilter
from enforcement.rules.publicity import Ground
from enforcement.schemas import publicity as schemas
from enforcement.web import publicity_views as views

publicity = Blueprint("publicity", __name__, url_prefix="/publicity")
publicity.add_app_template_filter(lambda value: Ground(value).words, "ground_words")


@publicity.get("/")
@requires(Permission.PUBLICATION_READ)
def duties() -> str:
    """What is to be published or withdrawn, by due day."""
    actor, now = current_actor(), current_instant()
    which = request.args.get("which", "open")
    page = queries.duties(actor, DutyFilter(which), now, request.args.get("cursor"))
    counts = queries.duty_counts(actor, now)
    today = civil_date(now)
    rows = [views.row(duty, today) for duty in page.items]
    return render_template(
        "publicity/duties.html",
        rows=rows,
        counts=counts,
        tabs=views.tabs(counts, which),
        pager=views.pager(page, which),
    )


@publicity.get("/<public_id>")
@requires(Permission.PUBLICATION_READ)
def duty(public_id: str) -> ResponseReturnValue:
    """One duty: its clock, the text with what is hidden, and what can be done."""
    return _page(public_id)


@publicity.post("/<public_id>/draft")
@requires(Permission.PUBLICATION_PROPOSE)
def draft(public_id: str) -> ResponseReturnValue:
    """Let the machine propose now instead of waiting for the job."""
    return _act(
        public_id,
        lambda: services.draft_redactions(current_actor(), public_id, current_instant()),
        _("已经提出隐去建议，请逐处核对"),
    )


@publicity.post("/<public_id>/preview")
@requires(Permission.PUBLICATION_PROPOSE, Permission.PUBLICATION_CONFIRM)
def preview(public_id: str) -> ResponseReturnValue:
    """Show the typed words as spans in the text; nothing is saved."""
    try:
        found = queries.duty(current_actor(), public_id)
        data = load_form(schemas.RedactionsSchema(), request.form)
        spans = services.resolved(found, data["spans"], data["words"])
    except Invalid as invalid:
        return _page(public_id, error=invalid)
    typed = request.form.copy()
    typed.setlist("spans", [schemas.span_key(span) for span in spans])
    typed["words"] = ""
    return _page(public_id, typed=typed, extra=spans)


@publicity.post("/<public_id>/propose")
@requires(Permission.PUBLICATION_PROPOSE)
def propose(public_id: str) -> ResponseReturnValue:
    """The first person hands the redactions in."""

    def act() -> None:
        command = schemas.proposal(public_id, load_form(schemas.RedactionsSchema(), request.form))
        services.propose_redactions(current_actor(), command, current_instant())

    return _act(public_id, act, _("已提交，等待另一名工作人员逐处确认"))


@publicity.post("/<public_id>/confirm")
@requires(Permission.PUBLICATION_CONFIRM)
def confirm(public_id: str) -> ResponseReturnValue:
    """The second person confirms; the decision is public from now."""

    def act() -> None:
        command = schemas.confirmation(public_id, load_form(schemas.RedactionsSchema(), request.form))
        services.confirm_redactions(current_actor(), command, current_instant())

    return _act(public_id, act, _("已确认并公示"))


@publicity.post("/<public_id>/return")
@requires(Permission.PUBLICATION_CONFIRM)
def send_back(public_id: str) -> ResponseReturnValue:
    """The second person sends the proposal back."""

    def act() -> None:
        command = schemas.returned(public_id, load_form(schemas.ReturnSchema(), request.form))
        services.return_redactions(current_actor(), command, current_instant())

    return _act(public_id, act, _("已退回"), "return")


@publicity.post("/<public_id>/exempt")
@requires(Permission.PUBLICATION_PROPOSE)
def exempt(public_id: str) -> ResponseReturnValue:
    """The first person proposes not to publish."""

    def act() -> None:
        command = schemas.exemption(public_id, load_form(schemas.ExemptionSchema(), request.form))
        services.propose_exemption(current_actor(), command, current_instant())

    return _act(public_id, act, _("已提出不公示，等待另一名工作人员确认"), "exempt")


@publicity.post("/<public_id>/answer")
@requires(Permission.PUBLICATION_CONFIRM)
def answer(public_id: str) -> ResponseReturnValue:
    """The second person agrees not to publish, or sends it back."""

    def act() -> None:
        command = schemas.exemption_answer(public_id, load_form(schemas.AnswerSchema(), request.form))
        services.answer_exemption(current_actor(), command, current_instant())

    return _act(public_id, act, _("意见已经记录"), "answer")


@publicity.route("/records/<code>/withdraw", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_WITHDRAW)
def withdraw(code: str) -> ResponseReturnValue:
    """Take a decision down, with the reason the public reads."""
    found = queries.duty_of_record(current_actor(), code)
    form, error = build_form(schemas.WithdrawSchema()), None
    if request.method == "POST":
        try:
            command = schemas.withdrawal(code, load_form(schemas.WithdrawSchema(), request.form))
            services.withdraw(current_actor(), command, current_instant())
        except (Invalid, Refused, Stale) as refusal:
            error = refusal
            form = build_form(schemas.WithdrawSchema(), request.form, getattr(refusal, "errors", {}))
        else:
            flash(_("已撤下；公示页只保留文号、日期和理由"), "success")
            return redirect(url_for("publicity.duty", public_id=found.public_id), code=303)
    page = render_template("publicity/withdraw.html", duty=found, record=found.record, form=form, error=error)
    return page, error.status if error else 200


@publicity.get("/<public_id>/twin.<any(json, csv):form>")
@requires(Permission.PUBLICATION_READ)
def twin(public_id: str, form: str) -> ResponseReturnValue:
    """The 30-field record for 双公示 with its checks, for the exchange with the credit platform."""
    found = queries.duty(current_actor(), public_id)
    return views.twin_file(found, civil_date(current_instant()), form)


def _act(public_id: str, act: Callable[[], object], done: str, form: str = "redactions") -> ResponseReturnValue:
    """Do it and go back to the page; a refusal is said on the page, with what was typed."""
    try:
        act()
    except (Invalid, Refused, Stale) as refusal:
        return _page(public_id, error=refusal, form=form)
    flash(done, "success")
    return redirect(url_for("publicity.duty", public_id=public_id), code=303)


def _page(
    public_id: str,
    *,
    error: DomainError | None = None,
    form: str = "redactions",
    typed: Any = None,
    extra: Any = (),
) -> ResponseReturnValue:
    actor, now = current_actor(), current_instant()
    found = queries.duty(actor, public_id)
    given = typed if typed is not None else request.form if error is not None else None
    context = views.duty_context(found, actor, civil_date(now), views.Typed(form, given, error, extra))
    return render_template("publicity/duty.html", **context), error.status if error else 200
