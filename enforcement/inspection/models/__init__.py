"""The tables of inspection, split by noun; all are imported here so that migrations see them."""

from enforcement.inspection.models import checks as checks
