"""The exchange format of penalty case files (行政处罚案卷), version 1: model, reader, JSON schema, digests."""

from enforcement.rules.casefile.digests import contents_digest, reviewed_content
from enforcement.rules.casefile.model import VERSION, CaseFile
from enforcement.rules.casefile.reading import case_file_from, read_case_file

__all__ = ["VERSION", "CaseFile", "case_file_from", "contents_digest", "read_case_file", "reviewed_content"]
