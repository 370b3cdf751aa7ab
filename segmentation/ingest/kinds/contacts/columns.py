"""The columns of a log of contacts, and what is written in them."""

from __future__ import annotations

from dataclasses import replace

from segmentation.ingest.columns import (
    CUSTOMER_CODE,
    DATE,
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    MANAGER,
    NAME,
    TEXT,
    Column,
    words,
)
from segmentation.ingest.columns import PHONE as ANY_PHONE
from segmentation.ingest.looks import is_day
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header

_OUTCOMES = {
    "coming": "coming|要来|会来|来|说要来|说会来|约好了|约好|已约|预订了|已预订|预订|预定|订了|订位|订台|订餐|答应来|确定来|will come|booked|books|reserved|yes",
    "came": "came|来了|已来|已到店|到店|来过|已经来过了|已经来过|到了|visited|has come|been here",
    "reached": "reached|打通了|打通|已打通|接通|已接通|通了|联系上|联系上了|已联系|已联系上|已沟通|已回访|已拜访|已回复|接听|已接听|成功|"
    "got through|answered|connected|spoke|spoken|contacted|talked|done|success",
    "not_reached": "not_reached|not reached|已读不回|不回|未回复|没打通|未打通|打不通|未接|没接|未接通|没接通|无人接听|无人接|没人接|没联系上|未联系上|联系不上|关机|停机|"
    "空号|占线|不在|未回复|没回|no answer|missed|unreachable|voicemail|no reply|not answered|busy",
    "not_now": "not_now|not now|改天|改天再打|改天再说|改天再来|改天再约|下次再说|下次再来|过几天再说|过几天再打|以后再说|以后再打|暂不|暂不来|暂时不来|再联系|稍后联系|稍后|再约|没空|不方便|考虑|考虑中|"
    "later|call later|call back|callback|postponed|another time|not today",
    "do_not_call": "do_not_call|do not call|不再联系|不要再打|别再打|勿扰|勿打扰|请勿打扰|拒绝|拒绝联系|黑名单|don't call|dont call|do not contact|"
    "dnc|opt out|unsubscribe|refused",
}
_CHANNELS = {
    "visit": "visit|拜访|上门|上门拜访|登门|登门拜访|面谈|见面|走访|当面|到访|in person|meeting|face to face|visited",
    "call": "call|电话|打电话|致电|电话回访|电话联系|语音|座机|手机|phone|phone call|called|telephone|tel",
    "message": "message|微信|短信|消息|信息|企业微信|企微|发信息|发微信|发短信|朋友圈|邮件|wechat|sms|text|msg|email|whatsapp",
}


def _meaning(texts: dict[str, str]) -> dict[str, str]:
    return {fold_header(word): key for key, said in texts.items() for word in said.split("|")}


OUTCOME_WORDS, CHANNEL_WORDS = _meaning(_OUTCOMES), _meaning(_CHANNELS)


def read_outcome(text: str) -> str | None:
    """Return what came of a contact, a key of ``fields.CONTACT_OUTCOMES``; None where the text does not say it.

    >>> read_outcome("打通了"), read_outcome("No answer"), read_outcome("?")
    ('reached', 'not_reached', None)
    """
    return OUTCOME_WORDS.get(fold_header(text))


def read_channel(text: str) -> str | None:
    """Return how a customer was contacted, a key of ``fields.CONTACT_CHANNELS``; None where the text does not say it.

    >>> read_channel("微信"), read_channel("Phone call"), read_channel("13800000001")
    ('message', 'call', None)
    """
    return CHANNEL_WORDS.get(fold_header(text))


# 联系方式 is a phone elsewhere; in a log of contacts it says how, unless phones stand below it
PHONE = replace(ANY_PHONE, synonyms=tuple(name for name in ANY_PHONE.synonyms if name != fold_header("联系方式")))
CONTACT_DAY = Column(
    "date", N_("Date of contact"), DATE,
    words("联系日期|联系时间|拜访日期|拜访时间|回访日期|回访时间|跟进日期|跟进时间|沟通日期|沟通时间|日期|时间|date|contact date|date of contact|contacted on|"
          "call date|visit date|follow up date|when|day"),
    N_("The day on which the customer was contacted"), ("2026-09-30", "2026-09-30"),
)
CHANNEL = Column(
    "channel", N_("How contacted"), TEXT,
    words("联系渠道|联系形式|沟通方式|跟进方式|回访方式|拜访方式|联系方式|联系途径|方式|渠道|how contacted|channel|contact channel|contact type|method|"
          "contact method|via|type"),
    N_("Visit, call or message"), ("电话", "Call"), looks=read_channel,
)
OUTCOME = Column(
    "outcome", N_("Outcome of contact"), TEXT,
    words("联系结果|沟通结果|跟进结果|回访结果|拜访结果|处理结果|结果|联系情况|回访情况|跟进情况|outcome|outcome of contact|contact outcome|result|"
          "call result|contact result|disposition"),
    N_("Coming, came, reached, not reached, not now, do not call"), ("打通了", "Got through"), looks=read_outcome,
)
CONTACT_NOTE = Column(
    "note", N_("Note"), TEXT,
    words("备注|说明|联系内容|沟通内容|跟进内容|回访内容|拜访内容|内容|记录|联系记录|沟通记录|附注|備註|note|notes|remark|remarks|comment|comments|memo|content"),
    "", ("说下周带家人来", "Brings the family next week"),
)
NEXT_DAY = Column(
    "next_date", N_("Next date"), TEXT,
    words("下次日期|下次联系|下次联系日期|下次联系时间|下次跟进|下次跟进日期|下次跟进时间|下次回访|下次回访日期|约定日期|预约日期|再联系日期|next date|next|next contact|"
          "next contact date|next call|next follow up|follow up on|call again on|promised date"),
    N_("The day on which he wants to come or to be called again"), ("2026-10-09", "2026-10-09"), looks=is_day,
)
CONTACT_MANAGER = replace(MANAGER, synonyms=(*MANAGER.synonyms, *words("联系人员|拜访人|回访人|跟进人|经办人|员工|contacted by|called by|by|staff")))

COLUMNS = (
    CONTACT_DAY, CUSTOMER_CODE, NAME, FIRST_NAME, LAST_NAME, PHONE, EMAIL, CONTACT_MANAGER, CHANNEL, OUTCOME, CONTACT_NOTE, NEXT_DAY,
)
