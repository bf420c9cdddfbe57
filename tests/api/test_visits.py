"""Visits, frequency, approvals and alarms over the API."""

from datetime import date

from enforcement.foundation.permissions import Permission

DAY = date(2026, 9, 20)
USCC = "91990100MA0000000X"


def test_lists_and_frequency_for_a_reader(programs):
    head = programs.of("shen", DAY, Permission.CHECK_READ)
    for path in ("/visits", "/visits?which=exempt&kind=survey", "/visits/approvals?state=asked"):
        assert head.get(path).get_json() == {"items": [], "next_cursor": None}
    known = head.get(f"/visits/standing/{USCC}").get_json()
    assert (known["counted"], known["total"], known["cap"]) == (0, 0, 2)
    assert "54号" in known["cap_basis"]


def test_alarms_are_for_the_supervision_organ(programs):
    assert programs.of("shen", DAY, Permission.CHECK_READ).get("/visits/alarms").status_code == 403
    supervisor = programs.of("su", DAY, Permission.SUPERVISION_READ)
    assert supervisor.get("/visits/alarms").get_json()["items"] == []


def test_c10_no_list_can_be_sorted(programs):
    assert programs.of("shen", DAY, Permission.CHECK_READ).get("/visits?sort=agency").status_code == 422
