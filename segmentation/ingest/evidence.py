"""Which column says who the customer is, by what its cells show: filled, told apart, masked, the same, new on every bill."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from segmentation.ingest.columns import KEY_COLUMNS, Column
from segmentation.ingest.guess import CONTACT, FIRM, Cells, fits
from segmentation.ingest.looks import is_card, is_email, is_hidden, is_masked, plain_phone, share_of
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header

_FEW_BILLS = 3  # before a column that is the same on each is suspected
ENOUGH_BILLS = 5  # before a column that is new on each of them is suspected
_MOSTLY, _NEARLY = 0.5, 0.95
_SEVERAL = 2
_BUYER = re.compile(r"客户|顾客|会员|买家|宾客|billing|buyer|customer|client|guest|member")
_RECEIVER = re.compile(r"收货|收件|提货|联系人|^ship|recipient|receiver")
_SENT_TO = re.compile(r"收货|收件|提货|^ship|recipient|receiver")
_NOBODY = re.compile(r"^.$|(先生|女士|小姐|散客)$|^(walk-?in|guest|cash)$", re.IGNORECASE)
_NO_CARD = re.compile(
    r"单|流水|交易|商户|门店|店|终端|设备|收银|操作员|服务员|业务员|营业员|机构|桌|台|房|菜|品|sku|upc|条码|券|发票|快递|物流|银行|参考|批次|凭证|应答|授权|金额|电话|手机|"
    r"日期|时间|商家|子|父|结算|支付|付款|appid|order|bill|trans|invoice|receipt|check|payment|store|shop|merchant|terminal|item|product|"
    r"barcode|token|amount|date|time|phone|session|device|staff"
)

# the end of the number of a bank's card, and what stands beside it
_CARD_NUMBER = re.compile(
    r"^(credit|debit|bank|payment)?card(no|nr|number|digits)?(last(4|four)(digits)?)?$|^last(4|four)(digits)?(ofcard)?$|"
    r"^pansuffix$|^(银行|支付|付款)?卡(号|尾号|号?后四位)$"
)
_BANK_CARD = re.compile(
    r"^((credit|debit|bank|payment)?card|cc)(brand|type|scheme|network|issuer|entrymode)$|^issu(er|ingbank)$|"
    r"^auth(ori[sz]ation)?(code|no|number)$|发卡|^卡(组织|品牌)$|银行卡(类型|种类)|授权(码|号)"
)
_LAST_FOUR = re.compile(r"[*xX.•·\s-]*\d{4}")

_ACCOUNT = re.compile(
    r"车牌|licen[sc]eplate|platen(o|umber)|账号|账户|昵称|网名|旺旺|微信|用户|会员|买家|下单人|购买人|订购人|付款人|客户|顾客|"
    r"openid|unionid|account|user|nick|buyer|member|login|handle|customer|client|guest"
)
_NO_ACCOUNT = re.compile(
    r"(?<!下)单|流水|交易|商户|商家|店|终端|设备|收银|操作|服务员|业务员|营业员|经理|导购|销售|收款|结算|银行|备注|留言|等级|级别|类型|类别|分类|"
    r"卖家|供应|性质|来源|地址|电话|手机|日期|时间|金额|余额|次数|是否|货款|[邮运]费|费$|价|额$|应付|实付|积分|price|fee|paid|points|order|bill|trans|store|shop|merchant|terminal|item|product|staff|manager|server|"
    r"cashier|seller|vendor|type|class|level|group|segment|address|phone|note|date|time|amount|balance|count"
)
# headers that name nothing but who somebody is to a platform: 小红书ID, 抖音号, 买家UID, unionid
_PLATFORMS = (
    "小红书|红书|微信|企微|抖音|快手|视频号|支付宝|淘宝|旺旺|天猫|京东|拼多多|美团|点评|饿了么|口碑|微博|知乎|b站|哔哩哔哩|qq|"
    "wechat|weixin|wx|alipay|taobao|douyin|tiktok|kuaishou|xhs|rednote|instagram|facebook|line|telegram|kakao|zalo"
)
_HOLDER = "用户|买家|会员|客户|顾客|下单人?|购买人?|订购人?|粉丝|消费者|user|buyer|member|customer|client|guest"
_OWN_ACCOUNT = re.compile(
    rf"^({_PLATFORMS})?({_HOLDER})?(open|union|u)id$|^({_PLATFORMS})({_HOLDER})?(id|号|号码|账号|账户|account|handle|username)$|"
    rf"^({_PLATFORMS})?({_HOLDER})(账号|账户|账户id|账号id)$|^qq$"
)

_MONEY = re.compile(r"-?\d[\d,]*[.]\d{1,2}")
_NO_CODE = "0"  # of a shop, 0000 of a till: who bought without an account

EMPTY, HIDDEN, NUMBER, PER_BILL, MASKED, SAME, ANOTHER, CONTACTS = (
    N_("nothing stands in it"), N_("it is hidden"), N_("it is the number of the bill"), N_("it is another on every bill"),
    N_("it is masked"), N_("it is the same in every row"), N_("another column tells more"),
    N_("it is that of a firm's contact"),
)
_WORTH = {"": 0, CONTACTS: 1, SAME: 1, MASKED: 2, PER_BILL: 3, EMPTY: 4, HIDDEN: 5, NUMBER: 6}


@dataclass(frozen=True)
class Evidence:
    """What the sample shows of a column that may say who the customer is.

    ``column`` is what it would be (customer_code, phone …), ``place`` where it stands, ``filled`` and ``masked`` are shares,
    ``distinct`` counts its values, ``again`` those that stand on several bills (a mere surname counts for nobody),
    ``why_not`` (msgid) says why it does not tell customers apart, empty where it does.
    """

    column: str
    place: int
    filled: float
    distinct: int
    masked: float
    again: int
    why_not: str = ""


def weigh(column: str, place: int, cells: Sequence[str], bills: Sequence[str]) -> Evidence:
    """Return what the cells of one column show; ``bills`` names the bill of each row.

    >>> weigh("name", 0, ["张**", "李*", "王*"], ["1", "2", "3"]).why_not
    'it is masked'
    >>> weigh("customer_code", 0, ["K1", "K2", "K1", ""], ["1", "2", "3", "4"])
    Evidence(column='customer_code', place=0, filled=0.75, distinct=2, masked=0.0, again=1, why_not='')
    """
    if column == "phone":  # +86 139-0000-0001 and 13900000001 are one
        cells = [plain_phone(cell) for cell in cells]
    if column == "customer_code" and any(cell.strip(_NO_CODE) for cell in cells):
        cells = [cell if cell.strip(_NO_CODE) else "" for cell in cells]
    filled = [(bill, cell) for bill, cell in zip(bills, cells, strict=True) if cell]
    values = {cell for _, cell in filled}
    masked = sum(is_masked(cell) for _, cell in filled) / len(filled) if filled else 0.0
    hidden = sum(is_hidden(cell) for _, cell in filled) / len(filled) if filled else 0.0
    numbers = {bill for bill, _ in filled}
    if not filled:
        why = EMPTY
    elif hidden >= _MOSTLY:
        why = HIDDEN
    elif len(filled) >= _SEVERAL and all(bill == cell for bill, cell in filled):
        why = NUMBER
    elif masked >= _MOSTLY:
        why = MASKED
    elif len(values) == 1 and len(numbers) >= _FEW_BILLS:
        why = SAME
    elif len(numbers) >= ENOUGH_BILLS and len(values) == len(set(filled)) >= len(numbers):
        why = PER_BILL
    else:
        why = ""
    return Evidence(column, place, len(filled) / max(1, len(cells)), len(values), masked, _again(filled), why)


def candidates(column: Column, folded: Sequence[str], cells: Cells) -> list[int]:
    """Return the places whose header names the column, the surest first: the buyer's before the receiver's."""
    found = []
    for place, header in enumerate(folded):
        if column.name == "customer_code" and is_end_of_bank_card(place, folded, cells):
            continue
        exact = header in column.synonyms
        if not exact and column.parts:
            yes, no = column.parts
            if not re.search(yes, header) or re.search(no, header) or not fits(column, cells[place]):
                continue
        elif not exact:
            continue
        who = 2 if _RECEIVER.search(header) else 0 if _BUYER.search(header) or column.name in ("name", "customer_code") else 1
        found.append((not fits(column, cells[place]), who, column.synonyms.index(header) if exact else 1000, place))
    return [place for *_, place in sorted(found)]


def is_end_of_bank_card(place: int, folded: Sequence[str], cells: Cells) -> bool:
    """Whether a column holds the last four digits of bank cards, by its header and by that of the card's brand beside it.

    Two people may have the same four, and one who pays by two cards, or once in cash, would be several.

    >>> is_end_of_bank_card(0, ["cardnumber", "cardbrand"], [["4242", ""], ["Visa", ""]])
    True
    >>> is_end_of_bank_card(0, ["cardnumber", "name"], [["4242"], ["Ann"]])
    False
    """
    if not _CARD_NUMBER.search(folded[place]) or not any(map(_BANK_CARD.search, folded)):
        return False
    filled = [cell.strip() for cell in cells[place] if cell.strip()]
    return bool(filled) and all(map(_LAST_FOUR.fullmatch, filled))


def choose_keys(mapping: dict[str, int], columns: Sequence[Column], folded: Sequence[str], cells: Cells) -> None:
    """Take for each way to know a customer the column that tells most; one that is empty or hidden is taken for none.

    Columns that something else has taken are left alone. An empty column stays where it is the only one of its kind.
    """
    rows = [str(number) for number in range(len(cells[0]) if cells else 0)]
    for column in columns:
        if column.name not in KEY_COLUMNS:
            continue
        if column.name in mapping and column.name == "customer_code" and is_end_of_bank_card(mapping[column.name], folded, cells):
            del mapping[column.name]
        taken = {place for name, place in mapping.items() if name != column.name}
        places = [place for place in candidates(column, folded, cells) if place not in taken]
        if not places:
            continue
        told = {place: weigh(column.name, place, cells[place], rows) for place in places}
        best = min(places, key=lambda place: _worth_alone(told[place]))  # the first of equals
        mapping.pop(column.name, None)
        if told[best].why_not != HIDDEN:
            mapping[column.name] = best


def _worth_alone(evidence: Evidence) -> int:
    """The worth of a column by itself: rows are no bills, so being new in each says nothing."""
    return 0 if evidence.why_not == PER_BILL else _WORTH[evidence.why_not]


def drop_bill_numbers(mapping: dict[str, int], columns: Sequence[Column], folded: Sequence[str], cells: Cells) -> None:
    """Take out of the mapping of a file of bills the keys that are the number of the bill, and those that tell nobody apart.

    A code that is new on every bill or the same on all, a masked e-mail, and a masked name that would have to stand in for a
    missing key go only where another column tells customers apart.
    """
    bills = bill_of(mapping, cells)
    told = {name: weigh(name, mapping[name], cells[mapping[name]], bills) for name in KEY_COLUMNS if name in mapping}
    for name, evidence in told.items():
        if evidence.why_not == NUMBER:
            del mapping[name]
    telling = [each for name, each in told.items() if name in mapping and not each.why_not]
    if code := told.get("customer_code"):
        known = folded[code.place] in next(column.synonyms for column in columns if column.name == "customer_code")
        needed = _SEVERAL if known else 1
        per_bill = code.why_not == PER_BILL and any(each.again >= needed for each in telling)
        same = code.why_not == SAME and any(each.again and each.distinct >= _SEVERAL for each in telling)
        if per_bill or same:
            mapping.pop("customer_code", None)
    if "name" in mapping and any(each.column != "name" for each in telling):
        said = {cell for cell in cells[mapping["name"]] if cell and fold_header(cell) != folded[mapping["name"]]}
        if len(said) == 1 and _NOBODY.search(*said):  # a walk-in word on every bill, though a card says who it was
            mapping.pop("name", None)
    if telling and "email" in told and told["email"].why_not == MASKED:
        mapping.pop("email", None)
    if telling and "name" in told and told["name"].why_not == MASKED and all(each.filled < 1 for each in telling):
        mapping.pop("name", None)


def leave_receivers(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take no receiver's name for that of the buyer whose phone tells who he is: what he sends to others is his as well."""
    if not {"name", "phone"} <= mapping.keys():
        return
    name, phone = folded[mapping["name"]], folded[mapping["phone"]]
    if not _SENT_TO.search(name) or _BUYER.search(name) or not _BUYER.search(phone) or _SENT_TO.search(phone):
        return
    if not weigh("phone", mapping["phone"], cells[mapping["phone"]], bill_of(mapping, cells)).why_not:
        del mapping["name"]


def find_account(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Complete a mapping by the account of the buyer, where whatever else names him is masked or a mere form of address.

    An account is a column whose header speaks of one (账号, 下单人, 昵称, user) and whose cells come again on several bills.
    One that names nothing but the holder of an account (小红书ID, 抖音号, unionid) is taken before a name too, which two people
    may share, unless it tells far fewer apart: two streams of a shop are no buyers.
    """
    bills = bill_of(mapping, cells)
    code = mapping.get("customer_code")
    if code is not None and not weigh("customer_code", code, cells[code], bills).why_not:
        return
    told = [weigh(name, mapping[name], cells[mapping[name]], bills) for name in ("phone", "email", "name") if name in mapping]
    telling = [each for each in told if not each.why_not and not _mere_address(cells[each.place])]
    if any(each.column != "name" for each in telling):
        return
    least = max((each.distinct for each in telling), default=0) / _SEVERAL  # who sends to others has names beside his own
    found = []
    for place, header in enumerate(folded):
        if place in mapping.values() or not (is_own_account(header) or (is_account(header) and not telling)):
            continue
        if share_of(cells[place], _MONEY.fullmatch) >= _MOSTLY:
            continue
        evidence = weigh("customer_code", place, cells[place], bills)
        if not evidence.why_not and evidence.distinct >= max(_SEVERAL, least) and evidence.again and evidence.filled >= _MOSTLY:
            found.append((not is_own_account(header), -evidence.distinct, place))
    if found:
        mapping["customer_code"] = min(found)[-1]


def code_tells_all(evidence: Sequence[Evidence], *, is_said: bool) -> bool:
    """Whether the code alone says who the customers are: the name is the same in every row, the code not, or a person said it."""
    told = {each.column: each for each in evidence}
    code, name = told.get("customer_code"), told.get("name")
    if code is None or name is None or name.why_not != SAME:
        return False
    return is_said or (not code.why_not and code.distinct >= _SEVERAL and code.again > 0)


def is_account(header: str) -> bool:
    """Whether a folded header speaks of a customer's account, and of nothing else."""
    return is_own_account(header) or (bool(_ACCOUNT.search(header)) and not _NO_ACCOUNT.search(header))


def is_own_account(header: str) -> bool:
    """Whether a folded header names the account of one person and nothing else.

    >>> [is_own_account(header) for header in ("小红书id", "抖音号", "买家uid", "unionid", "达人抖音号", "商品id", "昵称")]
    [True, True, True, True, False, False, False]
    """
    return bool(_OWN_ACCOUNT.search(header))


def _mere_address(cells: Sequence[str]) -> bool:
    """Whether most cells name nobody in particular: 林先生, 王女士."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(_NOBODY.search(cell)) for cell in filled) >= len(filled) * _MOSTLY


def find_own_side(one: Sequence[str], other: Sequence[str]) -> str | None:
    """Return what stands on one side or the other of nearly all rows, as it is compared: the house itself, no customer.

    >>> find_own_side(["ann@x.com", "bob@x.com", "me@y.com"], ["me@y.com", "Me@y.com", "ann@x.com"])
    'me@y.com'
    >>> find_own_side(["ann@x.com"], ["me@y.com"]) is None
    True
    """
    pairs = [{cell.strip().lower() for cell in pair} - {""} for pair in zip(one, other, strict=True)]
    pairs = [pair for pair in pairs if pair]
    told = Counter(cell for pair in pairs for cell in pair).most_common(2)
    if len(told) < 2 or told[0][1] == told[1][1] or told[0][1] * 10 < 9 * len(pairs):
        return None
    return told[0][0]


# who pays and who is paid, in the headers of one pair of columns
_SIDES = (
    ("from", "to"), ("sender", "recipient"), ("sender", "receiver"), ("payer", "payee"), ("absender", "empfänger"),
    ("expéditeur", "destinataire"), ("remitente", "destinatario"), ("mittente", "destinatario"),
    ("付款方", "收款方"), ("付款人", "收款人"),
)


def find_sides(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map the e-mails of payer and payee, where one of them is the house's own in nearly every row."""
    pairs = [
        (place, folded.index(header.replace(payer, payee, 1)))
        for place, header in enumerate(folded) for payer, payee in _SIDES
        if (header.startswith(payer) if payer == "from" else payer in header) and header.replace(payer, payee, 1) in folded
    ]
    for place, other in pairs:
        if mapping.get("email") not in (None, place, other):
            continue
        if _are_emails(cells[place]) and _are_emails(cells[other]) and find_own_side(cells[place], cells[other]):
            mapping["email"], mapping["email_2"] = place, other
            return


def _are_emails(cells: Sequence[str]) -> bool:
    """Whether most of the filled cells are e-mail addresses."""
    return share_of(cells, is_email) > _MOSTLY


def find_card(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Complete a mapping by an unknown column of card-like numbers that come again on several bills, where no phone tells."""
    if "date" not in mapping:
        return
    bills = bill_of(mapping, cells) if "bill_no" in mapping else [cell[:10] for cell in cells[mapping["date"]]]
    for name in ("customer_code", "phone", "email"):
        if name in mapping and not weigh(name, mapping[name], cells[mapping[name]], bills).why_not:
            return
    found = []
    for place, header in enumerate(folded):
        if place in mapping.values() or _NO_CARD.search(header):
            continue
        evidence = weigh("customer_code", place, cells[place], bills)
        filled = [cell for cell in cells[place] if cell]
        if (
            not evidence.why_not
            and evidence.distinct >= _SEVERAL
            and all(map(is_card, filled))
            and evidence.again
            and evidence.filled >= _MOSTLY
        ):
            found.append((-evidence.distinct, place))
    if found:
        mapping["customer_code"] = min(found)[1]


def bill_of(mapping: Mapping[str, int], cells: Cells) -> list[str]:
    """Name the bill of each row: its number, else the row itself."""
    rows = [str(number) for number in range(len(cells[0]) if cells else 0)]
    numbers = cells[mapping["bill_no"]] if "bill_no" in mapping else rows
    return [number or f"row {row}" for number, row in zip(numbers, rows, strict=True)]


def _again(filled: Sequence[tuple[str, str]]) -> int:
    found: dict[str, set[str]] = defaultdict(set)
    for bill, cell in filled:
        found[cell].add(bill)
    return sum(len(bills) >= _SEVERAL and not _NOBODY.search(cell) for cell, bills in found.items())


def collect(mapping: Mapping[str, int], columns: Sequence[Column], folded: Sequence[str], cells: Cells) -> tuple[Evidence, ...]:
    """Return the evidence of every column that may say who the customer is, those that are taken first."""
    has_bills = any(column.name == "bill_no" for column in columns)
    bills = bill_of(mapping if has_bills else {}, cells)
    found: list[Evidence] = []
    for column in columns:
        if column.name not in KEY_COLUMNS:
            continue
        places = dict.fromkeys([*([mapping[column.name]] if column.name in mapping else []), *candidates(column, folded, cells)])
        for place in places:
            owner = next((name for name, at in mapping.items() if at == place), None)
            if owner not in (None, column.name):
                continue
            evidence = weigh(column.name, place, cells[place], bills)
            if not has_bills and evidence.why_not == PER_BILL:  # in a list of customers everybody stands once
                evidence = replace(evidence, why_not="")
            if owner in ("phone", "email") and not evidence.why_not and _is_of_contact(place, mapping, folded):
                evidence = replace(evidence, why_not=CONTACTS)
            if owner is None and not evidence.why_not:
                evidence = replace(evidence, why_not=ANOTHER)
            found.append(evidence)
    return tuple(sorted(found, key=lambda each: each.place not in mapping.values()))


def _is_of_contact(place: int, mapping: Mapping[str, int], folded: Sequence[str]) -> bool:
    """Whether a phone or an e-mail is that of the person whom one calls at a firm, and the firm has a name of its own."""
    name = mapping.get("name")
    if name is None or CONTACT.search(folded[name]) or not any(CONTACT.search(header) for header in folded):
        return False
    return bool(FIRM.search(folded[name])) and not _BUYER.search(folded[place])


def best_key(evidence: Sequence[Evidence], present: Sequence[str], mapping: Mapping[str, int]) -> str:
    """Return the first of the ``present`` keys, unless it does not tell customers apart and another does."""
    told = {each.column: each for each in evidence if mapping.get(each.column) == each.place}
    best = present[0]
    for name in present[1:]:
        if name in told and best in told and _beats(told[name], told[best]):
            best = name
    return best


def _beats(other: Evidence, best: Evidence) -> bool:
    if best.why_not == PER_BILL:  # everybody may have come once: another must show that many came again,
        # not only that families share a phone
        return not other.why_not and other.again >= _SEVERAL and other.again * 10 >= other.distinct
    if other.column == "email" and not other.why_not and best.column == "customer_code" and not best.why_not:
        return best.filled < _NEARLY <= other.filled  # who bought with an account and without is one by his address
    return best.why_not in (SAME, MASKED, EMPTY, CONTACTS) and other.why_not in ("", PER_BILL)
