"""Opening the files of an objection or a rectification: for whoever may read it; every look is written down."""

from __future__ import annotations

from datetime import datetime

from enforcement.evaluation.proofs import Proof, open_proof
from enforcement.evaluation.queries.feedback import objection
from enforcement.evaluation.queries.rectifications import rectification
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import NotFound


def objection_proof(actor: Actor, public_id: str, place: int, now: datetime) -> Proof:
    """A file (from 1) of an objection. Errors: ``NotFound``, also out of scope; ``Unavailable``."""
    row = objection(actor, public_id).row
    return open_proof(actor, f"objection:{public_id}", row.report.plan.org_path, row.attachments, place, now)


def rectification_proof(actor: Actor, public_id: str, step_no: int, place: int, now: datetime) -> Proof:
    """A file (from 1) of a step (from 1). Errors: ``NotFound``, also out of scope; ``Unavailable``."""
    found = rectification(actor, public_id, civil_date(now))
    step = next((one for one in found.steps if one.no == step_no), None)
    if step is None:
        raise NotFound
    record = f"rectification:{public_id}"
    return open_proof(actor, record, found.row.report.plan.org_path, step.attachments, place, now)
