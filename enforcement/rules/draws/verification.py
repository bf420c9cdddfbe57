"""Every step of a published draw computed again: the system's own check of every night.

Each step takes what the steps before it published, not what they should have published, so that a fault is named by
its own step. `tools/verify_draw.py` and the visitor's browser do the same with other code.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from enforcement.rules.draws.commitment import VERSION, commit_digest
from enforcement.rules.draws.hashing import DrawFault
from enforcement.rules.draws.lines import (
    FULL,
    PoolLine,
    encoded,
    parse_exclusions,
    parse_officers,
    parse_pool,
    plain_text_fault,
)
from enforcement.rules.draws.reading import Published, PublishedClass, digest_of, instant_of, read_bundle
from enforcement.rules.draws.results import StepResult, compared, failed, not_published, ok
from enforcement.rules.draws.seed import key_commitment, seed
from enforcement.rules.draws.sources import CONTRIBUTIONS, DICE, canonical_value, kind_of
from enforcement.rules.draws.team_verification import Walked, events, ranking_and_skips
from enforcement.rules.draws.tickets import ClassDraw, quota, select
from enforcement.rules.draws.tree import root

_DIGEST_KEYS = ("exclude_root", "officer_root", "pool_root", "prev")
_TEXT_KEYS = ("agency", "alg", "draw_no", "frozen_at", "plan")
COMMIT_KEYS = frozenset((*_DIGEST_KEYS, *_TEXT_KEYS, "n", "sources", "v"))


def verify(plain: Mapping[str, Any]) -> tuple[StepResult, ...]:
    """Every step in the order of the protocol; `tickets` once for each class.

    Raises Unreadable (a DrawFault) naming the key when the bundle has not the shape of version 1.
    """
    bundle = read_bundle(plain)
    pool, pool_fault = _parsed(parse_pool, bundle.pool)
    n, n_fault = _counts_of(bundle.commit_json.get("n"))
    s = bundle.s
    drawn: dict[str, ClassDraw] | None = None
    if s is not None and pool_fault == n_fault == "" and {line.class_name for line in pool} <= set(n):
        points = {name: basis_points for name, (_, basis_points) in n.items()}
        drawn = {draw.class_name: draw for draw in select(bundle.algorithm, s, pool, points)}
    officers, officer_fault = _parsed(parse_officers, bundle.officers.pool if bundle.officers else ())
    walked = Walked(
        bundle,
        pool if pool_fault == "" else None,
        [line.officer_id for line in officers] if officer_fault == "" else None,
    )
    return (
        _root_step(bundle, "pool_root", bundle.pool, pool_fault),
        _root_step(bundle, "exclude_root", bundle.exclusions, _exclusion_fault(bundle)),
        _counts(bundle, pool, n, pool_fault or n_fault),
        _source_order(bundle),
        _commit(bundle),
        _seed(bundle),
        _key_commitment(bundle),
        _quotas(bundle, n, n_fault),
        *(_tickets(bundle, one, drawn) for one in bundle.classes),
        _selected_root(bundle),
        _officer_root(bundle, officer_fault),
        ranking_and_skips(walked),
        events(walked),
    )


def _parsed(parse: Callable[[Sequence[str]], list[Any]], texts: Sequence[str]) -> tuple[list[Any], str]:
    try:
        return parse(texts), ""
    except DrawFault as fault:
        return [], str(fault)


def _root_step(bundle: Published, step: str, texts: Sequence[str], fault: str) -> StepResult:
    if fault:
        return failed(step, fault)
    return compared(step, bundle.commit_json.get(step), root(bundle.algorithm, encoded(texts)).hex())


def _exclusion_fault(bundle: Published) -> str:
    exclusions, fault = _parsed(parse_exclusions, bundle.exclusions)
    if fault:
        return fault
    both = {text.split("|")[0] for text in bundle.pool} & {line.object_id for line in exclusions}
    return f"{min(both)} 既在对象池又在排除名单" if both else ""


def _counts_of(n: Any) -> tuple[dict[str, tuple[int, int]], str]:
    """Class -> (N, basis points) of the commit, or what is wrong with it."""
    if not isinstance(n, list):
        return {}, "n 应为数组"
    for row in n:
        if not isinstance(row, list) or [type(value) for value in row] != [str, int, int]:
            return {}, f"n 的每一项应为 [类别, 数量, 万分点]，这里是 {_shown(row)}"
        if row[1] < 0 or not 0 <= row[2] <= FULL:
            return {}, f"n 的数量不得为负，比例为 0 至 {FULL} 个万分点，这里是 {_shown(row)}"
        if plain_text_fault(row[0]):
            return {}, f"n 的类别{plain_text_fault(row[0])}"
    names = [row[0] for row in n]
    if names != sorted(set(names)):
        return {}, "n 应按类别排列，每个类别一项"
    return {row[0]: (row[1], row[2]) for row in n}, ""


def _counts(bundle: Published, pool: Sequence[PoolLine], n: Mapping[str, tuple[int, int]], fault: str) -> StepResult:
    if fault:
        return failed("counts", fault)
    counted = Counter(line.class_name for line in pool)
    missing = sorted(set(counted) - set(n))
    if missing:
        return failed("counts", f"对象池中的类别 {missing[0]} 没有写入 n")
    recounted = [[name, counted[name], basis_points] for name, (_, basis_points) in n.items()]
    return compared("counts", _shown(bundle.commit_json["n"]), _shown(recounted))


def _source_order(bundle: Published) -> StepResult:
    committed, given = bundle.commit_json.get("sources"), [name for name, _ in bundle.sources]
    if committed != given:
        return StepResult("source_order", "failed", _shown(committed), _shown(given), "来源与承诺的不一致")
    if len(set(given)) != len(given):
        return failed("source_order", "随机数来源有重复")
    for name in given:
        try:
            kind = kind_of(name)
        except DrawFault as fault:
            return failed("source_order", str(fault))
        if kind == name and kind not in {CONTRIBUTIONS, DICE}:
            return failed("source_order", f"{name} 没有期号")
    outside = [":" in name for name in given]
    if not outside or not outside[-1] or outside != sorted(outside):
        return failed("source_order", "公开随机数须排在最后")
    return ok("source_order")


def _commit(bundle: Published) -> StepResult:
    fault = next(_commit_faults(bundle.commit_json), "")
    if fault:
        return failed("commit", fault)
    return compared("commit", bundle.commit, commit_digest(bundle.algorithm, bundle.commit_json).hex())


def _commit_faults(content: Mapping[str, Any]) -> Iterator[str]:
    wrong = (set(content) - {"kc"}) ^ COMMIT_KEYS
    if wrong:
        yield f"commit_json 多出或缺少：{'、'.join(sorted(wrong))}"
    for key in (*_DIGEST_KEYS, "kc"):
        if key in content and digest_of(content[key]) is None:
            yield f"{key} 应为 64 位小写十六进制"
    for key in _TEXT_KEYS:
        if not isinstance(content[key], str) or plain_text_fault(content[key]):
            yield f"{key} 应为 NFC 文字，不含控制字符"
    if type(content["v"]) is not int or content["v"] != VERSION:
        yield f"v 应为 {VERSION}"
    if instant_of(content["frozen_at"]) is None:
        yield "frozen_at 应为带时区的 ISO 8601 时间"
    if _counts_of(content["n"])[1] or not _are_texts(content["sources"]):
        yield "n 或 sources 不合格式"


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and not plain_text_fault(one) for one in value)


def _seed(bundle: Published) -> StepResult:
    for name, value in bundle.sources:
        try:
            canonical = canonical_value(name, value)
        except DrawFault as fault:
            return failed("seed", f"{name}：{fault}")
        if canonical != value:
            return StepResult("seed", "failed", canonical, value, f"{name} 的数值不是规范形式")
    commit = digest_of(bundle.commit)
    if commit is None:
        return failed("seed", "commit 不是摘要，无法计算种子")
    return compared("seed", bundle.seed, seed(bundle.algorithm, commit, bundle.sources).hex())


def _key_commitment(bundle: Published) -> StepResult:
    if "kc" not in bundle.commit_json:
        return (
            ok("key_commitment") if bundle.sealed_key is None else failed("key_commitment", "未承诺密钥，却公开了密钥")
        )
    if bundle.sealed_key is None:
        lists = [part for one in bundle.classes for part in (one.threshold, one.selected)]
        if bundle.officers is None and all(part is None for part in lists):
            return not_published("key_commitment")
        return failed("key_commitment", "密钥没有公开，名单或者人员却已公开")
    key = digest_of(bundle.sealed_key)
    if key is None:
        return failed("key_commitment", "密钥应为 64 位小写十六进制")
    return compared("key_commitment", bundle.commit_json["kc"], key_commitment(bundle.algorithm, key).hex())


def _quotas(bundle: Published, n: Mapping[str, tuple[int, int]], fault: str) -> StepResult:
    if fault:
        return failed("quotas", fault)
    expected = [[name, size, quota(size, basis_points)] for name, (size, basis_points) in n.items()]
    given = [[one.name, one.size, one.k] for one in bundle.classes]
    return compared("quotas", _shown(given), _shown(expected))


def _tickets(bundle: Published, one: PublishedClass, drawn: Mapping[str, ClassDraw] | None) -> StepResult:
    if bundle.unopened and one.threshold is None and one.selected is None:
        return not_published("tickets", one.name)
    if drawn is None:
        return failed("tickets", "种子、密钥、对象池或者 n 有误，无法计算", one.name)
    draw = drawn.get(one.name, ClassDraw(one.name, 0, 0, None, ()))
    expected = {
        "threshold": draw.threshold.hex() if draw.threshold else None,
        "selected": [ticketed.object_id for ticketed in draw.selected],
    }
    selected = None if one.selected is None else list(one.selected)
    return compared("tickets", _shown({"threshold": one.threshold, "selected": selected}), _shown(expected), one.name)


def _selected_root(bundle: Published) -> StepResult:
    if digest_of(bundle.selected_root) is None:
        return failed("selected_root", "应为 64 位小写十六进制")
    if any(one.selected is None for one in bundle.classes):
        return not_published("selected_root") if bundle.unopened else failed("selected_root", "名单没有公开")
    lines = [f"{one.name}|{object_id}".encode() for one in bundle.classes for object_id in one.selected or ()]
    return compared("selected_root", bundle.selected_root, root(bundle.algorithm, lines).hex())


def _officer_root(bundle: Published, fault: str) -> StepResult:
    if bundle.officers is None:
        return not_published("officer_root")
    return _root_step(bundle, "officer_root", bundle.officers.pool, fault)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
