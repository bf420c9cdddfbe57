"""Makes clean case files of the exchange format: plain JSON values, written after docs/casefile.md.

`clean_file(n)` gives the n-th of an endless row of different files: fields, procedures, parties, ways of service,
hearings, instalments, late payment, files without penalty. It knows the calendar, and nothing of the rules.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from config.settings import ROOT
from enforcement.rules.calendars import WorkCalendar, load_calendars
from tests.support.casefile_samples import (
    AGENCIES,
    CASE,
    CATALOGUE,
    FLOW,
    OFFICE_NAMES,
    PROFILES,
    TEXTS,
    THIRD,
    TITLES,
    Profile,
    party_of,
    recordings_of,
    volume_of,
)

Json = dict[str, Any]
FIRST_DAY = date(2026, 1, 5)


@cache
def calendar() -> WorkCalendar:
    """The calendar that comes with the program."""
    return load_calendars([ROOT / "config" / "calendars"])


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical JSON, as the documentation of the format has it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def clean_file(n: int) -> Json:
    """The n-th clean file, from 0 on."""
    return _Maker(n, PROFILES[n % len(PROFILES)]).make()


class _Maker:
    def __init__(self, n: int, profile: Profile) -> None:
        self.n = n
        self.profile = profile
        self.agency = AGENCIES[n // 15 % len(AGENCIES)]
        # Days repeat after a while, so that a long row of files stays within the year of the calendar.
        self.start = calendar().next_working_day(FIRST_DAY + timedelta(days=n * 2 % 90))
        self.party = party_of(n, profile.party, passport=profile.passport)
        self.file: Json = {}
        self.documents: list[Json] = []
        self.steps: list[Json] = []
        self.services: list[Json] = []
        self.evidence: list[Json] = []
        self.numbering: list[Json] = []

    def make(self) -> Json:
        self._frame()
        (self._ordinary if self.profile.ordinary else self._summary)()
        self.file["volume"] = volume_of(self.documents, decision_first=self.profile.decision_first)
        self.steps.sort(key=lambda step: (step["on"], FLOW.index(step["kind"])))
        return self.file

    def on(self, working_days: int) -> date:
        return calendar().add_working_days(self.start, working_days)

    def _frame(self) -> None:
        field, breach = self.agency.domain, self.agency.breach
        officers = [
            {"id": f"o{place}", "name": name, "kind": "officer", "certificates": [
                {"number": f"云执{self.n % 90 + 10}{place:03d}", "valid_from": "2024-01-01", "valid_to": "2027-12-31",
                 "fields": [field]}]}
            for place, name in enumerate(OFFICE_NAMES[:3], start=1)
        ]  # fmt: skip
        heads = [
            {"id": f"h{place}", "name": name, "kind": "officer"} for place, name in enumerate(OFFICE_NAMES[3:6], 1)
        ]
        reviewer = {"id": "r1", "name": OFFICE_NAMES[6], "kind": "officer", "law_qualification_no": "A20185301030001"}
        self.file.update(
            format="casefile",
            version=1,
            agency={"name": self.agency.name, "code": self.agency.code, "domain": field, "region": "云州市临江区"},
            case={"number": f"{self.agency.word}案〔2026〕{self.n + 1}号", "title": f"{self.party['name']}{breach}案",
                  "procedure": "ordinary" if self.profile.ordinary else "summary",
                  "outcome": "penalty" if self.profile.penalty else "no_penalty",
                  "party": "p1", "handlers": ["o1", "o2"],
                  "flags": ["unproved"] if self.profile.unproved else []},
            parties=[self.party, *([THIRD] if self.profile.third else [])],
            officers=[*officers, *heads, reviewer],
            limitation={"ended_on": str(self.start - timedelta(days=20)), "discovered_on": str(self.start)},
            steps=self.steps,
            documents=self.documents,
            services=self.services,
            evidence=self.evidence,
            numbering=self.numbering,
            review_catalogue=CATALOGUE,
        )  # fmt: skip

    def paper(self, kind: str, on: date, step: str = "", *, number: str = "", officers: bool = False,
              signed: tuple[str, ...] = (), sealed: bool = False, extra: Json | None = None) -> str:  # fmt: skip
        """Add a paper, its contents after the samples, and its step."""
        contents = {**TEXTS.get(kind, {}), **(extra or {})}
        contents = {key: text.replace("{party}", self.party["name"]) for key, text in contents.items()}
        names = {one["id"]: one["name"] for one in self.file["officers"]}
        people = {"officer": ["o1", "o2"], "head": ["h1"], "reviewer": ["r1"], "chair": ["h3"], "recorder": ["o3"],
                  "member": ["h1", "h2", "h3"]}  # fmt: skip
        signatures = [
            {"role": role, "name": names.get(one, self.party["name"]), "on": str(on)}
            for role in signed
            for one in people.get(role, ["party"])
        ]
        document = {
            "id": f"d{len(self.documents) + 1:02d}", "kind": kind, "title": TITLES[kind], "issued_on": str(on),
            "pages": len(contents) % 3 + 1, "contents": contents, "content_sha256": digest_of(contents),
            "number": self._number(number, on) if number else "", "party_name": self.party["name"],
            "party_code": self.party["code"], "officers": ["o1", "o2"] if officers else [],
            "signatures": signatures, "sealed": sealed,
        }  # fmt: skip
        self.documents.append(document)
        if step:
            hands = ["o1", "o2"] if officers else []
            self.steps.append({"kind": step, "on": str(on), "document": document["id"], "officers": hands})
        return str(document["id"])

    def _number(self, word: str, on: date) -> str:
        serial = self.n * 3 + 7
        days = (on - timedelta(days=1), on, on + timedelta(days=1))
        entries = [{"serial": serial + place - 1, "issued_on": str(day)} for place, day in enumerate(days)]
        self.numbering.append({"word": self.agency.word + word, "year": on.year, "entries": entries})
        return f"{self.agency.word}{word}〔{on.year}〕{serial}号"

    def record(self, kind: str, step: str, on: date, hour: int) -> str:
        begin = datetime.combine(on, time(hour))
        times = {"started_at": begin.isoformat(timespec="minutes"),
                 "ended_at": (begin + timedelta(minutes=50)).isoformat(timespec="minutes")}  # fmt: skip
        found = self.paper(kind, on, step, officers=True, signed=("officer", "party"), extra=times)
        self._prove(found, "现场笔录" if kind == "scene_record" else "当事人的陈述", on)
        return found

    def _prove(self, paper: str, kind: str, on: date) -> None:
        document = self.documents[int(paper[1:]) - 1]
        self.evidence.append({"no": len(self.evidence) + 1, "kind": kind, "title": document["title"],
                              "collected_on": str(on), "document": paper, "sha256": document["content_sha256"]})  # fmt: skip

    def serve(self, document: str, on: date, mode: str = "direct") -> date:
        """Serve a paper; the day from which it counts as served."""
        service: Json = {"document": document, "mode": mode, "acted_on": str(on), "servers": ["o1", "o2"],
                         "place": self.party["address"]}  # fmt: skip
        served = on
        if mode == "direct":
            service |= {"recipient": self.party["name"], "relation": "本人", "signed": True}
        elif mode == "lien":
            service |= {"refusal": "受送达人拒绝签收", "witness": "社区工作人员郑某", "recorded": True}
        elif mode == "post":
            service |= {"recipient": self.party["name"], "note": "EMS 1234567890123，回执已签收", "servers": []}
        elif mode == "electronic":
            service |= {"electronic_confirmed": True}
        else:
            service |= {"note": "住所已搬空，直接、邮寄均无法送达"}
            served = on + timedelta(days=30)
            while not calendar().is_working_day(served):
                served += timedelta(days=1)
        if mode in {"direct", "lien", "post"}:
            by_hand = mode != "post"
            signed = ("officer",) if by_hand else ()
            service["receipt"] = self.paper("service_receipt", on, officers=by_hand, signed=signed)
        self.services.append(service)
        return served

    def _summary(self) -> None:
        fine = self.profile.fine
        kind = "罚款" if fine else "警告"
        self.record("scene_record", "scene", self.start, 9)
        decision = self.paper("summary_decision", self.start, "decision", number="当罚", officers=True,
                              signed=("officer", "party"), sealed=True,
                              extra=CASE | {"penalty": f"{kind}。依据见下。"})  # fmt: skip
        self._decide(decision, [kind], fine)
        self.services.append({"document": decision, "mode": "direct", "acted_on": str(self.start),
                              "servers": ["o1", "o2"], "place": self.party["address"], "signed": True,
                              "recipient": self.party["name"], "relation": "本人"})  # fmt: skip
        self.steps.append({"kind": "reported", "on": str(self.on(2))})
        only_warned = self.agency.domain == "市场监督管理" and self.profile.kinds == ("警告",)
        self.file["publication"] = (
            {"withheld_reason": "仅受到警告处罚（市场监督管理行政处罚信息公示规定第二条）"}
            if only_warned
            else {"published_on": str(self.on(4)), "address": "https://example.test/p/1"}
        )
        if fine:
            slip = self.paper("payment_slip", self.on(3))
            way = "on_the_spot" if fine <= 10_000 else "bank"
            self.file["payment"] = {
                "entries": [{"on": str(self.on(3)), "fine_fen": fine, "document": slip, "way": way}]
            }
            self._benchmark(fine, 0, 300_000, "general")
        self.file["recordings"] = recordings_of(self.steps)
        self._close(self.on(6))

    def _ordinary(self) -> None:
        profile = self.profile
        self.paper("source_register", self.start, "lead")
        self.record("scene_record", "scene", self.on(2), 9)
        self.paper("filing_approval", self.on(6), "filing", signed=("head",))
        if profile.preservation:
            held = self.paper("preservation_notice", self.on(7), officers=True, signed=("officer",), sealed=True)
            self.file["preservations"] = [{"document": held, "handled_on": str(self.on(12)), "handling": "予以没收"}]
        self.record("inquiry_record", "inquiry", self.on(9), 14)
        for place in range(2):
            self._prove(self.paper("evidence", self.on(10 + place)), "书证", self.on(10 + place))
        self.paper("evidence_list", self.on(11))
        late = self._prolong() + self._return()
        report = self.paper("report", self.on(18 + late), "report", signed=("officer",))
        self._propose()
        if not profile.hearing:
            self._review(report, 19 + late)
        if profile.penalty:
            decided = self._notify(report, late)
            kind, word = "decision", "处罚"
        else:
            decided, kind, word = self.on(26), "no_penalty_decision", "不罚"
        text = {**CASE, "statement_adoption": "当事人的意见已经复核，不予采纳，理由见复核意见。"}
        if profile.fine:
            text |= {
                "payment": "持缴款书到代收银行缴纳，期限十五日。",
                "surcharge": "逾期每日按罚款数额的百分之三加处罚款。",
            }
        decision = self.paper(kind, decided, "decision", number=word, sealed=True, extra=text)
        self._decide(decision, list(profile.kinds), profile.fine, profile.confiscation)
        self._after(decision, decided)

    def _return(self) -> int:
        """A first round of review that sent the case back to be supplemented."""
        if not self.profile.returned:
            return 0
        report = self.paper("report", self.on(18), "report", signed=("officer",))
        self._review(report, 19, passed=False)
        self.record("inquiry_record", "inquiry", self.on(24), 10)
        return 8

    def _prolong(self) -> int:
        if self.profile.slow == "extended":
            paper = self.paper("extension_approval", self.on(55), signed=("head",))
            self.file["extensions"] = [{"term": "case", "length": 30, "unit": "CD", "document": paper}]
            return 35
        if self.profile.slow == "tested":
            paper = self.paper("suspension_approval", self.on(12), signed=("head",))
            self.file["interruptions"] = [{"first": str(self.on(12)), "last": str(self.on(40)), "reason": "检验期间",
                                           "document": paper}]  # fmt: skip
            return 30
        return 0

    def _propose(self) -> None:
        profile = self.profile
        lines = [{"no": one["no"], "kind": one["kind"], "title": one["title"], "proves": "违法事实",
                  "sha256": [one["sha256"]]} for one in self.evidence]  # fmt: skip
        self.file["proposal"] = {
            "party_name": self.party["name"], "party_code": self.party["code"], "facts": CASE["facts"],
            "evidence": lines,
            "bases": [{"part": "违反", "law": "示例条例", "version": "2025-01-01", "article": "第十条"},
                      {"part": "处罚", "law": "示例条例", "version": "2025-01-01", "article": "第四十条"}],
            "benchmark": "云州市裁量基准第12项" if profile.fine else "", "grade": "一般", "grade_reasons": "货值较小，配合调查",
            "mitigation": "", "departure": "", "kinds": list(profile.kinds), "fine_fen": profile.fine,
            "confiscation_fen": profile.confiscation, "confiscation_text": "", "other_penalty": "",
        }  # fmt: skip
        if profile.fine:
            low, high = (5_000_000, 50_000_000) if profile.fine > 5_000_000 else (50_000, 5_000_000)
            self._benchmark(profile.fine, low, high, profile.grade)

    def _benchmark(self, fine: int, low: int, high: int, grade: str) -> None:
        self.file["benchmark"] = {
            "title": "云州市行政处罚裁量基准第12项", "statutory_why": "示例条例第四十条", "reasons": "符合该阶次的适用条件",
            "statutory_min_fen": low or None, "statutory_max_fen": high,
            "tier": {"grade": grade, "name": "一般", "conditions": ["货值较小"], "standard": "按货值金额的倍数或者区间处罚"},
        }  # fmt: skip
        if self.n % 2:
            self.file["benchmark"]["base_fen"] = fine // 5
            self.file["benchmark"]["tier"] |= {"min_times": "3", "max_times": "7.5"}
        else:
            self.file["benchmark"]["tier"] |= {"min_fen": fine - fine // 4, "max_fen": fine + fine // 10}

    def _review(self, report: str, sent: int, *, days: int = 4, passed: bool = True) -> None:
        self.steps.append({"kind": "review_sent", "on": str(self.on(sent)), "document": report})
        paper = self.paper("review_opinion", self.on(sent + days), "review", signed=("reviewer",))
        seen = digest_of(self.file["proposal"]) if passed else None
        self.file.setdefault("reviews", []).append(
            {"document": paper, "submitted_on": str(self.on(sent)), "reviewer": "r1", "legal": self.profile.major,
             "passed": passed, "content_sha256": seen}
        )  # fmt: skip

    def _notify(self, report: str, late: int) -> date:
        """Notice, statement, hearing with the review that follows it, discussion; the day of the decision."""
        profile = self.profile
        notice = self.paper("notice", self.on(25 + late), "notice", number="罚告", sealed=True)
        self.serve(notice, self.on(26 + late), profile.mode if profile.mode != "public_notice" else "direct")
        told: Json = {"document": notice, "kinds": list(profile.kinds), "fine_fen": profile.fine,
                      "confiscation_fen": profile.confiscation, "hearing_right_told": profile.major}  # fmt: skip
        self.file["notice"] = told
        if profile.waived:
            paper = self.paper("other", self.on(27 + late))
            told |= {"waived_on": str(self.on(27 + late)), "waiver_document": paper}
            return self.on(29 + late)
        if profile.statement:
            said = self.paper("statement_record", self.on(28 + late), "statement", signed=("party",))
            answer = self.paper("statement_answer", self.on(30 + late), "statement_answer")
            self.file["statements"] = [{"document": said, "answer_document": answer, "adopted": "不予采纳",
                                        "reasons": "申辩所述与笔录、票据不符"}]  # fmt: skip
        if profile.told_again:
            again = self.paper("notice", self.on(31 + late), "notice", number="罚再告", sealed=True)
            self.serve(again, self.on(32 + late))
            told["document"] = again
            return self.on(40 + late)
        if profile.hearing:
            self._hear(late)
            self._review(report, 43 + late, days=1)
        if profile.major:
            paper = self.paper("discussion_record", self.on(45 + late), "discussion", signed=("member",))
            self.file["discussion"] = {"document": paper, "attendees": ["h1", "h2", "h3"], "agreed": True}
        return self.on((46 if profile.major else 34) + late)

    def _hear(self, late: int) -> None:
        asked, held = self.on(29 + late), self.on(42 + late)
        request = self.paper("hearing_request", asked, "hearing_request")
        notice = self.paper("hearing_notice", self.on(30 + late), "hearing_notice", number="听通", sealed=True)
        self.serve(notice, self.on(31 + late))
        record = self.paper("hearing_record", held, "hearing", signed=("chair", "recorder", "party"))
        self.paper("hearing_report", self.on(43 + late))
        self.file["hearing"] = {"asked_on": str(asked), "request_document": request, "notice_document": notice,
                                "record_document": record, "chair": "h3"}  # fmt: skip

    def _decide(self, document: str, kinds: list[str], fine: int, confiscation: int = 0) -> None:
        self.file["decision"] = {
            "document": document,
            "kinds": kinds,
            "fine_fen": fine,
            "confiscation_fen": confiscation,
        }

    def _after(self, decision: str, decided: date) -> None:
        profile, step = self.profile, calendar().add_working_days
        served = self.serve(decision, step(decided, 3), profile.mode)
        if not profile.penalty:
            lesson = self.paper("education_record", step(decided, 3), officers=True, signed=("officer", "party"))
            self.file["decision"] |= {"ground": "违法行为轻微并及时改正，没有造成危害后果（行政处罚法第三十三条第一款）",
                                      "education_document": lesson}  # fmt: skip
        publication: Json = {"published_on": str(step(decided, 5)), "address": f"https://example.test/p/{self.n}"}
        if profile.overturned:
            publication |= {"overturned_on": str(step(decided, 40)), "withdrawn_on": str(step(decided, 42))}
        self.file["publication"] = (
            publication if profile.published else {"withheld_reason": "涉及未公开的商业秘密，经审核不公示"}
        )
        ended = self._pay(served) if profile.fine else served
        if profile.confiscation:
            ended = max(ended, step(served, 2))
            self.paper("property_record", ended)
        self.file["recordings"] = recordings_of(self.steps)
        self._close(step(ended, 6))

    def _pay(self, served: date) -> date:
        fine, step = self.profile.fine, calendar().add_working_days
        due = served + timedelta(days=15)
        while not calendar().is_working_day(due):
            due += timedelta(days=1)
        payment: Json = {"entries": []}
        if self.profile.payment == "instalments":
            paper = self.paper("instalment_notice", step(served, 4), sealed=True)
            parts = [(due, fine // 2), (step(due, 20), fine - fine // 2)]
            payment |= {"instalments": [{"due_on": str(day), "fine_fen": part} for day, part in parts],
                        "instalment_document": paper}  # fmt: skip
            money = [(step(served, 5), parts[0][1], 0), (step(due, 15), parts[1][1], 0)]
        elif self.profile.enforced:
            money = [(step(served, 4), fine // 3, 0)]
            payment["enforcement"] = "申请人民法院强制执行，因无财产可供执行，人民法院裁定终结执行"
            payment["enforcement_ended_on"] = str(step(due, 60))
        elif self.profile.payment == "late":
            paid = step(due, 5)
            money = [(paid, fine, (fine * 3 * (paid - due).days + 50) // 100)]
        else:
            money = [(step(served, 4), fine, 0)]
        for on, part, surcharge in money:
            slip = self.paper("payment_slip", on)
            payment["entries"].append({"on": str(on), "fine_fen": part, "surcharge_fen": surcharge, "document": slip})
        self.file["payment"] = payment
        return date.fromisoformat(payment.get("enforcement_ended_on") or str(money[-1][0]))

    def _close(self, on: date) -> None:
        self.paper("closing_approval", on, "closing", signed=("head",))
        self.steps.append({"kind": "archive", "on": str(calendar().add_working_days(on, 4))})
