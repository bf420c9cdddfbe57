"""Two people on one case at once: one succeeds, the other is told what changed and keeps what was typed.

On both databases: the version is compared in the transaction that writes.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from enforcement.rules.facts import State

pytestmark = pytest.mark.browser


def test_the_second_to_save_sees_both_versions_and_saves_after_looking(any_office) -> None:
    walk = any_office.walk(State.VERIFYING)
    lin, xu = any_office.sit("lin"), any_office.sit("xu")
    for officer in (lin, xu):
        officer.open(f"/cases/{walk.case}/state_facts")
        officer.select("行政处罚事项", "经营超过保质期的食品")
        officer.write({"货值金额": "966.40", "违法所得": "0"})
    xu.write({"违法行为地点": "江畔路66号收银台", "查明的事实": "收银台旁有过期饼干"})
    lin.write({"违法行为地点": "江畔路66号仓库", "查明的事实": "仓库里有过期饼干38件，逐件清点"})
    xu.press("保存案情")
    expect(xu.page.get_by_text("案情已保存")).to_be_visible()
    lin.press("保存案情")
    assert "这份记录刚被别人改过，您的内容还没有保存" in lin.words
    assert "许某" in lin.words
    theirs = lin.page.get_by_role("row", name="违法行为地点")
    expect(theirs).to_contain_text("江畔路66号收银台")
    expect(theirs).to_contain_text("江畔路66号仓库")
    assert lin.field("查明的事实").input_value() == "仓库里有过期饼干38件，逐件清点"
    assert lin.field("货值金额").input_value() == "966.40"
    lin.press("保存案情")
    expect(lin.page.get_by_text("案情已保存")).to_be_visible()
    xu.open(f"/cases/{walk.case}?tab=facts")
    assert "江畔路66号仓库" in xu.words
    assert "仓库里有过期饼干38件" in xu.words
