"""What a line of a file means: a sale, a refund, a top-up, an expense, nothing, or not paid yet.

Tills, shops and payment firms say it in one column or in several: a state (已结账, paid), a kind of line (消费, 充值, Refund), a
direction (收/支), a flag (是否作废), a state of the refund (退款状态), a moment at which a line was voided (Cancelled at). Columns
are found by header, else by their values; ``read_value`` says what a value means in a column of its role, ``combine`` what
the columns of a line mean together. What nobody knows is asked (None), never assumed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from segmentation.language.i18n import N_
from segmentation.language.text import either_script, fold_header, simplified
from segmentation.language.values import read_number, spell

SALE, REFUND, TOP_UP, TOP_UP_BACK, REPAYMENT, EXPENSE, VOID, UNPAID = MEANINGS = (  # top_up_back: a top-up that was paid out again
    "sale", "refund", "top_up", "top_up_back", "repayment", "expense", "void", "unpaid",
)
ASK = "ask"
LABELS = {
    SALE: N_("sale"), REFUND: N_("refund"), TOP_UP: N_("top-up"), REPAYMENT: N_("payment on account"), TOP_UP_BACK: N_("top-up paid back"), EXPENSE: N_("expense"), VOID: N_("void"),
    UNPAID: N_("not paid"), ASK: N_("not known"),
}
# what a value says beside the six: nothing of its own, and that the money of this very line went back
NOTHING, RETURNED = "", "returned"
PART = "part"  # that the line is an item or a payment of a bill which another line holds as a whole
UNDONE = "undone"  # that a refund did not come about

STATE, KIND, LEVEL, SELLING, DIRECTION, FLAG, VALID, PAID, REOPENED, MOMENT, REFUND_STATE, ITEM, FREE, HOUSE, ORIGINAL, RESPONSE, DEFERRED, PAYS, REMARK = (
    "state", "kind", "level", "selling", "direction", "flag", "valid", "paid", "reopened", "moment", "refund_state", "item", "free",
    "house", "original", "response", "deferred", "pays", "remark",
)
VOUCHER = "voucher"  # of a day book, where what is paid and bought stands beside what is sold
PAID_ON = "paid_on"  # the day of paying, which an order that was never paid leaves blank
CREDITS, DEBITS = {"贷", "贷方", "credit", "cr", "haben"}, {"借", "借方", "debit", "dr", "soll"}  # of a direction
MOST_COLUMNS = 6
MOST_VALUES = 30
FILLED = "*"  # stands for whatever moment a line was voided or paid at, and whatever bill it names as the one before
MARK_END = "\x1f"  # parts the values of a line

# headers, folded: role -> (found, not found)
_ROLES = {
    MOMENT: (r"^(作废|取消|撤销|撤单|退单|关闭)(时间|日期)$|^(cancelled|canceled|voided|void)(at|on|date|time)$", r"^$"),
    REFUND_STATE: (
        r"(退款|退货|售后|维权|退单|refund|return)(状态|status|state)$|^(订单)?退款状态|^(退款|退货|售后|维权)(情况|信息|进度|申请)?$", r"^$"
    ),
    FLAG: (
        r"是否(已)?(作废|取消|撤销|退单|退款|退货|退菜|无效|删除|冲红|红冲)|^(已)?(作废|退单|撤单|取消|退货|退款|删除|冲红)(标识|标志|标记|否)?$|"
        r"^(is)?(void|voided|cancelled|canceled|refunded|returned|deleted)$",
        r"时间|日期|金额|原因|^(refunded|returned)amount",
    ),
    # of a bank: 00 says that it paid, any other number why it did not
    RESPONSE: (r"^(交易)?(应答|响应|返回)(代码|码|结果)?$|^resp(onse)?(code|no)?$|^(approval|auth)(response|result)(code)?$", r"^$"),
    # yes says that the line counts, no that it does not
    VALID: (r"^(账单|订单|单据|记录|数据)?(是否)?(已)?(有效|生效)(标识|标志|标记|状态|否)?$|^(is)?(valid|active|effective)(flag)?$", r"^$"),
    PAID: (
        r"^(账单|订单|单据)?(是否)?(已)?(付款|支付|结清|结账|结算|收款|付清|买单)(标识|标志|标记|否)?$|^(is)?(paid|settled|paidinfull)(flag|yn)?$", r"^$",
    ),
    # the number of another bill, on some lines: as a rule they take back what that one sold
    ORIGINAL: (
        r"^(原|被退|退货原)(始|销售|消费|退货)?(订单|账单|单据|交易|小票|票据|发票|收据|流水|单|票)(单?号|编号|号码|流水号|id)?$|"
        r"^(original|orig|refunded|returned|reversed)(order|bill|receipt|invoice|check|transaction|sale)?(no|nr|number|id|ref|reference)s?$|"
        r"^parent(order|bill|receipt|invoice|transaction|sale)(no|nr|number|id|ref|reference)?$",
        r"^$",
    ),
    # settled once more after it was settled: whether the line is the old bill or the new one, nobody can know
    # revenue that is earned later: a gift card, a deposit
    DEFERRED: (r"^(is)?deferred(item|sale|revenue)?$", r"^$"),
    REOPENED: (r"反结|重结|重新结|^(is)?reopened$", r"时间|日期|金额|原因|人$|员$|次数|amount|reason"),
    # rows of a bill, of its items and of its payments, one below the other
    LEVEL: (r"^(sale)?linetype$|^(行|明细)类型$|^rowtype$", r"^$"),
    DIRECTION: (r"^(收支|收付|借贷|出入账?|资金方向|方向|收支类型|收支方向|动账方向|balanceimpact|auswirkungaufguthaben|sollhaben|debitcredit|creditdebit|inout|direction)$", r"^$"),
    KIND: (
        r"^(交易|业务|流水|单据|账单|订单|记录|明细|变动|操作|销售|小票|入账|资金|发生|开单|对账单业务|会员交易|票据|票|发票)?(类型|种类)$|"
        r"^(event|transaction|receipt|record|entry|line|order|sale|operation|trans|tran|txn|document|doc|movement)?(type|kind)$|^业务(大类|小类|类别)?$|"
        r"^((transaktions|vorgangs|buchungs|beleg|umsatz)(art|typ)|typ|typede(transaction|vente|document)|tipo(de|di)?(operación|transacción|transazione|documento)?|(取引)?(種別|区分))$|"
        r"^(取引|取消|伝票|売上|返品|会计|入出金)区分$",
        r"^$",
    ),
    VOUCHER: (r"^(voucher|vch|vou)(type|typename|name|kind)$", r"^$"),
    HOUSE: (r"^(门店|店铺|分店|店名|门店名称|店铺名称|分店名称|所属门店|归属店铺|消费门店|核销门店|store|storename|shop|shopname|branch|location|outlet)$", r"^$"),
    SELLING: (r"^(销售|售卖|出售)方式$|^sellway$|^eretsendflag$", r"^$"),
    STATE: (
        r"(订单|账单|单据|交易|结账|结算|支付|付款|收款|流水|记录)?(状态|狀態|状况)$|^(订单|交易)?状态(描述|名称|说明)$|"
        r"(^e?|order|bill|payment|pay|trade|trans|financial|transaction|item|invoice|receipt|booking|sales?|ticket|check|reservation|"
        r"appointment|visit|deal|opportunity|document|doc|row|line|record)(status|state)$|^result$|"
        # of what is sold over weeks: who has not bought yet owes nothing
        r"^(deal|opportunity|sales?|pipeline|order)?stage(name)?$|^(商机|销售|跟进|订单|业务)?阶段$|^(商机|跟进|成交)(状态|结果)$|^(标志|标识|标记|flag)$|"
        r"^(état|etat|statut|estado|stato|situação|zustand|ステータス|状態|상태|trạngthái|статус)$",
        r"发票|配送|物流|核销|评价|打印|审核|发货|会员|客户|餐台|桌台|台位|fulfil|shipping|delivery|customer|member|billing|shipping|province|address|country|出餐|结算状态",
    ),
}
# a state that says how much went back: 已退款(￥20.00)
REFUND_SAID = re.compile(r"退款[（(][￥¥]?\s*([0-9][0-9,]*(?:[.][0-9]+)?)[)）]")
# a thing sold that is no meal: the money stays the customer's until he spends it
STORED_ITEM = either_script(r"充值|[办购售开续买](次|年|季|月|计次|会员)卡|办卡|购卡|售卡|开卡|续卡|储值卡|礼品卡|充值卡|储值|预存|gift ?(card|certificate|voucher)|top[- ]?up|recharge|(store|account) credit|stored value|pre-?payment|account (payment|deposit)|payment (on|to) account|gutschein(e|karte|verkauf)?\b|geschenkkarte|carte[- ]cadeau|ch[eè]que[- ]cadeau|bon cadeau|tarjeta (de )?regalo|buono regalo|ギフトカード|商品券")
# money held for a bill to come: sold for itself, or set against that bill, which counts whole as a rule
DEPOSIT_ITEM = either_script(r"押金|[订定]金|\bdeposits?\b")
_NO_DEPOSIT = re.compile(r"[免无零不][收需用交付要]*(押金|[订定]金)|no deposit|deposit[ -]free")
# paid onto a customer's account: before he uses it, to be used, or after it, what he owes
PAID_ONTO_ACCOUNT = r"(?i)\baccount (payment|deposit)|\bpayment (on|to) account"  # a prepayment says itself that it is to be used
# of a row below zero that pays what was owed: no refund, and nothing that the house paid to others
PAYMENT_WORDS = either_script(
    r"付款|还款|收款|回款|打款|汇款|缴款|转账|清账|结清|付清|\bpayments?\b|\bpaid\b|thank you|remittance|\bpayed\b"
)
_NO_PAYMENT = re.compile(
    r"退|冲|撤|作废|取消|付给|供应商|采购|进货|货款|工资|房租|水电|refund|return|revers|void|cancel|supplier|vendor|payroll|charge ?back"
)
# instead of an amount: nothing was paid of what stands beside it
OWED = (
    "欠", "欠款", "欠账", "欠帐", "欠费", "挂账", "挂帐", "签单", "签账", "签帐", "赊", "赊账", "赊帐", "月结", "未付", "未付款", "未收", "未收款", "未结",
    "On account", "on account", "Unpaid", "unpaid", "Owed", "owed",
)
# a way of paying, and nothing else; a column that has several of them beside kinds of lines (付款: 微信, 充值, 作废) says both
_WAYS = re.compile(
    r"(现金|微信|支付宝|刷卡|转账|对公转账|银行转账|银行卡|信用卡|储蓄卡|云闪付|银联|数字人民币|扫码|会员卡|储值卡|储值|卡扣|余额|美团|抖音|大众点评|"
    r"团购券?|代金券|签单|挂账|签账|cash|(credit |debit |bank |gift )?card|visa|mastercard|amex|unionpay|wechat( pay)?|alipay|paypal|bank transfer|"
    r"on account|house account|voucher|bar|barzahlung|(ec|giro|kredit|debit)-?karte|girocard|überweisung|espèces|carte( bancaire)?|cb|chèque|"
    r"efectivo|tarjeta|transferencia|contanti|bancomat|dinheiro|cart[ãa]o( de)?( cr[ée]dito| d[ée]bito)?|cr[ée]dito|d[ée]bito|pix|"
    r"наличные|((банковская|кредитная) )?карта( гостя)?|безнал(ичные)?|сбп|qr(-код)?|мир|現金|クレジット(カード)?|カード|電子マネー|現金払い|현금|카드|신용카드|계좌이체|"
    r"tiền mặt|thẻ|chuyển khoản|momo|เงินสด|บัตรเครดิต|โอนเงิน)(支付|付款|收款|消费)?"
)
# in a method of payment: a meal that nobody paid for, whose amount may be that of the menu
_NOBODY_PAYS = (
    r"招待|免单|签免|免签|员工(餐|用餐|就餐|福利|消费)|工作餐|内部|试吃|试菜|试餐|品鉴|赠送|宴请|请客|自用|公关|股东|老板|董事|领导签|"
    r"[不无非]计?(营收|收入|营业额|业绩)|"
    r"персонал|сотрудник|без (выручки|оплаты)|не выручка|за сч[её]т (заведения|ресторана|фирмы)|комплимент|угощение|представит|владел|"
    r"eigenverbrauch|personalessen|mitarbeiter|bewirtung|gratis|aufs? haus|offert|maison|invité|dipendent|funcion[áa]rio|empleado|"
    r"cortes[ií]a|invitaci[óo]n|consumo (propio|interno)|autoconsumo|omaggio|cortesia|まかない|従業員|社員|スタッフ|接待|직원|접대|무료|"
    r"nhân viên|nội bộ|miễn phí|tiếp khách|พนักงาน|เลี้ยงรับรอง|ฟรี|complimentary|\bcomp(ed|s)?\b|on the house|house use|non.?revenue|"
    r"no.?(revenue|charge|sale)\b|non.?chargeable|free of charge|entertain|staff|employee|owner|officer.?s? check|duty meal|"
    r"^\s*(员工|客诉|personale?|house|haus|foc|n/?c|ent|crew)\s*$"
)
FREE_METHODS = either_script(
    rf"{_NOBODY_PAYS}|"
    # or that it was no meal after all, written where the method of payment stands
    r"^\s*已?(作废|废单|取消|撤销|撤单|退单|关闭|退款|退货|退)\s*$|^\s*[未没待]([付收结]|支付|买单|埋单)[款账帐清]?\s*$|^\s*欠[款账帐费]?\s*$|"
    r"^\s*(voided|void|cancell?ed|cancel|refunded|refund|unpaid|not paid|pending|outstanding)\s*$"
)
_GIVEN_AWAY = re.compile(either_script(_NOBODY_PAYS), re.IGNORECASE)
# in a column of remarks, and nothing beside it: the line is no sale after all
REMARK_WORDS = either_script(
    r"^\s*(已|单据|此单|本单|该单)?(作废|废单|取消|撤销|撤单|退单|删除|误操作|误录|重复|重单|退款|退货|全退|全额退款|测试|测试单)单?[了!！。.]?\s*$|"
    r"^\s*(void|voided|cancell?ed|cancel|deleted|refunded|refund|test|duplicate|mistake)[!.]?\s*$"
)
_REMARK = re.compile(
    r"^(账单|订单|单据|消费|收银|整单)?(备注|说明|摘要|附注|附言|注|记事)(信息|内容|说明)?$|^(remarks?|notes?|memo|comments?)$"
)
# words by which a column may turn out to tell more than sales, below the rows that were looked at first
TELLING_WORDS = (
    r"退|作废|撤销|撤单|取消|冲红|红冲|冲正|冲销|反结|废单|充值|储值|招待|免单|签免|员工餐|还款|售券|并台|转台|void|refund|cancel|return|reversal|"
    r"top.?up|gift card|repay|write.?off|storno|annul|anulad|gutschein|geschenkkarte|erstattung|rückzahlung|abgelehnt|abbuchung"
)
# what nobody can know without asking: deposits and whatever else speaks of money going back or being held
_TELLING = re.compile(
    r"押金|定金|订金|退|充值|储值|作废|废弃|废单|误操作|误录|反结|收(回|取)?[挂欠账]|collect|冲[销账帐正]|招待|免单|签免|员工餐|还款|还账|清账|回款|收回|(还|补)[^，。,;；]{0,4}欠|售券|卖券|[并转拆][台单桌]|"
    r"套餐(明细|子项|子菜|内)|部分[付支收]|[付收结]清|测试|返品|返金|キャンセル|취소|환불|deposit|refund|void|top.?up|gift card|redeem|repay|account payment|^part(ial(ly)?|ly)?[ _-]*paid|[a-z] payment$|write.?off|"
    r"duplicate|mistake|training|merged|split|storno|anul|annul|rembours|devol|rimbors|gutschrift"
)
# a word anywhere in a header, of a column that says yes and no only
# what was agreed, and what was paid of it: in one column both are the same money (合同额 50000, 首付款 20000, 尾款 30000)
_AGREED = re.compile(
    r"(合同|签约|签单|订单|成交)(总)?(额|金额|价|价款|款)?|总(价|款|额|金额)|应收(款|额|账款)?|报价|"
    r"contract( (amount|value|total|price|sum))?|agreed price|order (amount|value|total)|total (price|due)|quotation"
)
_RECEIVED = re.compile(
    r"(首|首付|首期|尾|余|全|定|订|预付|进度|中期|分期|第?[一二三四五六]期)(款|付款)|(已|实)?收(到)?(款|账款)?|[实已]收|回款|到账|首付|[定订]金|缴款|交款|付款|分期|"
    r"(down |final |balance |part |stage |progress )?payment( received)?|instal?lments?( \d+)?|receipts?|received|deposit"
)
_FLAG_WORD = re.compile(r"作废|冲红|红冲|冲正|冲销|撤销|撤单|退单|退款|退货|退菜|取消|删除|无效|废单|废票|测试|void|cancel|refund|return|revers|delet|^test|anul|annul|storn|"
    r"удал[её]н|отмен|аннулир|gelöscht|supprim|eliminad|h[uủ][yỷ]|削除|삭제|취소")
_GIFT_WORD = re.compile(r"^(是否)?(赠送|赠菜|赠品|招待|免单)(标识|标志|标记|否)?$|^(is)?(gift|free|comped|complimentary|onthehouse)(item)?$")
_WEAK = (KIND,)  # a header that may as well say another thing: counts only where a value tells of more than sales

_YES = {"是", "1", "y", "yes", "true", "t", "√", "✓", "已", "x", "有", "sí", "si", "oui", "ja", "sim", "да", "はい", "예"}
_WHOLE = {"full", "全额", "全部", "整单"}  # of a flag that says how much went back
_PARTLY = {"partial", "部分"}
_NO = {"否", "0", "n", "no", "false", "f", "×", "未", "无", "没有", "", "-", "--", "——", "/", "n/a", "null", "none", "正常", "non", "nein", "não", "нет", "いいえ", "아니오", "아니요"}

_WORDS: dict[str, tuple[str, ...]] = {
    SALE: (
        "已结账", "已结帐", "已结", "已付", "已付款", "已支付", "已完成", "完成", "交易成功", "交易完成", "成功", "已收款", "已收货", "已签收", "已发货", "正常",
        "已结算", "结账", "付款成功", "支付成功", "挂账", "签单", "已結帳", "已挂账", "已埋单", "埋单", "买单", "已买单", "已确认", "已核销", "核销", "已使用",
        "已入账", "已验券", "已验证", "已离开", "已就餐", "已用餐", "left", "departed", "arrived", "dined", "已消费", "已评价", "待评价", "已收", "bezahlt", "abgeschlossen", "teilweise erstattet", "有效", "已离店", "已入住", "已到店", "到店", "订单完成", "部分退款", "部分退货",
        "已收钱", "朋友已收钱", "已存入零钱", "二维码收款", "收款方已收款", "对方已收钱", "已审核", "完工", "已完工", "已送达", "送达", "储值核销", "余额核销",
        "消费", "收入", "支付", "销售", "现结", "划卡", "划卡消费", "刷卡消费", "消卡", "消课", "核课", "正常消费", "会员消费", "储值消费", "余额消费", "卡消费", "消费扣款", "扣款", "扣卡", "购物", "销售单", "消费单", "正单", "零售", "蓝票", "蓝字", "蓝字发票", "正票",
        "交易", "在线支付", "交易付款", "刷卡", "收款", "收银", "正向订单", "外卖订单", "外卖", "堂食", "自提", "外带", "打包", "即时到账", "服务", "正常销售", "出库", "预订单", "团购", "普通订单", "一般订单", "已退房", "已离店结账", "等待确认收货", "等待出库", "等待发货",
        "closed won", "closedwon", "won", "赢单", "成交", "已成交", "已赢单", "签约成交", "成交客户",
        "paid", "paid online", "paid in full", "fully paid", "paid at property", "paid at hotel", "paid by card", "paid in cash", "prepaid", "settled", "closed", "complete", "completed", "success", "successful", "succeeded", "done", "shipped", "delivered", "received",
        "fulfilled", "ok", "finished", "processing", "captured", "partially refunded", "partially_refunded", "partial refund", "part refunded", "partly refunded", "part refund", "unshipped",
        "checked out", "checked_out", "checked in", "seated", "active", "normal", "valid", "posted", "invoiced", "approved",
        "sale", "sales", "payment", "purchase", "charge", "order", "income", "consume", "consumption", "spend", "redeem", "redemption", "redeemed", "dine in", "dine-in",
        "shop order", "shop_order", "take away", "takeaway", "take out", "takeout", "delivery", "jsapi", "native", "app", "mweb", "micropay", "facepay", "web",
        "service", "services", "product", "products", "sales invoice", "customer invoice", "tax invoice", "accrec", "ausgangsrechnung", "销售发票", "销项发票", "通常", "通常売上", "express checkout payment", "website payment", "mobile payment", "invoice", "套餐", "单品", "单点",
        "fechada", "fechado", "concluída", "concluído", "paga", "finalizada", "finalizado", "cobrada", "cerrada", "cerrado", "chiuso",
        "chiusa", "fermé", "fermée", "clôturée", "закрыт", "закрыта", "закрыто", "оплачен", "оплачена", "оплачено", "продажа",
        "đã thanh toán", "hoàn thành", "ชำระแล้ว", "완료", "결제완료", "정상",
        "zahlung", "express-kauf-zahlung", "website-zahlung", "verkauf", "vente", "venta", "vendita", "payé", "payée", "réglé", "pagado", "pagada", "pagato", "売上", "会計済み", "会計済", "精算済み", "支払済み",
    ),
    REFUND: (
        "退款", "退货", "退单", "退菜", "消费退回", "退回", "退费", "退卡消费", "消费退款", "退消费", "撤销消费", "消费撤销", "撤销核销", "核销撤销", "取消核销", "撤销验券", "验券撤销", "反结账", "红冲", "冲红", "冲正", "红票", "红字", "红字发票", "退货单", "销售退货", "退款单", "反向订单",
        "sales credit note", "sales credit memo", "customer credit note", "accreccredit", "返品", "返金", "возврат", "estorno", "반품", "환불", "คืนเงิน", "rückzahlung", "rückerstattung", "erstattung", "remboursement", "reembolso", "rimborso", "gutschrift", "avoir", "devolución", "reso", "refund", "shop order refund", "shop_order_refund", "refund order", "order refund", "return", "returns", "sale return", "redeem reversal", "redemption reversal", "reverse redeem", "void redeem", "chargeback", "reversal", "payment refund", "credit note", "credit memo",
    ),
    TOP_UP: (
        "充值", "储值", "续充", "续费", "充卡", "办年卡", "办季卡", "办月卡", "办次卡", "买卡", "购课", "买课", "续课", "购年卡", "购次卡", "售卡", "开卡", "办卡", "赠送", "充值赠送", "会员充值", "卡充值", "预存", "储值充值", "储值卡充值订单", "储值订单", "充值订单", "续卡", "充卡", "余额充值", "预付款", "购卡", "发卡", "赠金",
        "top up", "top-up", "topup", "recharge", "reload", "deposit", "gift card sale", "gift card", "gift cards", "gift certificate", "gift certificates", "load", "prepayment", "store credit", "bonus", "issue", "activation", "activate", "load bonus", "bonus load",
    ),
    TOP_UP_BACK: ("退卡", "撤销充值", "充值撤销", "充值退款", "充值退回", "充值冲正", "退储值", "储值退款", "储值退回", "储值撤销", "撤销储值", "储值冲正", "退充值", "退充", "top-up refund", "gift card refund", "void load", "load reversal", "unload", "cash out", "cashout"),
    EXPENSE: (
        "支出", "采购", "进货", "报销", "手续费", "服务费", "提现", "零钱提现", "提现已到账", "转出", "佣金", "付出", "费用", "推广", "广告", "保险", "配送费", "工资",
        "房租", "退保", "扣除交易手续费", "进货单", "采购单", "入库",
        "purchase invoice", "purchase bill", "supplier invoice", "supplier bill", "vendor invoice", "vendor bill", "purchase credit note", "supplier credit note", "vendor credit", "accpay", "accpaycredit", "eingangsrechnung", "采购发票", "进项发票", "出金", "expense", "withdrawal", "payout", "fee", "fees", "purchase order", "transfer", "general withdrawal", "adjustment fee",
        "abbuchung", "allgemeine abbuchung", "bezahlte abbuchung", "auszahlung", "gebühr", "gebühren", "retrait", "frais", "retirada", "prelievo",
    ),
    VOID: (
        "作废", "已作废", "撤消", "已撤消", "取消", "已取消", "关闭", "已关闭", "交易关闭", "订单关闭", "撤销", "已撤销", "已撤单", "撤单", "失败", "支付失败", "交易失败", "无效", "已删除", "删除", "废单",
        "отменен", "отменён", "отменена", "отмена", "удален", "удалён", "đã hủy", "đã huỷ", "ยกเลิก", "취소", "결제취소",
        "取消済み", "取消済", "作废单", "反结账作废", "反结作废", "订单取消", "已失效", "超时取消", "已退单", "不计收支", "未到店", "未入住", "account hold for open authorization", "payment hold", "payment release", "einbehaltene zahlung", "storniert", "abgelehnt", "refusé", "refusée", "rechazado", "rechazada", "rifiutato", "rifiutata", "annulé", "annulée", "anulado", "anulada", "cancelado", "cancelada", "annullato", "キャンセル", "已拒绝", "拒单",
        "closed lost", "closedlost", "lost", "输单", "已输单", "丢单", "已丢单", "未成交", "战败", "流单",
        "void", "voided", "cancelled", "canceled", "cancel", "failed", "declined", "denied", "expired", "rejected", "deleted", "revoked", "invalid",
        "no show", "no-show", "noshow", "memo", "removed", "fail", "error",
    ),
    UNPAID: (
        "已预订", "已预定", "已预约", "待到店", "待用餐", "待入住", "未付款", "待付款", "等待付款", "等待买家付款", "未结账", "未结", "未支付", "待支付", "未付", "待结账", "预订", "预定", "未完成", "待确认", "待接单", "用餐中", "进行中", "草稿", "挂单", "未买单", "开台", "已开台",
        "待处理", "处理中", "未收", "未收款", "pending payment", "aberta", "aberto", "abierta", "abierto", "ouverte", "открыт", "не оплачен", "chưa thanh toán", "ค้างชำระ", "미결제", "offen", "ausstehend", "pendiente", "en attente", "impayé", "未会計", "未核销", "待核销", "待使用", "未使用",
        "unpaid", "pending", "open", "draft", "reserved", "hold", "on hold", "on-hold", "awaiting payment", "authorized", "booked", "confirmed", "quote",
        "notpay", "userpaying", "在住", "在店", "in house", "in-house", "overdue", "incomplete", "requires payment method",
    ),
    RETURNED: (
        "estornada", "estornado", "đã hoàn tiền", "退款成功", "已退款", "已退货", "整单退", "整单退款", "erstattet", "remboursé", "remboursée", "reembolsado", "reembolsada", "全额退款", "全部退款", "已全额退款", "退款完成", "已退", "退款关闭订单", "已退款(全部)", "有退款", "已退费",
        "refunded", "fully refunded", "returned", "refund success", "refund succeeded", "refund completed",
    ),
}
_WORDS[NOTHING] = (
    "未取消", "未作废", "未退款", "未退货", "未退", "未退单", "未撤销", "未删除", "无退款", "not cancelled", "not canceled", "not voided", "not refunded",
)
_VOUCHERS = {
    "sales": SALE, "sale": SALE, "cash sales": SALE, "credit note": REFUND, "sales return": REFUND, "purchase": EXPENSE, "payment": EXPENSE,
    "cash purchase": EXPENSE, "debit note": EXPENSE, "purchase return": EXPENSE, "contra": EXPENSE,
}  # a receipt pays what was sold before, or a sale that stands nowhere else: a person knows
_MEANS = {fold: meaning for meaning, words in _WORDS.items() for fold in words}
# a longer text says the same by its beginning: 买家已付款，等待卖家发货
_BEGINS = {
    SALE: ("买家已付款", "卖家已发货", "已付款", "已支付", "已收款", "已发货", "待发货", "待收货", "待评价", "已完成", "交易成功", "部分退", "已结账", "消费-", "消费:", "消费_", "消费/"),
    REFUND: ("消费退回-", "消费退回:", "消费退款-", "消费退款:", "消费撤销-"),
    UNPAID: ("等待买家付款", "未付", "未结", "未支付", "待付", "待支付"),
    VOID: ("(删除)", "已取消", "已关闭", "已作废", "交易关闭", "已撤销", "cancelled", "canceled"),
    RETURNED: ("退款成功", "已退款", "全部退款", "全额退款"),
}
_ENDS = {
    "充值": TOP_UP, "消费": SALE, "挂账": SALE, "退款": REFUND, "退货": REFUND, "退货单": REFUND, "退款单": REFUND, "销售单": SALE,
}  # 会员卡充值, 现金消费, 协议单位挂账
# of a state of the refund, where "success" is not the order's
_NO_REFUND = re.compile(r"^(无|没有|未|否|0|正常|不)|关闭|取消|拒绝|驳回|失败|撤销|无售后|none|^no|fail|closed|change|denied|reject")
_COLLECTED = re.compile(r"收(回|取)?(挂账|挂帐|欠款|欠账|账款|签单)|(挂账|挂帐|欠款|签单|账款)(收款|回收|结清|还款|清账|收回)|[还清销][挂欠]?账|(还|补|收)(上|前|以前|之前|旧|老|本)?[^，。,;；]{0,3}欠|collect(ed|ion)")
_OF_BILL = re.compile(r"\bline\b|^item|payment|tender|detail|明细|菜品|商品|支付|付款")
# how a bill counts of which a part is paid, its money decides
_PARTLY_PAID = re.compile(
    r"^部分(已?[付收]|支付|结[账清算])|^[未没][付收结]清|^已?[付收交](定金|订金)|^part(ial(ly)?|ly)?[\s_-]*(paid|payment|settled)|^deposit paid"
)
# of lists of invoices: whose numbers are those of the rows, what says of a row that it was taken back, and what its state is headed
_INVOICE_NO = re.compile(r"^(数电|全电|增值税|电子)?(发票|票)号码?$")
REVERSED = re.compile(r"(已|被)(全额|部分)?(红冲|冲红|冲销)|(全额|部分)(红冲|冲红|冲销)|(红冲|冲红|冲销)-?(全额|部分)")
_OWED_STATE = re.compile(
    r"^(awaiting payment|authori[sz]ed|sent|overdue|past due|unpaid|outstanding|approved|"
    r"已?逾期|[待未](收款?|付款?|支付|回款|结清)|已开票|已开具|已开出|已发送)$"
)
_INVOICE_STATE = re.compile(r"^(发票|开票|票据)(状态|情况)$")
# of a cell that says several states; one of them of the goods, and one that waits for what comes behind the money
_BETWEEN = re.compile(r"[,;|+、]")
_SENDING = re.compile(
    r"(partially |partly |not |un)?(fulfilled|shipped|packed|picked)|awaiting (shipment|fulfil?lment|pick-?up)|in transit|out for delivery|"
    r"ready (for|to) (pick-?up|ship)|(未|待|部分|已)?(发货|出库|配货|备货|拣货|分拣|打包|揽收|派送|配送|自提)|(发货|配货|备货|拣货|打包|运输|派送|配送)中|"
    r"(退款|退货|refund).*(失败|驳回|拒绝|撤销|取消|failed|denied|rejected|declined)"
)
_WAITING = re.compile(r"(等待|待|等).*(发货|收货|确认|评价|自提|配送)")
_NEVER = re.compile(r"^(没有?|无|未|不|从未)(曾|申请|发生|产生|有)?(退|取消|作废|撤|冲|售后)|^(no|never) (refund|return|cancel|void)")
_UNDONE = re.compile(r"失败|驳回|拒绝|撤销|撤回|关闭(?!订单)|取消|^fail|^change$|denied|reject|declined|cancel|closed")
_UNDER_WAY = re.compile(r"中$|待|等待|申请|处理|pending|processing|request")
_PART = re.compile(r"部分|partial")
_BACK = re.compile(r"成功|已退|完成|全额|全部|退款|退货|success|refunded|complete|returned|^是$|^1$|^yes$|^true$|refund")


@dataclass(frozen=True)
class MarkColumn:
    """A column that says whether and how a line counts: its header, its place in the file, and what it tells."""

    header: str
    place: int
    role: str


@dataclass(frozen=True)
class Mark:
    """A value of such a column: lines and money that carry it, what it is taken to mean (None: asked), and who said so."""

    header: str
    value: str
    lines: int
    amount: Decimal
    meaning: str | None
    chosen: bool = False
    hanging: tuple[int, Decimal] | None = None  # of what is asked: the rows that hang on it, and what they come to, paid or not


_PAID_ON = re.compile(r"付款|支付|结账|结帐|买单|埋单|收款|(?<!un)(?<!pre)paid|settled|^pay(ment)?(date|time)$")


def plain_value(text: str) -> str:
    """Return a value as it is compared: half-width, lower case, without blanks around."""
    return simplified(unicodedata.normalize("NFKC", text).strip(" \t`'\"").lower())


def role_of(header: str) -> str | None:
    """Return what a header says that its column tells, None where it tells nothing of the kind.

    >>> role_of("订单状态"), role_of("是否作废"), role_of("Cancelled at"), role_of("客户类型"), role_of("收/支")
    ('state', 'flag', 'moment', None, 'direction')
    """
    folded = fold_header(header)
    for role, (yes, no) in _ROLES.items():
        if re.search(yes, folded) and not re.search(no, folded):
            return role
    return None


def is_remark(header: str) -> bool:
    """Whether a header is that of remarks, which say anything.

    >>> is_remark("备注"), is_remark("Notes"), is_remark("备注人")
    (True, True, False)
    """
    return bool(_REMARK.search(fold_header(header)))


def names_deposit(text: str) -> bool:
    """Whether an item is a deposit, or one that went back, and no money put on a card.

    >>> [names_deposit(text) for text in ("绝育押金", "退定金", "Deposit", "免押金入住", "Account deposit", "金额")]
    [True, True, True, False, False, False]
    """
    value = plain_value(text)
    told = re.search(DEPOSIT_ITEM, value) and not _NO_DEPOSIT.search(value)
    return bool(told) and not re.search(STORED_ITEM, value)


def names_invoice(header: str) -> bool:
    """Whether a folded header is that of the numbers of invoices.

    >>> names_invoice("发票号码"), names_invoice("数电票号码"), names_invoice("发票代码"), names_invoice("账单号")
    (True, True, False, False)
    """
    return bool(_INVOICE_NO.search(header))


def is_reversed(text: str) -> bool:
    """Whether a state says that another, red invoice takes this one back, all of it or a part.

    >>> is_reversed("已红冲-全额"), is_reversed("部分红冲"), is_reversed("红冲"), is_reversed("作废")
    (True, True, False, False)
    """
    return bool(REVERSED.search(plain_value(text)))


def read_value(role: str, text: str) -> str | None:
    """Return what a value says in a column of the role: a meaning, RETURNED, NOTHING, or None where nobody knows.

    >>> read_value("state", "已结账"), read_value("flag", "是"), read_value("refund_state", "退款成功"), read_value("state", "2")
    ('sale', 'void', 'returned', None)
    """
    value = plain_value(text)
    blank = value in ("", "-", "--", "——", "/", "n/a", "null", "none")
    if role == MOMENT:
        return NOTHING if blank else VOID
    if role == ORIGINAL:
        return NOTHING if blank else None
    if role == PAID_ON:
        return None if blank else NOTHING
    if role == VOUCHER:
        return _VOUCHERS.get(value) or (_known(value) if value not in ("payment", "purchase") else None)
    if role == HOUSE:
        return None  # of which house the file is, only a person can say
    if role == ITEM:
        if re.search(r"gutschein.*(einl[oö]s|eingel[oö]st)", value):
            return NOTHING  # it was spent
        if re.search(DEPOSIT_ITEM, value) and not re.search(STORED_ITEM, value):
            return None if names_deposit(value) else NOTHING
        return NOTHING if blank else TOP_UP_BACK if re.search(r"^退|退(卡|款|费)|refund", value) else TOP_UP
    if role == FREE:
        return NOTHING if blank else said if (said := _known(value)) in (VOID, UNPAID) else None
    if role == REMARK:
        return VOID if _known(value.strip("了!！。.已单單据據此本该該 ")) == VOID else None if re.search(REMARK_WORDS, value) else NOTHING
    if role == PAYS:
        return NOTHING  # what its rows come to says whether somebody paid
    if role == FLAG:
        if value in _NO or value in _PARTLY:
            return NOTHING
        if value in _WHOLE:
            return RETURNED
        return VOID if value in _YES else _known(value)
    if role == RESPONSE:
        return NOTHING if blank or not value.strip("0") else VOID if re.fullmatch(r"[0-9a-z]{1,4}", value) else _known(value)
    if role == VALID:
        return NOTHING if value in _YES or blank else VOID if value in _NO else _known(value)
    if role == PAID:
        return NOTHING if value in _YES or blank else UNPAID if value in _NO else _known(value)
    if role == REOPENED:
        return NOTHING if value in _NO else None
    if role == DEFERRED:
        return TOP_UP if value in _YES else NOTHING if value in _NO else _known(value)
    if role == REFUND_STATE:
        if _UNDONE.search(value) or (_UNDER_WAY.search(value) and not blank):
            return UNDONE
        if blank or _NO_REFUND.search(value) or _PART.search(value):
            return NOTHING
        return RETURNED if _BACK.search(value) else None
    if role == DIRECTION:
        if blank:
            return NOTHING
        if value in CREDITS | DEBITS:
            return None  # it depends on whose books: for the bank a credit is money in, for the house a debit
        if value in ("收入", "收", "+", "in", "入账", "入", "income", "收款"):
            return SALE
        if value in ("支出", "支", "-", "out", "出账", "出", "expense", "付款"):
            return EXPENSE
        return VOID if value in ("不计收支", "其他", "/", "memo", "中性交易") else None
    if blank:
        return None if role == STATE else NOTHING
    if role == LEVEL:
        return SALE if value in ("sale", "order", "invoice", "bill", "账单", "主单", "整单", "订单") else PART if _OF_BILL.search(value) else None
    if role == SELLING and value in ("赠送", "赠菜", "赠", "gift"):  # of a dish, that is: nobody stores anything by it
        return VOID
    if role == KIND and value in ("撤销", "冲销"):  # a line of its own that takes a sale back
        return REFUND
    return _read_several(value) if role == STATE else _known(value)


def _read_several(value: str) -> str | None:
    """Return what a state says, of one that says several (paid, shipped) what they say together.

    Whatever takes money back, or says that none came, is surer than the beginning of the text (已付款,已退款). One that nobody
    knows is asked; that something was sent or not says nothing of the money.
    """
    parts = [part.strip() for part in _BETWEEN.split(value) if part.strip()]
    if len(parts) < 2:
        return _known(value)
    said = [NOTHING if _SENDING.fullmatch(part) else _known(part) for part in parts]
    if {*said} & {VOID, REFUND, RETURNED, UNPAID}:
        return combine([STATE] * len(said), said)
    if None in said:
        open_ones = [part for part, one in zip(parts, said, strict=True) if one is None]
        return _known(value) if value in _MEANS or all(map(_WAITING.match, open_ones)) else None
    return combine([STATE] * len(said), said) if any(said) else NOTHING


def names_payment(text: str) -> bool:
    """Whether a text, on a row below zero, says that a customer paid what he owed.

    >>> [names_payment(text) for text in ("PAYMENT - THANK YOU", "收到转账付款", "退款", "付款给供应商", "Food & beverage")]
    [True, True, False, False, False]
    """
    value = plain_value(text)
    return bool(re.search(PAYMENT_WORDS, value)) and not _NO_PAYMENT.search(value)


def _settles(cells: Sequence[str], amounts: Sequence[str]) -> bool:
    """Whether all rows below zero say that somebody paid, and none above does."""
    below = {cell for cell, amount in zip(cells, amounts, strict=True) if (read_number(amount) or 0) < 0}
    above = {cell for cell, amount in zip(cells, amounts, strict=True) if (read_number(amount) or 0) > 0}
    return bool(below) and all(map(names_payment, below)) and not any(map(names_payment, above))


def names_way(text: str) -> bool:
    """Whether a value is a way of paying and nothing else.

    >>> [names_way(text) for text in ("微信", "会员卡", "Credit card", "充值", "收回签单")]
    [True, True, True, False, False]
    """
    return bool(_WAYS.fullmatch(plain_value(text)))


def says_how_paid(values: Iterable[str]) -> bool:
    """Whether filled values are ways of paying, several of them, beside them only that nobody paid or that it is owed (作废, 欠).

    Where one says that the house paid (员工餐), a few others may stand there that nobody knows.
    Platforms alone (美团, 抖音) are as well where an order came from.

    >>> says_how_paid(["微信", "现金", "签单", "作废"]), says_how_paid(["微信", "现金", "充值"]), says_how_paid(["是", "否"])
    (True, False, False)
    """
    filled = {value for value in values if value.strip()}
    at_hand = any(names_way(value) and not re.match(r"美团|抖音|大众点评|app$", plain_value(value)) for value in filled)
    known = {value for value in filled if names_way(value) or is_free_method(value)}
    gifts = any(map(is_given_away, filled)) and len(known) * 3 >= len(filled) * 2  # beside cards of the house, which nobody lists
    strange = {plain_value(value) for value in filled - known}
    gifts = gifts and not any(_known(value) is not None or _TELLING.search(value) or _COLLECTED.search(value) for value in strange)
    return at_hand and has_ways(filled) and (known == filled or gifts)


def is_free_method(text: str) -> bool:
    """Whether a way of paying says that nobody paid, or not yet, or that the row is no sale.

    >>> [is_free_method(text) for text in ("员工餐", "Персонал (без выручки)", "作废", "微信", "Personal cheque")]
    [True, True, True, False, False]
    """
    return bool(re.search(FREE_METHODS, text, re.IGNORECASE))


def is_given_away(text: str) -> bool:
    """Whether a way of paying says that the house paid: a meal of the staff, of the owner, of guests whom it invited.

    >>> [is_given_away(text) for text in ("За счёт заведения", "招待", "Owner", "house account", "欠")]
    [True, True, True, False, False]
    """
    return bool(re.search(_GIVEN_AWAY, text))


def has_ways(values: Iterable[str]) -> bool:
    """Whether values under a header that says what kind a line is are ways of paying as well: two different ones at least."""
    return len({plain_value(value) for value in values if names_way(value)}) > 1


def read_refund(text: str) -> str | None:
    """Return what the state of a refund says in a list of refunds: that it was paid, came to nothing, or is under way.

    >>> read_refund("退款成功"), read_refund("退款关闭"), read_refund("待退款"), read_refund("?")
    ('refund', 'void', 'unpaid', None)
    """
    value = plain_value(text)
    if _UNDONE.search(value) or _NO_REFUND.search(value):
        return VOID
    if _UNDER_WAY.search(value):
        return UNPAID
    return REFUND if _BACK.search(value) else None


def is_under_way(text: str) -> bool:
    """Whether the state of a refund says that it is asked for and has neither come nor come to nothing.

    >>> is_under_way("售后中"), is_under_way("退款申请中"), is_under_way("售后取消"), is_under_way("售后完成"), is_under_way("-")
    (True, True, False, False, False)
    """
    value = plain_value(text)
    return bool(_UNDER_WAY.search(value)) and not _UNDONE.search(value)


def is_partly_paid(text: str) -> bool:
    """Whether a state says that a part of the bill is paid.

    >>> is_partly_paid("部分付款"), is_partly_paid("partially_paid"), is_partly_paid("部分退款"), is_partly_paid("未付款")
    (True, True, False, False)
    """
    return bool(_PARTLY_PAID.search(plain_value(text)))


def is_owed(text: str) -> bool:
    """Whether the state of an invoice says that it is issued, and not paid yet: what it comes to is earned, on account.

    >>> is_owed("Awaiting Payment"), is_owed("待收款"), is_owed("Authorised"), is_owed("Draft"), is_owed("Awaiting approval")
    (True, True, True, False, False)
    """
    return bool(_OWED_STATE.search(plain_value(text)))


def _known(value: str) -> str | None:
    value = value.removeprefix("wc-")  # as WooCommerce keeps its states
    if _PARTLY_PAID.search(value):
        return None
    if value in _MEANS:
        return _MEANS[value]
    if _COLLECTED.search(value):
        return None  # paid of a bill that counted already, or of one that did not: a person knows
    if _NEVER.search(value):
        return NOTHING
    plain = re.sub(r"[\s,，。.;；!！_-]+", " ", value).strip()
    if plain in _MEANS:
        return _MEANS[plain]
    for meaning, starts in _BEGINS.items():
        if value.startswith(starts):
            return meaning
    if len(value) <= 8 and not re.search(r"^(未|待|撤|取消|作废|没|无|不|采购|进货|购进|入库)|申请", value):
        return next((meaning for end, meaning in _ENDS.items() if value.endswith(end)), None)
    return None


def find_mark_columns(
    names: Sequence[str], sample: Sequence[Sequence[str]], taken: Mapping[str, int], status: int | None,
    spoken_of: Sequence[str] = (),
) -> tuple[MarkColumn, ...]:
    """Return the columns that decide whether and how a line counts, by header or by values; ``taken`` mean another thing.

    ``status`` is the place that a person or the vocabulary gave as the status. A weak header (类型, type) counts where a value of
    any row ``tells`` of more than sales; a column with any other header only where all its values are known and one is no sale.
    Columns that are ``spoken_of`` count in any case. Where no state does, the day of paying says whether an order was paid.
    """
    found = []
    paid_on = taken.get("date") if "date_2" in taken else None  # ordered on the one day, paid on the other
    asked = {fold_header(header) for header in spoken_of}
    by_place = {place: column for column, place in taken.items()}
    amounts = [row[taken["amount"]] if taken["amount"] < len(row) else "" for row in sample] if "amount" in taken else [""] * len(sample)
    of_invoices = "bill_no" in taken and names_invoice(fold_header(names[taken["bill_no"]]))
    for place, name in enumerate(names):
        is_state = place == status or (of_invoices and _INVOICE_STATE.search(fold_header(name)))
        role = STATE if is_state else role_of(name)
        column = by_place.get(place) if place != status else None
        if column in ("product", "category"):
            found.append(MarkColumn(name, place, ITEM))
            continue
        if column == "payment_method":
            found.append(MarkColumn(name, place, FREE))
            continue
        is_said = column == "refund" and role == STATE  # the state says how much went back
        if column is not None and column != "module" and not is_said:
            continue
        cells = [row[place] if place < len(row) else "" for row in sample]
        values = {cell.strip() for cell in cells if cell.strip()}
        if fold_header(name) in asked:
            is_flag = role not in (VALID, PAID, REOPENED) or _is_flag(values)  # 付款 may say how it was paid
            found.append(MarkColumn(name, place, role if role and is_flag else KIND))
            continue
        if role == HOUSE and len({value for value in values if not re.search(r"[总小合]计|^[-—]+$|total", value, re.IGNORECASE)}) < 2:
            continue
        if role in (FLAG, REFUND_STATE, None) and are_sums(values):
            continue
        if role is None and _FLAG_WORD.search(folded := fold_header(name)) and _is_flag(values):
            counted = all(value.isdecimal() for value in values) and not re.search("^is|是否|^已|标|flag", folded)  # of refunds
            role = None if counted else FLAG
        if role is None and _GIFT_WORD.search(fold_header(name)) and _is_flag(values) and not all(map(str.isdecimal, values)):
            role = FLAG  # what was given away; a number there counts or is money
        if role == RESPONSE and not any(value.strip() and not value.strip().strip("0") for value in values):
            continue  # codes of another kind
        if role in (VALID, PAID, REOPENED) and not _is_flag(values):
            role = None
        said = {_known(plain_value(value)) for value in values}
        if role == STATE and said and said <= {VOID, RETURNED} and not all(cell.strip() for cell in cells):
            role = FLAG  # marked where a line does not count, blank where nothing is to be said
        if role == MOMENT and any(spell(value).day is None and not re.search(r"\d{4}", value) for value in values if len(value) > 2):
            role = None
        if role is None:
            if not tells(values, role):
                if says_how_paid(values) and any(map(is_given_away, values)):
                    found.append(MarkColumn(name, place, FREE))
                elif _settles(cells, amounts):
                    found.append(MarkColumn(name, place, PAYS))
                elif is_remark(name) and any(re.search(REMARK_WORDS, plain_value(value)) for value in values):
                    found.append(MarkColumn(name, place, REMARK))
                continue
            role = KIND
        elif role in _WEAK and (len(values) > MOST_VALUES or are_sums(values)):
            continue  # whether it tells of more than sales, all rows will show
        elif role not in (MOMENT, HOUSE, ORIGINAL) and len(values) > MOST_VALUES and place != status:
            continue
        found.append(MarkColumn(name, place, role))
    if paid_on is not None and _PAID_ON.search(fold_header(names[paid_on])) and not any(one.role in (STATE, PAID) for one in found):
        found.append(MarkColumn(names[paid_on], paid_on, PAID_ON))
    surest = sorted(found, key=lambda column: column.role in (ITEM, FREE, REMARK))[:MOST_COLUMNS]
    return tuple(sorted(surest, key=lambda column: column.place))


def are_sums(values: set[str]) -> bool:
    """Whether a column holds money: numbers only, some written with cents or more than any code has (退款(负数): 0, -234.20).

    >>> are_sums({"0.00", ""}), are_sums({"0", "-234.2"}), are_sums({"0", "1"}), are_sums({"1.0"}), are_sums({"0.00", "是"})
    (True, True, False, False, False)
    """
    numbers = {value.strip(): read_number(value) for value in values if value.strip()}
    if not numbers or not all(number is not None for number in numbers.values()):
        return False
    return any(number % 1 or abs(number) > 99 or _CENTS.search(value) for value, number in numbers.items())


_CENTS = re.compile(r"\d[.,]\d{2}\D*$")


def _is_flag(values: set[str]) -> bool:
    """Whether a column says yes and no only."""
    return bool(values) and len(values) <= 3 and {plain_value(value) for value in values} <= _YES | _NO


def tells(values: set[str], role: str | None) -> bool:
    """Whether values under a weak header, or any header at all, speak of more than sales, and all or most of them of such things."""
    said = {value: read_value(role or KIND, value) for value in values}
    sure = {value for value, meaning in said.items() if meaning in (REFUND, TOP_UP, REPAYMENT, EXPENSE, VOID, UNPAID, RETURNED, TOP_UP_BACK)}
    asked = {value for value, meaning in said.items() if meaning is None and _TELLING.search(plain_value(value))}
    agreed = {value for value in values if _AGREED.fullmatch(plain_value(value))}
    received = {value for value in values if _RECEIVED.fullmatch(plain_value(value))}
    if agreed and received:
        asked |= {value for value in agreed | received if said[value] is None}
    if role in _WEAK and len(values) > 1 and all(re.fullmatch(r"\d{1,2}", plain_value(value)) for value in values):
        return True  # codes, which nobody can know
    if not sure | asked or len(values) > MOST_VALUES:
        return False
    if role is not None:
        return True
    known = {value for value, meaning in said.items() if meaning is not None}
    return len(values) <= 12 and len(known | asked) * 2 >= len(values) and (known == values or bool(asked or len(sure) > 1))


def combine(roles: Sequence[str], said: Sequence[str | None]) -> str:
    """Return the meaning of a line from what each of its columns says; ASK where it hangs on a value that nobody knows.

    RETURNED is void, unless the amount that went back stands beside it and is a part only.

    Nothing counts that any column calls void. A refund stays one though its state says that it succeeded. A kind of line is
    surer than the direction of the money: on a member's card a sale goes out.

    >>> combine(["kind", "state"], ["refund", "returned"]), combine(["state", "flag"], ["sale", "void"]), combine([], [])
    ('refund', 'void', 'sale')
    """
    if VOID in said:
        return VOID
    if PART in said:
        return PART
    if REFUND in said:
        return VOID if UNDONE in said else REFUND
    if RETURNED in said:
        return RETURNED
    if UNPAID in said:
        return UNPAID
    if None in said:
        return ASK
    firm = [one for role, one in zip(roles, said, strict=True) if role != DIRECTION and one not in (NOTHING, UNDONE, SALE)]
    if firm:
        return next((one for one in (TOP_UP_BACK, TOP_UP) if one in firm), firm[0])
    if any(role == KIND and one == SALE for role, one in zip(roles, said, strict=True)) or EXPENSE not in said:
        return UNDONE if UNDONE in said else SALE  # the refund beside it came to nothing
    return EXPENSE
