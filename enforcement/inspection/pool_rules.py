"""The published table of filters and exclusions of this installation, read once."""

from __future__ import annotations

from pathlib import Path

from enforcement.rules.inspection.pool import load_pool_rules

FILE = Path(__file__).resolve().parents[2] / "config" / "inspection_pool.toml"
POOL_RULES = load_pool_rules(FILE)
