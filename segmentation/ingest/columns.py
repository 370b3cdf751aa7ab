"""The vocabulary of uploads: what a canonical column is, and those that several kinds of upload have.

A column is recognised by its header after ``fold_header`` (case, width, blanks and punctuation do
not matter). Synonyms stand in order of certainty; where two headers of one file mean the same
column, the one whose synonym stands first wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from segmentation.ingest.looks import is_day, is_email, is_number, is_order_number, is_some_phone
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header

ADDRESS = re.compile(r"\d\s*(号|號|弄|栋|幢|单元|室)|[路街道巷弄].*\d|\d+ .*(?i:street|road|avenue|lane|\b(st|rd|ave)\b)")  # of a cell that says where somebody lives, which is no region
TEXT, DATE, MONTH, MONEY, NUMBER = "text", "date", "month", "money", "number"
STAFF = (
    r"经理|服务员|收银|业务员|营销|销售|员工|店员|操作|骑手|配送|司机|负责|门店|商家|店铺|"
    r"manager|staff|waiter|cashier|sales|owner|store|shop"
)
WHO = (
    r"(客户|顾客|会员|客人|宾客|贵宾|买家|用户|收货人|提货人|联系人|预[订定]人|订[餐台]人|消费者|付款人|"
    r"customer|client|guest|member|buyer|patron)"
)
# of accounting and of tables abroad: whoever a bill is written to, or a table is held for
PARTY = (
    r"^主[客宾](姓名|名称?)?$|^((结[算账]|宴请|消费|服务|开票|往来|签单)对象|签单方|客商|主办方|主办单位|受票方|购方|甲方|[用就]餐人|[交缴付]款人|食客)"
    r"(名称|姓名|单位|全称|简称)?$|"
    r"^(invoice|bill(ing|to|ed(to)?)?|sold(to)?|customer|account)?(partner|party)(display)?(full)?(name|id)?$|"
    r"^(open)?tab(owner)?names?$|^(payer|attendee|booker|organi[sz]er|accountholder|invoicee|billto|soldto|chargeto|billedto)(display)?(full)?(name)?$|"
    r"^(customer|client|guest|member|contact)displayname$|^(reservation|booking|event)(holder|host|name|party)+$|^invoicedto$"
)
_NO_GUEST = re.compile(  # what stands where a column names the platform or the way of paying, and no guest
    r"(?i)(协议|散|团队|会员|内部|员工|普通|挂账|网络|旅行社|公司|个人)(客户?|单位|客人)?|uber ?eats|door ?dash|grubhub|deliveroo|just ?eat|foodpanda|(美团|饿了么|抖音|京东|口碑|大众点评)(外卖|团购|到店)?|微信(支付)?|支付宝|现金|银行卡|刷卡|"
    r"cash|card|credit card|visa|mastercard|amex|alipay|wechat( pay)?|堂食|外卖|外带|自提|dine[ -]?in|take ?(away|out)|delivery"
)


@dataclass(frozen=True)
class Column:
    """One canonical column: ``name`` (key), ``label`` (msgid), ``type``, ``synonyms``, ``example`` per language.

    A header that is no known word may say by a part of it what the column is: one that the first pattern of ``parts`` finds
    and the second does not. ``looks`` tells of a cell whether it makes sense (None: as its type has it); a header that is
    ``believed`` counts whatever stands below it. A column without an example is none to fill in by hand.
    """

    name: str
    label: str
    type: str
    synonyms: tuple[str, ...]
    hint: str = ""
    example: tuple[str, str] = ("", "")  # (zh, en)
    parts: tuple[str, str] | None = None
    looks: Callable[[str], object] | None = None
    believed: bool = False
    late: bool = False  # looked for among what all others have left


def words(text: str) -> tuple[str, ...]:
    """Return the synonyms that a text lists, parted by |, as headers are folded."""
    return tuple(fold_header(word) for word in text.split("|"))


CUSTOMER_CODE = Column(
    "customer_code", N_("Customer code"), TEXT,
    words("会員コード|会員番号|会員ID|顧客コード|顧客番号|客户编号|客户代码|客户编码|客户号|客户id|会员号|会员卡号|会员编号|会员id|会员账号|用户名|买家会员名|用户标识|openid|payer uid|下单账号|买家账号|对方账户|对方账号|交易对方|付款账户|付款账号|付款人信息|卡号|客人编号|顾客编号|顾客id|用户id|买家id|買家id|客戶編號|客戶代碼|會員編號|會員卡號|"
          "customer code|customer id|customer no|customer number|cust id|client id|member id|member no|membership no|member number|card no|"
          "card number|account no|account id|user id|buyer id|guest id|username|user name|"
          "buyer username|buyer user id|login|customer account|customer reference id|card id|delivery customer card number|eater id|diner id|"
          "kundennummer|kundennr|kunden nr|kd nr|debitor|debitorennummer|debitor nr|auftraggeber|regulierer|code client|numéro client|código cliente|codice cliente"),
    "", ("K0001", "C0001"),
    parts=(
        r"(会员|客户|顾客|客人|宾客|贵宾|vip|买家|用户|档案)(卡|档案)?(号|卡号|编号|编码|账号|代码|代号|序号|内码|标识|id)$|"
        r"^(customer|client|member|membership|guest|buyer|cust|patron|user|acct|account|ac|mbr|memb|loyalty|vip|patient|player|diner|"
        r"debtor|kunden|gast|gäste|mitglieds?|client[ei]|membre|socio)"
        r"(card|profile|account|acct|ref)?(no|nr|num|number|nummer|id|code|key|account|username|[nm]º)$",
        STAFF + r"|手机|电话|证",
    ),
)
PHONE = Column(
    "phone", N_("Phone"), TEXT,
    words("会員電話番号|電話番号|携帯番号|携帯電話|客户手机|会员手机|会员手机号|顾客手机|买家手机号|手机|手机号|手机号码|联系手机|收货人手机|收件人手机|联系电话|电话|电话号码|客户电话|联系方式|移动电话|手機|手機號碼|電話|聯絡電話|"
          "phone|mobile|mobile no|mobile phone|phone number|phone no|telephone|tel|contact number|cell|cell phone|customer phone|"
          "billing phone|phone billing|buyer phone|shipping phone"),
    "", ("13800000001", "13800000001"),
    parts=(r"手机|电话|联系方式|mobile|phone|^tel", STAFF + r"|导购|挂账|分销|型号|品牌|费|是否|固定"),
    looks=is_some_phone, believed=True,
)
EMAIL = Column(
    "email", N_("E-mail"), TEXT,
    words("客户邮箱|会员邮箱|邮箱|电子邮箱|电子邮件|邮件|邮箱地址|email|e-mail|email address|e-mail address|mail|customer email|billing email|"
          "email billing|buyer email|guest email|contact email"),
    "", ("", ""), parts=(r"email|^mail|邮箱|电子邮件", STAFF + r"|^to|accept|是否"), looks=is_email,
)
NAME = Column(
    "name", N_("Customer name"), TEXT,
    words("客户名称|客户姓名|客户|姓名|顾客姓名|顾客|客人|客人姓名|会员姓名|会员名称|会员|宾客|宾客姓名|单位名称|公司名称|消费单位|协议单位|往来单位|往来单位名称|购方名称|购买方名称|购货单位|预订人|订餐人|订房人|订台人|订座人|订席人|宴请人|消费人|新人姓名|新人|主宾|来宾|来宾姓名|房客|学员|学员姓名|车主|"
          "入住人姓名|入住人|住客姓名|住客|谁|哪位|什么人|收货人姓名|收货人|收件人|会员名|买家|买家昵称|联系人|持卡人|持卡人姓名|客戶名稱|客戶姓名|客戶|會員姓名|顧客|"
          "氏名|kunde|kundenname|name 1|gast|cliente|nom du client|顧客名|お客様名|khách hàng|eater|diner|gastname|rechnungsname|customer name|customer|name|client name|client|guest name|guest|member name|member|full name|buyer|buyer name|company|company name|account name|patron|billing name|"
          "shipping name|ship name|买方|购买方|购货方|付款方|签单人|患者|称呼|contact|contact name|contact person"),
    "", ("远山贸易有限公司", "Yuanshan Trading"),
    parts=(
        WHO + r"(full)?(名称?|姓名|昵称|全称|简称|称呼|单位|公司|抬头|name|company)*$|" + PARTY,
        STAFF + r"|是否|新|首次|推荐|介绍",
    ),
    looks=lambda cell: not (is_number(cell) or is_day(cell) or is_order_number(cell) or _NO_GUEST.fullmatch(cell.strip())), believed=True,
)
FIRST_NAME = Column(
    "first_name", N_("First name"), TEXT,
    words("名字|first name|first name billing|billing first name|given name|guest first name|customer first name"), "", ("", ""),
)
LAST_NAME = Column(
    "last_name", N_("Last name"), TEXT,
    words("姓|姓氏|last name|last name billing|billing last name|surname|family name|guest last name|customer last name"), "", ("", ""),
)
MANAGER = Column(
    "manager", N_("Account manager"), TEXT,
    words("客户经理|销售经理|营销经理|负责人|责任人|销售员|业务员|营销员|销售人员|客户负责人|预订员|销售代表|經理|客戶經理|業務員|"
          "account manager|manager|sales manager|sales rep|salesperson|sales person|owner|representative|account owner|am"),
    "", ("王经理", "Manager Wang"),
    parts=(r"(客户|营销|销售|宴会|负责|专属|维护|跟进|对接|[订定](台|房|位|座|餐)|预[订定])经理(姓名|名称)?$", r"总经理"),
)
_FIRST_TIME = re.compile(r"(?i)\s*(new|returning|repeat|first[- ]?time|existing|新客户?|老客户?|新会员|老会员|首次|回头客|复购)\s*$")  # of the visit
MODULE = Column(
    "module", N_("Module"), TEXT,
    words("模块|客户模块|客户分类|客户类别|客户类型|客户性质|单位性质|单位类型|分类|类别|客户属性|客戶分類|客戶類別|"
          "module|customer type|customer class|customer category|segment|customer group|sector|client type"),
    N_("Government, institution, state-owned, private, out-of-town"), ("私企", "S"),
    looks=lambda cell: not _FIRST_TIME.match(cell),
)
REGION = Column(
    "region", N_("Region"), TEXT,
    words("地区|区域|所在地|城市|客户区域|所属区域|省份|地址|區域|地區|region|area|city|district|location|province|territory|country"), "", ("城东", "East"),
    looks=lambda cell: not ADDRESS.search(cell),
)

NAME_PARTS = ("first_name", "last_name")  # which together are a name
KEY_COLUMNS = ("customer_code", "phone", "email", "name")  # the order in which a customer key is looked for
