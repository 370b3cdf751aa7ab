"""Which columns of a file of ratings are criteria of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from segmentation.ingest.examination import REJECT_COLUMNS, Choices
from segmentation.ingest.guess import ENOUGH
from segmentation.ingest.kinds.bills.columns import COVERS, QUANTITY, TABLES
from segmentation.ingest.kinds.profiles.columns import CONTACTS
from segmentation.ingest.looks import is_score, share_of
from segmentation.ingest.readers.read import Readable
from segmentation.language.text import fold_header, visible

# numbers up to 100 that rate nobody
_NO_CRITERION = re.compile(
    r"号|编码|总分|总得分|综合得分|综合评分|合计|总计|平均|均分|加权|^序$|序号|排名|名次|年龄|[年月]份|^月$|"
    r"^(no|nr|id|age|month|year)$|rank|total|average|mean|weighted|overall"
)
_COUNTED = {name for column in (QUANTITY, TABLES, COVERS, CONTACTS) for name in column.synonyms}


def propose_criteria(names: Sequence[str], sample: Sequence[Sequence[str]], mapping: Mapping[str, int]) -> dict[str, int]:
    """Return criterion → place for ratings with a column for each criterion: the columns of scores that mean nothing else.

    ``names`` as ``unique_headers`` gives them. A criterion is the header as it is written, half-width and trimmed. Sums,
    means and counts rate nobody and stay out.

    >>> propose_criteria(["客户", "忠诚度", "配合度", "总分"], [["张三", "4", "5分", "9"]], {"name": 0})
    {'忠诚度': 1, '配合度': 2}
    """
    criteria: dict[str, int] = {}
    for place, name in enumerate(names):
        header, cells = fold_header(name), [row[place] if place < len(row) else "" for row in sample]
        if place in mapping.values() or not header or re.fullmatch(r"#\d+", name):
            continue
        if header in _COUNTED or _NO_CRITERION.search(header) or not any(cell.strip() for cell in cells):
            continue
        if share_of(cells, is_score) >= ENOUGH:
            criteria.setdefault(read_criterion(name), place)
    return criteria


def read_criterion(text: str) -> str:
    """Return a criterion as it is kept: as it was written, but half-width, with single blanks and without invisible marks.

    >>> read_criterion(" 带客　影响力（Ａ） ")
    '带客 影响力(A)'
    """
    return " ".join(unicodedata.normalize("NFKC", visible(text)).split())


def find_criteria(
    mapping: dict[str, int], names: Sequence[str], readable: Readable, choices: Choices
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the mapping of ratings and, where the file has a column for each criterion, the criteria with their places.

    A column that names the criterion beside one of scores is the other form; so is whatever of these a person chose.
    """
    pair = ("criterion", "score")
    if all(name in mapping for name in pair) or any(choices.mapping.get(name) for name in pair):
        return mapping, {}
    keys = {name: place for name, place in mapping.items() if name not in pair}
    criteria = propose_criteria(["" if name in REJECT_COLUMNS else name for name in names], readable.sample, keys)
    return (keys, criteria) if criteria else (mapping, {})
