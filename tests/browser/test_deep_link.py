"""A link straight to a page opens it inside the app, also on a server that nobody has visited yet."""

import re

import pytest
from playwright.sync_api import expect

from segmentation.language.i18n import translator
from tests.source import ROOT

ENTRIES = re.findall(r'Entry\(N_\("[^"]+"\), N_\("([^"]+)"\), "\w+"(?:, \([^)]*\))?(?:(, needs=)|\))', (ROOT / "app.py").read_text(encoding="utf-8"))
# in an empty house, what needs data stands last, under "more"
# an entry that is not in the menu, the file of a customer, ends otherwise
PAGES = [translator("zh")(title) for title, _needs in sorted(ENTRIES, key=lambda entry: bool(entry[1]))]


@pytest.mark.parametrize(("name", "heading"), [("customers", "客户"), ("upload", "导入账单"), ("workshop", "讲解")])
def test_the_first_visit_of_a_server_may_go_to_any_page(app, page, settled, name, heading):
    page.goto(f"{app().url}/{name}?tier=A")
    expect(settled(page).get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator(".menu a")).to_have_text(PAGES)
