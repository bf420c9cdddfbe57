"""Verify a published draw (double random inspection, draw protocol version 1) without trusting who published it.

    python verify_draw.py bundle.json [--id OBJECT]

Needs Python 3.10 or later and nothing else; it shares no code with the program that made the draw. One line per step:
`ok`, `FAILED: expected … got …` or `not published`. With --id: was this object in the pool, its ticket, the outcome.
Exit: 0 all that is published holds · 1 something contradicts the protocol · 2 the bundle can't be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

OK, FAILED, NOT_PUBLISHED = "ok", "FAILED", "not published"
GAMES = {"ssq": ((6, 33), (1, 16)), "kl8": ((20, 80),), "dlt": ((5, 35), (2, 12))}
RULES = {"CERT", "ITEM", "AREA", "CONFLICT", "LOAD", "LEAVE", "SAMEPAIR", "DEPT"}
LEAVING = {"recusal", "absence"}
OBJECT_REASONS = {"deregistered", "merged", "wrong_jurisdiction", "cap_reached", "joint_task"}
DIGESTS = ("exclude_root", "officer_root", "pool_root", "prev")
TEXTS = ("agency", "alg", "draw_no", "frozen_at", "plan")
EVENT_TEXTS = ("at", "from", "kind", "object", "reason", "to")
LEAST_TEAM = 2
FULL = 10_000
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")


class Unreadable(Exception):
    """The bundle can't be read; the message names the key and says why."""


class Contradiction(Exception):
    """A step does not hold."""

    def __init__(self, expected: object, got: object) -> None:
        super().__init__(f"expected {expected} got {got}")
        self.expected, self.got = expected, got


class Withheld(Exception):
    """What a step needs is lawfully not published (yet)."""


class Line(NamedTuple):
    """The outcome of one step."""

    step: str
    subject: str
    state: str
    detail: str

    def __str__(self) -> str:
        label = LABELS[self.step] + (f", class {self.subject}" if self.step == "tickets" else "")
        return f"{label}: {self.state}" + (f": {self.detail}" if self.detail else "")


LABELS = {
    "pool_root": "pool root",
    "exclude_root": "exclusion root",
    "counts": "counts N",
    "source_order": "source order",
    "commit": "commit",
    "seed": "seed",
    "key_commitment": "key commitment",
    "quotas": "quotas k",
    "tickets": "tickets and threshold",
    "selected_root": "selected root",
    "officer_root": "officer root",
    "ranking": "ranking and skips",
    "events": "events",
}


# ---- bytes --------------------------------------------------------------------------------------------------------


class Hash:
    """H, T and the tree of one algorithm."""

    def __init__(self, name: str) -> None:
        self.name = {"SHA-256": "sha256", "SM3": "sm3"}[name]
        try:
            hashlib.new(self.name)
        except ValueError:
            why = "this draw uses SM3, which the OpenSSL of this Python lacks; use a Python whose OpenSSL has SM3"
            raise Unreadable(f"commit_json.alg: {why} (1.1.1 or later, not restricted by a FIPS setting)") from None

    def h(self, data: bytes) -> bytes:
        """The digest of `data`."""
        return hashlib.new(self.name, data).digest()

    def t(self, tag: str, *fields: bytes) -> bytes:
        """Tagged: tag, a zero byte, each field after its length."""
        return self.h(tag.encode() + b"\0" + b"".join(len(one).to_bytes(4, "big") + one for one in fields))

    def root(self, lines: Iterable[bytes]) -> str:
        """RFC 9162: full subtrees are joined as soon as two of one size stand side by side."""
        stack: list[tuple[int, bytes]] = []
        for line in lines:
            size, node = 1, self.h(b"\0" + line)
            while stack and stack[-1][0] == size:
                size, node = size * 2, self.h(b"\1" + stack.pop()[1] + node)
            stack.append((size, node))
        if not stack:
            return self.h(b"").hex()
        _, node = stack.pop()
        while stack:
            node = self.h(b"\1" + stack.pop()[1] + node)
        return node.hex()


def canonical(value: Any) -> str:
    """Canonical JSON, also used to show values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_digest(text: Any) -> bool:
    """64 lower-case hexadecimal digits."""
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{64}", text) is not None


def is_plain(text: Any) -> bool:
    """Text in NFC without control characters or broken pairs."""
    return (
        isinstance(text, str)
        and unicodedata.is_normalized("NFC", text)
        and not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)
    )


def instant(text: Any) -> datetime | None:
    """ISO 8601 with seconds and zone."""
    if not isinstance(text, str) or not INSTANT.fullmatch(text):
        return None
    text = re.sub(r"\.[0-9]+", lambda part: part[0].ljust(7, "0"), text.replace("Z", "+00:00"))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def quota(size: int, points: int) -> int:
    """How many of `size` are drawn at so many basis points."""
    return 0 if size == 0 or points == 0 else min(size, max(1, (2 * size * points + FULL) // (2 * FULL)))


def is_canonical(name: str, value: str) -> bool:
    """Whether the value has the one form of its source."""
    kind, _, issue = name.partition(":")
    if kind in GAMES and re.fullmatch("[0-9]{7}", issue or "0000000"):
        groups = value.split("/")
        sizes = GAMES[kind]
        return groups[len(sizes) :] == [""] and all(map(is_group, groups, sizes))
    if name == "dice":
        return re.fullmatch("[0-9]+/", value) is not None
    return name == "contrib" and is_plain(value) and re.fullmatch("([^/:]+:[^/:]+/)+", value) is not None


def is_group(text: str, size: tuple[int, int]) -> bool:
    """So many different numbers up to the highest, ascending, each followed by a full stop."""
    words = text.split(".")
    if words.pop() != "" or not all(re.fullmatch("[1-9][0-9]?", word) for word in words):
        return False
    numbers = [int(word) for word in words]
    return numbers == sorted(set(numbers)) and len(numbers) == size[0] and numbers[-1] <= size[1]


def need(holds: object, expected: object, got: object) -> None:
    """Go on when the claim holds."""
    if not holds:
        raise Contradiction(expected, got)


def same(expected: Any, got: Any) -> None:
    """Go on when what is published is what was computed; of two lists the first difference is told."""
    if isinstance(expected, list) and isinstance(got, list):
        for place, (one, other) in enumerate(zip_longest(expected, got, fillvalue="nothing"), start=1):
            need(one == other, f"{one} at place {place}", other)
    need(expected == got, "nothing" if expected is None else expected, "nothing" if got is None else got)


# ---- the bundle's shape -------------------------------------------------------------------------------------------

TEXT, INT, LIST, MAP = "text", "a whole number", "an array", "an object"
KINDS: dict[str, type] = {TEXT: str, INT: int, LIST: list, MAP: dict}
SHAPE: Any = {
    "v": INT,
    "commit_json": MAP,
    "commit": TEXT,
    "sources": [(TEXT, TEXT)],
    "seed": TEXT,
    "sealed_key": (None, TEXT),
    "pool": [TEXT],
    "exclusions": [TEXT],
    "classes": [{"class": TEXT, "N": INT, "k": INT, "threshold": (None, TEXT), "selected": (None, [TEXT])}],
    "selected_root": TEXT,
    "officers": (
        None,
        {"pool": [TEXT], "assigned": [(TEXT, [TEXT])], "skips": [(TEXT, TEXT, TEXT)], "infeasible": [TEXT]},
    ),
    "events": [MAP],
}


def fits(value: Any, shape: Any, key: str) -> None:
    """Compare with a shape: a kind, {name: shape}, [shape of each], (shape of the first, …) or (None, shape)."""
    if isinstance(shape, str):
        fits_kind(value, shape, key)
    elif isinstance(shape, dict):
        fits_names(value, shape, key)
    elif isinstance(shape, list):
        fits_each(value, shape[0], key)
    else:
        fits_row(value, shape, key)


def fits_kind(value: Any, kind: str, key: str) -> None:
    """A value of one kind; `True` is no number here."""
    found = type(value)
    if found is not KINDS[kind]:
        raise Unreadable(f"{key}: must be {kind}")
    if kind == TEXT and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Unreadable(f"{key}: holds half of a surrogate pair")


def fits_names(value: Any, names: dict[str, Any], key: str) -> None:
    """An object with at least these names."""
    fits_kind(value, MAP, key)
    for name, part in names.items():
        path = f"{key}.{name}" if key != "bundle" else name
        if name not in value:
            raise Unreadable(f"{path}: missing")
        fits(value[name], part, path)


def fits_each(value: Any, shape: Any, key: str) -> None:
    """An array of one shape."""
    fits_kind(value, LIST, key)
    for place, one in enumerate(value):
        fits(one, shape, f"{key}[{place}]")


def fits_row(value: Any, row: tuple[Any, ...], key: str) -> None:
    """An array of known length, or null where null may stand."""
    if row[0] is None:
        if value is not None:
            fits(value, row[1], key)
        return
    if type(value) is not list or len(value) != len(row):
        raise Unreadable(f"{key}: must be an array of {len(row)}")
    for place, part in enumerate(row):
        fits(value[place], part, f"{key}[{place}]")


def load(path: str) -> Any:
    """The JSON of a file; raises Unreadable, also when a key stands twice in one object."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
        if twice:
            raise Unreadable(f"{twice[0]}: this key stands twice in one object")
        return dict(pairs)

    try:
        return json.loads(Path(path).read_text(encoding="utf-8"), object_pairs_hook=once)
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path}: is no JSON in UTF-8 ({error})") from error


# ---- the steps ----------------------------------------------------------------------------------------------------


class Draw:
    """A published draw. Each step takes what earlier steps published, so a fault is named by its own step."""

    def __init__(self, bundle: Any) -> None:
        fits(bundle, SHAPE, "bundle")
        if bundle["v"] != 1:
            raise Unreadable(f"v: this program reads version 1, not {bundle['v']}")
        self.b, self.commit = bundle, bundle["commit_json"]
        if self.commit.get("alg") not in ("SHA-256", "SM3"):
            raise Unreadable(f"commit_json.alg: must be SHA-256 or SM3, not {self.commit.get('alg')}")
        self.hash = Hash(self.commit["alg"])
        self.sealed = "kc" in self.commit
        self.unopened = self.sealed and bundle["sealed_key"] is None
        self.orders: dict[str, list[tuple[bytes, bytes]]] = {}

    def verify(self) -> list[Line]:
        """All steps in the order of the protocol."""
        return [
            self.outcome(step, *arguments)
            for step in LABELS
            for arguments in ([[one] for one in self.b["classes"]] if step == "tickets" else [[]])
        ]

    def outcome(self, step: str, *arguments: dict[str, Any]) -> Line:
        """Run one step; tickets are told class by class."""
        subject = arguments[0]["class"] if arguments else ""
        try:
            getattr(self, f"step_{step}")(*arguments)
        except Contradiction as fault:
            return Line(step, subject, FAILED, str(fault))
        except Withheld:
            return Line(step, subject, NOT_PUBLISHED, "")
        return Line(step, subject, OK, "")

    # -- what several steps read

    def fields(self, texts: list[str], width: int, *, may_end_empty: bool = False) -> list[list[str]]:
        """The lines of one list, split; sorted by bytes, none twice, no bad character, no empty field."""
        rows = [text.split("|") for text in texts]
        for text, row in zip(texts, rows, strict=True):
            full = row[:-1] if may_end_empty else row
            need(len(row) == width and all(full) and is_plain(text), f"{width} plain fields", repr(text))
        for above, below in pairwise(texts):
            need(above.encode() < below.encode(), "lines sorted by bytes, none twice", f"{below!r} after {above!r}")
        return rows

    def unique(self, rows: list[list[str]]) -> dict[str, list[str]]:
        """Rows by id; an id stands in one class, one department only."""
        by_id = {row[0]: row[1:] for row in rows}
        twice = [name for name, count in Counter(row[0] for row in rows).items() if count > 1]
        need(not twice, "every id once", f"{twice[0]} twice" if twice else "")
        return by_id

    def pool(self) -> dict[str, list[str]]:
        """Id -> [class, weight]."""
        rows = self.fields(self.b["pool"], 3)
        for row in rows:
            need(row[2] in {str(weight) for weight in range(1, 17)}, "a weight from 1 to 16", "|".join(row))
        return self.unique(rows)

    def officers(self) -> list[str]:
        """Ids of the officers' pool."""
        return list(self.unique(self.fields(self.b["officers"]["pool"], 2)))

    def n(self) -> dict[str, tuple[int, int]]:
        """Class -> (N, basis points) as committed."""
        rows = self.commit.get("n")
        need(isinstance(rows, list), "n: rows of [class, N, basis points]", rows)
        for row in rows:
            need(
                isinstance(row, list) and [type(one) for one in row] == [str, int, int], "[class, N, basis points]", row
            )
            need(row[1] >= 0 and 0 <= row[2] <= FULL and is_plain(row[0]), "N ≥ 0, 0 ≤ basis points ≤ 10000", row)
        names = [row[0] for row in rows]
        need(names == sorted(set(names)), "n sorted by class, each once", names)
        return {name: (size, points) for name, size, points in rows}

    def s(self) -> bytes:
        """What tickets are made from: the seed, mixed with the key when the draw is sealed."""
        need(is_digest(self.b["seed"]), "a seed of 64 hexadecimal digits", self.b["seed"])
        seed = bytes.fromhex(self.b["seed"])
        if not self.sealed:
            return seed
        need(is_digest(self.b["sealed_key"]), "a key of 64 hexadecimal digits", self.b["sealed_key"])
        return self.hash.t("DRAW-SEALED-v1", seed, bytes.fromhex(self.b["sealed_key"]))

    def order(self, name: str) -> list[tuple[bytes, bytes]]:
        """(ticket, id) of everything in one class, the least ticket first."""
        if not self.orders:
            s = self.s()
            for one, (group, weight) in self.pool().items():
                parts = (s, group.encode(), one.encode())
                numbers = range(1, int(weight) + 1)
                least = min(self.hash.t("DRAW-TICKET-v1", *parts, str(number).encode()) for number in numbers)
                self.orders.setdefault(group, []).append((least, one.encode()))
            for tickets in self.orders.values():
                tickets.sort()
        return self.orders.get(name, [])

    # -- one method for each step

    def step_pool_root(self) -> None:
        self.pool()
        same(self.hash.root(text.encode() for text in self.b["pool"]), self.commit.get("pool_root"))

    def step_exclude_root(self) -> None:
        rows = self.fields(self.b["exclusions"], 3, may_end_empty=True)
        both = {row[0] for row in rows} & {text.split("|")[0] for text in self.b["pool"]}
        need(not both, "no excluded object in the pool", sorted(both))
        same(self.hash.root(text.encode() for text in self.b["exclusions"]), self.commit.get("exclude_root"))

    def step_counts(self) -> None:
        counted = Counter(group for group, _ in self.pool().values())
        known = self.n()
        need(set(counted) <= set(known), f"every class of the pool: {sorted(counted)}", sorted(known))
        same([[name, counted[name], points] for name, (_, points) in known.items()], self.commit["n"])

    def step_source_order(self) -> None:
        names = [name for name, _ in self.b["sources"]]
        same(self.commit.get("sources"), names)
        need(len(set(names)) == len(names), "each source once", names)
        outside = [re.fullmatch(r"(ssq|kl8|dlt):[0-9]{7}", name) is not None for name in names]
        known = all(is_outside or name in ("contrib", "dice") for name, is_outside in zip(names, outside, strict=True))
        need(known, "contrib, dice, ssq:…, kl8:…, dlt:… with year and issue", names)
        need(any(outside) and outside == sorted(outside), "an outside value, outside values last", names)

    def step_commit(self) -> None:
        keys = {*DIGESTS, *TEXTS, "n", "sources", "v"} | ({"kc"} if self.sealed else set())
        need(set(self.commit) == keys, f"keys {sorted(keys)}", sorted(self.commit))
        for key in (*DIGESTS, *(["kc"] if self.sealed else [])):
            need(is_digest(self.commit[key]), f"{key}: 64 lower-case hexadecimal digits", self.commit[key])
        for key in TEXTS:
            need(is_plain(self.commit[key]), f"{key}: plain text in NFC", repr(self.commit[key]))
        need(type(self.commit["v"]) is int and self.commit["v"] == 1, "v: 1", self.commit["v"])
        need(instant(self.commit["frozen_at"]), "frozen_at: ISO 8601 with its zone", self.commit["frozen_at"])
        self.n()
        sources = self.commit["sources"]
        need(isinstance(sources, list) and all(map(is_plain, sources)), "sources: an array of texts", sources)
        same(self.hash.t("DRAW-COMMIT-v1", canonical(self.commit).encode()).hex(), self.b["commit"])

    def step_seed(self) -> None:
        for name, value in self.b["sources"]:
            need(is_canonical(name, value), f"a canonical value of {name}", repr(value))
        need(is_digest(self.b["commit"]), "a commit of 64 hexadecimal digits", self.b["commit"])
        parts = [part.encode() for pair in self.b["sources"] for part in pair]
        same(self.hash.t("DRAW-SEED-v1", bytes.fromhex(self.b["commit"]), *parts).hex(), self.b["seed"])

    def step_key_commitment(self) -> None:
        if not self.sealed:
            need(self.b["sealed_key"] is None, "no key: none is committed to", self.b["sealed_key"])
        elif self.unopened:
            parts = [part for one in self.b["classes"] for part in (one["threshold"], one["selected"])]
            need({*map(type, parts), type(self.b["officers"])} == {type(None)}, "no list before the key", "a list")
            raise Withheld
        else:
            need(is_digest(self.b["sealed_key"]), "a key of 64 hexadecimal digits", self.b["sealed_key"])
            same(self.hash.t("DRAW-KEY-v1", bytes.fromhex(self.b["sealed_key"])).hex(), self.commit["kc"])

    def step_quotas(self) -> None:
        rows = [[name, size, quota(size, points)] for name, (size, points) in self.n().items()]
        same(rows, [[one["class"], one["N"], one["k"]] for one in self.b["classes"]])

    def step_tickets(self, one: dict[str, Any]) -> None:
        if self.unopened and one["threshold"] is None and one["selected"] is None:
            raise Withheld
        order, known = self.order(one["class"]), self.n()
        need(set(self.orders) <= set(known), f"every class of the pool in n: {sorted(self.orders)}", sorted(known))
        drawn = order[: quota(len(order), known[one["class"]][1])] if order else []
        same(drawn[-1][0].hex() if drawn else None, one["threshold"])
        same([name.decode() for _, name in drawn], one["selected"])

    def step_selected_root(self) -> None:
        need(is_digest(self.b["selected_root"]), "64 hexadecimal digits", self.b["selected_root"])
        if any(one["selected"] is None for one in self.b["classes"]):
            need(self.unopened, "the drawn objects", None)
            raise Withheld
        lines = [f"{one['class']}|{name}".encode() for one in self.b["classes"] for name in one["selected"]]
        same(self.hash.root(lines), self.b["selected_root"])

    def step_officer_root(self) -> None:
        if self.b["officers"] is None:
            raise Withheld
        self.officers()
        same(self.hash.root(text.encode() for text in self.b["officers"]["pool"]), self.commit.get("officer_root"))

    def step_ranking(self) -> None:
        if self.b["officers"] is None:
            raise Withheld
        self.officers()
        self.s()
        teams = dict(self.b["officers"]["assigned"])
        need(len(teams) == len(self.b["officers"]["assigned"]), "every object assigned once", "one twice")
        asked = [name for one in self.b["classes"] for name in one["selected"] or ()]
        later = [event.get("to") for event in self.b["events"] if event.get("kind") == "replacement"]
        asked += [name for name in later if name and isinstance(name, str)]
        same([name for name in asked if name in teams], [name for name, _ in self.b["officers"]["assigned"]])
        same([name for name in asked if name not in teams], self.b["officers"]["infeasible"])
        skips: dict[str, list[str]] = {}
        for target, officer, rule in self.b["officers"]["skips"]:
            need(target in asked and rule in RULES, "a skip of a drawn object by a known rule", [target, officer, rule])
            skips.setdefault(target, []).append(officer)
        listed = [target for target, _, _ in self.b["officers"]["skips"]]
        same([name for name in asked for _ in skips.get(name, ())], listed)
        for name in asked:
            self.walk(name, teams.get(name), skips.get(name, []))

    def walk(self, target: str, team: list[str] | None, skips: list[str]) -> None:
        """Down the ranking, everyone is in the team or skipped, up to the last member."""
        ranking = self.ranking(target)
        need({*skips, *(team or ())} <= set(ranking), f"{target}: officers of the pool", [*skips, *(team or ())])
        need(team is None or len(team) >= LEAST_TEAM, f"{target}: at least two officers", team)
        end = ranking.index(team[-1]) + 1 if team else len(ranking)
        same([name for name in ranking[:end] if name in skips], skips)
        rest = [name for name in ranking[:end] if name not in skips]
        if team is None:
            need(len(rest) < LEAST_TEAM, f"{target}: infeasible, so everyone else skipped", rest)
        else:
            same(rest, team)

    def ranking(self, target: str) -> list[str]:
        """Officers for one object, the first in rank first."""
        s = self.s()
        rank = {one: self.hash.t("DRAW-OFFICER-v1", s, target.encode(), one.encode()) for one in self.officers()}
        return sorted(rank, key=lambda one: (rank[one], one.encode()))

    def step_events(self) -> None:
        last = instant(self.commit.get("frozen_at"))
        officers = self.b["officers"]
        teams = {name: list(team) for name, team in officers["assigned"]} if officers else {}
        passed = {(target, officer) for target, officer, _ in officers["skips"]} if officers else set()
        standing = {name: one["class"] for one in self.b["classes"] for name in one["selected"] or ()}
        used, withheld = set(standing), False
        self.gone: set[tuple[str, str]] = set()
        for event in self.b["events"]:
            texts = {key: value for key, value in event.items() if key != "skips" or event.get("kind") not in LEAVING}
            sound = sorted(texts) == list(EVENT_TEXTS) and all(isinstance(value, str) for value in texts.values())
            need(sound, f"an event of texts {EVENT_TEXTS}", canonical(event))
            at = instant(event["at"])
            need(at and (last is None or at >= last), "an instant not before the one above", event["at"])
            last = at
            if event["kind"] in LEAVING:
                need(event["reason"], "a reason", canonical(event))
                withheld = withheld or officers is None
                self.leaving(event, teams, passed)
            elif event["kind"] == "replacement":
                need(event["reason"] in OBJECT_REASONS, f"a reason of {sorted(OBJECT_REASONS)}", event["reason"])
                same(event["object"], event["from"])
                if self.unopened:
                    withheld = True
                    continue
                need(event["object"] in standing, "a drawn object", event["object"])
                name = standing.pop(event["object"])
                free = [one.decode() for _, one in self.order(name) if one.decode() not in used]
                same(free[0] if free else "", event["to"])
                standing.update(dict.fromkeys(free[:1], name))
                used.update(free[:1])
            else:
                need(event["kind"] in {"void", "correction", "opened"}, "a known kind of event", event["kind"])
        if withheld:
            raise Withheld

    def leaving(self, event: dict[str, Any], teams: dict[str, list[str]], passed: set[tuple[str, str]]) -> None:
        """A member left: the next in rank follows, everyone between is in the team, out of it, or skipped."""
        skips = event.get("skips", [])
        rows = isinstance(skips, list) and all(isinstance(skip, list) and len(skip) == LEAST_TEAM for skip in skips)
        texts = rows and all(isinstance(part, str) for skip in skips for part in skip)
        need(texts and all(rule in RULES for _, rule in skips), "skips [officer, rule]", skips)
        if self.b["officers"] is None:
            return
        target, old, new = event["object"], event["from"], event["to"]
        team, ranking = teams.get(target, []), self.ranking(target)
        need(old in team, f"{target}: a member of the team", old)
        between = ranking[ranking.index(old) + 1 :]
        if new:
            need(new in between and new not in team and (target, new) not in self.gone, "a later one in rank", new)
            between = between[: between.index(new)]
        skipped = [one for one, _ in skips]
        need(set(skipped) <= set(between), f"{target}: skips between {old} and {new or 'the end'}", skipped)
        jumped = [one for one in between if one not in {*team, *skipped} and (target, one) not in passed | self.gone]
        need(not jumped, f"{target}: nobody jumped over without a skip", jumped)
        team.remove(old)
        team.extend([new] if new else [])
        self.gone.add((target, old))


# ---- for one object -----------------------------------------------------------------------------------------------


def about(draw: Draw, name: str) -> Iterator[str]:
    """What the draw means for one object."""
    for one, rule, value in draw.fields(draw.b["exclusions"], 3, may_end_empty=True):
        if one == name:
            yield f"{name}: excluded by rule {rule} (value {value or '-'})"
    entry = draw.pool().get(name)
    if entry is None:
        yield f"{name}: not in the pool"
        return
    yield f"{name}: in the pool, class {entry[0]}, weight {entry[1]}"
    if draw.unopened:
        yield "ticket, threshold, outcome: not published"
        return
    order = draw.order(entry[0])
    place = [one.decode() for _, one in order].index(name)
    threshold = next((one["threshold"] for one in draw.b["classes"] if one["class"] == entry[0]), None)
    yield f"ticket: {order[place][0].hex()}, place {place + 1} of {len(order)} in class {entry[0]}"
    yield f"threshold: {threshold or 'nothing is drawn in this class'}"
    drawn = threshold is not None and order[place][0].hex() <= threshold
    yield "outcome: drawn" if drawn else "outcome: not drawn, the ticket lies above the threshold"
    for event in draw.b["events"]:
        if event.get("kind") == "replacement" and name in (event.get("from"), event.get("to")):
            yield f"afterwards: {event.get('from')} was replaced by {event.get('to') or 'nobody'}"
    for target, team in draw.b["officers"]["assigned"] if draw.b["officers"] else ():
        if target == name:
            yield f"officers: {' '.join(team)}"


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; gives the exit status."""
    parser = argparse.ArgumentParser(description="Verify a published draw (protocol version 1).")
    parser.add_argument("bundle", help="the published JSON file")
    parser.add_argument("--id", metavar="OBJECT", help="tell what the draw means for this object")
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        draw = Draw(load(options.bundle))
    except Unreadable as fault:
        print(f"the bundle can't be read: {fault}")
        return 2
    try:
        lines = draw.verify()
    except RecursionError:
        print("the bundle can't be read: nested too deeply")
        return 2
    print(*lines, sep="\n")
    if options.id:
        try:
            print(*about(draw, options.id), sep="\n")
        except Contradiction as fault:
            print(f"{options.id}: can't be told, the bundle is faulty: {fault}")
    failed = sum(line.state == FAILED for line in lines)
    print(
        f"{failed} of {len(lines)} steps FAILED 验证未通过"
        if failed
        else "all that is published holds 已公开内容全部验证通过"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
