"""Between rows and facts: what is stored as JSON and what rules and pages read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from enforcement.catalogue.importing import ItemContent
from enforcement.catalogue.models import Benchmark, PowerItemVersion, RecordingList, ReviewCatalogue
from enforcement.rules.facts_catalogue import (
    BenchmarkFacts,
    BenchmarkTier,
    Circumstance,
    FineBand,
    Grade,
    ItemFacts,
    LegalBasis,
    LegalKind,
    RecordingListEntry,
    RecordingListFacts,
    RecordingWay,
    ReviewCatalogueFacts,
    ReviewEntry,
    ReviewKind,
    Threshold,
)

FEN = 100


def item_facts(row: PowerItemVersion) -> ItemFacts:
    """A stored version of a power item as facts."""
    return ItemFacts(
        version_id=row.id,
        code=row.code,
        version_no=row.version_no,
        domain=row.domain,
        department=row.department,
        field=row.field,
        act=row.act,
        duty=LegalBasis(row.duty_law, row.duty_version, row.duty_article, row.duty_kind),
        penalty=LegalBasis(row.penalty_law, row.penalty_version, row.penalty_article, row.penalty_kind),
        amount_article=row.amount_article,
        supporting=tuple(_basis(one) for one in row.supporting),
        kinds=tuple(row.kinds),
        fine=tuple(_band(band) for band in row.fine),
        orders=tuple(row.orders),
        serious=_circumstance(row.serious),
        refusal=_circumstance(row.refusal),
        party=row.party,
        in_force_from=row.in_force_from,
        in_force_to=row.in_force_to,
        note=row.note,
        replaces=row.replaces,
        replaced_by=row.replaced_by,
    )


def item_columns(content: ItemContent) -> dict[str, Any]:
    """What a checked item says, by column of ``power_item_versions``."""
    return {
        "code": content.code,
        "domain": content.domain,
        "department": content.department,
        "field": content.field,
        "act": content.act,
        "duty_law": content.duty.law,
        "duty_version": content.duty.version,
        "duty_article": content.duty.article,
        "duty_kind": content.duty.kind,
        "penalty_law": content.penalty.law,
        "penalty_version": content.penalty.version,
        "penalty_article": content.penalty.article,
        "penalty_kind": content.penalty.kind,
        "amount_article": content.amount_article,
        "supporting": [_basis_to_json(basis) for basis in content.supporting],
        "kinds": list(content.kinds),
        "fine": list(content.fine),
        "orders": list(content.orders),
        "serious": content.serious,
        "refusal": content.refusal,
        "party": content.party,
        "in_force_from": content.in_force_from,
        "in_force_to": content.in_force_to,
        "replaces": content.replaces,
        "replaced_by": content.replaced_by,
        "note": content.note,
        "source": content.source,
        "search_text": _search_text(content),
    }


def _search_text(content: ItemContent) -> str:
    parts = (
        content.code,
        content.act,
        content.domain,
        content.department,
        content.duty.citation,
        content.penalty.citation,
        "、".join(content.kinds),
    )
    return " ".join(parts).casefold()


def benchmark_facts(row: Benchmark) -> BenchmarkFacts:
    """A stored version of a benchmark as facts."""
    return BenchmarkFacts(
        public_id=row.public_id,
        org_id=row.org_id,
        org_name=row.org_name,
        item_code=row.item_code,
        entry_no=row.entry_no,
        version_no=row.version_no,
        title=row.title,
        document_no=row.document_no,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        formula=row.formula,
        tiers=tiers_from_json(row.tiers),
    )


def review_catalogue_facts(row: ReviewCatalogue) -> ReviewCatalogueFacts:
    """A stored version of a review catalogue as facts."""
    return ReviewCatalogueFacts(
        public_id=row.public_id,
        org_id=row.org_id,
        org_name=row.org_name,
        version_no=row.version_no,
        title=row.title,
        document_no=row.document_no,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        entries=review_entries_from_json(row.entries),
    )


def recording_list_facts(row: RecordingList) -> RecordingListFacts:
    """A stored version of a recording list as facts."""
    return RecordingListFacts(
        public_id=row.public_id,
        org_id=row.org_id,
        org_name=row.org_name,
        version_no=row.version_no,
        title=row.title,
        document_no=row.document_no,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        entries=recording_entries_from_json(row.entries),
    )


def _basis_to_json(basis: LegalBasis) -> dict[str, str]:
    return {
        "law": basis.law,
        "version": basis.version.isoformat(),
        "article": basis.article,
        "kind": basis.kind.value,
    }


def tiers_to_json(tiers: Sequence[BenchmarkTier]) -> list[dict[str, Any]]:
    """Tiers as stored: multiples as text, so that no binary fraction creeps in."""
    return [{**asdict(tier), "min_times": _text(tier.min_times), "max_times": _text(tier.max_times)} for tier in tiers]


def tiers_from_json(stored: Sequence[Mapping[str, Any]]) -> tuple[BenchmarkTier, ...]:
    """Tiers as facts."""
    return tuple(
        BenchmarkTier(
            **{
                **one,
                "grade": Grade(one["grade"]),
                "conditions": tuple(one["conditions"]),
                "min_times": _decimal(one.get("min_times")),
                "max_times": _decimal(one.get("max_times")),
            }
        )
        for one in stored
    )


def review_entries_from_json(stored: Sequence[Mapping[str, Any]]) -> tuple[ReviewEntry, ...]:
    """Entries of a review catalogue as facts."""
    lists = ("parties", "penalty_kinds")
    return tuple(
        ReviewEntry(
            **{**one, "kind": ReviewKind(one["kind"]), **{name: tuple(one[name]) for name in lists if name in one}}
        )
        for one in stored
    )


def recording_entries_from_json(stored: Sequence[Mapping[str, Any]]) -> tuple[RecordingListEntry, ...]:
    """Entries of a recording list as facts."""
    return tuple(RecordingListEntry(**{**one, "way": RecordingWay(one["way"])}) for one in stored)


def _basis(one: Mapping[str, Any]) -> LegalBasis:
    return LegalBasis(one["law"], date.fromisoformat(one["version"]), one["article"], LegalKind(one["kind"]))


def _circumstance(one: Mapping[str, Any] | None) -> Circumstance | None:
    if one is None:
        return None
    days = one.get("detention_days")
    return Circumstance(one["when"], tuple(one["adds"]), (days["min"], days["max"]) if days else None)


def _band(one: Mapping[str, Any]) -> FineBand:
    floor = one.get("base_floor")
    return FineBand(
        when=one["when"],
        basis=one["basis"],
        minimum=_decimal(one["min"]),
        maximum=_decimal(one["max"]),
        unit=one["unit"],
        of=one.get("of", ""),
        range=_threshold(one.get("range")),
        base_floor_fen=None if floor is None else floor * FEN,
        per=one.get("per", ""),
        target=one.get("target", ""),
        article=one.get("article", ""),
    )


def _threshold(one: Mapping[str, Any] | None) -> Threshold | None:
    if one is None:
        return None
    bounds = {f"{name}_fen": one[name] * FEN for name in ("lt", "ge", "gt") if name in one}
    return Threshold(of=one["of"], **bounds)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
