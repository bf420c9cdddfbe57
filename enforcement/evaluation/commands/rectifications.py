"""Acts of a rectification. ``version`` is the one that the person read."""

from __future__ import annotations

from dataclasses import dataclass

from enforcement.evaluation.commands.uploads import Upload


@dataclass(frozen=True)
class SubmitRectification:
    """The agency says what it put right (public id of the rectification), with the files that prove it."""

    rectification: str
    version: int
    text: str
    uploads: tuple[Upload, ...]


@dataclass(frozen=True)
class RecheckRectification:
    """Whether what was handed in is enough; what is lacking stands in ``reasons``."""

    rectification: str
    version: int
    passed: bool
    reasons: str
