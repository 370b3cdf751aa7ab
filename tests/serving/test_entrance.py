"""The entrance before a dummy app: who has no session gets nothing of it, and who has one gets all until it ends."""

import time
from contextlib import suppress

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from segmentation import access as a
from segmentation.access import passwords
from segmentation.access.settings import settings_of
from segmentation.serving import entrance
from segmentation.serving.entrance import Entrance, House
from segmentation.serving.sign_in import Providers, answers, safe_target

SECRET = "four quiet herons walk"
HTML = {"accept": "text/html"}
SAID = {}  # by the provider


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    kept, passwords._HASHER = passwords._HASHER, passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    database = tmp_path_factory.mktemp("house") / "w.duckdb"
    database.with_name("w.duckdb.access.toml").write_text("sign_in = true\n")
    access = a.access_of(database)
    a.add_account(access, "owner", "owner", time.time(), password=SECRET)
    a.add_account(access, "li", "analyst", time.time(), email="li@inn.cn")
    yield House(lambda: database, lambda: "/inner")
    passwords._HASHER = kept


@pytest.fixture
def ask(house):
    async def talk(websocket):
        await websocket.accept()
        with suppress(WebSocketDisconnect):
            while True:
                await websocket.send_text(await websocket.receive_text())

    providers = Providers(lambda: [("Inn", "auth/login?provider=x")], lambda _r: SAID or None, lambda r: [n for n in r.cookies if n == "p"])
    through = Middleware(
        Entrance, house=house, own=answers(house, providers), passing=frozenset({"/well"}), comes_back=lambda r: "p" in r.cookies,
        may_fetch=lambda path, account: path != "/media/0a.csv" or account == "li",
    )
    routes = [Route("/inner/{rest:path}", lambda _r: PlainTextResponse("the customers")), WebSocketRoute("/inner/stream", talk)]
    SAID.clear()
    return TestClient(Starlette(routes=routes, middleware=[through]), base_url="http://inn.cn", follow_redirects=False)


def sign_in(ask, name="owner", password=SECRET, to="", **headers):
    mark = ask.get("/inner/sign-in").text.partition('name="mark" value="')[2].partition('"')[0]
    form = {"mark": mark, "to": to, "name": name, "password": password}
    return ask.post("/inner/sign-in", data=form, headers={"origin": "http://inn.cn", **headers})


def test_without_a_session_nothing_is_answered_but_where_to_sign_in_and_how_the_app_is(ask):
    page = ask.get("/inner/customers?store=1", headers=HTML)
    assert (page.status_code, page.headers["location"]) == (303, "/inner/sign-in?to=customers%3Fstore%3D1")
    assert [ask.get(f"/inner/{path}").status_code for path in ("media/x.csv", "static/x.js", "well")] == [401, 401, 200]
    assert ask.post("/inner/_stcore/upload", headers=HTML).status_code == 401
    with pytest.raises(WebSocketDisconnect), ask.websocket_connect("ws://inn.cn/inner/stream"):
        pass
    assert "the customers" not in page.text + ask.get("/inner/sign-in/../customers").text


def test_the_right_password_opens_what_was_asked_for_and_signing_out_ends_it(ask, house):
    answer = sign_in(ask, to="customers?store=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inner/customers?store=1")
    cookie = answer.headers["set-cookie"]
    assert ("HttpOnly" in cookie, "SameSite=lax" in cookie, "Secure" in cookie, "Path=/inner/" in cookie) == (True, True, False, True)
    page = ask.get("/inner/customers", headers=HTML)
    assert (page.text, page.headers["cache-control"]) == ("the customers", "private, no-cache")
    with ask.websocket_connect("ws://inn.cn/inner/stream") as stream:
        stream.send_text("hello")
        assert stream.receive_text() == "hello"
    out = ask.get("/inner/sign-out")
    assert "Signed in as owner" in out.text  # a link from elsewhere ends nothing
    assert "Signed in as owner" in ask.get("/inner/sign-out?leave=x").text
    mark = out.text.partition('name="mark" value="')[2].partition('"')[0]
    assert ask.post("/inner/sign-out", data={"mark": mark}).headers["location"] == "/inner/sign-in"
    assert ask.get("/inner/customers").status_code == 401
    assert [line.what for line in a.sign_ins(a.access_of(house.database()), 2)] == ["signed out", "signed in"]


def test_the_apps_own_link_signs_out_in_one_step(ask):
    token = sign_in(ask).headers["set-cookie"].partition("=")[2].partition(";")[0]
    answer = ask.get(f"/inner/sign-out?leave={a.leaving_mark(token)}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inner/sign-in")
    assert ask.get("/inner/customers").status_code == 401


def test_a_file_of_somebody_else_is_not_answered(ask):
    sign_in(ask)
    assert [ask.get(f"/inner/media/{name}").status_code for name in ("0a.csv", "0b.csv")] == [404, 200]


def test_a_wrong_password_an_unknown_name_and_a_foreign_form_let_nobody_in(ask):
    wrong, nobody = sign_in(ask, password="x" * 12), sign_in(ask, name="<b>")
    assert [each.status_code for each in (wrong, nobody)] == [401, 401]
    assert "The name or the password does not fit." in wrong.text
    assert "&lt;b&gt;" in nobody.text
    assert sign_in(ask, origin="http://evil.cn").status_code == 403
    assert ask.post("/inner/sign-in", data={"name": "owner", "password": SECRET, "mark": "y" * 43}).status_code == 403
    assert ask.post("/inner/sign-in", content=b"x" * 9000).status_code == 403
    assert "密码" in ask.get("/inner/sign-in", headers={"accept-language": "zh-CN"}).text
    assert 'lang="en"' in ask.get("/inner/sign-in?lang=en", headers={"accept-language": "zh-CN"}).text


def test_it_leads_nowhere_but_to_pages_of_the_app():
    bad = ("//evil.cn", "https://evil.cn", "\\evil", "/customers", "a/b", "javascript:x", "a?b\r\nc", "customers\n")
    assert [safe_target(each) for each in bad] == [""] * len(bad)
    assert safe_target("customers?list=A&store=1") == "customers?list=A&store=1"


def test_a_websocket_ends_with_its_session(ask, house, monkeypatch):
    monkeypatch.setattr(entrance, "LOOKED_AGAIN", 0.05)
    sign_in(ask)
    with ask.websocket_connect("ws://inn.cn/inner/stream") as stream:
        a.end_sessions(a.access_of(house.database()), "owner")
        with pytest.raises(WebSocketDisconnect) as ended:
            stream.receive_text()
    assert ended.value.code == 1008


def test_a_provider_lets_in_its_own_people_just_now_and_nobody_else(ask):
    assert 'href="/inner/auth/login?provider=x"' in ask.get("/inner/sign-in").text
    ask.cookies.set("p", "signed by it", path="/inner")
    assert ask.get("/inner/today", headers=HTML).headers["location"] == "/inner/sign-in/provider?to=today"
    now = time.time()
    for claims in (
        {}, {"email": "li@inn.cn", "email_verified": True, "iat": now - 900}, {"email": "li@inn.cn", "iat": now},
        {"email": "eve@inn.cn", "email_verified": True, "iat": now},
    ):
        SAID.clear()
        SAID.update(claims)
        answer = ask.get("/inner/sign-in/provider?to=today")
        assert (answer.status_code, 'p=""' in answer.headers["set-cookie"]) == (403, True), claims
        ask.cookies.set("p", "signed by it", path="/inner")
    SAID.update({"email": "Li@inn.cn", "email_verified": True, "iat": now})
    answer = ask.get("/inner/sign-in/provider?to=today")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inner/today")
    assert ask.get("/inner/today").text == "the customers"


def test_where_nobody_need_sign_in_all_pass(tmp_path):
    settings_of.cache_clear()
    routes = [Route("/{rest:path}", lambda _r: PlainTextResponse("the customers"))]
    house = House(lambda: tmp_path / "w.duckdb")
    through = Middleware(Entrance, house=house, own=answers(house, Providers()))
    client = TestClient(Starlette(routes=routes, middleware=[through]), follow_redirects=False)
    assert client.get("/customers", headers=HTML).text == "the customers"
    assert client.get("/sign-in").headers["location"] == "/"
    settings_of.cache_clear()
