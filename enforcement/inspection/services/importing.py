"""From an Excel file to staged rows: upload and dry run. The library itself is not touched (see ``applying``)."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, Any

from sqlalchemy import delete, insert, select

from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid
from enforcement.identity.queries import organisation_facts, paths_below
from enforcement.inspection.commands.libraries import UploadLibrary
from enforcement.inspection.library_states import ImportState, Verdict
from enforcement.inspection.loading import locked_import
from enforcement.inspection.models.libraries import (
    LibraryImport,
    LibraryImportFault,
    LibraryImportRow,
    LibraryObject,
)
from enforcement.inspection.object_rows import Fault, Known, RowReader
from enforcement.inspection.policies import Action, require
from enforcement.inspection.queries.libraries import published_codes
from enforcement.inspection.services.applying import clear_staged, note_import, version_no
from enforcement.platform.database import db, locked, transaction
from enforcement.platform.storage import current_store
from enforcement.platform.workbooks import Sheet, open_sheet

CHUNK = 2_000
"""Rows staged in one transaction; the page shows the progress after each."""
GIVEN_UP_AFTER = timedelta(minutes=30)
"""A dry run without sign of life for so long is begun anew."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload_library(actor: Actor, command: UploadLibrary, now: datetime) -> LibraryImport:
    """Keep the file and queue its dry run. Errors: ``NotFound``, ``Forbidden``, ``Invalid`` for an empty file."""
    agency = organisation_facts(command.org_id)
    require(actor, Action.KEEP_LIBRARY, agency.path)
    if not command.content:
        raise Invalid({"file": ["请选择要上传的 Excel 文件"]})
    blob = current_store().put(command.content, XLSX)
    with transaction():
        row = LibraryImport(
            org_id=agency.org_id,
            org_path=agency.path,
            state=ImportState.UPLOADED,
            file_name=command.file_name[:200],
            file_key=blob.key,
            file_sha256=blob.sha256,
            size=blob.size,
            uploaded_by=actor.name,
            uploaded_at=now,
            touched_at=now,
        )
        db.session.add(row)
        db.session.flush()
        note_import(actor, "inspection.library_uploaded", row, now)
    return row


def waiting_imports(now: datetime) -> tuple[str, ...]:
    """For the job: uploads to be checked, and dry runs that gave no sign of life for half an hour."""
    return tuple(
        db.session.scalars(
            select(LibraryImport.public_id)
            .where(
                (LibraryImport.state == ImportState.UPLOADED)
                | ((LibraryImport.state == ImportState.CHECKING) & (LibraryImport.touched_at < now - GIVEN_UP_AFTER))
            )
            .order_by(LibraryImport.id)
        )
    )


def check_import(actor: Actor, public_id: str, now: datetime) -> LibraryImport:
    """The dry run: stage every row, count new, changed, unchanged and refused ones; the library is not touched.

    A file that can't be read ends as failed, with the sentence that says why. Errors: ``Unavailable`` (store).
    """
    row = _begin(actor, public_id, now)
    if row is None:
        return _locked(public_id)
    started = time.monotonic()
    with TemporaryFile() as file:
        digest = hashlib.sha256()
        for part in current_store().stream(row.file_key):
            digest.update(part)
            file.write(part)
        file.seek(0)
        try:
            _stage(row, file, digest.hexdigest(), now)
        except Invalid as error:
            return _fail(public_id, error)
    with transaction():
        row = locked_import(actor, public_id)
        row.state, row.finished_at = ImportState.CHECKED, now
        row.milliseconds = int((time.monotonic() - started) * 1000)
        note_import(actor, "inspection.library_checked", row, now)
    return row


def _begin(actor: Actor, public_id: str, now: datetime) -> LibraryImport | None:
    with transaction():
        row = locked_import(actor, public_id)
        stuck = row.state is ImportState.CHECKING and row.touched_at < now - GIVEN_UP_AFTER
        if row.state is not ImportState.UPLOADED and not stuck:
            return None
        clear_staged(row.id)
        db.session.execute(delete(LibraryImportFault).where(LibraryImportFault.import_id == row.id))
        row.state, row.touched_at, row.base_version = ImportState.CHECKING, now, version_no(row.org_id)
        row.rows_read = row.added = row.changed = row.unchanged = row.refused = 0
    return row


def _stage(row: LibraryImport, file: IO[bytes], sha256: str, now: datetime) -> None:
    if sha256 != row.file_sha256:
        raise Invalid({"file": ["文件在存储中被改动，请重新上传"]})
    agency = organisation_facts(row.org_id)
    today = civil_date(now)
    known = Known(published_codes(row.org_id, today), paths_below(agency.path), agency.path, today)
    rows = db.session.execute(
        select(LibraryObject.uscc, LibraryObject.digest).where(LibraryObject.org_id == row.org_id)
    )
    digests = dict(rows.tuples().all())
    import_id, public_id = row.id, row.public_id
    with open_sheet(file) as sheet:
        reader = RowReader(sheet.head, known)
        missing = reader.head_faults()
        if missing:
            raise Invalid({"file": [fault.what for fault in missing]}, "；".join(fault.what for fault in missing))
        _stage_rows(import_id, public_id, sheet, reader, digests)


def _stage_rows(import_id: int, public_id: str, sheet: Sheet, reader: RowReader, digests: Mapping[str, str]) -> None:
    staged: list[dict[str, Any]] = []
    faults: list[Fault] = []
    counts: Counter[str] = Counter()
    for row_no, values in sheet.rows:
        one, wrong = reader.read(row_no, values)
        counts["read"] += 1
        if wrong:
            counts["refused"] += 1
            faults += wrong
        else:
            verdict = _verdict(digests.get(one["uscc"]), one["digest"])
            counts[verdict.value] += 1
            if verdict is not Verdict.UNCHANGED:
                staged.append({**one, "import_id": import_id, "row_no": row_no, "verdict": verdict})
        if counts["read"] % CHUNK == 0:
            _put(import_id, public_id, sheet.expected, staged, faults, counts)
            staged, faults = [], []
    _put(import_id, public_id, sheet.expected, staged, faults, counts)


def _verdict(before: str | None, after: str) -> Verdict:
    if before is None:
        return Verdict.NEW
    return Verdict.UNCHANGED if before == after else Verdict.CHANGED


def _put(
    import_id: int,
    public_id: str,
    expected: int | None,
    staged: list[dict[str, Any]],
    faults: list[Fault],
    counts: Counter[str],
) -> None:
    with transaction():
        if staged:
            db.session.execute(insert(LibraryImportRow), staged)
        if faults:
            db.session.execute(insert(LibraryImportFault), [{"import_id": import_id, **asdict(one)} for one in faults])
        row = _locked(public_id)
        row.rows_expected, row.rows_read, row.refused = expected, counts["read"], counts["refused"]
        row.added, row.changed, row.unchanged = counts["new"], counts["changed"], counts["unchanged"]


def _fail(public_id: str, error: Invalid) -> LibraryImport:
    with transaction():
        row = _locked(public_id)
        clear_staged(row.id)
        row.state, row.message = ImportState.FAILED, "；".join(one for found in error.errors.values() for one in found)
    return row


def _locked(public_id: str) -> LibraryImport:
    return locked(select(LibraryImport).where(LibraryImport.public_id == public_id))
