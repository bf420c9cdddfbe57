"""Case files at the door of the API."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load

from enforcement.evaluation.commands.files import TakeIn
from enforcement.rules.evaluation.drawing import MustDraw
from enforcement.schemas.shown import named, texts

KNOWN_TRAITS = tuple((kind.value, kind.words) for kind in MustDraw)
NO_PDF = "应为 base64 编码的 PDF"


class TakeInSchema(Schema):
    """A case file, its volume, and what the importer knows of it -> ``TakeIn``."""

    file = fields.Dict(
        keys=fields.String(),
        required=True,
        error_messages={"required": "缺少案卷", "invalid": "应为对象"},
        metadata={"description": "交换格式的案卷，见 docs/casefile.schema.json"},
    )
    volume = fields.String(load_default=None, allow_none=True, metadata={"description": "案卷的 PDF，base64 编码"})
    traits = fields.List(
        fields.Enum(MustDraw, by_value=True),
        load_default=list,
        metadata={"description": "应当评查的情形：经过复议、诉讼，被投诉举报，上级交办"},
    )

    @post_load
    def make(self, data: dict[str, Any], **_options: object) -> TakeIn:
        """The command. Errors: ``ValidationError`` for a volume that is not base64."""
        try:
            volume = base64.b64decode(data["volume"], validate=True) if data["volume"] is not None else None
        except (binascii.Error, ValueError) as error:
            raise ValidationError(NO_PDF, "volume") from error
        return TakeIn(json.dumps(data["file"], ensure_ascii=False).encode(), volume, tuple(data["traits"]))


class CaseFilesFields(Schema):
    """Many case files at once: JSON, each with the PDF of the same name; what the importer knows of all of them."""

    class Meta:
        unknown = EXCLUDE

    files = fields.List(
        fields.Raw(),
        required=True,
        metadata={
            "label": "案卷文件",
            "widget": "file",
            "accept": ".json,.pdf",
            "hint": "每件案卷一个 .json，扫描件用同名的 .pdf；一次合计不超过 15 MB，更多的由管理员从文件夹导入",
        },
    )
    traits = fields.List(
        fields.Enum(MustDraw, by_value=True),
        load_default=list,
        metadata={"label": "应当评查的情形", "choices": KNOWN_TRAITS, "hint": "适用于这一次选择的全部案卷，可不选"},
    )


class FindingShownSchema(Schema):
    """What the machine found; it proposes, people score."""

    id = named()
    rule = fields.String()
    title = fields.String()
    article = fields.String()
    documents = texts()
    explanation = fields.String()
    rule_version = fields.String()


class CaseFileShownSchema(Schema):
    """A case file that was taken in."""

    id = named()
    agency = fields.String(attribute="org_name")
    file_no = fields.String()
    title = fields.String()
    kind = fields.String()
    closed_on = fields.Date()
    findings = fields.List(fields.Nested(FindingShownSchema))
