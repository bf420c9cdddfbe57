"""The system verifies its own published draws again, from what it kept, with the rules that everybody has (D06)."""

from __future__ import annotations

from datetime import datetime

from enforcement.draws.bundles import whole_bundle
from enforcement.draws.models import DrawCheck
from enforcement.draws.policies import Action
from enforcement.draws.services.loading import draw_for, write_down
from enforcement.draws.services.notices import clear, tell
from enforcement.draws.states import NoticeKind
from enforcement.foundation.actor import Actor
from enforcement.platform.database import db, transaction
from enforcement.rules.draws.hashing import DrawFault
from enforcement.rules.draws.verification import verify


def verify_draw(actor: Actor, public_id: str, now: datetime) -> DrawCheck:
    """Verify a draw with a result and keep what was found; a failed step raises the alarm.

    Errors: ``Unavailable`` when the store is away or gives other bytes than were kept.
    """
    with transaction():
        draw = draw_for(actor, Action.READ, public_id)
        subject = f"draw:{draw.public_id}"
        try:
            found = verify(whole_bundle(draw))
            steps = [{"step": one.step, "state": one.state, "message": one.message} for one in found]
        except DrawFault as error:
            steps = [{"step": "bundle", "state": "failed", "message": str(error)}]
        failed = [one["message"] for one in steps if one["state"] == "failed"]
        check = DrawCheck(draw_id=draw.id, at=now, passed=not failed, steps=steps)
        db.session.add(check)
        if failed:
            tell(NoticeKind.CHECK_FAILED, subject, draw.org_path, f"{draw.title}：{'；'.join(failed)}", now)
            write_down(actor, "draw.check_failed", draw, now, after={"failed": failed})
        else:
            clear(NoticeKind.CHECK_FAILED, subject, now)
    return check
