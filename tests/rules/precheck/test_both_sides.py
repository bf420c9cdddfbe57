"""What a lawful agency may do is not found; the same act on the other side of the law is."""

import pytest

from tests.rules.precheck.cases import HEARING, NO_PENALTY, PLAIN, SUMMARY_FINE, found
from tests.support.casefiles import clean_file
from tests.support.fault_tools import decision, move, officer, paper, rewrite

SEVENTEEN = "530103200811150019"
"""Born on 15 November 2008."""


def certificates(*fields, until="2027-12-31", number="云执90001"):
    return {"number": number, "valid_from": "2024-01-01", "valid_to": until, "fields": list(fields)}


def unchanged(_file):
    pass


def holding(*held):
    def change(file):
        officer(file, "o1")["certificates"] = list(held)

    return change


def signed(kind, role, day):
    def change(file):
        form = paper(file, kind)
        form["signatures"] = [
            {"role": "officer", "name": "何一鸣", "on": form["issued_on"]},
            *(one for one in form["signatures"] if one["role"] != "officer"),
        ]
        next(one for one in form["signatures"] if one["role"] == role)["on"] = day

    return change


def rights(**told):
    def change(file):
        for kind, words in told.items():
            rewrite(file, paper(file, kind), rights_told=words)

    return change


def first_record_of_a(role):
    def change(file):
        inquiry = paper(file, "inquiry_record")
        move(file, inquiry, "2026-01-05")
        rewrite(file, inquiry, rights_told="", person_role=role)

    return change


def auxiliary(file):
    officer(file, "o2")["kind"] = "auxiliary"


def aged(born, grade, **benchmark):
    def change(file):
        code = {"20081115": "530103200811150019", "20120101": "530103201201010016"}[born]
        file["parties"][0].update(kind="person", code=code)
        file["benchmark"]["tier"]["grade"] = grade
        file["benchmark"].update(benchmark)

    return change


def acted(day, change):
    def both(file):
        change(file)
        file["limitation"]["ended_on"] = day

    return both


def minor(day, **publication):
    def change(file):
        file["parties"][0].update(kind="person", code=SEVENTEEN)
        move(file, decision(file), day)
        file["publication"] = publication or None

    return change


def warned(**publication):
    def change(file):
        file["decision"].update(kinds=["警告"], fine_fen=0)
        file["publication"] = publication or None

    return change


def in_field(domain, change):
    def both(file):
        change(file)
        file["agency"]["domain"] = domain

    return both


def ground(words):
    def change(file):
        file["decision"]["ground"] = words
        rewrite(file, paper(file, "no_penalty_decision"), correction="")

    return change


def numbered(kind, number):
    return lambda file: paper(file, kind).update(number=number)


def without_licence(since):
    def change(file):
        officer(file, "r1").update(law_qualification_no="", reviewing_since=since)

    return change


def without_benchmark(reason):
    def change(file):
        file["benchmark"] = None
        file["decision"]["no_benchmark_reason"] = reason
        rewrite(file, decision(file), discretion="")

    return change


def printed(name, code="", **party):
    def change(file):
        third = {"id": "p9", "name": "王某某", "kind": "person", "code": SEVENTEEN}
        file["parties"] = [file["parties"][0] | party, third]
        decision(file)["party_name"] = name.replace("{party}", file["parties"][0]["name"])
        decision(file)["party_code"] = code.replace("{code}", file["parties"][0]["code"])

    return change


OWN = "市场监督管理"
PRINTED = "0012345"
CASES = [
    # 行政处罚法第四十二条：当日有效的任何一个执法证有本领域即可
    ("certificate-other-field", PLAIN,
     holding(certificates(OWN), certificates("知识产权", until="2029-12-31")),
     holding(certificates("城市管理"), certificates("知识产权", until="2029-12-31"))),
    ("certificate-other-field", PLAIN,
     holding(certificates(OWN), certificates("知识产权", until="2029-12-31")),
     holding(certificates(OWN, until="2025-12-31"), certificates("知识产权", until="2029-12-31"))),
    # 审批表逐日签署，以审批人签署的日期为准
    ("signature-early", PLAIN,
     signed("filing_approval", "officer", "2026-01-05"), signed("filing_approval", "head", "2026-01-05")),
    ("signature-early", PLAIN,
     signed("closing_approval", "officer", "2026-01-05"), signed("closing_approval", "head", "2026-01-05")),
    ("signature-early", PLAIN,
     signed("review_opinion", "officer", "2026-01-05"), signed("review_opinion", "reviewer", "2026-01-05")),
    ("signature-early", PLAIN, unchanged, signed("report", "officer", "2026-01-05")),
    # 市场监督管理行政处罚程序规定第二十一条：首次向当事人收集证据时告知
    ("rights-untold-in-record", PLAIN, rights(inquiry_record=""), rights(scene_record="")),
    ("rights-untold-in-record", PLAIN, first_record_of_a("证人"), first_record_of_a("当事人")),
    # 行政处罚法第四十二条：辅助人员不计入
    ("handlers-too-few", PLAIN, unchanged, auxiliary),
    # 行政处罚法第三十条：以行为时的年龄
    ("minor-not-lighter", PLAIN,
     acted("2026-01-02", aged("20081115", "lighter")), acted("2026-01-02", aged("20081115", "general"))),
    ("minor-not-lighter", PLAIN,
     acted("2026-01-02", aged("20081115", "mitigated")), acted("2026-01-02", aged("20081115", "heavier"))),
    ("minor-not-lighter", PLAIN,
     acted("2026-11-15", aged("20081115", "heavier")), acted("2026-11-14", aged("20081115", "heavier"))),
    ("minor-not-lighter", PLAIN,
     acted("2025-12-31", aged("20120101", "heavier")), acted("2026-01-01", aged("20120101", "heavier"))),
    ("minor-not-lighter", PLAIN,
     acted("2026-01-02", aged("20081115", "general", mitigation="不满十八周岁，减轻处罚")),
     acted("2026-01-02", aged("20081115", "general", mitigation=" "))),
    # 未成年人和市场监管的仅受警告处罚的不公示
    ("publication-missing", PLAIN, minor("2026-11-14"), minor("2026-11-15")),
    ("publication-missing", PLAIN, warned(), in_field("生态环境", warned())),
    ("published-against-law", PLAIN,
     minor("2026-11-15", published_on="2026-11-16"), minor("2026-11-14", published_on="2026-11-16")),
    ("published-against-law", PLAIN,
     in_field("生态环境", warned(published_on="2026-03-03")), warned(published_on="2026-03-03")),
    ("published-against-law", PLAIN, minor("2026-11-14", withheld_reason="未成年人"), minor("2026-11-14", published_on="2026-11-16")),
    ("publication-late", PLAIN,
     minor("2026-02-28", published_on="2026-05-30"),
     lambda file: file["publication"].update(published_on="2026-05-30")),
    # 行政处罚法第三十三条第一款以改正为条件，第二款、第三十条、第三十六条不问
    ("correction-missing", NO_PENALTY,
     ground("没有主观过错（行政处罚法第三十三条第二款）"), ground("及时改正（行政处罚法第三十三条第一款）")),
    ("correction-missing", NO_PENALTY,
     ground("违法行为在二年内未被发现（行政处罚法第三十六条第一款）"), ground("及时改正（《行政处罚法》33条1款）")),
    ("correction-missing", NO_PENALTY,
     ground("不满十四周岁（行政处罚法第三十条）"), ground("初次违法（行政处罚法第33条第1款）")),
    # 行政处罚法第五十八条第二款：初次从事法制审核的
    ("reviewer-unqualified", HEARING, without_licence("2017-12-31"), without_licence("2018-01-01")),
    ("reviewer-unqualified", HEARING, unchanged, without_licence(None)),
    # 行政处罚法第三十四条：可以制定裁量基准
    ("benchmark-not-applied", PLAIN, without_benchmark("罚款数额固定"), without_benchmark(" ")),
    ("fine-details-missing", PLAIN, without_benchmark("没有公布裁量基准"), without_benchmark("")),
    # 共同违法的当事人、名称变更
    ("party-name-differs", PLAIN, printed("{party}、王某某"), printed("{party}、李某某")),
    ("party-name-differs", PLAIN, printed("{party}和王某某"), printed("{party}临江分公司")),
    ("party-name-differs", PLAIN,
     printed("云州市旧名有限公司", former_names=["云州市旧名有限公司"], name_change_document="d05"),
     printed("云州市旧名有限公司", former_names=["云州市旧名有限公司"])),
    ("party-code-differs", PLAIN, printed("{party}", "{code}；" + SEVENTEEN), printed("{party}", "{code}；1")),
    # 公文的文号形式只对公文要求
    ("number-malformed", PLAIN, numbered("evidence", "JYF2026-00123"), numbered("decision", "JYF2026-00123")),
    ("number-malformed", PLAIN, numbered("service_receipt", PRINTED), numbered("notice", PRINTED)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "n", "lawful", "unlawful"), CASES)
def test_the_rule_tells_one_side_and_leaves_the_other_alone(rule, n, lawful, unlawful):
    files = [clean_file(n), clean_file(n)]
    lawful(files[0])
    unlawful(files[1])
    assert found(files[0], rule) == []
    (one, *_) = found(files[1], rule)
    assert one.article
    assert one.documents


def test_a_form_printed_for_summary_decisions_bears_the_number_of_the_print():
    file = clean_file(SUMMARY_FINE)
    decision(file)["number"] = PRINTED
    assert found(file, "number-malformed") == []
    decision(file)["number"] = " "
    assert found(file, "number-missing")


def test_what_is_published_against_the_law_cites_the_law_that_forbids_it():
    file = clean_file(PLAIN)
    minor("2026-11-14", published_on="2026-11-16")(file)
    assert found(file, "published-against-law")[0].article == "《中华人民共和国未成年人保护法》第一百零三条"
    file = clean_file(PLAIN)
    warned(published_on="2026-03-03")(file)
    assert found(file, "published-against-law")[0].article == "《市场监督管理行政处罚信息公示规定》第二条"


def test_the_finding_on_a_minor_counts_the_years():
    file = clean_file(PLAIN)
    acted("2026-11-14", aged("20081115", "heavier"))(file)
    assert "当时17周岁，不满18周岁，应当从轻或者减轻处罚" in found(file, "minor-not-lighter")[0].explanation
