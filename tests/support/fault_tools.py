"""What a forger needs: moving, removing, resealing papers inside the plain JSON of a case file.

Knows where things stand in the format and nothing of the law; with it a fault changes one thing and leaves the
rest of the file as if a person had written it so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

MARKET_SUPERVISION = "市场监督管理"
"""The field with a procedural rule of its own, 市场监督管理行政处罚程序规定."""
Json = dict[str, Any]
Plant = Callable[[Json, Random], tuple[str, ...] | None]


@dataclass(frozen=True)
class Fault:
    """A way to spoil a file: its name, the parts it touches (one fault to a part), and how.

    `plant` gives the ids of the papers concerned, or None, with nothing changed, where the file has no such part.
    """

    kind: str
    parts: frozenset[str]
    plant: Plant
    field: str = ""
    """A fault only by the law of this field; empty: everywhere."""


@dataclass(frozen=True)
class Planted:
    """A fault that was planted."""

    kind: str
    documents: tuple[str, ...]


FAULTS: list[Fault] = []


def fault(*parts: str, field: str = "") -> Callable[[Plant], Plant]:
    """Enter a function as a fault; its name is the kind."""

    def enter(plant: Plant) -> Plant:
        FAULTS.append(Fault(plant.__name__, frozenset(parts), plant, field))
        return plant

    return enter


def papers(file: Json, *kinds: str) -> list[Json]:
    """The papers of some kinds."""
    return [one for one in file["documents"] if one["kind"] in kinds]


def paper(file: Json, *kinds: str) -> Json | None:
    """The first paper of some kinds."""
    return next(iter(papers(file, *kinds)), None)


def by_id(file: Json, document_id: str) -> Json:
    """A paper by its id."""
    found: Json = next(one for one in file["documents"] if one["id"] == document_id)
    return found


def decision(file: Json) -> Json:
    """The paper of the decision."""
    return by_id(file, file["decision"]["document"])


def later(day: str, days: int) -> str:
    """An ISO day moved by calendar days."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def reseal(document: Json) -> None:
    """Write the digest of the contents anew, so that the change does not show there."""
    text = json.dumps(document["contents"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    document["content_sha256"] = hashlib.sha256(text.encode()).hexdigest()


def rewrite(file: Json, document: Json, **contents: str) -> None:
    """Change contents of a paper as if it had been written so."""
    before = document["content_sha256"]
    document["contents"].update(contents)
    reseal(document)
    for one in file["evidence"]:
        if one["document"] == document["id"] and one["sha256"] == before:
            one["sha256"] = document["content_sha256"]


def move(file: Json, document: Json, day: str) -> None:
    """Give a paper another day, in its steps, signatures and register too."""
    before = document["issued_on"]
    gap = (date.fromisoformat(day) - date.fromisoformat(before)).days
    document["issued_on"] = day
    for one in document["signatures"]:
        if one["on"] == before:
            one["on"] = day
    for one in file["steps"]:
        if one.get("document") == document["id"] and one["on"] == before:
            one["on"] = day
    for one in file["evidence"]:
        if one["document"] == document["id"] and one["collected_on"] == before:
            one["collected_on"] = day
    for series in file["numbering"]:
        if document["number"].startswith(f"{series['word']}〔{series['year']}〕"):
            for entry in series["entries"]:
                entry["issued_on"] = later(entry["issued_on"], gap)


def remove(file: Json, *document_ids: str) -> None:
    """Take papers out of the file, with their steps, evidence, service and place in the index."""
    gone = set(document_ids)
    for service in file["services"]:
        if service["document"] in gone and service.get("receipt"):
            gone.add(service["receipt"])
        elif service.get("receipt") in gone:
            service["receipt"] = None
    for name in ("steps", "evidence", "services", "reviews"):
        if name in file:
            file[name] = [one for one in file[name] if one.get("document") not in gone]
    file["documents"] = [one for one in file["documents"] if one["id"] not in gone]
    for entry in [one for one in file["volume"]["index"] if one["document"] in gone]:
        drop(file, entry)


def drop(file: Json, entry: Json) -> None:
    """Take a line out of the index and close the gap; what was wrong elsewhere in it stays wrong."""
    index = file["volume"]["index"]
    place = index.index(entry)
    index.remove(entry)
    for one in index[place:]:
        one["no"] -= 1
        if one["part"] == entry["part"]:
            for end in ("page_from", "page_to"):
                one[end] -= entry["page_to"] - entry["page_from"] + 1


def renumber(file: Json) -> None:
    """Number and page the lines of the index again, each with as many pages as before."""
    last = dict.fromkeys(("main", "sub"), 0)
    for no, entry in enumerate(file["volume"]["index"], 1):
        count = entry["page_to"] - entry["page_from"] + 1
        entry.update(no=no, page_from=last[entry["part"]] + 1, page_to=last[entry["part"]] + count)
        last[entry["part"]] += count


def service_of(file: Json, document_id: str | None) -> Json | None:
    """The service of a paper."""
    return next((one for one in file["services"] if one["document"] == document_id), None)


def serve_on(file: Json, service: Json, day: str) -> None:
    """Let a paper be served on another day, its receipt with it."""
    service["acted_on"] = day
    if service.get("receipt"):
        move(file, by_id(file, service["receipt"]), day)


def unsign(document: Json, role: str) -> None:
    """Take the signatures of a role off a paper."""
    document["signatures"] = [one for one in document["signatures"] if one["role"] != role]


def officer(file: Json, officer_id: str) -> Json:
    """A person of the file."""
    found: Json = next(one for one in file["officers"] if one["id"] == officer_id)
    return found


def one_of(rng: Random, choices: Sequence[Any]) -> Any:
    """One of several, or None of none."""
    return rng.choice(choices) if choices else None
