"""The tables of inspection, split by noun; all are imported here so that migrations see them."""

from enforcement.inspection.models import checks as checks
from enforcement.inspection.models import libraries as libraries
from enforcement.inspection.models import plans as plans
from enforcement.inspection.models import visits as visits
