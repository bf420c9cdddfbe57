"""Pages of cases: the list, a new lead, one case, the forms of its acts and steps, its papers."""

from enforcement.web.cases import forms, listing, page, register
from enforcement.web.cases.blueprint import cases
from enforcement.web.cases.papers import documents

__all__ = ["cases", "documents", "forms", "listing", "page", "register"]
