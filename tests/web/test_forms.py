"""A form that is refused comes back filled in; one that is taken leads on."""

from __future__ import annotations

import io

import pytest
from flask import Flask, make_response
from marshmallow import Schema, fields

from enforcement.foundation.errors import Change, Invalid, NotFound, Reason, Refused, Stale, Unavailable
from enforcement.web.forms import show, submit


class NoteSchema(Schema):
    title = fields.String(required=True, metadata={"label": "名称"}, error_messages={"required": "请填写名称"})
    tags = fields.List(fields.String(), metadata={"label": "标签"})
    picture = fields.Raw(metadata={"label": "照片", "widget": "file"})
    version = fields.Integer(metadata={"label": "版本", "widget": "hidden"})


def sent(act, data, headers=None, **more):
    """What a form answers, and the forms and errors its page was drawn with."""
    drawn = []

    def page(form, error):
        drawn.append((form, error))
        return "page"

    with Flask(__name__).test_request_context("/", method="POST", data=data, headers=headers):
        answer = make_response(submit(NoteSchema(), act, lambda _: "/done", page, **more))
    return answer, drawn


def values(form):
    return {one.name: one.value for one in form.fields}


def test_a_taken_form_leads_on_with_303():
    answer, drawn = sent(lambda note: note, {"title": "甲"})
    assert (answer.status_code, answer.location, drawn) == (303, "/done", [])


def test_a_request_of_htmx_is_told_where_to_go():
    answer, _ = sent(lambda note: note, {"title": "甲"}, {"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/done"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Invalid({"title": ["不行"]}), 422),
        (Refused([Reason("why", "没有告知", "第四十四条")]), 409),
        (Stale(changed_by="许某"), 409),
        (Unavailable("文件存储没有应答"), 503),
    ],
)
def test_a_refused_form_comes_back_with_what_was_typed(error, status):
    def act(_note):
        raise error

    answer, [(form, told)] = sent(act, {"title": "甲", "tags": ["一", "二"]})
    assert answer.status_code == status
    assert told is error
    assert values(form)["title"] == "甲"
    assert values(form)["tags"] == ["一", "二"]


def test_what_the_schema_refuses_never_reaches_the_service():
    answer, [(form, error)] = sent(lambda _: pytest.fail("reached"), {"title": "  "})
    assert answer.status_code == 422
    assert form.errors == {"title": ["请填写名称"]}
    assert isinstance(error, Invalid)


def test_after_somebody_elses_save_the_next_click_is_meant_for_the_new_version():
    def act(_note):
        raise Stale(changes=[Change("title", "他的", "我的")])

    _, [(form, error)] = sent(act, {"title": "我的", "version": "3"}, current=lambda: {"version": 4})
    assert values(form)["version"] == "4"
    assert values(form)["title"] == "我的"
    assert error.changes[0].name == "名称"


def test_without_the_standing_version_the_old_one_stays_and_nothing_is_overwritten_unseen():
    def act(_note):
        raise Stale

    _, [(form, _)] = sent(act, {"title": "我的", "version": "3"})
    assert values(form)["version"] == "3"


def test_a_record_that_is_not_there_is_no_matter_of_the_form():
    def act(_note):
        raise NotFound

    with pytest.raises(NotFound):
        sent(act, {"title": "甲"})


def test_a_file_arrives_whole_and_an_empty_field_counts_as_none():
    got = []

    def act(note):
        got.append(note["picture"].read() if "picture" in note else None)

    sent(act, {"title": "甲", "picture": (io.BytesIO(b" \n\x00 "), "a.png")})
    sent(act, {"title": "甲", "picture": (io.BytesIO(b""), "")})
    assert got == [b" \n\x00 ", None]


def test_a_form_is_first_seen_with_the_values_it_begins_with():
    assert show(NoteSchema(), lambda form, error: f"{values(form)['title']}{error}", {"title": "甲"}) == "甲None"
