"""Faults from the discussion on: discussion, fine, service, publication, payment, numbers, volume, recordings."""

from __future__ import annotations

from random import Random

from tests.support.fault_tools import (
    MARKET_SUPERVISION,
    Json,
    by_id,
    decision,
    drop,
    fault,
    later,
    move,
    one_of,
    paper,
    remove,
    renumber,
    serve_on,
    service_of,
)

Ids = tuple[str, ...] | None
DAILY = 3


@fault("discussion")
def discussion_left_out(file: Json, rng: Random) -> Ids:
    if not file.get("discussion"):
        return None
    remove(file, file["discussion"]["document"])
    file["discussion"] = None
    return (decision(file)["id"],)


@fault("discussion")
def two_discussed(file: Json, rng: Random) -> Ids:
    if not file.get("discussion"):
        return None
    file["discussion"]["attendees"] = file["discussion"]["attendees"][: rng.randint(1, 2)]
    return (file["discussion"]["document"],)


@fault("discussion")
def handler_voted_too(file: Json, rng: Random) -> Ids:
    if not file.get("discussion"):
        return None
    file["discussion"]["attendees"].append("o1")
    name = next(one["name"] for one in file["officers"] if one["id"] == "o1")
    found = by_id(file, file["discussion"]["document"])
    found["signatures"].append({"role": "member", "name": name, "on": found["issued_on"]})
    return (found["id"],)


@fault("discussion")
def discussed_after_the_decision(file: Json, rng: Random) -> Ids:
    if not file.get("discussion"):
        return None
    found = by_id(file, file["discussion"]["document"])
    move(file, found, later(decision(file)["issued_on"], rng.randint(1, 5)))
    return (found["id"],)


@fault("discussion", "hearing")
def discussed_before_the_hearing(file: Json, rng: Random) -> Ids:
    if not file.get("discussion") or not file.get("hearing"):
        return None
    found = by_id(file, file["discussion"]["document"])
    move(file, found, later(file["hearing"]["asked_on"], -rng.randint(0, 2)))
    return (found["id"],)


@fault("fine")
def fine_in_no_tier(file: Json, rng: Random) -> Ids:
    benchmark = file.get("benchmark")
    if not benchmark:
        return None
    if benchmark.get("base_fen"):
        benchmark["base_fen"] //= rng.randint(3, 6)
    else:
        benchmark["tier"]["min_fen"] = file["decision"]["fine_fen"] + 100
        benchmark["tier"]["max_fen"] = file["decision"]["fine_fen"] * 2
    return (decision(file)["id"],)


@fault("fine")
def fine_over_the_law(file: Json, rng: Random) -> Ids:
    if not file.get("benchmark"):
        return None
    file["benchmark"]["statutory_max_fen"] = file["decision"]["fine_fen"] - rng.randint(100, 5_000)
    return (decision(file)["id"],)


@fault("fine")
def fine_under_the_law(file: Json, rng: Random) -> Ids:
    if not file.get("benchmark"):
        return None
    file["benchmark"]["statutory_min_fen"] = file["decision"]["fine_fen"] + rng.randint(100, 5_000)
    return (decision(file)["id"],)


@fault("fine")
def tier_without_reasons(file: Json, rng: Random) -> Ids:
    if not file.get("benchmark"):
        return None
    file["benchmark"]["reasons"] = ""
    return (decision(file)["id"],)


@fault("service", "payment", "closing")
def decision_never_served(file: Json, rng: Random) -> Ids:
    service = service_of(file, decision(file)["id"])
    if service is None:
        return None
    file["services"].remove(service)
    if service.get("receipt"):
        remove(file, service["receipt"])
    return (decision(file)["id"],)


@fault("service", "payment", "closing")
def decision_served_late(file: Json, rng: Random) -> Ids:
    service = service_of(file, decision(file)["id"])
    if service is None or file["case"]["procedure"] == "summary":
        return None
    serve_on(file, service, later(service["acted_on"], rng.randint(20, 30)))
    return (decision(file)["id"],)


@fault("service", "service of notice")
def receipt_lost(file: Json, rng: Random) -> Ids:
    service = one_of(rng, [one for one in file["services"] if one.get("receipt")])
    if service is None:
        return None
    remove(file, service["receipt"])
    return (service["document"],)


@fault("service", "service of notice")
def receipt_unsigned(file: Json, rng: Random) -> Ids:
    service = one_of(rng, [one for one in file["services"] if one.get("signed")])
    if service is None:
        return None
    service["signed"] = False
    return (service["document"],)


@fault("service", "service of notice")
def one_server(file: Json, rng: Random) -> Ids:
    service = one_of(rng, [one for one in file["services"] if one["mode"] in {"direct", "lien"}])
    if service is None:
        return None
    service["servers"] = service["servers"][:1]
    return (service["document"],)


@fault("publication")
def published_late(file: Json, rng: Random) -> Ids:
    if not (file.get("publication") or {}).get("published_on"):
        return None
    file["publication"]["published_on"] = later(decision(file)["issued_on"], rng.randint(40, 60))
    return (decision(file)["id"],)


@fault("publication")
def never_published(file: Json, rng: Random) -> Ids:
    if not file.get("publication") or "警告" in file["publication"].get("withheld_reason", ""):
        return None
    file["publication"] = None
    return (decision(file)["id"],)


@fault("publication")
def withdrawn_late(file: Json, rng: Random) -> Ids:
    publication = file.get("publication") or {}
    if not publication.get("overturned_on"):
        return None
    publication["withdrawn_on"] = one_of(rng, [None, later(publication["overturned_on"], 15)])
    return (decision(file)["id"],)


def _late_payment(file: Json) -> Json | None:
    entries = (file.get("payment") or {}).get("entries", [])
    return next((one for one in entries if one.get("surcharge_fen")), None)


@fault("payment", "closing")
def paid_too_little(file: Json, rng: Random) -> Ids:
    if not file.get("payment") or file["payment"].get("enforcement") or _late_payment(file):
        return None
    entry = file["payment"]["entries"][-1]
    entry["fine_fen"] -= entry["fine_fen"] // rng.randint(5, 10)
    return (entry["document"],)


@fault("payment")
def surcharge_miscounted(file: Json, rng: Random) -> Ids:
    entry = _late_payment(file)
    if entry is None:
        return None
    entry["surcharge_fen"] += file["decision"]["fine_fen"] * DAILY * one_of(rng, [-1, 1]) // 100
    return (entry["document"],)


@fault("payment")
def surcharge_over_the_fine(file: Json, rng: Random) -> Ids:
    entry = _late_payment(file)
    if entry is None:
        return None
    entry["surcharge_fen"] = file["decision"]["fine_fen"] + rng.randint(1, 100_000)
    return (entry["document"],)


@fault("payment", "closing")
def paid_late_without_surcharge(file: Json, rng: Random) -> Ids:
    entry = _late_payment(file)
    if entry is not None:
        entry["surcharge_fen"] = 0
        return (entry["document"],)
    if not file.get("payment"):
        return None
    entry = file["payment"]["entries"][-1]
    entry["on"] = later(entry["on"], rng.randint(60, 80))
    move(file, by_id(file, entry["document"]), entry["on"])
    return (entry["document"],)


@fault("payment")
def instalments_do_not_add_up(file: Json, rng: Random) -> Ids:
    instalments = (file.get("payment") or {}).get("instalments")
    if not instalments:
        return None
    instalments[-1]["fine_fen"] += rng.randint(1_000, 9_000)
    return (file["payment"]["instalment_document"],)


@fault("closing", field=MARKET_SUPERVISION)
def closed_late(file: Json, rng: Random) -> Ids:
    found = paper(file, "closing_approval")
    if found is None or file["case"]["procedure"] == "summary" or "吊销许可证件" in file["decision"]["kinds"]:
        return None
    days = rng.randint(40, 60)
    move(file, found, later(found["issued_on"], days))
    for one in file["steps"]:
        if one["kind"] == "archive":
            one["on"] = later(one["on"], days)
    return (found["id"],)


@fault("closing")
def archived_late(file: Json, rng: Random) -> Ids:
    found = paper(file, "closing_approval")
    step = next((one for one in file["steps"] if one["kind"] == "archive"), None)
    if found is None or step is None:
        return None
    step["on"] = later(step["on"], rng.randint(50, 70))
    return (found["id"],)


@fault("number")
def number_of_another_year(file: Json, rng: Random) -> Ids:
    found = one_of(rng, [one for one in file["documents"] if one["number"]])
    found["number"] = found["number"].replace("〔2026〕", "〔2025〕")
    return (found["id"],)


@fault("number")
def number_used_twice(file: Json, rng: Random) -> Ids:
    found = paper(file, "notice")
    if found is None:
        return None
    found["number"] = decision(file)["number"]
    return (found["id"], decision(file)["id"])


@fault("number")
def register_skips_a_number(file: Json, rng: Random) -> Ids:
    series = one_of(rng, file["numbering"])
    series["entries"][-1]["serial"] += rng.randint(1, 5)
    head = f"{series['word']}〔"
    return tuple(one["id"] for one in file["documents"] if one["number"].startswith(head))


@fault("number")
def paper_without_number(file: Json, rng: Random) -> Ids:
    found = one_of(rng, [one for one in file["documents"] if one["number"]])
    found["number"] = ""
    return (found["id"],)


@fault("volume")
def left_out_of_the_index(file: Json, rng: Random) -> Ids:
    entry = one_of(rng, file["volume"]["index"])
    drop(file, entry)
    return (entry["document"],)


@fault("volume")
def index_lists_a_lost_paper(file: Json, rng: Random) -> Ids:
    last = file["volume"]["index"][-1]
    file["volume"]["index"].append(
        {**last, "no": last["no"] + 1, "document": "d98", "title": "鉴定意见", "page_from": last["page_to"] + 1,
         "page_to": last["page_to"] + rng.randint(1, 4)}
    )  # fmt: skip
    return ("d98",)


@fault("volume")
def index_names_it_otherwise(file: Json, rng: Random) -> Ids:
    entry = one_of(rng, file["volume"]["index"])
    entry["title"] += "（副本）"
    return (entry["document"],)


@fault("volume")
def more_pages_than_the_index(file: Json, rng: Random) -> Ids:
    found = one_of(rng, file["documents"])
    found["pages"] += rng.randint(1, 3)
    return (found["id"],)


@fault("volume", field=MARKET_SUPERVISION)
def pages_skipped(file: Json, rng: Random) -> Ids:
    entries = [one for one in file["volume"]["index"] if one["part"] == "main"]
    place = rng.randint(1, len(entries) - 1)
    for one in entries[place:]:
        one["page_from"] += 2
        one["page_to"] += 2
    return (entries[place]["document"],)


@fault("volume", field=MARKET_SUPERVISION)
def decision_after_the_rest(file: Json, rng: Random) -> Ids:
    index = file["volume"]["index"]
    main = [one for one in index if one["part"] == "main"]
    entry = next((one for one in main if one["document"] == decision(file)["id"]), None)
    if entry is None:
        return None
    index.remove(entry)
    index.insert(len(main) - 1, entry)
    renumber(file)
    return (entry["document"],)


@fault("recordings")
def recording_of_the_scene_lost(file: Json, rng: Random) -> Ids:
    scene = paper(file, "scene_record")
    if scene is None:
        return None
    file["recordings"]["files"] = [one for one in file["recordings"]["files"] if "现场" not in one["title"]]
    return (scene["id"],)


@fault("recordings")
def recording_of_another_day(file: Json, rng: Random) -> Ids:
    scene = paper(file, "scene_record")
    if scene is None:
        return None
    for one in file["recordings"]["files"]:
        if "现场" in one["title"]:
            one["recorded_on"] = later(one["recorded_on"], rng.randint(1, 9))
    return (scene["id"],)


@fault("summary", "payment", "fine")
def summary_fine_too_high(file: Json, rng: Random) -> Ids:
    if file["case"]["procedure"] != "summary" or not file["decision"]["fine_fen"]:
        return None
    more = file["decision"]["fine_fen"] * rng.randint(20, 30)
    file["decision"]["fine_fen"] = more
    file["payment"]["entries"][0].update(fine_fen=more, way="bank")
    file["benchmark"].update(statutory_max_fen=more * 2, tier=None)
    return (decision(file)["id"],)


@fault("summary")
def summary_never_reported(file: Json, rng: Random) -> Ids:
    if file["case"]["procedure"] != "summary":
        return None
    file["steps"] = [one for one in file["steps"] if one["kind"] != "reported"]
    return (decision(file)["id"],)


@fault("no penalty")
def nobody_was_taught(file: Json, rng: Random) -> Ids:
    found = file["decision"].get("education_document")
    if not found or "unproved" in file["case"]["flags"]:
        return None
    remove(file, found)
    file["decision"]["education_document"] = None
    return (decision(file)["id"],)


@fault("no penalty")
def no_ground_for_sparing(file: Json, rng: Random) -> Ids:
    if file["case"]["outcome"] == "penalty":
        return None
    file["decision"]["ground"] = ""
    return (decision(file)["id"],)
