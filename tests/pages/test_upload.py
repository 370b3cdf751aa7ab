"""The Upload page through the whole app, without a browser: drop, check, decide, import, take back."""

import datetime
import io
import os
import zipfile
from dataclasses import replace

import pytest

from segmentation.ingest.batches import batch_report, list_batches, list_stores
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.questions import list_questions
from segmentation.measures.books.certificate import close_month
from segmentation.measures.movement.follow_up import follow_up
from segmentation.settings.trades import trade_of
from segmentation.warehouse.work_folder import MARKER
from tests.pages.driver import UploadPage as Page
from tests.pages.driver import as_seen, new_house

MARCH = "账单号,消费日期,客户名称,实收金额,状态\nA1,2026-03-01,远山贸易,100,已结账\nA2,2026-03-02,云海酒业,250.50,已结账\n"
UNNUMBERED = "日期,客户,金额\n2026-03-01,远山贸易,100\n2026-03-02,云海酒业,250\n"


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        yield opened


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_is_checked_imported_and_reported_in_both_languages(warehouse, lang):
    page = Page(lang)
    page.drop(("march.csv", MARCH), store="  Pine Hotel ")
    assert page.heads() == [page._("Everything fits. Import it?")]
    assert "350.50" in page.texts()
    page.press("confirm_import")
    assert page.heads() == [page._("Imported"), page._("Imports so far")]
    assert [(row["store"], row["bills"]) for row in list_stores(warehouse)] == [("Pine Hotel", 2)]
    assert list_batches(warehouse)[0]["encoding"] == "gb18030"


def test_nothing_is_lost_when_the_language_is_switched(warehouse):
    page = Page("en").drop(("march.csv", MARCH), store="Pine Hotel")
    page.set("selectbox", "map_1_manager", "状态")
    page.at.query_params["lang"] = "zh"
    page.run()
    assert page.at.selectbox(key="map_1_manager").value == "状态"
    assert page.at.text_input(key="new_store").value == "Pine Hotel"
    assert page.can_import()


def test_what_others_brought_since_the_check_is_said_and_asked_about(warehouse, tmp_path):
    told = "导入了 others.csv，2 张账单"
    page = Page("zh").drop(("march.csv", UNNUMBERED), store="Pine Hotel")
    (tmp_path / "others.csv").write_text(UNNUMBERED.replace("250", "260"), encoding="utf-8")
    import_file(warehouse, "Pine Hotel", tmp_path / "others.csv")
    page.run()  # somebody else's import shows at once as a question
    assert not page.can_import()
    page.set("radio", "on_overlap_1", "replace")
    assert page.can_import()
    (tmp_path / "others.csv").write_text(UNNUMBERED.replace("100", "90"), encoding="utf-8")
    import_file(warehouse, "Pine Hotel", tmp_path / "others.csv", Choices(on_overlap="add"))
    page.press("confirm_import")  # of two bills that are replaced, where four are there by now
    assert told in page.texts()
    assert [row["file"] for row in list_batches(warehouse)] == ["others.csv"] * 2
    page.press("confirm_import")
    assert [row["file"] for row in list_batches(warehouse)] == ["march.csv", "others.csv", "others.csv"]
    assert told not in page.texts()


def test_numbers_of_another_month_are_asked_about_with_both_sums_and_what_is_replaced_is_told(warehouse, tmp_path):
    """September 100 + 250.50; the same two numbers in October, 90 and 30: both stand unless a person says that they are corrections."""
    (tmp_path / "march.csv").write_text(MARCH, encoding="utf-8")
    import_file(warehouse, "Pine Hotel", tmp_path / "march.csv")
    april = MARCH.replace("-03-", "-04-").replace("250.50", "30").replace(",100,", ",90,")
    page = Page("en").drop(("april.csv", april))
    assert "2 of 2 numbers: the store has ¥350.50 under them" in page.texts()
    assert "the file ¥120.00" in page.texts()
    page.set("radio", "numbers_restart_1", "no")
    assert "¥350.50 → ¥120.00 (2026-03-01 – 2026-03-02 → 2026-04-01 – 2026-04-02)" in page.sums()
    page.set("radio", "numbers_restart_1", "yes")
    assert "¥350.50 →" not in page.sums()
    page.press("confirm_import")
    assert [(row["store"], row["bills"]) for row in list_stores(warehouse)] == [("Pine Hotel", 4)]


def test_two_questions_that_one_choice_answers_stand_side_by_side(warehouse, monkeypatch):
    def both(found):
        asked = list_questions(found)
        return [*asked, *(replace(each, code="another", options=("later", *each.options)) for each in asked if each.field == "future_bills")]

    monkeypatch.setattr("pages.upload.item.list_questions", both)
    monkeypatch.setenv("CUSTOMER_GRADING_TODAY", "2026-02-28")
    page = Page().drop(("march.csv", MARCH), store="Pine Hotel")
    keys = ("future_bills_future_bills_1", "another_future_bills_1")
    page.set("radio", keys[0], "keep")
    assert [page.at.radio(key=key).value for key in keys] == ["keep", "keep"]
    page.set("radio", keys[1], "later")
    assert [page.at.radio(key=key).value for key in keys] == [None, "later"]


def test_the_clock_of_another_zone_is_asked_about(warehouse):
    text = "Order,Date,Customer,Amount\n1,2026-10-31 23:30:00 -0400,Ann,60\n"
    page = Page("en").drop(("shop.csv", text), store="Pine Hotel")
    assert not page.can_import()
    page.set("radio", "zone_1", "America/New_York")
    page.press("confirm_import")
    assert list_batches(warehouse)[0]["last_date"] == "2026-10-31"


def test_the_store_may_be_named_last(warehouse):
    page = Page().drop(("march.csv", MARCH))
    assert not page.can_import()
    page.set("text_input", "new_store", "Pine Hotel")
    assert page.can_import()


def test_a_new_store_begins_with_the_trade_that_was_picked(warehouse):
    page = Page("zh")
    page.drop(("march.csv", MARCH))
    assert not [each for each in page.at.selectbox if each.key == "new_trade"], "nothing to ask before it has a name"
    page.set("text_input", "new_store", "松间茶")
    page.set("selectbox", "new_trade", "cafe")
    page.press("confirm_import")
    store_id = list_stores(warehouse)[0]["store_id"]
    assert trade_of(warehouse, store_id).key == "cafe"
    assert not [each for each in page.at.selectbox if each.key == "new_trade"]


def test_a_wrong_file_is_refused_in_plain_words_and_the_other_goes_on(warehouse):
    page = Page().drop(("invoice.pdf", b"%PDF-1.7\n..."), ("march.csv", MARCH), store="Pine Hotel")
    assert "“invoice.pdf” is a PDF document" in page.texts()
    page.press("confirm_import")
    assert [batch["file"] for batch in list_batches(warehouse)] == ["march.csv"]
    assert page.heads()[:2] == ["Imported", "This file cannot be imported as it is"]
    page.press("discard")
    assert "“invoice.pdf”" not in page.texts()


def test_a_missing_customer_column_is_asked_for(warehouse):
    page = Page().drop(("bills.csv", "营业日期,主顾,实收金额\n2026-03-01,远山,100\n2026-03-02,,50\n"), store="Pine Hotel")
    assert page.heads() == ["1 question is left about bills.csv"]
    assert "The bills name no customer. Are they all walk-ins?" in page.texts()
    assert not page.can_import()
    page.set("selectbox", "map_1_name", "主顾")
    assert page.heads() == ["Everything fits. Import it?"]
    page.press("confirm_import")
    assert [(row["bills"], row["customers"]) for row in list_stores(warehouse)] == [(2, 1)]


def test_bills_of_walk_ins_only_can_be_imported_as_such(warehouse):
    page = Page().drop(("bills.csv", "营业日期,桌号,实收金额\n2026-03-01,A1,100\n"), store="Pine Hotel")
    page.set("radio", "walk_ins_only_1", "yes")
    page.press("confirm_import")
    assert [(row["bills"], row["customers"]) for row in list_stores(warehouse)] == [(1, 0)]


def test_an_open_date_order_is_asked_with_what_it_would_mean(warehouse):
    page = Page().drop(("orders.csv", "date,customer,amount\n03/04/2026,Yuan,100\n05/06/2026,Hai,50\n"), store="Pine Hotel")
    assert not page.can_import()
    assert page.at.radio(key="date_order_1").value is None
    assert [as_seen(option) for option in page.at.radio(key="date_order_1").options] == [
        "Month, day, year: 03/04/2026 is 4 Mar 2026", "Day, month, year: 03/04/2026 is 3 Apr 2026",
    ]
    page.set("radio", "date_order_1", "mdy")
    page.set("radio", "date_order_1", "dmy")  # an answer can be changed
    assert page.can_import()
    page.press("confirm_import")
    assert list_batches(warehouse)[0]["first_date"] == "2026-04-03"


@pytest.mark.parametrize(("answer", "bills"), [("replace", 2), ("add", 4)])
def test_days_that_are_there_are_replaced_or_added_to(warehouse, answer, bills):
    page = Page().drop(("first.csv", UNNUMBERED), store="Pine Hotel")
    page.press("confirm_import")
    page.drop(("again.csv", UNNUMBERED.replace("250", "260")))
    assert not page.can_import()
    assert "The store has bills on 2 of these days already. Replace or add?" in page.texts()
    page.set("radio", "on_overlap_2", answer)
    assert ("Replaced: 2 bills that the store had, ¥350.00" in page.sums()) == (answer == "replace")
    assert (page.heads()[0], page.can_import()) == ("Everything fits. Import it?", True)  # what is answered is not left
    page.press("confirm_import")
    assert [row["bills"] for row in list_stores(warehouse)] == [bills]


@pytest.mark.parametrize(("answer", "accepted"), [("keep", 2), ("reject", 1)])
def test_bills_of_days_to_come_are_asked_about(warehouse, monkeypatch, answer, accepted):
    monkeypatch.setenv("CUSTOMER_GRADING_TODAY", "2026-02-28")
    page = Page().drop(("march.csv", MARCH), store="Pine Hotel")  # of 2 March is more than a day ahead
    assert page.heads()[0] == "1 question is left about the bills of Mar 2026, ¥251 hang on it"
    assert "1 bill, 2 Mar 2026; by the clock" in page.texts()
    asked = page.at.radio(key="future_bills_1")
    assert (asked.value, asked.options[0]) == ("reject", r"Leave them out, list them to be mended \(default\)".replace(",", r"\,"))
    page.set("radio", "future_bills_1", answer)
    page.press("confirm_import")
    assert batch_report(warehouse, 1)["accepted"] == accepted


def test_meanings_are_proposed_and_an_unknown_one_is_asked(warehouse):
    text = MARCH + "A3,2026-03-03,远山贸易,70,特殊处理\nA4,2026-03-04,远山贸易,9,作废\n"
    page = Page().drop(("march.csv", text), store="Pine Hotel")
    boxes = {box.key: box for box in page.at.selectbox if box.key.startswith("meaning_")}
    said = {as_seen(box.label).split(": ")[1]: box.value for box in boxes.values()}
    assert said == {"已结账": "sale", "特殊处理": None, "作废": "void"}
    assert not page.can_import()
    page.set("selectbox", next(key for key, box in boxes.items() if "特殊处理" in box.label), "sale")
    page.press("confirm_import")
    report = batch_report(warehouse, 1)
    assert (report["accepted"], report["skipped"], report["paid"]) == (3, {"void": 1}, ["已结账", "特殊处理"])


def test_unknown_values_stay_where_they_are_and_their_rows_are_counted_once(warehouse):
    states = ["1", "1", "1", "2", "2", "0"]
    text = "单号,日期,客户,金额,状态\n" + "".join(f"B{n},2026-03-0{n + 1},远山{n},100,{state}\n" for n, state in enumerate(states))
    page = Page().drop(("march.csv", text), store="Pine Hotel")

    def listed():
        return [as_seen(box.label).split(": ")[1] for box in page.at.selectbox if box.key.startswith("meaning_")]

    assert "Nobody can tell what 状态:1 (3, ¥300.00), 状态:2 (2, ¥200.00), 状态:0 (1, ¥100.00) means: 6 rows." in as_seen(page.texts())
    for place, meaning in [(1, "void"), (2, "unpaid"), (0, "sale")]:
        assert (listed(), page.can_import()) == (["1", "2", "0"], False)
        page.set("selectbox", f"meaning_1_{place}", meaning)
    assert (listed(), page.heads(), page.can_import()) == (["1", "2", "0"], ["Everything fits. Import it?"], True)


def test_a_row_that_two_columns_call_void_is_one_row(warehouse):
    text = "单号,日期,客户,金额,状态,是否作废\nA1,2026-03-01,远山,100,已结账,否\nA2,2026-03-02,云海,50,作废,是\n"
    page = Page().drop(("march.csv", text), store="Pine Hotel")
    assert [each.label for each in page.at.expander if "no sale" in each.label] == ["What these values say of their rows; no sale: 1 rows"]


def test_the_key_that_the_store_knows_its_customers_by_is_proposed_and_another_can_be_chosen(warehouse):
    phones = "".join(f"A{n},2026-03-0{n},1380000000{n},100\n" for n in range(1, 6))
    page = Page().drop(("march.csv", "单号,日期,手机,金额\n" + phones), store="Pine Hotel")
    page.press("confirm_import")
    both = "".join(f"B{n},2026-04-0{n % 9 + 1},K{n // 2},1380000000{n // 2},100\n" for n in range(2, 12))
    page.drop(("april.csv", "单号,日期,客户编号,手机,金额\n" + both))
    asked = page.at.radio(key="which_key_2")
    assert (asked.value, [as_seen(option) for option in asked.options]) == ("phone", ["Phone (default)", "Customer code"])
    assert "5 customers of this file are known in this store by “Phone”" in page.texts()
    assert page.heads()[0] == "1 question is left about the bills of Apr 2026"
    page.set("radio", "which_key_2", "code")
    assert (page.heads()[0], page.at.radio(key="customer_key_2").value) == ("Everything fits. Import it?", "customer_code")
    page.set("radio", "which_key_2", "phone")
    page.press("confirm_import")
    assert [row["customers"] for row in list_stores(warehouse)] == [5]


def test_rejects_are_shown_and_can_be_downloaded(warehouse):
    page = Page().drop(("march.csv", MARCH + "A3,gestern,远山贸易,70,已结账\n"), store="Pine Hotel")
    assert page.heads() == ["Ready to import; please look at this first"]  # there is nothing to answer
    assert ":gray-badge[To know] **Rows that were not understood: 1. They stay out.**" in as_seen(page.texts())
    assert "The first: row 4, 消费日期, gestern: " in page.texts()
    page.press("confirm_import")
    assert page.at.get("download_button")
    assert "download_rejects" in {each.key for each in page.at.get("download_button")}
    assert "gestern" in page.at.dataframe[0].value.to_csv()


def test_the_same_file_again_changes_nothing_and_says_so(warehouse):
    page = Page().drop(("march.csv", MARCH), store="Pine Hotel")
    page.press("confirm_import")
    page.drop(("copy of march.csv", MARCH))
    assert page.heads()[0] == "Imported before: there is nothing new to import"
    page.press("confirm_import")
    assert page.heads()[0] == "Already there: nothing was changed"
    assert len(list_batches(warehouse)) == 1


def test_several_files_are_imported_in_one_go_in_the_order_of_their_days(warehouse):
    april = MARCH.replace("2026-03", "2026-04").replace("A1", "B1").replace("A2", "B2")
    people = "客户名称,生日\n远山贸易,1980-05-01\n"
    page = Page().drop(("april.csv", april), ("march.csv", MARCH), ("people.csv", people), store="Pine Hotel")
    assert page.heads() == ["Everything fits. Import it?"]
    page.press("confirm_import")
    assert [batch["file"] for batch in list_batches(warehouse)] == ["people.csv", "april.csv", "march.csv"]


def test_one_answer_holds_for_all_files_of_the_same_till(warehouse):
    files = [(f"{month}.csv", f"日子,主顾,钱\n2026-0{month}-01,远山,100.5\n") for month in (3, 4)]
    page = Page().drop(*files, store="Pine Hotel")
    assert not page.can_import()
    page.set("selectbox", "map_1_name", "主顾")
    assert page.can_import()
    assert page.at.selectbox(key="map_2_name").value == "主顾"
    page.press("confirm_import")
    assert [row["bills"] for row in list_stores(warehouse)] == [2]


def test_next_month_needs_no_click_but_the_confirm(warehouse):
    page = Page().drop(("march.csv", "日子,主顾,钱\n2026-03-01,远山,100.5\n"), store="Pine Hotel")
    page.set("selectbox", "map_1_name", "主顾")
    page.press("confirm_import")
    page.drop(("april.csv", "日子,主顾,钱\n2026-04-01,远山,100.5\n"))
    assert page.can_import()
    assert "as last time" in page.at.selectbox(key="map_2_name").label


def test_a_file_without_a_usable_row_is_said_and_not_imported(warehouse):
    page = Page().drop(("march.csv", "日期,客户,金额,状态\n2026-03-01,远山,100,作废\n"), store="Pine Hotel")
    assert page.heads() == ["This file cannot be imported as it is"]
    assert not page.can_import()
    page.press("discard")
    assert page.at.session_state["tray"].items == []


def test_kind_sheet_and_encoding_can_be_overruled(warehouse):
    page = Page().drop(("list.csv", "日期,客户,金额\n2026-03-01,远山,100\n"), store="Pine Hotel")
    page.set("selectbox", "kind_1", "customers")
    assert page.at.selectbox(key="kind_1").value == "customers"
    page.set("selectbox", "kind_1", "bills")
    page.set("selectbox", "encoding_1", "big5")
    assert page.at.selectbox(key="encoding_1").value == "big5"
    page.set("number_input", "header_row_1", 0)
    assert page.at.number_input(key="header_row_1").value == 0


def test_a_file_in_the_inbox_is_imported_and_stays_there(warehouse, tmp_path):
    (tmp_path / "inbox" / "march.csv").write_text(MARCH, encoding="utf-8")
    (tmp_path / "inbox" / os.fsdecode("三月.csv".encode("gbk"))).write_text(MARCH, encoding="utf-8")
    (tmp_path / "inbox" / "README.md").write_text("x")
    page = Page()
    page.set("text_input", "new_store", "Pine Hotel")
    assert [option.split(" ")[0] for option in page.at.multiselect(key="inbox_files").options] == ["march.csv", "三月.csv"]
    page.set("multiselect", "inbox_files", ["三月.csv"])
    page.press("read_inbox")
    page.press("confirm_import")
    assert [row["bills"] for row in list_stores(warehouse)] == [2]
    assert (tmp_path / "inbox" / "march.csv").exists()


def test_our_copies_are_deleted_after_the_import(warehouse):
    page = Page().drop(("march.csv", MARCH), store="Pine Hotel")
    assert [path for path in warehouse.work_dir.rglob("*") if path.is_file() and path.name != MARKER]
    page.press("confirm_import")
    assert not [path for path in warehouse.work_dir.rglob("*") if path.is_file() and path.name != MARKER]


def test_an_import_is_taken_back_after_a_question_and_can_be_uploaded_again(warehouse):
    page = Page().drop(("march.csv", MARCH), store="Pine Hotel")
    page.press("confirm_import")
    page.press("undo_1")
    assert "Its 2 bills (¥350.50) are taken out" in page.texts()
    page.press("keep_batch")
    assert list_batches(warehouse)[0]["undone_at"] is None
    page.press("undo_1")
    page.press("confirm_undo")
    assert isinstance(list_batches(warehouse)[0]["undone_at"], datetime.datetime)
    assert "was taken back" in page.texts()
    assert not {key for key in page.buttons() if key.startswith("undo_")}
    page.drop(("march.csv", MARCH))
    page.press("confirm_import")
    assert [row["bills"] for row in list_stores(warehouse)] == [2]


def test_an_undo_that_another_session_did_before_is_said_in_words(warehouse):
    page = Page().drop(("march.csv", MARCH), store="Pine Hotel")
    page.press("confirm_import")
    page.press("undo_1")
    undo(warehouse, 1)
    page.press("confirm_undo")
    assert not page.at.exception
    assert len([batch for batch in list_batches(warehouse) if batch["undone_at"]]) == 1


def test_the_last_used_store_is_proposed(warehouse):
    page = Page().drop(("march.csv", MARCH), store="Pine Hotel")
    page.press("confirm_import")
    assert Page().at.selectbox(key="upload_store").value == "Pine Hotel"


def test_a_big_file_is_read_anew_only_when_asked(warehouse, monkeypatch):
    monkeypatch.setattr("pages.upload.item.BIG", 10)
    page = Page().drop(("bills.csv", "营业日期,主顾,实收金额\n2026-03-01,远山,100\n"), store="Pine Hotel")
    page.set("selectbox", "map_1_name", "主顾")
    assert not page.can_import()
    page.press("read_1")
    assert page.can_import()
    page.press("confirm_import")
    assert [(row["bills"], row["customers"]) for row in list_stores(warehouse)] == [(1, 1)]


def test_another_store_is_compared_anew(warehouse):
    page = Page().drop(("march.csv", MARCH), store="Pine Hotel")
    page.press("confirm_import")
    page.drop(("march.csv", MARCH))
    assert page.heads()[0] == "Imported before: there is nothing new to import"
    page.set("selectbox", "upload_store", "")
    assert page.heads()[0] == "Nearly done: name the store above"
    page.set("text_input", "new_store", "Lake Inn")
    page.press("confirm_import")
    assert {row["store"]: row["bills"] for row in list_stores(warehouse)} == {"Pine Hotel": 2, "Lake Inn": 2}


def test_templates_are_offered(warehouse):
    keys = {each.key for each in Page().at.get("download_button")}
    assert {"template_bills", "template_customers"} <= keys


RATINGS = "客户名称,评分日期,忠诚度,结算信用\n远山贸易,2026-03-01,4,5\n云海酒业,2026-03-01,3,好\n新客户,2026-03-01,2,2\n散客,2026-03-01,1,1\n"


def test_ratings_are_checked_imported_and_taken_back(warehouse):
    summed, stranger = "5 ratings → Pine Hotel", "1 customer of this file is not known"
    accounted = "4 rows: 2 taken, 1 not understood, 1 left out (rows of walk-ins 1)"
    page = Page("en").drop(("march.csv", MARCH), store="Pine Hotel")
    page.press("confirm_import")
    page.press("close_report")
    page.drop(("ratings.csv", RATINGS))
    for text in (summed, accounted, stranger):
        assert text in page.texts()
    assert [(each.label, each.value) for each in page.at.metric][:3] == [(page._("Ratings"), "5"), (page._("Customers"), "3"), (page._("Criteria"), "2")]
    assert f"{page._('Criterion')} ← 结算信用" in page.at.dataframe[0].value.columns
    page.press("confirm_import")
    assert summed in page.texts()
    assert list_batches(warehouse)[0]["ratings"] == 5
    page.press("undo_2")
    assert page._n("Its {count} rating is taken out.", "Its {count} ratings are taken out.", 5).format(count=5) in page.texts()
    page.press("confirm_undo")
    assert warehouse.cursor().execute("select count(*) from ratings").fetchall() == [(0,)]


def test_a_file_of_profiles_with_wrong_potentials_alone_can_be_imported(warehouse):
    page = Page().drop(("profiles.csv", "客户编号,客户名称,潜力\nK1,远山贸易,高\n"), store="Pine Hotel")
    assert page.can_import()
    page.press("confirm_import")
    assert warehouse.cursor().execute("select name, potential from customers").fetchall() == [("远山贸易", None)]


SPRING = "账单号,消费日期,客户名称,实收金额\nA1,2026-03-01,远山贸易,100\nA2,2026-04-30,云海酒业,250\n"
JUNE = "账单号,消费日期,客户名称,实收金额\nC1,2026-06-30,远山贸易,100\n"


def kept(warehouse):
    found = warehouse.cursor().execute("select month_end from snapshots where scheme = 'abcd' order by month_end").fetchall()
    return [f"{row[0]:%m-%d}" for row in found]


def test_an_import_keeps_the_months_that_it_completes_and_an_undo_gives_them_back(warehouse):
    added, renewed = "Month-end grades kept: 2 months.", "recalculated because bills have changed: 1 month."
    dropped = "no longer kept because the bills are gone: 2 months."
    page = Page("en").drop(("spring.csv", SPRING), store="Pine Hotel")
    page.press("confirm_import")
    assert added in page.texts()
    assert kept(warehouse) == ["03-31", "04-30"]
    page.drop(("june.csv", JUNE + "A2,2026-04-30,云海酒业,300\n"))
    page.press("confirm_import")
    assert added in page.texts()
    assert renewed in page.texts()
    assert kept(warehouse) == ["03-31", "04-30", "05-31", "06-30"]
    page.press("undo_2")
    page.press("confirm_undo")
    assert dropped in page.texts()
    assert renewed in page.texts()
    assert kept(warehouse) == ["03-31", "04-30"]
    page.press("undo_1")
    page.press("confirm_undo")
    assert kept(warehouse) == []


def test_the_months_follow_once_after_the_last_of_several_files(warehouse, monkeypatch):
    asked = []

    def counted(*arguments):
        asked.append(len(list_batches(warehouse)))
        return follow_up(*arguments)

    monkeypatch.setattr("pages.upload.tray.follow_up", counted)
    page = Page().drop(("june.csv", JUNE), ("spring.csv", SPRING), store="Pine Hotel")
    page.press("confirm_import")
    assert asked == [2]
    assert "Month-end grades kept: 4 months." in page.texts()


def test_an_import_whose_months_could_not_be_kept_has_landed_all_the_same(warehouse, monkeypatch):
    def failing(*_arguments):
        raise MemoryError

    page = Page().drop(("spring.csv", SPRING), store="Pine Hotel")
    with monkeypatch.context() as broken:
        broken.setattr("segmentation.measures.movement.follow_up.keep_months", failing)
        page.press("confirm_import")
    assert page.heads()[0] == "Imported"
    assert "The bills are in place, but not all month-end grades could be kept." in page.texts()
    assert (kept(warehouse), [row["bills"] for row in list_stores(warehouse)]) == ([], [2])
    page.drop(("spring.csv", SPRING))
    page.press("confirm_import")
    assert kept(warehouse) == ["03-31", "04-30"]


MONTH = "账单号,日期,客户,金额\n" + "".join(f"B{n},2026-03-0{n % 3 + 1},K{n},{n}00\n" for n in range(1, 13))


@pytest.mark.parametrize(("lang", "answer", "bills"), [("zh", "remove", 11), ("en", "keep", 12)])
def test_bills_that_a_corrected_month_leaves_out_are_asked_about_with_their_money(warehouse, lang, answer, bills):
    page = Page(lang).drop(("march.csv", MONTH), store="Pine Hotel")
    page.press("confirm_import")
    page.drop(("again.csv", MONTH.replace("B7,2026-03-02,K7,700\n", "")))
    asked = page.at.radio(key="missing_bills_2")
    assert (asked.value, page.can_import()) == ("remove", True)  # a file that names eleven of twelve bills is a corrected one
    assert as_seen(asked.options[0]).startswith(page._("Take them out: the file is a corrected version"))
    assert "**¥700.00**" in page.texts()
    assert {"zh": "2026年3月2日", "en": "2 Mar 2026"}[lang] in page.texts()
    assert "--missing-bills" not in page.texts()
    gone = page._("Taken out: {bills}, {amount}").format(bills=page._n("{count} bill", "{count} bills", 1).format(count=1), amount="¥700.00")
    assert gone in page.sums()
    page.set("radio", "missing_bills_2", answer)
    assert (gone in page.sums()) == (answer == "remove")
    page.press("confirm_import")
    assert [row["bills"] for row in list_stores(warehouse)] == [bills]


def test_the_flow_of_a_payment_firm_stays_out_unless_a_person_counts_it(warehouse):
    flow = "商户号,终端号,交易时间,参考号,卡号,交易金额,手续费,结算金额\n8201,T1,2026-10-02 13:05,99100001,622202******1234,1234.50,4.69,1229.81\n"
    page = Page().drop(("flow.csv", flow), store="Pine Hotel")
    assert (page.at.radio(key="payments_1").value, page.can_import()) == ("out", False)
    page.set("radio", "payments_1", "count")
    page.press("confirm_import")
    assert [row["bills"] for row in list_stores(warehouse)] == [1]


def test_every_question_of_a_file_is_drawn_with_its_answers(warehouse):
    page = Page().drop(("orders.csv", MONTH.replace("金额", "金额,币种").replace("00\n", "00,CNY\n").replace("1200,CNY", "1200,USD")), store="s")
    asked = page.at.radio(key="currency_1")
    assert (asked.value, [as_seen(option) for option in asked.options]) == ("CNY", ["CNY (default)", "USD"])
    assert page.at.button(key="confirm_import").label == "Import 11 bills"
    page.set("radio", "currency_1", "USD")
    assert page.at.button(key="confirm_import").label == "Import 1 bill"


def test_the_house_in_the_title_is_proposed_for_a_new_store_and_asked_about_for_another(warehouse):
    titled = "松鹤楼（湖滨店）2026年3月 营业明细,,,\n" + MONTH
    page = Page().drop(("march.csv", titled))
    assert page.at.text_input(key="new_store").value == "松鹤楼（湖滨店）"
    page.set("text_input", "new_store", "")  # what is cleared stays so
    assert not page.can_import()
    page.set("text_input", "new_store", "Pine Hotel")
    page.press("confirm_import")
    page.drop(("april.csv", titled.replace("松鹤楼（湖滨店）", "望江楼大酒店").replace("-03-", "-04-").replace("B", "C")))
    assert not page.can_import()
    assert page.at.radio(key="right_store_2").options == ["Yes\\, it belongs here"]
    page.set("radio", "right_store_2", "yes")
    page.press("confirm_import")
    assert [row["bills"] for row in list_stores(warehouse)] == [24]


def test_bills_after_midnight_are_proposed_for_the_evening_before(warehouse):
    night = "单号,时间,客户,金额\nN1,2026-03-01 22:00,夜归,100\nN2,2026-03-02 00:40,夜归,50\nN3,2026-03-03 01:10,夜归,7\n"
    page = Page("zh").drop(("night.csv", night), store="Pine Hotel")
    asked = page.at.radio(key="day_begins_1")
    assert (asked.value, as_seen(asked.options[0])) == ("4", "算前一晚，营业日从4点开始（默认）")
    assert "**¥57.00**" in page.texts()
    page.press("confirm_import")
    assert (list_batches(warehouse)[0]["first_date"], list_batches(warehouse)[0]["last_date"]) == ("2026-03-01", "2026-03-02")


def test_each_file_of_an_archive_is_checked_by_itself_unless_only_one_is_wanted(warehouse):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("march.csv", MARCH)
        april = MARCH.replace("2026-03", "2026-04").replace("A1", "B1").replace("A2", "B2")
        archive.writestr("april.csv", april.replace(",状态", "").replace(",已结账", ""))  # with other columns; else both were one table
    page = Page().drop(("spring.zip", packed.getvalue()), store="Pine Hotel")
    assert page.heads()[0] == "1 question is left about the bills of Mar 2026 – Apr 2026, ¥351 hang on it"
    assert page.at.button(key="confirm_import").label == "Import 4 bills"
    assert "With what is open, Apr up to day 2 comes to ¥351, much like the month before" in page.texts()
    page.set("radio", "parts_1", "only")
    assert page.at.button(key="confirm_import").label == "Import 2 bills"
    page.set("radio", "parts_1", "too")
    page.press("confirm_import")
    assert [row["bills"] for row in list_stores(warehouse)] == [4]
    assert not [path for path in warehouse.work_dir.rglob("*") if path.is_file() and path.name != MARKER]


def test_a_sample_house_is_never_proposed_for_an_own_file(warehouse, tmp_path):
    (tmp_path / "bills.csv").write_text(MONTH, encoding="utf-8")
    import_file(warehouse, "云栖湖宾馆", tmp_path / "bills.csv")
    page = Page().drop(("march.csv", MONTH))
    assert (page.at.selectbox(key="upload_store").value, page.can_import()) == ("", False)
    page.set("text_input", "new_store", "Pine Hotel")
    page.press("confirm_import")
    assert Page().at.selectbox(key="upload_store").value == "Pine Hotel"


ORDERS = "订单号,下单时间,买家账号,实付金额,订单状态\nD1,2026-05-01,qing,90,已完成\nD2,2026-05-02,zhu,50,已完成\n"
LINES = "订单号,商品名称,数量,单价\nD1,杯,1,40\nD1,盘,1,60\nD2,杯,1,50\n"


@pytest.mark.parametrize("packed", [False, True])
def test_orders_and_their_lines_are_one_import_unless_a_person_says_otherwise(warehouse, packed):
    files = [("lines.csv", LINES), ("orders.csv", ORDERS)]
    if packed:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as together:
            for name, text in files:
                together.writestr(name, text.encode("gb18030"))
        files = [("both.zip", archive.getvalue())]
    page = Page().drop(*files, store="Pine Hotel")
    [orders] = [item for item in page.at.session_state["tray"].items if item.join]
    key = f"join_{orders.number}"
    assert "Do these files belong together?" in page.texts()
    assert "3 of the 3 rows of" in page.texts()
    assert (page.at.radio(key=key).value, page.can_import()) == ("yes", True)
    assert "140.00" in page.sums()
    page.set("radio", key, "no")
    assert as_seen(page.at.button(key="confirm_import").label) == "Import the 1 ready files"  # the lines alone name no customer
    page.set("radio", key, "yes")
    page.press("confirm_import")
    [batch] = list_batches(warehouse)
    assert (batch["bills"], batch["amount"]) == (2, "140.00")
    assert [code["code"] for code in batch["warnings"]] == ["joined"]
    assert page.at.session_state["tray"].items == []


def test_orders_whose_lines_are_left_out_stand_alone_again(warehouse):
    page = Page().drop(("lines.csv", LINES), ("orders.csv", ORDERS), store="Pine Hotel")
    tray = page.at.session_state["tray"]
    tray.remove(tray.items[0])
    page.run()
    assert ("Do these files belong together?" in page.texts(), page.can_import()) == (False, True)
    page.press("confirm_import")
    assert [(batch["file"], batch["bills"]) for batch in list_batches(warehouse)] == [("orders.csv", 2)]


def test_each_reason_is_told_with_its_count_and_its_first_row(warehouse):
    rows = "".join(f"B{n},2026-09-0{n},K{n},{text}\n" for n, text in enumerate(("100", "many", "few", "8"), 1))
    page = Page().drop(("bills.csv", f"账单号,日期,客户编号,消费金额\n{rows}B9,soon,K9,5\n"), store="Pine Hotel")
    told = [line for line in as_seen(page.texts()).splitlines() if "not understood: " in line and "the first: row" in line]
    assert [line.removeprefix("- ").partition(" (")[2] for line in told] == [
        "the first: row 3, 消费金额, many)", "the first: row 6, 日期, soon)",
    ]
    assert [line.removeprefix("- ").split()[0] for line in told] == ["2", "1"]


def test_a_file_that_reaches_into_a_closed_month_is_told_of_before_the_import(warehouse, tmp_path):
    (tmp_path / "march.csv").write_text(MARCH + "A3,2026-03-31,远山贸易,1,已结账\nA4,2026-04-30,远山贸易,1,已结账\n", encoding="utf-8")
    import_file(warehouse, "Pine Hotel", tmp_path / "march.csv")
    follow_up(warehouse, 1)
    close_month(warehouse, 1, datetime.date(2026, 3, 1), "Li", datetime.datetime(2026, 5, 1), {"covered", "questions", "grades"})
    page = Page("zh").drop(("march.csv", MARCH.replace("250.50", "250.40")))
    assert "已月结的月份：2026年3月。" in page.texts()
    assert "“月结”" in page.texts()
    page = Page("zh").drop(("may.csv", MARCH.replace("-03-", "-05-").replace("A", "B")))
    assert "已月结的月份" not in page.texts()


UNDER_WAY = (
    "订单号,订单状态,售后状态,支付时间,实付金额,买家ID\n1,已完成,无售后,2026-11-01 10:00,100,a\n2,已发货,售后中,2026-11-02 10:00,120,b\n"
    "3,已完成,退款成功,2026-11-03 10:00,30,a\n4,已完成,售后取消,2026-11-04 10:00,50,b\n5,已取消,售后中,2026-11-05 10:00,7,c\n"
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refund_under_way_is_told_with_its_money_and_every_value_has_a_meaning_to_choose(warehouse, lang):
    """100 + 120 + 50 count; of 120 the refund is under way, 30 went back, and 7 was cancelled."""
    page = Page(lang).drop(("orders.csv", UNDER_WAY), store="Pine Hotel")
    assert not page.at.exception
    shown = {as_seen(box.label): box.value for box in page.at.selectbox if box.key.startswith("meaning_")}
    colon = "：" if lang == "zh" else ": "
    state = {label.split(colon)[1]: value for label, value in shown.items() if label.startswith("售后状态")}
    assert state == {"无售后": "sale", "售后中": "sale", "退款成功": "void", "售后取消": "sale"}
    assert "270.00" in page.texts()
    assert "120.00" in page.texts()
    assert "售后状态" in page.texts()
    page.press("confirm_import")
    assert [(row["store"], row["bills"]) for row in list_stores(warehouse)] == [("Pine Hotel", 3)]


def test_a_masked_file_leaves_no_question_that_changes_nothing(warehouse):
    """Neither the phone nor the name tells anybody apart, so there is nothing to choose between."""
    text = "账单号,日期,客户姓名,手机,金额\n1,2026-11-01,*伟,138****0001,100\n2,2026-11-02,*敏,139****0002,50\n3,2026-11-03,*伟,138****0001,20\n"
    page = Page("zh").drop(("bills.csv", text), store="Pine Hotel")
    assert "打了码" in page.texts()
    assert "还有" not in page.heads()[0]
    assert not [radio.key for radio in page.at.radio if radio.key.startswith("which_key")]
    page.press("confirm_import")
    assert [(row["store"], row["bills"]) for row in list_stores(warehouse)] == [("Pine Hotel", 3)]
