"""The menu of the desk: few entries side by side, many folded by group, none lost."""

from __future__ import annotations

import re

import pytest

from enforcement.web.context import FOLDED_FROM
from tests.support.desks import signed_in, text_of

CHECKS = ["抽查计划", "一单两库", "抽取", "行政检查", "入企检查"]


@pytest.fixture
def bureau(founded_bureau):
    return founded_bureau


def bar_of(app, username, path="/home"):
    """The menu of a wide screen."""
    client = signed_in(app, username)
    page = client.get(path, follow_redirects=True).get_data(as_text=True)
    return re.search(r'<nav class="bar-nav".*?</nav>', page, re.DOTALL)[0]


def folds_of(bar):
    """Title of a fold -> its entries."""
    return {
        re.sub(r"<[^>]+>", "", title): re.findall(r"<a [^>]*>([^<]+)", entries)
        for title, entries in re.findall(r"<summary[^>]*>(.*?)</summary>(.*?)</details>", bar, re.DOTALL)
    }


@pytest.mark.usefixtures("bureau")
@pytest.mark.parametrize("username", ["su", "shen", "lin"])
def test_a_long_menu_folds_its_groups_and_loses_no_entry(founded_app, username):
    bar = bar_of(founded_app, username)
    assert folds_of(bar)["抽查检查"] == CHECKS
    beside = re.findall(r"<li>\s*<(?:a|details)", re.sub(r"<details.*?</details>", "<details>", bar, flags=re.DOTALL))
    assert len(beside) < FOLDED_FROM <= len(re.findall("<a ", bar))


@pytest.mark.usefixtures("bureau")
def test_the_supervisors_own_entries_are_one_fold(founded_app):
    assert folds_of(bar_of(founded_app, "su"))["执法监督"] == ["监督", "入企监督", "操作日志"]


@pytest.mark.usefixtures("bureau")
def test_a_short_menu_is_not_folded(founded_app):
    bar = bar_of(founded_app, "qin")
    assert folds_of(bar) == {}
    assert re.findall(r"<a [^>]*>([^<]+)", bar)[:2] == CHECKS[:2]


@pytest.mark.usefixtures("bureau")
def test_a_fold_says_that_the_page_stands_in_it(founded_app):
    assert re.search(r'<summary aria-current="true">抽查检查', bar_of(founded_app, "su", "/draws/"))
    assert "<summary aria-current" not in bar_of(founded_app, "su", "/cases")


@pytest.mark.usefixtures("bureau")
def test_a_phone_shows_every_entry_under_the_heading_of_its_group(founded_app):
    page = text_of(signed_in(founded_app, "su"), "/draws/")
    menu = re.search(r'<details class="bar-menu">.*?</nav>', page, re.DOTALL)[0]
    group = re.search(r'<li class="bar-group"><span>抽查检查</span>(.*?)</ul>', menu, re.DOTALL)[1]
    assert re.findall(r"<a [^>]*>([^<]+)", group) == CHECKS
