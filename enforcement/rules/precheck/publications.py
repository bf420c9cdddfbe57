"""Publication of the decision and its withdrawal (行政处罚法第四十八条; 国办发〔2018〕118号)."""

from __future__ import annotations

from collections.abc import Iterator

from enforcement.foundation.errors import Reason
from enforcement.rules.duties import late
from enforcement.rules.needs import APL
from enforcement.rules.precheck.base import Found, Rule, counted, day, overrun
from enforcement.rules.precheck.view import CaseView
from enforcement.rules.publicity import PENALTY_DEADLINES, WITHDRAWAL_DEADLINE, reasons_to_withhold

BASIS = f"{APL}第四十八条；国办发〔2018〕118号第二部分"


def _rule_id(view: CaseView) -> str:
    of_penalties, of_other_results = PENALTY_DEADLINES
    return of_penalties if view.penalty else of_other_results


def _withheld(view: CaseView) -> tuple[Reason, ...]:
    """Why this decision is not to be published; empty where it is."""
    party, decision = view.party, view.file.decision
    return reasons_to_withhold(party.kind.value, party.code, decision.kinds, view.decided_on, view.file.agency.domain)


def _missing(view: CaseView) -> Iterator[Found]:
    publication = view.file.publication
    if _withheld(view):
        return
    if publication is not None and (publication.published_on is not None or publication.withheld_reason.strip()):
        return
    deadline = view.deadline(_rule_id(view), view.decided_on)
    last = "" if deadline.provisional else f"应当在{day(deadline.due)}以前公示。"
    yield Found((view.decision.id,), f"没有公示，也没有写明不公示的理由。{last}{counted(deadline)}")


def _late(view: CaseView) -> Iterator[Found]:
    publication = view.file.publication
    if publication is None or publication.published_on is None or _withheld(view):
        return
    deadline = view.deadline(_rule_id(view), view.decided_on)
    if late(deadline, publication.published_on):
        yield Found((view.decision.id,), overrun(view, deadline, "公示日期", publication.published_on), deadline.basis)


def _published_all_the_same(view: CaseView) -> Iterator[Found]:
    publication = view.file.publication
    if publication is None or publication.published_on is None:
        return
    for reason in _withheld(view):
        words = f"{reason.message}，案卷记载在{day(publication.published_on)}公示。"
        yield Found((view.decision.id,), words, reason.basis)


def _withdrawn_late(view: CaseView) -> Iterator[Found]:
    publication = view.file.publication
    if publication is None or publication.published_on is None or publication.overturned_on is None:
        return
    deadline = view.deadline(WITHDRAWAL_DEADLINE, publication.overturned_on)
    if publication.withdrawn_on is None:
        yield Found(
            (view.decision.id,),
            f"决定在{day(publication.overturned_on)}被变更、撤销、确认违法或者无效，公示的决定没有撤回。{counted(deadline)}",
        )
    elif late(deadline, publication.withdrawn_on):
        yield Found((view.decision.id,), overrun(view, deadline, "撤回公示的日期", publication.withdrawn_on))


RULES = (
    Rule("publication-missing", "决定没有公示", BASIS, _missing),
    Rule("publication-late", "公示超期", BASIS, _late),
    Rule("published-against-law", "公示了不应公示的决定", f"{APL}第四十八条", _published_all_the_same),
    Rule("withdrawal-late", "撤回公示超期", f"{APL}第四十八条第二款", _withdrawn_late),
)
