"""Service of documents: each article from both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.settings import ROOT
from enforcement.rules.calendars import load_calendars
from enforcement.rules.facts import OfficerFact
from enforcement.rules.rulesets import load_rulesets
from enforcement.rules.service import MODE_NAMES, ServiceFacts, ServiceMode, served_when, service_problems

ISSUED, TODAY = date(2026, 9, 21), date(2026, 9, 23)
OFFICERS = tuple(OfficerFact(n, f"officer {n}", f"no. {n}", certificate_valid=True) for n in (1, 2))
DIRECT = ServiceFacts(
    mode=ServiceMode.DIRECT,
    issued_on=ISSUED,
    acted_on=TODAY,
    today=TODAY,
    servers=OFFICERS,
    minimum_servers=2,
    signed=True,
    place="江畔路66号",
    recipient="周海平",
    relation="法定代表人",
)
LIEN = replace(DIRECT, mode=ServiceMode.LIEN, signed=False, refusal="拒绝签收", witness="社区干部李平")


def codes(facts: ServiceFacts) -> set[str]:
    problems = service_problems(facts)
    assert all(problem.basis and problem.lift for problem in problems)
    return {problem.code.removeprefix("service.") for problem in problems}


def served(mode: ServiceMode, acted_on: date):
    rulesets = load_rulesets([ROOT / "config/rulesets"])
    term = rulesets.term("D19", "市场监督管理", "云州市", acted_on)
    return served_when(mode, acted_on, term, load_calendars([ROOT / "config/calendars"]))


def test_cpl_87_day_lies_between_issue_and_today():
    assert codes(replace(DIRECT, acted_on=ISSUED)) == set()
    assert codes(DIRECT) == set()
    assert codes(replace(DIRECT, acted_on=ISSUED - timedelta(days=1))) == {"before_issue"}
    assert codes(replace(DIRECT, acted_on=TODAY + timedelta(days=1))) == {"future"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"signed": False}, "signature"),
        ({"recipient": " "}, "recipient"),
        ({"relation": ""}, "recipient"),
        ({"place": ""}, "place"),
    ],
)
def test_cpl_88_direct_service_needs_place_receiver_and_signature(change, code):
    assert codes(replace(DIRECT, **change)) == {code}


def test_cpl_89_refusal_is_not_direct_service():
    assert codes(replace(DIRECT, refusal="拒绝签收")) == {"refused"}


def test_cpl_89_lien_needs_witness_or_recording():
    assert codes(LIEN) == set()
    assert codes(replace(LIEN, witness="", recorded=True)) == set()
    assert codes(replace(LIEN, witness="")) == {"witness_or_recording"}


def test_cpl_89_lien_needs_the_refusal():
    assert codes(replace(LIEN, refusal="")) == {"refusal"}


def test_cpl_90_electronic_needs_a_confirmed_address():
    electronic = replace(
        DIRECT, mode=ServiceMode.ELECTRONIC, signed=False, place="a@b.example", electronic_confirmed=True
    )
    assert codes(electronic) == set()
    assert codes(replace(electronic, electronic_confirmed=False)) == {"electronic_consent"}


def test_cpl_91_post_needs_the_return_slip_and_entrusted_the_organ():
    post = replace(DIRECT, mode=ServiceMode.POST, signed=False, note="EMS 1234 回执签收")
    assert codes(post) == set()
    assert codes(replace(post, note="")) == {"return_slip"}
    entrusted = replace(post, mode=ServiceMode.ENTRUSTED, note="委托西水县市场监督管理局")
    assert codes(entrusted) == set()
    assert codes(replace(entrusted, note="", recipient="")) == {"entrusted_organ", "recipient"}


def test_cpl_95_public_notice_needs_its_reason():
    notice = replace(DIRECT, mode=ServiceMode.PUBLIC_NOTICE, signed=False, note="下落不明")
    assert codes(notice) == set()
    assert codes(replace(notice, note=" ")) == {"notice_reason"}


def test_cpl_95_public_notice_counts_thirty_days_after_it():
    assert served(ServiceMode.PUBLIC_NOTICE, date(2026, 8, 3)).on == date(2026, 9, 2)
    assert "30日" in served(ServiceMode.PUBLIC_NOTICE, date(2026, 8, 3)).rule


@pytest.mark.parametrize("mode", [mode for mode in ServiceMode if mode is not ServiceMode.PUBLIC_NOTICE])
def test_other_modes_count_from_the_act_and_say_why(mode):
    result = served(mode, TODAY)
    assert result.on == TODAY
    assert "民事诉讼法" in result.rule
    assert MODE_NAMES[mode].endswith("送达")


def test_apl_42_two_servers_with_valid_certificates():
    assert codes(replace(DIRECT, servers=OFFICERS[:1])) == {"servers"}
    assert codes(replace(DIRECT, servers=(OFFICERS[0], OFFICERS[0]))) == {"servers"}
    expired = replace(OFFICERS[1], certificate_valid=False, certificate_problem="的执法证已过期")
    assert codes(replace(DIRECT, servers=(OFFICERS[0], expired))) == {"certificate"}
