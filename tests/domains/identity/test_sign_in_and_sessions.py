"""Sign-in, lock-out and sessions: both sides of every boundary."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher, Type
from sqlalchemy import select, update

from enforcement.audit.models import AuditEntry
from enforcement.foundation.errors import Invalid, NotFound, Refused, TooMany, Unauthenticated
from enforcement.foundation.permissions import Permission
from enforcement.identity import queries, services
from enforcement.identity.commands import ChangePassword, CreateAccount
from enforcement.identity.models import SignInSession, User
from enforcement.identity.roles import SIGN_IN
from enforcement.platform.database import db
from tests.domains.identity.people import PASSWORD, SYSTEM, actor_for, after, make_account, make_city
from tests.support.app import NOON

pytestmark = pytest.mark.usefixtures("app")
LIMIT, LOCKED = SIGN_IN.lock_out.failures, SIGN_IN.lock_out.locked
NEW = "Quiet-River-77?"


@pytest.fixture
def user(app) -> User:
    return make_account("zhao", make_city().bureau, "officer")


def sign_in(password: str = PASSWORD, now: datetime = NOON, username: str = "zhao") -> services.SignedIn:
    return services.sign_in(username, password, "192.0.2.1", "Firefox", now)


def fail(times: int, now: datetime = NOON, username: str = "zhao") -> None:
    for _ in range(times):
        with pytest.raises(Unauthenticated):
            sign_in("wrong", now, username)


def test_session_gives_the_actor_with_his_grants(user) -> None:
    actor = services.actor_of_session(sign_in().token, "192.0.2.9", NOON)
    assert (actor.user_id, actor.address) == (user.id, "192.0.2.9")
    assert actor.may(Permission.CASE_INVESTIGATE, user.org_path)
    assert not actor.may(Permission.CASE_DECIDE, user.org_path)


def test_name_is_read_without_regard_to_case_and_blanks(user) -> None:
    assert sign_in(username="  ZHAO ").token


def test_only_a_hash_of_the_token_is_stored(user) -> None:
    token = sign_in().token
    stored = db.session.scalar(select(SignInSession.token_hash))
    assert token not in stored
    assert services.actor_of_session(stored, "192.0.2.9", NOON) is None


def test_unknown_name_and_wrong_password_answer_alike(user) -> None:
    with pytest.raises(Unauthenticated) as wrong:
        sign_in("wrong")
    with pytest.raises(Unauthenticated) as unknown:
        sign_in(username="nobody")
    assert wrong.value.message == unknown.value.message == "用户名或者密码不正确"


def test_unknown_name_costs_a_hash_too(user, monkeypatch) -> None:
    checked = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, hashed, word: checked.append(hashed) or verify(self, hashed, word)
    )
    fail(1, username="nobody")
    fail(1)
    assert len(checked) == 2
    assert all(hashed.startswith("$argon2id$") for hashed in checked)


def test_lock_out_last_allowed_try_still_opens(user) -> None:
    fail(LIMIT - 1)
    assert sign_in().token


def test_lock_out_refuses_even_the_right_password_and_says_until_when(user) -> None:
    fail(LIMIT)
    with pytest.raises(TooMany, match="12:30"):
        sign_in()


@pytest.mark.parametrize(("early", "opens"), [(timedelta(seconds=1), False), (timedelta(), True)])
def test_lock_out_ends_on_the_instant(user, early, *, opens) -> None:
    fail(LIMIT)
    then = NOON + LOCKED - early
    if opens:
        assert sign_in(now=then).token
    else:
        with pytest.raises(TooMany):
            sign_in(now=then)


def test_lock_out_starts_anew_after_it_ended(user) -> None:
    fail(LIMIT)
    fail(LIMIT - 1, NOON + LOCKED)
    assert sign_in(now=NOON + LOCKED).token


def test_old_failures_are_forgotten(user) -> None:
    fail(LIMIT - 1)
    later = NOON + SIGN_IN.lock_out.within + timedelta(seconds=1)
    fail(1, later)
    assert sign_in(now=later).token


def test_failures_just_inside_the_window_count(user) -> None:
    fail(LIMIT - 1)
    later = NOON + SIGN_IN.lock_out.within
    fail(1, later)
    with pytest.raises(TooMany):
        sign_in(now=later)


def test_unknown_name_locks_like_a_known_one(user) -> None:
    fail(LIMIT, username="nobody")
    with pytest.raises(TooMany):
        sign_in(username="nobody")
    assert sign_in().token


def test_right_password_clears_the_count(user) -> None:
    fail(LIMIT - 1)
    sign_in()
    fail(LIMIT - 1)
    assert sign_in().token


def test_administrator_unlocks(user) -> None:
    boss = actor_for(make_account("boss", queries.organisation(user.org_id), "administrator"))
    fail(LIMIT)
    assert queries.locked_until(boss, user.public_id, NOON) == NOON + LOCKED
    services.unlock_account(boss, user.public_id, NOON)
    assert sign_in().token


def test_refused_sign_in_is_on_record_without_what_was_typed(user) -> None:
    fail(1)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "account.sign_in_refused")).one()
    assert (entry.record, entry.actor_user_id) == (f"account:{user.public_id}", None)
    assert "wrong" not in str(vars(entry))


def test_unknown_name_is_not_put_on_record(user) -> None:
    fail(1, username="MyPassword-typed-here")
    assert not db.session.scalars(select(AuditEntry).where(AuditEntry.action == "account.sign_in_refused")).all()


def test_signed_out_session_is_refused_at_once(user) -> None:
    token = sign_in().token
    services.sign_out(services.actor_of_session(token, "", NOON), NOON)
    assert services.actor_of_session(token, "", NOON) is None


def test_revoked_session_is_refused_at_once_and_the_other_goes_on(user) -> None:
    here, phone = sign_in(), sign_in()
    actor = services.actor_of_session(here.token, "", NOON)
    assert len(queries.own_sessions(actor, NOON)) == 2
    services.revoke_session(actor, phone.public_id, NOON)
    assert services.actor_of_session(phone.token, "", NOON) is None
    assert services.actor_of_session(here.token, "", NOON) is not None


def test_nobody_revokes_another_persons_session(user) -> None:
    session = sign_in()
    other = make_account("qian", queries.organisation(user.org_id), "officer")
    with pytest.raises(NotFound):
        services.revoke_session(actor_for(other), session.public_id, NOON)
    assert services.actor_of_session(session.token, "", NOON) is not None


@pytest.mark.parametrize(("short", "alive"), [(timedelta(seconds=1), True), (timedelta(), False)])
def test_idle_session_ends_on_the_instant(user, short, *, alive) -> None:
    token = sign_in().token
    then = NOON + SIGN_IN.session.idle - short
    assert (services.actor_of_session(token, "", then) is not None) is alive


def test_use_keeps_a_session_awake_but_not_beyond_its_end(user) -> None:
    token, step = sign_in().token, SIGN_IN.session.idle - timedelta(minutes=1)
    now = NOON
    while now + step < NOON + SIGN_IN.session.lifetime:
        now += step
        assert services.actor_of_session(token, "", now) is not None
    last = NOON + SIGN_IN.session.lifetime
    assert services.actor_of_session(token, "", last - timedelta(seconds=1)) is not None
    assert services.actor_of_session(token, "", last) is None


def test_installation_may_shorten_the_life_of_a_session_not_lengthen_it(user) -> None:
    short = services.sign_in("zhao", PASSWORD, "", "", NOON, lifetime=timedelta(hours=2))
    long = services.sign_in("zhao", PASSWORD, "", "", NOON, lifetime=timedelta(days=30))
    assert short.expires_at == after(hours=2)
    assert long.expires_at == NOON + SIGN_IN.session.lifetime


def test_disabled_account_loses_its_sessions_and_can_not_sign_in(user) -> None:
    token = sign_in().token
    services.disable_account(SYSTEM, user.public_id, "调离", NOON)
    assert services.actor_of_session(token, "", NOON) is None
    with pytest.raises(Unauthenticated, match="用户名或者密码不正确"):
        sign_in()
    services.enable_account(SYSTEM, user.public_id, "调回", NOON)
    assert services.actor_of_session(token, "", NOON) is None
    assert sign_in().token


def test_changed_password_ends_the_other_sessions(user) -> None:
    here, phone = sign_in(), sign_in()
    actor = services.actor_of_session(here.token, "", NOON)
    services.change_password(actor, ChangePassword(PASSWORD, NEW), NOON)
    assert services.actor_of_session(here.token, "", NOON) is not None
    assert services.actor_of_session(phone.token, "", NOON) is None
    assert sign_in(NEW).token
    with pytest.raises(Unauthenticated):
        sign_in(PASSWORD)


def test_reset_password_is_good_for_nothing_but_changing_it(user) -> None:
    old = sign_in().token
    services.reset_password(SYSTEM, user.public_id, NEW, NOON)
    assert services.actor_of_session(old, "", NOON) is None
    signed_in = sign_in(NEW)
    assert signed_in.password_temporary
    actor = services.actor_of_session(signed_in.token, "", NOON)
    assert not actor.may_anywhere(Permission.CASE_READ)
    services.change_password(actor, ChangePassword(NEW, "Bright-Harbour-9"), NOON)
    assert services.actor_of_session(signed_in.token, "", NOON).may_anywhere(Permission.CASE_READ)


def test_wrong_current_password_changes_nothing(user) -> None:
    with pytest.raises(Invalid) as refusal:
        services.change_password(actor_for(user), ChangePassword("wrong", NEW), NOON)
    assert refusal.value.errors == {"current": ["当前密码不正确"]}
    assert sign_in().token


def test_administrator_does_not_reset_his_own_password(user) -> None:
    boss = make_account("boss", queries.organisation(user.org_id), "administrator")
    with pytest.raises(Refused, match="不能对自己的账号"):
        services.reset_password(actor_for(boss), boss.public_id, NEW, NOON)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Ab3!efghi", "至少10个字符"),
        ("alllowercase", "混用"),
        ("Xzhao-2026-Y", "用户名"),
        ("Admin-2026-xy", "过于常见"),
        ("aaaaaaaaaaaaaaaaaaaa", "过于常见"),
        ("A1!" + "x" * 126, "至多128个字符"),
    ],
)
def test_weak_passwords_are_refused_with_what_to_do(app, password, sentence) -> None:
    bureau = make_city().bureau
    with pytest.raises(Invalid) as refusal:
        services.create_account(SYSTEM, CreateAccount(bureau.public_id, "zhao", "赵敏", password), NOON)
    assert any(sentence in one for one in refusal.value.errors["password"])


@pytest.mark.parametrize("password", ["Ab3!efghij", "correct horse battery", "云上的风吹过东山的麦田和西水的渡口"])
def test_good_passwords_are_taken(app, password) -> None:
    bureau = make_city().bureau
    services.create_account(SYSTEM, CreateAccount(bureau.public_id, "zhao", "赵敏", password), NOON)
    assert sign_in(password).token


def test_hash_of_older_parameters_is_renewed_at_sign_in(user) -> None:
    weak = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(PASSWORD)
    db.session.execute(update(User).where(User.id == user.id).values(password_hash=weak))
    sign_in()
    db.session.expire_all()
    stored = db.session.scalar(select(User.password_hash).where(User.id == user.id))
    assert stored != weak
    assert sign_in().token


def test_real_hashes_are_argon2id_at_least_as_costly_as_rfc_9106_asks(real_hasher) -> None:
    assert real_hasher.type is Type.ID
    assert real_hasher.memory_cost >= 64 * 1024
    assert real_hasher.time_cost >= 3


def test_no_password_hash_or_token_stands_in_the_record(user) -> None:
    token = sign_in().token
    services.reset_password(SYSTEM, user.public_id, NEW, NOON)
    hashed = db.session.scalar(select(User.password_hash).where(User.id == user.id))
    for entry in db.session.scalars(select(AuditEntry)):
        written = f"{entry.before}{entry.after}{entry.reason}{entry.record}"
        assert not any(secret in written for secret in (PASSWORD, NEW, token, hashed, "argon2"))
