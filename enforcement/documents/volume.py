"""The order of a case volume: 正卷 and 副卷 (SAMR 78), with page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from enforcement.documents.form_list import FORMS
from enforcement.documents.forms import Part, date_words
from enforcement.documents.models import Document

RECEIPT = "service_receipt"


@dataclass(frozen=True)
class VolumeEntry:
    """One paper in its place; pages are counted through each part from 1."""

    no: int
    document_public_id: str
    number: str
    title: str
    on: date
    first_page: int
    last_page: int

    @property
    def row(self) -> dict[str, str]:
        """The entry as the form 卷内文件目录 takes it."""
        one = self.first_page == self.last_page
        return {
            "no": str(self.no),
            "number": self.number,
            "title": self.title,
            "on": date_words(self.on.isoformat()),
            "pages": str(self.first_page) if one else f"{self.first_page}-{self.last_page}",
            "note": "",
        }


@dataclass(frozen=True)
class VolumeIndex:
    """Both parts in order. Cover, index and note bind the volume and stand in neither."""

    main: tuple[VolumeEntry, ...]
    sub: tuple[VolumeEntry, ...]

    @property
    def items(self) -> int:
        """Number of papers."""
        return len(self.main) + len(self.sub)

    @property
    def pages(self) -> int:
        """Number of pages of both parts."""
        return sum(part[-1].last_page for part in (self.main, self.sub) if part)

    def rows(self) -> dict[str, list[dict[str, str]]]:
        """``main`` and ``sub`` as the form 卷内文件目录 takes them."""
        return {
            "main": [entry.row for entry in self.main],
            "sub": [entry.row for entry in self.sub],
        }


def volume_of(documents: Sequence[Document]) -> VolumeIndex:
    """Papers in the order of SAMR 78; a receipt follows the paper it proves the service of."""
    by_id = {document.public_id: document for document in documents}
    ordered = sorted(documents, key=lambda document: _place(document, by_id))
    return VolumeIndex(_entries(ordered, Part.MAIN), _entries(ordered, Part.SUB))


def _place(document: Document, by_id: dict[str, Document]) -> tuple[Any, ...]:
    served = by_id.get(document.data.get("document_public_id", ""))
    receipt = document.form == RECEIPT and served is not None
    anchor = served if receipt and served is not None else document
    return (FORMS[anchor.form].order, anchor.issued_at, anchor.id, receipt)


def _entries(ordered: Sequence[Document], part: Part) -> tuple[VolumeEntry, ...]:
    entries: list[VolumeEntry] = []
    page = 0
    for document in ordered:
        if FORMS[document.form].part is part:
            entries.append(
                VolumeEntry(
                    no=len(entries) + 1,
                    document_public_id=document.public_id,
                    number=document.number,
                    title=document.title,
                    on=document.issued_on,
                    first_page=page + 1,
                    last_page=page + document.pages,
                )
            )
            page += document.pages
    return tuple(entries)
