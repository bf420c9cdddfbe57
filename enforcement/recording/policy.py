"""What the installation accepts and how it moves it: config/recording.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from enforcement.platform.media import MediaLimits
from enforcement.rules.recording import RecordingKind, UploadLimits

FILE = Path(__file__).resolve().parents[2] / "config" / "recording.toml"


@dataclass(frozen=True)
class RecordingPolicy:
    """Sizes in bytes, link lifetimes in seconds."""

    limits: UploadLimits
    part_bytes: int
    form_bytes: int
    links_at_once: int
    part_link_seconds: int
    look_link_seconds: int
    abandoned_after: timedelta
    decoding: MediaLimits


def load_policy(path: Path) -> RecordingPolicy:
    """The policy of a file; `KeyError` or `TypeError` names an entry that is missing or unknown."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    upload = tables["upload"]
    types = {RecordingKind(kind): tuple(names) for kind, names in tables["types"].items()}
    return RecordingPolicy(
        limits=UploadLimits(types=types, largest_bytes=upload["largest_bytes"]),
        part_bytes=upload["part_bytes"],
        form_bytes=upload["form_bytes"],
        links_at_once=upload["links_at_once"],
        part_link_seconds=upload["part_link_seconds"],
        look_link_seconds=tables["look"]["link_seconds"],
        abandoned_after=timedelta(days=upload["abandoned_days"]),
        decoding=MediaLimits(**tables["decoding"]),
    )


POLICY = load_policy(FILE)
