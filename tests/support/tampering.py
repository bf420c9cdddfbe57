"""Everything somebody might change in a published draw, each with the step that has to name it first."""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from enforcement.rules.draws.commitment import commit_digest
from enforcement.rules.draws.hashing import Algorithm
from enforcement.rules.draws.seed import seed

Bundle = dict[str, Any]
Change = Callable[[Bundle], object]
Tampering = tuple[str, str, Change]
OTHER = "ab" * 32
UNREADABLE = "unreadable"
FOREIGN = "91339999FOREIGN001"


def tamperings(bundle: Bundle) -> Iterable[tuple[str, str, Bundle]]:
    """(what was changed, the first step that fails or "unreadable", the changed bundle) for all that applies."""
    for name, step, change in _changes(bundle):
        changed = copy.deepcopy(bundle)
        change(changed)
        yield name, step, changed


def _changes(bundle: Bundle) -> Iterator[Tampering]:
    yield from _of_shape()
    yield from _of_pool(bundle)
    yield from _of_exclusions(bundle)
    yield from _of_commit(bundle)
    yield from _of_sources(bundle)
    yield from _of_key(bundle)
    yield from _of_classes(bundle)
    if bundle["officers"] is not None:
        yield from _of_officers(bundle)
    yield from _of_events(bundle)


def _of_shape() -> Iterator[Tampering]:
    for key in (
        *("v", "commit_json", "commit", "sources", "seed", "sealed_key", "pool", "exclusions", "classes"),
        *("selected_root", "officers", "events"),
    ):
        yield f"{key} is missing", UNREADABLE, _drop(key)
        yield f"{key} has another type", UNREADABLE, _put(3.5, key)
    yield "another version", UNREADABLE, _put(2, "v")
    yield "a pool line is a number", UNREADABLE, _append(1, "pool")
    yield "an unknown algorithm", UNREADABLE, _put("MD5", "commit_json", "alg")
    yield "no algorithm", UNREADABLE, _drop("commit_json", "alg")
    yield "a class without k", UNREADABLE, _append({"class": "Z", "N": 0}, "classes")


def _of_pool(bundle: Bundle) -> Iterator[Tampering]:
    step = "pool_root"
    yield "an object added", step, _resorted(f"{FOREIGN}|A|1", "pool")
    yield "a pool line without weight", step, _append("99|A", "pool")
    yield "a pool line with a fourth field", step, _append("99|A|1|", "pool")
    for weight in ("0", "17", "01", "1.0", ""):
        yield f"weight {weight!r}", step, _append(f"~|A|{weight}", "pool")
    yield "a control character in an id", step, _append("~\x07|A|1", "pool")
    yield "an id that is not NFC", step, _append("~e\u0301|A|1", "pool")
    yield "pool root", step, _put(OTHER, "commit_json", "pool_root")
    yield "no pool root", step, _drop("commit_json", "pool_root")
    yield "the other algorithm", step, _other_algorithm
    if not (pool := bundle["pool"]):
        return
    yield "an object dropped", step, _drop("pool", -1)
    yield "a line doubled", step, _first(pool[0], "pool")
    yield "an id in two classes", step, _resorted(_with(pool[0], 1, "Z"), "pool")
    yield "another weight", step, _put(_with(pool[0], 2, "3"), "pool", 0)
    yield "another class", step, _put(_with(pool[0], 1, "Y"), "pool", 0)
    yield "another id", step, _put(_with(pool[-1], 0, "~"), "pool", -1)
    if len(pool) > 1:
        yield "pool not sorted", step, _reverse("pool")


def _of_exclusions(bundle: Bundle) -> Iterator[Tampering]:
    step = "exclude_root"
    yield "an exclusion added", step, _resorted(f"{FOREIGN}|CAP|2", "exclusions")
    yield "an exclusion without rule", step, _append("~||", "exclusions")
    yield "exclusion root", step, _put(OTHER, "commit_json", "exclude_root")
    if bundle["pool"]:
        both = bundle["pool"][0].split("|")[0]
        yield "in the pool and excluded", step, _resorted(f"{both}|CAP|", "exclusions")
    if not (lines := bundle["exclusions"]):
        return
    yield "an exclusion dropped", step, _drop("exclusions", 0)
    yield "an exclusion doubled", step, _first(lines[0], "exclusions")
    yield "another rule", step, _put(_with(lines[-1], 1, "ZZ"), "exclusions", -1)
    yield "another value", step, _put(_with(lines[-1], 2, "999"), "exclusions", -1)
    if len(lines) > 1:
        yield "exclusions not sorted", step, _reverse("exclusions")


def _of_commit(bundle: Bundle) -> Iterator[Tampering]:
    content, step = bundle["commit_json"], "commit"
    for key, value in {
        "agency": "other",
        "draw_no": "2026-0008",
        "plan": "2026-P-013",
        "frozen_at": "2026-11-20T16:59:59+08:00",
        "prev": OTHER,
        "officer_root": OTHER,
        "kc": OTHER,
        "v": 2,
        "redrawn": 1,
    }.items():
        yield f"commit_json.{key}", step, _put(value, "commit_json", key)
    for key in ("agency", "draw_no", "plan", "frozen_at", "prev", "officer_root", "exclude_root", "v"):
        first = "exclude_root" if key == "exclude_root" else step
        yield f"no commit_json.{key}", first, _drop("commit_json", key)
    yield "no zone", step, _put("2026-11-20T17:00:00", "commit_json", "frozen_at")
    yield "prev in capitals", step, _put(OTHER.upper(), "commit_json", "prev")
    yield "commit", step, _put(OTHER, "commit")
    yield "commit in capitals", step, _put(bundle["commit"].upper(), "commit")
    yield "no n", "counts", _drop("commit_json", "n")
    yield "no sources", "source_order", _drop("commit_json", "sources")
    yield "a second commit with its digest", "seed", _recommitted
    if "kc" in content:
        yield "no kc", step, _drop("commit_json", "kc")
    if content["n"]:
        name, size, points = content["n"][0]
        for what, row in {
            "a count": [name, size + 1, points],
            "a count as a fraction": [name, float(size), points],
            "a ratio above the whole": [name, size, 10_001],
            "another class in n": ["Z", size, points],
        }.items():
            yield what, "counts", _put(row, "commit_json", "n", 0)
        lower = [name, size, points - 1 if points else 1]
        yield "a ratio", step, _put(lower, "commit_json", "n", 0)
        yield "n without a class", "counts", _drop("commit_json", "n", -1)
    if len(content["n"]) > 1:
        yield "n not sorted", "counts", _reverse("commit_json", "n")


def _of_sources(bundle: Bundle) -> Iterator[Tampering]:
    step = "source_order"
    yield "a source dropped", step, _drop("sources", -1)
    yield "a source added", step, _append(["kl8:2026311", "1./"], "sources")
    yield "another issue", step, _put("ssq:2026999", "sources", -1, 0)
    yield "the outside value not last", step, _resourced([*bundle["sources"], ["dice", "1/"]])
    yield "only dice", step, _resourced([["dice", "123/"]])
    yield "an unknown source", step, _resourced([["stock:2026135", "1/"]])
    yield "an issue without its year", step, _resourced([["ssq:135", "1.2.3.4.5.6./7./"]])
    yield "a lottery without issue", step, _resourced([["ssq", "1.2.3.4.5.6./7./"]])
    yield "a source twice", step, _resourced([*bundle["sources"], bundle["sources"][-1]])
    name, value = bundle["sources"][-1]
    numbers = value.split("/")[0].removesuffix(".").split(".")
    rest = value[value.index("/") :]
    for what, changed in {
        "a leading zero": f"0{value}",
        "a zero": f"0.{value}",
        "numbers not ascending": ".".join(reversed(numbers)) + "." + rest,
        "a number missing": ".".join(numbers[1:]) + "." + rest,
        "a number twice": ".".join([numbers[0], *numbers[:-1]]) + "." + rest,
        "a number too high": ".".join([*numbers[:-1], "99"]) + "." + rest,
        "an open group": value.removesuffix("/"),
        "blanks": value.replace(".", ". "),
        "no value": "",
    }.items():
        yield f"{what} in {name}", "seed", _put(changed, "sources", -1, 1)
    if bundle["sources"][0][0] == "contrib":
        for changed in ("", "press", "press:", ":x/", "press:a:b/", "press:a//", "press:\x1f/", "a:b/"):
            yield (
                f"contribution {changed!r}",
                "seed",
                _put(changed, "sources", 0, 1),
            )
    yield "seed", "seed", _put(OTHER, "seed")
    yield "seed cut", "seed", _put(bundle["seed"][:-2], "seed")


def _of_key(bundle: Bundle) -> Iterator[Tampering]:
    step = "key_commitment"
    if "kc" not in bundle["commit_json"]:
        yield "a key nobody committed to", step, _put(OTHER, "sealed_key")
        return
    yield "another key", step, _put(OTHER, "sealed_key")
    yield "half a key", step, _put("00", "sealed_key")
    if bundle["sealed_key"] is None:
        empty: dict[str, list[str]] = {"pool": [], "assigned": [], "skips": [], "infeasible": []}
        yield "officers before the key", step, _put(empty, "officers")
        if bundle["classes"]:
            yield "a list before the key", step, _put([], "classes", 0, "selected")
    elif bundle["officers"] is not None or bundle["classes"]:
        yield "the key kept back", step, _put(None, "sealed_key")


def _of_classes(bundle: Bundle) -> Iterator[Tampering]:
    unopened = "kc" in bundle["commit_json"] and bundle["sealed_key"] is None
    extra = {"class": "Z", "N": 0, "k": 0, "threshold": None, "selected": None if unopened else []}
    yield "a class added", "quotas", _append(extra, "classes")
    if unopened:
        yield "selected root cut", "selected_root", _put("00", "selected_root")
    else:
        yield "selected root", "selected_root", _put(OTHER, "selected_root")
    if len(bundle["classes"]) > 1:
        yield "classes not sorted", "quotas", _reverse("classes")
    for place, one in enumerate(bundle["classes"]):
        at = f"in class {one['class']}"
        for what, change in {
            "another N": {"N": one["N"] + 1},
            "another k": {"k": one["k"] + 1},
            "another name": {"class": "Z"},
        }.items():
            yield f"{what} {at}", "quotas", _put(one | change, "classes", place)
        if unopened:
            continue
        lists = {"a foreign id": [*one["selected"][1:], FOREIGN], "no list": None}
        if one["selected"]:
            lists |= {"the last dropped": one["selected"][:-1], "one twice": [*one["selected"], one["selected"][0]]}
        if len(one["selected"]) > 1:
            lists["another order"] = one["selected"][::-1]
        for what, selected in lists.items():
            yield (
                f"{what} {at}",
                "tickets",
                _put(selected, "classes", place, "selected"),
            )
        for threshold in (OTHER, None if one["selected"] else "00"):
            yield f"threshold {at}", "tickets", _put(threshold, "classes", place, "threshold")


def _of_officers(bundle: Bundle) -> Iterator[Tampering]:
    lines, step = bundle["officers"]["pool"], "officer_root"
    yield "an officer added", step, _append("zzz|d9", "officers", "pool")
    yield "an officer without department", step, _append("zzz|", "officers", "pool")
    yield "an officer in two departments", step, _append(_with(lines[-1], 1, "龙"), "officers", "pool")
    yield "an officer dropped", step, _drop("officers", "pool", -1)
    yield "another department", step, _put(_with(lines[0], 1, "d0"), "officers", "pool", 0)
    if len(lines) > 1:
        yield "officers not sorted", step, _reverse("officers", "pool")
    yield from _of_teams(bundle)


def _of_teams(bundle: Bundle) -> Iterator[Tampering]:
    officers, step = bundle["officers"], "ranking"
    yield "a team nobody asked for", step, _append([FOREIGN, ["z000", "z001"]], "officers", "assigned")
    yield "an object nobody drew infeasible", step, _append(FOREIGN, "officers", "infeasible")
    yield "a skip for nobody", step, _append([FOREIGN, "z000", "CERT"], "officers", "skips")
    if len(officers["assigned"]) > 1:
        yield "teams in another order", step, _reverse("officers", "assigned")
    if len(officers["infeasible"]) > 1:
        yield "infeasible in another order", step, _reverse("officers", "infeasible")
    for place, (object_id, team) in enumerate(officers["assigned"][:2]):
        passed = [skip[1] for skip in officers["skips"] if skip[0] == object_id]
        free = [line.split("|")[0] for line in officers["pool"] if line.split("|")[0] not in {*team, *passed}]
        teams = {
            "order": team[::-1],
            "one alone": team[:1],
            "a stranger": [team[0], "zzz"],
            "one twice": [team[0], *team],
        }
        teams |= {f"{name} by favour": [*team[:-1], name] for name in [*passed[:1], *free[:1]]}
        for what, changed in teams.items():
            yield f"team: {what}", step, _put(changed, "officers", "assigned", place, 1)
        yield "a team dropped", step, _drop("officers", "assigned", place)
        yield "called infeasible too", step, _first(object_id, "officers", "infeasible")
        yield "called infeasible instead", step, _made_infeasible(object_id)
        yield (
            "a member skipped",
            step,
            _first([object_id, team[0], "LOAD"], "officers", "skips"),
        )
    if skips := officers["skips"]:
        first = skips[0]
        yield "an unknown rule", step, _put("WISH", "officers", "skips", 0, 2)
        yield "an unknown officer skipped", step, _put("zzz", "officers", "skips", 0, 1)
        yield "a skip twice", step, _first(first, "officers", "skips")
        if first[0] not in officers["infeasible"]:
            yield "a jump without a skip", step, _drop("officers", "skips", 0)
    if len(skips) > 1:
        yield "skips in another order", step, _reverse("officers", "skips")


def _of_events(bundle: Bundle) -> Iterator[Tampering]:
    step = "events"
    base = {"at": "2026-11-22T00:00:00Z", "kind": "void", "object": "", "from": "", "to": "", "reason": "错误"}
    yield "an event of no known kind", step, _append(base | {"kind": "redraw"}, "events")
    yield "an event without reason", step, _append(base | {"kind": "recusal", "reason": ""}, "events")
    yield "an event with another key", step, _append(base | {"who": "x"}, "events")
    yield "an event without zone", step, _append(base | {"at": "2026-11-22T00:00:00"}, "events")
    yield "an event before the commit", step, _first(base | {"at": "2026-01-01T00:00:00Z"}, "events")
    if bundle["officers"] is not None:
        recusal = base | {"kind": "recusal", "object": FOREIGN, "from": "z000", "to": "z001"}
        yield "a recusal from no team", step, _append(recusal, "events")
    for place, event in enumerate(bundle["events"]):
        if event["kind"] == "replacement":
            yield "a replacement by wish", step, _put("wish", "events", place, "reason")
            if bundle["officers"] is None:
                yield "another replacement", step, _put(FOREIGN, "events", place, "to")
            else:
                yield "another replacement", "ranking", _put(FOREIGN, "events", place, "to")
        elif event["kind"] in {"recusal", "absence"} and bundle["officers"] is not None:
            yield "the same one again", step, _put(event["from"], "events", place, "to")
            yield "a stranger follows", step, _put("zzz", "events", place, "to")
            if event["skips"] and (event["object"], event["skips"][0][0]) not in _passed(bundle):
                yield "a jump at a recusal", step, _drop("events", place, "skips", 0)


def _passed(bundle: Bundle) -> set[tuple[str, str]]:
    return {(skip[0], skip[1]) for skip in bundle["officers"]["skips"]}


def _holder(bundle: Bundle, path: Sequence[str | int]) -> Any:
    holder: Any = bundle
    for step in path:
        holder = holder[step]
    return holder


def _put(value: Any, *path: str | int) -> Change:
    return lambda bundle: operator.setitem(_holder(bundle, path[:-1]), path[-1], value)


def _drop(*path: str | int) -> Change:
    return lambda bundle: operator.delitem(_holder(bundle, path[:-1]), path[-1])


def _append(value: Any, *path: str | int) -> Change:
    return lambda bundle: _holder(bundle, path).append(value)


def _first(value: Any, *path: str | int) -> Change:
    return lambda bundle: _holder(bundle, path).insert(0, value)


def _reverse(*path: str | int) -> Change:
    return lambda bundle: _holder(bundle, path).reverse()


def _resorted(line: str, *path: str | int) -> Change:
    def change(bundle: Bundle) -> None:
        lines = _holder(bundle, path)
        lines.append(line)
        lines.sort()

    return change


def _made_infeasible(object_id: str) -> Change:
    def change(bundle: Bundle) -> None:
        officers = bundle["officers"]
        asked = [name for one in bundle["classes"] for name in one["selected"]]
        asked += [event["to"] for event in bundle["events"]]
        officers["assigned"] = [row for row in officers["assigned"] if row[0] != object_id]
        officers["infeasible"] = sorted([*officers["infeasible"], object_id], key=asked.index)

    return change


def _with(line: str, place: int, field: str) -> str:
    fields = line.split("|")
    fields[place] = field
    return "|".join(fields)


def _other_algorithm(bundle: Bundle) -> None:
    names = {"SHA-256": "SM3", "SM3": "SHA-256"}
    bundle["commit_json"]["alg"] = names[bundle["commit_json"]["alg"]]


def _recommitted(bundle: Bundle) -> None:
    bundle["commit_json"]["agency"] = "other"
    bundle["commit"] = commit_digest(Algorithm(bundle["commit_json"]["alg"]), bundle["commit_json"]).hex()


def _resourced(sources: list[list[str]]) -> Change:
    """Other sources from the beginning, commit and seed computed to fit."""

    def change(bundle: Bundle) -> None:
        algorithm = Algorithm(bundle["commit_json"]["alg"])
        bundle["sources"] = sources
        bundle["commit_json"]["sources"] = [name for name, _ in sources]
        commit = commit_digest(algorithm, bundle["commit_json"])
        bundle["commit"] = commit.hex()
        bundle["seed"] = seed(algorithm, commit, [(name, value) for name, value in sources]).hex()

    return change
