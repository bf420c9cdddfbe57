"""Papers as the API shows them, and the inputs of service, signatures and seals."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from enforcement.documents.form_list import FORMS
from enforcement.documents.images import LARGEST_BYTES
from enforcement.documents.services import Document
from enforcement.rules.service import MODE_NAMES, ServiceMode

DATA_URL = "data:image/png;base64,"
MODES = tuple((mode.value, MODE_NAMES[mode]) for mode in ServiceMode)
CPL87 = "民事诉讼法第八十七条"
CPL89 = "民事诉讼法第八十九条"


class PngField(fields.Field[bytes]):
    """A picture drawn in the browser, as a PNG data URL or bare base64, or an uploaded file."""

    def _deserialize(self, value: Any, *_place: Any, **_named: Any) -> bytes:
        if hasattr(value, "read"):
            return bytes(value.read(LARGEST_BYTES + 1))
        try:
            return base64.b64decode(str(value).removeprefix(DATA_URL), validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValidationError("签名图片没有完整送达，请重新签名。") from error


def _text(label: str, longest: int, *, required: bool = False, **more: Any) -> fields.String:
    presence: dict[str, Any] = {"required": True} if required else {"load_default": ""}
    return fields.String(
        **presence,
        error_messages={"required": f"请填写“{label}”。"},
        validate=validate.Length(max=longest, error=f"“{label}”至多{longest}个字。"),
        metadata={"label": label, **more},
    )


class ServiceFields(Schema):
    """What is told about an act of service (送达); a room's schema adds whose paper it is."""

    mode = fields.Enum(
        ServiceMode,
        by_value=True,
        required=True,
        error_messages={"required": "请选择送达方式。", "unknown": "请从列表中选择送达方式。"},
        metadata={"label": "送达方式", "widget": "radio", "choices": MODES, "basis": "行政处罚法第六十一条"},
    )
    served_on = fields.Date(
        required=True,
        error_messages={"required": "请填写送达日期。", "invalid": "“送达日期”请写成年-月-日，例如2026-11-22。"},
        metadata={
            "label": "送达日期",
            "hint": "签收、留置、到达系统、回执注明或者发出公告的日期",
            "basis": CPL87,
        },
    )
    place = _text("送达地点", 200, required=True, basis=CPL87)
    recipient = _text("签收人", 100, hint="直接送达、委托送达时填写", basis="民事诉讼法第八十八条")
    relation = _text("签收人与受送达人的关系", 100, hint="例如本人、法定代表人、成年家属、收发人员")
    signature_png = PngField(load_default=None, metadata={"label": "签收人签名", "widget": "signature", "basis": CPL87})
    refusal = _text("拒收事由和日期", 500, widget="textarea", hint="留置送达时填写", basis=CPL89)
    witness = _text("见证人", 100, hint="留置送达时，见证人和音像记录至少有一项", basis=CPL89)
    recording_id = _text("记录送达过程的音像记录", 20, basis=CPL89)
    note = _text("备注", 1000, widget="textarea", hint="邮件号码和回执、受委托机关、公告的原因和经过写在这里")


def _form_name(row: Document) -> str:
    return FORMS[row.form].name


class DocumentSchema(Schema):
    """A paper of a matter."""

    public_id = fields.String(metadata={"description": "Opaque id"})
    form = fields.String(metadata={"description": "Code of the statutory form"})
    form_name = fields.Function(_form_name, metadata={"description": "文书名称"})
    title = fields.String()
    number = fields.String(metadata={"description": "文号; empty for forms without one"})
    issued_on = fields.Date(metadata={"description": "Civil date in China"})
    issued_at = fields.DateTime()
    issued_by = fields.String(attribute="issued_by_name")
    sealed = fields.Boolean()
    pages = fields.Integer()
    size = fields.Integer(metadata={"description": "Bytes of the PDF"})
    sha256 = fields.String(metadata={"description": "SHA-256 of the PDF, hex"})
    data_digest = fields.String(metadata={"description": "SHA-256 of the canonical JSON of the contents, hex"})
    served_on = fields.Date(attribute="service.served_on", metadata={"description": "Day it counts as served"})
    service_mode = fields.Enum(ServiceMode, by_value=True, attribute="service.mode")


def _first_day(label: str) -> fields.Date:
    return fields.Date(
        required=True,
        error_messages={
            "required": f"请填写“{label}”。",
            "invalid": f"“{label}”请写成年-月-日，例如2026-11-22。",
        },
        metadata={"label": label},
    )


class RegisterSealSchema(Schema):
    """Registration of a seal (印章登记)."""

    organisation = fields.String(
        required=True,
        error_messages={"required": "请选择“单位”。"},
        metadata={"label": "单位", "widget": "select"},
    )
    name = _text("印章名称", 100, required=True, hint="印文上的全称")
    valid_from = _first_day("启用日期")
    image_png = PngField(
        required=True,
        error_messages={"required": "请选择印章图片。"},
        metadata={"label": "印章图片", "widget": "file", "hint": "PNG，底色透明，红色印文"},
    )


class RevokeSealSchema(Schema):
    """The end of a seal (印章停用)."""

    version = fields.Integer(required=True, metadata={"widget": "hidden"})
    valid_to = _first_day("最后使用日期")
    reason = _text("停用原因", 500, required=True, widget="textarea")
