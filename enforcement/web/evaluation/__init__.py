"""Pages of evaluations: score sheets of evaluators, plans, standards."""

from __future__ import annotations

from enforcement.web.evaluation.scoring import scoring

__all__ = ["scoring"]
