"""`make precheck-report`: how many planted faults the pre-check finds, by kind, and what it finds where nothing is wrong.

A fault counts as found only when a finding of one of its rules names one of the papers concerned. Ends with status 1
below 95 % found or with any finding on a clean file.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from config.settings import ROOT
from enforcement.rules.casefile import case_file_from
from enforcement.rules.precheck import Finding, Law, precheck, titles
from enforcement.rules.rulesets import load_rulesets
from tests.support.casefiles import Json, calendar, clean_file
from tests.support.faults import FAULTS, SEED, Planted, spoil

CLEAN, SPOILT, PLANTED = 60, 60, 200
MARK = 95
"""Percent of the planted faults that must be found."""

RULES_OF: dict[str, tuple[str, ...]] = {
    "lead_long_before_filing": ("filing-late",),
    "decided_long_after_filing": ("decision-late",),
    "report_after_notice": ("step-order", "sent-before-report"),
    "step_written_on_another_day": ("step-day-differs",),
    "required_paper_lost": ("document-missing",),
    "closing_paper_lost": ("closing-missing",),
    "interruption_without_paper": ("interruption-unproved",),
    "breach_long_ago": ("limitation-lapsed",),
    "preserved_too_long": ("preservation-late",),
    "one_officer_at_the_scene": ("officers-too-few",),
    "officer_was_auxiliary": ("officers-too-few",),
    "certificate_ran_out": ("certificate-invalid",),
    "certificate_of_another_field": ("certificate-other-field",),
    "certificate_showing_unwritten": ("certificate-not-shown",),
    "rights_unwritten": ("rights-untold-in-record",),
    "record_ends_before_it_begins": ("record-times-wrong",),
    "officers_in_two_places": ("officer-at-two-places",),
    "name_written_otherwise": ("party-name-differs",),
    "code_written_otherwise": ("party-code-differs",),
    "party_did_not_sign": ("signature-missing",),
    "head_did_not_sign": ("signature-missing",),
    "seal_forgotten": ("seal-missing",),
    "decision_says_too_little": ("contents-missing",),
    "notice_says_too_little": ("contents-missing",),
    "text_changed_afterwards": ("digest-differs",),
    "evidence_exchanged": ("evidence-altered",),
    "evidence_taken_after_the_decision": ("evidence-after-decision",),
    "review_left_out": ("review-missing",),
    "reviewed_after_the_decision": ("review-after-decision",),
    "reviewed_slowly": ("review-late",),
    "reviewed_before_the_hearing": ("review-before-hearing",),
    "handler_reviewed": ("reviewer-handled",),
    "reviewer_without_licence": ("reviewer-unqualified",),
    "reviewed_another_text": ("reviewed-content-differs",),
    "no_lawyer_reviewed": ("legal-review-missing",),
    "review_disagreed": ("review-not-passed",),
    "notice_left_out": ("notice-missing",),
    "told_after_the_decision": ("notice-not-before-decision",),
    "decided_the_next_day": ("decided-before-term-over",),
    "hearing_right_left_out": ("hearing-right-untold",),
    "lower_fine_told": ("heavier-than-notified",),
    "kind_left_out_of_notice": ("kind-not-notified",),
    "statement_left_unanswered": ("statement-unanswered",),
    "answer_gives_no_reasons": ("answer-without-reasons",),
    "answered_after_the_decision": ("answer-after-decision",),
    "section_left_out": ("paper-without-section",),
    "hearing_never_held": ("hearing-not-held",),
    "hearing_told_late": ("hearing-notice-short",),
    "handler_led_the_hearing": ("hearing-chair-handled",),
    "discussion_left_out": ("discussion-missing",),
    "two_discussed": ("discussion-too-few",),
    "handler_voted_too": ("handler-voted",),
    "discussed_after_the_decision": ("discussion-after-decision",),
    "discussed_before_the_hearing": ("discussion-before-heard",),
    "fine_in_no_tier": ("fine-outside-grade",),
    "fine_over_the_law": ("fine-above-range",),
    "fine_under_the_law": ("fine-below-range",),
    "tier_without_reasons": ("grade-reasons-missing",),
    "decision_never_served": ("service-missing",),
    "decision_served_late": ("service-late",),
    "receipt_lost": ("receipt-missing",),
    "receipt_unsigned": ("service-defective",),
    "one_server": ("service-defective",),
    "published_late": ("publication-late",),
    "never_published": ("publication-missing",),
    "withdrawn_late": ("withdrawal-late",),
    "paid_too_little": ("payment-sum-wrong",),
    "surcharge_miscounted": ("surcharge-wrong",),
    "surcharge_over_the_fine": ("surcharge-above-fine",),
    "paid_late_without_surcharge": ("late-without-surcharge",),
    "instalments_do_not_add_up": ("instalments-wrong",),
    "closed_late": ("closing-late",),
    "archived_late": ("archive-late",),
    "number_of_another_year": ("number-other-year",),
    "number_used_twice": ("number-doubled",),
    "register_skips_a_number": ("number-gap",),
    "paper_without_number": ("number-missing",),
    "left_out_of_the_index": ("index-incomplete",),
    "index_lists_a_lost_paper": ("index-without-document",),
    "index_names_it_otherwise": ("index-title-differs",),
    "more_pages_than_the_index": ("index-pages-differ",),
    "pages_skipped": ("volume-pages-broken",),
    "decision_after_the_rest": ("volume-order-wrong",),
    "recording_of_the_scene_lost": ("recording-missing",),
    "recording_of_another_day": ("recording-other-day",),
    "summary_fine_too_high": ("summary-above-limit",),
    "summary_never_reported": ("summary-report-late",),
    "nobody_was_taught": ("education-missing",),
    "no_ground_for_sparing": ("no-penalty-ground-missing",),
}
"""Kind of fault -> the rules that must tell it."""


@dataclass(frozen=True)
class Report:
    """`planted` and `found` by kind; `false` the findings on clean files; `further` those beside the planted faults."""

    planted: Counter[str]
    found: Counter[str]
    missed: tuple[tuple[int, Planted], ...]
    false: tuple[tuple[int, Finding], ...]
    further: Counter[str]

    @property
    def passed(self) -> bool:
        """Whether the marks are reached."""
        return not self.false and self.found.total() * 100 >= MARK * self.planted.total()


def law() -> Law:
    """The rule sets and the calendar that come with the program."""
    return Law(load_rulesets([ROOT / "config" / "rulesets"]), calendar())


def evaluate(clean: int = CLEAN, files: int = SPOILT, faults: int = PLANTED, seed: int = SEED) -> Report:
    """Check clean and spoilt files; `seed` says which faults are planted where."""
    rules = law()
    planted, found, further = Counter[str](), Counter[str](), Counter[str]()
    missed = []
    for n, spoilt in enumerate(spoil(clean_file, files, faults, seed)):
        findings = _findings(spoilt.file, rules)
        told: set[int] = set()
        for one in spoilt.planted:
            planted[one.kind] += 1
            hits = [place for place, finding in enumerate(findings) if _tells(finding, one)]
            told.update(hits)
            if hits:
                found[one.kind] += 1
            else:
                missed.append((n, one))
        further.update(finding.rule for place, finding in enumerate(findings) if place not in told)
    false = tuple((n, finding) for n in range(clean) for finding in _findings(clean_file(n), rules))
    return Report(planted, found, tuple(missed), false, further)


def _findings(file: Json, rules: Law) -> Sequence[Finding]:
    return precheck(case_file_from(file), rules)


def _tells(finding: Finding, planted: Planted) -> bool:
    return finding.rule in RULES_OF[planted.kind] and bool(set(finding.documents) & set(planted.documents))


def table(report: Report) -> str:
    """The report as text."""
    lines = [f"{'kind of fault':<36}{'planted':>8}{'found':>8}  rule"]
    lines += [
        f"{one.kind:<36}{report.planted[one.kind]:>8}{report.found[one.kind]:>8}  {', '.join(RULES_OF[one.kind])}"
        for one in FAULTS
    ]
    planted, found = report.planted.total(), report.found.total()
    kinds = sum(count > 0 for count in report.planted.values())
    share = 100 * found / planted
    lines.append(f"{f'{kinds} kinds in {SPOILT} files':<36}{planted:>8}{found:>8}  {share:.1f} %")
    lines += [f"missed: file {n}, {one.kind}, {', '.join(one.documents)}" for n, one in report.missed]
    lines.append(f"false findings on {CLEAN} clean files: {len(report.false)}")
    names = titles()
    lines += [f"false: file {n}, {one.rule} {names[one.rule]}: {one.explanation}" for n, one in report.false]
    beside = ", ".join(f"{rule} {count}" for rule, count in sorted(report.further.items()))
    lines.append(f"consequences of the planted faults told beside them: {beside or 'none'}")
    return "\n".join(lines)


def main() -> int:
    """Print the report; the exit status."""
    report = evaluate()
    sys.stdout.write(table(report) + "\n")
    return 0 if report.passed else 1


if __name__ == "__main__":
    sys.exit(main())
