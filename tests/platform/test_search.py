"""Bigram search is substring search: on both databases, whatever the characters."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from enforcement.foundation.errors import Invalid
from enforcement.platform.database import db
from enforcement.platform.search import (
    LONGEST_TERM,
    MOST_TERMS,
    PASSAGE_REPEATS,
    PASSAGE_TOKENS,
    excerpt,
    fold,
    holds,
    marked,
    passages,
    terms,
)
from enforcement.publicity.models import PublicPassage
from tests.domains.identity.people import make_city
from tests.domains.publicity.decisions import published

SEED = 20261015
QUERIES = 400
WORDS = (
    "当事人经营超过保质期的食品违反了中华人民共和国食品安全法第三十四条云州市监处罚〔2026〕128号",
    "罚款50,000.00元（伍万元整）；没收违法所得１２６.40元。A-0127 MA2HL7K66L Abc aBC",
    "的的的的的是是是是 𠮷野家　㈱②ﬁ ①号",
)


@pytest.fixture
def index(app):
    """Fills the search table with documents (lists of runs); gives a function from term to their numbers."""

    def fill(documents):
        bureau = make_city().bureau
        record_ids = [published(bureau, f"case{number}").id for number in range(len(documents))]
        db.session.execute(delete(PublicPassage))
        rows = [
            {"record_id": record_ids[number], "field": "text", "grams": grams}
            for number, runs in enumerate(documents)
            for grams in passages(runs)
        ]
        db.session.execute(insert(PublicPassage), rows)

        def find(term):
            found = db.session.scalars(select(PublicPassage.record_id).where(holds(PublicPassage.grams, term)))
            return {record_ids.index(record_id) for record_id in found}

        return find

    return fill


def naive(documents, term):
    return {number for number, runs in enumerate(documents) if any(term in fold(run).text for run in runs)}


def test_400_random_queries_find_exactly_the_substrings(index):
    chance = random.Random(SEED)  # noqa: S311 -- reproducible texts, no secret
    alphabet = "".join(WORDS)
    documents = [
        [
            "".join(chance.choice(WORDS)[chance.randrange(30) :] for _ in range(chance.randrange(1, 12)))
            + "".join(chance.choices(alphabet, k=chance.randrange(40)))
            for _ in range(chance.randrange(1, 6))
        ]
        for _ in range(20)
    ]
    find, mismatches = index(documents), []
    for number in range(QUERIES):
        length = chance.choice((1, 2, 2, 2, 3, 4, 8, 20))
        if number % 2:
            source = fold(chance.choice(chance.choice(documents))).text
            start = chance.randrange(max(1, len(source) - length))
            term = source[start : start + length]
        else:
            term = fold("".join(chance.choices(alphabet, k=min(length, 4)))).text
        if term and find(term) != naive(documents, term):
            mismatches.append(term)
    assert mismatches == []


def test_long_and_monotonous_texts_are_cut_without_losing_a_place(index):
    marker = "甲乙丙丁戊己庚辛壬癸" * 6
    long = "".join(chr(0x4E00 + place % 3000) for place in range(PASSAGE_TOKENS - 30)) + marker + "尾"
    same = "的" * (PASSAGE_REPEATS * 2 + 7) + "终点"
    assert len(passages([long])) > 1
    assert len(passages([same])) > 1
    find = index([[long], [same]])
    for at in range(len(marker)):
        term = (marker + "尾")[at : at + LONGEST_TERM]
        assert find(term) == naive([[long], [same]], term)
    assert find("的" * LONGEST_TERM) == {1}
    assert find("的终点") == {1}


def test_nothing_is_found_across_two_runs(index):
    find = index([["法定代表人", "身份证号码"]])
    assert find("代表人身份证") == set()
    assert find("人身") == set()
    assert find("代表人") == {0}


def test_a_single_character_is_found_also_at_the_end(index):
    find = index([["甲乙"], ["丙"]])
    assert (find("乙"), find("丙"), find("丁")) == ({0}, {1}, set())


def test_an_index_follows_changes_and_removals(index):
    find = index([["旧的文字"]])
    passage = db.session.scalars(select(PublicPassage)).one()
    (passage.grams,) = passages(["新的内容"])
    db.session.flush()
    assert (find("文字"), find("内容")) == (set(), {0})
    db.session.delete(passage)
    db.session.flush()
    assert find("内容") == set()


def test_width_case_and_brackets_do_not_matter():
    assert fold("ＡＢｃ １２〔2026〕").text == fold("abC12[2026]").text == fold("ABC 12（2026）").text
    assert terms("云市监 云市监　１２８号") == ("云市监", "128号")


def test_a_query_has_its_limits():
    assert len(terms(" ".join("甲乙丙丁戊己庚辛"[:MOST_TERMS]))) == MOST_TERMS
    assert terms("甲" * LONGEST_TERM) == ("甲" * LONGEST_TERM,)
    with pytest.raises(Invalid):
        terms(" ".join("甲乙丙丁戊己庚辛壬"))
    with pytest.raises(Invalid):
        terms("甲" * (LONGEST_TERM + 1))


@pytest.mark.parametrize("hostile", ['" OR "x', "*", "'", "\\", "NEAR(", "x00*", "a:*", "' | '", "%", "_"])
def test_query_syntax_is_text(index, hostile):
    term = fold(hostile).text
    documents = [[f"前{hostile}后"], ["别的文字"]]
    assert index(documents)(term) == naive(documents, term)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_marking_never_changes_the_text(sentence, words):
    wanted = [fold(word).text for word in words]
    assert "".join(piece for piece, _ in marked(sentence, wanted)) == sentence


def test_hits_are_marked_in_their_own_spelling():
    assert marked("罚款ＡＢ元 ab", ["ab"]) == (("罚款", False), ("ＡＢ", True), ("元 ", False), ("ab", True))
    assert excerpt("一二三四五六七八九十" * 20, ["九十一"], 12).startswith("…")
    assert excerpt("一二三", ["四"]) == ""
