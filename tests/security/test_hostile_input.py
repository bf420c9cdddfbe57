"""Input that was made to break something: it is refused with a sentence, never with a fault."""

from __future__ import annotations

import base64
import re
import time

import pytest
from marshmallow import ValidationError

from enforcement.doors.forms import load_data
from enforcement.foundation.errors import Invalid
from enforcement.foundation.paging import decode_cursor
from enforcement.rules import redaction
from enforcement.schemas.casework_fields import Rows
from enforcement.schemas.recording import AnnouncementSchema, MarkSchema, ReasonSchema
from enforcement.web.uploads import _sent

MOST_SECONDS = 1.0
"""For a text as long as a form takes; the expressions that this holds took over a minute."""
LONGEST_TEXT = 20_000
PATTERNS = [one for one in vars(redaction).values() if isinstance(one, re.Pattern)]


@pytest.mark.parametrize("amount", ["9e999999", "9e999999万", "sNaN", "-Infinity", "1e-999999"])
@pytest.mark.parametrize("form", ["", ".csv", ".json", ".atom"])
def test_an_amount_beyond_all_numbers_is_refused(client, amount, form) -> None:
    assert client.get(f"/decisions{form}?fine_from={amount}").status_code == 422


@pytest.mark.parametrize("address", ["/decisions", "/catalogue/powers"])
def test_a_cursor_nested_to_exhaust_the_reader_is_refused(client, address) -> None:
    cursor = base64.urlsafe_b64encode(b"[" * 2_500).decode().rstrip("=")
    assert client.get(f"{address}?cursor={cursor}").status_code == 422


@pytest.mark.parametrize(
    "address", ["/decisions", "/catalogue/powers", "/lots", "/lots/values", "/inspections/results"]
)
@pytest.mark.parametrize("key", ["[null]", "[null,null]", '["2026-01-01T00:00:00+08:00",null]', '["2026-01-01",null]'])
def test_a_cursor_without_a_place_is_refused(client, address, key) -> None:
    cursor = base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")
    assert client.get(f"{address}?cursor={cursor}").status_code == 422


@pytest.mark.parametrize("depth", [200, 700, 100_000])
def test_no_depth_of_a_cursor_is_a_fault(depth) -> None:
    with pytest.raises(Invalid):
        decode_cursor(base64.urlsafe_b64encode(b"[" * depth).decode(), (int,))


@pytest.mark.parametrize(
    ("address", "status"),
    [("/p/A%00B", 404), ("/decisions?q=a%00", 400), ("/catalogue/powers?q=a%00", 400), ("/verify?code=%00", 400)],
)
def test_no_address_of_a_page_holds_nul(client, address, status) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_no_form_takes_what_the_databases_cannot_keep(text) -> None:
    with pytest.raises(Invalid) as refused:
        load_data(ReasonSchema(), {"reason": text})
    assert list(refused.value.errors) == ["reason"]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59-23:59"])
def test_a_moment_outside_the_calendar_is_no_time(moment) -> None:
    with pytest.raises(Invalid) as refused:
        load_data(AnnouncementSchema(), {"recorded_from_at": moment, "recorded_to_at": "2026-08-05T10:00"})
    assert list(refused.value.errors) == ["recorded_from_at"]


@pytest.mark.parametrize("at", ["9" * 5_000, "99999999999999999999:00"])
def test_a_mark_beyond_all_films_is_no_time(at) -> None:
    with pytest.raises(Invalid) as refused:
        load_data(MarkSchema(), {"at": at, "text": "出示执法证件"})
    assert list(refused.value.errors) == ["at"]


@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "1-", "a", "a.", "a@", "a@a-", "路", "区路", "区路路", "区一路", "区路路路路路路", "区里村组",
     "区甲路1-", "区路1", "市区路路1", "甲1", "住址:", "账号1 ", "1986年", "患有", "出生"],
)  # fmt: skip
def test_no_text_keeps_the_proposal_of_what_to_hide_busy(unit) -> None:
    text = (unit * LONGEST_TEXT)[:LONGEST_TEXT]
    for pattern in PATTERNS:
        begun = time.process_time()
        sum(1 for _ in pattern.finditer(text))
        assert time.process_time() - begun < MOST_SECONDS, pattern.pattern


@pytest.mark.parametrize(
    "rows", ["[" * 100_000, '[{"question": "a\\u0000"}]', '[{"question": "\\ud800"}]', "{}", "1", "[1]"]
)
def test_rows_that_are_none_are_refused(rows) -> None:
    with pytest.raises(ValidationError):
        Rows([("question", "问")]).deserialize(rows)


def test_a_body_nested_to_exhaust_the_reader_is_refused(app) -> None:
    body = b'{"a":' + b"[" * 100_000
    with app.test_request_context(method="POST", data=body, content_type="application/json"), pytest.raises(Invalid):
        _sent()
