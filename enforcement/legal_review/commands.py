"""What reviewers do. ``review`` is its public id, ``version`` the one they saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SaveItems:
    """Draft of the items: code -> (result, note)."""

    review: str
    results: Mapping[str, tuple[str, str]]
    version: int | None = None


@dataclass(frozen=True)
class AddComment:
    """A comment on an item, pinned to a piece of the draft where ``quote`` is given."""

    review: str
    item: str
    text: str
    quote: str = ""


@dataclass(frozen=True)
class ConcludeReview:
    """The opinion, bound to the digest of the content that was on the reviewer's screen."""

    review: str
    opinion: str
    reasons: str
    digest: str
    version: int | None = None
