"""No page asks the database more because it shows more rows: the same statements with few rows and with many.

Desks (work, approvals, reviews, supervision) have the same test beside theirs in `test_workbench.py`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from enforcement.casework import commands as c
from enforcement.casework import services
from enforcement.catalogue.seeding import seed_agency_lists
from enforcement.demo.enterprises import enterprise_seeds
from enforcement.documents.commands import RegisterSeal
from enforcement.documents.services import draw_demo_seal, register_seal
from enforcement.foundation.actor import system_actor
from enforcement.identity import queries as identity_queries
from enforcement.identity import services as identity
from enforcement.identity.commands import (
    CreateAccount,
    CreateOrganisation,
    GrantRole,
    IssueCertificate,
    OrganisationDetails,
    RegisterOfficer,
)
from enforcement.identity.kinds import OrganisationKind, OrganisationLevel
from enforcement.platform.database import db
from enforcement.platform.demo_clock import move_clock_to
from enforcement.publicity import queries as publicity
from enforcement.publicity.models import PublicRecord
from enforcement.recording import services as recording
from enforcement.recording.commands import AddMark
from enforcement.rules.facts import State
from enforcement.rules.officers import OfficerKind
from tests.support.bureau import PASSWORD, START
from tests.support.desks import counted_questions, signed_in, text_of

PARTIES = [one for one in enterprise_seeds(60) if one.kind == "organisation"]
WORD = "现场笔录"
"""A word of every decision here, so that a search finds all of them."""
SYSTEM = system_actor("测试")
TODAY = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
"""A day when every case of these tests has come to its end."""


@pytest.fixture
def bureau(founded_bureau):
    made = founded_bureau
    move_clock_to(TODAY)
    return made


@pytest.fixture
def questions(founded_app, bureau):
    """Gives, for people and the pages they look at, how many SELECT statements and characters each page is."""
    browsers = {"": founded_app.test_client()}

    def count(pages):
        counts, lengths = {}, {}
        for username, paths in pages.items():
            if username not in browsers:
                browsers[username] = signed_in(founded_app, username)
            for path in paths:
                text_of(browsers[username], path)
                with counted_questions() as asked:
                    lengths[path] = len(text_of(browsers[username], path))
                counts[path] = len(asked)
        return counts, lengths

    return count


def check_growth(few, many):
    """Each page has become longer and asks as much as before."""
    assert many[0] == few[0]
    assert [path for path, length in few[1].items() if many[1][path] <= length] == []


def walked(bureau, state, number, day=date(2026, 9, 2)):
    walk = bureau.walk(day, party=PARTIES[number])
    walk.to(state)
    return walk


def published(bureau, number):
    walk = walked(bureau, State.SERVED, number)
    walk.publish(bureau.actor("gong"), bureau.actor("pan"))
    return walk


# ---- lists ----


def test_lists_of_cases_duties_and_decisions(bureau, questions):
    pages = {
        "lin": ["/cases", "/cases?mine=1", "/cases.csv", "/work"],
        "shen": ["/cases", "/approvals"],
        "ji": ["/reviews/"],
        "gong": ["/publicity/", "/publicity/?which=done"],
        "su": ["/cases", "/supervision", "/supervision/duties"],
        "": ["/", "/decisions", f"/decisions?q={WORD}", "/decisions.csv", "/decisions.json", "/decisions.atom"],
    }

    def grow(numbers):
        for number in numbers:
            published(bureau, number)
            walked(bureau, State.DECIDED, number + 10)
            walked(bureau, State.IN_REVIEW, number + 20)
            walked(bureau, State.FILING_ASKED, number + 30)

    grow(range(2))
    few = questions(pages)
    grow(range(2, 5))
    check_growth(few, questions(pages))


def test_lists_of_what_is_published_beforehand(bureau, questions):
    agency = identity_queries.organisation_facts(bureau.org_id)
    pages = {
        "": [
            "/catalogue/",
            "/catalogue/benchmarks",
            "/catalogue/benchmarks.csv",
            "/catalogue/review-catalogues",
            "/catalogue/recording-lists",
            "/catalogue/powers/FOOD-124-1-5",
        ]
    }
    few = questions(pages)
    for number in range(4):
        place = create_place(number, parent=bureau.org_id)
        seed_agency_lists(SYSTEM, {agency.code: (place.id, place.name)}, START)
    check_growth(few, questions(pages))
    wide, narrow = "/catalogue/powers?words=食品", "/catalogue/powers?words=超过保质期"
    counts, lengths = questions({"": [wide, narrow]})
    assert counts[wide] == counts[narrow]
    assert lengths[wide] > lengths[narrow]


def test_lists_of_the_administration(bureau, questions):
    pages = {
        "admin": [
            "/administration/organisations?text=增设",
            "/administration/accounts?text=增设",
            "/administration/officers/?text=增设",
            "/administration/seals/",
        ],
        "su": ["/administration/audit"],
    }

    def grow(numbers):
        for number in numbers:
            place = create_place(number, parent=bureau.org_id)
            create_person(number, place)
            seal = draw_demo_seal(place.name)
            register_seal(SYSTEM, RegisterSeal(place.id, place.name, seal, date(2026, 9, 1)), START)

    grow(range(2))
    few = questions(pages)
    grow(range(2, 8))
    check_growth(few, questions(pages))


def create_place(number, parent):
    details = OrganisationDetails(f"NEW-{number}", f"增设{number}号市场监督管理所", f"云增{number}", "市场监督管理")
    above = db.session.get_one(_organisations(), parent).public_id
    command = CreateOrganisation(details, OrganisationKind.DEPARTMENT, OrganisationLevel.COUNTY, above)
    return identity.create_organisation(SYSTEM, command, START)


def _organisations():
    return next(one.class_ for one in db.Model.registry.mappers if one.class_.__tablename__ == "organisations")


def create_person(number, place):
    name = f"增设{number}"
    account = CreateAccount(place.public_id, f"new{number}", name, PASSWORD, "执法人员", temporary=False)
    user = identity.create_account(SYSTEM, account, START)
    since = START.date() - timedelta(days=1)
    identity.grant_role(SYSTEM, GrantRole(user.public_id, "officer", since, organisation=place.public_id), START)
    officer = identity.register_officer(
        SYSTEM, RegisterOfficer(place.public_id, name, OfficerKind.OFFICER, user.public_id), START
    )
    certificate = IssueCertificate(
        officer.public_id, f"云Z-{number:04d}", "某省人民政府", since, date(2028, 1, 1), ("市场监督管理",)
    )
    identity.issue_certificate(SYSTEM, certificate, START)


def test_my_account_with_its_sessions(founded_app, bureau, questions):
    few = questions({"lin": ["/account/"]})
    for _ in range(5):
        signed_in(founded_app, "lin")
    check_growth(few, questions({"lin": ["/account/"]}))


# ---- one case, one recording, one decision ----


def test_the_page_of_a_case_whose_contents_grow(bureau, questions):
    walk = walked(bureau, State.VERIFYING, 0)
    walk.pass_days(1)
    walk.inspect()
    services.ask_filing(walk.crew.officer, c.SendForApproval(case=walk.case, opinion="建议立案"), walk.now())
    walk.file()
    tabs = ("timeline", "facts", "evidence", "documents", "review", "course")
    pages = {
        "lin": [
            *(f"/cases/{walk.case}?tab={tab}" for tab in tabs),
            f"/cases/{walk.case}/timeline",
            f"/cases/{walk.case}/add_evidence",
            f"/matters/{walk.case}/recordings",
        ]
    }

    def grow(numbers):
        for number in numbers:
            walk.inquire()
            walk.film = walk.film + bytes([number])
            walk.film_scene(walk.now())
            walk.collect_evidence()
            services.add_note(walk.crew.officer, c.AddNote(case=walk.case, text=f"第{number}条"), walk.now())

    grow(range(1))
    few = questions(pages)
    grow(range(1, 4))
    check_growth(few, questions(pages))


def test_the_page_of_a_recording_with_its_marks(bureau, questions):
    walk = walked(bureau, State.VERIFYING, 0)
    film = walk.film_scene(walk.now())

    def grow(numbers):
        for number in numbers:
            recording.add_mark(walk.crew.officer, AddMark(film, number * 10, f"要点{number}"), walk.now())

    grow(range(1))
    few = questions({"lin": [f"/recordings/{film}"]})
    grow(range(1, 6))
    check_growth(few, questions({"lin": [f"/recordings/{film}"]}))


def test_the_pages_of_a_decision_and_its_duty_when_others_are_published(bureau, questions):
    walk = published(bureau, 0)
    duty = publicity.duties_of_matter(bureau.actor("gong"), walk.case)[0]
    code = db.session.query(PublicRecord.code).scalar()
    pages = {
        "gong": [f"/publicity/{duty.public_id}"],
        "": [f"/p/{code}", f"/p/{code}.json", f"/verify?code={code}"],
    }
    alone, _ = questions(pages)
    for number in range(1, 4):
        published(bureau, number)
    among_others, _ = questions(pages)
    assert among_others == alone
