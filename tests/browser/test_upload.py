"""A real file through the real app: dropped, checked, confirmed, graded, downloaded as the shell writes it, and taken back."""

import re
import subprocess
import sys
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from segmentation.ingest.batches import list_batches, list_stores
from segmentation.warehouse import Warehouse
from tests.source import ROOT

STORE = "听松楼"


def bills_text():
    """Forty customers, each with his own number of visits, two walk-ins, one row that nobody understands."""
    lines = ["账单号,消费日期,客户编号,客户名称,手机,实收金额,状态"]
    first = date(2026, 3, 1)
    for customer in range(40):
        for visit in range(1 + customer % 7):
            day = first + timedelta(days=(customer * 5 + visit * 11) % 150)
            phone = f"138{customer:08}"
            lines.append(
                f"T{customer:02}{visit},{day:%Y/%m/%d},K{customer:03},客户{customer}号商行,{phone},{(customer % 9 + 1) * 130}.50,已结账"
            )
    lines += ["W1,2026/07/20,,,,88.00,已结账", "W2,2026/07/21,,,,66.00,已结账", "X1,某天,K001,客户1号商行,,5.00,已结账"]
    return "\r\n".join(lines) + "\r\n"


def write_big(path):
    """Six million bills, 240 MB of GB18030: reading them takes many times as long as finding the Stop button."""
    block = "".join(f"B{row},2026-{row % 9 + 1:02}-{row % 28 + 1:02},客户{row % 5000},{row % 997}.50\n" for row in range(200_000))
    with path.open("wb") as big:
        big.write("账单号,消费日期,客户名称,消费金额\n".encode("gb18030"))
        for _ in range(30):
            big.write(block.encode("gb18030"))


def choose(page, *files):
    page.locator("[data-testid=stFileUploader] input[type=file]").first.set_input_files([str(file) for file in files])


def button(page, key):
    return page.locator(f".st-key-{key} button").first  # one with a tooltip is there twice


@pytest.fixture
def bills(tmp_path):
    path = tmp_path / "账单.csv"
    path.write_bytes(bills_text().encode("gbk"))
    return path


def test_a_gbk_file_becomes_grades_and_the_csv_that_the_shell_writes(app, page, settled, traffic, bills, tmp_path):
    running = app()
    page.goto(f"{running.url}/upload")
    settled(page).locator(".st-key-new_store input").fill(STORE)
    page.keyboard.press("Enter")
    settled(page)
    choose(page, bills)
    expect(button(page, "confirm_import")).to_be_enabled()
    size = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})  # a phone: first what is to be seen, then the button, then the columns
    parts = ("[class*=st-key-question_]", ".st-key-landing", "[data-testid=stTabs]")
    tops = [settled(page).locator(part).first.bounding_box()["y"] for part in parts]
    assert tops == sorted(tops)
    page.set_viewport_size(size)
    button(page, "confirm_import").click()
    report = page.locator(".st-key-report")
    expect(report.get_by_role("heading").first).to_have_text("导入完成")
    expect(report).to_contain_text(STORE)

    with page.expect_download() as rejects:
        button(page, "download_rejects").click()
    assert rejects.value.suggested_filename.endswith(".csv")
    assert "某天" in rejects.value.path().read_text(encoding="utf-8-sig")

    page.locator(".menu a").get_by_text("客户", exact=True).click()
    expect(settled(page).get_by_role("heading", level=1)).to_have_text("客户")
    with page.expect_download() as download:
        button(page, "download_csv").click()
    assert re.fullmatch(r".+_客户分级名单_.+_365天里的\d+天\.csv", download.value.suggested_filename), download.value.suggested_filename
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").count("\r\n") == 41
    assert traffic.foreign == []
    assert traffic.errors == []

    running.process.terminate()  # the shell needs the warehouse for itself
    running.process.wait(timeout=20)
    out = tmp_path / "shell.csv"
    command = [sys.executable, "-m", "segmentation", "--db", str(running.database), "--lang", "zh"]
    subprocess.run([*command, "tiers", "--store", STORE, "--labels", "--out", str(out)], check=True, cwd=ROOT)
    assert content == out.read_bytes()


def test_a_reading_can_be_stopped_and_an_import_taken_back(app, page, settled, bills):
    running = app()
    page.set_default_timeout(60_000)  # to read apart takes its time where other tests have the processors
    write_big(running.inbox / "很大.csv")
    page.goto(f"{running.url}/upload")
    settled(page).locator(".st-key-new_store input").fill(STORE)
    page.keyboard.press("Enter")
    settled(page).locator(".st-key-inbox_files input").click()
    page.get_by_role("option").first.click()
    button(page, "read_inbox").click()
    button(page, "stop").click()
    expect(button(page, "read_1")).to_be_visible()
    expect(button(page, "confirm_import")).to_be_disabled()
    button(page, "discard").click()
    expect(button(page, "discard")).to_be_hidden()  # the uploader is a new one now; what an old one held would be lost
    (running.inbox / "很大.csv").unlink()

    choose(settled(page), bills)
    button(page, "confirm_import").click()
    button(page, "undo_1").click()
    button(page, "confirm_undo").click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("已撤销")
    settled(page)

    running.process.terminate()
    running.process.wait(timeout=20)
    warehouse = Warehouse(running.database)
    assert [(batch["file"], batch["undone_at"] is not None) for batch in list_batches(warehouse)] == [("账单.csv", True)]
    assert [(row["bills"], row["customers"]) for row in list_stores(warehouse)] == [(0, 0)]
    warehouse.close()


@pytest.fixture(scope="module")
def url(app):
    """A server that no test stops."""
    return app().url


@pytest.mark.parametrize(("scheme", "size"), [("light", (1366, 768)), ("dark", (1920, 1080))])
def test_the_button_that_imports_is_seen_without_scrolling(url, new_page, settled, bills, scheme, size):
    page = new_page(color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
    page.goto(f"{url}/upload")
    choose(settled(page), bills)
    expect(button(page, "confirm_import")).to_be_in_viewport(ratio=1)
