"""Actions of the room, split by noun; callers use ``documents.services``.

Each joins the transaction of its caller.
"""

from enforcement.documents.models import Document
from enforcement.documents.services.issuing import issue
from enforcement.documents.services.seals import draw_demo_seal, register_seal, revoke_seal
from enforcement.documents.services.serving import serve
from enforcement.documents.services.signing import add_signature

__all__ = [
    "Document",
    "add_signature",
    "draw_demo_seal",
    "issue",
    "register_seal",
    "revoke_seal",
    "serve",
]
