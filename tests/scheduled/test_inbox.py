"""What is put into the inbox is imported, put away or asked about; nothing is lost."""

from datetime import datetime, timedelta

from segmentation.scheduled.inbox import import_inbox
from tests.scheduled.conftest import HEADER


def put(tmp_path, name, text):
    path = tmp_path / "inbox" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return datetime.fromtimestamp(path.stat().st_ctime)


def files(tmp_path):
    return sorted(path.relative_to(tmp_path / "inbox").as_posix() for path in (tmp_path / "inbox").rglob("*") if path.is_file())


def test_a_file_is_imported_once_it_stands_still_and_told_where_it_comes_again(context, tmp_path):
    line = HEADER + "8,2026-11-28,B,何静,13900000002,苗经理,20\n"
    written = put(tmp_path, "28.csv", line)
    assert import_inbox(context(now=written + timedelta(seconds=59))) is None
    later = written + timedelta(seconds=90)
    assert import_inbox(context(now=later)).told == ("28.csv: imported into 本店, 1 row (import 2)",)
    assert files(tmp_path) == [f"done/{later:%Y-%m-%d}_28.csv"]
    again = put(tmp_path, "28.csv", line) + timedelta(seconds=90)
    found = import_inbox(context(now=again))
    assert (found.ok, found.told) == (True, ("28.csv: was imported before (import 2); nothing was changed",))
    assert len(files(tmp_path)) == 2
    assert import_inbox(context(now=again)) is None


def test_what_must_be_asked_waits_with_its_question_and_the_rest_goes_on(context, tmp_path, warehouse):
    put(tmp_path, "a.csv", "日期,会员号,金额\n01/02/2026,A,5\n03/04/2026,B,6\n")
    put(tmp_path, "~$open.xlsx", "lock")
    put(tmp_path, "half.csv.part", "x")
    put(tmp_path, "别处/b.csv", HEADER + "1,2026-11-28,B,何静,13900000002,,20\n")
    written = put(tmp_path, "本店/c.csv", HEADER + "9,2026-11-29,B,何静,13900000002,苗经理,30\n")
    found = import_inbox(context(store="", now=written + timedelta(seconds=90)))
    assert not found.ok
    assert sorted(text.partition(": ")[0] for text in found.told) == ["a.csv", "b.csv", "c.csv"]
    assert [name for name in files(tmp_path) if name.startswith("asked/")] == ["asked/a.csv", "asked/a.csv.txt", "asked/b.csv", "asked/b.csv.txt"]
    assert "named like the store" in (tmp_path / "inbox/asked/a.csv.txt").read_text(encoding="utf-8-sig")
    assert "There is no store “别处”" in (tmp_path / "inbox/asked/b.csv.txt").read_text(encoding="utf-8-sig")
    assert {"~$open.xlsx", "half.csv.part"} <= set(files(tmp_path))
    written = put(tmp_path, "a.csv", "日期,会员号,金额\n01/02/2026,A,5\n03/04/2026,B,6\n")
    import_inbox(context(now=written + timedelta(seconds=90)))
    assert "Upload the file on the page Upload" in (tmp_path / "inbox/asked/a_2.csv.txt").read_text(encoding="utf-8-sig")
