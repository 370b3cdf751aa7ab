"""The guides: both languages say the same, links lead somewhere, every command runs, and the search finds."""

import re
import shlex
import shutil
from pathlib import Path

import duckdb
import pytest

from segmentation.operating.guides import GUIDES, cut, find_in, pattern_of, read_guide, search_guides, shown_pieces, whole_part
from segmentation.shell import serving
from segmentation.shell.main import main
from tests.source import ROOT
from tools.guide_pictures import PICTURES

FOLDER = ROOT / "docs" / "guides"
SAME = {  # what is called differently in the two languages
    "Yunqi Lake Hotel": "云栖湖宾馆", "Riverside Restaurant": "望江楼大酒店", "Mingtang Club": "茗堂会所", "Rainside Kitchen": "听雨小馆",
    "workshop.pptx": "工作坊.pptx", "targets.xlsx": "目标预制表.xlsx", "weekly.duckdb": "每周备份.duckdb", "person.xlsx": "客户资料.xlsx",
}


def commands(guide, lang):
    text = (FOLDER / f"{guide}.{lang}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


def test_every_guide_is_there_in_both_languages():
    assert sorted(path.name for path in FOLDER.glob("*.md")) == sorted(f"{guide}.{lang}.md" for guide in GUIDES for lang in ("en", "zh"))


@pytest.mark.parametrize("guide", GUIDES)
def test_both_languages_have_the_same_parts_tables_and_commands(guide):
    english, chinese = read_guide(guide, "en"), read_guide(guide, "zh")
    assert [part.level for part in english] == [part.level for part in chinese]
    assert [part.text.count("\n|") for part in english] == [part.text.count("\n|") for part in chinese]
    assert [[SAME.get(word, word) for word in command] for command in commands(guide, "en")] == commands(guide, "zh")


def test_every_picture_is_one_that_can_be_made_again():
    """``make screenshots`` makes it, of a page that there is; both languages show the same, and none lies about unused."""
    shown = {}
    for guide in ("owner", "manager", "consultant"):
        in_both = [
            [piece.picture.name.removesuffix(f"-{lang}.png") for part in read_guide(guide, lang) for piece in shown_pieces(part.text) if piece.picture]
            for lang in ("en", "zh")
        ]
        assert in_both[0] == in_both[1]
        assert 3 <= len(in_both[0]) <= 6, guide
        shown[guide] = in_both[0]
    assert {name for names in shown.values() for name in names} == set(PICTURES)
    assert {path.name for path in FOLDER.glob("*.png")} == {f"{name}-{lang}.png" for name in PICTURES for lang in ("en", "zh")}
    assert not [each.page for each in PICTURES.values() if not (ROOT / "pages" / each.page / "page.py").is_file()]
    sizes = [path.stat().st_size for path in FOLDER.glob("*.png")]
    assert max(sizes) <= 150_000
    assert sum(sizes) <= 3_000_000


def test_a_part_is_cut_at_its_pictures():
    pieces = shown_pieces("Before\n\n![What it shows](x-en.png)\n\nafter, ![not alone](y.png)")
    assert [(piece.text, piece.picture and piece.picture.name) for piece in pieces] == [
        ("Before", None), ("What it shows", "x-en.png"), ("after, ![not alone](y.png)", None),
    ]
    assert shown_pieces("") == []


def test_links_lead_to_files():
    for path in FOLDER.glob("*.md"):
        for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
            assert (FOLDER / target).is_file(), f"{path.name}: {target}"


def test_every_command_runs(sample_houses, tmp_path, monkeypatch, capfdbinary):
    """In the order in which they stand, over the sample houses; ``serve`` up to where the process would become the server."""
    monkeypatch.chdir(tmp_path)
    database = shutil.copyfile(sample_houses, tmp_path / "w.duckdb")
    with duckdb.connect(str(database), read_only=True) as engine:
        names = {name for (name,) in engine.execute("select name from stores").fetchall()}
    assert names == {name for name in SAME.values() if "." not in name}
    started = []
    monkeypatch.setattr(serving, "become", lambda command, environment: started.append(command))
    ran = []
    for command in dict.fromkeys(tuple(each) for guide in GUIDES for each in commands(guide, "zh")):
        assert command[0] == "customer-grading"
        status = main(["--db", str(database), *command[1:]])
        said = capfdbinary.readouterr()
        assert status == 0, (command, said.err.decode())
        assert said.out or Path(command[-1]).is_file(), command
        ran.append(command[1])
    assert len(ran) > 20
    assert "--server.port=8600" in started[0]


def test_the_search_finds_whole_words_and_parts_of_chinese():
    parts = cut("x", "# 指南\n有效客户超过60天\n## Churn and A\nno word\n## B\nthe churned, the churn rate of A\n## C\nan 流失率 here")

    def found(words):
        return [hit.part.number for hit in find_in(parts, [pattern_of(word) for word in words.split()])]

    assert found("churn") == [1, 2]  # the heading first; "churned" is another word
    assert found("CHURN rate") == [2]
    assert found("效客") == [0]
    assert found("流失") == [3]
    assert found("a") == [1, 2], "an is another word"
    assert found("60") == [0]
    assert found("6") == []
    assert found("nowhere churn") == []
    hit = find_in(parts, [pattern_of("流失")])[0]
    assert (hit.before, hit.found, hit.after) == ("an ", "流失", "率 here")


def test_a_part_is_whole_with_what_stands_below_it():
    steps = next(part for part in read_guide("method", "en") if part.heading == "Grades A to D")
    assert [part.heading for part in whole_part(steps, "en")] == ["Grades A to D", "Steps", "Twelve customers"]
    assert [part.heading for part in whole_part(read_guide("law", "en")[-1], "en")] == ["If something leaks"]


def test_the_search_over_the_guides_finds_where_it_is_told():
    assert search_guides("  ", "en") == []
    assert {hit.part.guide for hit in search_guides("Kaplan", "zh")} == {"method"}
    assert search_guides("备份", "zh")[0].part.heading == "备份与恢复"
    assert search_guides("restore", "en")[0].part.heading == "Backup and restore"
    assert len(search_guides("a", "en")) == 12
