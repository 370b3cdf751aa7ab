"""The guard before the app: headers on every answer, and only its own hosts and pages let in."""

import http.client
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import serve
from pages.shared.parts import PAGES, parts_of
from tools.app_server import serve as start

ROOT = Path(__file__).parents[1]

KEY = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with start(tmp_path_factory.mktemp("served")) as running:
        yield int(running.url.rpartition(":")[2])


def ask(port, path, method="GET", **headers):
    """The answer's status, headers and body; ``headers`` with _ for -, and a Host as it is given."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path, skip_host=True)
    for name, value in {"Host": f"127.0.0.1:{port}", **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = b"" if answer.status == 101 else answer.read()
    connection.close()
    return answer.status, answer.headers, body.decode("utf-8", "replace")


def test_every_answer_has_the_headers(port):
    _status, _headers, page = ask(port, "/")
    script = re.search(r'src="\.(/static/js/[^"]+)"', page)[1]
    paths = {"/": 200, "/customers": 200, script: 200, "/_stcore/health": 200, "/media/none.csv": 404}
    for path, status in paths.items():
        found, headers, _body = ask(port, path)
        assert (path, found) == (path, status)
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert f"connect-src 'self' ws://127.0.0.1:{port} wss://127.0.0.1:{port};" in headers["Content-Security-Policy"]


def test_a_page_names_the_scripts_that_it_will_ask_for_and_they_are_there(port):
    ahead = {page: re.findall(r"<([^>]+)>; rel=modulepreload", ask(port, f"/{page}")[1]["Link"]) for page in ("", "pyramids")}
    for page, scripts in ahead.items():
        parts = parts_of(page or "overview")
        assert {name for name in parts if not any(f"/{name}." in each for each in scripts)} == set()
    assert {ask(port, each)[0] for each in {*ahead[""], *ahead["pyramids"]}} == {200}
    assert ask(port, ahead[""][0])[1]["Link"] is None
    assert not any("/DataFrame." in each for each in ahead[""])
    assert serve.links_ahead("inner/app", "overview").startswith("</inner/app/static/js/")


def test_every_part_that_is_named_ahead_is_a_script_of_streamlit_and_its_page_is_there():
    assert set(PAGES) <= serve.PAGES
    assert [part for page in PAGES for part in parts_of(page) if not [*serve.SCRIPTS.glob(f"{part}.*.js")]] == []


def test_an_answer_does_not_wait_for_the_browser_to_acknowledge_its_head():
    with socket.socket() as listening, socket.socket() as other:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        serve.answer_at_once()
        with socket.create_connection(listening.getsockname()):
            accepted = listening.accept()[0]
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            accepted.close()
        assert not other.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/matrix", "gradings?tab=matrix"), ("/rfm?store=2&as_of=2026-09-30", "gradings?tab=rfm&store=2&as_of=2026-09-30"),
        ("/cards?tier=%E9%87%91", "gradings?tab=cards&tier=%E9%87%91"), ("/scorecards", "gradings?tab=scorecards"),
        ("/cohorts", "retention?tab=cohorts"), ("/overview?lang=zh", "./?lang=zh"), ("/nothing", "./"),
    ],
)
def test_an_address_that_is_no_page_leads_to_the_one_it_became_with_all_it_asked_for(port, old, new):
    status, headers, _body = ask(port, old, Accept="text/html,*/*")
    assert (status, headers["Location"]) == (307, new)
    assert headers["X-Frame-Options"] == "DENY"
    assert ask(port, old, Origin="http://localhost:3000")[0] == 403


def test_the_policy_lets_no_script_run_but_our_own():
    rules = dict(rule.split(" ", 1) for rule in serve.content_policy("localhost:8501").split("; "))
    assert rules["default-src"] == "'self'"
    assert not re.search("unsafe-(inline|eval)'|https?:|\\*|data:|blob:", rules["script-src"].replace("'wasm-unsafe-eval'", ""))
    # echo -n "document.documentElement.lang = 'en'" | openssl dgst -sha256 -binary | base64
    assert "'sha256-5iMT551cpl1Y/+iM5TeUXdCdeeVMDQBJsEU1twia1lc='" in rules["script-src"]


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:{port}", 101),
        (None, 101),  # no browser, or none that a foreign page made ask
        ("http://127.0.0.1:1", 403),
        ("http://localhost:{port}", 403),  # the app under its other name is another site to a browser
        ("https://example.com", 403),
        ("null", 403),
    ],
)
def test_the_stream_opens_for_pages_of_the_app_only(port, origin, status):
    headers = {"Origin": origin.format(port=port)} if origin else {}
    assert ask(port, "/_stcore/stream", **KEY, **headers)[0] == status


def test_a_foreign_page_or_host_gets_nothing(port):
    for path in ("/", "/_stcore/health", "/_stcore/upload_file/a/b"):
        for method in ("GET", "PUT", "OPTIONS"):
            assert ask(port, path, method, Origin="http://localhost:3000")[0] == 403
    status, headers, text = ask(port, "/", Host=f"rebound.example.com:{port}")
    assert (status, headers["X-Frame-Options"]) == (403, "DENY")
    assert text.count("localhost") == 2  # in both languages
    assert ask(port, "/_stcore/stream", **KEY, Host="rebound.example.com", Origin="http://rebound.example.com")[0] == 403
    assert ask(port, "/", Host=f"localhost:{port}")[0] == 200


@pytest.mark.parametrize(
    ("settings", "own", "foreign"),
    [
        (
            {"server.address": "127.0.0.1"},
            ["127.0.0.1:8501", "localhost", "LOCALHOST:80", "localhost.", "[::1]:8501"],
            ["", "192.168.1.5:8501", "127.0.0.1.nip.io", "a@localhost", "localhost:x", "localhost:8501;", "[::1", "localhost/a", "::1"],
        ),
        ({"server.address": "192.168.1.5"}, ["192.168.1.5:8501", "127.0.0.1"], ["192.168.1.6:8501", "till.local"]),
        ({"server.address": "0.0.0.0"}, ["192.168.1.5:8501", "[fe80::1]", "till", "till.local:8501"], ["example.com", "till.com"]),
        ({"server.address": None}, ["10.0.0.1"], ["example.com"]),
        ({"server.address": "127.0.0.1", "server.allowedHosts": ["Till.lan", "*.inn.cn"]}, ["till.lan:1", "a.inn.cn"], ["inn.cn", "xinn.cn"]),
        ({"server.address": "127.0.0.1", "server.allowedHosts": ["*"]}, ["example.com"], [""]),
    ],
)
def test_a_host_is_our_own_where_the_settings_say_so(monkeypatch, settings, own, foreign):
    known = {"server.allowedHosts": [], **settings}
    monkeypatch.setattr(serve.config, "get_option", known.__getitem__)
    monkeypatch.setattr(serve.config, "is_manually_set", lambda name: False)
    monkeypatch.setattr(serve.socket, "gethostname", lambda: "Till")
    assert [host for host in own if not serve.is_own_host(host)] == []
    assert [host for host in foreign if serve.is_own_host(host)] == []


def test_an_origin_that_the_settings_name_is_let_in(monkeypatch):
    monkeypatch.setattr(serve.config, "get_option", {"server.corsAllowedOrigins": ["https://inn.cn"]}.__getitem__)
    assert serve.is_own_origin("https://inn.cn", "localhost:8501")
    assert not serve.is_own_origin("https://inn.cn:444", "localhost:8501")


def test_a_tab_that_was_open_before_the_start_gets_the_app_and_not_a_bare_page():
    asked = "import serve; from streamlit.runtime.pages_manager import PagesManager as pages; print(pages('app.py').uses_pages_directory)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
