"""Draw the pictures of docs/images anew: `.venv/bin/python -m tools.take_screenshots`.

The pages are those of the test bureau, each with a case that has come so far; nothing is retouched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser

from enforcement.demo.cases import load_cases
from enforcement.demo.cast import Cast
from enforcement.demo.enterprises import EnterpriseSeed, enterprise_seeds
from enforcement.demo.evaluations import load_evaluations
from enforcement.demo.inspections import load_inspections
from enforcement.demo.loading import found_city
from enforcement.demo.people import actor_of
from enforcement.demo.places import TOUR_BUREAU
from enforcement.draws.register import PublicFilter, public_draws
from enforcement.draws.states import DrawState
from enforcement.evaluation.queries.feedback import reports
from enforcement.evaluation.queries.plans import plans
from enforcement.evaluation.queries.sheets import own_seats
from enforcement.evaluation.states import PlanState
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import SHANGHAI, civil_date
from enforcement.inspection.queries.checks import CheckFilter, checks
from enforcement.platform.demo_clock import current_instant, move_clock_to
from enforcement.publicity.queries import duties_of_matter
from enforcement.publicity.services import draft_redactions
from enforcement.rules.facts import State
from tests.support.app import build_app, let_go, migrate, served
from tests.support.browser import chromium
from tests.support.bureau import FIRST_DAY, Bureau, make_bureau
from tests.support.journey import DESK, PHONE, Person, cheap_passwords
from tests.support.s3 import object_server

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
COLOURS = 128
BEGUN = {
    State.SERVED: date(2026, 9, 7),
    State.NOTIFIED: date(2026, 9, 17),
    State.IN_REVIEW: date(2026, 9, 24),
    State.FILING_ASKED: date(2026, 9, 29),
    State.VERIFYING: date(2026, 10, 9),
}
"""State to reach -> first day of the case, so that all of them are there at about the same time."""
FINES_FEN = (5_000_000, 5_200_000, 6_000_000, 5_500_000, 5_000_000, 6_400_000)
OTHERS = len(FINES_FEN)
CLOSED_CASES = 30


def main() -> None:
    """Take all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    take_cases()
    take_draws()
    take_evaluations()


def take_cases() -> None:
    """The pages of a case, from the test bureau."""
    with bureau_at_work() as (app, bureau, address, browser):
        cases, duty, code = fill(app, bureau)

        def sit(username: str = "", size: tuple[int, int] = DESK) -> Person:
            return Person(browser, address, username, size=size)

        take("portal-home", sit(), "/")
        take("public-decision", sit(), f"/p/{code}")
        take("public-decision-phone", sit(size=PHONE), f"/p/{code}")
        take("case-page", sit("lin"), f"/cases/{cases[State.NOTIFIED]}")
        take("case-page-phone", sit("lin", PHONE), f"/cases/{cases[State.VERIFYING]}")
        take("workbench-phone", sit("lin", PHONE), "/work")
        take("scene-record-phone", sit("lin", PHONE), f"/cases/{cases[State.VERIFYING]}/record_scene")
        take("redaction-editor", sit("gong"), f"/publicity/{duty}")
        take("supervision-board", sit("su"), "/supervision")
        take("approvals", sit("shen"), "/approvals")
        reviewer = sit("ji")
        reviewer.open("/reviews/")
        reviewer.page.locator("main table a").first.click()
        keep("review-desk", reviewer)
        head = sit("shen")
        head.open(f"/cases/{cases[State.NOTIFIED]}/decide")
        head.press("作出处罚决定")
        keep("refused-decision", head)


def take_draws() -> None:
    """Draws and checks, from the inspections of the demo city."""
    with program_at_work() as (app, address, browser):
        with app.app_context():
            now = current_instant()
            city = found_city(print, now)
            load_inspections(Cast(city.people, now), city.places, city.enterprises, now, print)
            draw = public_draws(PublicFilter(TOUR_BUREAU, DrawState.PUBLISHED)).items[-1]
            actor = actor_of(city.people.named("lin"), now)
            check = next(one for one in checks(actor, CheckFilter("done"), civil_date(now)).items if one.code)
            code, desk, public, waiting = (
                check.code,
                draw.public_id,
                f"/lots/{TOUR_BUREAU}/{draw.draw_no}",
                check.public_id,
            )

        def sit(username: str = "", size: tuple[int, int] = DESK) -> Person:
            return Person(browser, address, username, size=size)

        take("draw-ceremony", sit("qin"), f"/draws/{desk}/ceremony")
        take("public-draw", sit(), public)
        verifier = sit()
        verifier.open(f"{public}/verify")
        verifier.page.locator("[data-finished]").wait_for()
        keep("draw-verified", verifier)
        take("check-phone", sit("lin", PHONE), f"/inspection/checks/{waiting}")
        take("enterprise-phone", sit(size=PHONE), f"/e/{code}")


def take_evaluations() -> None:
    """The report of a finished round, a sheet that waits, and what an agency was told, from the demo city."""
    with program_at_work() as (app, address, browser):
        with app.app_context():
            now = current_instant()
            city = found_city(print, now)
            closed = [(State.ARCHIVED, CLOSED_CASES, (0, 16))]
            load_cases(city.people, city.places, city.enterprises, civil_date(now), now, print, closed)
            cast = Cast(city.people, now)
            load_evaluations(cast, city.places, now, print)
            frozen = next(one.public_id for one in plans(cast.actor("cen")).items if one.state is PlanState.FROZEN)
            seat = own_seats(cast.actor("bai"))[0].public_id
            report = reports(cast.actor("shen"))[0].public_id

        def sit(username: str = "", size: tuple[int, int] = DESK) -> Person:
            return Person(browser, address, username, size=size)

        take("evaluation-report", sit("lu"), f"/evaluation/plans/{frozen}/report/")
        take("score-sheet", sit("bai"), f"/evaluation/seats/{seat}")
        take("group-report-phone", sit("shen", PHONE), f"/evaluation/reports/{report}")


@contextmanager
def bureau_at_work() -> Iterator[tuple[Flask, Bureau, str, Browser]]:
    """The test bureau, served."""
    with program_at_work() as (app, address, browser):
        with app.app_context():
            bureau = make_bureau()
        yield app, bureau, address, browser


@contextmanager
def program_at_work() -> Iterator[tuple[Flask, str, Browser]]:
    """The program on an empty database and an S3 server of its own, served."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = stack.enter_context(object_server())
        stack.enter_context(cheap_passwords())
        app = build_app(f"sqlite:///{folder / 'pictures.sqlite'}", store.environment())
        migrate(app)
        stack.callback(let_go, app)
        address = stack.enter_context(served(app))
        yield app, address, stack.enter_context(chromium())


def fill(app: Flask, bureau: Bureau) -> tuple[dict[State, str], str, str]:
    """Cases by state, a duty with proposed redactions, and the code of a published decision."""
    gong, pan = bureau.actor("gong"), bureau.actor("pan")
    with app.app_context():
        for party, fine_fen in zip(enterprise_seeds(OTHERS + 1)[1:], FINES_FEN, strict=True):
            _publish(bureau, party, fine_fen)
        cases = {state: bureau.walk(day) for state, day in BEGUN.items()}
        for state, walk in cases.items():
            walk.to(state)
        duty = duties_of_matter(gong, cases[State.SERVED].case)[0]
        draft_redactions(gong, duty.public_id, cases[State.SERVED].now())
        tour = bureau.walk(FIRST_DAY)
        tour.to(State.SERVED)
        tour.publish(gong, pan)
        last = max(walk.day for walk in cases.values())
        move_clock_to(datetime.combine(last, time(18), tzinfo=SHANGHAI).astimezone(UTC))
        return (
            {state: walk.case for state, walk in cases.items()},
            duty.public_id,
            _code_of(gong, tour.case),
        )


def _publish(bureau: Bureau, party: EnterpriseSeed, fine_fen: int) -> None:
    walk = bureau.walk(FIRST_DAY, party=replace(party, kind="organisation"), fine_fen=fine_fen)
    walk.to(State.ARCHIVED)
    walk.publish(bureau.actor("gong"), bureau.actor("pan"))


def _code_of(actor: Actor, case: str) -> str:
    record = duties_of_matter(actor, case)[0].record
    return record.code if record else ""


def take(name: str, person: Person, path: str) -> None:
    """Open a page and keep its picture."""
    person.open(path)
    keep(name, person)


def keep(name: str, person: Person) -> None:
    """Keep what the window shows, in few colours, so that the file is small."""
    file = FOLDER / f"{name}.png"
    person.page.screenshot(path=file, full_page=False)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)
    print(f"{file.name} {file.stat().st_size // 1024} KB")
    person.close()


if __name__ == "__main__":
    main()
