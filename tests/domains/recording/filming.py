"""An officer with a camera: announces, sends parts as a browser does, completes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import urllib3

from enforcement.casework.commands import RegisterLead
from enforcement.casework.services.leads import register_lead
from enforcement.catalogue.law import install_law
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.identity.models import Organisation
from enforcement.recording import services
from enforcement.recording.commands import BeginUpload, CompleteUpload
from enforcement.recording.models import Recording
from enforcement.rules.calendars import load_calendars
from enforcement.rules.rulesets import load_rulesets
from tests.domains.identity.people import City, actor_for, make_account, make_city
from tests.support.app import NOON

CONFIG = Path(__file__).resolve().parents[3] / "config"
MATTER = "m0000000000000000001"
HTTP = urllib3.PoolManager(retries=False, timeout=30)


@dataclass(frozen=True)
class Scene:
    """A bureau with an officer of its own, a colleague elsewhere, and people who may not do everything."""

    city: City
    bureau: Organisation
    officer: Actor
    elsewhere: Actor
    reviewer: Actor
    administrator: Actor


def make_scene() -> Scene:
    install_law(load_rulesets([CONFIG / "rulesets"]), load_calendars([CONFIG / "calendars"]))
    city = make_city()
    return Scene(
        city=city,
        bureau=city.bureau,
        officer=actor_for(make_account("officer", city.bureau, "officer")),
        elsewhere=actor_for(make_account("elsewhere", city.east_bureau, "officer")),
        reviewer=actor_for(make_account("reviewer", city.bureau, "reviewer")),
        administrator=actor_for(make_account("administrator", city.bureau, "administrator", city.province)),
    )


def announcement(scene: Scene, data: bytes, **changed: object) -> BeginUpload:
    known: dict[str, object] = {
        "matter_id": MATTER,
        "org_id": scene.bureau.id,
        "org_path": scene.bureau.path,
        "filename": "现场检查 A-0127.mp4",
        "content_type": "video/mp4",
        "size": len(data),
        "recorded_from_at": NOON - timedelta(hours=2),
        "recorded_to_at": NOON - timedelta(hours=1),
        "head_sha256": hashlib.sha256(data[: 2**20]).hexdigest(),
    }
    return BeginUpload(**known | changed)


@dataclass
class Browser:
    """Sends the parts that the store does not have, and counts what it sends."""

    actor: Actor
    sent: list[int] = field(default_factory=list)

    def send(
        self,
        recording: Recording,
        read: Callable[[int, int], bytes],
        now: datetime = NOON,
        *,
        numbers: Iterable[int] | None = None,
    ) -> None:
        have = {part.number for part in services.received_parts(self.actor, recording.public_id)}
        wanted = [n for n in numbers or range(1, recording.parts + 1) if n not in have]
        for number in wanted:
            (link,) = services.part_links(self.actor, recording.public_id, [number], now)
            body = read((number - 1) * recording.part_size, recording.part_bytes(number))
            answer = HTTP.request("PUT", link.url, body=body)
            assert answer.status == 200
            self.sent.append(number)


def uploaded(scene: Scene, data: bytes, now: datetime = NOON, *, sha256: str = "", **changed: object) -> Recording:
    recording = services.begin_upload(scene.officer, announcement(scene, data, **changed), now)
    Browser(scene.officer).send(recording, lambda at, length: data[at : at + length], now)
    declared = sha256 or hashlib.sha256(data).hexdigest()
    return services.complete_upload(scene.officer, CompleteUpload(recording.public_id, declared), now)


def make_case(scene: Scene, now: datetime = NOON) -> str:
    """Public id of a case of the scene's bureau."""
    lead = RegisterLead(
        org_id=scene.bureau.id,
        source_kind="complaint",
        source_text="反映货架上有过期食品",
        received_on=civil_date(now),
        party_kind="organisation",
        party_name="云城市惠邻超市有限公司",
    )
    return register_lead(scene.officer, lead, now).public_id
