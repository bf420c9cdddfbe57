"""Publishing. Each version stands for good: a new one is added, the old one gets its last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from enforcement.audit import services as audit
from enforcement.catalogue.benchmarks import benchmark_faults
from enforcement.catalogue.commands import (
    EndItem,
    PublishBenchmark,
    PublishItems,
    PublishRecordingList,
    PublishReviewCatalogue,
)
from enforcement.catalogue.importing import ItemContent
from enforcement.catalogue.mapping import item_columns, tiers_to_json
from enforcement.catalogue.models import (
    Benchmark,
    PowerItem,
    PowerItemVersion,
    RecordingList,
    ReviewCatalogue,
)
from enforcement.catalogue.policies import require_item_publisher, require_publisher
from enforcement.catalogue.queries import item_version_on, superior_benchmark_on
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Reason, Refused, Stale
from enforcement.foundation.identifiers import new_public_id
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db, locked, transaction
from enforcement.rules.facts_catalogue import RecordingListEntry, ReviewEntry

APL = "《中华人民共和国行政处罚法》"
Listed = TypeVar("Listed", Benchmark, ReviewCatalogue, RecordingList)


def publish_items(actor: Actor, command: PublishItems, now: datetime) -> list[PowerItemVersion]:
    """Publish power items, each as its first or next version; all of them or none.

    A next version must begin after the version before it; that one then ends the day before.
    Errors: ``Forbidden``; ``Refused`` when spans of days would overlap (行政处罚法 37);
    ``Stale`` when somebody else published the same item at the same time.
    """
    root = require_item_publisher(actor)
    with transaction():
        rows = [_publish_item(item, actor, now) for item in command.items]
        _flush()
        audit.record(
            actor,
            "catalogue.items_published",
            "catalogue:items",
            org_path=root,
            now=now,
            after={row.code: row.version_no for row in rows},
        )
    return rows


def end_item(actor: Actor, command: EndItem, now: datetime) -> PowerItemVersion:
    """State the last day of an item's latest version, once (a statute was repealed).

    Errors: ``NotFound`` for an unknown code; ``Refused`` when it already has a last day or
    the day lies before its first.
    """
    root = require_item_publisher(actor)
    with transaction():
        locked(select(PowerItem).where(PowerItem.code == command.code))
        row = _latest_item(command.code)
        if row is None:
            raise NotFound
        if row.in_force_to is not None:
            raise _refused("item-ended", f"事项 {row.code} 已于 {row.in_force_to} 失效，失效日期不能再改", "第三十七条")
        if row.in_force_from is not None and command.last_day < row.in_force_from:
            raise Invalid({"last_day": ["失效日期早于施行日期"]})
        row.in_force_to, row.replaced_by = command.last_day, command.replaced_by
        audit.record(
            actor,
            "catalogue.item_ended",
            f"power_item:{row.code}",
            org_path=root,
            now=now,
            after={"in_force_to": command.last_day.isoformat(), "replaced_by": command.replaced_by},
            reason=command.reason,
        )
    return row


def publish_benchmark(actor: Actor, command: PublishBenchmark, now: datetime) -> Benchmark:
    """Publish an agency's benchmark for an item; the version before ends the day before.

    Errors: ``NotFound`` out of scope or for an item not in force on ``valid_from``; ``Invalid``
    for tiers that leave the statutory range, overlap, or leave the superior's grade
    (国办发〔2022〕27号 四、五); ``Refused`` for a span that reaches back.
    """
    agency = organisation_facts(command.org_id)
    require_publisher(actor, agency.path)
    item = item_version_on(command.item_code, command.valid_from)
    if item is None:
        raise NotFound(f"没有在 {command.valid_from} 有效的权力事项 {command.item_code}")
    superior = superior_benchmark_on(agency, command.item_code, command.valid_from)
    faults = benchmark_faults(item, command.tiers, superior.tiers if superior else ())
    if faults:
        raise Invalid(faults)
    with transaction():
        before = _close_last(
            Benchmark, agency, command.published_on, command.valid_from, now, item_code=command.item_code
        )
        row = Benchmark(
            **_published(agency, before, actor, now),
            title=command.title,
            document_no=command.document_no,
            published_on=command.published_on,
            valid_from=command.valid_from,
            item_code=command.item_code,
            entry_no=command.entry_no,
            formula=command.formula,
            tiers=tiers_to_json(command.tiers),
        )
        _add(row, actor, "catalogue.benchmark_published", f"benchmark:{row.public_id}", now)
    return row


def publish_review_catalogue(actor: Actor, command: PublishReviewCatalogue, now: datetime) -> ReviewCatalogue:
    """Publish an agency's catalogue of major decisions; the version before ends the day before.

    Errors: ``NotFound`` out of scope; ``Invalid`` for entries without text or amount;
    ``Refused`` for a span that reaches back.
    """
    agency = organisation_facts(command.org_id)
    require_publisher(actor, agency.path)
    _check_numbers(command.entries)
    _check_review_entries(command.entries)
    with transaction():
        before = _close_last(ReviewCatalogue, agency, command.published_on, command.valid_from, now)
        row = ReviewCatalogue(
            **_published(agency, before, actor, now),
            title=command.title,
            document_no=command.document_no,
            published_on=command.published_on,
            valid_from=command.valid_from,
            entries=[asdict(entry) for entry in command.entries],
        )
        _add(row, actor, "catalogue.review_catalogue_published", f"review_catalogue:{row.public_id}", now)
    return row


def publish_recording_list(actor: Actor, command: PublishRecordingList, now: datetime) -> RecordingList:
    """Publish an agency's recording list; the version before ends the day before.

    Errors: ``NotFound`` out of scope; ``Invalid``; ``Refused`` for a span that reaches back.
    """
    agency = organisation_facts(command.org_id)
    require_publisher(actor, agency.path)
    _check_numbers(command.entries)
    with transaction():
        before = _close_last(RecordingList, agency, command.published_on, command.valid_from, now)
        row = RecordingList(
            **_published(agency, before, actor, now),
            title=command.title,
            document_no=command.document_no,
            published_on=command.published_on,
            valid_from=command.valid_from,
            entries=[asdict(entry) for entry in command.entries],
        )
        _add(row, actor, "catalogue.recording_list_published", f"recording_list:{row.public_id}", now)
    return row


def _publish_item(content: ItemContent, actor: Actor, now: datetime) -> PowerItemVersion:
    item = db.session.scalar(select(PowerItem).where(PowerItem.code == content.code).with_for_update())
    if item is None:
        item = PowerItem(code=content.code, created_at=now)
        db.session.add(item)
        _flush()
    before = _latest_item(content.code)
    if before is not None:
        _follow(before, content)
    row = PowerItemVersion(
        item_id=item.id,
        version_no=1 if before is None else before.version_no + 1,
        **item_columns(content),
        published_at=now,
        published_by=actor.name,
    )
    db.session.add(row)
    return row


def _follow(before: PowerItemVersion, content: ItemContent) -> None:
    """Refuse a version that does not come after the last one; end the last one the day before."""
    start = content.in_force_from
    if start is None or (before.in_force_from is not None and start <= before.in_force_from):
        raise _refused(
            "item-overlap", f"事项 {before.code} 的新版本应当写明施行日期，并且晚于上一版本的施行日期", "第三十七条"
        )
    if before.in_force_to is None:
        before.in_force_to = start - timedelta(days=1)
    elif before.in_force_to >= start:
        raise _refused(
            "item-overlap",
            f"事项 {before.code} 的上一版本到 {before.in_force_to} 才失效，新版本不能更早施行",
            "第三十七条",
        )


def _latest_item(code: str) -> PowerItemVersion | None:
    return db.session.scalar(
        select(PowerItemVersion)
        .where(PowerItemVersion.code == code)
        .order_by(PowerItemVersion.version_no.desc())
        .limit(1)
    )


def _close_last(
    model: type[Listed],
    agency: OrganisationFacts,
    published_on: date,
    valid_from: date,
    now: datetime,
    **same: str,
) -> Listed | None:
    """The agency's version before, locked and ended the day before the next one begins."""
    if published_on > civil_date(now):
        raise Invalid({"published_on": ["公布日期不能晚于今天"]})
    if valid_from < published_on:
        raise _refused("not-published", "施行日期早于公布日期：没有公布的，不得作为依据", "第五条、第三十四条")
    statement = (
        select(model)
        .where(model.org_id == agency.org_id)
        .filter_by(**same)
        .order_by(model.version_no.desc())
        .limit(1)
        .with_for_update()
    )
    last = db.session.scalar(statement)
    if last is None:
        return None
    if valid_from <= last.valid_from:
        raise _refused(
            "version-published",
            f"第 {last.version_no} 版自 {last.valid_from} 起施行，已公布的版本不能修改；新版本应当在其后施行",
            "第三十四条",
        )
    last.valid_to = valid_from - timedelta(days=1)
    return last


def _published(
    agency: OrganisationFacts, before: Benchmark | ReviewCatalogue | RecordingList | None, actor: Actor, now: datetime
) -> dict[str, object]:
    return {
        "public_id": new_public_id(),
        "org_id": agency.org_id,
        "org_path": agency.path,
        "org_name": agency.name,
        "org_level": str(agency.level),
        "org_domain": agency.domain,
        "version_no": 1 if before is None else before.version_no + 1,
        "recorded_at": now,
        "recorded_by": actor.name,
    }


def _add(
    row: Benchmark | ReviewCatalogue | RecordingList, actor: Actor, action: str, record: str, now: datetime
) -> None:
    db.session.add(row)
    _flush()
    audit.record(
        actor,
        action,
        record,
        org_path=row.org_path,
        now=now,
        after={"title": row.title, "version_no": row.version_no, "valid_from": row.valid_from.isoformat()},
    )


def _check_numbers(entries: Sequence[ReviewEntry | RecordingListEntry]) -> None:
    faults: dict[str, list[str]] = {}
    if not entries:
        faults["entries"] = ["至少填写一项"]
    for index, entry in enumerate(entries, start=1):
        if entry.no != index:
            faults[f"entries.{index}.no"] = [f"序号应当依次为 1、2、3……，这里是 {entry.no}"]
    if faults:
        raise Invalid(faults)


def _check_review_entries(entries: Sequence[ReviewEntry]) -> None:
    faults: dict[str, list[str]] = {}
    for entry in entries:
        if entry.kind in {"fine", "confiscation"} and not entry.threshold_fen:
            faults[f"entries.{entry.no}.threshold_fen"] = ["没有填写金额标准"]
        if entry.kind == "penalty_kind" and not entry.penalty_kinds:
            faults[f"entries.{entry.no}.penalty_kinds"] = ["没有选择处罚种类"]
        if not entry.text:
            faults[f"entries.{entry.no}.text"] = ["没有填写内容"]
    if faults:
        raise Invalid(faults)


def _refused(code: str, message: str, article: str) -> Refused:
    return Refused([Reason(code, message, APL + article)])


def _flush() -> None:
    """Send the rows; two publishers of the same number meet here, and only one gets through."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Stale("刚有别人公布了同一编号的版本，请重新打开后再公布") from error
