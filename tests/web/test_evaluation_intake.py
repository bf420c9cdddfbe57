"""Case files come in through the browser: faults by field, each file by itself, a trial that keeps nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import func, select

from enforcement.evaluation.models.files import EvaluationCaseFile
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from tests.domains.evaluation.outside import as_bytes, outside_file
from tests.support.app import NOON
from tests.support.desk import plain
from tests.support.evaluation_desk import Desks

ADDRESS = "/evaluation/case-files/new"


@pytest.fixture
def desks(app_with_store):
    move_clock_to(NOON)
    return Desks(app_with_store)


def rows():
    return db.session.scalars(select(EvaluationCaseFile)).all()


def folder(desks):
    good, bad = outside_file(desks.round.city.bureau, 1), outside_file(desks.round.city.bureau, 2)
    del bad["decision"]
    return [
        (BytesIO(as_bytes(good)), "a.json"), (BytesIO(b"%PDF-1.7"), "a.pdf"), (BytesIO(as_bytes(bad)), "b.json"),
        (BytesIO(b"%PDF-1.7"), "c.pdf"), (BytesIO(b"x"), "notes.txt"),
    ]  # fmt: skip


def send(client, files, **more):
    return client.post(ADDRESS, data={"files": files, **more}, content_type="multipart/form-data")


def test_a_trial_names_faults_by_field_and_keeps_nothing(desks):
    answer = send(desks.of("planner"), folder(desks), act="trial")
    assert answer.status_code == 200
    page = plain(answer)
    assert "检查了 4 件，没有保存" in page
    assert "decision：缺少这一项" in page
    assert "没有同名的 .json 文件" in page
    assert "应为 .json，或者同名的 .pdf" in page
    assert rows() == []


def test_files_are_kept_one_by_one_with_their_volume_and_traits(desks):
    client = desks.of("planner")
    page = plain(send(client, folder(desks), traits=["complaint"]))
    assert "导入 1 件，退回 3 件" in page
    (row,) = rows()
    assert row.volume_key is not None
    assert "complaint" in row.traits
    again = plain(send(client, folder(desks)[:2]))
    assert "已经有相同的" in again
    assert len(rows()) == 1


def test_without_files_it_asks_for_some(desks):
    client = desks.of("planner")
    assert "请选择案卷的 .json 文件" in plain(send(client, []))
    assert "导入案卷" in plain(client.get("/evaluation/plans/"))
    assert "只检查，不保存" in plain(client.get(ADDRESS))


def test_only_who_plans_takes_files_in(desks):
    desks.round.take_in(desks.round.city.bureau)
    for client in (desks.of("head"), desks.agency_head()):
        assert send(client, folder(desks)).status_code == 403
        assert client.get(ADDRESS).status_code == 403
    assert db.session.scalar(select(func.count()).select_from(EvaluationCaseFile)) == 1
