"""Faults of review, notice, statement and hearing."""

from __future__ import annotations

from random import Random

from tests.support.fault_tools import (
    MARKET_SUPERVISION,
    Json,
    by_id,
    decision,
    fault,
    later,
    move,
    officer,
    one_of,
    papers,
    remove,
    serve_on,
    service_of,
)

Ids = tuple[str, ...] | None
EVEN = 0.5


def _review(file: Json) -> Json | None:
    """The paper of the last round of review."""
    return by_id(file, file["reviews"][-1]["document"]) if file.get("reviews") else None


@fault("review", field=MARKET_SUPERVISION)
def review_left_out(file: Json, rng: Random) -> Ids:
    if not file.get("reviews"):
        return None
    remove(file, *(one["document"] for one in file["reviews"]))
    file["steps"] = [one for one in file["steps"] if one["kind"] != "review_sent"]
    return (decision(file)["id"],)


@fault("review")
def reviewed_after_the_decision(file: Json, rng: Random) -> Ids:
    found = _review(file)
    if found is None:
        return None
    move(file, found, later(decision(file)["issued_on"], rng.randint(1, 5)))
    return (found["id"],)


@fault("review", field=MARKET_SUPERVISION)
def reviewed_slowly(file: Json, rng: Random) -> Ids:
    found, notice = _review(file), file.get("notice")
    if found is None or notice is None or notice.get("waived_on") or file.get("hearing"):
        return None
    move(file, found, later(decision(file)["issued_on"], -1))
    return (found["id"],)


@fault("review", "hearing")
def reviewed_before_the_hearing(file: Json, rng: Random) -> Ids:
    found = _review(file)
    if found is None or not file.get("hearing"):
        return None
    held = by_id(file, file["hearing"]["record_document"])["issued_on"]
    sent = later(held, -rng.randint(8, 10))
    file["reviews"][-1]["submitted_on"] = sent
    for one in file["steps"]:
        if one["kind"] == "review_sent":
            one["on"] = sent
    move(file, found, later(held, -rng.randint(1, 7)))
    return (found["id"],)


@fault("review")
def handler_reviewed(file: Json, rng: Random) -> Ids:
    if not file.get("reviews"):
        return None
    file["reviews"][-1]["reviewer"] = one_of(rng, ["o1", "o2"])
    return (file["reviews"][-1]["document"],)


@fault("review")
def reviewer_without_licence(file: Json, rng: Random) -> Ids:
    if not file.get("reviews") or not file["reviews"][-1]["legal"]:
        return None
    officer(file, "r1")["law_qualification_no"] = ""
    return (file["reviews"][-1]["document"],)


@fault("review")
def reviewed_another_text(file: Json, rng: Random) -> Ids:
    if not file.get("reviews"):
        return None
    file["proposal"][one_of(rng, ["facts", "grade_reasons", "grade"])] += "，并有从重情节"
    return (file["reviews"][-1]["document"],)


@fault("review")
def no_lawyer_reviewed(file: Json, rng: Random) -> Ids:
    if not file.get("reviews") or not file["reviews"][-1]["legal"]:
        return None
    file["reviews"][-1]["legal"] = False
    return (file["reviews"][-1]["document"],)


@fault("review")
def review_disagreed(file: Json, rng: Random) -> Ids:
    if not file.get("reviews"):
        return None
    file["reviews"][-1]["passed"] = False
    return (file["reviews"][-1]["document"],)


@fault("notice", "statement", "hearing", "number", "report", "party", "party code", "seal", "service of notice")
def notice_left_out(file: Json, rng: Random) -> Ids:
    notice = file.get("notice")
    if notice is None or file.get("hearing") or file.get("statements"):
        return None
    remove(file, notice["document"])
    file["notice"] = None
    return (decision(file)["id"],)


@fault("notice", "service of notice")
def told_after_the_decision(file: Json, rng: Random) -> Ids:
    service = service_of(file, (file.get("notice") or {}).get("document"))
    if service is None:
        return None
    serve_on(file, service, later(decision(file)["issued_on"], rng.randint(0, 3)))
    return (service["document"],)


@fault("notice", "service of notice", field=MARKET_SUPERVISION)
def decided_the_next_day(file: Json, rng: Random) -> Ids:
    service = service_of(file, (file.get("notice") or {}).get("document"))
    if service is None or file["notice"].get("waived_on"):
        return None
    serve_on(file, service, later(decision(file)["issued_on"], -rng.randint(1, 3)))
    return (service["document"],)


@fault("notice")
def hearing_right_left_out(file: Json, rng: Random) -> Ids:
    if not (file.get("notice") or {}).get("hearing_right_told"):
        return None
    file["notice"]["hearing_right_told"] = False
    return (file["notice"]["document"],)


@fault("notice")
def lower_fine_told(file: Json, rng: Random) -> Ids:
    notice = file.get("notice")
    if notice is None or not notice["fine_fen"]:
        return None
    notice["fine_fen"] -= notice["fine_fen"] // rng.randint(4, 20)
    return (notice["document"],)


@fault("notice")
def kind_left_out_of_notice(file: Json, rng: Random) -> Ids:
    notice = file.get("notice")
    if notice is None or len(notice["kinds"]) == 1:
        return None
    notice["kinds"] = notice["kinds"][:1]
    return (notice["document"],)


@fault("statement")
def statement_left_unanswered(file: Json, rng: Random) -> Ids:
    if not file.get("statements"):
        return None
    one = file["statements"][0]
    remove(file, one["answer_document"])
    one.update(answer_document=None, adopted="", reasons="")
    return (one["document"],)


@fault("statement")
def answer_gives_no_reasons(file: Json, rng: Random) -> Ids:
    if not file.get("statements"):
        return None
    file["statements"][0]["reasons"] = ""
    return (file["statements"][0]["answer_document"],)


@fault("statement")
def answered_after_the_decision(file: Json, rng: Random) -> Ids:
    if not file.get("statements"):
        return None
    found = by_id(file, file["statements"][0]["answer_document"])
    move(file, found, later(decision(file)["issued_on"], rng.randint(1, 6)))
    return (found["id"],)


@fault("statement", "hearing")
def section_left_out(file: Json, rng: Random) -> Ids:
    said, asked = file.get("statements"), file.get("hearing")
    if asked and rng.random() < EVEN:
        file["hearing"] = None
        return (asked["request_document"],)
    if said:
        file["statements"] = []
        return (said[0]["document"],)
    return None


@fault("hearing")
def hearing_never_held(file: Json, rng: Random) -> Ids:
    hearing = file.get("hearing")
    if not hearing:
        return None
    remove(file, hearing["record_document"], *(one["id"] for one in papers(file, "hearing_report")))
    hearing["record_document"] = None
    file["recordings"]["files"] = [one for one in file["recordings"]["files"] if "听证" not in one["title"]]
    return (hearing["request_document"],)


@fault("hearing")
def hearing_told_late(file: Json, rng: Random) -> Ids:
    hearing = file.get("hearing")
    service = service_of(file, (hearing or {}).get("notice_document"))
    if not hearing or service is None:
        return None
    held = by_id(file, hearing["record_document"])["issued_on"]
    serve_on(file, service, later(held, -rng.randint(1, 6)))
    return (hearing["notice_document"],)


@fault("hearing")
def handler_led_the_hearing(file: Json, rng: Random) -> Ids:
    if not file.get("hearing"):
        return None
    file["hearing"]["chair"] = one_of(rng, ["o1", "o2"])
    return (file["hearing"]["record_document"],)
