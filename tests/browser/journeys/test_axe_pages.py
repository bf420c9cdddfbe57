"""Every kind of page with data on it, at desk and phone width: no barrier, no sideways scrolling. On SQLite.

The pages of 事前公开 and of uploads have tests of their own beside this folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from enforcement.legal_review.queries import rounds_of
from enforcement.publicity.commands import Withdraw
from enforcement.publicity.queries import duties_of_matter
from enforcement.publicity.services import draft_redactions, withdraw
from enforcement.rules.facts import State
from enforcement.rules.publicity import Ground
from tests.support.journey import WIDTHS, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

STAGED = (
    State.VERIFYING, State.FILING_ASKED, State.INVESTIGATING, State.IN_REVIEW, State.REVIEWED, State.NOTICE_READY,
    State.NOTIFIED, State.DISCUSSED, State.DECIDED, State.SERVED,
)  # fmt: skip
TABS = ("facts", "evidence", "documents", "review", "course")
FORMS = {
    State.VERIFYING: ("assign_handlers", "state_facts", "record_scene", "ask_filing"),
    State.INVESTIGATING: ("record_inquiry", "add_evidence", "propose", "conclude"),
    State.NOTICE_READY: ("issue_notice",),
    State.NOTIFIED: ("record_statement", "record_waiver"),
    State.DECIDED: ("serve_decision", "serve_decision?mode=lien"),
    State.SERVED: ("record_payment", "settle_goods", "add_note"),
}
HEADS_FORMS = {
    State.FILING_ASKED: ("answer_approval",),
    State.NOTIFIED: ("decide", "extend_term"),
    State.DISCUSSED: ("hold_discussion", "decide"),
}


@dataclass(frozen=True)
class Scene:
    """Cases by state, and the public and the inner address of publications."""

    cases: dict[State, str]
    review: str
    duties: tuple[str, ...]
    codes: tuple[str, ...]


@pytest.fixture(scope="module")
def office(open_office):
    """One office for all pages, which nobody changes."""
    with open_office("sqlite") as one:
        yield one


@pytest.fixture(scope="module")
def scene(office) -> Scene:
    """Something on every page; several terms are over."""
    gong, pan = office.bureau.actor("gong"), office.bureau.actor("pan")
    with office.app.app_context():
        # each on a working day of its own: the same act of the same day is fined once only
        every = [office.bureau.walk() for _ in range(len(STAGED) + 2)]
        for number, walk in enumerate(every):
            walk.pass_days(number)
        walks, (shown, taken) = dict(zip(STAGED, every, strict=False)), every[-2:]
        for state, walk in walks.items():
            walk.to(state)
        for walk in (shown, taken):
            walk.to(State.SERVED)
            walk.publish(gong, pan)
        open_duty = duties_of_matter(gong, walks[State.SERVED].case)[0]
        draft_redactions(gong, open_duty.public_id, walks[State.SERVED].now())
        published, withdrawn = (duties_of_matter(gong, walk.case)[0] for walk in (shown, taken))
        reason = "行政复议决定撤销，认定的数量有误"
        withdraw(pan, Withdraw(withdrawn.record.code, Ground.REVOKED, taken.day, reason), taken.now())
        made = Scene(
            {state: walk.case for state, walk in walks.items()},
            rounds_of(office.bureau.actor("ji"), walks[State.IN_REVIEW].case)[0].public_id,
            (open_duty.public_id, published.public_id, withdrawn.public_id),
            (published.record.code, withdrawn.record.code),
        )
    office.begin(taken.day + timedelta(days=12))
    return made


def check(person: Person, *paths: str) -> None:
    """Open each page, and look at it at both widths."""
    found = []
    for path in paths:
        person.open(path)
        found += look(person, path)
    assert found == []


def look(person: Person, what: str) -> list[str]:
    """The barriers of the open page at both widths."""
    found = []
    for width, height in WIDTHS:
        person.page.set_viewport_size({"width": width, "height": height})
        person.size = (width, height)
        if barriers := person.barriers():
            found.append(f"{what} at {width}: {barriers}")
    return found


def test_public_pages(office, scene) -> None:
    shown, withdrawn = scene.codes
    check(
        office.sit(),
        "/", "/decisions", "/decisions?q=饼干&fine_from=40000", "/decisions?q=没有这样的", f"/p/{shown}", f"/p/{withdrawn}",
        "/verify", f"/verify?code={shown}", "/catalogue/", "/catalogue/powers", "/catalogue/powers/FOOD-124-1-5", "/sign-in",
    )  # fmt: skip


def test_pages_of_the_officer(office, scene) -> None:
    lin = office.sit("lin")
    case = scene.cases[State.SERVED]
    forms = [f"/cases/{scene.cases[state]}/{form}" for state, names in FORMS.items() for form in names]
    tabs = [f"/cases/{case}?tab={tab}" for tab in TABS]
    cases = [f"/cases/{scene.cases[state]}" for state in (State.VERIFYING, State.NOTIFIED, State.SERVED)]
    check(lin, "/work", "/cases", "/cases?words=没有", "/cases/new?party_words=惠邻", *cases, *tabs, *forms)
    check(lin, f"/matters/{case}/recordings")
    lin.click(lin.page.locator(".media-list a").first)
    assert "/recordings/" in lin.page.url
    assert look(lin, "recording") == []


def test_refused_forms(office, scene) -> None:
    lin, shen = office.sit("lin"), office.sit("shen")
    lin.open(f"/cases/{scene.cases[State.VERIFYING]}/record_scene")
    lin.press("完成现场笔录")
    assert "处需要修改" in lin.words
    shen.open(f"/cases/{scene.cases[State.REVIEWED]}/decide")
    shen.press("作出处罚决定")
    assert "第四十四条" in shen.words
    assert look(lin, "invalid") + look(shen, "refused") == []


def test_pages_of_the_head(office, scene) -> None:
    forms = [f"/cases/{scene.cases[state]}/{form}" for state, names in HEADS_FORMS.items() for form in names]
    check(office.sit("shen"), "/approvals", f"/cases/{scene.cases[State.DISCUSSED]}", *forms)


def test_pages_of_the_reviewer(office, scene) -> None:
    check(office.sit("ji"), "/reviews/", "/reviews/?which=done", f"/reviews/{scene.review}")


def test_pages_of_the_publisher(office, scene) -> None:
    duties = [f"/publicity/{duty}" for duty in scene.duties]
    check(office.sit("gong"), "/publicity/", *duties, f"/publicity/records/{scene.codes[0]}/withdraw")


def test_pages_of_the_supervisor(office, scene) -> None:
    check(office.sit("su"), "/supervision", "/supervision/duties", "/supervision/duties?soon=1")


def test_pages_of_the_administrator(office, scene) -> None:
    admin = office.sit("admin")
    lists = (
        "/administration/organisations",
        "/administration/accounts",
        "/administration/officers/",
        "/administration/seals/",
    )
    check(admin, *lists, "/administration/accounts/new", "/account/", "/account/password")
    for path in lists[1:3]:
        admin.open(path)
        admin.click(admin.page.locator("main table a").filter(has_text=re.compile("林某|lin")).first)
        assert look(admin, path) == []
