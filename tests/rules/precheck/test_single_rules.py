"""Each rule that no planted fault stands for: found after the change, silent before it."""

import pytest

from enforcement.rules.precheck import RULES
from tests.rules.precheck import test_both_sides, test_terms
from tests.rules.precheck.cases import (
    EXTENDED,
    HEARING,
    INSTALMENTS,
    LATE,
    NO_PENALTY,
    PLAIN,
    REVOKED,
    STATEMENT,
    SUMMARY_FINE,
    SUMMARY_OF_BUSINESS,
    SUMMARY_WARNING,
    WAIVED,
    found,
    found_after,
)
from tests.support.casefiles import clean_file
from tests.support.fault_tools import decision, move, paper, remove, renumber, rewrite, service_of
from tests.support.precheck_report import RULES_OF


def set_in(*path, **values):
    """Change values of an object inside the file."""

    def change(file):
        target = file
        for name in path:
            target = target[name]
        target.update(values)

    return change


def text_of(kind, **contents):
    return lambda file: rewrite(file, paper(file, kind), **contents)


def loosen_step(file):
    next(one for one in file["steps"] if one["kind"] == "inquiry")["document"] = None


def another_is_punished(file):
    third = {"id": "p2", "name": "云州市第三人商行", "kind": "organisation", "code": "91530103MA60000007"}
    file["parties"].append(third)
    decision(file)["party_name"] = third["name"]


def held_later(file):
    move(file, paper(file, "hearing_record"), "2026-03-24")


def child(file):
    file["parties"][0].update(kind="person", code="530103201306150014")
    file["limitation"]["ended_on"] = "2026-01-02"


def depart(approval):
    def change(file):
        file["benchmark"]["tier"].update(min_fen=1_300_000, max_fen=1_400_000)
        file["benchmark"]["departure"] = {"reason": "主动消除危害后果", "approval": approval}

    return change


def signed_early(file):
    paper(file, "report")["signatures"][0]["on"] = "2026-01-29"


def without(name):
    return lambda file: file.pop(name)


CASES = [
    ("step-without-document", PLAIN, loosen_step),
    ("step-officers-differ", PLAIN, lambda file: paper(file, "inquiry_record").update(officers=["o1", "o3"])),
    ("review-before-sent", PLAIN, lambda file: move(file, paper(file, "review_opinion"), "2026-02-01")),
    ("correction-missing", NO_PENALTY, text_of("no_penalty_decision", correction="")),
    ("decision-of-another-kind", PLAIN, lambda file: decision(file).update(kind="no_penalty_decision")),
    ("extension-unlawful", EXTENDED, lambda file: file["extensions"][0].update(length=60)),
    ("handlers-too-few", PLAIN, set_in("case", handlers=["o1"])),
    ("decision-names-another", PLAIN, another_is_punished),
    ("decision-names-another", PLAIN, lambda file: decision(file).update(party_name="")),
    ("party-code-invalid", PLAIN, set_in("parties", 0, code="91530103MA60000001")),
    ("party-code-invalid", SUMMARY_FINE, set_in("parties", 0, code="530103198801010000")),
    ("party-too-young", PLAIN, child),
    ("signature-early", PLAIN, signed_early),
    ("fine-details-missing", PLAIN, text_of("decision", surcharge="")),
    ("adoption-missing", STATEMENT, text_of("decision", statement_adoption="")),
    ("amount-in-words-differs", PLAIN, text_of("decision", fine_capital="壹万贰仟壹佰元整")),
    ("evidence-missing", PLAIN, lambda file: file.update(evidence=[])),
    ("heavier-than-reviewed", PLAIN, set_in("decision", fine_fen=1_200_001)),
    ("heavier-than-reviewed", REVOKED, lambda file: file["proposal"].update(kinds=["罚款"])),
    ("waiver-unproved", WAIVED, set_in("notice", waiver_document=None)),
    ("hearing-after-decision", HEARING, held_later),
    ("hearing-notice-missing", HEARING, set_in("hearing", notice_document=None)),
    ("hearing-record-missing", HEARING, set_in("hearing", record_document=None)),
    ("discussion-not-agreed", HEARING, set_in("discussion", agreed=False)),
    ("benchmark-not-applied", PLAIN, without("benchmark")),
    ("departure-not-approved", PLAIN, depart(None)),
    ("kinds-and-fine-differ", PLAIN, set_in("decision", kinds=["警告"])),
    ("summary-other-kind", SUMMARY_FINE, set_in("decision", kinds=["罚款", "没收违法所得"])),
    ("summary-not-handed-over", SUMMARY_FINE, lambda file: file["services"][0].update(acted_on="2026-01-23")),
    ("no-penalty-with-penalty", NO_PENALTY, set_in("decision", kinds=["警告"])),
    ("payment-missing", PLAIN, without("payment")),
    ("collected-on-the-spot", SUMMARY_OF_BUSINESS, lambda file: file["payment"]["entries"][0].update(way="on_the_spot")),
    ("recording-damaged", PLAIN, lambda file: file["recordings"]["files"][1].update(state="undecodable")),
    ("number-malformed", PLAIN, lambda file: decision(file).update(number="云临市监处罚字[2026]7号")),
    ("number-not-registered", PLAIN, lambda file: decision(file).update(number="云临市监处罚〔2026〕99号")),
    ("number-gap", PLAIN, lambda file: file["numbering"][1]["entries"][2].update(issued_on="2026-01-02")),
    ("index-numbers-broken", PLAIN, lambda file: file["volume"]["index"][2].update(no=9)),
    ("instalments-wrong", INSTALMENTS, set_in("payment", instalment_document=None)),
    ("summary-report-late", SUMMARY_WARNING, lambda file: file["steps"].pop(2)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "n", "change"), CASES)
def test_the_rule_tells_the_change_and_nothing_before_it(rule, n, change):
    assert found(clean_file(n), rule) == []
    told = found_after(n, rule, change)
    assert told
    assert all(one.documents and one.explanation.endswith("。") and one.article for one in told)


def test_every_rule_has_a_test():
    tested = {rule for rules in RULES_OF.values() for rule in rules} | {case[0] for case in CASES}
    assert tested | {case[0] for table in (test_terms.BOUNDARIES, test_both_sides.CASES) for case in table} == {
        rule.id for rule in RULES
    }


def test_there_are_more_than_twenty_eight_kinds_each_with_its_own_id_and_article():
    assert len({rule.id for rule in RULES}) == len(RULES) >= 28
    assert all(rule.title and rule.article for rule in RULES)


def test_a_child_of_fourteen_may_be_punished():
    def fourteen(file):
        child(file)
        file["parties"][0]["code"] = "530103201201020018"

    assert found_after(PLAIN, "party-too-young", fourteen) == []


@pytest.mark.parametrize("approval", ["head", "collective"])
def test_an_approved_departure_from_the_benchmark_stands(approval):
    assert found_after(PLAIN, "departure-not-approved", depart(approval)) == []


def test_an_approved_departure_from_a_superiors_benchmark_needs_its_maker():
    def change(file):
        depart("head")(file)
        file["benchmark"]["departure"]["superior_benchmark"] = True

    assert found_after(PLAIN, "departure-not-approved", change)


def test_amount_in_capital_characters_is_compared():
    assert found_after(PLAIN, "amount-in-words-differs", text_of("decision", fine_capital="壹万贰仟元整")) == []


def test_a_refused_signature_counts_when_the_refusal_is_noted():
    def refuse(file):
        for one in paper(file, "scene_record")["signatures"]:
            if one["role"] == "party":
                one["refused"] = "当事人拒绝签名，有录像"

    assert found_after(PLAIN, "signature-missing", refuse) == []


def test_an_officer_cannot_refuse_to_sign():
    def refuse(file):
        paper(file, "scene_record")["signatures"][0]["refused"] = "外出"

    assert "签名2个，现有1个" in found_after(PLAIN, "signature-missing", refuse)[0].explanation


def test_a_withheld_decision_needs_a_reason_only():
    assert found(clean_file(WAIVED), "publication-missing") == []
    assert found_after(WAIVED, "publication-missing", set_in("publication", withheld_reason=" "))


def test_a_file_that_is_not_archived_yet_may_lack_its_closing_form():
    def open_still(file):
        remove(file, paper(file, "closing_approval")["id"])
        file["volume"] = None

    assert found_after(PLAIN, "closing-missing", open_still) == []


def test_the_inner_half_has_an_order_in_market_supervision_only():
    def report_last(file):
        inner = [one for one in file["volume"]["index"] if one["part"] == "sub"]
        report = paper(file, "report")["id"]
        index = file["volume"]["index"]
        entry = next(one for one in inner if one["document"] == report)
        index.remove(entry)
        index.append(entry)
        renumber(file)

    in_another_field = 15
    assert clean_file(in_another_field)["agency"]["domain"] != "市场监督管理"
    assert found_after(PLAIN, "volume-order-wrong", report_last)
    assert found_after(in_another_field, "volume-order-wrong", report_last) == []


def test_discussion_after_the_hearing_on_the_same_day_is_in_order():
    def on(day):
        return lambda file: move(file, paper(file, "discussion_record"), day)

    assert found_after(HEARING, "discussion-before-heard", on("2026-03-17")) == []
    assert found_after(HEARING, "discussion-before-heard", on("2026-03-16"))
    assert found_after(HEARING, "discussion-after-decision", on("2026-03-23")) == []
    assert found_after(HEARING, "discussion-after-decision", on("2026-03-24"))


def test_a_request_after_its_term_need_not_be_heard():
    def ask(day):
        def change(file):
            remove(file, file["hearing"]["record_document"])
            file["hearing"].update(record_document=None, asked_on=day)

        return change

    assert found_after(HEARING, "hearing-not-held", ask("2026-03-02"))
    assert found_after(HEARING, "hearing-not-held", ask("2026-03-03")) == []


def test_a_withdrawn_request_needs_no_hearing():
    def withdraw(file):
        remove(file, file["hearing"]["record_document"])
        file["hearing"].update(record_document=None, withdrawn_on="2026-03-05")

    assert found_after(HEARING, "hearing-not-held", withdraw) == []


def test_a_certificate_is_judged_on_the_day_of_each_paper():
    def withheld(file):
        suspension = {"first_day": "2026-01-19", "last_day": "2026-01-19"}
        file["officers"][1]["certificates"][0]["suspensions"] = [suspension]

    (one,) = found_after(PLAIN, "certificate-invalid", withheld)
    assert "2026年1月19日制作《询问笔录》时，吕双的证件无效" in one.explanation


def test_a_served_paper_left_at_the_door_needs_a_witness_or_a_recording():
    def alone(file):
        service_of(file, decision(file)["id"]).update(witness="", recorded=False)

    assert found(clean_file(STATEMENT), "service-defective") == []
    assert "没有见证人" in found_after(STATEMENT, "service-defective", alone)[0].explanation


def test_case_review_is_enough_where_nothing_is_major_and_not_where_something_is():
    assert found(clean_file(PLAIN), "legal-review-missing") == []
    (one,) = found_after(LATE, "legal-review-missing", lambda file: file["reviews"][0].update(legal=False))
    assert "达到本局重大执法决定标准" in one.explanation
