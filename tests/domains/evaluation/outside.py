"""Clean files of the exchange format, as an organisation of the tests would hand them over."""

import json
from datetime import date
from typing import Any

from enforcement.identity.models import Organisation
from tests.support.casefiles import clean_file

PERIOD = (date(2025, 1, 1), date(2027, 12, 31))


def outside_file(agency: Organisation, number: int = 0) -> dict[str, Any]:
    """The n-th clean file with the agency's code; region and domain stay, so the law stays too."""
    content = clean_file(number)
    content["agency"]["code"] = agency.code
    return content


def as_bytes(content: dict[str, Any]) -> bytes:
    """As it is sent."""
    return json.dumps(content, ensure_ascii=False).encode()
