"""The door: commands of whoever may read its file, on the warehouse that the app holds; each prints to its own caller."""

import threading
import time

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from segmentation.serving.door import Door, open_door
from segmentation.serving.streams import routed_streams
from segmentation.shell.door import EXIT, HEAD, OUT, door_path, read_door
from segmentation.warehouse import Warehouse

BILLS = "账单号,日期,客户编号,客户名称,客户经理,台数,金额\nB1,2026-08-03,K1,财政局,王经理,1,600\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("door")
    (folder / "bills.csv").write_text(BILLS, encoding="utf-8")
    warehouse = Warehouse(folder / "w.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="module")
def door(house):
    return Door(lambda: house)


@pytest.fixture(scope="module")
def client(door):
    app = Starlette(routes=[Route("/door", door.answer, methods=["GET", "POST"])])
    with TestClient(app, client=("127.0.0.1", 4000)) as asking:
        yield asking


def call(client, door, *arguments, run="r", **more):
    said = {"run": run, "arguments": arguments, "lang": "en", "folder": ".", **more}
    return client.post("/door", json=said, headers={"authorization": f"Bearer {door.token}"})


# the streams are routed inside a test: pytest sets its own anew after the fixtures
def parts(answer):
    """The exit status, and what was printed to each stream."""
    body, printed, status = answer.content, {1: b"", 2: b""}, None
    while body:
        whose, size = HEAD.unpack(body[: HEAD.size])
        if whose == EXIT:
            status, body = size, body[HEAD.size :]
        else:
            printed[whose] += body[HEAD.size : HEAD.size + size]
            body = body[HEAD.size + size :]
    return status, printed[OUT].decode(), printed[2].decode()


@routed_streams()
def test_a_command_runs_on_the_open_warehouse_and_paths_are_meant_from_the_callers_folder(client, door, house):
    folder = str(house.path.parent)
    status, out, err = parts(call(client, door, "import", "bills.csv", "--store", "悦来", folder=folder))
    assert (status, err) == (0, "")
    assert "1 bill, ¥600.00" in out
    status, out, _err = parts(call(client, door, "tiers", "--store", "悦来", "--out", "out/../tiers.csv", folder=folder))
    assert status == 2  # no folder "out"
    assert parts(call(client, door, "tiers", "--store", "悦来", "--out", "tiers.csv", folder=folder))[0] == 0
    written = (house.path.parent / "tiers.csv").read_bytes()
    printed = parts(call(client, door, "tiers", "--store", "悦来"))
    assert (printed[0], printed[1].encode()) == (0, written)
    assert parts(call(client, door, "tiers", lang="zh"))[::2] == (2, "缺少选项 '--store'。\n")


def test_only_who_knows_the_token_and_asks_from_this_machine_directly_is_let_in(client, door):
    right = {"authorization": f"Bearer {door.token}"}
    asked = {"json": {"run": "r", "arguments": ["stores"], "lang": "en", "folder": "."}}
    assert client.post("/door", headers={"authorization": "Bearer x"}, **asked).status_code == 403
    assert client.post("/door", headers=right | {"x-forwarded-for": "127.0.0.1"}, **asked).status_code == 403
    assert client.post("/door", headers=right | {"origin": "http://127.0.0.1"}, **asked).status_code == 403
    assert client.get("/door", headers=right).status_code == 403
    elsewhere = TestClient(client.app, client=("192.168.1.5", 4000))
    assert elsewhere.post("/door", headers=right, **asked).status_code == 403
    serving = {"run": "r", "arguments": ["--lang", "en", "serve"], "lang": "en", "folder": "."}
    assert client.post("/door", headers=right, json=serving).status_code == 403  # it would take the app's place
    assert client.post("/door", headers=right, content=b"{").status_code == 400
    assert client.post("/door", headers=right, content=b" " * 1_000_001).status_code == 400


@routed_streams()
def test_two_at_once_print_to_their_own_callers_in_their_own_language(client, door):
    answers = {}

    def ask(lang):
        answers[lang] = [parts(call(client, door, "tiers", run=f"{lang}{n}", lang=lang))[2] for n in range(8)]

    threads = [threading.Thread(target=ask, args=(lang,)) for lang in ("zh", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {"zh": ["缺少选项 '--store'。\n"] * 8, "en": ["Missing option '--store'.\n"] * 8}


@routed_streams()
def test_a_command_that_is_told_to_stop_stops_in_the_middle_of_its_statement(client, door, house, monkeypatch):
    begun = threading.Event()

    def endless(self, name, **values):
        begun.set()
        return self.cursor().execute("select count(*) from range(1000000000) a, range(1000000) b").fetchall()

    monkeypatch.setattr(Warehouse, "table", endless)
    answer = []
    asking = threading.Thread(target=lambda: answer.append(parts(call(client, door, "stores", run="long"))))
    asking.start()
    assert begun.wait(20)
    time.sleep(0.2)
    stop = client.post("/door", json={"stop": "long"}, headers={"authorization": f"Bearer {door.token}"})
    asking.join(20)
    assert (stop.text, answer[0][0], answer[0][1]) == ("stopping", 2, "")


def test_its_file_is_its_users_alone_and_gone_at_the_end(door, house, monkeypatch):
    file = door_path(house.path)
    with open_door(door, house.path, 8501, "/door", tls=False):
        assert file.stat().st_mode & 0o777 == 0o600
        assert read_door(house.path)["token"] == door.token
    assert not file.exists()
    with open_door(door, house.path, 8501, "/door", tls=False):
        file.write_text('{"token": "of another app"}')
    assert file.exists()
    file.unlink()
    with open_door(door, house.path, 9, "/door", tls=False):  # nobody answers there: a killed app
        with open_door(Door(lambda: house), house.path, 8501, "/door", tls=False):
            assert read_door(house.path)["port"] == 8501
        assert not file.exists()
    with open_door(door, house.path, 8501, "/door", tls=False):
        monkeypatch.setattr("segmentation.serving.door.is_open", lambda said: said["token"] == door.token)
        with open_door(Door(lambda: house), house.path, 8502, "/door", tls=False):  # a second app on the same warehouse
            assert read_door(house.path)["port"] == 8501
        assert file.exists()
