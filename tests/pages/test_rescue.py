"""Where the warehouse cannot be opened or written to: what is said, the way back to the last good backup, and nothing lost."""

import errno
import io
import os
import shutil
from datetime import date, datetime

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

import pages.shared.house
import pages.shared.opening
from segmentation.ingest.batches import list_stores
from segmentation.ingest.incoming import keep_upload
from segmentation.language.errors import InputError, WarehouseDamaged
from segmentation.warehouse import Warehouse
from segmentation.warehouse.backups import Content, inspect_backup, last_good_backup, list_backups
from tests.houses import Bill
from tests.pages.conftest import said

BILLS = [Bill("K1", date(2026, 9, 1)), Bill("K2", date(2026, 9, 20))]
GOOD, HALF = "backup_2026-09-21_080000.duckdb", "backup_2026-09-22_080000.duckdb"


@pytest.fixture(autouse=True)
def _each_opens_its_own():
    yield
    for opened in pages.shared.opening._OPENED.values():
        opened.close()
    pages.shared.opening._OPENED.clear()
    pages.shared.opening.forget_warehouses()


def halve(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path):
    path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])


def empty(path):
    path.write_bytes(b"")


def empty_meta(path):
    with duckdb.connect(str(path)) as engine:
        engine.execute("delete from meta")


def swap(path):
    path.unlink()
    with duckdb.connect(str(path)) as engine:
        engine.execute("create table theirs (a integer)")


def age(path):
    with duckdb.connect(str(path)) as engine:
        engine.execute("update meta set value = '9999' where name = 'schema'")


def make_folder(path):
    path.unlink()
    path.mkdir()


@pytest.fixture
def backed_up(house):
    """A house with two backups: a good one, and a newer one that is cut in half."""
    path = house(BILLS, (), ("Pine Hotel", "New House"))
    folder = path.parent / "backups"
    folder.mkdir()
    for name in (GOOD, HALF):
        shutil.copyfile(path, folder / name)
    halve(folder / HALF)
    return path


@pytest.mark.parametrize("harm", [halve, overwrite, empty, empty_meta, swap])
def test_the_last_good_backup_is_offered_and_put_back(backed_up, open_page, harm):
    harm(backed_up)
    broken = backed_up.read_bytes()
    app = open_page("customers")
    assert app.title[0].value in ("The data is damaged", "The data cannot be opened")
    assert app.code[0].value == str(backed_up)
    assert "21 Sep 2026, 08:00" in said(app)
    assert "Pine Hotel, New House; bills: 2, the last of 20 Sep 2026" in said(app)
    app.button(key="rescue").click().run()
    app.button(key="confirm_rescue").click().run()
    assert not app.exception
    assert f"{GOOD} was put back. The damaged file is kept as" in app.success[0].value.replace("\\", "")
    assert app.title[0].value == "Customers"
    kept = next(path for path in backed_up.parent.iterdir() if ".damaged-" in path.name)
    assert kept.read_bytes() == broken
    assert [row["store"] for row in list_stores(pages.shared.house.current_warehouse())] == ["Pine Hotel", "New House"]


def test_an_older_backup_can_be_chosen_and_a_bad_one_is_refused(backed_up, open_page):
    halve(backed_up)
    app = open_page()
    app.button(key="rescue_0").click().run()  # the newer one, cut in half
    assert "is damaged" in app.error[1].value
    assert "confirm_rescue" not in {button.key for button in app.button}
    assert backed_up.exists()


def test_without_a_backup_the_way_on_is_said(house, open_page):
    path = house(BILLS)
    halve(path)
    app = open_page()
    assert "There is no backup in" in said(app)
    path.unlink()
    app.button(key="open_again").click().run()
    assert app.title[0].value == "Overview"


@pytest.mark.parametrize(("harm", "text"), [(age, "newer version of this program"), (make_folder, "cannot be opened as a warehouse")])
def test_what_a_backup_does_not_mend_offers_none(backed_up, open_page, harm, text):
    harm(backed_up)
    app = open_page()
    assert text in app.error[0].value
    assert {button.key for button in app.button} == {"open_again"}


@pytest.mark.parametrize(("lang", "title", "text"), [("zh", "数据文件损坏了", "已损坏"), ("en", "The data is damaged", "is damaged")])
def test_every_page_says_it_in_both_languages(backed_up, open_page, lang, title, text):
    halve(backed_up)
    app = open_page("settings", lang)
    assert app.title[0].value == title
    assert text in app.error[0].value
    app.segmented_control(key="lang_switch").set_value("en" if lang == "zh" else "zh").run()
    assert app.title[0].value == {"zh": "The data is damaged", "en": "数据文件损坏了"}[lang]


def test_damage_met_on_a_page_leads_to_the_rescue_and_a_restore_back(backed_up, open_page, monkeypatch, caplog):
    app = open_page()
    house = pages.shared.house.current_warehouse()

    def hurt(*_args, **_options):
        raise WarehouseDamaged("damaged_warehouse", "The warehouse {path} is damaged.", path=str(backed_up))

    with monkeypatch.context() as patch:
        patch.setattr(Warehouse, "cursor", hurt)
        app.switch_page("pages/settings/page.py").run()
    assert not app.exception
    assert app.title[0].value == "The data is damaged"
    assert "could not be done" in caplog.text
    app.button(key="rescue").click().run()
    app.button(key="confirm_rescue").click().run()
    assert app.title[0].value == "Settings"
    assert pages.shared.house.current_warehouse() is not house  # the file put aside is let go


# --- what cannot be saved --------------------------------------------------------------------------------------------


@pytest.fixture
def full_disk(monkeypatch):
    """Return ``full_disk()``: from then on, until ``make_room()``, no transaction can be written."""
    real = Warehouse.writing

    def refused(_self, _cursor=None):
        raise InputError("disk_full", "The disk is full: {path} could not be written.", path="w.duckdb")

    def fill():
        monkeypatch.setattr(Warehouse, "writing", refused)

    fill.make_room = lambda: monkeypatch.setattr(Warehouse, "writing", real)
    return fill


def test_a_save_on_a_full_disk_says_so_keeps_what_was_typed_and_works_once_there_is_room(house, open_page, full_disk):
    house(BILLS)
    app = open_page("settings")
    app.text_area(key="walk_in_names_1").set_value("散客\n门口客人").run()
    full_disk()
    app.button(key="save_walk_ins").click().run()
    assert not app.exception
    assert "The disk is full" in app.error[0].value
    assert "The disk is full" in app.toast[0].value
    assert app.title[0].value == "Settings"
    assert app.text_area(key="walk_in_names_1").value == "散客\n门口客人"
    full_disk.make_room()
    app.button(key="save_walk_ins").click().run()
    assert not app.error
    assert "Saved." in app.success[0].value


def test_a_callback_on_a_full_disk_says_so_on_the_page(house, open_page, full_disk):
    house(BILLS)
    app = open_page("schemes")
    next(button for button in app.button if button.key == "do_copy").click().run()
    assert "delete_scheme" in {button.key for button in app.button}
    full_disk()
    app.button(key="delete_scheme").click().run()
    assert not app.exception
    assert "The disk is full" in app.error[0].value
    full_disk.make_room()
    app.button(key="delete_scheme").click().run()
    assert not app.error
    assert "undelete_scheme" in {button.key for button in app.button}


def test_a_page_that_cannot_be_drawn_says_why_and_can_be_tried_again(house, open_page, monkeypatch):
    house(BILLS)
    app = open_page()

    def lost(_house):
        raise OSError(errno.EIO, os.strerror(errno.EIO), "w.duckdb")

    with monkeypatch.context() as patch:
        patch.setattr("pages.shared.house.list_stores", lost)
        pages.shared.house._stores.cache_clear()
        app.switch_page("pages/customers/page.py").run()
    assert not app.exception
    assert "does not answer" in app.error[-1].value
    app.button(key="try_page_again").click().run()
    assert app.title[0].value == "Customers"
    assert not app.error


def test_what_nobody_foresaw_is_said_without_its_details():
    def script():
        import serve

        assert serve.say_failure(ValueError("secret"))

    app = AppTest.from_function(script).run()
    assert app.error[0].value.startswith("Something unexpected went wrong here")
    assert "secret" not in app.error[0].value
    assert [button.key for button in app.button] == ["try_page_again"]


def test_half_a_copy_of_an_upload_does_not_stay(tmp_path):
    class Cut(io.BytesIO):
        def read(self, *_size):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space"):
        keep_upload(Cut(b"x"), "bills.csv", tmp_path)
    assert not list(tmp_path.iterdir())


# --- the list of backups ---------------------------------------------------------------------------------------------


def test_backups_are_listed_by_the_moment_in_their_name(backed_up):
    folder = backed_up.parent / "backups"
    shutil.copyfile(backed_up, folder / "before-restore_2026-09-22_080000_2.duckdb")
    shutil.copyfile(backed_up, folder / "from a stick.duckdb")
    os.utime(folder / "from a stick.duckdb", (0, 0))
    (folder / ".hidden.duckdb").write_bytes(b"")
    listed = list_backups(folder)
    assert [each.path.name for each in listed] == ["before-restore_2026-09-22_080000_2.duckdb", HALF, GOOD, "from a stick.duckdb"]
    assert [each.made_at for each in listed[:3]] == [datetime(2026, 9, 22, 8), datetime(2026, 9, 22, 8), datetime(2026, 9, 21, 8)]
    assert [each.is_before_restore for each in listed] == [True, False, False, False]
    assert list_backups(folder / "none") == []


def test_looking_into_a_backup_leaves_it_as_it_was(backed_up):
    path = backed_up.parent / "backups" / GOOD
    before = path.read_bytes()
    assert inspect_backup(path) == Content(("Pine Hotel", "New House"), 2, date(2026, 9, 20))
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == [GOOD, HALF]
    assert last_good_backup(path.parent)[0].path.name == GOOD
