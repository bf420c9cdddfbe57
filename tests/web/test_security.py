"""What every answer tells a browser."""

from tests.support.app import build_app


def test_an_answer_allows_the_store_and_nothing_else_from_outside(client, app):
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert f"connect-src 'self' {app.extensions['store'].public_origin};" in policy
    assert "default-src 'self'" in policy
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy


def test_nobody_frames_a_page_and_no_type_is_guessed(client):
    headers = client.get("/healthz").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]


def test_cookies_are_kept_to_tls_where_people_come_through_tls(app):
    store = {"S3_ENDPOINT": "http://127.0.0.1:1", "S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "b"}
    secure = build_app("sqlite://", store | {"PUBLIC_BASE_URL": "https://zf.example.gov.cn"})
    assert secure.config["SESSION_COOKIE_SECURE"]
    assert not app.config["SESSION_COOKIE_SECURE"]
