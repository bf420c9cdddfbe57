"""What the catalogue tells the rules: published power items, benchmarks and lists.

Frozen facts without a database. The catalogue room fills them; rules, cases and pages
read them. Amounts are integer fen, multiples and percentages are ``Decimal``.
"""

from enforcement.rules.facts_catalogue.items import (
    GRADE_NAMES,
    LEGAL_KIND_NAMES,
    PENALTY_KINDS,
    ApplicableVersions,
    BenchmarkFacts,
    BenchmarkTier,
    Circumstance,
    FineBand,
    Grade,
    ItemFacts,
    LawChange,
    LegalBasis,
    LegalKind,
    Threshold,
    compare_versions,
)
from enforcement.rules.facts_catalogue.lists import (
    RECORDING_WAY_NAMES,
    RecordingListEntry,
    RecordingListFacts,
    RecordingWay,
    ReviewCatalogueFacts,
    ReviewEntry,
    ReviewKind,
)

__all__ = [
    "GRADE_NAMES",
    "LEGAL_KIND_NAMES",
    "PENALTY_KINDS",
    "RECORDING_WAY_NAMES",
    "ApplicableVersions",
    "BenchmarkFacts",
    "BenchmarkTier",
    "Circumstance",
    "FineBand",
    "Grade",
    "ItemFacts",
    "LawChange",
    "LegalBasis",
    "LegalKind",
    "RecordingListEntry",
    "RecordingListFacts",
    "RecordingWay",
    "ReviewCatalogueFacts",
    "ReviewEntry",
    "ReviewKind",
    "Threshold",
    "compare_versions",
]
