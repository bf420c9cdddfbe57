"""A recusal on a drawn check: the officer asks, the head grants, the next in rank goes, and the draw still verifies."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.officers import ranking
from tests.support.inspection_journey import INSPECTORS, open_drawn_check
from tests.support.journey import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

REASON = "我的配偶是这家超市的股东"


def test_article_43_the_next_in_rank_goes_in_place_of_who_must_not(office) -> None:
    office.begin()
    check = open_drawn_check(office.app, office.bureau)
    page = f"/inspection/checks/{check.public_id}"
    visitor = office.sit()
    order = rank_of(visitor, check)
    leaving = office.sit(check.team[0], size=PHONE)
    leaving.open(page)
    leaving.press("提出回避")
    assert leaving.barriers() == ""
    leaving.page.locator("[name=subject]").select_option(index=1)
    name = leaving.page.locator("[name=subject] option:checked").inner_text().partition("（")[0]
    leaving.page.locator("[name=reason_code]").select_option("interest")
    leaving.write({"具体理由": REASON})
    leaving.press("提出回避")
    assert "待答复" in leaving.words
    assert leaving.barriers() == ""
    leaving.open(f"{page}/answer/none", status=403)
    grant(office, page)
    newcomer = newcomer_of(office, check)
    newcomer.open(page)
    team = newcomer.page.locator("section.panel", has_text="证件有效").inner_text()
    assert name not in team
    leaving.open("/inspection/checks")
    assert_public(visitor, check, order)


def rank_of(visitor, check) -> tuple[str, ...]:
    """The officers for this enterprise in the order that the published seed gives."""
    bundle = visitor.context.request.get(f"{check.draw_path}.json").json()
    ids = [line.split("|")[0] for line in bundle["officers"]["pool"]]
    return ranking(Algorithm(bundle["commit_json"]["alg"]), bytes.fromhex(bundle["seed"]), check.uscc, ids)


def grant(office, page: str) -> None:
    shen = office.sit("shen")
    shen.open(page)
    shen.press("答复")
    assert REASON in shen.words
    assert shen.barriers() == ""
    shen.mark("同意")
    shen.write({"意见": "同意回避，由排序在后的执法人员接替"})
    shen.press("答复申请")
    assert "同意回避" in shen.words
    assert shen.barriers() == ""


def newcomer_of(office, check):
    """Whoever finds the check in the own list now and did not before."""
    for username in INSPECTORS:
        if username not in check.team:
            person = office.sit(username, size=PHONE)
            person.open("/inspection/checks")
            if person.page.locator(f"a[href$='/{check.public_id}']").count():
                return person
    pytest.fail("nobody came")


def assert_public(visitor, check, order: tuple[str, ...]) -> None:
    """The change is told to everybody, follows the rank, and the whole verifies with it."""
    bundle = visitor.context.request.get(f"{check.draw_path}.json").json()
    (event,) = [one for one in bundle["events"] if one["kind"] == "recusal"]
    assert event["object"] == check.uscc
    assert event["from"] in order[:2]
    passed_over = {officer for officer, _ in event.get("skips", [])}
    drawn = next(team for object_id, team in bundle["officers"]["assigned"] if object_id == check.uscc)
    assert event["to"] == next(one for one in order if one not in drawn and one not in passed_over)
    visitor.open(check.draw_path)
    assert "回避" in visitor.page.locator("section[aria-labelledby=after]").inner_text()
    assert REASON not in visitor.page.content()
    assert visitor.barriers() == ""
    visitor.press("在我的浏览器里重算")
    expect(visitor.page.locator("[data-finished=ok]")).to_be_visible()
