"""The standards that come with this installation, read once at start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enforcement.rules.evaluation.standard import Standard


@dataclass
class _Installed:
    standards: tuple[Standard, ...] = ()


_installed = _Installed()


def install_standards(standards: Sequence[Standard]) -> None:
    """Make them known; the scheduler publishes those that are new. Called by the composition root."""
    _installed.standards = tuple(standards)


def installed_standards() -> tuple[Standard, ...]:
    """The standards of the settings' folders."""
    return _installed.standards
