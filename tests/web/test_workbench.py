"""The desks of officers, heads and supervisors: what is due, what waits, what is overdue, and the way there."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from enforcement.casework import commands as c
from enforcement.casework import queries, services
from enforcement.demo.enterprises import enterprise_seeds
from enforcement.platform.demo_clock import move_clock_to
from enforcement.rules.facts import State
from tests.support.bureau import SECOND
from tests.support.desks import counted_questions, signed_in, text_of

PARTIES = [one for one in enterprise_seeds(40) if one.kind == "organisation"]


@pytest.fixture
def bureau(founded_bureau):
    return founded_bureau


def walked(bureau, state, number=0, day=date(2026, 9, 2)):
    walk = bureau.walk(day, party=PARTIES[number])
    walk.to(state)
    return walk


def see_today(walk):
    """The pages see the day the case has reached."""
    move_clock_to(walk.now())


def section(page, title):
    """The part of a page from a heading to the next."""
    return re.split(r"<h2", page.split(title, 1)[1])[0]


def test_the_workbench_groups_my_duties_by_day_and_shows_nobody_elses(founded_app, bureau):
    walk = walked(bureau, State.INVESTIGATING)
    see_today(walk)
    mine = signed_in(founded_app, "lin")
    page = text_of(mine, "/work")
    assert walk.row().title in page
    assert "今天没有到期的事项" in page
    assert "已逾期" not in page

    term = next(row for row, _ in queries.deadlines_due(walk.crew.officer, date(2027, 3, 1), mine=True))
    walk.day = term.due_on
    see_today(walk)
    assert walk.row().title in section(text_of(signed_in(founded_app, "lin"), "/work"), "今天到期")
    walk.day = term.due_on + timedelta(days=30)
    see_today(walk)
    late = section(text_of(signed_in(founded_app, "lin"), "/work"), "已逾期")
    assert walk.row().title in late
    assert "已过期" in late

    other = text_of(signed_in(founded_app, "tang"), "/work")
    assert walk.row().title not in other
    assert text_of(signed_in(founded_app, "ji"), "/work", 403)


def test_the_workbench_names_the_recordings_that_the_list_still_asks(founded_app, bureau):
    walk = bureau.walk(party=PARTIES[0])
    walk.film_scene = lambda _at: ""
    walk.to(State.VERIFYING)
    walk.pass_days(1)
    walk.inspect()
    page = text_of(signed_in(founded_app, "lin"), "/work")
    assert "音像记录还缺" in page
    assert "还没有" in section(page, "音像记录还缺")
    assert f"/matters/{walk.case}/recordings" in page

    del walk.film_scene
    walk.film_scene(walk.now())
    assert "不缺" in section(text_of(signed_in(founded_app, "lin"), "/work"), "音像记录还缺")


def test_approvals_say_what_why_since_when_and_what_changed_since_the_return(founded_app, bureau):
    walk = walked(bureau, State.FILING_ASKED)
    head = signed_in(founded_app, "shen")
    page = text_of(head, "/approvals")
    (approval, case), *_ = queries.approvals_waiting(walk.crew.head)
    assert case.title in page
    assert "有初步证据，建议立案" in page
    assert "退回过" not in page
    link = f"/cases/{walk.case}/answer_approval?approval={approval.public_id}"
    assert link in page
    assert text_of(head, link)

    services.answer_approval(
        walk.crew.head,
        c.AnswerApproval(case=walk.case, approval=approval.public_id, agree=False, reason="货值没有写明"),
        walk.now(),
    )
    assert case.title not in section(text_of(head, "/approvals"), "等您批准")
    walk.pass_days(1)
    services.add_note(walk.crew.officer, c.AddNote(case=walk.case, text="补了货值"), walk.now())
    services.ask_filing(walk.crew.officer, c.SendForApproval(case=walk.case, opinion="已补货值"), walk.now())
    again = text_of(head, "/approvals")
    assert "货值没有写明" in again
    assert "退回以后：" in again
    assert "提请立案" in again


def test_heads_see_which_cases_wait_for_them_and_until_when_the_party_may_speak(founded_app, bureau):
    walk = walked(bureau, State.NOTIFIED)
    see_today(walk)
    page = section(text_of(signed_in(founded_app, "shen"), "/approvals"), "等待讨论、决定")
    assert walk.row().title in page
    assert "期满后才能决定" in page
    walk.pass_days(6)
    see_today(walk)
    page = section(text_of(signed_in(founded_app, "shen"), "/approvals"), "等待讨论、决定")
    assert "已届满" in page
    assert text_of(signed_in(founded_app, "lin"), "/approvals", 403)


def test_every_number_of_the_board_leads_to_the_cases_behind_it(founded_app, bureau):
    walk = walked(bureau, State.INVESTIGATING)
    see_today(walk)
    board = text_of(signed_in(founded_app, "su"), "/supervision")
    assert "云州市市场监督管理局" in board
    assert "kind=D05" not in board

    walk.day = date(2027, 1, 29)
    see_today(walk)
    supervisor = signed_in(founded_app, "su")
    board = text_of(supervisor, "/supervision")
    links = re.findall(r'href="(/supervision/duties[^"]*)"', board)
    of_kind = next(link for link in links if "kind=D05" in link)
    behind = text_of(supervisor, of_kind.replace("&amp;", "&"))
    assert walk.row().title in behind
    assert f"/cases/{walk.case}" in behind
    for link in links:
        text_of(supervisor, link.replace("&amp;", "&"))
    assert board.index("云州市市场监督管理局</th>") < board.index("云州市生态环境局</th>")
    assert text_of(supervisor, "/supervision/duties?agency=nobody", 404)
    assert text_of(supervisor, "/supervision/duties?cursor=x", 422)


@pytest.mark.parametrize("path", ["/supervision", "/supervision/duties"])
def test_the_board_is_for_supervisors(founded_app, bureau, path):
    for username in ("lin", "shen", "ji", "admin"):
        text_of(signed_in(founded_app, username), path, 403)


def test_another_agency_sees_nothing_of_mine(founded_app, bureau):
    walk = walked(bureau, State.FILING_ASKED)
    title, prefix = walk.row().title, SECOND.lower()
    assert title not in text_of(signed_in(founded_app, f"{prefix}.officer1"), "/work")
    assert title not in text_of(signed_in(founded_app, f"{prefix}.head"), "/approvals")
    assert title not in text_of(signed_in(founded_app, f"{prefix}.reviewer"), "/reviews/")


def test_no_desk_asks_more_for_more_rows(founded_app, bureau):
    walks = [walked(bureau, state, number) for number, state in enumerate((State.FILING_ASKED, State.IN_REVIEW))]
    see_today(walks[1])
    desks = {
        "lin": ["/work"],
        "shen": ["/approvals"],
        "ji": ["/reviews/"],
        "su": ["/supervision", "/supervision/duties"],
    }

    def questions():
        counts = {}
        for username, paths in desks.items():
            client = signed_in(founded_app, username)
            for path in paths:
                text_of(client, path)
                with counted_questions() as asked:
                    text_of(client, path)
                counts[path] = len(asked)
        return counts

    few = questions()
    walked(bureau, State.FILING_ASKED, 2)
    walked(bureau, State.FILING_ASKED, 3)
    walked(bureau, State.IN_REVIEW, 4)
    assert questions() == few
