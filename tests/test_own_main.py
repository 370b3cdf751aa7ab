"""A test that runs a page leaves no page in the place of __main__: the next one's child processes would run it."""

import sys
from pathlib import Path

from streamlit.testing.v1 import AppTest

PAGE = "import streamlit as st\nst.write('there')\n"


def test_a_page_stands_in_the_place_of_main(tmp_path):
    page = tmp_path / "page.py"
    page.write_text(PAGE, encoding="utf-8")
    assert AppTest.from_file(str(page)).run().markdown[0].value == "there"
    assert Path(sys.modules["__main__"].__file__) == page


def test_and_not_in_the_next_test():
    assert getattr(sys.modules["__main__"], "__file__", None) is None or "page.py" not in sys.modules["__main__"].__file__
