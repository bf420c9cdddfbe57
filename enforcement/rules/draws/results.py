"""What the verification of one step says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

STEPS = (
    "pool_root",
    "exclude_root",
    "counts",
    "source_order",
    "commit",
    "seed",
    "key_commitment",
    "quotas",
    "tickets",
    "selected_root",
    "officer_root",
    "ranking",
    "events",
)
"""The steps in order; `tickets` comes once for each class."""

State = Literal["ok", "failed", "not published"]


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step. `expected` is what the computation gives, `got` what the bundle says; `subject` names the class."""

    step: str
    state: State
    expected: str = ""
    got: str = ""
    message: str = ""
    subject: str = ""


def ok(step: str, subject: str = "") -> StepResult:
    """The step holds."""
    return StepResult(step, "ok", subject=subject)


def not_published(step: str, subject: str = "") -> StepResult:
    """What the step needs is lawfully withheld."""
    return StepResult(step, "not published", message="尚未公开", subject=subject)


def failed(step: str, message: str, subject: str = "") -> StepResult:
    """The step contradicts the protocol."""
    return StepResult(step, "failed", message=message, subject=subject)


def compared(step: str, got: Any, expected: str, subject: str = "") -> StepResult:
    """The step holds when what is published is what was computed."""
    if got == expected:
        return ok(step, subject)
    return StepResult(step, "failed", expected, str(got), "与重新计算的结果不一致", subject)
