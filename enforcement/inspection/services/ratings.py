"""Anonymous ratings by enterprises: nothing of who, when or from where is kept (A01), nor in the audit record."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, NotFound, Reason, Refused
from enforcement.inspection.commands.visits import RateVisit
from enforcement.inspection.models.visits import Rating, RatingCode
from enforcement.inspection.queries.checks import check_of_code
from enforcement.platform.database import db, transaction
from enforcement.rules.inspection.voices import MOST_STARS, QUESTIONS

BASIS = "深圳市行政执法监督码管理规定（深府规〔2025〕6号）"


def rate_visit(command: RateVisit, now: datetime) -> None:
    """Keep a rating of the organ behind the code, in the month of ``now``. Whoever holds the notice may rate, once.

    Errors: ``NotFound`` for a code that is none; ``Invalid``; ``Refused`` from a device of an organ, before the visit
    and for a second rating.
    """
    check = check_of_code(command.code)
    if check is None:
        raise NotFound
    if not 1 <= command.stars <= MOST_STARS:
        raise Invalid({"stars": ["请选择一星至五星"]})
    if reasons := device_reasons(staff_device=command.staff_device):
        raise Refused(reasons)
    if check.arrived_at is None:
        raise Refused((Reason("not-visited", "检查还没有开始，暂时不能评价", BASIS, "检查人员到场扫码以后可以评价"),))
    with transaction():
        if not _use(command.code):
            raise Refused((Reason("rated", "这个检查码已经评价过", BASIS, "每次检查评价一次；其他问题可以投诉"),))
        db.session.add(
            Rating(
                org_id=check.org_id,
                org_path=check.org_path,
                month=civil_date(now).replace(day=1),
                stars=command.stars,
                answers={key: bool(command.answers[key]) for key in QUESTIONS if key in command.answers},
                text=command.text.strip(),
            )
        )


def device_reasons(*, staff_device: bool) -> tuple[Reason, ...]:
    """The officers hold the code of the notice too: they shall not rate themselves from where they work."""
    if not staff_device:
        return ()
    message = "这台设备登录过执法机关的账号，不能用来评价"
    return (Reason("staff-device", message, BASIS, "请企业用自己的手机或者电脑扫描通知书上的检查码评价"),)


def code_digest(code: str) -> str:
    """What is kept of a code that has rated."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def _use(code: str) -> bool:
    """Mark the code as used; false when it was used before, also by somebody at the same moment."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(RatingCode)
        .values(code_digest=code_digest(code))
        .on_conflict_do_nothing()
        .returning(RatingCode.code_digest)
    )
    return db.session.scalar(statement) is not None
