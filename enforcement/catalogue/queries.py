"""What is published, and what applied on a day.

Everything here is public (行政处罚法 5, 34, 39), so queries take no actor. They give frozen
facts that rules may use; ``on`` is always the civil date asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select

from enforcement.catalogue.mapping import (
    benchmark_facts,
    item_facts,
    recording_list_facts,
    review_catalogue_facts,
)
from enforcement.catalogue.models import (
    Benchmark,
    PowerItemVersion,
    RecordingList,
    ReviewCatalogue,
)
from enforcement.foundation.errors import NotFound
from enforcement.foundation.paging import Page, decode_cursor, encode_cursor
from enforcement.identity.facts import OrganisationFacts
from enforcement.identity.queries import organisation_facts
from enforcement.platform.database import db
from enforcement.rules.facts_catalogue import (
    ApplicableVersions,
    BenchmarkFacts,
    ItemFacts,
    RecordingListFacts,
    ReviewCatalogueFacts,
    compare_versions,
)

LEVELS = ("province", "city", "county", "town")
PAGE_SIZE = 50
SEARCH_LIMIT = 20
LONGEST_CHAIN = 10
LISTS: dict[str, type[Benchmark | ReviewCatalogue | RecordingList]] = {
    "benchmarks": Benchmark,
    "review_catalogues": ReviewCatalogue,
    "recording_lists": RecordingList,
}
Listed = TypeVar("Listed", Benchmark, ReviewCatalogue, RecordingList)


def item_version_on(code: str, on: date) -> ItemFacts | None:
    """The version of a power item in force on a day; ``None`` before it began or after it ended."""
    row = db.session.scalar(_in_force(on).where(PowerItemVersion.code == code))
    return item_facts(row) if row else None


def item_versions(code: str) -> tuple[ItemFacts, ...]:
    """All versions of an item, newest first.

    Errors: ``NotFound`` for an unknown code.
    """
    rows = db.session.scalars(
        select(PowerItemVersion).where(PowerItemVersion.code == code).order_by(PowerItemVersion.version_no.desc())
    ).all()
    if not rows:
        raise NotFound
    return tuple(item_facts(row) for row in rows)


def versions_for(code: str, act_on: date, decided_on: date) -> ApplicableVersions:
    """The law of the day of the act and of the day of the decision, side by side (行政处罚法 37).

    Where the item ended in between, its counterpart under the new statute is followed. An
    item that was not in force at the act gives ``LawChange.NOT_YET``: it can't be used.
    """
    at_act = item_version_on(code, act_on)
    return compare_versions(at_act, _successor_on(code, decided_on) if at_act else None)


def items_in_force(
    on: date, *, domain: str = "", field: str = "", words: str = "", cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[ItemFacts]:
    """A page of the items in force on a day, by code.

    ``words`` are separated by spaces and must all occur in the item. Errors: ``Invalid``
    for a cursor that is not ours.
    """
    statement = _filtered(_in_force(on), domain, field, words).order_by(PowerItemVersion.code)
    if cursor:
        (after,) = decode_cursor(cursor, (str,))
        statement = statement.where(PowerItemVersion.code > after)
    rows = db.session.scalars(statement.limit(size + 1)).all()
    more = encode_cursor((rows[size - 1].code,)) if len(rows) > size else None
    return Page([item_facts(row) for row in rows[:size]], more)


def all_items_in_force(on: date, *, domain: str = "", field: str = "", words: str = "") -> tuple[ItemFacts, ...]:
    """Every item in force on a day with the same filters, for downloads."""
    statement = _filtered(_in_force(on), domain, field, words).order_by(PowerItemVersion.code)
    return tuple(item_facts(row) for row in db.session.scalars(statement))


def search_items(text: str, on: date, *, field: str = "", limit: int = SEARCH_LIMIT) -> tuple[ItemFacts, ...]:
    """Items in force on a day in which all words occur; used while filing a case."""
    statement = _filtered(_in_force(on), "", field, text).order_by(PowerItemVersion.code).limit(limit)
    return tuple(item_facts(row) for row in db.session.scalars(statement))


def domains_in_force(on: date) -> tuple[tuple[str, int], ...]:
    """Domains (食品, 消防 …) and how many items each has on a day, largest first."""
    statement = (
        _in_force(on)
        .with_only_columns(PowerItemVersion.domain, func.count())
        .group_by(PowerItemVersion.domain)
        .order_by(func.count().desc(), PowerItemVersion.domain)
    )
    return tuple((domain, count) for domain, count in db.session.execute(statement))


def benchmark_on(org_id: int, code: str, on: date) -> BenchmarkFacts | None:
    """The benchmark an agency applies to an item on a day: its own, else its nearest superior's."""
    statement = select(Benchmark).where(_valid(Benchmark, on), Benchmark.item_code == code)
    row = _nearest(organisation_facts(org_id), db.session.scalars(statement).all())
    return benchmark_facts(row) if row else None


def superior_benchmark_on(agency: OrganisationFacts, code: str, on: date) -> BenchmarkFacts | None:
    """The benchmark of the nearest superior, whatever the agency itself has published."""
    statement = select(Benchmark).where(
        _valid(Benchmark, on), Benchmark.item_code == code, Benchmark.org_id != agency.org_id
    )
    row = _nearest(agency, db.session.scalars(statement).all())
    return benchmark_facts(row) if row else None


def review_catalogue_on(org_id: int, on: date) -> ReviewCatalogueFacts | None:
    """The review catalogue that binds an agency on a day: its own, else its nearest superior's."""
    row = _binding(ReviewCatalogue, org_id, on)
    return review_catalogue_facts(row) if row else None


def recording_list_on(org_id: int, on: date) -> RecordingListFacts | None:
    """The recording list that binds an agency on a day: its own, else its nearest superior's."""
    row = _binding(RecordingList, org_id, on)
    return recording_list_facts(row) if row else None


def benchmarks_in_force(on: date) -> tuple[tuple[BenchmarkFacts, ItemFacts], ...]:
    """Every benchmark valid on a day with its item, by agency and number of the entry."""
    statement = (
        select(Benchmark, PowerItemVersion)
        .join(PowerItemVersion, PowerItemVersion.code == Benchmark.item_code)
        .where(_valid(Benchmark, on), _covers(on))
        .order_by(Benchmark.org_path, Benchmark.entry_no)
    )
    return tuple((benchmark_facts(one), item_facts(item)) for one, item in db.session.execute(statement))


def benchmarks_of_item(code: str) -> tuple[BenchmarkFacts, ...]:
    """Every benchmark ever published for an item, newest first."""
    statement = select(Benchmark).where(Benchmark.item_code == code).order_by(Benchmark.valid_from.desc(), Benchmark.id)
    return tuple(benchmark_facts(row) for row in db.session.scalars(statement))


def benchmark(public_id: str) -> BenchmarkFacts:
    """One published benchmark.

    Errors: ``NotFound``.
    """
    return benchmark_facts(_one(Benchmark, public_id))


def review_catalogue(public_id: str) -> ReviewCatalogueFacts:
    """One published review catalogue.

    Errors: ``NotFound``.
    """
    return review_catalogue_facts(_one(ReviewCatalogue, public_id))


def recording_list(public_id: str) -> RecordingListFacts:
    """One published recording list.

    Errors: ``NotFound``.
    """
    return recording_list_facts(_one(RecordingList, public_id))


def review_catalogues() -> tuple[ReviewCatalogueFacts, ...]:
    """Every version of every agency's review catalogue, by agency, newest first."""
    return tuple(review_catalogue_facts(row) for row in _all(ReviewCatalogue))


def recording_lists() -> tuple[RecordingListFacts, ...]:
    """Every version of every agency's recording list, by agency, newest first."""
    return tuple(recording_list_facts(row) for row in _all(RecordingList))


def counts_on(on: date) -> dict[str, int]:
    """How many items, benchmarks, review catalogues and recording lists apply on a day."""
    session = db.session
    counted = {"items": session.scalar(_in_force(on).with_only_columns(func.count())) or 0}
    for name, model in LISTS.items():
        counted[name] = session.scalar(select(func.count(model.id)).where(_valid(model, on))) or 0
    return counted


def _covers(on: date) -> ColumnElement[bool]:
    begun = or_(PowerItemVersion.in_force_from.is_(None), PowerItemVersion.in_force_from <= on)
    return begun & or_(PowerItemVersion.in_force_to.is_(None), PowerItemVersion.in_force_to >= on)


def _in_force(on: date) -> Select[tuple[PowerItemVersion]]:
    return select(PowerItemVersion).where(_covers(on))


def _filtered(
    statement: Select[tuple[PowerItemVersion]], domain: str, field: str, words: str
) -> Select[tuple[PowerItemVersion]]:
    if domain:
        statement = statement.where(PowerItemVersion.domain == domain)
    if field:
        statement = statement.where(PowerItemVersion.field == field)
    for word in words.casefold().split():
        statement = statement.where(PowerItemVersion.search_text.contains(word, autoescape=True))
    return statement


def _successor_on(code: str, on: date) -> ItemFacts | None:
    """The item on a day, or what took its place; a chain of replacements is followed."""
    for _ in range(LONGEST_CHAIN):
        found = item_version_on(code, on)
        if found is not None:
            return found
        latest = db.session.scalar(
            select(PowerItemVersion)
            .where(PowerItemVersion.code == code)
            .order_by(PowerItemVersion.version_no.desc())
            .limit(1)
        )
        if latest is None or not latest.replaced_by:
            return None
        code = latest.replaced_by
    return None


def _valid(model: type[Benchmark | ReviewCatalogue | RecordingList], on: date) -> ColumnElement[bool]:
    return (model.valid_from <= on) & or_(model.valid_to.is_(None), model.valid_to >= on)


def _binding(model: type[Listed], org_id: int, on: date) -> Listed | None:
    agency = organisation_facts(org_id)
    statement = select(model).where(_valid(model, on), model.org_domain == agency.domain)
    return _nearest(agency, db.session.scalars(statement).all())


def _nearest(agency: OrganisationFacts, rows: Sequence[Listed]) -> Listed | None:
    """The agency's own row, else the row of the nearest superior in the same field."""
    own = next((row for row in rows if row.org_id == agency.org_id), None)
    superiors = [row for row in rows if _is_superior(row, agency)]
    return own or max(superiors, key=lambda row: LEVELS.index(row.org_level), default=None)


def _is_superior(row: Benchmark | ReviewCatalogue | RecordingList, agency: OrganisationFacts) -> bool:
    """A higher agency of the same field whose territory holds the agency.

    A city's bureau and a county's bureau stand under different governments, so territory is
    the path of the organisation that the higher agency belongs to.
    """
    higher = LEVELS.index(row.org_level) < LEVELS.index(str(agency.level))
    territory = row.org_path.rstrip("/").rsplit("/", 1)[0] + "/"
    return higher and row.org_domain == agency.domain and agency.path.startswith(territory)


def _one(model: type[Listed], public_id: str) -> Listed:
    row = db.session.scalar(select(model).where(model.public_id == public_id))
    if row is None:
        raise NotFound
    return row


def _all(model: type[Listed]) -> Iterable[Listed]:
    return db.session.scalars(select(model).order_by(model.org_path, model.valid_from.desc()))
