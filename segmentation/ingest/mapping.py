"""Which column of a file means what: by its header first, then by the look of its values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from segmentation.ingest.columns import (
    CONTACTS,
    COVERS,
    DATE,
    DATE_COLUMN,
    KEY_COLUMNS,
    KINDS,
    MONEY,
    MONTH,
    MONTH_COLUMN,
    NUMBER,
    QUANTITY,
    TABLES,
    Column,
)
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header, visible
from segmentation.language.values import read_contacts, read_month, read_number, read_score, spell

# Headers are folded: simplified, lower case, without blanks and punctuation.
# money that is not what the guest paid
_OTHER_MONEY = re.compile(
    r"折(?!后)|优惠(?!后)|余额|税|积分|找零|(?<!消)费(?!用)|押金|[定订]金|预付|预存|储值|充值|抹零|免|退|欠|未[收付结]|成本|利润|毛利|均|单价|"
    r"累计|历史|提成|佣金|差额|红包|tax|discount|balance|tip|points|deposit|fee|refund|cost|profit|margin|average|unpaid|prepaid|commission"
)
# those, and numbers that are no money at all
_NO_MONEY = re.compile(
    _OTHER_MONEY.pattern + r"|次|数|量|号|天|龄|率|比|占|分|级|序|潜|联系|拜访|走访|忠诚|信用|满意|配合|"
    r"count|qty|quantity|number|no$|id$|rate|age$|code|potential|contacts|calls|loyal|satisf"
)
_OTHER_DATE = re.compile(
    r"生日(?!期)|出生|有效|到期|注册|入会|开卡|办卡|建档|首次|最后|最近|打印|导出|更新|修改|退|"
    r"birth|expir|register|signup|joined|first|last|due|print|export|update|modif"
)
_STAFF = (
    r"经理|服务员|收银|业务员|营销|销售|员工|店员|操作|骑手|配送|司机|负责|门店|商家|店铺|"
    r"manager|staff|waiter|cashier|sales|owner|store|shop"
)
# what the guest paid in the end, the surest word first; it wins over sums before discounts
_NET = tuple(
    re.compile(part)
    for part in ("实收", "实付", "实际(收|付|支付|到账)", "净(额|收|营|销)", "折后|优惠后", "net(?!work)|(?<!un)(?<!pre)paid")
)
_NO_NET = re.compile(r"差|率|比|占|笔|数|量")
_WHO = (
    r"(客户|顾客|会员|客人|宾客|贵宾|买家|用户|收货人|提货人|联系人|预[订定]人|订[餐台]人|消费者|付款人|"
    r"customer|client|guest|member|buyer|patron)"
)

# A header that is no known word may say by a part of it what the column is, unless the second pattern is in it too.
_PARTS = {
    "bill_no": (
        r"(单|流水|账)编?(号码|号|编码)$|(账单|订单|单据|小票|水单|交易|结算)(流水)?(编号|编码|号码|号|id)$|"
        r"^(bill|order|receipt|invoice|check|transaction|ticket)(no|nr|number|id|code)$",
        r"快递|物流|运单|退|优惠|券|支付|付款|第三方|发票|配送|商品|菜|赠|会员|客户|采购|入库|子订单",
    ),
    "phone": (r"手机|电话|联系方式|mobile|phone|^tel", _STAFF + r"|型号|品牌|费|是否"),
    "customer_code": (
        r"(会员|客户|顾客|客人|宾客|贵宾|vip|买家|用户|档案)(卡|档案)?(号|卡号|编号|编码|账号|代码|代号|序号|内码|id)$|"
        r"^(customer|client|member|guest|buyer|cust|patron)(no|nr|number|id|code|key)$",
        _STAFF + r"|手机|电话|证",
    ),
    "name": (
        _WHO + r"(full)?(名称?|姓名|昵称|全称|简称|称呼|单位|公司|抬头|name|company)*$",
        _STAFF + r"|是否|新|首次|推荐|介绍",
    ),
    "manager": (r"(客户|营销|销售|宴会)经理(姓名|名称)?$", r"总经理"),
    "covers": (r"人数$", r"儿童|会员|优惠|均|预|联系"),
    "tables": (r"[台桌席]数$", r"空|均"),
    "status": (r"(订单|账单|单据|交易|结账|结算|支付|付款|收款)状态", r"退|发票|配送|物流|核销|评价|打印|审核"),
    "birthday": (r"生日(?!期)|出生", r"是否"),
}
# names of houses and firms, taken only where no other column tells customers apart
_FIRM = (r"(单位|公司|企业|户名|姓名|用户名)(名称|全称|简称)?$", _STAFF + r"|计量|计价|货币|商品|规格|重量")
_NO_PHONE = re.compile(_STAFF + r"|单号|订单|流水|金额|时间|日期")
_NEEDED_OF_TOTALS = {
    "month": N_("No column with the month was found. Say which column it is. The file has: {headers}."),
    "total": N_("No column with the month's total revenue was found. Say which column it is. The file has: {headers}."),
}
_NEEDED_OF_RATINGS = {
    "criterion": N_(
        "No column with the criterion was found, nor columns of scores headed by what they rate. Say which column it is. "
        "The file has: {headers}."
    ),
    "score": N_("No column with the score was found. Say which column it is. The file has: {headers}."),
}
# numbers up to 100 that rate nobody
_NO_CRITERION = re.compile(
    r"号|编码|总分|总得分|综合得分|综合评分|合计|总计|平均|均分|加权|^序$|序号|排名|名次|年龄|[年月]份|^月$|"
    r"^(no|nr|id|age|month|year)$|rank|total|average|mean|weighted|overall"
)
_COUNTED = {name for column in (QUANTITY, TABLES, COVERS, CONTACTS) for name in column.synonyms}
_RATED = re.compile(  # what customers are rated by, or a header that says that it rates
    r"忠诚|信用|影响|配合|潜力|品牌|运营|合作|满意|态度|质量|实力|稳定|结算|回款|付款|口碑|成长|评分$|得分$|打分$|"
    r"loyal|payment|credit|influence|referral|cooperat|potential|brand|operation|satisf|quality|score$|rating$"
)
_MONEY = re.compile(r"金额|[餐酒茶]费|营业额|销售额|消费额|实收|实付|应收|单价|amount|price|revenue|paid")
_COUNTS = re.compile(r"次|数|量|天|龄|月|年|日|count|qty|quantity|number|visits|days|months|years")
_STARS = 5  # the largest score of the usual scale
_ENOUGH = 0.5  # a mapped column must make sense in at least this share of its sampled cells
_CLEAR = 0.8  # a column without a telling header in at least this share


def unique_headers(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the headers so that each names one column: a repeated one gets #2, #3, a blank one its place.

    >>> unique_headers(["日期", "金额", "金额", ""])
    ('日期', '金额', '金额#2', '#4')
    """
    seen: dict[str, int] = {}
    names = []
    for place, header in enumerate(headers, start=1):
        name = visible(header) or f"#{place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(names)


def signature(headers: Sequence[str]) -> str:
    """Return what two files with the same columns share, whatever the blanks, case and width of the headers."""
    return "|".join(fold_header(header) for header in headers)


def _share(cells: Sequence[str], makes_sense) -> float:
    filled = [cell for cell in cells if cell.strip()]
    return sum(bool(makes_sense(cell)) for cell in filled) / len(filled) if filled else 0.0


def _is_day(cell: str) -> bool:
    spelling = spell(cell)
    return spelling.day is not None or any(spelling.read(order) for order in ("mdy", "dmy", "ymd"))


def _written_as_day(cell: str) -> bool:
    return not re.fullmatch(r"\d{5}(\.\d+)?", cell.strip()) and _is_day(cell)


def _is_number(cell: str) -> bool:
    return read_number(cell) is not None or read_number(cell, decimal_comma=True) is not None


def _is_score(cell: str) -> bool:
    return read_score(cell.replace(",", ".")) is not None


def _is_phone(cell: str) -> bool:
    return bool(re.fullmatch(r"(\+?86)?1\d{10}(\.0)?", re.sub(r"[\s-]", "", cell)))


def _is_some_phone(cell: str) -> bool:
    """Also a masked one, a landline, or two in one cell."""
    text = unicodedata.normalize("NFKC", cell).strip(" '")
    return bool(re.fullmatch(r"[\d+()*xX•·\-\s/、,;.]+", text)) and len(re.findall(r"[\d*xX•·]", text)) >= 7


def _fits(column: Column, cells: Sequence[str]) -> bool:
    if not any(cell.strip() for cell in cells):
        return True
    if column.name == "phone":
        return _share(cells, _is_some_phone) >= _ENOUGH
    if column.name == "name":
        return _share(cells, lambda cell: not _is_number(cell) and not _is_day(cell)) >= _ENOUGH
    if column.name == "score":
        return _share(cells, _is_score) >= _ENOUGH
    if column.name == "contacts":
        return _share(cells, lambda cell: read_contacts(cell) is not None) >= _ENOUGH
    if column.type == DATE:
        return _share(cells, _is_day) >= _ENOUGH or column.name == "birthday"
    if column.type == MONTH:
        return _share(cells, read_month) >= _ENOUGH
    if column.type in (MONEY, NUMBER):
        return _share(cells, _is_number) >= _ENOUGH
    return True


def propose_mapping(kind: str, headers: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return canonical column → place (from 0) for a file of ``kind``.

    A header counts when it equals a synonym after folding; a filled column wins over an empty one, then the synonym
    that stands earlier, then the column on the left. Dates and amounts must also look like it, and of several amounts
    the one that the guest paid is taken. What is missing is then looked for among headers that
    contain a telling part, at last among the values alone.
    """
    columns = KINDS[kind]
    cells = [[row[place] if place < len(row) else "" for row in sample] for place in range(len(headers))]
    folded = [fold_header(header) for header in headers]
    empty = [not any(cell.strip() for cell in column) for column in cells]
    exact = sorted(
        (empty[place], column.synonyms.index(name), place, rank, column.name)
        for rank, column in enumerate(columns)
        for place, name in enumerate(folded)
        if name in column.synonyms and (column.name in ("phone", "name") or _fits(column, cells[place]))
    )
    mapping: dict[str, int] = {}
    for _, _, place, _, name in exact:
        if name not in mapping and place not in mapping.values():
            mapping[name] = place
    for column in columns:
        if column.name in _PARTS and column.name not in mapping:
            _by_part(mapping, column, _PARTS[column.name], folded, cells)
    if kind == "bills":
        _complete_bills(mapping, columns, folded, cells)
    elif kind == "totals":
        _complete_totals(mapping, folded, cells)
    elif "phone" not in mapping:
        _by_values(mapping, "phone", cells, _is_phone, folded, _NO_PHONE)
    return mapping


def _complete_totals(mapping: dict[str, int], folded: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    if "month" not in mapping:
        _by_values(mapping, "month", cells, read_month, folded, _OTHER_DATE)
    if "total" not in mapping:
        _by_values(mapping, "total", cells, lambda cell: _is_number(cell) and not read_month(cell), folded, _NO_MONEY)


def _complete_bills(
    mapping: dict[str, int], columns: Sequence[Column], folded: Sequence[str], cells: Sequence[Sequence[str]]
) -> None:
    if "product" in mapping and "category" not in mapping and folded[mapping.get("module", 0)] in ("分类", "类别"):
        mapping["category"] = mapping.pop("module")
    if "amount" not in mapping and "unit_price" in mapping and "quantity" not in mapping:
        mapping["amount"] = mapping.pop("unit_price")
    by_name = {column.name: column for column in columns}
    _prefer_net(mapping, by_name["amount"], folded, cells)
    priced = {"quantity", "unit_price"} <= mapping.keys()
    for name, others in (("date", _OTHER_DATE), ("amount", _NO_MONEY)):
        if name not in mapping and not (name == "amount" and priced):
            _by_synonym_within(mapping, by_name[name], folded, cells, others)
    if "date" not in mapping:
        _by_values(mapping, "date", cells, _written_as_day, folded, _OTHER_DATE)
    if "phone" not in mapping:
        _by_values(mapping, "phone", cells, _is_phone, folded, _NO_PHONE)
    if "amount" not in mapping and not priced:
        _by_values(
            mapping,
            "amount",
            cells,
            lambda cell: _is_number(cell) and not _is_day(cell) and not _is_phone(cell),
            folded,
            _NO_MONEY,
        )
    for name in ("date", "amount"):  # a header that says so plainly, whatever stands below it: the rejects will tell
        said = [place for place, header in enumerate(folded) if header in by_name[name].synonyms]
        places = [place for place in said if place not in mapping.values()]
        if name not in mapping and places and not (name == "amount" and priced):
            mapping[name] = places[0]
    if not mapping.keys() & {*KEY_COLUMNS, "product", "quantity"}:  # beside a product 单位 is what it is counted in
        _by_part(mapping, by_name["name"], _FIRM, folded, cells)


def _prefer_net(mapping: dict[str, int], column: Column, folded: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """Take the amount that the guest paid rather than one before discounts, and one of the line rather than of the whole bill."""
    free = [place for place in range(len(folded)) if place not in mapping.values() or place == mapping.get("amount")]
    found = [
        (rank, len(folded[place]), place)
        for place in free
        if not _OTHER_MONEY.search(folded[place]) and not _NO_NET.search(folded[place]) and _is_money(column, cells[place])
        for rank, part in enumerate(_NET)
        if part.search(folded[place])
    ]
    if found and ("amount" not in mapping or not any(part.search(folded[mapping["amount"]]) for part in _NET)):
        mapping["amount"] = min(found)[2]
    if "amount" in mapping and "product" in mapping and "bill_no" in mapping:
        numbers = cells[mapping["bill_no"]]
        if _stands_on_each_line(numbers, cells[mapping["amount"]]):
            own = [
                (column.synonyms.index(folded[place]), place)
                for place in free
                if folded[place] in column.synonyms
                and _fits(column, cells[place])
                and not _stands_on_each_line(numbers, cells[place])
            ]
            if own:
                mapping["amount"] = min(own)[1]
            elif {"quantity", "unit_price"} <= mapping.keys():
                del mapping["amount"]


def _is_money(column: Column, cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells) and _fits(column, cells) and _share(cells, _written_as_day) < _ENOUGH


def _stands_on_each_line(numbers: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a value belongs to the whole bill and is only repeated on each of its lines."""
    bills: dict[str, list[str]] = {}
    for number, cell in zip(numbers, cells, strict=True):
        if number.strip():
            bills.setdefault(number, []).append(cell.strip())
    several = [values for values in bills.values() if len(values) > 1]
    return len(several) >= 2 and all(len(set(values)) == 1 for values in several)


def _by_part(mapping, column: Column, patterns: tuple[str, str], folded, cells) -> None:
    yes, no = map(re.compile, patterns)
    for place, name in enumerate(folded):
        if place not in mapping.values() and yes.search(name) and not no.search(name) and _fits(column, cells[place]):
            mapping[column.name] = place
            return


def _by_synonym_within(mapping, column: Column, folded, cells, others: re.Pattern[str]) -> None:
    found = [
        (-len(synonym), place)
        for place, name in enumerate(folded)
        if place not in mapping.values() and not others.search(name) and _fits(column, cells[place])
        for synonym in column.synonyms
        if len(synonym.encode()) >= 5 and synonym in name
    ]
    if found:
        mapping[column.name] = min(found)[1]


def _by_values(mapping, name: str, cells, makes_sense, folded: Sequence[str], others: re.Pattern[str]) -> None:
    fitting = [
        place
        for place, column in enumerate(cells)
        if place not in mapping.values() and _share(column, makes_sense) >= _CLEAR and not others.search(folded[place])
    ]
    if len(fitting) > 1 and name == "amount":  # only money carries cents; several plain numbers are a guess too many
        fitting = [place for place in fitting if any("." in cell for cell in cells[place])]
    if len(fitting) == 1:
        mapping[name] = fitting[0]


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
        if _share(cells, _is_score) >= _ENOUGH:
            criteria.setdefault(read_criterion(name), place)
    return criteria


def read_criterion(text: str) -> str:
    """Return a criterion as it is kept: as it was written, but half-width, with single blanks and without invisible marks.

    >>> read_criterion(" 带客　影响力（Ａ） ")
    '带客 影响力(A)'
    """
    return " ".join(unicodedata.normalize("NFKC", visible(text)).split())


def propose_kind(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> str:
    """Return "bills" for a file with a day and an amount, else "customers" where it has a customer and no amount.

    A file with a column headed as a month and one with a total, and neither a day nor a customer, is "totals"; one of
    customers with criterion and score, or with several columns of scores, is "ratings".
    """
    if _is_totals(headers, sample):
        return "totals"
    if _is_ratings(headers, sample):
        return "ratings"
    bills = propose_mapping("bills", headers, sample)
    customers = propose_mapping("customers", headers, sample)
    is_bills = "date" in bills and ("amount" in bills or {"quantity", "unit_price"} <= bills.keys())
    if not is_bills and customers.keys() & set(KEY_COLUMNS) and not bills.keys() & {"bill_no", "date", "amount", "product"}:
        return "customers"
    if is_bills and "bill_no" not in bills and customers.keys() & {"birthday", "potential", "contacts", "note"}:
        named_day = fold_header(headers[bills["date"]]) in DATE_COLUMN.synonyms
        return "bills" if named_day else "customers"
    return "bills"


def _is_totals(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    folded = [fold_header(header) for header in headers]
    if not set(MONTH_COLUMN.synonyms).difference(DATE_COLUMN.synonyms).intersection(folded):
        return False
    others = {name for column in KINDS["bills"] if column.name in ("date", "bill_no", *KEY_COLUMNS) for name in column.synonyms}
    return not others & set(folded) and {"month", "total"} <= propose_mapping("totals", headers, sample).keys()


def _is_ratings(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    folded = {fold_header(header) for header in headers}
    of_bills = {
        name for column in KINDS["bills"] if column.name in ("bill_no", "amount", "unit_price", "tables", "covers", "status")
        for name in column.synonyms
    }
    mapping = propose_mapping("ratings", headers, sample)
    if not mapping.keys() & set(KEY_COLUMNS) or of_bills & folded or any(_MONEY.search(header) for header in folded):
        return False
    if {"criterion", "score"} <= mapping.keys():
        return True
    profile = propose_mapping("customers", headers, sample)
    if profile.keys() & {"module", "region", "birthday", "contacts"}:
        return False
    keys = {name: place for name, place in mapping.items() if name in (*KEY_COLUMNS, "date")}
    criteria = propose_criteria(unique_headers(headers), sample, keys)
    if len(criteria) < 2:
        return False
    names = [fold_header(name) for name in criteria]
    scores = [read_score(row[place]) for row in sample for place in criteria.values() if place < len(row) and row[place].strip()]
    in_stars = all(score is not None and score <= _STARS for score in scores)
    return any(_RATED.search(name) for name in names) or (in_stars and not any(_COUNTS.search(name) for name in names))


def apply_choices(
    kind: str, names: Sequence[str], proposed: Mapping[str, int], chosen: Mapping[str, str | None]
) -> dict[str, int]:
    """Return ``proposed`` with what a person chose (canonical column → header, None for "none") put in its place.

    Raises InputError for a column that the kind does not have, or a header that the file does not have.
    """
    known = [column.name for column in KINDS[kind]]
    mapping = dict(proposed)
    for column, header in chosen.items():
        if column not in known:
            raise InputError(
                "unknown_column",
                N_("There is no column “{column}”. Choose among: {known}."),
                column=column,
                known=", ".join(known),
            )
        mapping.pop(column, None)
        if header:
            place = _find(names, header)
            mapping = {name: at for name, at in mapping.items() if at != place or name in chosen}
            mapping[column] = place
    return mapping


def _find(names: Sequence[str], header: str) -> int:
    if header in names:
        return names.index(header)
    folded = [fold_header(name) for name in names]
    if fold_header(header) in folded:
        return folded.index(fold_header(header))
    raise InputError(
        "unknown_header",
        N_("The file has no column headed “{header}”. It has: {headers}."),
        header=header,
        headers=", ".join(names),
    )


def check_mapping(
    kind: str, mapping: Mapping[str, int], names: Sequence[str], walk_ins_only: bool, criteria: Mapping[str, int] | None = None
) -> None:
    """Raise InputError, with what to do, where a file of ``kind`` lacks a column that it needs."""
    headers = ", ".join(names)
    has_customer = bool(mapping.keys() & set(KEY_COLUMNS))
    if kind in ("customers", "ratings") and not has_customer:
        raise InputError(
            "no_customer_column",
            N_("No column with a customer code, phone or name was found. Say which column it is. The file has: {headers}."),
            headers=headers,
        )
    if kind == "customers":
        return
    if kind == "ratings":
        for column, message in () if criteria else _NEEDED_OF_RATINGS.items():
            if column not in mapping:
                raise InputError(f"no_{column}_column", message, headers=headers)
        return
    if kind == "totals":
        for column, message in _NEEDED_OF_TOTALS.items():
            if column not in mapping:
                raise InputError(f"no_{column}_column", message, headers=headers)
        return
    if "date" not in mapping:
        raise InputError(
            "no_date_column",
            N_("No column with the date of the bills was found. Say which column it is. The file has: {headers}."),
            headers=headers,
        )
    if "amount" not in mapping and not {"quantity", "unit_price"} <= mapping.keys():
        raise InputError(
            "no_amount_column",
            N_(
                "No column with the amount was found (nor quantity and unit price). Say which column it is. "
                "The file has: {headers}."
            ),
            headers=headers,
        )
    if not has_customer and not walk_ins_only:
        raise InputError(
            "no_customer_column_in_bills",
            N_(
                "The bills name no customer: no column with a customer code, phone or name was found. Say which column it is, "
                "or say that these are walk-in bills only. The file has: {headers}."
            ),
            headers=headers,
        )
