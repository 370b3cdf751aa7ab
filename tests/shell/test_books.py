"""close, reopen, closes, certificate and verify-close as a person or a program calls them."""

import json

BILLS = "单号,日期,会员号,客户名称,金额\n1,2026-09-01,A,张三,100\n2,2026-09-30,B,李四,50\n"


def test_a_month_is_closed_certified_verified_and_reopened(shell, tmp_path):
    def ask(command, *arguments, ok=0):
        status, out, err = shell(command, "--store", "s", *arguments, "--lang", "en")
        assert status == ok, err
        return json.loads(out) if "--json" in arguments and ok == 0 else out + err

    (tmp_path / "bills.csv").write_text(BILLS, encoding="utf-8")
    ask("import", tmp_path / "bills.csv", "--customer-key", "code")
    month = ("--month", "2026-09")
    states = {each["check"]: each["state"] for each in ask("close", *month, "--by", "Li", "--check", "--json")}
    assert states == dict.fromkeys(("covered", "reconciled", "rejects", "questions", "grades"), "good")
    assert ask("closes", "--json") == []
    assert shell("backup", tmp_path / "before.duckdb")[0] == 0
    done = ask("close", *month, "--by", "Li", "--json")
    assert (done["month"], done["closed"], done["closed_by"], done["number"]) == ("2026-09", True, "Li", 1)
    ask("certificate", *month, "--out", tmp_path / "c.json")
    ask("certificate", *month, "--out", tmp_path / "c.html")
    assert json.loads((tmp_path / "c.json").read_bytes())["sha256"] == done["sha256"]
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert [text for text in ("Sep 2026 of s was closed by Li", "bills.csv", "¥150.00", done["sha256"]) if text not in page] == []
    assert "as certified" in ask("verify-close", "--file", tmp_path / "c.json")
    assert shell("restore", tmp_path / "before.duckdb", "--lang", "en") == (
        2, "", "1 closed month would be open again, without a reason kept: Sep 2026 of s. Nothing was changed. "
        "To put it back all the same: --open-months.\n",
    )
    assert shell("backup", tmp_path / "after.duckdb")[0] == 0
    assert shell("restore", tmp_path / "after.duckdb")[0] == 0  # the close stands in it
    said = shell("undo", "1", "--lang", "en")
    assert said[0] == 2
    assert "2026-09 of s was closed by Li" in said[2]
    ask("reopen", *month, "--by", "Wang", "--why", "", ok=2)
    assert ask("reopen", *month, "--by", "Wang", "--why", "one bill too many", "--json")["reason"] == "one bill too many"
    assert shell("undo", "1")[0] == 0
    told = ask("verify-close", "--file", tmp_path / "c.json", ok=2)
    assert "The bills of the month: not as certified" in told
    assert "reopened by Wang" in ask("closes")
    assert shell("restore", tmp_path / "before.duckdb")[0] == 0  # nothing is closed now
