"""Forms of accounts, organisations, officers and their certificates -> commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate

from enforcement.identity.commands import (
    ChangePassword,
    CreateAccount,
    CreateOrganisation,
    EditOrganisation,
    GrantRole,
    IssueCertificate,
    IssueToken,
    MoveOrganisation,
    OrganisationDetails,
    RegisterOfficer,
    ReturnCertificate,
    RevokeCertificate,
    SuspendCertificate,
)
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.rules.officers import OfficerKind

KINDS = (
    (OrganisationKind.DEPARTMENT.value, "执法部门"),
    (OrganisationKind.JUSTICE.value, "司法行政部门（行政执法监督机构）"),
    (OrganisationKind.GOVERNMENT.value, "人民政府"),
)
LEVELS = (
    (OrganisationLevel.PROVINCE.value, "省级"),
    (OrganisationLevel.CITY.value, "市级"),
    (OrganisationLevel.COUNTY.value, "县级"),
    (OrganisationLevel.TOWN.value, "乡镇（街道）"),
)
OFFICER_KINDS = (
    (OfficerKind.OFFICER.value, "执法人员"),
    (OfficerKind.AUXILIARY.value, "辅助人员", "不计入两名执法人员"),
    (OfficerKind.SUPERVISOR.value, "行政执法监督人员"),
)


def _meta(label: str, **more: Any) -> dict[str, Any]:
    return {"label": label, **more}


def _text(label: str, longest: int, *, required: bool = True, **more: Any) -> fields.String:
    rules = [
        validate.Length(max=longest, error=f"“{label}”至多{longest}个字"),
        validate.ContainsNoneOf("\x00", error=f"“{label}”含有不能保存的字符"),
    ]
    return fields.String(
        **_presence(label, required=required, missing=""), validate=rules, metadata=_meta(label, **more)
    )


def _day(label: str, *, required: bool = True, **more: Any) -> fields.Date:
    wrong = {"invalid": f"“{label}”请写成年-月-日，例如2026-11-22"}
    presence = _presence(label, required=required, missing=None)
    presence["error_messages"] |= wrong
    return fields.Date(**presence, allow_none=not required, metadata=_meta(label, **more))


def _choice(label: str, choices: Any = (), *, required: bool = True, **more: Any) -> fields.String:
    values = [choice[0] for choice in choices]
    rules = [validate.OneOf(values, error=f"请从列表中选择“{label}”")] if values else []
    more.setdefault("widget", "select")
    return fields.String(
        **_presence(label, required=required, missing=None),
        allow_none=not required,
        validate=rules,
        metadata=_meta(label, choices=choices, **more),
    )


def _password(label: str, **more: Any) -> fields.String:
    return fields.String(
        **_presence(label, required=True, missing=""),
        validate=validate.Length(max=1000, error="密码过长"),
        metadata=_meta(label, widget="password", **more),
    )


def _presence(label: str, *, required: bool, missing: Any) -> dict[str, Any]:
    messages = {
        "required": f"请填写“{label}”",
        "null": f"请填写“{label}”",
        "invalid": f"“{label}”的格式不对",
        "unknown": f"请从列表中选择“{label}”",
    }
    if required:
        return {"required": True, "error_messages": messages}
    return {"load_default": missing, "error_messages": messages}


class CommandSchema(Schema):
    """Loads what was typed together with what the address says into one command."""

    command: ClassVar[type]

    def __init__(self, **bound: Any) -> None:
        super().__init__(unknown="exclude")
        self._bound: Mapping[str, Any] = bound

    @post_load
    def _command(self, data: dict[str, Any], **_: Any) -> Any:
        return self.command(**self.parts(data), **self._bound)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """From what was typed to the arguments of the command."""
        return data


class SignInSchema(Schema):
    """User name and password; a dictionary, for signing in is no command of an actor."""

    class Meta:
        unknown = "exclude"

    username = _text("用户名", 64, autocomplete="username")
    password = _password("密码", autocomplete="current-password")


class ChangePasswordSchema(CommandSchema):
    """One's own password, the new one typed twice."""

    command = ChangePassword
    current = _password("当前密码", autocomplete="current-password")
    password = _password(
        "新密码",
        autocomplete="new-password",
        hint="至少10个字符，混用大小写字母、数字、符号中的三种；或者16个字符以上的长句",
    )
    again = _password("再输一次新密码", autocomplete="new-password")

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """Both new passwords are the same."""
        if data.pop("again") != data["password"]:
            raise ValidationError({"again": ["两次输入的新密码不一致"]})
        return data


class OrganisationFields(CommandSchema):
    """What stands in an organisation's documents."""

    name = _text("单位全称", 100)
    code = _text("单位代码", 40, hint="在本系统内唯一")
    short_name = _text("文号代字", 20, hint="文号开头的字，例如“云市监”")
    domain = _text("执法领域", 40, required=False, hint="例如市场监督管理")
    uscc = _text("统一社会信用代码", 18, required=False)
    region_name = _text("行政区域", 60, required=False)
    address = _text("地址", 200, required=False)
    phone = _text("电话", 40, required=False)
    review_organ = _text("行政复议机关", 100, required=False, hint="印在决定书的救济途径中")
    court = _text("管辖法院", 100, required=False, hint="印在决定书的救济途径中")
    bank_name = _text("罚款缴纳银行", 100, required=False)
    bank_account = _text("罚款缴纳账号", 40, required=False)

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """The details are one value."""
        names = OrganisationDetails.__dataclass_fields__
        details = OrganisationDetails(**{name: data.pop(name) for name in names})
        return {**data, "details": details}


class CreateOrganisationSchema(OrganisationFields):
    """A new organisation with its place in the tree."""

    command = CreateOrganisation
    parent = _choice("上级单位")
    kind = fields.Enum(
        OrganisationKind,
        by_value=True,
        **_presence("类别", required=True, missing=None),
        metadata=_meta("类别", widget="radio", choices=KINDS),
    )
    level = fields.Enum(
        OrganisationLevel,
        by_value=True,
        **_presence("层级", required=True, missing=None),
        metadata=_meta("层级", widget="radio", choices=LEVELS),
    )

    class Meta:
        fields = ("parent", "kind", "level", *OrganisationDetails.__dataclass_fields__)


class EditOrganisationSchema(OrganisationFields):
    """New details of an organisation."""

    command = EditOrganisation
    version = fields.Integer(**_presence("版本", required=True, missing=None), metadata=_meta("版本", widget="hidden"))
    active = fields.Boolean(load_default=False, metadata=_meta("在用（停用后不再出现在选择列表中）"))


class MoveOrganisationSchema(CommandSchema):
    """Another parent, with the reason."""

    command = MoveOrganisation
    parent = _choice("新的上级单位")
    reason = _text("依据和理由", 500, widget="textarea", hint="例如机构改革方案的文号")


class CreateAccountSchema(CommandSchema):
    """A new account with a first password."""

    command = CreateAccount
    organisation = _choice("单位")
    name = _text("姓名", 60)
    username = _text("用户名", 64, hint="登录用，不分大小写", autocomplete="off")
    position = _text("职务", 60, required=False)
    password = _password(
        "初始密码", autocomplete="new-password", hint="本人第一次登录后必须修改，修改前不能办理任何业务"
    )

    @pre_load
    def _no_spaces(self, data: Mapping[str, Any], **_: Any) -> Mapping[str, Any]:
        if any(char.isspace() for char in str(data.get("username", "")).strip()):
            raise ValidationError({"username": ["用户名不能含有空格"]})
        return data


class ResetPasswordSchema(Schema):
    """A temporary password."""

    class Meta:
        unknown = "exclude"

    password = _password("临时密码", autocomplete="new-password", hint="本人登录后必须修改；现有登录全部失效")


class ReasonSchema(Schema):
    """Why; for acts that need nothing else."""

    class Meta:
        unknown = "exclude"

    reason = _text("理由", 500, widget="textarea")


class GrantRoleSchema(CommandSchema):
    """A role on an organisation, with its days."""

    command = GrantRole
    role = _choice("角色", widget="radio")
    organisation = _choice("管辖范围", hint="包括其全部下级单位")
    valid_from = _day("自何日起")
    valid_to = _day("至何日止", required=False, hint="含当日；不填表示长期")


class RegisterOfficerSchema(CommandSchema):
    """A person on the staff list."""

    command = RegisterOfficer
    organisation = _choice("单位")
    name = _text("姓名", 60)
    kind = fields.Enum(
        OfficerKind,
        by_value=True,
        **_presence("人员类别", required=True, missing=None),
        metadata=_meta("人员类别", widget="radio", choices=OFFICER_KINDS, basis="行政处罚法第四十二条"),
    )
    position = _text("职务", 60, required=False)
    law_qualification_no = _text(
        "法律职业资格证书号",
        40,
        required=False,
        hint="初次从事法制审核的人员应当取得",
        basis="行政处罚法第五十八条第二款",
    )
    account = _choice("登录账号", required=False, hint="没有账号的人员可以不选")


class IssueCertificateSchema(CommandSchema):
    """行政执法证."""

    command = IssueCertificate
    number = _text("证件号", 40)
    issuer = _text("发证机关", 100)
    valid_from = _day("有效期自")
    valid_to = _day("有效期至", hint="含当日")
    domains = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(min=1, error="请至少选择一个执法领域"),
        error_messages={"required": "请至少选择一个执法领域"},
        metadata=_meta("执法领域", widget="checkboxes"),
    )
    area = _choice("执法区域", required=False, hint="不选时为所在单位")

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """The command calls them fields, a name that marshmallow keeps for itself."""
        domains = data.pop("domains")
        return {**data, "fields": tuple(domains)}


class SuspendCertificateSchema(CommandSchema):
    """暂扣."""

    command = SuspendCertificate
    suspended_from = _day("暂扣自", hint="当日起不得执法")
    suspended_to = _day("暂扣至", required=False, hint="含当日；不填表示至发还为止")
    reason = _text("理由", 500, widget="textarea")


class ReturnCertificateSchema(CommandSchema):
    """发还."""

    command = ReturnCertificate
    returned_on = _day("发还日期", hint="当日起恢复执法")
    reason = _text("理由", 500, widget="textarea")


class RevokeCertificateSchema(CommandSchema):
    """吊销、注销."""

    command = RevokeCertificate
    revoked_on = _day("吊销（注销）日期", hint="当日起不再有效，不能撤销本项登记")
    reason = _text("理由", 500, widget="textarea")


class DepartureSchema(Schema):
    """The person leaves the post."""

    class Meta:
        unknown = "exclude"

    left_on = _day("离岗日期", hint="当日起不再计入执法人员")
    reason = _text("理由", 500, widget="textarea")


class IssueTokenSchema(CommandSchema):
    """A token for an agency's own system."""

    command = IssueToken
    name = _text("用途", 60, hint="例如“罚没收入系统对接”")
    scopes = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(min=1, error="请至少选择一项权限"),
        error_messages={"required": "请至少选择一项权限"},
        metadata=_meta("权限", widget="checkboxes"),
    )
    days = fields.Integer(**_presence("有效天数", required=True, missing=None), metadata=_meta("有效天数", initial=90))

    def parts(self, data: dict[str, Any]) -> dict[str, Any]:
        """Commands hold tuples."""
        return {**data, "scopes": tuple(data["scopes"])}
