"""The item list: drafts, and versions that stand once they are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused, Stale
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisation_facts
from enforcement.inspection.commands.libraries import DraftItem, ItemContent, PublishItem
from enforcement.inspection.library_states import ItemState
from enforcement.inspection.loading import locked_item, number, refuse
from enforcement.inspection.mapping import item_facts_of
from enforcement.inspection.models.libraries import InspectionItem
from enforcement.inspection.policies import Action, require
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.items import ItemKind, publication_reasons
from enforcement.rules.inspection.ratios import ceiling_faults, ratio_faults

CEILING = "inspection.ratio.general_ceiling"
PUBLISHED_STANDS = "国办发〔2015〕58号：清单动态管理并公布"


def draft_item(actor: Actor, command: DraftItem, now: datetime) -> InspectionItem:
    """Write the draft of an item's first or next version; what is published stays untouched meanwhile.

    Errors: ``NotFound`` out of scope; ``Invalid`` for proportions that fall with the risk or pass the ceiling of
    一般检查事项 (D04); ``Stale`` when the draft was changed since.
    """
    agency = organisation_facts(command.org_id)
    require(actor, Action.KEEP_LIBRARY, agency.path)
    _check_ratios(command.content.kind, command.content.ratios, agency, civil_date(now))
    with transaction():
        last = _last(agency.org_id, command.content.code)
        if last is not None and last.state is ItemState.DRAFT:
            if last.version != command.version:
                raise Stale
            row = last
        else:
            row = InspectionItem(
                org_id=agency.org_id,
                org_path=agency.path,
                org_name=agency.name,
                code=command.content.code,
                version_no=1 if last is None else last.version_no + 1,
                state=ItemState.DRAFT,
            )
            db.session.add(row)
        _write(row, command.content, actor, now)
        _flush()
        audit.record(
            actor,
            "inspection.item_drafted",
            f"inspection_item:{row.public_id}",
            org_path=row.org_path,
            now=now,
            after={"code": row.code, "version_no": row.version_no},
        )
    return row


def draft_items(actor: Actor, org_id: int, contents: Sequence[ItemContent], now: datetime) -> list[InspectionItem]:
    """Write the drafts of a whole table, all of them or none; published versions stay, each is published by itself.

    A draft that is there is written anew. Errors: as ``draft_item``.
    """
    with transaction():
        drafted = []
        for content in contents:
            last = _last(org_id, content.code)
            version = last.version if last is not None and last.state is ItemState.DRAFT else 0
            drafted.append(draft_item(actor, DraftItem(org_id, content, version), now))
    return drafted


def ratio_sentences(content: ItemContent, agency: OrganisationFacts, on: date) -> list[str]:
    """What stands against the proportions of an item (D04)."""
    return [*ratio_faults(content.ratios), *ceiling_faults(content.kind, content.ratios, number(CEILING, agency, on))]


def publish_item(actor: Actor, command: PublishItem, now: datetime) -> InspectionItem:
    """Publish a draft; the version before ends the day before. It never changes afterwards.

    Errors: ``Refused`` without basis (I01), without public standard (I02), or for a span that reaches back; ``Invalid``
    for proportions (D04); ``Stale``.
    """
    with transaction():
        row = locked_item(actor, Action.KEEP_LIBRARY, command.public_id, command.version)
        if row.state is ItemState.PUBLISHED:
            raise Refused([Reason("published", "这一版本已经公布，不能再改", PUBLISHED_STANDS, "起草下一版本")])
        agency = organisation_facts(row.org_id)
        facts = item_facts_of(row)
        _check_ratios(facts.kind, facts.ratios, agency, command.valid_from)
        refuse(publication_reasons(facts))
        _follow(row, command.valid_from, civil_date(now))
        row.state, row.valid_from = ItemState.PUBLISHED, command.valid_from
        row.published_at, row.published_by = now, actor.name
        audit.record(
            actor,
            "inspection.item_published",
            f"inspection_item:{row.public_id}",
            org_path=row.org_path,
            now=now,
            after={"code": row.code, "version_no": row.version_no, "valid_from": command.valid_from.isoformat()},
        )
    return row


def publish_reasons(row: InspectionItem) -> tuple[Reason, ...]:
    """Why a draft can't be published as it stands (I01, I02)."""
    return publication_reasons(item_facts_of(row)) if row.state is ItemState.DRAFT else ()


def _check_ratios(kind: ItemKind, ratios: Mapping[str, int], agency: OrganisationFacts, on: date) -> None:
    faults = [*ratio_faults(ratios), *ceiling_faults(kind, ratios, number(CEILING, agency, on))]
    if faults:
        raise Invalid({"ratios": faults})


def _follow(row: InspectionItem, valid_from: date, today: date) -> None:
    if valid_from < today:
        raise Invalid({"valid_from": ["施行日期不能早于今天：没有公布的事项不得检查"]})
    before = db.session.scalars(
        select(InspectionItem)
        .where(
            InspectionItem.org_id == row.org_id,
            InspectionItem.code == row.code,
            InspectionItem.version_no == row.version_no - 1,
        )
        .with_for_update()
    ).one_or_none()
    if before is None:
        return
    if before.valid_from is not None and valid_from <= before.valid_from:
        raise Refused(
            [
                Reason(
                    "item-overlap",
                    f"第{before.version_no}版自{before.valid_from.isoformat()}起施行，新版本应当在其后施行",
                    PUBLISHED_STANDS,
                    "推迟施行日期",
                )
            ]
        )
    before.valid_to = valid_from - timedelta(days=1)


def _write(row: InspectionItem, content: ItemContent, actor: Actor, now: datetime) -> None:
    row.name, row.sub_item, row.subject = content.name, content.sub_item, content.subject
    row.bases = [asdict(one) for one in content.bases]
    row.object_kind, row.kind = content.object_kind, content.kind
    row.ratios, row.frequency = dict(content.ratios), dict(content.frequency)
    row.methods, row.qualification = list(content.methods), content.qualification
    row.standard = [{**asdict(one), "answers": list(one.answers)} for one in content.standard]
    row.yearly_cap, row.note = content.yearly_cap, content.note
    row.drafted_by, row.drafted_at = actor.name, now


def _last(org_id: int, code: str) -> InspectionItem | None:
    return db.session.scalars(
        select(InspectionItem)
        .where(InspectionItem.org_id == org_id, InspectionItem.code == code)
        .order_by(InspectionItem.version_no.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()


def _flush() -> None:
    """Two drafts of one version meet here, and only one gets through."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Stale("刚有别人起草了这一事项的新版本，请重新打开") from error
