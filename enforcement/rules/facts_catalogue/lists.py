"""Lists an agency publishes: major decisions under review, recordings to be made."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ReviewKind(StrEnum):
    """What an entry of the review catalogue looks at."""

    FINE = "fine"
    CONFISCATION = "confiscation"
    PENALTY_KIND = "penalty_kind"
    HEARING = "hearing"
    PUBLIC_INTEREST = "public_interest"
    COMPLEX = "complex"
    DEPARTURE = "departure"
    MITIGATED = "mitigated"


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """An entry of an agency's catalogue of major decisions 重大执法决定法制审核目录.

    ``parties`` are the kinds of party it binds (``organisation``, ``individual_business``,
    ``person``). For amounts, ``threshold_fen`` with ``inclusive`` (以上含本数) or strictly
    above. For ``penalty_kind``, ``penalty_kinds`` are the kinds that make the decision
    major. ``discussion`` says that collective discussion is due as well.
    """

    no: int
    kind: ReviewKind
    text: str
    basis: str
    parties: tuple[str, ...] = ("organisation", "individual_business", "person")
    threshold_fen: int | None = None
    inclusive: bool = True
    penalty_kinds: tuple[str, ...] = ()
    discussion: bool = True


@dataclass(frozen=True, slots=True)
class ReviewCatalogueFacts:
    """A published version of an agency's review catalogue."""

    public_id: str
    org_id: int
    org_name: str
    version_no: int
    title: str
    document_no: str
    valid_from: date
    valid_to: date | None
    entries: tuple[ReviewEntry, ...]


class RecordingWay(StrEnum):
    """How a step is recorded 记录方式."""

    AUDIO_VIDEO = "audio_video"
    PHOTO = "photo"
    TEXT = "text"


RECORDING_WAY_NAMES: dict[RecordingWay, str] = {
    RecordingWay.AUDIO_VIDEO: "录音录像",
    RecordingWay.PHOTO: "拍照",
    RecordingWay.TEXT: "文字",
}


@dataclass(frozen=True, slots=True)
class RecordingListEntry:
    """An entry of the recording list 音像记录事项清单.

    ``step`` is the procedural step the recording belongs to; ``upload_hours`` the time
    for upload after the scene ends; ``retention`` the retention class in words.
    """

    no: int
    step: str
    item: str
    way: RecordingWay
    required: bool
    content: str
    upload_hours: int
    retention: str
    basis: str

    @property
    def way_name(self) -> str:
        """Chinese name of the way of recording."""
        return RECORDING_WAY_NAMES[self.way]


@dataclass(frozen=True, slots=True)
class RecordingListFacts:
    """A published version of an agency's recording list."""

    public_id: str
    org_id: int
    org_name: str
    version_no: int
    title: str
    document_no: str
    valid_from: date
    valid_to: date | None
    entries: tuple[RecordingListEntry, ...]

    def entries_for(self, step: str) -> tuple[RecordingListEntry, ...]:
        """Entries of one step, in the order of the list."""
        return tuple(entry for entry in self.entries if entry.step == step)
