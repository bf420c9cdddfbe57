"""What is said in feedback and rectification, on pages and by programs alike."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from enforcement.schemas.inspection_libraries import text_field, version_field
from enforcement.schemas.uploads import uploads_field

LONGEST = 4_000
UPHELD, REJECTED = "upheld", "rejected"
DECISIONS = ((UPHELD, "异议成立，更正扣分"), (REJECTED, "异议不成立，维持原评分"))
PASSED, RETURNED = "passed", "returned"
CHECKS = ((PASSED, "整改通过"), (RETURNED, "退回，重新整改"))


class _Form(Schema):
    """Leaves aside what it does not know."""

    class Meta:
        unknown = EXCLUDE


def _long(label: str, hint: str = "", *, required: bool = True) -> fields.String:
    return text_field(label, hint, required=required, longest=LONGEST, widget="textarea")


def _choice(label: str, choices: tuple[tuple[str, str], ...]) -> fields.String:
    wrong = f"请选择{label}"
    return fields.String(
        required=True,
        validate=validate.OneOf([one for one, _ in choices], error=wrong),
        error_messages={"required": wrong},
        metadata={"label": label, "widget": "radio", "choices": choices},
    )


class ObjectionFields(_Form):
    """Why a deduction or a veto should not stand."""

    grounds = _long("异议的理由", "写明哪一处扣分不对、卷内哪份文书能够证明")
    uploads = uploads_field("证明材料")


class AnswerObjectionFields(_Form):
    """The planner's answer; ``fallen`` are the codes of the deductions that fall."""

    decision = _choice("答复", DECISIONS)
    fallen = fields.List(
        fields.String(),
        load_default=list,
        metadata={"label": "撤销哪些扣分", "hint": "异议成立的才选；一项都不选的，全部撤销"},
    )
    reasons = _long("答复的理由", "书面答复被评查机关：采纳或者不采纳的事实和依据")
    version = version_field()


class WaiveReEvaluationFields(_Form):
    """Why a failed file isn't re-evaluated."""

    reason = _long("理由", "写明为什么没有可以复评的人")
    version = version_field()


class SubmitRectificationFields(_Form):
    """What was corrected, with what proves it."""

    text = _long("整改情况", "写明怎样改正、哪一天改正、今后怎样防止再发生")
    uploads = uploads_field("证明材料")
    version = version_field()


class RecheckFields(_Form):
    """What the re-check found."""

    decision = _choice("复核结论", CHECKS)
    reasons = _long("理由", "退回的必须写明还差什么", required=False)
    version = version_field()
