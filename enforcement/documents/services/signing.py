"""Signatures made on a screen, and notes of refusal (拒签注明)."""

from __future__ import annotations

from datetime import datetime

from enforcement.audit import services as audit
from enforcement.documents import policies
from enforcement.documents.commands import AddSignature
from enforcement.documents.images import PNG_OR_PHOTO, SIGNATURE_BOX, clean_png
from enforcement.documents.models import Signature
from enforcement.foundation.actor import Actor
from enforcement.foundation.clock import civil_date
from enforcement.foundation.errors import Invalid, Reason, Refused
from enforcement.identity import queries as identity
from enforcement.platform.database import db, transaction
from enforcement.platform.storage import current_store


def add_signature(actor: Actor, command: AddSignature, now: datetime) -> Signature:
    """Keep a signature, or the note that it was refused.

    Errors: ``Refused`` when there is neither, or both (行政处罚法 55; 市场监管处罚程序规定 43);
    ``Invalid`` for an unusable picture; ``Unavailable`` when the store is away.
    """
    organisation = identity.organisation_facts(command.org_id)
    policies.require(actor, command.permission, organisation.path, command.matter_id)
    _check(command)
    key, sha256 = _kept(command.image_png)
    with transaction():
        signature = Signature(
            matter_id=command.matter_id,
            org_path=organisation.path,
            subject=command.subject,
            signer=command.signer.strip(),
            role=command.role.strip(),
            object_key=key,
            sha256=sha256,
            refusal_note=command.refusal_note.strip(),
            signed_on=civil_date(now),
            recorded_at=now,
            recorded_by_id=actor.user_id,
        )
        db.session.add(signature)
        db.session.flush()
        audit.record(
            actor,
            "signature.recorded",
            f"signature:{signature.public_id}",
            org_path=organisation.path,
            now=now,
            after={
                "matter": command.matter_id,
                "subject": command.subject,
                "signer": signature.signer,
                "sha256": sha256,
                "refusal_note": signature.refusal_note,
            },
        )
    return signature


def _check(command: AddSignature) -> None:
    named = {"signer": command.signer, "role": command.role}
    empty = {name: ["请填写"] for name, text in named.items() if not text.strip()}
    if empty:
        raise Invalid(empty)
    refused = bool(command.refusal_note.strip())
    if refused == (command.image_png is not None):
        raise Refused(
            [
                Reason(
                    "signature.one_of",
                    "签名和拒签注明只能有其一" if refused else "既没有签名，也没有注明拒签的情况",
                    "行政处罚法第五十五条；市场监督管理行政处罚程序规定第四十三条",
                    "请当事人签名；拒绝签名或者不能签名的，注明原因",
                )
            ]
        )


def _kept(image_png: bytes | None) -> tuple[str, str]:
    if image_png is None:
        return "", ""
    image = clean_png(image_png, "image_png", SIGNATURE_BOX, PNG_OR_PHOTO)
    blob = current_store().put(image, "image/png")
    return blob.key, blob.sha256
