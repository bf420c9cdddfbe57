"""`enforce precheck`: the JSON of the issue and nothing else, or Chinese text; faults by field with status 2."""

import json

import pytest
from flask import Flask

from enforcement.cli_casefiles import precheck_command
from tests.support.casefiles import clean_file
from tests.support.fault_tools import decision


def run(*arguments):
    return Flask("bare").test_cli_runner().invoke(precheck_command, [str(one) for one in arguments])


@pytest.fixture
def written(tmp_path):
    def write(file):
        path = tmp_path / "file.json"
        path.write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
        return path

    return write


def unsealed():
    file = clean_file(0)
    decision(file)["sealed"] = False
    return file


def test_a_clean_file_has_no_findings(written):
    result = run(written(clean_file(0)), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"findings": []}
    assert not result.stderr


def test_a_finding_names_rule_article_documents_and_explanation(written):
    result = run(written(unsealed()), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "findings": [
            {
                "rule": "seal-missing",
                "article": "行政处罚法第五十九条第二款",
                "documents": ["d12"],
                "explanation": "《行政处罚决定书》没有加盖行政机关印章。",
            }
        ]
    }


def test_without_json_it_is_chinese_text(written):
    result = run(written(unsealed()))
    assert result.exit_code == 0
    assert "发现 1 处" in result.stdout
    assert "1. 文书没有盖章（seal-missing）" in result.stdout
    assert "文书：d12《行政处罚决定书》" in result.stdout
    assert "没有发现问题" in run(written(clean_file(0))).stdout


def test_an_unreadable_file_ends_with_status_two_and_its_fields(written):
    file = clean_file(0)
    file["documents"][3]["issued_on"] = "2026-02-30"
    file["agency"].pop("region")
    result = run(written(file), "--json")
    assert result.exit_code == 2
    assert not result.stdout
    assert "错误：documents[3].issued_on：应为真实存在的日期" in result.stderr
    assert "错误：agency.region：缺少这一项" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_file_and_no_json_end_with_status_two(tmp_path):
    assert run(tmp_path / "none.json").exit_code == 2
    assert "打不开文件" in run(tmp_path / "none.json").stderr
    path = tmp_path / "text.json"
    path.write_text("not json", encoding="utf-8")
    assert "整个文件：不是有效的 UTF-8 JSON" in run(path).stderr


def test_a_rule_without_law_for_its_day_is_told_as_not_checked(written):
    file = clean_file(0)
    file["documents"][0]["issued_on"] = file["steps"][0]["on"] = "1990-01-01"
    (one,) = json.loads(run(written(file), "--json").stdout)["findings"]
    assert one["rule"] == "not-checked"
    assert "“立案超过核查期限”没有检查：规则 D02 在 1990-01-01 没有适用于领域" in one["explanation"]
