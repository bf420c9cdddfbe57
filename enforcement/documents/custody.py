"""Bytes that the room keeps in the store: read back only when they are still what was put."""

from __future__ import annotations

import hashlib

from enforcement.foundation.errors import Unavailable
from enforcement.platform.storage import MissingObject, current_store

_REMEDY = "请联系管理员核对文件存储，并从备份恢复该文件"


def kept_bytes(object_key: str, sha256: str) -> bytes:
    """The object's bytes, whose digest is checked: the store is not trusted about content.

    Errors: ``Unavailable`` when the store is away, or the object missing or changed.
    """
    try:
        data = current_store().get(object_key)
    except MissingObject as error:
        raise Unavailable("文件存储中找不到这份文件", kept="登记信息没有变化", remedy=_REMEDY) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Unavailable("文件的内容与登记的摘要不一致，不能打开", kept="登记信息没有变化", remedy=_REMEDY)
    return data
