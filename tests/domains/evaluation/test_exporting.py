"""A case worked in this system travels in the exchange format: reads back, and the machine finds what is right."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from enforcement.catalogue.law import current_calendar, current_rulesets
from enforcement.evaluation.models.files import EvaluationCaseFile
from enforcement.evaluation.people import people_of
from enforcement.evaluation.queries.files import case_file, closed_files
from enforcement.evaluation.services.exporting import export_case, exported_case
from enforcement.evaluation.services.files import take_in_closed_cases
from enforcement.foundation.actor import system_actor
from enforcement.foundation.errors import NotFound, Refused
from enforcement.identity.models import Officer
from enforcement.jobs.evaluation_files import take_in_closed
from enforcement.platform.database import db
from enforcement.rules.casefile.reading import case_file_from
from enforcement.rules.facts import State
from enforcement.rules.precheck.registry import precheck
from enforcement.rules.precheck.view import Law


@pytest.fixture
def bureau(founded_bureau):
    return founded_bureau


def _archived(bureau, **story):
    walk = bureau.walk(**story)
    walk.to(State.SERVED)
    walk.publish(bureau.actor("gong"), bureau.actor("pan"))
    walk.perform()
    walk.ask_closing()
    walk.close()
    walk.archive()
    return walk


def _findings(content):
    found = precheck(case_file_from(content), Law(current_rulesets(), current_calendar()))
    titles = {one["id"]: one["title"] for one in content["documents"]}
    return [(one.rule, titles[one.documents[0]]) for one in found]


UNSIGNED = [
    ("signature-missing", "案件调查终结报告"),
    ("signature-missing", "送达回证（行政处罚告知书）"),
    ("signature-missing", "集体讨论记录"),
    ("signature-missing", "送达回证（行政处罚决定书）"),
]
"""Papers on which only the officer who issued them acted under the own account; printed names are no signatures."""


def test_an_archived_case_reads_back_and_lacks_only_the_signatures_nobody_gave(bureau):
    content = export_case(_archived(bureau).case)
    assert _findings(content) == UNSIGNED
    file = case_file_from(content)
    assert file.decision.fine_fen == 5_000_000
    assert sum(one.fine_fen for one in file.payment.entries) == 5_000_000
    assert file.reviews[-1].content_sha256 is not None
    assert file.publication.published_on is not None
    assert len(file.volume.index) == len(file.documents)


def test_what_the_party_said_travels_with_the_answer_and_lacks_the_partys_signature(bureau):
    content = export_case(_archived(bureau, statement="当事人请求减轻。", answer="没有法定减轻情形。").case)
    assert content["statements"][0]["adopted"] == "不予采纳"
    assert set(_findings(content)) - set(UNSIGNED) == {("signature-missing", "陈述申辩笔录")}


def test_a_served_case_reads_back_without_a_volume(bureau):
    walk = bureau.walk()
    walk.to(State.SERVED)
    content = export_case(walk.case)
    assert content["volume"] is None
    assert {rule for rule, _ in _findings(content)} == {"signature-missing", "publication-missing"}


def test_two_officers_of_one_name_stay_two_with_their_own_certificates(bureau):
    first, second = db.session.scalars(select(Officer).where(Officer.name.in_(["林某", "许某"])).order_by(Officer.name))
    first.name = second.name = "王伟"
    db.session.flush()
    walk = bureau.walk()
    walk.to(State.SERVED)
    content = export_case(walk.case)
    cards = {one["id"]: [card["number"] for card in one.get("certificates", [])] for one in content["officers"]}
    one, other = content["case"]["handlers"]
    assert sorted([*cards[one], *cards[other]]) == ["云A-0127", "云A-0163"]
    scene = next(step for step in content["steps"] if step["kind"] == "scene")
    record = next(paper for paper in content["documents"] if paper["id"] == scene["document"])
    for officers in (scene["officers"], record["officers"], content["services"][0]["servers"]):
        assert sorted(officers) == sorted([one, other])
    people = [person for person in people_of(case_file_from(content)) if person.role == "承办人"]
    assert sorted(person.numbers[0] for person in people) == ["云A-0127", "云A-0163"]


def test_before_the_decision_there_is_nothing_to_export_and_others_do_not_see_it(bureau):
    walk = bureau.walk()
    walk.to(State.INVESTIGATING)
    with pytest.raises(Refused):
        export_case(walk.case)
    with pytest.raises(NotFound):
        exported_case(bureau.actor("lei"), walk.case, walk.now())


def test_the_command_prints_the_file(founded_app, bureau):
    walk = bureau.walk()
    walk.to(State.DECIDED)
    printed = founded_app.test_cli_runner().invoke(args=["enforce", "export-case", walk.case])
    assert json.loads(printed.output) == export_case(walk.case)
    unknown = founded_app.test_cli_runner().invoke(args=["enforce", "export-case", "nosuchcase"])
    assert unknown.exit_code == 1


def test_closed_cases_are_taken_in_once_and_again_when_they_changed(bureau):
    walk = bureau.walk()
    walk.to(State.CLOSED)
    now = walk.now()
    take_in_closed(now)
    period = (walk.today() - timedelta(days=60), walk.today())
    (closed,) = closed_files([bureau.org_id], *period)
    assert case_file(closed.public_id).content.case.number == closed.file_no
    roles = {one.role for one in closed.people}
    assert {"承办人", "审核人", "批准人", "集体讨论人员"} <= roles
    take_in_closed(now)
    assert db.session.query(EvaluationCaseFile).count() == 1
    walk.archive()
    (outcome,) = take_in_closed_cases(system_actor("测试"), [bureau.org_id], *period, datetime.now(UTC))
    assert outcome.new
    (newer,) = closed_files([bureau.org_id], *period)
    assert newer.public_id != closed.public_id
