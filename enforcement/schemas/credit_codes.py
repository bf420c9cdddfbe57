"""统一社会信用代码 as people type it: small letters are read as large ones, a wrong character is told."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields

from enforcement.rules.twin_record import is_credit_code

LENGTH = 18


class CreditCode(fields.String):
    """A code of 18 characters with the right check character (GB 32100), in capitals."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        code = str(super()._deserialize(value, attr, data, **options)).strip().upper()
        if len(code) != LENGTH:
            raise ValidationError(f"统一社会信用代码是18位数字和字母，现在是{len(code)}位")
        if not is_credit_code(code):
            raise ValidationError("统一社会信用代码的校验码不对，请对照营业执照逐位核对（GB 32100）")
        return code
