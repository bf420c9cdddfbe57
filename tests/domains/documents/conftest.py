"""A house of papers for each test."""

from __future__ import annotations

import pytest

from config.settings import ROOT
from enforcement.catalogue.law import install_law
from enforcement.rules.calendars import load_calendars
from enforcement.rules.rulesets import load_rulesets
from tests.domains.documents.house import House, build_house


@pytest.fixture
def law():
    """The rule sets and calendars that the program ships."""
    install_law(load_rulesets([ROOT / "config/rulesets"]), load_calendars([ROOT / "config/calendars"]))


@pytest.fixture
def house(law, app_with_store) -> House:
    """An agency with two officers and a registered seal; what is written is undone."""
    return build_house()
