"""The app without a browser, as a person drives it."""

from contextlib import contextmanager
from typing import NamedTuple

from lxml import html
from streamlit.testing.v1 import AppTest

import pages.shared.opening
from pages.shared.follow_up import begin_catching_up
from pages.shared.language import NOTHING
from segmentation.ingest.land import import_file
from segmentation.language.i18n import counter, translator
from tests.source import ROOT


def as_seen(text):
    """Return a text of Markdown as a person sees it whom ``plain`` shows the stored ones: test_plain.py in the browser has the proof."""
    return text.replace(NOTHING, "").replace("\\", "")


def answers(app):
    """Return the answers of a page as a person sees them, each with the sentences that stand muted below it."""
    found = []
    for each in app.main:
        if each.type == "subheader":
            found.append(as_seen(each.value))
        elif each.type == "markdown" and each.value.startswith(":gray[") and found:
            found[-1] += ("" if found[-1].endswith("。") else " ") + as_seen(each.value[6:-1])
    return found


def block_heads(app):
    """Return the heads of the charts and lists of a page, each with its notes below it."""
    bodies = [each.proto.body for each in app.get("html") if each.proto.body.startswith('<div class="head">')]
    return ["\n".join(part.text_content() for part in html.fromstring(body)) for body in bodies]


class ShownFigure(NamedTuple):
    """A figure as it is written; a change to the worse is ``:red[…]``."""

    label: str
    value: str
    delta: str
    against: str
    help: str


def shown_figures(app):
    """Return the figures of a page."""
    found = []
    for each in app.get("html"):
        if 'class="figures"' in each.proto.body:
            for one in html.fromstring(each.proto.body).xpath("//div[@class='figure']"):
                told = "".join(one.xpath(".//*[@class='told']//text()"))
                label, value = one.find("dt").text or "", one.xpath(".//*[@class='value']")[0].text_content()
                moved, against = one.xpath(".//*[contains(@class, 'moved')]"), one.xpath(".//*[@class='against']")
                change, held = ("".join(part.text_content() for part in parts) for parts in (moved, against))
                is_worse = bool(moved) and "worse" in moved[0].get("class").split()
                found.append(ShownFigure(label, value, f":red[{change}]" if is_worse else change, held, told))
    return found


def short_tables(app):
    """Return the tables of few rows of a page, each as a list of rows: what is written in a cell by the head of its column."""
    found = []
    for each in app.get("html"):
        if 'class="short"' in each.proto.body:
            table = html.fromstring(each.proto.body).find(".//table")
            heads = [head.text_content() for head in table.iter("th")]
            rows = table.find("tbody").iter("tr")
            found.append([dict(zip(heads, (cell.text_content() for cell in row), strict=True)) for row in rows])
    return found


@contextmanager
def new_house(tmp_path, monkeypatch):
    """The app's own warehouse and inbox, new and empty; gives the warehouse."""
    path = str(tmp_path / "warehouse.duckdb")
    (tmp_path / "inbox").mkdir()
    monkeypatch.setenv("CUSTOMER_GRADING_DB", path)
    monkeypatch.setenv("CUSTOMER_GRADING_INBOX", str(tmp_path / "inbox"))
    opened = pages.shared.opening.open_warehouse(path)
    begin_catching_up(opened)  # as the first visit would: nothing is left by a process before
    yield opened
    pages.shared.opening.forget_warehouses()
    opened.close()


@contextmanager
def house_of(bills, tmp_path, monkeypatch):
    """The app's own warehouse with a store, Pine Hotel, of the text of a bills file; gives the warehouse."""
    with new_house(tmp_path, monkeypatch) as opened:
        path = tmp_path / "bills.csv"
        path.write_text(bills, encoding="utf-8")
        import_file(opened, "Pine Hotel", path)
        yield opened


class Page:
    """A page of the app; every step must leave no exception on the screen."""

    def __init__(self, path, lang="en", **query):
        self.at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        self.at.query_params.update({"lang": lang, **query})
        self.at.switch_page(path)
        self.run()
        self._, self._n = translator(lang), counter(lang)

    def run(self):
        self.at.run()
        assert not self.at.exception

    def press(self, key):
        self.at.button(key=key).click()
        self.run()

    def set(self, kind, key, value):
        getattr(self.at, kind)(key=key).set_value(value)
        self.run()

    def heads(self):
        return answers(self.at)

    def texts(self):
        kinds = (self.at.markdown, self.at.caption, self.at.error, self.at.warning, self.at.info, self.at.success)
        return as_seen("\n".join([*block_heads(self.at), *(each.value for kind in kinds for each in kind)]))

    def buttons(self):
        return {each.key for each in self.at.button if each.key}


class UploadPage(Page):
    """The Upload page; every step waits until the work in the background is done."""

    def __init__(self, lang="en"):
        super().__init__("pages/upload/page.py", lang)

    def run(self):
        super().run()
        while (tray := self.at.session_state["tray"]).job is not None:
            tray.job.wait(30)
            super().run()

    def drop(self, *files, store=None):
        if store:
            self.set("text_input", "new_store", store)
        contents = [(name, text if isinstance(text, bytes) else text.encode("gb18030"), "") for name, text in files]
        self.at.file_uploader[0].set_value(contents)
        self.run()
        return self

    def sums(self):
        """What the card says of what comes in and what goes."""
        return "\n".join(each.proto.body for each in self.at.get("html"))

    def can_import(self):
        return not self.at.button(key="confirm_import").disabled
