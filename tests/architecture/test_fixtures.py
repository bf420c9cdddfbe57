"""The test fixtures themselves: undone transactions, real commits, real servers."""

from sqlalchemy import func, select

from enforcement.platform.database import db, transaction
from enforcement.platform.leases import Lease, take_lease
from tests.support.app import NOON


def count_leases():
    return db.session.scalar(select(func.count()).select_from(Lease))


def test_a_commit_of_a_test_is_seen_inside_it(app):
    assert take_lease("job", "slot", "me", NOON)
    db.session.remove()
    assert count_leases() == 1


def test_a_commit_of_another_test_is_undone(app):
    assert count_leases() == 0


def test_a_rolled_back_service_leaves_earlier_ones(app):
    take_lease("job", "first", "me", NOON)
    assert not take_lease("job", "first", "me", NOON)
    take_lease("job", "second", "me", NOON)
    assert count_leases() == 2


def test_a_request_works_in_the_transaction_of_the_test(app, client):
    with transaction():
        db.session.add(Lease(job="job", slot="slot", holder="me", taken_at=NOON))
    assert client.get("/healthz").status_code == 200
    db.session.rollback()
    assert count_leases() == 1


def test_a_committed_app_has_a_database_of_its_own_and_a_store(committed_app):
    assert committed_app.test_client().get("/readyz").json == {"status": "ready", "missing": []}
    with committed_app.app_context():
        assert take_lease("job", "slot", "me", NOON)


def test_a_stopped_store_is_named(committed_app, s3):
    s3.stop()
    try:
        assert committed_app.test_client().get("/readyz").json["missing"] == ["store"]
    finally:
        s3.start()
    assert committed_app.test_client().get("/readyz").json["missing"] == []


def test_a_browser_reaches_the_live_server(page):
    page.goto("/healthz")
    assert "alive" in page.content()
