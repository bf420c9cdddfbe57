"""The desk of draws and of public randomness: what one sees, what one may do, and why not."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from enforcement.draws.states import DrawState
from enforcement.platform.demo_clock import move_clock_to
from tests.support.desks import signed_in, text_of
from tests.support.draw_desk import make_draw_desk
from tests.support.draws import FREEZE, KL8_OUT, SSQ_OUT, picture

AFTER = timedelta(minutes=5)


@pytest.fixture
def desk(founded_bureau):
    made = make_draw_desk(founded_bureau)
    move_clock_to(FREEZE + AFTER)
    return made


@pytest.fixture
def browser_of(founded_app, desk):
    """Gives a signed-in browser for an account."""
    clients = {}

    def get(username):
        if username not in clients:
            clients[username] = signed_in(founded_app, username)
        return clients[username]

    return get


def post(client, path, status=303, **values):
    answer = client.post(path, data=values, content_type="multipart/form-data")
    assert answer.status_code == status, answer.get_data(as_text=True)[:3000]
    return answer.get_data(as_text=True)


# ---- D08: separated duties, as buttons and as refusals ----


def test_the_drafter_sees_why_he_cannot_approve_and_the_head_approves(desk, browser_of):
    draw = desk.drafted()
    page = f"/draws/{draw.public_id}"
    assert "这一步由行政机关负责人办理" in text_of(browser_of("qin"), page)
    assert browser_of("qin").post(f"{page}/approve").status_code == 403
    assert "批准抽取方案" in text_of(browser_of("shen"), page)
    post(browser_of("shen"), f"{page}/approve")
    assert "等待计划日封存名单" in text_of(browser_of("qin"), "/draws/")


def test_the_ceremony_is_typed_openly_step_by_step(desk, browser_of):
    draw = desk.committed()
    qin, page = browser_of("qin"), f"/draws/{draw.public_id}"
    assert "登记在场发言" in text_of(qin, page)
    assert "现场发言还没有截止，不能掷骰" in post(qin, f"{page}/dice", 409, who="媒体", text="12345")
    assert "有 1 处需要修改" in post(qin, f"{page}/contributions", 422, who="监督员", text="a/b")
    post(qin, f"{page}/contributions", who="监督员", text="7f3a")
    assert "7f3a" in text_of(qin, f"{page}/ceremony")
    post(qin, f"{page}/close_contributions")
    assert "登记骰子点数" in text_of(qin, page)
    post(qin, f"{page}/dice", who="媒体", text="63454660390103169462")
    post(qin, f"{page}/close_dice")
    assert "63454 66039 01031 69462" in text_of(qin, f"{page}/ceremony/board")


def test_a_witness_signs_and_the_drafter_may_not(desk, browser_of):
    draw = desk.committed()
    page = f"/draws/{draw.public_id}"
    assert "这一步由见证人办理" in text_of(browser_of("qin"), page)
    post(browser_of("su"), f"{page}/sign")
    assert "苏某（外部）" in text_of(browser_of("qin"), page)
    assert "您已经签名" in post(browser_of("su"), f"{page}/sign", 409)


def test_what_is_missing_stands_under_the_grey_button(desk, browser_of):
    draw = desk.committed()
    shown = text_of(browser_of("qin"), f"/draws/{draw.public_id}")
    assert "在场发言、掷骰还没有截止" in shown
    assert "还没有两人一致的录入" in shown
    assert "外部见证人签名，现有0名" in shown


# ---- D05: no redraw; void is asked by one, agreed to by another, and stays public ----


def test_void_takes_two_people_and_a_public_reason(desk, browser_of):
    draw = desk.committed()
    page = f"/draws/{draw.public_id}"
    assert "请填写作废理由" in post(browser_of("qin"), f"{page}/void", 422, reason="")
    post(browser_of("qin"), f"{page}/void", reason="库里混入了外市的企业")
    shown = text_of(browser_of("shen"), page)
    assert "等待另一名负责人答复" in shown
    post(browser_of("shen"), f"{page}/void/answer", answer="agree")
    assert "库里混入了外市的企业" in text_of(browser_of("qin"), page)
    assert draw.state is DrawState.VOID


# ---- results ----


def test_a_published_draw_shows_list_teams_and_minutes(desk, browser_of):
    draw = desk.published()
    page = f"/draws/{draw.public_id}"
    shown = text_of(browser_of("qin"), page)
    assert draw.selected_root in shown
    assert "林某" in shown or "许某" in shown
    minutes = browser_of("qin").get(f"{page}/minutes.pdf")
    assert minutes.mimetype == "application/pdf"
    assert minutes.data.startswith(b"%PDF")
    assert browser_of("qin").get(f"{page}/qr.svg").mimetype == "image/svg+xml"


def test_the_board_is_sent_again_only_when_it_changed(desk, browser_of):
    draw = desk.published()
    board = f"/draws/{draw.public_id}/ceremony/board"
    first = browser_of("qin").get(board)
    again = browser_of("qin").get(board, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_sealed_list_is_on_no_page_before_its_opening(desk, browser_of):
    draw = desk.published(sealed=True, open_on=(FREEZE + timedelta(days=30)).date())
    drawn = [line.object_id for line in desk.room.pool]
    for path in ("", "/ceremony", "/ceremony/board", "/bundle.json"):
        shown = text_of(browser_of("qin"), f"/draws/{draw.public_id}{path}")
        if path != "/bundle.json":
            assert not [one for one in drawn if one in shown], path
        else:
            assert '"selected": null' in shown


def test_another_agency_finds_nothing(desk, browser_of):
    draw = desk.published()
    for path in ("", "/ceremony", "/minutes.pdf", "/bundle.json", "/qr.svg"):
        assert browser_of("yz-sthj.head").get(f"/draws/{draw.public_id}{path}").status_code == 404


# ---- public randomness: two people, independently ----


def test_two_people_type_without_seeing_each_other(desk, browser_of):
    draw = desk.committed(sources=("kl8",))
    source = draw.sources[0]
    typed = " ".join(str(one) for one in range(1, 21))
    move_clock_to(KL8_OUT + AFTER)
    wrong = {"typed": "1 2 3", "picture": (io.BytesIO(picture()), "a.png")}
    assert "应有 20 个号码" in post(browser_of("lei"), f"/randomness/{source}/type", 422, **wrong)
    assert "请附上开奖公告的图片" in post(browser_of("lei"), f"/randomness/{source}/type", 422, typed=typed)
    post(browser_of("lei"), f"/randomness/{source}/type", typed=typed, picture=(io.BytesIO(picture()), "a.png"))
    other = text_of(browser_of("wen"), "/randomness/")
    assert "一人已录入，等第二人" in other
    assert "1.2.3." not in other
    assert "您已经录入过这一期" in text_of(browser_of("lei"), f"/randomness/{source}/type")
    post(browser_of("wen"), f"/randomness/{source}/type", typed=typed, picture=(io.BytesIO(picture("b")), "b.png"))
    assert "两人录入一致，已经生效" in text_of(browser_of("wen"), "/randomness/")


def test_nobody_types_before_the_announcement(desk, browser_of):
    """D02."""
    source = desk.committed(sources=("kl8",)).sources[0]
    assert "现在不能录入" in text_of(browser_of("lei"), f"/randomness/{source}/type")
    values = {"typed": "1 2 3", "picture": (io.BytesIO(picture()), "a.png")}
    assert "现在不能录入" in post(browser_of("lei"), f"/randomness/{source}/type", 409, **values)


def test_unequal_values_stay_open_until_a_visible_correction_is_witnessed(desk, browser_of):
    draw = desk.committed()
    source = draw.sources[-1]
    move_clock_to(SSQ_OUT + AFTER)
    for username, typed in (("lei", "3 9 14 22 27 31 / 8"), ("wen", "3 9 14 22 27 32 / 8")):
        post(browser_of(username), f"/randomness/{source}/type", typed=typed, picture=(io.BytesIO(picture()), "a.png"))
    shown = text_of(browser_of("wen"), "/randomness/")
    assert "两人录入不一致" in shown
    entry = _links(shown, f"/randomness/{source}/entries/")[-1]
    values = {"typed": "3 9 14 22 27 31 / 8", "picture": (io.BytesIO(picture()), "c.png"), "reason": "看错一位"}
    post(browser_of("wen"), entry, **values)
    shown = text_of(browser_of("su"), "/randomness/")
    assert "看错一位" in shown
    post(browser_of("su"), next(one for one in _links(shown, f"/randomness/{source}/entries/") if "witness" in one))
    shown = text_of(browser_of("su"), "/randomness/")
    assert "两人录入一致" in shown
    assert "已被更正，不再使用" in shown


def _links(html, prefix):
    parts = html.replace('action="', 'href="').split('href="')[1:]
    return [part.split('"')[0] for part in parts if part.startswith(prefix)]


def test_who_may_only_look_sees_no_form(desk, browser_of):
    draw = desk.committed()
    for username in ("lei", "lin"):
        shown = text_of(browser_of(username), f"/draws/{draw.public_id}")
        assert "登记在场发言" not in shown
        assert browser_of(username).post(f"/draws/{draw.public_id}/advance").status_code == 403
