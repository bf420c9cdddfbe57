"""Rows of the libraries and plans as the facts that rules and higher rooms read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from enforcement.foundation.clock import civil_date
from enforcement.identity.facts import OrganisationFacts
from enforcement.rules.inspection.items import Basis, ItemFacts, StandardEntry
from enforcement.rules.inspection.plans import BatchFacts, PaperReference, PoolChoice, SpecialPapers
from enforcement.rules.inspection.pool import ObjectFacts
from enforcement.rules.inspection.visits import OffSite

if TYPE_CHECKING:
    from enforcement.inspection.models.libraries import InspectionItem, LibraryObject
    from enforcement.inspection.models.plans import InspectionBatch, InspectionPlan


def item_facts_of(row: InspectionItem) -> ItemFacts:
    """A version of an item."""
    return ItemFacts(
        public_id=row.public_id,
        org_id=row.org_id,
        code=row.code,
        version_no=row.version_no,
        name=row.name,
        sub_item=row.sub_item,
        bases=tuple(Basis(one["law"], one["article"]) for one in row.bases),
        subject=row.subject,
        object_kind=row.object_kind,
        kind=row.kind,
        ratios=dict(row.ratios),
        frequency=dict(row.frequency),
        methods=tuple(row.methods),
        qualification=row.qualification,
        standard=tuple(
            StandardEntry(one["no"], one["text"], one["basis"], tuple(one["answers"])) for one in row.standard
        ),
        yearly_cap=row.yearly_cap,
        published_at=row.published_at,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def object_facts_of(row: LibraryObject) -> ObjectFacts:
    """An object of the library."""
    return ObjectFacts(
        uscc=row.uscc,
        name=row.name,
        kind=row.kind,
        registration_state=row.registration_state,
        legal_representative=row.legal_representative,
        contact=row.contact,
        address=row.address,
        phone=row.phone,
        region_name=row.region_name,
        area=row.area,
        industry=row.industry,
        tags=tuple(row.tags),
        item_codes=tuple(row.item_codes),
        risk_class=row.risk_class,
        risk_class_on=row.risk_class_on,
        registered_on=row.registered_on,
        last_check_on=row.last_check_on,
        org_id=row.org_id,
    )


def batch_facts_of(row: InspectionBatch, plan: InspectionPlan | None, agency: OrganisationFacts) -> BatchFacts:
    """A batch with what its plan says."""
    return BatchFacts(
        public_id=row.public_id,
        org_id=row.org_id,
        org_path=row.org_path,
        org_code=agency.code,
        org_name=agency.name,
        org_domain=agency.domain,
        region_name=agency.region_name,
        plan_public_id=plan.public_id if plan else None,
        plan_no=plan.no if plan else f"{row.draw_on.year}-T-{row.no:03d}",
        plan_published_on=civil_date(plan.published_at) if plan and plan.published_at else None,
        plan_filed=bool(plan and plan.filing_receipt),
        no=row.no,
        name=row.name,
        item_codes=tuple(row.item_codes),
        kind=row.kind,
        filters=choices_from(row.filters),
        exclusions=choices_from(row.exclusions),
        ratios=dict(row.ratios),
        departments=tuple(row.departments),
        joint=row.joint,
        sealed=row.sealed,
        draw_on=row.draw_on,
        visit_from=row.visit_from,
        visit_to=row.visit_to,
        team_size=row.team_size,
        algorithm=row.algorithm,
        sources=tuple(row.sources),
        state=row.state,
        origin=row.origin,
        reason=row.reason,
        papers=papers_from(row.papers),
        drafted_by=row.drafted_by,
        drafted_by_name=row.drafted_by_name,
        approved_by=row.approved_by,
        approved_by_name=row.approved_by_name,
        approved_at=row.approved_at,
        draw_public_id=row.draw_public_id,
        off_site={OffSite(way): why for way, why in row.off_site.items()},
    )


def choices_from(rows: list[dict[str, str]]) -> tuple[PoolChoice, ...]:
    """Stored choices of rules."""
    return tuple(PoolChoice(one["rule"], one["value"]) for one in rows)


def choices_to(choices: tuple[PoolChoice, ...]) -> list[dict[str, str]]:
    """Choices of rules as they are stored."""
    return [asdict(one) for one in choices]


def papers_from(stored: Mapping[str, Any]) -> SpecialPapers:
    """Stored documents of a special campaign."""
    return SpecialPapers(
        **{name: PaperReference(one["number"], date.fromisoformat(one["on"])) for name, one in stored.items()}
    )


def papers_to(papers: SpecialPapers) -> dict[str, Any]:
    """Documents of a special campaign as they are stored; those not named are left out."""
    named = (("approval", papers.approval), ("filing", papers.filing), ("publication", papers.publication))
    return {name: {"number": one.number, "on": one.on.isoformat()} for name, one in named if one is not None}
