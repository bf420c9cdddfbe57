"""Forms and requests of recording. Times are typed as civil time in China and leave here as UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from enforcement.foundation.clock import SHANGHAI

MILLISECONDS = 1000
LONGEST_NUMBER = 5
BASIS_LIST = "国办发〔2018〕118号：音像记录事项清单"
NOT_A_TIME = "请按“年-月-日 时:分”填写时间。"


class CivilTime(fields.Field[datetime]):
    """`2026-08-05T10:12` in China's civil time, as a `datetime-local` input sends it."""

    def _deserialize(self, value: Any, *_where: Any, **_named: Any) -> datetime:
        try:
            typed = datetime.fromisoformat(str(value))
            return (typed if typed.tzinfo else typed.replace(tzinfo=SHANGHAI)).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError(NOT_A_TIME) from error


class PlayTime(fields.Field[int]):
    """`1:10`, `01:10` or `1:02:03` as milliseconds from the beginning."""

    def _deserialize(self, value: Any, *_where: Any, **_named: Any) -> int:
        pieces = str(value).replace("：", ":").split(":")
        digits = all(piece.isascii() and piece.isdigit() and len(piece) <= LONGEST_NUMBER for piece in pieces)
        if not 1 <= len(pieces) <= 3 or not digits:  # noqa: PLR2004 -- hours, minutes, seconds
            raise ValidationError("时间点请按 分:秒 填写，例如 01:10。")
        seconds = 0
        for piece in pieces:
            seconds = seconds * 60 + int(piece)
        return seconds * MILLISECONDS


def _text(label: str, longest: int, **more: Any) -> fields.String:
    return fields.String(
        load_default="",
        validate=validate.Length(max=longest, error=f"“{label}”至多 {longest} 个字。"),
        metadata={"label": label, **more},
    )


def _time(label: str, **more: Any) -> CivilTime:
    missing = f"请填写{label}。"
    return CivilTime(
        required=True,
        error_messages={"required": missing},
        metadata={"label": label, "widget": "datetime", **more},
    )


class AnnouncementSchema(Schema):
    """What is said about a recording before it is sent."""

    class Meta:
        """The file itself and the token come in the same form."""

        unknown = EXCLUDE

    list_item = fields.Integer(
        load_default=None,
        allow_none=True,
        error_messages={"invalid": "请从清单中选择一项，或者留空。"},
        metadata={"label": "音像记录事项", "widget": "select", "basis": BASIS_LIST},
    )
    title = _text("名称", 100, hint="留空时用事项名称")
    recorded_from_at = _time("开始录制")
    recorded_to_at = _time("结束录制", hint="上传期限从这一刻起算")
    place = _text("地点", 200)
    device_no = _text("设备编号", 60, placeholder="A-0127")
    party_told = fields.Boolean(load_default=False, metadata={"label": "已告知当事人正在录音录像"})
    interruptions = _text("中断及原因", 500, widget="textarea", rows=2, hint="中途停录的，写明时间和原因")
    late_reason = _text("迟传原因", 500, widget="textarea", rows=2, hint="超过上传期限的必须写明")


class UploadSchema(AnnouncementSchema):
    """The same, with the file as the browser knows it: size in bytes, digest of its first MiB."""

    filename = fields.String(required=True, error_messages={"required": "没有文件名。"})
    content_type = fields.String(load_default="")
    size = fields.Integer(required=True, error_messages={"required": "没有文件大小。", "invalid": "文件大小不是整数。"})
    head_sha256 = fields.String(
        load_default="", validate=validate.Regexp(r"^([0-9a-f]{64})?$", error="摘要应为 64 位十六进制。")
    )


class PartsSchema(Schema):
    """Numbers of the parts for which links are asked."""

    numbers = fields.List(fields.Integer(), required=True)


class CompletionSchema(Schema):
    """The digest the browser computed while reading."""

    sha256 = fields.String(required=True, error_messages={"required": "没有摘要。"})


class ReasonSchema(Schema):
    """A reason in words."""

    class Meta:
        """The token comes in the same form."""

        unknown = EXCLUDE

    reason = _text("原因", 500)


class MarkSchema(Schema):
    """A time mark."""

    class Meta:
        """The token comes in the same form."""

        unknown = EXCLUDE

    at = PlayTime(
        required=True,
        error_messages={"required": "请填写时间点。"},
        metadata={"label": "时间点", "placeholder": "01:10"},
    )
    text = fields.String(
        required=True,
        error_messages={"required": "请写明这一刻是什么。"},
        metadata={"label": "这一刻是什么", "placeholder": "出示执法证件", "maxlength": 100},
    )
