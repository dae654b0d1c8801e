"""What people wrote never becomes a formula in a spreadsheet, and is left alone otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.results.files.cells import guarded, starts_formula

FORMULAS = [
    "=1+1",
    '=HYPERLINK("https://example.com","x")',
    "+1",
    "-1",
    "@SUM(A1:A9)",
    "\tx",
    "\rx",
    "\nx",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u200f=1+1",
    "\x00=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "﹦1+1",
]
TEXTS = ["", "x", "1", "1-1", "a=b", "'=1", "« =1 »", "—", "–", "•", "👩🏽‍💻", "  ", "#REF", "minutes\n=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe_before_it(text: str) -> None:
    assert starts_formula(text)
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_stays_as_it_is(text: str) -> None:
    assert not starts_formula(text)
    assert guarded(text) == text


@given(st.text())
def test_what_is_guarded_is_guarded_once_and_for_all(text: str) -> None:
    assert not starts_formula(guarded(text))
    assert guarded(guarded(text)) == guarded(text)
    assert guarded(text).endswith(text)
