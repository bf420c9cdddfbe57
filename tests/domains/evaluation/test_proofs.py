"""Files of objections and rectifications: what is taken, what is refused, and that every look leaves a trace."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image
from sqlalchemy import select

from enforcement.audit.models import AuditEntry
from enforcement.evaluation import proofs
from enforcement.evaluation.commands.uploads import Upload
from enforcement.evaluation.proofs import keep_proofs, open_proof
from enforcement.foundation.errors import Invalid, NotFound, Unavailable
from enforcement.platform.database import db
from enforcement.platform.storage import current_store
from tests.support.app import NOON
from tests.support.draws import picture

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "JPEG")
    return out.getvalue()


def refused(*uploads: Upload) -> list[str]:
    with pytest.raises(Invalid) as refusal:
        keep_proofs(uploads)
    return refusal.value.errors["uploads"]


@pytest.mark.parametrize(
    ("content", "mime"), [(PDF, "application/pdf"), (picture(), "image/png"), (jpeg(), "image/jpeg")]
)
def test_pdf_png_and_jpeg_are_kept_under_their_digest(app_with_store, content, mime):
    (kept,) = keep_proofs([Upload("整改报告.bin", content)])
    assert (kept["mime"], kept["size"], kept["name"]) == (mime, len(content), "整改报告.bin")
    assert kept["sha256"] == hashlib.sha256(content).hexdigest()
    assert current_store().get(kept["key"]) == content


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"MZ\x90", b"%PDF-1.7 without an end", picture()[:60], b"\xff\xd8\xffcut"]
)
def test_what_is_no_whole_file_of_its_kind_is_refused_by_name(app_with_store, content):
    (told,) = refused(Upload("伪装.pdf", content))
    assert "伪装.pdf" in told


def test_the_largest_size_passes_and_a_byte_more_does_not(app_with_store, monkeypatch):
    monkeypatch.setattr(proofs, "LARGEST", len(PDF))
    assert keep_proofs([Upload("a.pdf", PDF)])
    assert refused(Upload("a.pdf", PDF + b" "))


def test_eight_files_pass_and_nine_do_not(app_with_store):
    assert len(keep_proofs([Upload("a.pdf", PDF)] * proofs.MOST)) == 8
    assert refused(*[Upload("a.pdf", PDF)] * 9)


def test_of_several_files_none_is_kept_when_one_is_refused(app_with_store):
    new = PDF + b"\n"
    refused(Upload("a.pdf", new), Upload("b.exe", b"MZ"))
    digest = hashlib.sha256(new).hexdigest()
    assert not current_store().exists(f"sha256/{digest[:2]}/{digest}")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\案卷\\报告.pdf", "报告.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("gpj\u202e.pdf", "gpj.pdf"),
        ("", "未命名"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_carry_no_path_and_nothing_unseen(app_with_store, given, kept):
    assert keep_proofs([Upload(given, PDF)])[0]["name"] == kept


def test_a_file_is_opened_by_its_place_and_the_look_is_written_down(made):
    stored = keep_proofs([Upload("a.pdf", PDF), Upload("b.png", picture())])
    found = open_proof(made["planner"], "objection:x1", made.justice.path, stored, 2, NOON)
    assert (found.name, found.mime, found.content) == ("b.png", "image/png", picture())
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.record) == ("evaluation.proof_opened", "evaluation_objection:x1")
    assert entry.after == {"name": "b.png", "sha256": stored[1]["sha256"]}
    for place in (0, -1, 3):
        with pytest.raises(NotFound):
            open_proof(made["planner"], "objection:x1", made.justice.path, stored, place, NOON)


def test_bytes_that_are_not_those_handed_in_are_not_given(made):
    (stored,) = keep_proofs([Upload("a.pdf", PDF)])
    other = keep_proofs([Upload("b.png", picture())])[0]["key"]
    with pytest.raises(Unavailable):
        open_proof(made["planner"], "objection:x1", made.justice.path, [{**stored, "key": other}], 1, NOON)
