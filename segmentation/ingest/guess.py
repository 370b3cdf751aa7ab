"""What a column may be, told by a part of its header or by its values: tools from which each kind completes a mapping."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from segmentation.ingest.columns import DATE, KEY_COLUMNS, MONEY, MONTH, NAME_PARTS, NUMBER, STAFF, Column
from segmentation.ingest.looks import is_day, is_mobile, is_number, is_person, share_of
from segmentation.language.values import read_month

Cells = Sequence[Sequence[str]]  # of a sample, a column each

# Headers are folded: simplified, lower case, without blanks and punctuation.
# money that is not what the guest paid
OTHER_MONEY = re.compile(
    r"折(?!后)|优惠(?!后)|値引|割引|券|补贴|支出|运费|邮费|余额|税|积分|找零|(?<!消)费(?!用)|押金|[定订]金|预付|预存|储值|充值|抹零|免|退|欠|未[收付结]|赠|成本|利润|毛利|均|单价|"
    r"^min(imum)?(?!g)|最低|低消|累计|历史|提成|佣金|差额|红包|tax|discount|balance|tip|points|deposit|fee|refund|cost|profit|margin|average|unpaid|prepaid|commission|shipping|outstanding|converted|"
    r"tendered|change|steuer|mwst|rabatt|trinkgeld|erstatt|entgelt|gebühr|provision|手数料|guthaben|pfand|kaution|versand"
)
FOREIGN_MONEY = re.compile(r"港[币元]|美[元金]|欧元|日元|英镑|澳门币|usd|hkd|eur|gbp|jpy|mop")  # beside the store's currency
# those, and numbers that are no money at all
NO_MONEY = re.compile(
    OTHER_MONEY.pattern + r"|次|数|量|号|天|[间房]夜(?!宵)|[房间]晚(?!餐)|^晚$|页|龄|率|比|占|分|级|序|潜|"
    r"联系|拜访|走访|忠诚|信用|满意|配合|"
    r"years?$|年[份度]$|count|qty|quantity|number|no$|id$|nights?$|pages?$|rate|age$|code|potential|contacts|calls|loyal|satisf"
)
OTHER_DATE = re.compile(
    r"生日(?!期)|出生|有效|到期|失效|注册|入会|开卡|办卡|建档|成为|首次|最后|最近|上次|打印|导出|更新|修改|退|预[定订约计]|取消|作废|"
    r"发货|送达|提货|收货|审核|入账|到账|账期|结算日|记账|"
    r"birth|expir|register|signup|joined|first|last|due|print|export|update|modif|refund|cancel|void|ship|fulfil|deliver|dispatch|deposit|"
    r"payout|reserv|scheduled|zone"
)
_OF_ALL = re.compile(r"总|合计|total")  # the whole rather than a part: Total Revenue beside Room Revenue
_NO_PHONE = re.compile(STAFF + r"|单号|订单|流水|金额|时间|日期")
_SAYS_NOTHING = re.compile(r"^(col|column|field|unnamed|列|字段|未命名|[a-z])?\d*$")
_SAYS_MORE = "says something else"
CONTACT = re.compile(r"(联系|订餐|订座|订房|经办|接洽|对接|接待|签单)人(姓名)?$|^contact(person|name)?$")
FIRM = re.compile(
    r"^(名称|全称|公司|企业|客户|客商|往来单位|(客户|消费|协议|挂账|签单|订餐|购货|所属|合作)?单位|company|companyname|organi[sz]ation|firm|account|accountname|corporate)$|"
    r"(单位|公司|企业|商户|店铺|客户|客商)(名称?|全称)$"
)
# the whole of a header
_YEAR = re.compile(r"(?!.*(birth|出生|geburt))\D*(年[份度]?|years?|jahr|année|año)|(year|fy|年[份度])(of\D*)?")
_ONE_YEAR = re.compile(r"(19\d\d|20\d\d|2100)(\.0)?年?")
ENOUGH = 0.5  # a mapped column must make sense in at least this share of its sampled cells
_CLEAR = 0.8  # a column without a telling header in at least this share
_LOOKS = {DATE: is_day, MONTH: read_month, MONEY: is_number, NUMBER: is_number}


def fits(column: Column, cells: Sequence[str]) -> bool:
    """Whether at least half of the filled cells are what the column holds; nothing filled fits."""
    looks = column.looks or _LOOKS.get(column.type)
    return looks is None or not any(cell.strip() for cell in cells) or share_of(cells, looks) >= ENOUGH


def call_years(folded: Sequence[str], cells: Cells) -> list[str]:
    """Return the headers, those of columns that hold nothing but years called so: Earnings year and 消费年度 are no money.

    >>> call_years(["earningsyear", "sales", "年消费额"], [["2025", "2026"], ["2025", "1990"], ["2000", "1950"]])
    ['year', 'sales', '年消费额']
    """
    return ["year" if _YEAR.fullmatch(header) and _are_years(cells[place]) else header for place, header in enumerate(folded)]


def _are_years(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(_ONE_YEAR.fullmatch(cell.strip()) for cell in filled)


def find_by_part(
    mapping: dict[str, int], column: Column, patterns: tuple[str, str], folded: Sequence[str], cells: Cells
) -> None:
    """Map the first free column whose header the first pattern finds and the second does not, and whose cells fit."""
    yes, no = map(re.compile, patterns)
    for place, name in enumerate(folded):
        if place not in mapping.values() and yes.search(name) and not no.search(name) and fits(column, cells[place]):
            mapping[column.name] = place
            return


def find_by_synonym(
    mapping: dict[str, int], column: Column, folded: Sequence[str], cells: Cells, others: re.Pattern[str]
) -> None:
    """Map the free column whose header holds the longest synonym and nothing of ``others``, and whose cells fit."""
    found = [
        (not _OF_ALL.search(name), -len(synonym), place)
        for place, name in enumerate(folded)
        if place not in mapping.values() and not others.search(name) and fits(column, cells[place])
        for synonym in column.synonyms
        if len(synonym.encode()) >= 5 and synonym in name
    ]
    if found:
        mapping[column.name] = min(found)[-1]


def find_by_values(
    mapping: dict[str, int],
    name: str,
    cells: Cells,
    makes_sense: Callable[[str], object],
    folded: Sequence[str],
    others: re.Pattern[str],
) -> None:
    """Map the one free column that makes sense almost everywhere and whose header holds nothing of ``others``."""
    fitting = [
        place
        for place, column in enumerate(cells)
        if place not in mapping.values() and share_of(column, makes_sense) >= _CLEAR and not others.search(folded[place])
    ]
    if len(fitting) > 1 and name == "amount":  # only money carries cents; several plain numbers are a guess too many
        fitting = [place for place in fitting if any("." in cell for cell in cells[place])]
    if len(fitting) == 1:
        mapping[name] = fitting[0]


def find_phone(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Complete a mapping by a column of mobile numbers under whatever header."""
    if "phone" not in mapping:
        find_by_values(mapping, "phone", cells, is_mobile, folded, _NO_PHONE)


def find_person(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Where nobody is named, map the one column under a header that says nothing whose cells are names of people and firms."""
    if not mapping.keys() & {*KEY_COLUMNS, *NAME_PARTS}:
        bare = [header if _SAYS_NOTHING.search(header) else _SAYS_MORE for header in folded]
        find_by_values(mapping, "name", cells, is_person, bare, re.compile(_SAYS_MORE))


def _differ(cells: Sequence[str]) -> bool:
    """Whether a column has several values, or too few cells to tell; the name of one's own house stands in every row."""
    filled = [cell for cell in cells if cell]
    return len(set(filled)) > 1 or len(filled) == 1


def prefer_firm(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take a firm that has a name for the customer, and not its contact; also where nobody is named."""
    if "name" in mapping and not CONTACT.search(folded[mapping["name"]]):
        return
    order = "name" in mapping and not re.search("联系|contact", folded[mapping["name"]])  # he may as well eat himself
    free = [place for place in range(len(folded)) if place not in mapping.values() and _differ(cells[place])]
    firms = [
        place for place in free
        if FIRM.search(folded[place]) and (not order or share_of(cells[place], lambda cell: len(cell) > 3) > _CLEAR)
        and (not order or sum(map(bool, cells[place])) > len(cells[place]) * _CLEAR)
    ]
    if firms:
        mapping["name"] = firms[0]
