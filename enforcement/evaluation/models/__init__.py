"""The tables of evaluation, split by noun; all are imported here so that migrations see them."""

from enforcement.evaluation.models import core as core
from enforcement.evaluation.models import feedback as feedback
from enforcement.evaluation.models import files as files
