"""The files under ``data``: real power items, and lists of the agencies of the demo city.

Files are checked like any import and published through the services.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from enforcement.catalogue.commands import (
    PublishBenchmark,
    PublishItems,
    PublishRecordingList,
    PublishReviewCatalogue,
)
from enforcement.catalogue.importing import ItemContent, parse_items
from enforcement.catalogue.mapping import (
    recording_entries_from_json,
    review_entries_from_json,
    tiers_from_json,
)
from enforcement.catalogue.services import (
    publish_benchmark,
    publish_items,
    publish_recording_list,
    publish_review_catalogue,
)
from enforcement.foundation.actor import Actor

DATA = Path(__file__).parent / "data"


def read_items() -> tuple[ItemContent, ...]:
    """The 100 power items of ``power_items.json``, checked.

    Errors: ``Invalid`` naming row and column.
    """
    return parse_items(_read("power_items"))


def seed_items(actor: Actor, now: datetime) -> None:
    """Publish all power items as their first version."""
    publish_items(actor, PublishItems(read_items()), now)


def seed_agency_lists(actor: Actor, agencies: Mapping[str, tuple[int, str]], now: datetime) -> None:
    """Publish benchmarks, review catalogues and recording lists of the demo agencies.

    ``agencies``: code of an organisation -> its id and name. Lists of agencies that are not
    there are left out.
    """
    for one in _read("benchmarks"):
        if one["org"] in agencies:
            publish_benchmark(actor, _benchmark(one, agencies[one["org"]][0]), now)
    for one in _read("review_catalogues"):
        if one["org"] in agencies:
            org_id, _ = agencies[one["org"]]
            entries = review_entries_from_json(one["entries"])
            catalogue = PublishReviewCatalogue(org_id=org_id, entries=entries, **_heading(one))
            publish_review_catalogue(actor, catalogue, now)
    for one in _read("recording_lists"):
        entries_recorded = recording_entries_from_json(one["entries"])
        for code in one["orgs"]:
            if code in agencies:
                org_id, name = agencies[code]
                heading = {**_heading(one), "title": _titled(one["title"], name)}
                publish_recording_list(
                    actor, PublishRecordingList(org_id=org_id, entries=entries_recorded, **heading), now
                )


def _benchmark(one: Mapping[str, Any], org_id: int) -> PublishBenchmark:
    return PublishBenchmark(
        org_id=org_id,
        item_code=one["item_code"],
        entry_no=one["entry_no"],
        formula=one["formula"],
        tiers=tiers_from_json(one["tiers"]),
        **_heading(one),
    )


def _heading(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": one["title"],
        "document_no": one["document_no"],
        "published_on": date.fromisoformat(one["published_on"]),
        "valid_from": date.fromisoformat(one["valid_from"]),
    }


def _titled(title: str, name: str) -> str:
    return title if name in title else f"{name}{title}"


def _read(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return loaded
