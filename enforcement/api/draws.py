"""Draws for everyone (list, bundle, proof, public values), and the acts of the people who make them."""

from __future__ import annotations

from typing import Any

from enforcement.api.blueprint import ApiBlueprint
from enforcement.api.bodies import read, sent
from enforcement.doors.access import current_actor, public, requires
from enforcement.doors.limits import SINGLE_ANSWERS, limiter
from enforcement.draws import queries, register, services
from enforcement.draws.bundles import is_open
from enforcement.draws.commands import AddContribution, AnswerVoid, AskVoid, CorrectValue, RollDice, TypeValue
from enforcement.draws.register import PublicFilter
from enforcement.foundation.permissions import Permission
from enforcement.platform.demo_clock import current_instant
from enforcement.schemas import draws as forms
from enforcement.schemas import draws_shown as shown
from enforcement.schemas.shown import PageQuerySchema

draws = ApiBlueprint("draws", "抽取")
READERS = (Permission.DRAW_READ,)


class _Shown:
    """A draw for the desk, with what it still waits for; what happened to a sealed one is in its bundle."""

    def __init__(self, draw: Any) -> None:
        self._draw = queries.draw(current_actor(), draw.public_id)
        self.missing = queries.missing_for_seed(self._draw, current_instant()) if self._draw.commit_hex else ()
        self.events = self._draw.events if is_open(self._draw) else []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._draw, name)


@draws.operation("GET", "/lots", "公开的抽取")
@public
@draws.arguments(shown.PublicDrawQuerySchema, location="query")
@draws.response(200, shown.PublicDrawPageSchema)
@limiter.limit(SINGLE_ANSWERS)
def list_public_draws(asked: dict[str, Any]) -> object:
    """From the commit on, and void ones, newest first."""
    wanted = PublicFilter(asked["agency"], asked["state"], asked["year"])
    return register.public_draws(wanted, asked["cursor"] or None, asked["limit"])


@draws.operation("GET", "/lots/<agency>/<draw_no>", "一次公开的抽取")
@public
@draws.response(200, shown.PublicDrawSchema)
def get_public_draw(agency: str, draw_no: str) -> object:
    """By the agency's code and the number."""
    return register.public_draw(agency, draw_no)


@draws.operation("GET", "/lots/<agency>/<draw_no>/bundle", "抽取的全部公开数据（bundle v1）")
@public
@draws.response(200)
@limiter.limit(SINGLE_ANSWERS)
def get_public_bundle(agency: str, draw_no: str) -> dict[str, Any]:
    """What the verifier reads; of a sealed draw without list and key before it is opened."""
    return register.bundle_of(register.public_draw(agency, draw_no))


@draws.operation("GET", "/lots/<agency>/<draw_no>/proof", "一个企业在这次抽取中的证明")
@public
@draws.arguments(shown.ProofQuerySchema, location="query")
@draws.response(200)
@limiter.limit(SINGLE_ANSWERS)
def get_proof(asked: dict[str, Any], agency: str, draw_no: str) -> dict[str, Any]:
    """In the pool or excluded by which rule, its ticket, the threshold, the outcome."""
    return register.proof_of(register.public_draw(agency, draw_no), asked["object"])


@draws.operation("GET", "/lot-values", "公开随机数")
@public
@draws.arguments(PageQuerySchema, location="query")
@draws.response(200, shown.DrawPublicValuePageSchema)
@limiter.limit(SINGLE_ANSWERS)
def list_public_values(asked: dict[str, Any]) -> object:
    """Latest announcement first."""
    return register.public_values(asked["cursor"] or None, asked["limit"])


@draws.operation("GET", "/lot-values/<source_id>", "一期公开随机数")
@public
@draws.response(200, shown.DrawPublicValueSchema)
def get_public_value(source_id: str) -> object:
    """With its entries, once two people have typed."""
    return register.value_records(source_id)


@draws.operation("GET", "/draws", "抽取")
@requires(*READERS)
@draws.arguments(shown.DrawQuerySchema, location="query")
@draws.response(200, shown.DrawPageSchema)
def list_draws(asked: dict[str, Any]) -> object:
    """Within one's scope, newest first."""
    wanted = queries.DrawFilter(asked["state"], None, asked["q"])
    return queries.draws_of(current_actor(), wanted, asked["cursor"] or None, asked["limit"])


@draws.operation("GET", "/draws/<draw_id>", "一次抽取")
@requires(*READERS)
@draws.response(200, shown.DrawShownSchema)
def get_draw(draw_id: str) -> object:
    """Its course, and what it still waits for."""
    return _Shown(queries.draw(current_actor(), draw_id))


@draws.operation("GET", "/draws/<draw_id>/bundle", "抽取的数据（bundle v1）")
@requires(*READERS)
@draws.response(200)
def get_bundle(draw_id: str) -> dict[str, Any]:
    """As everybody gets it: of a sealed draw without list, officers and key before it is opened."""
    return register.bundle_of(queries.draw(current_actor(), draw_id))


@draws.operation("POST", "/draws/<draw_id>/sealed-list", "监督查看密封名单")
@requires(Permission.SUPERVISION_READ)
@draws.response(200, headers={"Cache-Control": {"schema": {"type": "string"}}})
def look_at_list(draw_id: str) -> object:
    """The whole bundle; each look is written down."""
    bundle = services.look_at_list(current_actor(), draw_id, current_instant())
    return bundle, 200, {"Cache-Control": "no-store"}


@draws.operation("POST", "/draws/<draw_id>/approval", "批准抽取方案")
@requires(Permission.DRAW_APPROVE)
@draws.response(200, shown.DrawShownSchema)
def approve_draw(draw_id: str) -> object:
    """By another person than the drafter."""
    return _Shown(services.approve_draw(current_actor(), draw_id, current_instant()))


@draws.operation("POST", "/draws/<draw_id>/contributions", "登记现场发言", body=forms.ContributionSchema())
@requires(Permission.DRAW_DRAFT)
@draws.response(201, shown.DrawShownSchema)
def add_contribution(draw_id: str) -> object:
    """Typed openly in the room."""
    given = read(forms.ContributionSchema(), sent())
    command = AddContribution(draw_id, given["who"], given["text"])
    return _Shown(services.add_contribution(current_actor(), command, current_instant()))


@draws.operation("POST", "/draws/<draw_id>/contributions/closing", "截止现场发言")
@requires(Permission.DRAW_DRAFT)
@draws.response(200, shown.DrawShownSchema)
def close_contributions(draw_id: str) -> object:
    """No more words."""
    return _Shown(services.close_contributions(current_actor(), draw_id, current_instant()))


@draws.operation("POST", "/draws/<draw_id>/dice", "登记掷骰", body=forms.DiceSchema())
@requires(Permission.DRAW_DRAFT)
@draws.response(201, shown.DrawShownSchema)
def roll_dice(draw_id: str) -> object:
    """Digits in the order of rolling."""
    given = read(forms.DiceSchema(), sent())
    command = RollDice(draw_id, given["who"], given["text"])
    return _Shown(services.roll_dice(current_actor(), command, current_instant()))


@draws.operation("POST", "/draws/<draw_id>/dice/closing", "截止掷骰")
@requires(Permission.DRAW_DRAFT)
@draws.response(200, shown.DrawShownSchema)
def close_dice(draw_id: str) -> object:
    """No more rolls."""
    return _Shown(services.close_dice(current_actor(), draw_id, current_instant()))


@draws.operation("POST", "/draws/<draw_id>/witnesses", "见证签名")
@requires(Permission.DRAW_WITNESS)
@draws.response(201, shown.DrawShownSchema)
def sign_witness(draw_id: str) -> object:
    """Sign for the commit."""
    return _Shown(services.sign_witness(current_actor(), draw_id, current_instant()))


@draws.operation("POST", "/draws/<draw_id>/advance", "现在计算并公布")
@requires(Permission.DRAW_DRAFT)
@draws.response(200, shown.DrawShownSchema)
def advance_draw(draw_id: str) -> object:
    """What the scheduler does by itself; ``missing`` tells what is still waited for."""
    return _Shown(services.advance_draw(current_actor(), draw_id, current_instant()))


@draws.operation("POST", "/draws/<draw_id>/opening", "公开密封名单")
@requires(Permission.DRAW_APPROVE)
@draws.response(200, shown.DrawShownSchema)
def open_sealed_draw(draw_id: str) -> object:
    """On its day."""
    return _Shown(services.open_sealed_draw(current_actor(), draw_id, current_instant()))


@draws.operation("POST", "/draws/<draw_id>/void", "提出作废", body=forms.VoidSchema())
@requires(Permission.DRAW_DRAFT, Permission.DRAW_APPROVE)
@draws.response(200, shown.DrawShownSchema)
def ask_void(draw_id: str) -> object:
    """With the reason that will be public."""
    command = AskVoid(draw_id, read(forms.VoidSchema(), sent())["reason"])
    return _Shown(services.ask_void(current_actor(), command, current_instant()))


@draws.operation("POST", "/draws/<draw_id>/void/answer", "答复作废", body=forms.VoidAnswerSchema())
@requires(Permission.DRAW_APPROVE)
@draws.response(200, shown.DrawShownSchema)
def answer_void(draw_id: str) -> object:
    """By another person than the one who asked."""
    agreed = read(forms.VoidAnswerSchema(), sent())["answer"] == "agree"
    return _Shown(services.answer_void(current_actor(), AnswerVoid(draw_id, agreed), current_instant()))


@draws.operation("GET", "/random-values", "等待录入的公开随机数")
@requires(Permission.RANDOMNESS_TYPE, Permission.DRAW_READ)
@draws.response(200, shown.ValueDeskListSchema)
def list_open_values() -> dict[str, Any]:
    """What another typed is not shown before two have."""
    return {"items": queries.open_values(current_actor(), current_instant())}


@draws.operation("POST", "/random-values/<source_id>/entries", "录入公开随机数", body=forms.ValueSchema())
@requires(Permission.RANDOMNESS_TYPE)
@draws.response(201, shown.DrawPublicValueSchema)
def type_value(source_id: str) -> object:
    """One of two independent readings; the picture in base64."""
    given = read(forms.ValueSchema(), sent())
    services.type_value(current_actor(), TypeValue(source_id, given["typed"], given["picture"]), current_instant())
    return register.value_records(source_id)


@draws.operation(
    "POST", "/random-values/<source_id>/entries/<entry_id>/correction", "更正录入", body=forms.CorrectionSchema()
)
@requires(Permission.RANDOMNESS_TYPE)
@draws.response(201, shown.DrawPublicValueSchema)
def correct_value(source_id: str, entry_id: str) -> object:
    """A new, visible entry; it counts once a witness signed."""
    given = read(forms.CorrectionSchema(), sent())
    command = CorrectValue(source_id, entry_id, given["typed"], given["picture"], given["reason"])
    services.correct_value(current_actor(), command, current_instant())
    return register.value_records(source_id)


@draws.operation("POST", "/random-values/<source_id>/entries/<entry_id>/witness", "见证更正")
@requires(Permission.DRAW_WITNESS)
@draws.response(200, shown.DrawPublicValueSchema)
def witness_correction(source_id: str, entry_id: str) -> object:
    """From now on the correction counts."""
    services.witness_correction(current_actor(), source_id, entry_id, current_instant())
    return register.value_records(source_id)


@draws.operation("GET", "/draw-notices", "抽取的提醒和警报")
@requires(*READERS)
@draws.response(200, shown.DrawNoticeListSchema)
def list_notices() -> dict[str, Any]:
    """What is due or wrong and not yet settled."""
    return {"items": queries.notices(current_actor())}
