"""The machine pre-check of a case file: each finding names rule, article, papers and the arithmetic. People score."""

from enforcement.rules.precheck.base import Finding
from enforcement.rules.precheck.registry import RULES, precheck, titles
from enforcement.rules.precheck.view import Law

__all__ = ["RULES", "Finding", "Law", "precheck", "titles"]
