"""Acts of the room that mean something in law. ``version`` is the one the person saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enforcement.rules.publicity import CreditClass, Ground
from enforcement.rules.redaction import Kind, Span


@dataclass(frozen=True)
class HiddenWords:
    """Words that somebody wants hidden wherever they stand, and why."""

    words: str
    kind: Kind
    reason: str = ""


@dataclass(frozen=True)
class ProposeRedactions:
    """The first person's proposal: ticked spans and typed words.

    ``reason`` is asked when the decision is public already (correction, PUB-SAMR 12).
    """

    duty: str
    version: int
    spans: tuple[Span, ...]
    words: tuple[HiddenWords, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class ReturnRedactions:
    """The second person sends the proposal back."""

    duty: str
    version: int
    reason: str


@dataclass(frozen=True)
class ConfirmRedactions:
    """The second person confirms and thereby publishes.

    ``reason`` is asked when spans or words depart from the proposal. ``credit_class`` overrides
    the class found by rule, with ``class_reason``.
    """

    duty: str
    version: int
    spans: tuple[Span, ...]
    words: tuple[HiddenWords, ...] = ()
    reason: str = ""
    credit_class: CreditClass | None = None
    class_reason: str = ""


@dataclass(frozen=True)
class ProposeExemption:
    """The first person proposes not to publish, with a reason of law."""

    duty: str
    version: int
    reason: str


@dataclass(frozen=True)
class AnswerExemption:
    """The second person agrees not to publish, or sends it back."""

    duty: str
    version: int
    agreed: bool
    reason: str = ""


@dataclass(frozen=True)
class RequireWithdrawal:
    """A published decision was changed, revoked, found illegal or void (行政处罚法第四十八条第二款)."""

    code: str
    ground: Ground
    happened_on: date


@dataclass(frozen=True)
class Withdraw:
    """Take a decision down, with the reason the public reads."""

    code: str
    ground: Ground
    happened_on: date
    reason: str
