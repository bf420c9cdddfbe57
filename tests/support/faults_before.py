"""Faults of steps, officers, party, papers and evidence."""

from __future__ import annotations

from random import Random

from tests.support.fault_tools import (
    MARKET_SUPERVISION,
    Json,
    decision,
    fault,
    later,
    move,
    officer,
    one_of,
    paper,
    papers,
    remove,
    rewrite,
    unsign,
)

Ids = tuple[str, ...] | None
FIRST_DAY = "2026-01-01"
"""Terms that begin earlier can't be counted: no notice of holidays is loaded."""


@fault("lead", field=MARKET_SUPERVISION)
def lead_long_before_filing(file: Json, rng: Random) -> Ids:
    register, filing = paper(file, "source_register"), paper(file, "filing_approval")
    if register is None or filing is None:
        return None
    begun = later(register["issued_on"], -rng.randint(30, 45))
    if begun < FIRST_DAY:
        return None
    move(file, register, begun)
    return (filing["id"],)


@fault("lead", "filing", "extension")
def decided_long_after_filing(file: Json, rng: Random) -> Ids:
    register, filing = paper(file, "source_register"), paper(file, "filing_approval")
    if register is None or filing is None:
        return None
    back = rng.randint(75, 85)
    for one in (register, filing):
        move(file, one, later(one["issued_on"], -back))
    return (filing["id"], decision(file)["id"])


@fault("report")
def report_after_notice(file: Json, rng: Random) -> Ids:
    report, notice = paper(file, "report"), paper(file, "notice")
    if report is None or notice is None or len(papers(file, "report")) > 1:
        return None
    move(file, report, later(notice["issued_on"], rng.randint(1, 3)))
    return (report["id"],)


@fault("report")
def step_written_on_another_day(file: Json, rng: Random) -> Ids:
    report = paper(file, "report")
    step = next((one for one in file["steps"] if one["kind"] == "report"), None)
    if report is None or step is None:
        return None
    step["on"] = later(step["on"], -rng.randint(1, 3))
    return (report["id"],)


@fault("filing", "lead", "report")
def required_paper_lost(file: Json, rng: Random) -> Ids:
    own = ("source_register",) if file["agency"]["domain"] == MARKET_SUPERVISION else ()
    found = one_of(rng, papers(file, *own, "filing_approval", "evidence_list"))
    if found is None:
        return None
    remove(file, found["id"])
    return (decision(file)["id"],)


@fault("closing", field=MARKET_SUPERVISION)
def closing_paper_lost(file: Json, rng: Random) -> Ids:
    found = paper(file, "closing_approval")
    if found is None or file["case"]["procedure"] == "summary":
        return None
    remove(file, found["id"])
    return (decision(file)["id"],)


@fault("interruption")
def interruption_without_paper(file: Json, rng: Random) -> Ids:
    if not file.get("interruptions"):
        return None
    remove(file, file["interruptions"][0]["document"])
    file["interruptions"][0]["document"] = None
    return (decision(file)["id"],)


@fault("limitation")
def breach_long_ago(file: Json, rng: Random) -> Ids:
    if file["case"]["outcome"] != "penalty":
        return None
    file["limitation"]["ended_on"] = later(file["limitation"]["ended_on"], -rng.randint(800, 1500))
    return (decision(file)["id"],)


@fault("preservation")
def preserved_too_long(file: Json, rng: Random) -> Ids:
    if not file.get("preservations"):
        return None
    one = file["preservations"][0]
    one["handled_on"] = later(one["handled_on"], rng.randint(18, 30))
    return (one["document"],)


@fault("records")
def one_officer_at_the_scene(file: Json, rng: Random) -> Ids:
    found = one_of(rng, papers(file, "scene_record", "inquiry_record"))
    found["officers"] = found["officers"][:1]
    return (found["id"],)


@fault("officers", "records")
def officer_was_auxiliary(file: Json, rng: Random) -> Ids:
    officer(file, "o2")["kind"] = "auxiliary"
    return tuple(one["id"] for one in papers(file, "scene_record", "inquiry_record"))


@fault("officers", "records")
def certificate_ran_out(file: Json, rng: Random) -> Ids:
    scene = paper(file, "scene_record")
    if scene is None:
        return None
    officer(file, "o2")["certificates"][0]["valid_to"] = later(scene["issued_on"], -rng.randint(1, 90))
    return (scene["id"],)


@fault("officers", "records")
def certificate_of_another_field(file: Json, rng: Random) -> Ids:
    officer(file, "o1")["certificates"][0]["fields"] = ["林业"]
    return tuple(one["id"] for one in papers(file, "scene_record", "inquiry_record"))


@fault("records")
def certificate_showing_unwritten(file: Json, rng: Random) -> Ids:
    found = one_of(rng, papers(file, "scene_record", "inquiry_record"))
    rewrite(file, found, certificate_shown="")
    return (found["id"],)


@fault("records", field=MARKET_SUPERVISION)
def rights_unwritten(file: Json, rng: Random) -> Ids:
    found = min(papers(file, "scene_record", "inquiry_record"), key=lambda one: one["issued_on"], default=None)
    if found is None:
        return None
    rewrite(file, found, rights_told="")
    return (found["id"],)


@fault("records")
def record_ends_before_it_begins(file: Json, rng: Random) -> Ids:
    found = one_of(rng, papers(file, "scene_record", "inquiry_record"))
    text = found["contents"]
    rewrite(file, found, started_at=text["ended_at"], ended_at=text["started_at"])
    return (found["id"],)


@fault("records", "recordings", "officers")
def officers_in_two_places(file: Json, rng: Random) -> Ids:
    scene, inquiry = paper(file, "scene_record"), paper(file, "inquiry_record")
    if scene is None or inquiry is None:
        return None
    day = scene["issued_on"]
    for one in file["recordings"]["files"]:
        if one["recorded_on"] == inquiry["issued_on"]:
            one["recorded_on"] = day
    move(file, inquiry, day)
    rewrite(file, inquiry, started_at=f"{day}T09:{rng.randint(10, 40)}", ended_at=f"{day}T11:05")
    return (scene["id"], inquiry["id"])


@fault("party")
def name_written_otherwise(file: Json, rng: Random) -> Ids:
    found = one_of(rng, papers(file, "filing_approval", "scene_record", "notice", "decision", "summary_decision"))
    found["party_name"] = found["party_name"][:-1] + one_of(rng, ["分店", "（个体）", "二部"])
    return (found["id"],)


@fault("party code")
def code_written_otherwise(file: Json, rng: Random) -> Ids:
    found = one_of(rng, papers(file, "report", "scene_record", "notice", "decision"))
    code = found["party_code"]
    found["party_code"] = code[:6] + code[6:12][::-1] + "7" + code[13:]
    return (found["id"],) if found["party_code"] != code else None


@fault("records")
def party_did_not_sign(file: Json, rng: Random) -> Ids:
    found = one_of(rng, papers(file, "scene_record", "inquiry_record"))
    unsign(found, "party")
    return (found["id"],)


@fault("head")
def head_did_not_sign(file: Json, rng: Random) -> Ids:
    found = one_of(rng, papers(file, "filing_approval", "closing_approval"))
    if found is None or file["case"]["procedure"] == "summary":
        return None
    unsign(found, "head")
    return (found["id"],)


@fault("seal")
def seal_forgotten(file: Json, rng: Random) -> Ids:
    kinds = (
        ("notice", "preservation_notice", "summary_decision") if file["agency"]["domain"] != MARKET_SUPERVISION else ()
    )
    found = one_of(rng, [one for one in file["documents"] if one["sealed"] and one["kind"] not in kinds])
    if found is None:
        return None
    found["sealed"] = False
    return (found["id"],)


@fault("decision text")
def decision_says_too_little(file: Json, rng: Random) -> Ids:
    found = decision(file)
    key = one_of(rng, ["facts", "remedies", "agency"])
    rewrite(file, found, **{key: " "})
    return (found["id"],)


@fault("notice")
def notice_says_too_little(file: Json, rng: Random) -> Ids:
    found = paper(file, "notice")
    if found is None:
        return None
    rewrite(file, found, **{one_of(rng, ["facts", "reasons", "basis", "rights"]): ""})
    return (found["id"],)


@fault("altered")
def text_changed_afterwards(file: Json, rng: Random) -> Ids:
    found = one_of(rng, papers(file, "report", "evidence_list", "closing_approval"))
    key = one_of(rng, sorted(found["contents"]))
    found["contents"][key] += "（补）"
    return (found["id"],)


@fault("evidence", "review")
def evidence_exchanged(file: Json, rng: Random) -> Ids:
    found = one_of(rng, papers(file, "evidence"))
    if found is None:
        return None
    shown = {one["document"]: one for one in file["evidence"]}
    kept = shown[found["id"]]["sha256"]
    rewrite(file, found, note="与原件核对无误，另附一页")
    shown[found["id"]]["sha256"] = kept
    return (found["id"],)


@fault("evidence")
def evidence_taken_after_the_decision(file: Json, rng: Random) -> Ids:
    one = one_of(rng, [one for one in file["evidence"] if one["kind"] == "书证"])
    if one is None:
        return None
    one["collected_on"] = later(decision(file)["issued_on"], rng.randint(1, 20))
    return (one["document"],)
