"""A published catalogue in the small city of the identity tests."""

from datetime import UTC, date, datetime

from enforcement.catalogue import services
from enforcement.catalogue.commands import PublishBenchmark, PublishItems, PublishReviewCatalogue
from enforcement.catalogue.seeding import read_items
from enforcement.foundation.actor import Actor, Grant, system_actor
from enforcement.foundation.permissions import Permission
from enforcement.rules.facts_catalogue import BenchmarkTier, Grade, ReviewEntry, ReviewKind

SYSTEM = system_actor("测试")
NOW = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)
FOOD = "FOOD-124-1-5"
WHEN = "货值金额不足一万元"


def publish(*codes):
    items = [item for item in read_items() if item.code in codes]
    services.publish_items(SYSTEM, PublishItems(items), NOW)


def content(code):
    return next(item for item in read_items() if item.code == code)


def publisher(path):
    return Actor(None, "季某", grants=(Grant(frozenset({Permission.CATALOGUE_PUBLISH}), org_path=path),))


def tiers(lighter_to=6_500_000):
    return (
        BenchmarkTier(Grade.MITIGATED, "减轻处罚", WHEN, ("立功",), "五万元以下", None, 5_000_000, max_inclusive=False),
        BenchmarkTier(Grade.LIGHTER, "从轻处罚", WHEN, ("配合",), "五万元起", 5_000_000, lighter_to),
        BenchmarkTier(Grade.HEAVIER, "从重处罚", WHEN, ("再犯",), "八万五千元起", 8_500_000, 10_000_000),
    )


def benchmark_command(org, valid_from=date(2026, 1, 1), published_on=date(2025, 12, 5), *, graded=None):
    return PublishBenchmark(
        org_id=org.id,
        item_code=FOOD,
        entry_no=27,
        title="裁量基准",
        document_no="云市监规〔2025〕6号",
        published_on=published_on,
        valid_from=valid_from,
        formula="30/70",
        tiers=graded or tiers(),
    )


def review_command(org, valid_from=date(2026, 1, 1), threshold_fen=5_000_000):
    entry = ReviewEntry(1, ReviewKind.FINE, "罚款", "依据", ("organisation",), threshold_fen)
    return PublishReviewCatalogue(org.id, "审核目录", "云市监法〔2025〕9号", date(2025, 12, 10), valid_from, (entry,))
