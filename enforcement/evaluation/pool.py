"""What a plan draws from: closed files by agency and class, and the evaluators with all that stands against each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from enforcement.evaluation.facts import ClosedCase
from enforcement.evaluation.mapping import standard_of
from enforcement.evaluation.policies import government_of
from enforcement.evaluation.queries.files import closed_files
from enforcement.foundation.errors import Reason, Refused
from enforcement.foundation.permissions import Permission
from enforcement.identity.facts import KnownPerson, OrganisationFacts
from enforcement.identity.queries import holders, organisation_facts, organisations_coded, people_known
from enforcement.rules.draws.snapshots import OfficerSnapshot
from enforcement.rules.evaluation.drawing import AgencyShare, ClosedFile, MustDraw, shares
from enforcement.rules.evaluation.eligibility import (
    ORIGINALS,
    RUNNING,
    Evaluator,
    FileRoles,
    evaluator_problems,
    marks,
    plan_problems,
)
from enforcement.rules.rulesets import Number

if TYPE_CHECKING:
    from enforcement.evaluation.models.core import EvaluationPlan

MATTER = "evaluation:"
MUST_PREFIX = "M-"
NOT_OF_STANDARD = "KIND"
PERCENT = 100
EVERYWHERE = ("",)


@dataclass(frozen=True)
class PlannedFile:
    """A closed file as the plan's draw takes it; ``excluded`` names the rule that keeps it out, else empty."""

    file: str
    agency: str
    class_name: str
    label: str
    kind: str
    must: tuple[str, ...]
    excluded: str


@dataclass(frozen=True)
class PlannedPool:
    """All closed files of the plan, by agency and file, and what each agency gives."""

    files: tuple[PlannedFile, ...]
    shares: tuple[AgencyShare, ...]

    @property
    def drawn(self) -> int:
        """How many files will be scored."""
        return sum(one.draw + len(one.must) for one in self.shares)


def matter_of(plan_public_id: str) -> str:
    """The word for a plan in the room of draws."""
    return f"{MATTER}{plan_public_id}"


def agencies_of(organ_path: str, codes: Collection[str]) -> dict[str, OrganisationFacts]:
    """The named organisations that the organ may evaluate: those of its own government, by code; others are left out.

    行政执法监督条例第四条: the justice organ supervises the agencies of the government it belongs to and those below.
    """
    government = government_of(organ_path)
    return {code: one for code, one in organisations_coded(list(codes)).items() if one.path.startswith(government)}


def closed_of(plan: EvaluationPlan) -> tuple[ClosedCase, ...]:
    """The closed files of the plan's agencies and period as they are now."""
    agencies = agencies_of(plan.org_path, plan.agencies).values()
    return closed_files([one.org_id for one in agencies], plan.period_from, plan.period_to)


def planned_pool(plan: EvaluationPlan) -> PlannedPool:
    """What the plan's rules give today, last the agencies that have no closed file.

    Errors: ``Refused`` when an agency has too many files for one draw.
    """
    known = {kind.id for kind in standard_of(plan.standard).kinds}
    closed = closed_of(plan)
    asked = [
        ClosedFile(one.public_id, one.org_code, one.traits) for one in closed if one.kind in known
    ]  # those of a kind that the standard does not judge are no part of any quota
    ratio = _number("evaluation.ratio", Decimal(plan.ratio_bp) / PERCENT)
    must = [MustDraw(one) for one in plan.must_kinds]
    try:
        by_agency = shares(asked, must, ratio, _number("evaluation.least_files", Decimal(plan.least)))
    except ValueError as error:
        message = "有机关的已结案卷超过一万件，不能一次抽取"
        raise Refused([Reason("pool-large", message, "抽取规程", "缩短评查期间，分次评查")]) from error
    missing = sorted(set(plan.agencies) - {one.agency for one in by_agency})
    by_agency = (*by_agency, *(AgencyShare(code, 0, (), (), 0, 0) for code in missing))
    reasons = {file: kinds for one in by_agency for file, kinds in one.must}
    files = tuple(_planned(one, reasons, excluded="" if one.kind in known else NOT_OF_STANDARD) for one in closed)
    return PlannedPool(files, by_agency)


def evaluators_of(plan: EvaluationPlan, on: date) -> tuple[KnownPerson, ...]:
    """Everybody who may score for the organ on a day (``eligibility.plan_problems``)."""
    leading = {plan.drafted_by, plan.approved_by}
    held = {one: holders([one], plan.org_path, on) for one in RUNNING}
    return tuple(
        person
        for person in people_known(Permission.EVALUATION_SCORE, plan.org_path, on)
        if not plan_problems(
            [one for one, people in held.items() if person.user_id in people], leads=person.user_id in leading
        )
    )


def snapshots(
    plan: EvaluationPlan, files: Sequence[ClosedCase], on: date, *, load_limit: int
) -> tuple[OfficerSnapshot, ...]:
    """The evaluators as the walk of the draw sees them on a day; conflicts as ``eligibility`` states them.

    People of a file are known by number; without one the same name is enough to keep away.
    """
    readers = {path: holders(ORIGINALS, path, on) for path in {one.org_path for one in files}}
    roles = [(one.public_id, _roles(one)) for one in files]
    found = []
    for person in evaluators_of(plan, on):
        reads = frozenset(path for path, people in readers.items() if person.user_id in people)
        evaluator = Evaluator(person.paths, reads, marks(person.name, person.numbers))
        found.append(
            OfficerSnapshot(
                officer_id=person.public_id,
                department=person.org_code,
                areas=EVERYWHERE,
                conflicts=tuple(sorted(file for file, one in roles if evaluator_problems(evaluator, one))),
                load_limit=load_limit,
            )
        )
    return tuple(found)


def organ_of(plan: EvaluationPlan) -> OrganisationFacts:
    """The organ that evaluates."""
    return organisation_facts(plan.org_id)


def _roles(file: ClosedCase) -> FileRoles:
    people: dict[str, frozenset[str]] = {}
    for one in file.people:
        people[one.role] = people.get(one.role, frozenset()) | marks(one.name, one.numbers)
    return FileRoles(file.org_path, people)


def _planned(one: ClosedCase, must: Mapping[str, Iterable[MustDraw]], *, excluded: str) -> PlannedFile:
    reasons = tuple(kind.value for kind in must.get(one.public_id, ()))
    name = f"{MUST_PREFIX}{one.org_code}" if reasons else one.org_code
    label = f"{one.org_name} {one.file_no}"
    return PlannedFile(one.public_id, one.org_code, name, label, one.kind, reasons, excluded)


def _number(rule_id: str, value: Decimal) -> Number:
    """What the plan says in place of the rule set's least; the plan was held against that when it was written."""
    return Number(rule_id, "", value, "")
