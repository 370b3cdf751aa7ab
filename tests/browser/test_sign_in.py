"""A phone signs in over the network of the house and opens Today; whoever signs in after it finds nothing of its session."""

import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from segmentation import access as a
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile
from tests.managed import build_managed

PHONE = {"width": 390, "height": 760}
ON = date(2026, 10, 1)
SECRET = "four quiet herons walk"


@pytest.fixture(scope="module")
def house(app, tmp_path_factory):
    path = tmp_path_factory.mktemp("signed_in") / "warehouse.duckdb"
    warehouse = Warehouse(path)
    bills = [Bill(f"c{n}", ON - timedelta(days=ago), 900 - n) for n in range(4) for ago in (10, 20, 30)]
    build_managed(warehouse, bills, [Profile(f"c{n}", f"客户{n}", f"1380000000{n}", manager="苗经理") for n in range(4)])
    warehouse.close()
    access = a.access_of(path)
    a.add_account(access, "boss", "owner", time.time(), password=SECRET)
    a.add_account(access, "苗经理", "manager", time.time(), password=SECRET)
    return app(CUSTOMER_GRADING_DB=str(path), CUSTOMER_GRADING_TODAY=ON.isoformat(), CUSTOMER_GRADING_SIGN_IN="1").url, access


def sign_in(page, name):
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(SECRET)
    page.get_by_role("button", name="登录").click()


def test_a_phone_signs_in_and_opens_today_and_another_account_finds_nothing_of_it(house, new_page, settled, traffic):
    url, access = house
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{url}/today?store=1")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("账号").fill("boss")
    page.get_by_label("密码").fill("not the right one")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_have_text("账号或密码不对。")
    traffic.errors.clear()  # the browser notes the answer 401
    sign_in(page, "boss")
    expect(settled(page).locator("h1", has_text="今日名单")).to_be_visible()
    assert page.url.startswith(f"{url}/today")
    manifest = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())")
    assert (manifest["start_url"], manifest["name"]) == ("/today", "客户分级")
    assert page.evaluate(f"fetch('{manifest['icons'][0]['src']}').then((answer) => answer.status)") == 200

    other = page.context.new_page()  # the same browser: the owner signs out there, a manager signs in
    other.goto(f"{url}/sign-out")
    other.get_by_role("button", name="退出登录").click()
    sign_in(other, "苗经理")
    expect(settled(other).locator("h1", has_text="今日名单")).to_be_visible()  # where his day begins
    assert "今日名单" in other.locator(".menu").text_content()
    assert "设置" not in other.locator(".menu").text_content()
    a.end_sessions(access, "苗经理")
    expect(other.get_by_role("heading", name="登录")).to_be_visible()  # by itself, within the half minute that expect waits
    assert traffic.foreign == []
