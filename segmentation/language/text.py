"""Marks that nobody sees, blanks of other scripts, full-width letters, two texts that look alike; and how wide a text is.

``sql/stage/text_macros.sql`` cleans the cells of files in the same way; a test compares the two for every character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

INVISIBLE = (  # controls, and what Unicode says is to be ignored where it cannot be shown: joiners, directions, selectors, tags
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
BLANK = "\t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

_INVISIBLE, _BLANK, _BLANKS = re.compile(f"[{INVISIBLE}]+"), re.compile(f"[{BLANK}]"), re.compile(f"[ {BLANK}]+")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def clean(text: str) -> str:
    """Return a text as cells of files are kept: without invisible marks, half-width, plain blanks, none around it.

    >>> clean("\\u202a１３９\\u200b00\\u202c"), clean("云栖\\u3000酒店\\xa0"), clean("\\u200b\\ufeff")
    ('13900', '云栖 酒店', '')
    """
    return _BLANK.sub(" ", _INVISIBLE.sub("", text)).translate(_WIDE).strip(" ")


NOBODY = frozenset((  # what stands where a customer has no manager: as ``clean_manager`` of ``sql/stage/text_macros.sql`` has it
    "-", "--", "---", "----", "—", "——", "―", "–", "/", "//", "\\", "n/a", "na", "null", "none", "#n/a", "无", "無", "空", "没有",
    "沒有", "暂无", "暫無",
))


def is_nobody(name: str) -> bool:
    """Whether a manager's name says that there is none.

    >>> is_nobody(" — "), is_nobody("None"), is_nobody("没有"), is_nobody("李明")
    (True, True, True, False)
    """
    return clean(name).lower() in NOBODY


def visible(text: str) -> str:
    """Return a text without invisible marks and without blanks around it, otherwise as it was written.

    >>> visible("\\u200b金额（元）\\ufeff "), visible("\\xad\\u3000")
    ('金额（元）', '')
    """
    return _INVISIBLE.sub("", text).strip()


def one_line(text: str) -> str:
    """Return a name that a person typed: without invisible marks, with single blanks, letters as they were written.

    >>> one_line(" 云栖\\u200b　湖（西） "), one_line("\\u2060 \\xa0")
    ('云栖 湖（西）', '')
    """
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip(" ")


def fold_signs(text: str) -> str:
    """Return a text as numbers and days are read from it: ``clean``, and signs of one meaning are one sign.

    A digit in disguise (², ①, ½) stays what it is: read as 2 or 1 it would make another number of the whole.

    >>> fold_signs("２０２６年9⽉1日"), fold_signs("￥5²"), fold_signs("①")
    ('2026年9月1日', '¥5²', '①')
    """
    text = clean(text)
    return text if text.isascii() else "".join(map(_one_sign, text)).strip()


@lru_cache(maxsize=4096)
def _one_sign(letter: str) -> str:
    folded = unicodedata.normalize("NFKC", letter)
    return letter if any(each.isdigit() for each in folded) else folded


# What XML 1.0 may not hold, and what a reader would not see but a page could be turned round with.
UNWRITABLE = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]"
)
ELLIPSIS = "…"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def writable(text: str) -> str:
    r"""Return ``text`` on one line, without the characters that XML cannot hold or that turn the writing round.

    >>> writable("a\x00b\n c\ud800 <b>x</b>")
    'ab c <b>x</b>'
    """
    return " ".join(UNWRITABLE.sub("", text).split())


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("138 0000"), harmless("-x")
    ("'=1+1", '138 0000', "'-x")
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


@lru_cache(4096)
def columns_wide(text: str) -> int:
    """Return how many columns of half width the text takes: a Chinese character or an emoji takes two.

    >>> columns_wide("abc"), columns_wide("松鹤楼")
    (3, 6)
    """
    return sum(_columns(letter) for letter in text)


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of texts as lines in which each column begins at one place, two blanks at least after the one before.

    >>> in_columns([("李", "A"), ("Li Wei", "B")])
    ['李      A', 'Li Wei  B']
    """
    wide = [max(map(columns_wide, column)) + 2 for column in zip(*rows, strict=True)]
    padded = ([text + " " * (room - columns_wide(text)) for text, room in zip(row, wide, strict=True)] for row in rows)
    return ["".join(row).rstrip() for row in padded]


def cut(text: str, columns: int) -> str:
    """Return ``text`` on one line, within so many columns of half width, the rest told by an ellipsis.

    >>> cut("远山贸易有限公司", 9), cut("short", 9)
    ('远山贸易…', 'short')
    """
    text = writable(text)
    if columns_wide(text) <= columns:
        return text
    kept, room = "", columns - 1
    for letter in text:
        room -= _columns(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + ELLIPSIS


def _columns(letter: str) -> int:
    if unicodedata.combining(letter) or letter in "\u200d\ufe0f\ufe0e":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


LONGEST_HEADER = 500  # characters that are compared
_SIMPLE = str.maketrans(
    "廢貨儲贈無購換帳賬單號碼編時間結開訂戶會員實額總計經負責業務銷類別區狀態備註聯絡繫電話機賓貴買賣顧發產點數價應優餘稅預離營潛級檯臺體據項門處費後網詢買",
    "废货储赠无购换账账单号码编时间结开订户会员实额总计经负责业务销类别区状态备注联络系电话机宾贵买卖顾发产点数价应优余税预离营潜级台台体据项门处费后网询买",
)


_ONE_LETTER = str.maketrans(  # letters of one meaning
    "帐馀枱稱現掛簽記賒銀雲閃試內請續辦禮還匯轉錯誤錄刪測寶", "账余台称现挂签记赊银云闪试内请续办礼还汇转错误录删测宝"
)
_ONE_WORD = tuple(  # and words that people write in two ways; 固定单价 and 指定单位 are no orders, 规定金额 is no deposit
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        ("登陆", "登录"), ("其它", "其他"), ("坐(?=[位席])", "座"), ("[呢妮暱](?=称)", "昵"), ("(?<=预)定", "订"),
        ("(?<![一不认协核固指检测特界确约绑稳规设评锁限额鉴选拟决])定(?=[房台餐座席桌]|单(?![价位独元项品次])|金(?!额))", "订"),
    )
)


def simplified(text: str) -> str:
    """Return a text with the traditional letters that tills use as simplified ones.

    >>> simplified("作廢"), simplified("退貨"), simplified("已結帳"), simplified("挂帐")
    ('作废', '退货', '已结账', '挂账')
    """
    return text if text.isascii() else text.translate(_SIMPLE).translate(_ONE_LETTER)


def either_script(pattern: str) -> str:
    """Return a pattern that finds its Chinese words in traditional letters too; it has no escaped bracket.

    >>> either_script("储值|[账款]"), bool(re.search(either_script("储值"), "儲值金"))
    ('[储儲]值|[账帳賬帐款]', True)
    """
    others: dict[str, str] = {}
    for table in (_SIMPLE, _ONE_LETTER):
        for traditional, letter in table.items():
            if chr(traditional) != chr(letter) and chr(traditional) not in others.get(chr(letter), ""):
                others[chr(letter)] = others.get(chr(letter), "") + chr(traditional)
    made, inside = "", False
    for letter in pattern:
        inside = (inside or letter == "[") and letter != "]"
        both = letter + others.get(letter, "")
        made += both if inside or len(both) == 1 else f"[{both}]"
    return made


# Member #, but neither Guests # nor Pax #, which count
_NUMBER_SIGN = re.compile(r"(?<=[^\W\d_])(?<!s)(?<!pax)(?<!qty)(?<!people)(?<!数)\s*#\s*$")
_CHINESE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(no|nr)$")


def fold_header(header: str) -> str:
    """Return a header as it is compared: ``plain_header``, and a word that people write in two ways (帐号, 账号) in one.

    >>> fold_header(" 金额（元） "), fold_header("下单帐号"), fold_header("定单号"), fold_header("固定单价"), fold_header("其它")
    ('金额', '下单账号', '订单号', '固定单价', '其他')
    """
    text = plain_header(header)
    if text.isascii():
        return text
    text = text.translate(_ONE_LETTER)
    for pattern, spelling in _ONE_WORD:
        text = pattern.sub(spelling, text)
    return text


def plain_header(header: str) -> str:
    """Return a header as files are known again by: half-width, lower case, simplified, no blanks, punctuation or unit.

    A # behind one thing is its number, as No. is; behind several (Guests #) it only counts them.

    >>> plain_header(" 金额（元） "), plain_header("Order_Date"), plain_header("客戶 編號:"), plain_header("下单帐号")
    ('金额', 'orderdate', '客户编号', '下单帐号')
    >>> [plain_header(header) for header in ("Member #", "会员#", "会员 No.", "Guests #", "# of Guests")]
    ['memberno', '会员号', '会员号', 'guests', 'ofguests']
    """
    text = unicodedata.normalize("NFKC", visible(header[:LONGEST_HEADER])).lower().translate(_SIMPLE)
    text = re.sub(r"[(\[【].*?[)\]】]", "", text) or text
    text = _NUMBER_SIGN.sub("no", text)
    return _CHINESE_NUMBER.sub("号", re.sub(r"[\W_]+", "", text))


def list_texts(texts: Iterable[str]) -> str:
    """Return texts as a list that a sentence holds; one with a comma in it is put in quotes, so that it does not read as two.

    >>> list_texts(["已付款,已发货", "已付款"]), list_texts(["Paid, Shipped"]), list_texts([])
    ('“已付款,已发货”, 已付款', '“Paid, Shipped”', '')
    """
    return ", ".join(f"“{text}”" if re.search("[,，、;；]", text) else text for text in texts)
