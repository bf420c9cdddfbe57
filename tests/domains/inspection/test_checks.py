"""From the opened check to the finished record: who checks, what is looked at, what only the head allows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from enforcement.documents.queries import document_facts
from enforcement.foundation.errors import Invalid, NotFound, Refused, Stale
from enforcement.inspection.commands import checks as commands
from enforcement.inspection.models.visits import Visit
from enforcement.inspection.queries.checks import (
    check_facts,
    check_of_code,
    late_scans,
    usccs_checked_this_year,
)
from enforcement.inspection.services import answers, arrivals, checks
from enforcement.platform.database import db
from enforcement.rules.inspection.checks import CheckState, Origin, RequestKind, RequestState, ScanWay
from enforcement.rules.inspection.visits import VisitKind
from tests.domains.identity.people import SYSTEM
from tests.domains.inspection.checking import DAY, HOUR, MORE, USCC, make_check_world
from tests.domains.inspection.library_world import CODE
from tests.support.app import NOON


@pytest.fixture
def world(app_with_store):
    assert app_with_store is not None
    return make_check_world()


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def ask(world, check, kind, subject, now=NOON + HOUR, **changes):
    command = commands.AskHead(check.public_id, kind=kind, subject=subject, reason="现场需要")
    return answers.ask_head(world.actor(check), replace(command, **changes), now)


def answer(world, check, request, actor=None, now=NOON + HOUR, **changes):
    command = commands.AnswerHead(check.public_id, request=request.public_id, granted=True)
    return answers.answer_head(actor or world.head, replace(command, **changes), now)


def test_a_check_outside_the_draw_needs_ground_and_paper(world):
    with pytest.raises(Invalid) as wrong:
        world.open(reason=" ", source_document="")
    assert wrong.value.errors.keys() == {"reason", "source_document"}
    with pytest.raises(Invalid):
        world.open(origin=Origin.DRAW)
    check = world.open()
    assert (check.state, check.origin, check.name) == (CheckState.ASSIGNED, Origin.COMPLAINT, "第7号超市")
    assert [one.name for one in check.officers] == ["lin某", "xu某"]


def test_i01_only_items_of_the_public_list_are_checked(world):
    with pytest.raises(Refused) as refusal:
        world.open(item_codes=("UNKNOWN",))
    assert codes(refusal) == {"I01"}


def test_o01_one_officer_is_not_enough_two_are(world):
    with pytest.raises(Refused) as refusal:
        world.open(officer_ids=(world.team[0],))
    assert codes(refusal) == {"O01"}
    assert len(world.open(officer_ids=tuple(world.team[:2])).officers) == 2


def test_c05_the_notice_says_everything_and_bears_a_code(world):
    check = world.notify(world.open())
    (notice,) = document_facts(check.public_id)
    assert (check.state, notice.sealed, notice.number) == (CheckState.NOTIFIED, True, check.notice_number)
    data = notice.data
    assert len(data["bans"]) == 5
    assert any("回避" in line for line in data["rights"])
    assert "年度本机关已到该单位0次" in data["frequency"]
    assert data["items"][0]["basis"] == "中华人民共和国食品安全法第一百一十条"
    assert (data["code"], len(data["officers"])) == (check.code, 2)
    assert check_of_code(check.code.lower()) == check_facts(check.public_id)
    assert check_of_code("NOTACODE") is None


def test_c04_no_notice_before_the_visit_is_approved(world):
    check = world.open()
    command = commands.GiveNotice(check.public_id, visit_on=check.window_from, arrival_address="https://example.test/")
    with pytest.raises(Refused):
        checks.give_notice(world.actor(check), command, NOON)
    world.approve_visit(check)
    assert checks.give_notice(world.actor(check), command, NOON + HOUR).code


def test_o04_only_the_team_conducts_the_check(world):
    check = world.notify(world.open())
    stranger = world.actors[world.team[2]]
    scan = commands.ScanArrival(check.code, tuple(world.team[:2]))
    with pytest.raises(Refused) as refusal:
        arrivals.scan_arrival(stranger, scan, NOON + HOUR)
    assert codes(refusal) == {"O04"}


def test_c06_the_scan_takes_the_servers_time_and_counts_one_visit(world):
    check = world.arrive(world.notify(world.open()), place="一号门")
    assert (check.state, check.arrived_at, check.scans[0].way) == (CheckState.ARRIVED, NOON + HOUR, ScanWay.SCAN)
    again = world.arrive(check, NOON + 2 * HOUR)
    assert (len(again.scans), again.arrived_at) == (1, NOON + HOUR)
    (visit,) = db.session.query(Visit).all()
    assert (visit.uscc, visit.kind, visit.check_public_id) == (USCC, VisitKind.CASE, check.public_id)


def test_o01_o06_a_third_party_never_enters_alone(world):
    check = world.notify(world.open())
    command = commands.AddThirdParty(check.public_id, name="吴某", organisation="检测公司", agreement_no=" ")
    with pytest.raises(Invalid):
        checks.add_third_party(world.actor(check), command, NOON)
    checks.add_third_party(world.actor(check), replace(command, agreement_no="协2026-9"), NOON)
    party = check.third_parties[0].public_id
    with pytest.raises(Refused) as refusal:
        world.arrive(check, officer_ids=(world.team[0],), third_parties=(party,))
    assert codes(refusal) == {"O01", "O06"}
    check = world.arrive(check, third_parties=(party,))
    assert check.scans[0].third_parties[0]["agreement_no"] == "协2026-9"


def late(world, check, now, arrived_at=NOON + HOUR, reason="现场没有网络"):
    command = commands.EnterLate(
        check.public_id, arrived_at=arrived_at, reason=reason, officer_ids=tuple(world.team[:2])
    )
    return arrivals.enter_late(world.actor(check), command, now)


def test_c06_late_entry_until_the_tenth_day_with_a_reason(world):
    check = world.notify(world.open())
    with pytest.raises(Refused) as refusal:
        late(world, check, NOON + 10 * DAY, reason="")
    assert codes(refusal) == {"C06"}
    with pytest.raises(Refused):
        late(world, check, NOON + 11 * DAY)
    check = late(world, check, NOON + 10 * DAY)
    assert (check.arrived_at, check.scans[0].recorded_at) == (NOON + HOUR, NOON + 10 * DAY)
    ((scan, found),) = late_scans(SYSTEM)
    assert (scan.late_reason, found.public_id) == ("现场没有网络", check.public_id)


def test_a_scan_is_written_once(world):
    world.arrive(world.notify(world.open()))
    with pytest.raises(DatabaseError, match="keeps its rows"):
        db.session.execute(text("UPDATE check_scans SET place = 'x'"))


def test_c07_answers_only_to_the_locked_list_with_its_answers(world):
    check = world.arrive(world.notify(world.open()))
    officer = world.actor(check)

    def say(*row):
        command = commands.AnswerChecklist(check.public_id, answers=(row,))
        return answers.answer_checklist(officer, command, NOON + HOUR)

    with pytest.raises(Refused) as refusal:
        say(MORE, "1", "符合", "")
    assert codes(refusal) == {"C07"}
    with pytest.raises(Invalid) as wrong:
        say(CODE, "1", "很好", "")
    assert list(wrong.value.errors) == [f"answer-{CODE}-1"]
    with pytest.raises(Invalid):
        say(CODE, "1", "不符合", "")
    say(CODE, "1", "不符合", "货架上有三件过期饼干")
    assert [(one.entry_no, one.verdict.value) for one in check.answers] == [("1", "fails")]


def test_c06_c07_the_record_waits_for_arrival_and_answers(world):
    check = world.notify(world.open())
    with pytest.raises(Refused):
        world.finish(check)
    check = world.arrive(check)
    with pytest.raises(Refused) as refusal:
        world.finish(check)
    assert codes(refusal) == {"C07"}
    check = world.finish(world.fill(check))
    assert check.state is CheckState.RECORDED
    record = document_facts(check.public_id)[-1]
    assert [row["answer"] for row in record.data["entries"]] == ["符合", "符合"]


def test_refusal_of_the_signature_is_noted_and_one_of_both_is_asked(world):
    check = world.fill(world.arrive(world.notify(world.open())))
    with pytest.raises(Refused):
        world.finish(check, signature_png=None)
    check = world.finish(check, signature_png=None, refusal="店长看过后拒绝签名，社区工作人员在场")
    assert check.state is CheckState.RECORDED


def test_c07_widening_only_by_the_head(world):
    check = world.arrive(world.notify(world.open()))
    request = ask(world, check, RequestKind.WIDENING, MORE)
    check = world.fill(check)
    with pytest.raises(Refused) as refusal:
        world.finish(check)
    assert codes(refusal) == {"C07"}
    check = answer(world, check, request)
    assert [item["code"] for item in check.items] == [CODE, MORE]
    assert world.finish(world.fill(check)).state is CheckState.RECORDED


def test_c09_the_legal_representative_comes_only_when_the_main_head_agreed(world):
    check = world.fill(world.arrive(world.notify(world.open())))
    with pytest.raises(Refused) as refusal:
        world.finish(check, representative="王某")
    assert codes(refusal) == {"C09"}
    request = ask(world, check, RequestKind.REPRESENTATIVE, "王某")
    answer(world, check, request)
    assert world.finish(check, representative="王某").representative == "王某"


def test_o05_recusal_outside_the_draw_takes_the_officer_off(world):
    check = world.notify(world.open())
    request = ask(world, check, RequestKind.RECUSAL, world.team[1], reason_code="relation", by_object=True)
    check = answer(world, check, request)
    assert [one.officer_public_id for one in check.officers if one.removed_at is None] == [world.team[0]]
    with pytest.raises(Refused) as refusal:
        world.arrive(check)
    assert codes(refusal) == {"O01"}
    named = commands.NameOfficers(check.public_id, officer_ids=(world.team[0], world.team[2]))
    check = checks.name_officers(world.head, named, NOON)
    assert world.arrive(check).state is CheckState.ARRIVED


def test_a_refused_request_needs_a_word_and_changes_nothing(world):
    check = world.arrive(world.notify(world.open()))
    request = ask(world, check, RequestKind.WIDENING, MORE)
    with pytest.raises(Invalid):
        answer(world, check, request, granted=False)
    check = answer(world, check, request, granted=False, answer="与投诉无关")
    assert check.requests[0].state is RequestState.REFUSED
    assert [item["code"] for item in check.items] == [CODE]
    with pytest.raises(NotFound):
        answer(world, check, request)


def test_two_at_once_the_second_is_told(world):
    check = world.arrive(world.notify(world.open()))
    seen = check.version
    world.fill(check)
    command = commands.AnswerChecklist(check.public_id, seen, answers=((CODE, "1", "不涉及", ""),))
    with pytest.raises(Stale):
        answers.answer_checklist(world.actor(check, 1), command, NOON + HOUR)


def test_objects_checked_this_year_by_item(world):
    check = world.arrive(world.notify(world.open()))
    org = check.org_id
    assert usccs_checked_this_year(org, [CODE], 2026) == {USCC}
    assert usccs_checked_this_year(org, [MORE], 2026) == frozenset()
    assert usccs_checked_this_year(org, [CODE], 2025) == frozenset()


def test_a_day_outside_the_window_is_not_noticed(world):
    check = world.open()
    world.approve_visit(check)
    for day in (check.window_from - timedelta(days=1), check.window_to + timedelta(days=1)):
        command = commands.GiveNotice(check.public_id, visit_on=day, arrival_address="https://example.test/")
        with pytest.raises(Invalid):
            checks.give_notice(world.actor(check), command, NOON + HOUR)
