"""Two publishers at once: one version, one refusal, nothing half done."""

import threading

from sqlalchemy import func, select

from enforcement.catalogue import services
from enforcement.catalogue.models import Benchmark
from enforcement.foundation.errors import Refused, Stale
from enforcement.platform.database import db
from tests.domains.catalogue.catalogue_city import FOOD, NOW, SYSTEM, benchmark_command, publish
from tests.domains.identity.people import make_city


def test_the_same_version_is_published_once(committed_app):
    with committed_app.app_context():
        publish(FOOD)
        command = benchmark_command(make_city().bureau)
        db.session.remove()
    outcomes, start = [], threading.Barrier(4)

    def attempt():
        with committed_app.app_context():
            start.wait()
            try:
                services.publish_benchmark(SYSTEM, command, NOW)
            except (Refused, Stale) as refusal:
                outcomes.append(refusal.code)
            else:
                outcomes.append("published")

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 4
    assert outcomes.count("published") == 1
    with committed_app.app_context():
        assert db.session.scalar(select(func.count(Benchmark.id))) == 1
