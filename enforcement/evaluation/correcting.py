"""What a file has once an objection is upheld: the sheets that count, scored without what falls."""

from __future__ import annotations

from collections.abc import Sequence

from enforcement.evaluation.queries.final import VETO, FinalFile
from enforcement.foundation.errors import Invalid, NotFound
from enforcement.rules.evaluation.correction import Fallen, corrected
from enforcement.rules.evaluation.deciding import Result

PARTLY = "只能选择这一项下的扣分"


def falling(final: FinalFile, subject: str, chosen: Sequence[str]) -> tuple[str, ...]:
    """The codes of a subject that fall: the chosen ones, all when none is chosen.

    Errors: ``NotFound`` for a subject that isn't there; ``Invalid`` (``fallen``) for codes of another item.
    """
    found = next((one for one in final.told if one.subject == subject), None)
    if found is None:
        raise NotFound
    if not set(chosen) <= set(found.codes):
        raise Invalid({"fallen": [PARTLY]})
    return tuple(code for code in found.codes if not chosen or code in chosen)


def corrected_result(final: FinalFile, subject: str, codes: Sequence[str]) -> Result:
    """The result when these codes fall too, beside everything that fell before; the same sheets count."""
    if final.result is None:
        raise NotFound
    more = frozenset(codes)
    deductions, vetoes = (frozenset[str](), more) if subject.startswith(VETO) else (more, frozenset[str]())
    fallen = Fallen(final.fallen.deductions | deductions, final.fallen.vetoes | vetoes)
    scores = [one.score for one in final.decided.sheets]
    return corrected(final.decided.standard, final.decided.facts, scores, final.result.counted, fallen)
