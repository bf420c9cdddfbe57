"""Staged rows become the next version of the object library, all of them in one transaction or none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, literal, select, update

from enforcement.audit import services as audit
from enforcement.foundation.actor import Actor
from enforcement.foundation.errors import Reason, Refused
from enforcement.inspection.library_states import ImportState, Verdict
from enforcement.inspection.loading import locked_import
from enforcement.inspection.models.libraries import (
    LibraryChange,
    LibraryImport,
    LibraryImportRow,
    LibraryObject,
    LibraryVersion,
)
from enforcement.inspection.object_rows import FIELDS
from enforcement.inspection.services.reminders import settle_library
from enforcement.platform.database import db, transaction

AT_ONCE = 2_000
ALL_OR_NOTHING = "名录库整体更新：有一行不能导入，整个文件都不导入"
OBJECT_FIELDS = ("uscc", *FIELDS, "digest")


def apply_import(actor: Actor, public_id: str, now: datetime) -> LibraryVersion:
    """Make the staged rows the next version of the library, in one transaction.

    Errors: ``Refused`` while a row is refused, before the dry run is through, or when another import was applied
    since (check again first); nothing is imported then.
    """
    with transaction():
        row = locked_import(actor, public_id)
        reasons = apply_reasons(row)
        if reasons:
            raise Refused(reasons)
        version = _next_version(row, actor, now)
        _keep_before(row, version.no)
        _update_changed(row, version.no, now)
        _insert_new(row, version.no, now)
        db.session.flush()
        version.total = db.session.scalar(select(func.count()).where(LibraryObject.org_id == row.org_id)) or 0
        db.session.add(version)
        clear_staged(row.id)
        row.state = ImportState.APPLIED
        settle_library(row.org_id, row.base_version, now)
        note_import(actor, "inspection.library_applied", row, now)
    return version


def apply_reasons(row: LibraryImport) -> list[Reason]:
    """Why an upload can't be applied now."""
    if row.state is not ImportState.CHECKED:
        return [
            Reason("import-state", f"这次导入的状态是“{row.state.words}”", ALL_OR_NOTHING, "等待校验完成，或者重新上传")
        ]
    found = []
    if row.refused:
        found.append(
            Reason(
                "import-refused", f"有{row.refused}行不能导入", ALL_OR_NOTHING, "下载问题清单，改正后重新上传整个文件"
            )
        )
    if not (row.added or row.changed or row.unchanged or row.refused):
        found.append(Reason("import-empty", "文件里没有检查对象", ALL_OR_NOTHING, "填写后重新上传"))
    if version_no(row.org_id) != row.base_version:
        found.append(
            Reason(
                "import-stale",
                "校验之后名录库已被另一次导入更新",
                ALL_OR_NOTHING,
                "重新上传这个文件，按最新的名录库校验",
            )
        )
    return found


def discard_import(actor: Actor, public_id: str, now: datetime) -> LibraryImport:
    """Throw the staged rows away; the upload stays in the list. Errors: ``Refused`` once applied."""
    with transaction():
        row = locked_import(actor, public_id)
        if row.state is ImportState.APPLIED:
            raise Refused([Reason("import-state", "已经导入的版本不能放弃", ALL_OR_NOTHING, "导入改正后的文件")])
        clear_staged(row.id)
        row.state = ImportState.DISCARDED
        note_import(actor, "inspection.library_discarded", row, now)
    return row


def version_no(org_id: int) -> int:
    """Number of an agency's present library, 0 while it is empty."""
    return db.session.scalar(select(func.max(LibraryVersion.no)).where(LibraryVersion.org_id == org_id)) or 0


def clear_staged(import_id: int) -> None:
    """Staged rows are working material; the file and the faults stay."""
    db.session.execute(delete(LibraryImportRow).where(LibraryImportRow.import_id == import_id))


def note_import(actor: Actor, action: str, row: LibraryImport, now: datetime) -> None:
    """The audit entry of an import, with its counts."""
    audit.record(
        actor,
        action,
        f"library_import:{row.public_id}",
        org_path=row.org_path,
        now=now,
        after={
            "file": row.file_name,
            "sha256": row.file_sha256,
            "new": row.added,
            "changed": row.changed,
            "unchanged": row.unchanged,
            "refused": row.refused,
        },
    )


def _insert_new(row: LibraryImport, no: int, now: datetime) -> None:
    """Set-based, so that a hundred thousand rows cost one statement."""
    source = LibraryImportRow.__table__
    stamped = {
        "org_id": row.org_id,
        "org_path": row.org_path,
        "first_version": no,
        "changed_version": no,
        "updated_at": now,
    }
    columns = LibraryObject.__table__.c
    chosen = select(
        *(source.c[name] for name in OBJECT_FIELDS),
        *(literal(value, columns[name].type) for name, value in stamped.items()),
    ).where(source.c.import_id == row.id, source.c.verdict == Verdict.NEW)
    db.session.execute(insert(LibraryObject).from_select([*OBJECT_FIELDS, *stamped], chosen))


def _update_changed(row: LibraryImport, no: int, now: datetime) -> None:
    source = LibraryImportRow.__table__
    db.session.execute(
        update(LibraryObject)
        .where(
            LibraryObject.org_id == row.org_id,
            LibraryObject.uscc == source.c.uscc,
            source.c.import_id == row.id,
            source.c.verdict == Verdict.CHANGED,
        )
        .values({name: source.c[name] for name in (*FIELDS, "digest")} | {"changed_version": no, "updated_at": now})
        .execution_options(synchronize_session=False)
    )


def _keep_before(row: LibraryImport, no: int) -> None:
    """What the changed objects hold now, before they change."""
    changed = (
        select(*(getattr(LibraryObject, name) for name in ("uscc", *FIELDS)))
        .join(LibraryImportRow, LibraryImportRow.uscc == LibraryObject.uscc)
        .where(
            LibraryImportRow.import_id == row.id,
            LibraryImportRow.verdict == Verdict.CHANGED,
            LibraryObject.org_id == row.org_id,
        )
        .order_by(LibraryObject.uscc)
    )
    last = ""
    while found := db.session.execute(changed.where(LibraryObject.uscc > last).limit(AT_ONCE)).mappings().all():
        last = found[-1]["uscc"]
        db.session.execute(
            insert(LibraryChange),
            [{"org_id": row.org_id, "uscc": one["uscc"], "version_no": no, "before": _plain(one)} for one in found],
        )


def _plain(one: RowMapping) -> dict[str, Any]:
    return {name: one[name].isoformat() if isinstance(one[name], date) else one[name] for name in FIELDS}


def _next_version(row: LibraryImport, actor: Actor, now: datetime) -> LibraryVersion:
    return LibraryVersion(
        org_id=row.org_id,
        org_path=row.org_path,
        no=row.base_version + 1,
        import_public_id=row.public_id,
        file_name=row.file_name,
        file_sha256=row.file_sha256,
        added=row.added,
        changed=row.changed,
        unchanged=row.unchanged,
        total=0,
        applied_at=now,
        applied_by=actor.name,
    )
