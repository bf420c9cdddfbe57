"""What people type on the pages of feedback and rectification; files come as the browser sends them."""

from __future__ import annotations

from typing import Any, Protocol

from marshmallow import EXCLUDE, Schema, fields, validate

from enforcement.evaluation.commands.uploads import Upload
from enforcement.schemas.inspection_libraries import text_field, version_field

LONGEST = 4_000
LARGEST_READ = 16 * 1024 * 1024
"""The largest form that the application takes; what is too large for a proof, its service says."""
ACCEPT = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
FILES_HINT = "PDF、PNG、JPEG；至多 8 个，每个不超过 10 MB，一次合计不超过 15 MB"
UPHELD, REJECTED = "upheld", "rejected"
DECISIONS = ((UPHELD, "异议成立，更正扣分"), (REJECTED, "异议不成立，维持原评分"))
PASSED, RETURNED = "passed", "returned"
CHECKS = ((PASSED, "整改到位"), (RETURNED, "退回，继续整改"))


class Sent(Protocol):
    """A file of a form."""

    filename: str | None

    def read(self, size: int = -1) -> bytes:
        """Its bytes."""


class Uploaded(fields.Field[Upload]):
    """A file of a form -> the upload of a command."""

    def _deserialize(self, value: Sent, *_where: Any, **_named: Any) -> Upload:
        return Upload(value.filename or "", value.read(LARGEST_READ))


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


def _files(label: str) -> fields.List[Upload]:
    return fields.List(
        Uploaded(),
        load_default=list,
        metadata={"label": label, "hint": FILES_HINT, "widget": "file", "accept": ACCEPT},
    )


class ObjectionFields(_Form):
    """Why a deduction or a veto should not stand."""

    grounds = _long("异议的理由", "写明哪一处扣分不对、卷内哪份文书能够证明")
    files = _files("证明材料")


class AnswerObjectionFields(_Form):
    """The planner's answer; ``fallen`` are the codes of the deductions that fall."""

    decision = _choice("答复", DECISIONS)
    fallen = fields.List(
        fields.String(),
        load_default=list,
        metadata={"label": "哪些扣分撤销", "hint": "异议成立的才选；都不选的，整项撤销"},
    )
    reasons = _long("答复的理由", "书面答复被评查机关，说明采纳或者不采纳的事实和依据")
    version = version_field()


class SubmitRectificationFields(_Form):
    """What was corrected, with what proves it."""

    text = _long("整改情况", "写明怎样改正、改正的日期、今后怎样防止再发生")
    files = _files("证明材料")
    version = version_field()


class RecheckFields(_Form):
    """What the re-check found."""

    decision = _choice("复查结论", CHECKS)
    reasons = _long("理由", "退回的必须写明还差什么", required=False)
    version = version_field()
