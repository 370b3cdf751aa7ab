"""The app as it is served: the shell works beside it through the door, and an end in the middle of an import leaves no half."""

import json
import signal
import threading
import time

import pytest

from segmentation.ingest.jobs import Job, Task, stop_all
from segmentation.ingest.land import import_file
from segmentation.shell.door import door_path
from segmentation.shell.main import main
from segmentation.warehouse import Warehouse
from tools.app_server import serve

ROWS = 60_000


@pytest.fixture
def shell(capfdbinary):
    def run(database, *arguments):
        status = main(["--db", str(database), *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return run


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    path = tmp_path_factory.mktemp("big") / "big.csv"
    with path.open("w", encoding="utf-8") as text:
        text.write("账单号,日期,客户编号,金额\n")
        text.writelines(f"X{n},2026-10-{n % 28 + 1:02},C{n % 5000},{n % 900}.50\n" for n in range(ROWS))
    return path


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a signal cannot be sent on this system")
def test_the_shell_works_beside_the_app_and_its_end_finishes_or_takes_back_an_import(tmp_path, shell, big):
    with serve(tmp_path) as app:
        assert shell(app.database, "stores", "--json") == (0, "[]\n", "")
        assert door_path(app.database).is_file()
        statuses = []
        begin = lambda: statuses.append(main(["--db", str(app.database), "import", str(big), "--store", "s", "--json"]))  # noqa: E731
        importing = threading.Thread(target=begin)
        importing.start()
        time.sleep(0.7)
        app.process.terminate()
        app.process.wait(30)
        importing.join(10)
        assert app.process.returncode in (0, -signal.SIGTERM), app.printed()
    assert not door_path(app.database).exists()
    assert not app.database.with_name("warehouse.duckdb.wal").exists()  # it was closed, not dropped
    shell(app.database, "stores")
    bills = [each["bills"] for each in json.loads(shell(app.database, "stores", "--json")[1])]
    assert (bills, statuses) in (([ROWS], [0]), ([], [1]), ([], [2]))


def test_an_import_of_a_page_is_taken_back_at_the_end(tmp_path, big):
    warehouse = Warehouse(tmp_path / "w.duckdb")
    begun = threading.Event()

    def work(control):
        begun.set()
        return import_file(warehouse, "s", big, control=control)

    job = Job([Task("big.csv", work)])
    assert begun.wait(10)
    assert stop_all(20)
    assert (job.running, job.outcomes[0].error.code) == (False, "cancelled")
    assert warehouse.cursor().execute("select count(*) from bills").fetchall() == [(0,)]
    warehouse.close()
