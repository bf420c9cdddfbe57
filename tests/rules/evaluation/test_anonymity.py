"""Examples of faults name nobody whom the case file names."""

import pytest

from enforcement.rules.casefile.reading import case_file_from
from enforcement.rules.evaluation.anonymity import nameless, nameless_place
from enforcement.rules.evaluation.sheets import Reference
from tests.support.casefiles import clean_file

FILE = case_file_from(clean_file(0))
NUMBERED = next(one for one in FILE.documents if one.number)


@pytest.mark.parametrize("number", range(0, 60, 7))
def test_no_name_or_number_of_the_file_is_left(number):
    file = case_file_from(clean_file(number))
    secrets = [
        file.agency.name,
        file.case.number,
        *(one.name for one in file.officers),
        *(certificate.number for one in file.officers for certificate in one.certificates),
        *(text for one in file.parties for text in (one.name, one.code, one.address, one.legal_representative) if text),
        *(one.number for one in file.documents if one.number),
        *(signature.name for one in file.documents for signature in one.signatures),
    ]
    found = nameless(f"{'，'.join(secrets)}，联系电话13800001234", file)
    assert [one for one in [*secrets, "13800001234"] if one in found] == []


def test_the_former_name_of_a_party_goes_like_its_name():
    data = clean_file(0)
    data["parties"][0]["former_names"] = ["云州市旧名食品厂"]
    assert nameless("决定书写作云州市旧名食品厂", case_file_from(data)) == "决定书写作当事人"


def test_names_with_spaces_between_their_characters_go_too():
    name = FILE.officers[0].name
    assert nameless("　".join(name), FILE) == "某人"


def test_numbers_of_papers_go_even_if_the_file_does_not_know_them():
    assert nameless("文号写成了云市监处罚〔2026〕77号，应当更正", FILE).endswith("某编号，应当更正")


def test_what_is_wrong_stays_readable():
    words = "第3页没有写明检查开始和结束的时间"
    assert nameless(words, FILE) == words


def test_a_place_names_the_kind_of_document_the_page_and_the_passage():
    document = FILE.documents[0]
    place = Reference(f"{document.id} {document.title}", f"由{FILE.officers[0].name}签名", 2)
    assert nameless_place(place, FILE) == "《案件来源登记表》第 2 页：“由某人签名”"


def test_a_document_in_free_words_is_made_nameless_too():
    assert nameless_place(Reference(f"对{FILE.parties[0].name}的询问笔录"), FILE) == "《对当事人的询问笔录》"


def test_words_that_only_the_register_of_files_knows_go_with_them():
    assert nameless("本局案0015由陈某办理", FILE, {"案0015": "某编号", "": "？"}) == "本局某编号由陈某办理"
