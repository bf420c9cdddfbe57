"""What holds for every endpoint: it says who may enter, and no form is taken without its token."""

import pytest

from enforcement.doors.access import required_permissions


@pytest.fixture
def guarded(app):
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def endpoints(app, method):
    return {rule.endpoint for rule in app.url_map.iter_rules() if method in rule.methods}


def test_every_endpoint_says_who_may_enter(app):
    silent = [endpoint for endpoint in app.view_functions if required_permissions(endpoint) is None]
    assert silent == []


ENTERPRISE = {"enterprise.rate", "enterprise.complain", "enterprise.follow"}
"""Forms of whoever holds the code of a notice, or the number and query code of a complaint."""


def test_strangers_may_only_sign_in_answer_with_a_code_and_in_a_demo_move_its_clock(app):
    open_forms = {endpoint for endpoint in endpoints(app, "POST") if required_permissions(endpoint) == ()}
    assert open_forms <= {"sign_in.enter", "sign_in.leave", "demo.shift"} | ENTERPRISE


def test_an_open_form_without_its_token_is_refused(guarded):
    client = guarded.test_client()
    for rule in guarded.url_map.iter_rules():
        if "POST" in rule.methods and required_permissions(rule.endpoint) == ():
            assert client.post(rule.rule.replace("<code>", "7K3M92QF")).status_code == 400, rule.rule
