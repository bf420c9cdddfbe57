"""Passwords and tokens: only hashes are kept, and a wrong name costs as long as a right one."""

from __future__ import annotations

import hashlib

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from enforcement.foundation.identifiers import new_secret
from enforcement.identity.roles import PasswordPolicy

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(new_secret())
"""Checked for names that don't exist, so that the time tells nothing."""

MOST_REPEATED = 5
"""A password with fewer different characters is one key held down."""

COMMON = ("password", "admin", "qwerty", "123456", "abc123", "111111", "888888")


def hash_password(password: str) -> str:
    """argon2id with the library's current parameters."""
    return _HASHER.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; ``None`` (no such account) takes the same time."""
    try:
        _HASHER.verify(password_hash or _NOBODY, password)
    except VerifyMismatchError:
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with older parameters."""
    return _HASHER.check_needs_rehash(password_hash)


def token_hash(token: str) -> str:
    """SHA-256 in hex; enough for a secret of 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def password_faults(password: str, username: str, policy: PasswordPolicy) -> list[str]:
    """What is wrong with a new password, as sentences; empty when it will do."""
    faults = []
    if len(password) < policy.least_characters:
        faults.append(f"密码至少{policy.least_characters}个字符")
    if len(password) > policy.most_characters:
        faults.append(f"密码至多{policy.most_characters}个字符")
    if len(password) < policy.long_characters and _kinds(password) < policy.least_kinds:
        faults.append(
            f"请混用大写字母、小写字母、数字、符号中的至少{policy.least_kinds}种，"
            f"或者改用{policy.long_characters}个字符以上的长密码"
        )
    lowered = password.casefold()
    if username.casefold() in lowered:
        faults.append("密码不能包含用户名")
    short = len(password) < policy.long_characters
    if (short and any(word in lowered for word in COMMON)) or len(set(password)) < MOST_REPEATED:
        faults.append("密码过于常见，容易被猜中，请换一个")
    return faults


def _kinds(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit)
    return sum(any(test(char) for char in password) for test in tests) + any(
        not any(test(char) for test in tests) for char in password
    )
