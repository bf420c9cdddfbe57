"""Officers, objects and needs as they stood at freeze time: what the walk looks at, kept as JSON with the draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from enforcement.rules.draws.hashing import DrawFault

SMALLEST_TEAM = 2
"""行政处罚法第四十二条: 执法人员不得少于两人."""


@dataclass(frozen=True, slots=True)
class OfficerSnapshot:
    """An officer (in an evaluation: evaluator). Days are ISO texts; `leave` spans include both ends.

    `certificate_days_missing`: planned days without a valid certificate. `items`: codes in range. `qualified_items`:
    those for which a professional qualification is held. `areas`: areas covered, each with all that lies below it.
    `past_partners`: (object, officer) pairs that met last time. `load_limit`: most objects of one draw.
    """

    officer_id: str
    department: str
    certificate_days_missing: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    qualified_items: tuple[str, ...] = ()
    leave: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[str, ...] = ()
    past_partners: tuple[tuple[str, str], ...] = ()
    load_limit: int = 1


@dataclass(frozen=True, slots=True)
class ObjectSnapshot:
    """A drawn object as the rules of officers see it: its area (path or code) and the items to be checked there."""

    object_id: str
    area: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamNeeds:
    """What each team must have. `size` ≥ 2, else DrawFault; `planned_days` are ISO days.

    `qualified_items`: items that ask for a professional qualification. `departments`: those of a joint task, each of
    which sends at least one; no other department takes part. Empty: whoever passes.
    """

    size: int = SMALLEST_TEAM
    planned_days: tuple[str, ...] = ()
    qualified_items: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.size < SMALLEST_TEAM:
            raise DrawFault(f"每组执法人员不得少于 {SMALLEST_TEAM} 人（行政处罚法第四十二条），现为 {self.size} 人")

    @property
    def joint(self) -> bool:
        """Whether several departments check together (部门联合检查)."""
        return len(self.departments) > 1


Snapshot = TypeVar("Snapshot", OfficerSnapshot, ObjectSnapshot, TeamNeeds)


def to_plain(snapshot: OfficerSnapshot | ObjectSnapshot | TeamNeeds) -> dict[str, Any]:
    """The snapshot as JSON data."""
    return asdict(snapshot)


def from_plain(kind: type[Snapshot], plain: Mapping[str, Any]) -> Snapshot:
    """The snapshot of `kind` that `to_plain` wrote down, lists made tuples again.

    Raises DrawFault when a key is missing or unknown.
    """
    names = {one.name for one in fields(kind)}
    if set(plain) != names:
        raise DrawFault(f"{kind.__name__} 的内容应为 {sorted(names)}，现为 {sorted(plain)}")
    return kind(**{name: _tuples(value) for name, value in plain.items()})


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value
