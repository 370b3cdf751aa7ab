-- One row per macro: how texts, ids and phones of a file are cleaned, for the life of one cursor
-- the cheap tests stand first: on a million rows only the odd ones meet a regular expression
create or replace temp macro is_plain_ascii(cell) as false;

-- as segmentation/language/text.py has them, marks that nobody sees, blanks of other scripts and full-width forms
create or replace temp macro is_odd(cell) as
    case when is_plain_ascii(cell) then false else regexp_matches(
        cell,
        '[\x{00}-\x{08}\x{0e}-\x{1f}\x{7f}-\x{84}\x{86}-\x{9f}\x{ad}\x{34f}\x{61c}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{2800}\x{3164}\x{fe00}-\x{fe0f}\x{feff}\x{ffa0}\x{fff0}-\x{fffb}\x{1bca0}-\x{1bca3}\x{1d173}-\x{1d17a}\x{e0000}-\x{e0fff}\t-\r\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{ff01}-\x{ff5e}]'
    ) end;

create or replace temp macro without_marks(cell) as
    regexp_replace(
        cell,
        '[\x{00}-\x{08}\x{0e}-\x{1f}\x{7f}-\x{84}\x{86}-\x{9f}\x{ad}\x{34f}\x{61c}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{2800}\x{3164}\x{fe00}-\x{fe0f}\x{feff}\x{ffa0}\x{fff0}-\x{fffb}\x{1bca0}-\x{1bca3}\x{1d173}-\x{1d17a}\x{e0000}-\x{e0fff}]',
        '',
        'g'
    );

-- translate is costly, and most odd cells are firms with full-width brackets in their names: what is odd but for these is asked here
create or replace temp macro narrowed(cell) as
    case
        when regexp_matches(
            cell,
            '[\x{00}-\x{08}\x{0e}-\x{1f}\x{7f}-\x{84}\x{86}-\x{9f}\x{ad}\x{34f}\x{61c}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{2800}\x{3164}\x{fe00}-\x{fe0f}\x{feff}\x{ffa0}\x{fff0}-\x{fffb}\x{1bca0}-\x{1bca3}\x{1d173}-\x{1d17a}\x{e0000}-\x{e0fff}\t-\r\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{ff01}-\x{ff07}\x{ff0a}-\x{ff5e}]'
        ) then translate(
            regexp_replace(without_marks(cell), '[\t-\r\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]', ' ', 'g'),
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
        )
        else replace(replace(cell, '（', '('), '）', ')')
    end;

create or replace temp macro clean_text(cell) as
    case
        when is_odd(cell) then nullif(trim(narrowed(cell)), '')
        when contains(cell, ' ') or cell = '' then nullif(trim(cell), '')
        else cell
    end;

-- list_contains would do, but the engine makes a join of it, and looks at every cell whatever `case` stands around it
create or replace temp macro is_among(words, cell) as coalesce(list_position(words, cell), 0) > 0;

-- what programs write where there is nothing: in an id, a phone, a day or a state no more than an empty cell
create or replace temp macro says_nothing(cell) as
    case
        when strlen(cell) > 9 then false
        when cell >= '0' and cell < 'N' then false
        else is_among(['-', '--', '---', '----', '—', '——', '―', '–', '/', '//', '\', 'n/a', 'na', 'null', 'none', '#n/a', '无', '無', '空'], lower(clean_text(cell)))
    end;

-- a cell of a column of numbers, empty where it says that there is none
create or replace temp macro unless_nothing(cell) as case when not coalesce(says_nothing(cell), false) then cell end;

-- the account manager of a row; what stands where there is none is nobody
create or replace temp macro clean_manager(cell) as
    case
        -- it begins with a character that no cleaning takes away, and none of these words with it
        when cell >= '一' and cell < '가' and not is_among(['无', '無', '空', '没', '沒', '暂', '暫'], cell[1]) then clean_text(cell)
        when not says_nothing(cell) and not is_among(['没有', '沒有', '暂无', '暫無'], clean_text(cell)) then clean_text(cell)
    end;

-- how tills write a name, or a cell of a total line, that stays empty
create or replace temp macro is_dash(cell) as
    case
        when cell is null or cell = '' then true
        when cell >= '0' and cell < '—' or cell > '——' then false
        else is_among(['-', '--', '---', '----', '—', '——', '―', '/', '//'], cell)
    end;

-- a cell of nothing but blanks, or one of these between blanks
create or replace temp macro is_dash_or_blank(cell) as
    case when cell >= '0' and cell < '—' then false else is_dash(trim(cell)) end;

-- a sum of money in a cell that is kept as it is
create or replace temp macro money_in(cell, decimal_comma) as
    try_cast(
        regexp_replace(
            case
                when decimal_comma and contains(cell, ',') then replace(replace(cell, '.', ''), ',', '.')
                else replace(cell, ',', '')
            end,
            '[¥￥$€£，\s元]', '', 'g'
        ) as decimal(18, 4)
    );

-- what a platform hides behind stars or a cipher tells nobody apart
create or replace temp macro is_hidden(cell) as
    contains(cell, '*') or contains(cell, '＊') or starts_with(cell, '##') or starts_with(cell, '$$')
    or case when contains(lower(cell), 'x') then regexp_matches(cell, '^\s*\p{Han}{1,2}[xX]{1,3}\s*$') else false end;

-- 300 USD and $22.50 say in which currency they are, as segmentation/language/currencies.py has them
create or replace temp macro currency_sign(amount) as
    nullif(upper(regexp_extract(
        amount,
        '(?i)rmb|cny|baht|mop\$|新加坡元|aed|au\$|aud|bhd|brl|ca\$|cad|chf|clp|cop|czk|dhs|dkk|eur|gbp|hk\$|hkd|huf|idr|ils|inr|jod|jpy|khr|krw|kwd|kzt|lak|mmk|mnt|mop|mx\$|mxn|myr|nok|nt\$|ntd|nz\$|nzd|omr|php|pln|rub|sar|sek|sfr|sgd|thb|tnd|try|twd|us\$|usd|vnd|vnđ|zar|руб|印尼盾|新台币|新臺幣|林吉特|澳门元|澳门币|越南盾|a\$|c\$|ft|kr|kč|r\$|rm|rp|rs|s\$|zł|令吉|加元|台币|新币|日元|日圆|日圓|日币|欧元|歐元|泰銖|泰铢|港元|港币|港幣|澳元|美元|美金|臺幣|英鎊|英镑|葡币|韩元|韩币|马币|\$|£|đ|฿|៛|₩|₪|₫|€|₭|₮|₱|₸|₹|₺|₽|円'
    )), '');

-- a spreadsheet that shortened a long number to 1.38E+10 has lost it
create or replace temp macro is_shortened(cell) as
    contains(cell, '+') and regexp_matches(clean_text(cell), '^\d(\.\d+)?[eE]\+\d+$');

-- the engine takes 1_000 for a number, people do not
create or replace temp macro without_underscore(cell) as
    case when not contains(cell, '_') then cell end;

-- a spreadsheet's 17850.0 is 17850, and ' in front or =" " around only keep a number text
create or replace temp macro clean_id(cell) as
    case
        when is_shortened(cell) or says_nothing(cell) then null
        when contains(cell, '.') or contains(cell, '''') or contains(cell, '="')
            then nullif(regexp_replace(regexp_replace(clean_text(cell), '^''|^="|"$', '', 'g'), '^(\d+)\.0+$', '\1'), '')
        else clean_text(cell)
    end;

-- 138****0000, also with x or dots for stars
create or replace temp macro is_masked(cell) as
    case
        when strlen(cell) = 11 and try_cast(cell as bigint) > 9999999999 then false
        else contains(cell, '*') or coalesce(regexp_matches(clean_text(cell), '\d[xX*•·●]{2}'), false)
    end;

-- digits only, without +86; a masked phone keeps its stars; of several phones the first mobile, else the first;
-- fewer than five digits, or nothing but zeros, is no phone
create or replace temp macro phone_in(cell, has_star) as
    case
        when has_star or regexp_matches(cell, '\d[xX*•·●]{2}')
            then regexp_replace(regexp_replace(cell, '[\s-]', '', 'g'), '[xX•·●]', '*', 'g')
        when strlen(regexp_replace(cell, '[^0-9]', '', 'g')) > 15 then nullif(
            coalesce(
                nullif(regexp_extract(regexp_replace(cell, '[\s-]', '', 'g'), '1[3-9]\d{9}'), ''),
                regexp_replace(regexp_extract(cell, '[\d-]{7,}'), '-', '', 'g')
            ), ''
        )
        else nullif(
            regexp_extract(
                regexp_replace(
                    regexp_replace(regexp_replace(cell, '\.0+$', ''), '[^0-9+]', '', 'g'), '^(\+|00)?86(\d{10,11})$|^\+', '\2'
                ), '^0*[1-9]\d{4,}$'
            ), ''
        )
    end;

-- a lambda, for a macro's argument is worked out, and planned, as often as it is named
create or replace temp macro clean_phone(cell) as
    case
        when strlen(cell) = 11 and try_cast(cell as bigint) > 9999999999 then cell
        when cell is null or is_shortened(cell) then null
        -- 1.3900000001E10, as programs write a number that is long; it has lost nothing
        when contains(cell, 'E') and regexp_matches(cell, '^\s*1\.\d{1,10}E10\s*$')
            then cast(cast(trim(cell) as double) as bigint)::varchar
        else list_transform([clean_text(cell)], lambda cleaned: phone_in(cleaned, contains(cell, '*')))[1]
    end;

create or replace temp macro whole_phone(cell) as
    case
        when strlen(cell) = 11 and try_cast(cell as bigint) > 9999999999 then cell
        when not is_masked(cell) then clean_phone(cell)
    end;

-- the address alone of Ann <ann@x.com> and mailto:ann@x.com
create or replace temp macro clean_email(cell) as
    case
        when contains(cell, '<') or contains(cell, ':') or contains(cell, ' ') then lower(coalesce(
            nullif(regexp_extract(clean_text(cell), '[^\s<>:;,"''()]+@[^\s<>:;,"''()?]+'), ''), clean_text(cell)
        ))
        else lower(clean_text(cell))
    end;

-- only ASCII has cases worth folding here, and folding it alone is quick
create or replace temp macro folded(cell) as
    case when strlen(cell) = length(cell) then lower(cell) else cell end;

-- whether a cell is one of the words that name walk-ins, few of which have its first two letters
create or replace temp macro is_walk_in_word(words, starts, cell) as
    case when contains(starts, cell[1:2]) then is_among(words, folded(cell)) else false end;

-- a cell, but for the words that name walk-ins
create or replace temp macro unless_among(words, cell) as
    case when not list_contains(words, folded(cell)) then cell end;

-- who the customer of a row is, by what a person chose first; a phone that is masked comes last
create or replace temp macro key_among(first, customer_code, phone, email, name) as
    case first
        when 'phone' then coalesce(whole_phone(phone), customer_code, email, name, phone)
        when 'name' then coalesce(name, customer_code, email, phone)
        when 'email' then coalesce(email, customer_code, whole_phone(phone), name, phone)
        else coalesce(customer_code, whole_phone(phone), email, name, phone)
    end;

-- whether a cell names the total of a part: 早班小计, A区合计, 酒水小计:, 小计(晚班), Subtotal lunch, Dinner total, Total for bar
create or replace temp macro names_subtotal(cell) as
    regexp_matches(
        cell,
        '^\s*(\S.{0,14})?([小合总總][计計])\s*([(（].{1,14}[)）])?\s*[:：]?\s*$|(?i:^\s*(\S.{0,20}\s)?sub[- ]?totals?(\s.{1,30})?[:：]?\s*$|'
        || '^\s*totals?\s+(for|of)\s.{1,30}$|^\s*(breakfast|brunch|lunch|dinner|supper|morning|evening|night|day|daily|shift|area|section|floor|bar)\b.{0,14}\stotals?\s*[:：]?\s*$)'
    );

-- whether a cell, not longer than so many bytes, is one of the words that name a total, or names that of a part
create or replace temp macro names_total(cell, words, longest) as
    case
        when strlen(cell) > longest then false
        when cell < 'G' or (cell >= 'U' and cell < 'g') then -- none of the words begins so, but 1号厅小计 and Dinner subtotal
            case when ends_with(cell, '计') or ends_with(cell, 'total') then names_subtotal(cell) else false end
        when contains(cell, '计') or contains(cell, '計') or contains(cell, 'otal') or contains(cell, 'OTAL')
            -- they end so; a name such as 会计师事务所 is not worth a look through all of them
            then case
                when regexp_matches(cell, '[计計额額:lsLS]$') and is_among(words, folded(cell)) then true
                else names_subtotal(cell)
            end
        else false
    end;

-- whether a line without a day names a total, or is the head of a group, with how many rows follow: Hanna Weber (3)
create or replace temp macro says_total(first_cell, date_text, bill_no, name, phone, total_line) as
    len(list_filter([clean_text(first_cell), date_text, bill_no, name], lambda cell: regexp_matches(cell, total_line))) > 0
    or (date_text is null and name is null and phone is null and regexp_matches(first_cell, '[^\s\d][^(（]* ?[(（]\d+[)）]\s*$'));

-- the time of day in a text: 18:30, 2:30:05 PM, 下午2:30, full-width colons too
create or replace temp macro read_clock(cell) as
    try_cast(
        case
            when regexp_matches(cell, '(?i)(pm|p\.m|下午|晚上|晚)')
                then cast(try_cast(regexp_extract(cell, '(\d{1,2})[:：]\d{2}', 1) as integer) % 12 + 12 as varchar)
                || ':' || regexp_extract(cell, '\d{1,2}[:：](\d{2})', 1)
                || ':' || coalesce(nullif(regexp_extract(cell, '\d{1,2}[:：]\d{2}[:：](\d{2})', 1), ''), '00')
            when regexp_matches(cell, '(?i)(\bam|\dam|a\.m|上午|凌晨|早)')
                then cast(try_cast(regexp_extract(cell, '(\d{1,2})[:：]\d{2}', 1) as integer) % 12 as varchar)
                || ':' || regexp_extract(cell, '\d{1,2}[:：](\d{2})', 1)
                || ':' || coalesce(nullif(regexp_extract(cell, '\d{1,2}[:：]\d{2}[:：](\d{2})', 1), ''), '00')
            when not contains(cell, ':') and not contains(cell, '：') -- 17.14
                then replace(regexp_extract(cell, '\s(\d{1,2}\.\d{2}(\.\d{2})?)$', 1), '.', ':')
            else replace(regexp_extract(cell, '\d{1,2}[:：]\d{2}([:：]\d{2})?'), '：', ':')
        end as time
    );

-- the moment of the store's clock that a text with a zone of its own means, or one counted in seconds since 1970
create or replace temp macro moment_of(cell, zone) as
    case
        when strlen(cell) > 19 or ends_with(cell, 'Z') then case
            when regexp_matches(cell, '\d(Z|UTC| ?[+-]\d{2}:?\d{2})$')
                then timezone(zone, try_cast(regexp_replace(replace(cell, 'UTC', 'Z'), ' ?([+-]\d{2}):?(\d{2})$', '\1:\2') as timestamptz))
        end
        when cell >= '1' and cell < '2' then case
            when regexp_matches(cell, '^1\d{9}(\d{3}|\d{6})?$') then timezone(zone, to_timestamp(try_cast(left(cell, 10) as bigint)))
        end
    end;

-- day and clock in one look, where a clock of 24 hours stands last; the engine would not mind a PM behind it
create or replace temp macro stamp_of(cell) as
    case
        when strlen(cell) < 12 or strlen(cell) > 19 or cell < '1' or cell >= '3' then null
        when contains(cell, '24:') then null -- 24:00 is of the day that ends
        when cell[-1] >= '0' and cell[-1] <= '9' then try_cast(cell as timestamp)
    end;

-- the time of day that stands apart, or behind the day
create or replace temp macro clock_of(cell, moment, apart) as
    case
        when moment is not null then cast(moment as time)
        when apart is not null then read_clock(apart)
        when strlen(cell) < 12 then null
        when strlen(cell) < 20 then case
            when cell[11] = ' ' or cell[11] = 'T' then coalesce(try_cast(substring(cell, 12) as time), read_clock(cell))
            when contains(cell, ':') or contains(cell, '：') then read_clock(cell)
        end
        when contains(cell, ':') or contains(cell, '：') then read_clock(cell)
    end;

-- a cell among others that are held together, parted by a mark that it must not have itself
create or replace temp macro one_cell(cell) as replace(cell, chr(31), ' ');

create or replace temp macro clean_name(cell) as case when not is_dash(cell) then clean_text(cell) end;

-- the name in one cell, else in two
create or replace temp macro full_name(name, first_name, last_name) as
    coalesce(clean_name(name), nullif(trim(concat_ws(' ', clean_name(first_name), clean_name(last_name))), ''));

-- the day in its own column, else in the one that serves where that is empty
create or replace temp macro is_second_day(cell, second) as
    (coalesce(trim(cell), '') = '' or says_nothing(cell)) and nullif(trim(second), '') is not null;

create or replace temp macro first_day(cell, second) as
    case when is_second_day(cell, second) then second else cell end
