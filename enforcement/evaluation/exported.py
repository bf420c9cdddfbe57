"""People and sections of a case for its export in the exchange format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from enforcement.documents.volume import VolumeIndex
from enforcement.foundation.clock import civil_date
from enforcement.identity.queries import officer_papers
from enforcement.publicity.states import DutyKind, DutyState
from enforcement.rules.casefile.terms import StepKind, VolumePart
from enforcement.rules.facts_catalogue import RecordingListFacts
from enforcement.rules.officers import OfficerKind, OfficerPaper
from enforcement.rules.recording import RecordingFact

if TYPE_CHECKING:
    from enforcement.casework.models import CasePayment
    from enforcement.documents.models import Document
    from enforcement.publicity.models import PublicationDuty

Json = dict[str, Any]
STEP_OF = {"scene_inspection": StepKind.SCENE.value}
"""Steps of the recording list that the format calls otherwise."""


@dataclass
class Staff:
    """Everybody of the agency whom the case names; the same person has one id, another of the same name another."""

    ids: dict[int, str] = field(default_factory=dict)
    certified: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    others: dict[tuple[str, str], str] = field(default_factory=dict)
    records: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, officer_ids: Iterable[int]) -> Staff:
        """Those on the staff list, with all their certificates. Errors: ``NotFound``."""
        staff = cls()
        for officer_id, paper in officer_papers(list(officer_ids)).items():
            staff.ids[officer_id] = given = staff._add(_officer(paper))
            staff.certified |= {one.number: given for one in paper.certificates}
        return staff

    def numbered(self, officer_id: int) -> str:
        """The id of somebody on the staff list."""
        return self.ids[officer_id]

    def named(self, name: str, certificate: str = "") -> str:
        """The id of somebody by certificate, else by name; heads and clerks stand on no list of officers.

        A name that two have tells neither of them: it is somebody beside them.
        """
        same = self.names.get(name, [])
        if certificate in self.certified:
            return self.certified[certificate]
        if not certificate and len(same) == 1:
            return same[0]
        if (name, certificate) not in self.others:
            self.others[name, certificate] = self._add({"name": name, "kind": OfficerKind.OFFICER})
        return self.others[name, certificate]

    def _add(self, record: dict[str, Any]) -> str:
        given = f"o{len(self.records) + 1}"
        self.records.append({"id": given, **record})
        self.names.setdefault(record["name"], []).append(given)
        return given


def _officer(paper: OfficerPaper) -> dict[str, Any]:
    return {
        "name": paper.name,
        "kind": paper.kind,
        "certificates": [
            {
                "number": one.number,
                "valid_from": one.valid_from,
                "valid_to": one.valid_to,
                "fields": list(one.fields),
                "suspensions": [
                    {"first_day": pause.first_day, "last_day": pause.last_day} for pause in one.suspensions
                ],
                "revoked_on": one.revoked_on,
            }
            for one in paper.certificates
        ],
        "law_qualification_no": paper.law_qualification_no,
        "left_on": paper.left_on,
    }


def payment_of(payments: Sequence[CasePayment], fine_fen: int, confiscation_fen: int) -> Json | None:
    """Money that came in, split into fine, confiscation and surcharge in this order; corrections undo the latest."""
    if not fine_fen:
        return None
    came: list[tuple[date, int]] = []
    for one in payments:
        amount = one.amount_fen
        while amount < 0 and came:
            on, last = came.pop()
            amount += last
            if amount > 0:
                came.append((on, amount))
                amount = 0
        if amount > 0:
            came.append((one.paid_on, amount))
    entries, fine, confiscation = [], fine_fen, confiscation_fen
    for on, amount in came:
        of_fine = min(amount, fine)
        of_confiscation = min(amount - of_fine, confiscation)
        fine, confiscation = fine - of_fine, confiscation - of_confiscation
        entries.append({"on": on, "fine_fen": of_fine, "surcharge_fen": amount - of_fine - of_confiscation})
    return {"entries": [one for one in entries if one["fine_fen"] or one["surcharge_fen"]]}


def publication_of(duties: Sequence[PublicationDuty]) -> Json | None:
    """How the decision was published, withheld or taken down; None while the duty is open."""
    found: Json = {}
    for duty in duties:
        if duty.kind is DutyKind.WITHDRAW:
            found["overturned_on"] = duty.started_on
            found["withdrawn_on"] = civil_date(duty.fulfilled_at) if duty.fulfilled_at else None
        elif duty.record is not None:
            found |= {"published_on": civil_date(duty.record.published_at), "address": f"/p/{duty.record.code}"}
        elif duty.state is DutyState.EXEMPT:
            found["withheld_reason"] = duty.exemption_reason
    return found or None


def recordings_of(listed: RecordingListFacts | None, films: Sequence[RecordingFact]) -> Json:
    """What the agency's list asks for, and what is there."""
    return {
        "items": [
            {
                "no": one.no,
                "step": STEP_OF.get(one.step, one.step),
                "item": one.item,
                "way": one.way,
                "required": one.required,
            }
            for one in (listed.entries if listed else ())
        ],
        "files": [
            {
                "no": one.list_item,
                "title": one.title or one.filename,
                "recorded_on": one.recorded_on,
                "sha256": one.sha256,
                "state": one.state,
            }
            for one in films
        ],
    }


def volume_of(index: VolumeIndex, ids: Mapping[str, str], attached: Sequence[tuple[str, str]]) -> Json:
    """The index of the volume, numbered through; films that are evidence close the first half, one page each."""
    lines: list[Json] = []
    for part, entries in ((VolumePart.MAIN, index.main), (VolumePart.SUB, index.sub)):
        page = 0
        for entry in entries:
            page = entry.last_page
            lines.append(
                _line(len(lines) + 1, ids[entry.document_public_id], entry.title, part, entry.first_page, page)
            )
        if part is VolumePart.MAIN:
            for place, (document, title) in enumerate(attached, page + 1):
                lines.append(_line(len(lines) + 1, document, title, part, place, place))
    return {"index": lines}


def _line(no: int, document: str, title: str, part: VolumePart, first: int, last: int) -> Json:
    return {"no": no, "document": document, "title": title, "part": part, "page_from": first, "page_to": last}


def services_of(rows: Sequence[Document], ids: Mapping[str, str], staff: Staff) -> Iterator[Json]:
    """Every act of service with its receipt."""
    by_row = {row.id: row.public_id for row in rows}
    consented = any(row.data.get("electronic_consent") is True for row in rows if row.form == "address_confirmation")
    for row in rows:
        served = row.service
        if served is None:
            continue
        yield {
            "document": ids[row.public_id],
            "mode": served.mode,
            "acted_on": served.acted_on,
            "servers": [staff.named(one["name"], one["certificate_no"]) for one in served.servers],
            "receipt": ids.get(by_row.get(served.receipt_id, "")),
            "place": served.place,
            "recipient": served.recipient,
            "relation": served.relation,
            "signed": served.signature_id is not None,
            "refusal": served.refusal,
            "witness": served.witness,
            "recorded": bool(served.recording_public_id),
            "electronic_confirmed": consented,
            "note": served.note,
        }
