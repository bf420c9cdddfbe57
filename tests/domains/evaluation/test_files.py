"""Case files from outside: read or refused by field, kept as they are, pre-checked, versioned."""

import json

import pytest
from sqlalchemy import func, select

from enforcement.evaluation.commands.files import TakeIn
from enforcement.evaluation.models.files import EvaluationCaseFile
from enforcement.evaluation.queries.files import case_file, closed_files, findings_of
from enforcement.evaluation.services.files import check_take_in, take_in
from enforcement.foundation.canonical import content_digest
from enforcement.foundation.errors import Forbidden, Invalid
from enforcement.platform.database import db
from enforcement.rules.evaluation.drawing import MustDraw
from tests.domains.evaluation.outside import PERIOD, as_bytes, outside_file
from tests.domains.identity.people import SYSTEM
from tests.support.app import NOON


def _rows():
    return db.session.scalar(select(func.count()).select_from(EvaluationCaseFile))


def test_a_file_from_outside_is_kept_as_it_is_and_a_plan_finds_it(made):
    content = outside_file(made.city.bureau)
    taken = take_in(made["planner"], TakeIn(as_bytes(content), b"%PDF-1.7 volume", (MustDraw.COMPLAINT,)), NOON)
    (closed,) = closed_files([made.city.bureau.id], *PERIOD)
    assert closed.public_id == taken.row.public_id
    assert closed.file_no == content["case"]["number"]
    assert MustDraw.COMPLAINT in closed.traits
    assert taken.row.sha256 == content_digest(content)
    assert case_file(closed.public_id).content.case.title == content["case"]["title"]
    assert findings_of(closed.public_id) == ()


def test_everybody_of_the_agency_stands_among_the_people_with_numbers(made):
    content = outside_file(made.city.bureau)
    row = take_in(made["planner"], TakeIn(as_bytes(content)), NOON).row
    names = {one["name"] for one in row.people}
    assert {one["name"] for one in content["officers"]} <= names
    first = next(one for one in content["officers"] if one["id"] == content["case"]["handlers"][0])
    handler = next(one for one in row.people if one["name"] == first["name"])
    assert handler["role"] == "承办人"
    assert first["certificates"][0]["number"] in handler["numbers"]
    assert content["parties"][0]["name"] not in names


def test_the_same_content_again_changes_nothing_and_changed_content_is_a_new_version(made):
    content = outside_file(made.city.bureau)
    first = take_in(made["planner"], TakeIn(as_bytes(content)), NOON)
    # other spaces and another order of keys are the same content
    again = take_in(made["planner"], TakeIn(json.dumps(content, indent=2, sort_keys=True).encode()), NOON)
    assert (first.new, again.new, again.row.id) == (True, False, first.row.id)
    content["case"]["title"] += "（更正）"
    changed = take_in(made["planner"], TakeIn(as_bytes(content)), NOON)
    assert changed.new
    (closed,) = closed_files([made.city.bureau.id], *PERIOD)
    assert closed.public_id == changed.row.public_id
    assert case_file(first.row.public_id).content.case.title + "（更正）" == content["case"]["title"]


def test_an_earlier_version_does_not_come_back_by_itself(made):
    content = outside_file(made.city.bureau)
    first = as_bytes(content)
    take_in(made["planner"], TakeIn(first), NOON)
    content["case"]["title"] += "（更正）"
    changed = take_in(made["planner"], TakeIn(as_bytes(content)), NOON).row
    with pytest.raises(Invalid) as refused:
        take_in(made["planner"], TakeIn(first), NOON)
    assert set(refused.value.errors) == {"case.number"}
    (closed,) = closed_files([made.city.bureau.id], *PERIOD)
    assert closed.public_id == changed.public_id


def test_a_case_worked_in_this_system_is_taken_in_by_the_system_alone(made):
    content = outside_file(made.city.bureau)
    own = take_in(SYSTEM, TakeIn(as_bytes(content), traits=(MustDraw.ASSIGNED,), matter_id="k" * 12), NOON).row
    content["case"]["title"] += "（改）"
    for trial in (check_take_in, lambda actor, command: take_in(actor, command, NOON)):
        with pytest.raises(Invalid) as refused:
            trial(made["planner"], TakeIn(as_bytes(content)))
        assert set(refused.value.errors) == {"case.number"}
    (closed,) = closed_files([made.city.bureau.id], *PERIOD)
    assert (closed.public_id, MustDraw.ASSIGNED in closed.traits) == (own.public_id, True)
    other = take_in(made["planner"], TakeIn(as_bytes(outside_file(made.city.east_bureau))), NOON)
    assert other.new


def test_what_the_machine_finds_is_stored_with_the_rules_version(made):
    content = outside_file(made.city.bureau)
    content["services"] = []
    row = take_in(made["planner"], TakeIn(as_bytes(content)), NOON).row
    found = findings_of(row.public_id)
    assert found
    assert all(one.article and one.explanation and one.title and one.rule_version for one in found)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda one: one["case"].pop("title"), "case.title"),
        (lambda one: one["documents"][3].update(issued_on="2026-02-30"), "documents[3].issued_on"),
        (lambda one: one["agency"].update(code="NOBODY"), "agency.code"),
        (lambda one: one["case"].update(number="9" * 81), "case.number"),
        (lambda one: one["case"].update(title="\x00"), ""),
        (lambda one: one["case"].update(title="\ud800"), ""),
    ],
)
def test_a_fault_is_named_by_field_and_nothing_is_kept(made, change, field):
    content = outside_file(made.city.bureau)
    change(content)
    with pytest.raises(Invalid) as refused:
        take_in(made["planner"], TakeIn(json.dumps(content).encode()), NOON)
    assert set(refused.value.errors) == {field}
    assert _rows() == 0


def test_a_volume_that_is_no_pdf_is_refused(made):
    with pytest.raises(Invalid) as refused:
        take_in(made["planner"], TakeIn(as_bytes(outside_file(made.city.bureau)), b"PK\x03\x04"), NOON)
    assert set(refused.value.errors) == {"volume"}
    assert _rows() == 0


def test_the_volume_comes_with_its_version_or_never(made):
    content = as_bytes(outside_file(made.city.bureau))
    first = take_in(made["planner"], TakeIn(content, b"%PDF-1.7 volume"), NOON)
    for same in (TakeIn(content), TakeIn(content, b"%PDF-1.7 volume")):
        assert not take_in(made["planner"], same, NOON).new
    with pytest.raises(Invalid) as refused:
        take_in(made["planner"], TakeIn(content, b"%PDF-1.7 another"), NOON)
    assert set(refused.value.errors) == {"volume"}
    assert (_rows(), first.row.volume_key is None) == (1, False)


def test_a_trial_keeps_nothing(made):
    assert check_take_in(made["planner"], TakeIn(as_bytes(outside_file(made.city.bureau)))).agency.code
    assert _rows() == 0


def test_only_who_plans_evaluations_takes_in_and_only_files_of_the_own_government(made):
    command = TakeIn(as_bytes(outside_file(made.city.bureau)))
    for name in ("head", "agency", "pc1"):
        with pytest.raises(Forbidden):
            take_in(made[name], command, NOON)
    with pytest.raises(Invalid) as refused:
        take_in(made["planner"], TakeIn(as_bytes(outside_file(made.city.province))), NOON)
    assert set(refused.value.errors) == {"agency.code"}


def _folder(tmp_path, made):
    good, bad = outside_file(made.city.bureau, 1), outside_file(made.city.bureau, 2)
    del bad["decision"]
    (tmp_path / "a.json").write_bytes(as_bytes(bad))
    (tmp_path / "b.json").write_bytes(as_bytes(good))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7")
    return good


def _run(app, *arguments):
    return app.test_cli_runner().invoke(args=["enforce", "take-in", *(str(one) for one in arguments)])


def test_a_folder_is_taken_in_file_by_file_and_says_what_is_wrong_with_which(app_with_store, made, tmp_path):
    good = _folder(tmp_path, made)
    trial = _run(app_with_store, tmp_path, "--trial")
    assert (trial.exit_code, _rows()) == (1, 0)
    result = _run(app_with_store, tmp_path, "--trait", "complaint")
    assert result.exit_code == 1
    assert "✗ a.json\n    decision：缺少这一项" in result.output
    assert "共 2 件，导入 1 件，退回 1 件。" in result.output
    (closed,) = closed_files([made.city.bureau.id], *PERIOD)
    assert closed.file_no == good["case"]["number"]
    assert MustDraw.COMPLAINT in closed.traits
    (tmp_path / "a.json").unlink()
    again = _run(app_with_store, tmp_path)
    assert (again.exit_code, _rows()) == (0, 1)
    assert "已经有完全相同的" in again.output


def test_what_is_no_file_of_the_folder_is_named_and_stops_no_other(app_with_store, made, tmp_path):
    delivered, elsewhere = tmp_path / "delivered", tmp_path / "elsewhere.pdf"
    delivered.mkdir()
    elsewhere.write_bytes(b"%PDF-1.7 of another agency")
    (delivered / "a.json").mkdir()
    (delivered / "b.json").symlink_to(tmp_path / "nowhere.json")
    for name, number in (("c", 1), ("d", 2)):
        (delivered / f"{name}.json").write_bytes(as_bytes(outside_file(made.city.bureau, number)))
    (delivered / "c.pdf").symlink_to(elsewhere)
    result = _run(app_with_store, delivered)
    assert (result.exit_code, _rows()) == (1, 1), result.output
    for name in ("a.json", "b.json", "c.pdf"):
        assert f"不能读取 {name}" in result.output
    assert "共 4 件，导入 1 件，退回 3 件。" in result.output
