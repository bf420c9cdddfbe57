"""The body that is put together from its contents holds each of them."""

from __future__ import annotations

from enforcement.documents.form_list import PENALTY_DECISION
from enforcement.documents.forms import missing_contents
from enforcement.documents.wording import decision_paragraphs
from tests.domains.documents.samples import contents


def test_composed_body_holds_every_content_of_article_59():
    data = contents([])["penalty_decision"]
    del data["paragraphs"]
    data["paragraphs"] = decision_paragraphs(data)
    assert missing_contents(PENALTY_DECISION, data, 2) == []
    assert all(paragraph[-1] in "。：；" for paragraph in data["paragraphs"])
    assert not any("。。" in paragraph for paragraph in data["paragraphs"])


def test_composed_body_of_a_warning_names_no_bank():
    data = contents([])["penalty_decision"] | {
        "fine_fen": 0, "penalties": ["给予警告。"], "performance": "本决定自送达之日起生效",
        "collecting_body": "", "collecting_address": "", "surcharge": "", "discretion": "",
    }  # fmt: skip
    data["paragraphs"] = decision_paragraphs(data)
    assert missing_contents(PENALTY_DECISION, data, 2) == []
    assert not any("代收机构" in paragraph for paragraph in data["paragraphs"])
