"""A bill file as a till in China writes it, of any size: the same seed gives the same rows."""

from __future__ import annotations

from pathlib import Path

import duckdb

SEED = 20260901
DAYS = 400
FIRST_DAY = "2025-09-01"

# Every draw is a hash of the row (or customer) number, the seed and the name of what is drawn: no state, any order, any size.
_BILLS = """
with numbered as (
    select
        bill,
        line,
        (hash(bill, $seed, 'walk-in') % 1000) < 450 as is_walk_in,
        hash(bill, $seed, 'guest') % 1000000 / 1000000.0 as guest,
        cast(hash(bill, $seed, 'kind') % 100000 as integer) as kind,
        cast(hash(bill, line, $seed, 'price') % 100000 as integer) as price,
        cast(hash(bill, $seed, 'covers') % 12 + 1 as integer) as covers,
        cast(hash(bill, $seed, 'minute') % 600 as integer) as minute,
        bill * $days // $bills as day_no
    from range($bills) as bills(bill), range($lines) as lines(line)
),

drawn as (
    select
        *,
        date '{first_day}' + cast(day_no as integer) as day,
        bill - (day_no * $bills + $days - 1) // $days + 1 as number_of_day,
        cast(floor(guest * guest * $customers) as integer) as customer  -- a few come often, most seldom
    from numbered
),

said as (
    select
        strftime(day, 'YQ%y%m%d') || lpad(number_of_day::varchar, $digits, '0') as bill_no,
        case
            when kind = 7 and bill * 10 > $bills then '待定'
            when $clock then strftime(day, '%Y/%-m/%-d ') || (11 + minute // 60) || ':' || lpad((minute % 60)::varchar, 2, '0')
            else strftime(day, '%Y/%-m/%-d')
        end as date,
        case when not is_walk_in then 'K' || lpad(customer::varchar, 5, '0') end as code,
        case
            when is_walk_in then case when kind % 3 = 0 then '散客' when kind % 9 = 1 then '现金' end
            when customer % 4 = 0 then '塔山县' || substr('{syllables}', customer % 97 + 1, 2) || customer % 89
                || ['商贸有限公司', '设计有限公司', '（集团）有限公司', '会计师事务所'][customer % 7 % 4 + 1]
            else substr('王李张刘陈杨赵黄周吴', customer % 10 + 1, 1)
                || case when customer % 5000 = 1 then '　' else '' end  -- a full-width blank, as typists leave it
                || substr('{syllables}', customer % 89 + 1, 1 + customer % 2)
        end as name,
        case
            when not is_walk_in and customer % 5 > 0 then '100' || lpad((customer * 7919 % 100000000)::varchar, 8, '0')
        end as phone,
        case when kind % 9 = 0 then 2 else 1 end as tables,
        covers,
        case
            when kind = 11 and bill * 10 > $bills then '见备注'
            when kind % 100 = 3 then '-' || (price % 900 + 20) || '.00'
            else covers * 60 + price % 3000 || '.' || lpad((price % 10 * 10)::varchar, 2, '0')
        end as amount,
        case
            when not is_walk_in and customer % 3 > 0 then '经理' || substr('甲乙丙丁戊己庚辛壬癸', customer % 10 + 1, 1)
        end as manager,
        case when not is_walk_in then ['政府', '事业单位', '国企', '私企', '外阜'][customer % 5 + 1] end as module,
        case when kind % 200 = 5 then '作废' else '已结账' end as status,
        '收银' || substr('一二三四五六七八', cast(hash(bill, $seed, 'till') % 8 + 1 as integer), 1) as cashier,
        case
            when kind % 7 = 2
                then ['靠窗', '少盐', '寿宴，加座' || price % 20, '儿童椅', '自带酒水' || price % 90][covers % 5 + 1]
        end as note,
        case when kind % 4 = 0 then 'FP' || lpad((kind * 7919 + bill)::varchar, 9, '0') end as invoice
    from drawn
)
"""
_SYLLABLES = (
    "文华明建国志强丽敏静芳秀英海燕晓东振宇佳慧雪梅春兰玉珍桂荣思远子涵梓轩雨桐欣怡俊杰浩然家豪嘉怡诗涵一诺可馨若曦宇航泽宇"
    "天佑博文子墨皓轩沐辰奕辰语嫣芷若凌薇清扬如意长青永安德胜广源恒泰瑞祥鸿运聚贤悦来同福顺达兴隆盛"
)
# The columns of data/samples/yunqi and three that are only kept, and the few that make a file of about 65 bytes a row
WIDE = (
    'bill_no as "账单号", date as "消费日期", code as "客户编号", name as "客户名称", phone as "手机", tables as "台数", '
    'covers as "人数", amount as "实收金额", manager as "客户经理", module as "客户类别", status as "状态", '
    'cashier as "收银员", note as "备注", invoice as "发票号"'
)
NARROW = (
    'bill_no as "账单号", date as "消费日期", code as "客户编号", name as "客户名称", amount as "实收金额", status as "状态", '
    'cashier as "收银员", note as "备注"'
)


def write_bills(path: Path, rows: int, *, customers: int = 50_000, lines: int = 1, narrow: bool = False) -> Path:
    """Write ``rows`` rows in UTF-8, oldest first, ``lines`` of them to a bill: 45 % walk-ins, 0.5 % void, 1 % refunds.

    About one row in 50 000 has a date, and one an amount, that nobody can read. ``narrow`` leaves out the columns that
    a bill can do without.
    """
    bills = rows // lines
    sql = _BILLS.format(first_day=FIRST_DAY, syllables=_SYLLABLES) + f"select {NARROW if narrow else WIDE} from said"
    sql = sql.replace("$clock", "false" if narrow else "true")
    values = {
        "bills": bills, "lines": lines, "days": DAYS, "customers": customers, "seed": SEED, "digits": len(str(bills // DAYS)) + 1
    }
    for name, value in values.items():
        sql = sql.replace(f"${name}", str(value))
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"memory_limit": "2GB"}) as engine:
        engine.execute(f"copy ({sql}) to '{path}' (format csv, header, delimiter ',')")
    return path


def transcode(source: Path, target: Path, encoding: str) -> Path:
    """Write the UTF-8 file ``source`` to ``target`` in another encoding."""
    with source.open(encoding="utf-8", newline="") as text, target.open("w", encoding=encoding, newline="") as out:
        while chunk := text.read(1 << 20):
            out.write(chunk)
    return target
