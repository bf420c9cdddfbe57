"""Acts of publication. ``content`` of an item and entries are facts already checked by ``importing``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enforcement.catalogue.importing import ItemContent
from enforcement.rules.facts_catalogue import BenchmarkTier, RecordingListEntry, ReviewEntry


@dataclass(frozen=True)
class PublishItems:
    """Publish power items, each as its first or its next version."""

    items: Sequence[ItemContent]


@dataclass(frozen=True)
class EndItem:
    """State the last day of an item whose statute was repealed."""

    code: str
    last_day: date
    replaced_by: str
    reason: str


@dataclass(frozen=True)
class PublishBenchmark:
    """Publish the first or next version of an agency's benchmark for one item."""

    org_id: int
    item_code: str
    entry_no: int
    title: str
    document_no: str
    published_on: date
    valid_from: date
    formula: str
    tiers: Sequence[BenchmarkTier]


@dataclass(frozen=True)
class PublishReviewCatalogue:
    """Publish the first or next version of an agency's catalogue of major decisions."""

    org_id: int
    title: str
    document_no: str
    published_on: date
    valid_from: date
    entries: Sequence[ReviewEntry]


@dataclass(frozen=True)
class PublishRecordingList:
    """Publish the first or next version of an agency's recording list."""

    org_id: int
    title: str
    document_no: str
    published_on: date
    valid_from: date
    entries: Sequence[RecordingListEntry]
