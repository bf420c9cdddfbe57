"""The item list 随机抽查事项清单: nothing is inspected that is not on it (国办发〔2015〕58号)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Reason


class ItemKind(StrEnum):
    """重点检查事项 have no ceiling on the proportion; 一般检查事项 are strictly limited."""

    KEY = "key"
    GENERAL = "general"

    @property
    def words(self) -> str:
        """In words of the list."""
        return {"key": "重点检查事项", "general": "一般检查事项"}[self.value]


@dataclass(frozen=True, slots=True)
class Basis:
    """One provision that an inspection rests on: 《…》, 第…条."""

    law: str
    article: str


@dataclass(frozen=True, slots=True)
class StandardEntry:
    """One line of the public standard (检查标准), as it will stand in the locked checklist.

    ``answers``: what may be answered, for example 符合, 不符合, 不涉及.
    """

    no: int
    text: str
    basis: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class ItemFacts:
    """One version of an item. ``ratios``: class -> basis points; ``frequency``: class -> times a year.

    ``yearly_cap``: visits to one enterprise in a calendar year for this item, ``None`` where none is published;
    ``qualification``: the professional post it asks, empty for none.
    """

    public_id: str
    org_id: int
    code: str
    version_no: int
    name: str
    sub_item: str
    bases: tuple[Basis, ...]
    subject: str
    object_kind: str
    kind: ItemKind
    ratios: Mapping[str, int]
    frequency: Mapping[str, int]
    methods: tuple[str, ...]
    qualification: str
    standard: tuple[StandardEntry, ...]
    yearly_cap: int | None
    published_at: datetime | None
    valid_from: date | None
    valid_to: date | None

    @property
    def title(self) -> str:
        """Name with its part."""
        return f"{self.name}（{self.sub_item}）" if self.sub_item else self.name


def publication_reasons(item: ItemFacts) -> tuple[Reason, ...]:
    """Why a version may not be published: no basis (I01), no public standard (I02)."""
    found = []
    if not [basis for basis in item.bases if basis.law and basis.article]:
        found.append(
            Reason(
                "I01",
                f"事项“{item.name}”没有填写抽查依据，没有法律、法规、规章依据的不得列入清单",
                "国办发〔2015〕58号；海南省涉企行政检查条例（试行）第七条",
                "填写抽查依据的名称和条款",
            )
        )
    if not item.standard:
        found.append(
            Reason(
                "I02",
                f"事项“{item.name}”没有检查标准，检查标准应当公布",
                "国办发〔2024〕54号",
                "填写检查标准的各项内容",
            )
        )
    return tuple(found)


def use_reasons(codes: Sequence[str], items: Sequence[ItemFacts], on: date) -> tuple[Reason, ...]:
    """Why a task on a civil day may not use these items: each must be published, in force, with basis and standard.

    ``items`` holds at most one version for each code, the one that counts on the day (rules I01, I02).
    """
    found: list[Reason] = []
    known = {item.code: item for item in items}
    for code in codes:
        item = known.get(code)
        if item is None or item.published_at is None or civil_date(item.published_at) > on or not _in_force(item, on):
            found.append(
                Reason(
                    "I01",
                    f"事项 {code} 在{on.isoformat()}没有公布或者已经失效",
                    "国办发〔2015〕58号：清单以外的事项不得开展检查",
                    "先公布该事项，或者另选事项",
                )
            )
        else:
            found += publication_reasons(item)
    return tuple(found)


def _in_force(item: ItemFacts, on: date) -> bool:
    begun = item.valid_from is not None and item.valid_from <= on
    return begun and (item.valid_to is None or on <= item.valid_to)
