"""The calendars of the public lotteries: config/lotteries, read once."""

from __future__ import annotations

from pathlib import Path

from enforcement.rules.draws.sources import load_lotteries

FOLDER = Path(__file__).resolve().parents[2] / "config" / "lotteries"
LOTTERIES = load_lotteries((FOLDER,))
