"""Evaluators see pseudonyms: the same for the same people, in place of every name and number."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.rules.evaluation.blinding import Person, blinded, pseudonyms

PEOPLE = {
    "承办人": [Person("王明", ("YZ-0001",)), Person("李晓红", ("YZ-0002", "SF33"))],
    "审核人": [Person("赵国强"), Person("王明", ("YZ-0001",))],
}
NAMES = pseudonyms(PEOPLE, ["王明华食品店", "云州市市场监督管理局"])


def test_roles_and_stems_name_the_people():
    assert dict(NAMES.hidden) == {
        "李晓红": "承办人甲",
        "YZ-0002": "承办人甲的证号",
        "SF33": "承办人甲的证号",
        "王明": "承办人乙",
        "YZ-0001": "承办人乙的证号",
        "赵国强": "审核人甲",
    }


def test_the_same_people_get_the_same_pseudonyms_in_any_order():
    for handlers in permutations(PEOPLE["承办人"]):
        assert pseudonyms({**PEOPLE, "承办人": handlers}).hidden == NAMES.hidden


def test_more_than_ten_people_of_a_role():
    many = pseudonyms({"参加讨论人员": [Person(f"某{chr(0x4E00 + no)}") for no in range(11)]})
    assert min(many.hidden.values()) == "参加讨论人员11"
    assert len(set(many.hidden.values())) == 11


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("承办人：王明、李晓红。", "承办人：承办人乙、承办人甲。"),
        ("王　明（执法证号 YZ-0001）", "承办人乙（执法证号 承办人乙的证号）"),
        ("李 晓\n红", "承办人甲"),
        ("ｙｚ－０００２", "承办人甲的证号"),
        ("yz-0002", "承办人甲的证号"),
        ("当事人王明华食品店的经营者", "当事人王明华食品店的经营者"),
        ("王明华 食品店", "王明华 食品店"),
        ("王明到王明华食品店检查", "承办人乙到王明华食品店检查"),
        ("云州市市场监督管理局", "云州市市场监督管理局"),
    ],
)
def test_every_way_of_writing_a_name_is_replaced(text, shown):
    assert blinded(text, NAMES) == shown


def test_names_in_several_parts_with_any_dot():
    names = pseudonyms({"承办人": [Person("阿不都·热依木")]})
    assert blinded("阿不都•热依木、阿不都．热依木、阿不都·热依木", names) == "承办人甲、承办人甲、承办人甲"


def test_the_longer_name_goes_first():
    names = pseudonyms({"承办人": [Person("王明"), Person("王明月")]})
    assert blinded("王明月和王明", names) == f"{names.hidden['王明月']}和{names.hidden['王明']}"


def test_a_party_with_the_very_name_of_a_handler_is_hidden_too():
    names = pseudonyms({"承办人": [Person("王明")]}, ["王明"])
    assert blinded("王明", names) == "承办人甲"


@pytest.mark.parametrize(
    ("organisation", "stays"),
    [
        ("王明食品", True),
        ("王明食", False),
        ("王明（食）", False),
        ("王明、李晓红", False),
        ("王明李晓红食品店", False),
        ("王 明 YZ-0001", False),
        ("云州市食品店", False),
    ],
)
def test_a_hidden_name_stays_only_in_an_organisation_that_says_more_than_names(organisation, stays):
    names = pseudonyms(PEOPLE, [organisation])
    assert (organisation in names.kept) is stays
    assert ("王明" in blinded(organisation, names)) is stays


def test_a_name_that_protects_nothing_does_not_cut_a_hidden_one_in_two():
    names = pseudonyms({"承办人": [Person("王明")]}, ["到场人王"])
    assert blinded("到场人王明", names) == "到场人承办人甲"


def test_structures_are_blinded_in_depth_with_their_keys_and_other_values_left():
    data = {"王明": [{"by": "李晓红", "on": "2026-11-02", "fine": 5000, "paid": None}, ("赵国强", True)]}
    assert blinded(data, NAMES) == {
        "承办人乙": [{"by": "承办人甲", "on": "2026-11-02", "fine": 5000, "paid": None}, ["审核人甲", True]]
    }
    assert data["王明"][0]["by"] == "李晓红"


def test_without_people_nothing_changes():
    assert blinded({"a": "王明"}, pseudonyms({}, ["王明华食品店"])) == {"a": "王明"}


@given(
    st.lists(st.text("王李赵明红强华", min_size=2, max_size=4), min_size=1, max_size=5, unique=True),
    st.lists(st.text("王李赵明红强华在查的店 　", max_size=20), max_size=5),
)
def test_no_name_is_left_and_a_second_pass_changes_nothing(people, texts):
    names = pseudonyms({"承办人": [Person(name) for name in people]})
    once = blinded(texts + people, names)
    joined = "\0".join("".join(text.split()) for text in once)
    assert not [name for name in people if name in joined]
    assert blinded(once, names) == once
