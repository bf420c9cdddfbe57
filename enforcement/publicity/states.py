"""How far a duty to publish is, and what the public sees of a record."""

from __future__ import annotations

from enum import StrEnum


class DutyKind(StrEnum):
    """What the law asks."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class DutyState(StrEnum):
    """How far a duty is."""

    DUE = "due"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    EXEMPTION_PROPOSED = "exemption_proposed"
    EXEMPT = "exempt"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """Chinese name."""
        return _DUTY_STATES[self]


_DUTY_STATES = {
    DutyState.DUE: "待办",
    DutyState.PROPOSED: "待确认",
    DutyState.PUBLISHED: "已公示",
    DutyState.EXEMPTION_PROPOSED: "拟不公示，待确认",
    DutyState.EXEMPT: "不公示",
    DutyState.WITHDRAWN: "已撤下",
}


OPEN_STATES = (DutyState.DUE, DutyState.PROPOSED, DutyState.EXEMPTION_PROPOSED)


class RedactionStage(StrEnum):
    """Who made a version of the redactions."""

    MACHINE = "machine"
    PROPOSED = "proposed"
    RETURNED = "returned"
    CONFIRMED = "confirmed"


class PublicState(StrEnum):
    """What the public sees of a record."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def words(self) -> str:
        """Chinese name."""
        return {"published": "公示中", "withdrawn": "已撤下", "expired": "公示期满"}[self.value]


class PublicField(StrEnum):
    """Where in a record a searched passage stands."""

    TEXT = "text"
    PARTY = "party"
    NUMBER = "number"
