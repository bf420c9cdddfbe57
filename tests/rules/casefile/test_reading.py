"""Reading the exchange format: every fault named by its field, all at once."""

import json

import pytest

from enforcement.foundation.errors import Invalid
from enforcement.rules.casefile import case_file_from, contents_digest, read_case_file, reviewed_content
from tests.support.casefiles import clean_file, digest_of

HEARING, TIMES = 2, 1


def faults_after(change, n=HEARING):
    file = clean_file(n)
    change(file)
    with pytest.raises(Invalid) as caught:
        case_file_from(file)
    return caught.value.errors


def test_a_clean_file_reads_as_frozen_facts():
    file = read_case_file(json.dumps(clean_file(HEARING), ensure_ascii=False))
    assert file.decision.fine_fen == 12_000_000
    assert file.documents[0].issued_on.isoformat() == "2026-01-12"
    assert file.services[0].mode.value == "direct"
    with pytest.raises(AttributeError):
        file.version = 2


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (lambda f: f["documents"][3].update(issued_on="2026-02-30"), "documents[3].issued_on", "真实存在的日期"),
        (lambda f: f["documents"][3].update(issued_on="20260301"), "documents[3].issued_on", "真实存在的日期"),
        (lambda f: f["documents"][3].pop("issued_on"), "documents[3].issued_on", "缺少这一项"),
        (lambda f: f["documents"][3].update(colour="red"), "documents[3].colour", "格式中没有这一项"),
        (lambda f: f["documents"][0].update(id=" "), "documents[0].id", "不能为空"),
        (lambda f: f["documents"][0].update(kind="letter"), "documents[0].kind", "应为"),
        (lambda f: f["documents"][0].update(pages=0), "documents[0].pages", "不能小于 1"),
        (lambda f: f["documents"][0].update(content_sha256="ABC"), "documents[0].content_sha256", "64位"),
        (lambda f: f["documents"][0]["contents"].update(clue=3), "documents[0].contents.clue", "应为文字"),
        (lambda f: f["documents"][0].update(contents=[]), "documents[0].contents", "应为对象"),
        (lambda f: f["officers"].append(f["officers"][0]), "officers[7].id", "已经用过"),
        (lambda f: f["decision"].update(fine_fen=1.5), "decision.fine_fen", "应为整数"),
        (lambda f: f["decision"].update(fine_fen=True), "decision.fine_fen", "应为整数"),
        (lambda f: f["decision"].update(fine_fen=-1), "decision.fine_fen", "不能小于 0"),
        (lambda f: f["decision"].update(fine_fen=10**15 + 1), "decision.fine_fen", "不能大于"),
        (lambda f: f["limitation"].update(ended_on="0001-01-01"), "limitation.ended_on", "1949 年至 2099 年"),
        (lambda f: f["decision"].update(document="d99"), "decision.document", "没有编号为“d99”的文书"),
        (lambda f: f["services"][0].update(servers=["o1", "o9"]), "services[0].servers[1]", "没有编号为“o9”的人员"),
        (lambda f: f["services"][0].update(signed="yes"), "services[0].signed", "true 或 false"),
        (lambda f: f["case"].update(party="p9"), "case.party", "没有编号为“p9”的当事人"),
        (lambda f: f["benchmark"]["tier"].update(min_times=1.5), "benchmark.tier.min_times", "写成字符串的数字"),
        (lambda f: f["benchmark"]["tier"].update(min_times="many"), "benchmark.tier.min_times", "写成字符串的数字"),
        (lambda f: f["benchmark"]["tier"].update(min_times="NaN"), "benchmark.tier.min_times", "写成字符串的数字"),
        (lambda f: f.update(parties=[]), "parties", "至少要有 1 项"),
        (lambda f: f.update(steps={}), "steps", "应为数组"),
        (lambda f: f.update(format="case"), "format", "应为 casefile"),
        (lambda f: f.update(version=2), "version", "只能读取第 1 版"),
        (lambda f: f.pop("agency"), "agency", "缺少这一项"),
        (lambda f: f["officers"][0]["certificates"][0].pop("number"), "officers[0].certificates[0].number", "缺少"),
    ],
)
def test_a_fault_is_named_by_its_field(change, path, words):
    errors = faults_after(change)
    assert list(errors) == [path]
    assert words in errors[path][0]


def test_all_faults_come_at_once():
    def spoil(file):
        file["documents"][2]["issued_on"] = "soon"
        file["agency"]["name"] = ""
        del file["decision"]["document"]

    assert set(faults_after(spoil)) == {"documents[2].issued_on", "agency.name", "decision.document"}


@pytest.mark.parametrize("text", ["", "{", "[1]", '"text"', "null", b"\xff\xfe\x00", "[" * 100_000])
def test_what_is_no_object_of_json_is_refused_in_words(text):
    with pytest.raises(Invalid) as caught:
        read_case_file(text)
    assert list(caught.value.errors) == [""]


def test_the_index_may_name_a_paper_that_is_not_there():
    file = clean_file(HEARING)
    file["volume"]["index"][0]["document"] = "d99"
    assert case_file_from(file).volume.index[0].document == "d99"


def test_digests_are_those_of_the_documentation():
    plain = clean_file(HEARING)
    file = case_file_from(plain)
    assert contents_digest(file.documents[0].contents) == digest_of(plain["documents"][0]["contents"])
    assert file.proposal is not None
    assert reviewed_content(file.proposal).digest == digest_of(plain["proposal"])
