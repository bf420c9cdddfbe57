"""The order of a case volume (市场监督管理行政处罚程序规定第七十八条)."""

from __future__ import annotations

from itertools import pairwise

from enforcement.documents.queries import volume_index
from enforcement.documents.services import serve
from tests.domains.documents.house import MATTER, direct_service, issue_one, sign
from tests.domains.documents.samples import contents
from tests.support.app import NOON

AS_WORKED = (
    "source_register", "filing_approval", "address_confirmation", "inquiry_record", "scene_record", "evidence_list",
    "investigation_report", "review_opinion", "penalty_notice", "statement_record", "discussion_record",
    "decision_approval", "penalty_decision", "closing_approval", "volume_cover",
)  # fmt: skip


def test_samr_78_main_and_sub_part_in_order_with_pages(house):
    forms = contents([sign(house).public_id])
    for code in AS_WORKED:
        document = issue_one(house, code, forms[code])
        if code in {"penalty_notice", "penalty_decision"}:
            serve(house.handler, direct_service(house, document), NOON)
    index = volume_index(MATTER)
    assert [entry.title for entry in index.main] == [
        "立案审批表",
        "行政处罚决定书",
        "送达回证（行政处罚决定书）",
        "行政处罚告知书",
        "送达回证（行政处罚告知书）",
        "送达地址确认书",
        "证据目录",
        "现场笔录",
        "询问笔录",
        "陈述申辩笔录",
    ]
    assert [entry.title for entry in index.sub] == [
        "案件来源登记表",
        "案件调查终结报告",
        "法制审核意见书",
        "结案审批表",
        "集体讨论记录",
        "行政处理决定审批表",
    ]
    for part in (index.main, index.sub):
        assert part[0].first_page == 1
        for earlier, later in pairwise(part):
            assert later.first_page == earlier.last_page + 1
    decision = index.main[1]
    assert decision.row["pages"] == f"{decision.first_page}-{decision.last_page}"
    assert index.pages == index.main[-1].last_page + index.sub[-1].last_page
    assert index.items == 16
    printed = issue_one(house, "volume_index", {"case_title": "案卷题名", **index.rows()})
    assert printed.pages == 1


def test_volume_of_a_matter_without_papers_is_empty(house):
    index = volume_index(MATTER)
    assert (index.main, index.sub, index.items, index.pages) == ((), (), 0, 0)
