"""Actions of the room, split by noun; callers use ``documents.services``.

Each joins the transaction of its caller.
"""

from enforcement.documents.issuing import issue
from enforcement.documents.seals import draw_demo_seal, register_seal, revoke_seal
from enforcement.documents.serving import serve
from enforcement.documents.signing import add_signature

__all__ = [
    "add_signature",
    "draw_demo_seal",
    "issue",
    "register_seal",
    "revoke_seal",
    "serve",
]
