"""Officers with certificates and the accounts of 云州市; some certificates are out of force on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from enforcement.demo.places import CITY_CODE, DEPARTMENTS, TOUR_BUREAU
from enforcement.foundation.actor import Actor
from enforcement.identity.actors import actor_of_user
from enforcement.identity.commands import (
    CreateAccount,
    GrantRole,
    IssueCertificate,
    RegisterOfficer,
    RevokeCertificate,
    SuspendCertificate,
)
from enforcement.identity.services import (
    create_account,
    grant_role,
    issue_certificate,
    register_officer,
    revoke_certificate,
    suspend_certificate,
)
from enforcement.rules.officers import OfficerKind

if TYPE_CHECKING:
    from enforcement.identity.models import Certificate, Officer, Organisation, User

ISSUER = "某省人民政府"
VALID, EXPIRED, SUSPENDED, REVOKED, EXPIRING = "valid", "expired", "suspended", "revoked", "expiring"
SURNAMES = "王李张刘陈杨赵黄吴徐孙胡朱高何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓傅曾彭吕卢蒋蔡贾丁魏薛叶阎余杜戴夏钟汪任姜范石姚谭廖邹熊金陆郝孔白崔康"
"""Of the people without a name of their own; those of the tour are told below."""


@dataclass(frozen=True)
class Post:
    """A post and who holds it. No ``username``: no account; no ``certificate``: none was issued."""

    position: str
    username: str = ""
    role: str = ""
    name: str = ""
    certificate: str = VALID
    number: str = ""
    qualification: bool = False
    kind: OfficerKind | None = OfficerKind.OFFICER


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demo city, with what was created for them."""

    name: str
    org_code: str
    position: str
    role: str
    username: str
    user: User | None
    officer: Officer | None
    certificate: Certificate | None
    """The certificate's condition on purpose is told by ``condition``."""
    condition: str


@dataclass
class DemoPeople:
    """Everybody, in the order of creation."""

    people: list[DemoPerson] = field(default_factory=list)

    def named(self, username: str) -> DemoPerson:
        """The person of an account; ``KeyError`` when there is none."""
        for person in self.people:
            if person.username == username:
                return person
        raise KeyError(username)

    def of(self, org_code: str, role: str) -> list[DemoPerson]:
        """Account holders of a role in an organisation, in order."""
        return [one for one in self.people if one.org_code == org_code and one.role == role]


TOUR_POSTS = (
    Post("执法一科执法人员", "lin", "officer", name="林某", number="云A-0127"),
    Post("执法一科执法人员", "xu", "officer", name="许某", number="云A-0163"),
    Post("执法一科科长", "zhou", "unit_head", name="周某"),
    Post("局长", "shen", "agency_head", name="沈某"),
    Post("法规科法制审核员", "ji", "reviewer", name="季某", qualification=True),
    Post("副局长", name="方某"),
    Post("副局长", name="田某"),
    Post("执法二科执法人员", "tang", "officer", name="汤某"),
    Post("执法二科执法人员", "gu", "officer", name="顾某"),
    Post("执法二科执法人员", name="常某", certificate=EXPIRED),
    Post("执法二科执法人员", name="马某", certificate=SUSPENDED),
    Post("执法二科执法人员", name="毛某", certificate=REVOKED),
    Post("执法二科执法人员", name="万某", certificate=EXPIRING),
    Post("执法一科执法人员", "shi", "officer", name="施某"),
    Post("办公室公示专员", "gong", "publisher", name="龚某", kind=None),
    Post("办公室公示专员", "pan", "publisher", name="潘某", kind=None),
    Post("执法一科辅助人员", name="邱某", certificate="", kind=OfficerKind.AUXILIARY),
    Post("双随机抽查经办人", "qin", "planner", name="秦某", kind=None),
    Post("随机数录入员", "lei", "typist", name="雷某", kind=None),
    Post("随机数录入员", "wen", "typist", name="文某", kind=None),
    Post("机关纪委书记", "lian", "witness", name="廉某", kind=None),
)
"""The market supervision bureau of the tour: 14 officers, one assistant, and who publishes, plans draws and types."""

JUSTICE_POSTS = (
    Post("执法监督科监督员", "su", "supervisor", name="苏某", certificate="", kind=OfficerKind.SUPERVISOR),
    Post("系统管理员", "admin", "administrator", name="管某", kind=None),
    Post("局长", "lu", "agency_head", name="鲁某", kind=None),
    Post("评查经办人", "cen", "evaluation_planner", name="岑某", kind=None),
    Post("特邀监督员", "mei", "witness", name="梅某", kind=None),
    Post("评查员", "bai", "evaluator", name="柏某", kind=None),
    Post("评查员", "ning", "evaluator", name="宁某", kind=None),
    Post("评查员", "yue", "evaluator", name="岳某", kind=None),
    Post("评查员", "he", "evaluator", name="贺某", kind=None),
)


def _bureau_posts(code: str, extra: tuple[Post, ...] = ()) -> tuple[Post, ...]:
    prefix = code.lower()
    return (
        Post("执法人员", f"{prefix}.officer1", "officer"),
        Post("执法人员", f"{prefix}.officer2", "officer"),
        Post("局长", f"{prefix}.head", "agency_head"),
        Post("法制审核员", f"{prefix}.reviewer", "reviewer", qualification=True),
        *extra,
        Post("公示专员", f"{prefix}.publisher1", "publisher", kind=None),
        Post("公示专员", f"{prefix}.publisher2", "publisher", kind=None),
    )


DEPUTY = Post("副局长")
POSTS: dict[str, tuple[Post, ...]] = {
    TOUR_BUREAU: TOUR_POSTS,
    "YZ-STHJ": _bureau_posts(
        "YZ-STHJ",
        (DEPUTY, Post("执法人员", certificate=EXPIRED), Post("抽查经办人", "yz-sthj.planner", "planner", kind=None)),
    ),
    **{code: _bureau_posts(code, (DEPUTY,)) for code in DEPARTMENTS[2:]},
    "LJ-SCJG": _bureau_posts("LJ-SCJG"),
    "BT-SCJG": _bureau_posts("BT-SCJG"),
    "LJ-CSGL": (Post("执法人员"),),
    "BT-NYNC": (Post("执法人员", certificate=SUSPENDED),),
    "YZ-SFJ": JUSTICE_POSTS,
}
"""60 officers; a department can work a case of its own from the lead to the public page."""

WHOLE_CITY = frozenset({"supervisor", "administrator", "witness"})
"""Roles granted on the whole city; all others on the own organisation."""


def create_people(
    actor: Actor, places: Mapping[str, Organisation], start: date, now: datetime, password: str
) -> DemoPeople:
    """Create accounts, officers and certificates around the start day; all accounts have one password."""
    made = DemoPeople()
    surnames = iter(SURNAMES)
    for index, (code, posts) in enumerate(POSTS.items()):
        for post in posts:
            name = post.name or f"{next(surnames)}某"
            post_maker = _Maker(actor, places, start, now, password)
            number = post.number or f"云{chr(ord('A') + index)}-{len(made.people) + 201:04d}"
            made.people.append(post_maker.fill(post, name, code, number))
    return made


def actor_of(person: DemoPerson, now: datetime) -> Actor:
    """The person as the services see them. Errors: ``LookupError`` without an account."""
    if person.user is None:
        message = f"{person.name} has no account"
        raise LookupError(message)
    return actor_of_user(person.user, "127.0.0.1", now)


@dataclass(frozen=True)
class _Maker:
    actor: Actor
    places: Mapping[str, Organisation]
    start: date
    now: datetime
    password: str

    def fill(self, post: Post, name: str, code: str, number: str) -> DemoPerson:
        user = self._account(post, name, code) if post.username else None
        officer = certificate = None
        if post.kind is not None:
            officer = self._officer(post, name, code, user)
            if post.certificate:
                certificate = self._certificate(post, officer, code, number)
        return DemoPerson(
            name, code, post.position, post.role, post.username, user, officer, certificate, post.certificate
        )

    def _account(self, post: Post, name: str, code: str) -> User:
        command = CreateAccount(
            self.places[code].public_id, post.username, name, self.password, post.position, temporary=False
        )
        user = create_account(self.actor, command, self.now)
        granted_on = CITY_CODE if post.role in WHOLE_CITY else code
        grant = GrantRole(
            user.public_id, post.role, self.start - timedelta(days=400), organisation=self.places[granted_on].public_id
        )
        grant_role(self.actor, grant, self.now)
        return user

    def _officer(self, post: Post, name: str, code: str, user: User | None) -> Officer:
        command = RegisterOfficer(
            organisation=self.places[code].public_id,
            name=name,
            kind=post.kind or OfficerKind.OFFICER,
            account=user.public_id if user else None,
            position=post.position,
            law_qualification_no=f"A2019990100{user.id:04d}" if post.qualification and user else "",
        )
        return register_officer(self.actor, command, self.now)

    def _certificate(self, post: Post, officer: Officer, code: str, number: str) -> Certificate:
        ends = {EXPIRED: self.start - timedelta(days=40), EXPIRING: self.start + timedelta(days=45)}
        command = IssueCertificate(
            officer=officer.public_id,
            number=number,
            issuer=ISSUER,
            valid_from=date(self.start.year - 4, 3, 1),
            valid_to=ends.get(post.certificate, date(self.start.year + 2, 2, 28)),
            fields=(self.places[code].domain,),
            area=self.places[_territory(code)].public_id,
        )
        certificate = issue_certificate(self.actor, command, self.now)
        if post.certificate == SUSPENDED:
            suspension = SuspendCertificate(
                certificate.public_id, self.start - timedelta(days=30), "年度考核不合格，离岗培训"
            )
            suspend_certificate(self.actor, suspension, self.now)
        if post.certificate == REVOKED:
            revocation = RevokeCertificate(certificate.public_id, self.start - timedelta(days=90), "调离执法岗位")
            revoke_certificate(self.actor, revocation, self.now)
        return certificate


def _territory(code: str) -> str:
    return {"LJ": "YZ-LJ", "BT": "YZ-BT"}.get(code.split("-", maxsplit=1)[0], CITY_CODE)
