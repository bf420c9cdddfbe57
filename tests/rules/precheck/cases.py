"""Clean files by what they contain, and what the pre-check finds after a change."""

from enforcement.rules.casefile import case_file_from
from enforcement.rules.precheck import precheck
from tests.support.casefiles import clean_file
from tests.support.precheck_report import law

(PLAIN, STATEMENT, HEARING, LATE, SUMMARY_WARNING, CONFISCATED, INSTALMENTS, NO_PENALTY, SUMMARY_FINE, REVOKED, EXTENDED,
 TESTED, WAIVED, SUMMARY_OF_BUSINESS, OVERTURNED) = range(15)  # fmt: skip
LAW = law()


def found(file, rule):
    """The findings of one rule."""
    return [one for one in precheck(case_file_from(file), LAW) if one.rule == rule]


def found_after(n, rule, change):
    """The findings of one rule on the n-th clean file after a change."""
    file = clean_file(n)
    change(file)
    return found(file, rule)
