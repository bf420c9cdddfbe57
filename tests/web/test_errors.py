"""What goes wrong is told as a page to people and as problem+json to programs, and never more than they may know."""

import logging

import pytest
from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from enforcement.doors.access import public, requires
from enforcement.foundation.errors import Change, Invalid, NotFound, Reason, Refused, Stale, Unavailable
from enforcement.foundation.permissions import Permission
from enforcement.platform.database import db
from tests.support.app import NOON, build_app, let_go
from tests.support.databases import UNREACHABLE

SECRET = "secret words of the database"
FAULTS = {
    "missing": NotFound,
    "refused": lambda: Refused([Reason("no-notice", "没有告知", "行政处罚法第四十四条", "送达告知书")]),
    "invalid": lambda: Invalid({"facts": ["请写明事实"]}),
    "stale": lambda: Stale(changed_by="许某", changed_at=NOON, changes=[Change("事实", "甲", "乙")]),
    "store": lambda: Unavailable("文件存储没有应答", kept="没有保存任何内容", remedy="请稍后再试"),
    "taken": lambda: IntegrityError(SECRET, {}, Exception(SECRET)),
    "down": lambda: OperationalError(SECRET, {}, Exception(f"connection refused {SECRET}")),
    "bug": lambda: RuntimeError(SECRET),
}


class Listener(logging.Handler):
    """Keeps what the application logs."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(scope="module")
def faulty(copies):
    """An application whose pages fail on purpose, each in its own way; errors are answered, not raised."""
    app = build_app(copies.make("sqlite"), UNREACHABLE)
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    room = Blueprint("faulty", __name__)

    @room.route("/fault/<kind>", methods=["GET", "POST"])
    @room.route("/api/v1/fault/<kind>")
    @public
    def fail(kind):
        error = FAULTS[kind]()
        raise error

    @room.route("/closed", methods=["GET", "POST"])
    @room.route("/api/v1/closed")
    @requires(Permission.CASE_READ)
    def closed():
        return "inside"

    @room.get("/unstated")
    def unstated():
        return "inside"

    app.register_blueprint(room)
    yield app
    let_go(app)


@pytest.fixture
def visitor(faulty):
    return faulty.test_client()


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("missing", 404, "没有找到"),
        ("refused", 409, "送达告知书"),
        ("invalid", 422, "请写明事实"),
        ("stale", 409, "许某"),
        ("store", 503, "文件存储没有应答"),
        ("taken", 409, "没有保存任何内容"),
        ("down", 503, "数据库暂时连不上"),
        ("bug", 500, "系统出了故障"),
    ],
)
def test_a_fault_is_a_page_that_says_what_and_how_to_mend(visitor, kind, status, words):
    answer = visitor.get(f"/fault/{kind}")
    assert answer.status_code == status
    page = answer.get_data(as_text=True)
    assert words in page
    assert "可以怎么办" in page
    assert SECRET not in page
    assert "Traceback" not in page


@pytest.mark.parametrize("kind", FAULTS)
def test_the_api_answers_with_problem_details_of_rfc_9457(visitor, kind):
    answer = visitor.get(f"/api/v1/fault/{kind}")
    body = answer.get_json(force=True)
    assert answer.content_type == "application/problem+json"
    assert body["status"] == answer.status_code
    assert body["instance"] == f"/api/v1/fault/{kind}"
    assert body["type"].endswith(f"#problem-{body['code']}")
    assert SECRET not in answer.get_data(as_text=True)


def test_the_api_lists_every_reason_with_its_article(visitor):
    body = visitor.get("/api/v1/fault/refused").get_json(force=True)
    reason = {"code": "no-notice", "message": "没有告知", "basis": "行政处罚法第四十四条", "lift": "送达告知书"}
    assert body["reasons"] == [reason]


def test_the_api_names_fields_and_the_change_of_somebody_else(visitor):
    assert visitor.get("/api/v1/fault/invalid").get_json(force=True)["errors"] == {"facts": ["请写明事实"]}
    changes = visitor.get("/api/v1/fault/stale").get_json(force=True)["changes"]
    assert changes == [{"name": "事实", "theirs": "甲", "mine": "乙"}]


def test_an_unknown_fault_gives_its_request_id_and_the_log_has_the_story(visitor, faulty):
    told = Listener()
    faulty.logger.addHandler(told)
    try:
        answer = visitor.get("/fault/bug", headers={"X-Request-ID": "proxy-0123456789"})
    finally:
        faulty.logger.removeHandler(told)
    assert "proxy-0123456789" in answer.get_data(as_text=True)
    (record,) = [one for one in told.records if "proxy-0123456789" in one.getMessage()]
    assert SECRET in str(record.exc_info[1])


def test_a_request_id_that_could_forge_the_log_is_replaced(visitor):
    answer = visitor.get("/fault/missing", headers={"X-Request-ID": "<script>alert(1)</script>"})
    assert "script" not in answer.headers["X-Request-ID"]


def test_who_is_not_signed_in_goes_to_sign_in_and_comes_back(visitor):
    answer = visitor.get("/closed?page=2")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/closed?page%3D2"


def test_after_a_sent_form_one_comes_back_to_the_page_of_the_form(visitor):
    answer = visitor.post("/closed", headers={"Referer": "http://localhost/fault/form?a=1"})
    assert answer.headers["Location"] == "/sign-in?next=/fault/form?a%3D1"
    foreign = visitor.post("/closed", headers={"Referer": "http://elsewhere.example/closed"})
    assert foreign.headers["Location"] == "/sign-in?next="


def test_a_fragment_asked_for_by_script_sends_the_whole_browser_to_sign_in(visitor):
    answer = visitor.get("/closed", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_the_api_asks_for_a_token(visitor):
    answer = visitor.get("/api/v1/closed")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.get_json(force=True)["code"] == "sign-in-required"


def test_an_endpoint_that_states_no_permission_is_closed(visitor):
    assert visitor.get("/unstated").status_code == 303


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nowhere"])
def test_an_unknown_address_is_told_in_chinese(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "没有找到" in str(answer.get_json(force=True) if "api" in path else answer.get_data(as_text=True))


def test_a_wrong_method_keeps_its_allow_header(visitor):
    answer = visitor.post("/api/v1/fault/missing")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_form_without_its_token_is_refused_in_chinese(copies):
    app = build_app(copies.make("sqlite"), UNREACHABLE)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/sign-in", data={"username": "lin", "password": "x"})
    assert answer.status_code == 400
    assert "表单凭据" in answer.get_data(as_text=True)
    let_go(app)


def test_without_a_database_the_page_still_comes(copies):
    app = build_app(
        "postgresql+psycopg://nobody@127.0.0.1:9/none",
        UNREACHABLE,
    )
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    client = app.test_client()
    client.set_cookie("enforcement_session", "anything")
    closed = client.get("/account/")
    assert closed.status_code == 503
    assert "数据库暂时连不上" in closed.get_data(as_text=True)
    missing = client.get("/nowhere")
    assert missing.status_code == 404
    assert "没有找到这一页" in missing.get_data(as_text=True)
    let_go(app)


def test_a_question_the_database_does_not_understand_is_a_fault_and_no_outage(faulty):
    with faulty.app_context(), pytest.raises(OperationalError) as caught:
        db.session.execute(text("SELECT * FROM no_such_table"))
    FAULTS["nonsense"] = lambda: caught.value
    assert faulty.test_client().get("/fault/nonsense").status_code == 500
    del FAULTS["nonsense"]
