"""A real case decided and performed by its people: the duty and the public page follow (行政处罚法第四十八条)."""

from __future__ import annotations

from datetime import date

from enforcement.foundation.actor import system_actor
from enforcement.publicity.models import DutyState
from enforcement.publicity.queries import duties_of_matter
from enforcement.publicity.register import RegisterFilter, count_public
from enforcement.rules.facts import State
from tests.domains.publicity.decisions import at, confirm, propose, publisher
from tests.support.bureau import make_bureau


def test_48_a_decision_brings_its_duty_and_its_performance_reaches_the_public_page(app_with_store):
    bureau = make_bureau()
    walk = bureau.walk()
    matter = walk.to(State.DECIDED)
    (duty,) = duties_of_matter(system_actor("测试"), matter)
    assert (duty.state, duty.started_on, duty.rule_id) == (DutyState.DUE, walk.row().decided_on, "D20")
    assert duty.facts["decision_text"][0].startswith("当事人：")
    organisation = _Place(duty.org_id, duty.org_path)
    propose(duty, organisation, at(walk.today()))
    record = confirm(duty, publisher(organisation), at(walk.today()))
    text = "".join(segment.get("text", "") for row in record.paragraphs for segment in row)
    facts = duty.facts
    for hidden in (facts["bank_account"], facts["party_phone"], *facts["officer_names"], *facts["certificate_nos"]):
        assert not hidden or hidden not in text
    assert facts["party_name"] in text
    assert count_public(RegisterFilter(q=facts["party_name"][-6:-4])) == 1
    walk.serve()
    walk.perform()
    assert isinstance(record.performed_on, date)
    assert record.edition == 2


class _Place:
    """An organisation as the helpers of this folder ask for it."""

    def __init__(self, org_id, path):
        self.id, self.path = org_id, path
