"""Which column of a file of bills means what, beyond the words of its header: the amount that was paid, most of all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from segmentation.ingest.columns import KEY_COLUMNS, NAME, NAME_PARTS, STAFF
from segmentation.ingest.evidence import choose_keys, drop_bill_numbers, find_account, find_card, find_sides, leave_receivers
from segmentation.ingest.guess import (
    ENOUGH,
    FOREIGN_MONEY,
    NO_MONEY,
    OTHER_MONEY,
    Cells,
    find_by_part,
    find_by_synonym,
    find_by_values,
    find_person,
    find_phone,
    fits,
    prefer_firm,
)
from segmentation.ingest.kinds.bills.adjusted import take_adjusted
from segmentation.ingest.kinds.bills.bookers import leave_bookers
from segmentation.ingest.kinds.bills.card_events import take_card_events
from segmentation.ingest.kinds.bills.columns import AMOUNT, COLUMNS, DATE_COLUMN, DISCOUNT
from segmentation.ingest.kinds.bills.dates import find_dates
from segmentation.ingest.kinds.bills.folio import find_payments
from segmentation.ingest.kinds.bills.gifts import find_gift, may_top_up
from segmentation.ingest.kinds.bills.invoices import take_invoices
from segmentation.ingest.kinds.bills.ledger import take_ledger
from segmentation.ingest.kinds.bills.money_pairs import is_currency, pair_currency
from segmentation.ingest.kinds.bills.promotions import find_promotion
from segmentation.ingest.kinds.bills.purses import leave_purses
from segmentation.ingest.kinds.bills.rates import find_rate
from segmentation.ingest.kinds.bills.rounding_off import find_item_discount, says_discount
from segmentation.ingest.kinds.bills.summed import take_summands
from segmentation.ingest.kinds.bills.top_ups_inside import take_top_ups_inside
from segmentation.ingest.kinds.bills.what_is_left import find_let_off, leave_change, prefer_what_is_left
from segmentation.ingest.kinds.bills.whole import find_what_is_owed, find_what_was_due, prefer_what_is_due, prefer_whole
from segmentation.ingest.kinds.bills.with_tax import take_with_tax
from segmentation.ingest.looks import (
    has_clock,
    is_day,
    is_email,
    is_mobile,
    is_number,
    is_order_number,
    is_some_phone,
    is_written_day,
    share_of,
)
from segmentation.ingest.meaning import KIND, REFUND_SAID, are_sums, role_of, says_how_paid
from segmentation.language.text import fold_header
from segmentation.language.values import names_meal, read_number

# what the guest paid in the end, the surest word first; it wins over sums before discounts
_NET = tuple(
    re.compile(part)
    for part in (
        "应结订单|实[收结](?!业绩)", "实付", "实际(收|付|支付|到账)", "(订单|品项|菜品)收入",
        "净(额|收|营|销)", "折后|优惠后", "耗卡", "(?<!li)(?<!bi)(?<!ter)net(?!work)|(?<!un)(?<!pre)paid|dishdiscountsum",
    )
)
# what is left after the platform or the bank took its fee, where a column says that it did
_FEE = re.compile(
    r"手续费|佣金|(平台|技术|软件)服务费|^fees?$|commission|(processing|transaction|payment|listing)fees?$|"
    r"^(entgelt|(paypal|transaktions)?gebühr(en)?|frais|手数料)$"
)
# of all that a guest was charged, beside the price of a night or a piece
_TOTAL = re.compile(r"^(grand)?total(revenue|charges?|sales|bill|folio)$|^(total)?roomtotal$")
_ARRIVED = re.compile(r"(到账|到手)(金额|额)?$")  # says so without a column of the fee
_AFTER_FEE = re.compile(
    r"^(net|netto|nettobetrag|nettotal|net(earnings|payout)|payout|earnings|净额|实收净额|净收|结算金额|应结算金额)$|到账|到手|应得|^结算|"
    r"^adjusted.*net|^(ordernet|netorder(amount|total))$"
)
_REFUND = re.compile(r"^(当日|本单|订单|成功)?已?(退款|退货|退菜|退单)(成功)?(金额)?(负数?|元)?$|^(less)?(refund|return)(s|ed)?$")
# of a list of refunds: its amounts, days and numbers, and the number of what is refunded
_REFUNDED = re.compile(
    r"^(实际|实|已|申请)?退(款|货|单)?(总?金额|总额|额)|^(total)?(refund|return)(ed)?(amount|total)?$|^amountrefunded$"
)
REFUND_DAY = re.compile(
    r"(退(款|货|单)|售后)(完成|成功|到账|申请|发起)?(时间|日期)|^(refund|return)(ed)?(date|time|at|on|created|processed)"
)
_REFUND_NUMBER = re.compile(
    r"(退(款|货|单)|售后)(流水)?(单?号|编号|单编号|流水号|id)$|^(refund|return|creditnote)(no|nr|number|id|code|ref|reference)?$"
)
_ORIGINAL = re.compile(
    r"^(原|关联|对应|所属|销售|消费)(始|销售|消费|支付)?(订单|账单|单据|交易|小票|票据|发票|收据|流水|单)?(单号|编号|号|流水号|号码|id)$|"
    r"^(original|related|parent|source|sale|for)?(order|bill|receipt|invoice|check|transaction|sale)(no|nr|number|id)?$|"
    r"^(订单|账单|单据|交易|小票|商户订单|主订单|平台订单)(编号|号|单号|流水号)$|^original(no|number|id|receipt)$"
)
_DUE, _BEFORE_DUE = re.compile(r"^(total|amount)?due$|^应付(合计)?$"), re.compile(r"deposit|prepaid|^paid|定金|订金|预付|已付")
# of a list of top-ups
_TOP_UP_SAID = re.compile(
    r"^(充值|储值|充卡)(时间|日期|单号|流水号?|订单号|编号)$|^(topup|recharge|reload)(date|time|no|number|id|at|on)$"
)
_SPENT = re.compile(r"消费|扣款|扣卡|商品|菜|项目|变动|类型|类别|spen[dt]|purchase|item|product|type|netsales")
# of what was paid back from a card
_CARD_BACK = re.compile(
    r"^(本次|实际|实|已|应)?退(还)?(会员|储值)?(卡|储值|充值|余额)(本金|款)?(总?金额|总额|额)?$|^(储值|充值|余额|会员卡|储值卡)退(款|还|回)(总?金额|总额|额)?$|"
    r"^(gift)?(card|storedvalue|balance|topup|recharge)refund(ed|s)?(amount|total)?$"
)
# of money that was changed into the store's currency
CONVERTED = re.compile(
    r"^(折合|折算|换算|等值)(成|为)?(人民币|本币|rmb|cny)?(金额|额)?$|^(人民币|本位币|本币|记账本位币)(金额|额|等值)$|"
    r"^(cny|rmb)(amount|equivalent)$"
)
_TURNOVER = "流水"  # a number as often as the money that was turned over
_NUMBER = re.compile(
    rf"^(no|nr|num|number|checkout|票号|编号|号码|№|{_TURNOVER}|(预[订定]|确认|入住登记|登记)单?(号|编号)|"
    r"(booking|reservation|confirmation|stay)(no|number|id|code|ref|reference)?)$"
)
_GOODS = re.compile(
    r"^(product|item|artikel)?(variante?s?|variantname|sku|barcode|ean)$|^(item|artikel|produkt|product)(no|nr|nummer|number|id|code)$|^modifiers?(applied)?$"
)
_OF_GOODS = re.compile(r"^(商品|菜品|品项|产品)(总?金额|总价|总额)$")
# of what was paid, one way of paying
_PART = re.compile(
    r"(团购券?|现金|微信|支付宝|刷卡|银行卡|会员卡?|储值卡?|外卖|代金券|美团|抖音|大众点评|饿了么|线上|线下|其[他它]|平台)(实收|实付|净收|收款)"
)
_NO_NET = re.compile(r"差|率|比|占|笔|数|量|尾款|余款|首款|首付|remaining|giftcard|storedvalue|cardbalance|membercard")
# of a hotel: what the rooms came to, a night's price, and how many nights; other fees beside the rooms' would be a part as well
_ROOMS = re.compile(r"^(总|客)?房(间)?(总)?[费租金](总?(合计|总计|总额|金额|收入|额))?$")
_NIGHTLY = re.compile(
    r"^(日|每[晚日]|首日|执行|成交)?(房|客房)(单)?价$|^(日租|每晚(价格?|房费))$|"
    r"^(room|nightly|daily)rate$|^rateper?night$|^price(per|/)?night$|^adr$"
)
_NIGHTS = re.compile(
    r"^(总)?([间房]夜|[房间]晚|晚|入住天|入住晚|住店天)数?量?$|^(room|numberof|no(of)?|total)?nights?$"
)
_OTHER_FEES = re.compile(
    r"[餐酒杂衣电商服](饮|水|洗|话|品|务)?[费金]|餐饮|其[他它](消费|费用|收入)?$|food|beverage|laundry|extras"
)
# names of houses and firms, taken only where no other column tells customers apart
_FIRM = (
    r"(单位|公司|企业|户名|姓名|用户名)(名称|全称|简称)?$|^(account|billto|soldto|bookedby)$",
    STAFF + r"|计量|计价|货币|商品|规格|重量",
)
# by how much a card's balance changed, before what was paid for that
_STORED = (
    re.compile(r"^(会员卡?|储值卡?|卡|账户|本次)?(储值|余额|金额|卡金|卡值|本金)?变动(金额|额)?$|^(stored?value|balance|card)change$"),
    re.compile(r"^(储值|充值)?本金(金额|额)?$|^(本次|实际|会员)?(充值|储值|充卡)(实收|本金|到账|实付)?(金额|额)$|^(topup|recharge|reload|load)(amount|value)?$|^giftcardsales?$"),
)


def complete_bills(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Complete the mapping of a file of bills: its number, the amount that was paid, its day, who it belongs to."""
    if {"first_name", "last_name"} <= mapping.keys() and "name" in mapping and folded[mapping["name"]] == "name":
        name = mapping.pop("name")  # beside first and last names a bare Name is what was sold
        if "product" not in mapping or share_of(cells[mapping["product"]], is_number) == 1:  # Item # only counts the lines
            mapping["product"] = name
    _read_shops(mapping, folded, cells)
    if "product" in mapping and "category" not in mapping and folded[mapping.get("module", 0)] in ("分类", "类别"):
        mapping["category"] = mapping.pop("module")
    totals = [place for place, header in enumerate(folded) if _TOTAL.search(header) and _is_money(cells[place])]
    if "amount" not in mapping and "quantity" not in mapping and totals:
        mapping["amount"] = totals[0]
    if "amount" not in mapping and "unit_price" in mapping and "quantity" not in mapping:
        mapping["amount"] = mapping.pop("unit_price")
    _prefer_net(mapping, folded, cells)
    if {"grandtotal", "balancedue"} <= set(folded) and folded[mapping.get("amount", 0)] == "amountpaid":
        mapping["amount"] = folded.index("grandtotal")  # a part is paid before the stay, the rest after it
    if of_top_ups(folded):
        sums = [place for place, header in enumerate(folded) if _STORED[1].search(header) and _is_money(cells[place])]
        if sums:
            _move(mapping, "amount", sums[0])
    _find_refund(mapping, folded, cells)
    take_adjusted(mapping, folded, cells)
    if (back := _find_card_refunds(mapping, folded, cells)) is not None:
        _move(mapping, "amount", back)
    _net_what_went_out(mapping, folded, cells)
    priced = {"quantity", "unit_price"} <= mapping.keys()
    if "amount" not in mapping and not priced and (of_stay := find_payments(mapping, folded, cells)):
        mapping["amount"] = of_stay[0]
    if "amount" not in mapping and not priced:
        find_by_synonym(mapping, AMOUNT, folded, cells, NO_MONEY)
    if "amount" not in mapping and not priced:
        _find_rooms(mapping, folded, cells)
        priced = {"quantity", "unit_price"} <= mapping.keys()
    refund = mapping.get("refund")
    if refund is not None and not re.search("额|amount", folded[refund]) and {*cells[refund]} <= {"", "0", "1"}:
        del mapping["refund"]  # yes and no
    find_dates(mapping, folded, cells)
    if {"date", "time"} <= mapping.keys() and share_of(cells[mapping["date"]], has_clock) >= ENOUGH:
        del mapping["time"]  # of opening and of settling: the hour of the one is of no day of the other
    if "date" in mapping and "meal_period" not in mapping and share_of(cells[mapping["date"]], names_meal) >= ENOUGH:
        mapping["meal_period"] = mapping["date"]
    _find_number(mapping, folded, cells)
    find_phone(mapping, folded, cells)
    if "amount" not in mapping and not priced:
        find_by_values(
            mapping,
            "amount",
            cells,
            lambda cell: is_number(cell) and not is_day(cell) and not is_mobile(cell),
            folded,
            NO_MONEY,
        )
    for column in (DATE_COLUMN, AMOUNT):  # a header that says so plainly, whatever stands below it: the rejects will tell
        said = [place for place, header in enumerate(folded) if header in column.synonyms]
        places = [place for place in said if place not in mapping.values()]
        if column.name not in mapping and places and not (column is AMOUNT and priced):
            mapping[column.name] = min(places, key=lambda place: column.synonyms.index(folded[place]))
    if not priced:
        prefer_whole(mapping, folded, cells)
        prefer_what_is_due(mapping, folded, cells)
        if "amount" in mapping and not any(part.search(folded[mapping["amount"]]) for part in _NET):
            prefer_what_is_left(mapping, folded, cells)
        if (promotion := find_promotion(mapping, folded, cells)) is not None:
            mapping["discount"] = promotion
    take_summands(mapping, folded, cells)
    find_what_was_due(mapping, folded, cells)
    find_rate(mapping, folded, cells)
    counts = mapping.keys() & {"product", "quantity"}  # beside which 单位 is what things are counted in
    firms = [place for place, header in enumerate(folded) if header == "单位" and _are_firms(cells[place])]
    if "name" in mapping and (not counts or firms):
        prefer_firm(mapping, folded, cells)
    if "name" in mapping and mapping.keys() & {*NAME_PARTS} and folded[mapping["name"]].startswith("company"):
        del mapping["name"]  # of few; the person who ordered has a name
    _read_list_of_refunds(mapping, folded, cells)
    leave_change(mapping, folded, cells)
    take_with_tax(mapping, folded, cells)
    _leave_due(mapping, folded, cells)
    leave_bookers(mapping, folded, cells)
    drop_bill_numbers(mapping, COLUMNS, folded, cells)
    find_account(mapping, folded, cells)
    find_sides(mapping, folded, cells)
    find_card(mapping, folded, cells)
    take_invoices(mapping, folded, cells)
    find_person(mapping, folded, cells)
    leave_receivers(mapping, folded, cells)
    find_by_values(mapping, "currency", cells, is_currency, folded, re.compile("^$"))
    pair_currency(mapping, folded, cells)
    converted = [place for place, header in enumerate(folded) if CONVERTED.search(header) and _is_money(cells[place])]
    if converted and not priced:
        _move(mapping, "amount", converted[0])
        mapping.pop("currency", None)
    if not mapping.keys() & {*KEY_COLUMNS, *NAME_PARTS, "product", "quantity"}:  # beside a product 单位 is what it is counted in
        find_by_part(mapping, NAME, _FIRM, folded, cells)
    stored = [
        (next(rank for rank, part in enumerate(_STORED) if part.search(header)), place)
        for place, header in enumerate(folded)
        if place not in mapping.values() and says_stored(header) and _is_money(cells[place])
    ]
    if stored:
        mapping["stored"] = min(stored)[1]
    if "discount" not in mapping and not any(header in DISCOUNT.synonyms for header in folded):
        let_off = [place for place, header in enumerate(folded) if says_discount(header) and _is_money(cells[place])]
        if let_off and let_off[0] not in mapping.values():
            mapping["discount"] = let_off[0]
    gift = find_gift(folded)
    is_free = gift is not None and gift not in mapping.values() and _is_money(cells[gift])
    if "stored" not in mapping and is_free and may_top_up(folded, cells) and gift not in find_let_off(mapping, folded, cells):
        mapping["stored"] = gift
    leave_purses(mapping, folded, cells)
    find_what_is_owed(mapping, folded, cells)
    ways = [place for place in range(len(folded)) if place not in mapping.values() and says_how_paid(cells[place])]
    if ways and "payment_method" not in mapping:
        mapping["payment_method"] = ways[0]
    take_ledger(mapping, folded, cells)
    take_top_ups_inside(mapping, folded, cells)
    take_card_events(mapping, folded, cells)


def says_stored(header: str) -> bool:
    """Whether a header says that its column holds what a top-up brought.

    >>> says_stored("储值余额变动"), says_stored("充值金额"), says_stored("积分余额变动"), says_stored("储值余额")
    (True, True, False, False)
    """
    return any(part.search(header) for part in _STORED)


def sells_cards(header: str) -> bool:
    """Whether a header says that its column holds what was put on a card, and not what was paid from one.

    >>> sells_cards("充值金额"), sells_cards("Gift Card Sales"), sells_cards("余额变动"), sells_cards("储值金额")
    (True, True, True, False)
    """
    return says_stored(fold_header(header)) and not re.fullmatch(r"(本次|实际|会员)?储值(金额|额)?", fold_header(header))


def of_top_ups(folded: Sequence[str]) -> bool:
    """Whether headers are those of a list of top-ups: their days or numbers are of top-ups, and nothing says what was bought.

    >>> of_top_ups(["充值时间", "充值金额"]), of_top_ups(["时间", "充值金额", "消费金额"]), of_top_ups(["日期", "充值金额"])
    (True, False, True)
    """
    spent = any(_SPENT.search(header) for header in folded)
    said = any(_TOP_UP_SAID.search(header) for header in folded)
    sums = any(_STORED[1].search(header) for header in folded)
    return not spent and (said or (sums and not any(header in AMOUNT.synonyms for header in folded)))


def is_card_refund(header: str) -> bool:
    """Whether a header says that its column holds what was paid back from cards: top-ups taken back, no sales.

    >>> is_card_refund("退卡金额"), is_card_refund("储值退款金额"), is_card_refund("Card refund"), is_card_refund("退款金额")
    (True, True, True, False)
    """
    return bool(_CARD_BACK.search(fold_header(header)))


def _find_card_refunds(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> int | None:
    """Return the place of what was paid back from cards where nothing else of the file is an amount."""
    places = [place for place, header in enumerate(folded) if _CARD_BACK.search(header) and _is_money(cells[place])]
    others = [header for header in folded if header in AMOUNT.synonyms or says_stored(header) or _REFUNDED.search(header)]
    others = [header for header in others if not _CARD_BACK.search(header)]
    return places[0] if len(places) == 1 and not others and mapping.get("amount", places[0]) == places[0] else None


def _read_shops(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Set right what a word means in the exports of web shops and abroad: Name may be an order's or a product's."""
    named = folded.index("name") if "name" in folded else None
    of_shop = {"financialstatus", "lineitemname"} & set(folded)  # where orders are called Name, whatever their prefix
    if named is not None and share_of(cells[named], _is_numbered if of_shop else is_order_number) >= ENOUGH:
        _move(mapping, "bill_no", named)
        choose_keys(mapping, COLUMNS, folded, cells)
    elif named is not None and mapping.get("name") == named and mapping.keys() & {*NAME_PARTS} and "sku" in folded:
        _move(mapping, "product", named)
    elif named is not None and mapping.get("name") == named and _names_goods(mapping, folded):
        _move(mapping, "product", named)
        choose_keys(mapping, COLUMNS, folded, cells)
    if "amazonorderid" in folded and "itemprice" in folded:  # of the line, not of a piece
        _move(mapping, "amount", folded.index("itemprice"))
    off = find_item_discount(folded, cells)
    if off is not None and "amount" in mapping and folded[mapping["amount"]] == "itemprice":
        _move(mapping, "discount", off)
    if "ordervalue" in folded and "discountamount" in folded:  # the order's total has shipping and tax in it
        _move(mapping, "amount", folded.index("ordervalue"))
        _move(mapping, "discount", folded.index("discountamount"))
    served = mapping.get("product", 0)
    if folded[served : served + 1] == ["service"] and share_of(cells[served], _is_meal) >= ENOUGH:
        _move(mapping, "meal_period", served)
    if "customer_code" in mapping and "结算id" in folded and folded[mapping["customer_code"]] == "客户id":
        del mapping["customer_code"]  # the platform's customer, which is the house itself
    if "customercontacts" in folded and not mapping.keys() & {"phone", "email"}:
        place = folded.index("customercontacts")
        looks = {"email": is_email, "phone": is_some_phone, "customer_code": lambda cell: True}
        _move(mapping, next(name for name, look in looks.items() if share_of(cells[place], look) > ENOUGH), place)


def _names_goods(mapping: dict[str, int], folded: Sequence[str]) -> bool:
    """Whether a bare Name is that of what was sold: beside how many, and its variant, number, category or price of one."""
    of_goods = mapping.keys() & {"category", "unit_price"} or any(map(_GOODS.search, folded))
    named = "product" in mapping and folded[mapping["product"]] not in ("sku", "artikel")  # which may be a mere number
    return not named and "quantity" in mapping and bool(of_goods)


def _move(mapping: dict[str, int], name: str, place: int) -> None:
    for other in [other for other, at in mapping.items() if at == place]:
        del mapping[other]
    mapping[name] = place


def _is_numbered(cell: str) -> bool:
    """Whether a cell is written like the number of an order: #1001, KT-5001, 1001/A."""
    return bool(re.fullmatch(r"[^\s@]*\d{2,}[^\s@]*", cell))


def _is_meal(cell: str) -> bool:
    return bool(re.fullmatch(r"(?i)(breakfast|brunch|lunch|dinner|supper|late night|all day|早餐|午餐|晚餐|中餐|夜宵)", cell))


def _prefer_net(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take the amount that the guest paid rather than one before discounts.

    Where it is that of the whole bill on each of its lines, what the lines cost is taken if it sums up to it, for it tells of
    the products too; a discount of the bill leaves the total.
    """
    free = [place for place in range(len(folded)) if place not in mapping.values() or place == mapping.get("amount")]
    if any(_FEE.search(header) or _ARRIVED.search(header) for header in folded):
        free = _before_fees(mapping, free, folded, cells)
    found = [
        (bool(_PART.search(folded[place])), rank, bool(FOREIGN_MONEY.search(folded[place])), len(folded[place]), place)
        for place in free
        if not OTHER_MONEY.search(folded[place]) and not _NO_NET.search(folded[place]) and _is_money(cells[place])
        for rank, part in enumerate(_NET)
        if part.search(folded[place])
    ]
    if found and ("amount" not in mapping or not any(part.search(folded[mapping["amount"]]) for part in _NET)):
        mapping["amount"] = min(found)[-1]
    if "amount" in mapping and "product" in mapping and "bill_no" in mapping:
        numbers = cells[mapping["bill_no"]]
        totals = cells[mapping["amount"]]
        if _stands_on_each_line(numbers, totals):
            own = [
                ((*AMOUNT.synonyms, folded[place]).index(folded[place]), place)
                for place in free
                if (folded[place] in AMOUNT.synonyms or _OF_GOODS.search(folded[place]))
                and fits(AMOUNT, cells[place])
                and not _stands_on_each_line(numbers, cells[place])
                and _sums_up(numbers, totals, [_number(cell) for cell in cells[place]])
            ]
            if own:
                mapping["amount"] = min(own)[1]
            elif {"quantity", "unit_price"} <= mapping.keys():
                counts, prices = cells[mapping["quantity"]], cells[mapping["unit_price"]]
                if _sums_up(numbers, totals, [_number(one) * _number(two) for one, two in zip(counts, prices, strict=True)]):
                    del mapping["amount"]


def _find_number(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take a column under a bare No or 票号 for the bill number, where each stands once or on rows that follow each other.

    1, 2, 3 … only count the rows of this file, and name no bill; so do they where a few rows were taken out of it.
    """
    if "bill_no" in mapping:
        return
    for place, header in enumerate(folded):
        numbers = [cell for cell in cells[place] if cell] if _NUMBER.search(header) and place not in mapping.values() else []
        runs = [number for number, before in zip(numbers, [None, *numbers], strict=False) if number != before]
        counted = _count_rows(runs)
        is_money = header == _TURNOVER and are_sums(set(runs))
        are_days = share_of(runs, is_day) >= ENOUGH
        if len(set(runs)) == len(runs) > 1 and not counted and not is_money and not are_days:
            mapping["bill_no"] = place
            return


def _find_rooms(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take what the rooms of a hotel came to for the amount, else nights × the price of one; nothing beside other fees."""
    places = {
        name: [place for place, header in enumerate(folded) if part.search(header) and _is_money(cells[place])]
        for name, part in (("fees", _OTHER_FEES), ("rooms", _ROOMS), ("nights", _NIGHTS), ("price", _NIGHTLY))
    }
    if any(_number(cell) for place in places["fees"] for cell in cells[place]):
        return
    if places["rooms"]:
        mapping["amount"] = min(places["rooms"], key=lambda place: (not re.search("总|合计", folded[place]), place))
    elif places["nights"] and places["price"]:
        _move(mapping, "quantity", places["nights"][0])
        _move(mapping, "unit_price", places["price"][0])


def _find_refund(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take a column of money under a bare word, 退款(负数), for what went back; one of 0 and 1 is a flag."""
    for place, header in enumerate(folded):
        if "refund" not in mapping and place not in mapping.values() and _REFUND.search(header) and are_sums(set(cells[place])):
            mapping["refund"] = place
        if "refund" not in mapping and header.endswith("状态") and any(map(REFUND_SAID.search, cells[place])):
            mapping["refund"] = place  # 已退款(￥20.00)


def _read_list_of_refunds(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Read a list of refunds: each row has a day and an amount of its refund, and the number of what is refunded.

    Orders with their refunds beside them have a day of their own; of these only a list that numbers each refund is one.
    """
    refund = mapping.get("refund", mapping.get("amount"))
    if refund is None or not all(_number(cell) for cell in cells[refund]):
        return
    days = [
        place for place, header in enumerate(folded)
        if REFUND_DAY.search(header) and all(cells[place]) and share_of(cells[place], is_day) >= ENOUGH
    ]
    own = [
        place for place, header in enumerate(folded)
        if _REFUND_NUMBER.search(header) and all(cells[place]) and len(set(cells[place])) == len(cells[place])
    ]
    bills = [place for place, header in enumerate(folded) if _ORIGINAL.search(header) and any(cells[place])]
    bills = bills or [mapping["bill_no"]] if "bill_no" in mapping and mapping["bill_no"] not in own else bills
    has_own_day = "date" in mapping and mapping["date"] not in days and "amount" in mapping and mapping["amount"] != refund
    if not _REFUNDED.search(folded[refund]) and not (days and own):
        return
    if not (bills or (days and own)) or not (days or own) or (has_own_day and not own) or not (days or "date" in mapping):
        return
    for name in ("refund", "gross", "discount", *(("date_2",) if days else ())):
        mapping.pop(name, None)
    for name, place in (
        ("amount", refund), ("date", days[0] if days else mapping["date"]), ("bill_no", own[0] if own else bills[0])
    ):
        _move(mapping, name, place)
    if bills:
        mapping["original_no"] = bills[0]


def _leave_due(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Where the amount is what is due after a deposit, take the column that is both together; without one there is no amount."""
    if not _DUE.search(folded[mapping["amount"]] if "amount" in mapping else ""):
        return
    due = [_number(cell) for cell in cells[mapping["amount"]]]
    for place, header in enumerate(folded):
        if not _BEFORE_DUE.search(header) or place == mapping["amount"] or not any(map(_number, cells[place])):
            continue
        both = [one + _number(two) for one, two in zip(due, cells[place], strict=True)]
        whole = next((other for other in range(len(folded)) if [_number(cell) for cell in cells[other]] == both), None)
        if whole is not None:
            _move(mapping, "amount", whole)
        elif folded[mapping["amount"]].endswith("due"):
            del mapping["amount"]
        return


def _net_what_went_out(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Where income and expense stand in two columns, and another says what a row is, take refunds off by the second."""
    if "refund" in mapping or "amount" not in mapping or folded[mapping["amount"]] not in ("收入金额", "收入"):
        return
    out = folded[mapping["amount"]].replace("收入", "支出")
    if out in folded and any(role_of(header) == KIND for header in folded):
        mapping["refund"] = folded.index(out)


def _before_fees(mapping: dict[str, int], free: list[int], folded: Sequence[str], cells: Cells) -> list[int]:
    """Take the order's amount rather than what is left after fees, where the file has both; return what else may be taken."""
    after = [place for place in free if _AFTER_FEE.search(folded[place])]
    words = (*AMOUNT.synonyms, "gross", "brutto", "bruttobetrag")
    orders = [
        (words.index(folded[place]), place) for place in free
        if folded[place] in words and place not in after and _is_money(cells[place])
    ]
    if orders and after and mapping.get("amount") in (None, *after):
        mapping["amount"] = min(orders)[1]
    return [place for place in free if place not in after] if orders else free


def _count_rows(numbers: Sequence[str]) -> bool:
    """Whether numbers rise from 1 with hardly a gap, as rows are counted."""
    if not numbers or not all(number.isascii() and number.isdecimal() and number[0] != "0" for number in numbers):
        return False
    rows = [int(number) for number in numbers]
    return rows[0] == 1 and rows == sorted(set(rows)) and rows[-1] <= len(rows) * 5 // 4 + 1


def _are_firms(cells: Sequence[str]) -> bool:
    """Whether cells are names of firms, and not what things are counted in."""
    return share_of(cells, lambda cell: len(cell) > 2 and not is_number(cell)) >= ENOUGH


def _is_money(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells) and fits(AMOUNT, cells) and share_of(cells, is_written_day) < ENOUGH


def _number(cell: str) -> Decimal:
    return read_number(cell) or Decimal(0)


def _sums_up(numbers: Sequence[str], totals: Sequence[str], lines: Sequence[Decimal]) -> bool:
    """Whether the lines sum up to the totals of nearly all bills; the sample may cut through the last."""
    sums: dict[str, Decimal] = {}
    for number, line in zip(numbers, lines, strict=True):
        sums[number] = sums.get(number, Decimal(0)) + line
    of = dict(zip(numbers, map(_number, totals), strict=True))
    last = numbers[-1]
    fitting = [abs(sums[number] - of[number]) < 1 or (number == last and sums[number] < of[number]) for number in of]
    return sum(fitting) * 10 >= 9 * len(of)


def _stands_on_each_line(numbers: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a value belongs to the whole bill and is only repeated on each of its lines."""
    bills: dict[str, list[str]] = {}
    for number, cell in zip(numbers, cells, strict=True):
        if number.strip():
            bills.setdefault(number, []).append(cell.strip())
    several = [values for values in bills.values() if len(values) > 1]
    return len(several) >= 2 and all(len(set(values)) == 1 for values in several)


