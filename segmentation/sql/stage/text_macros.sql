-- One row per macro: how texts, ids and phones of a file are cleaned, for the life of one cursor
-- the cheap tests stand first: on a million rows only the odd ones meet a regular expression
create or replace temp macro is_odd(cell) as
    regexp_matches(cell, '[\t\n\r\x{a0}\x{3000}\x{200b}\x{feff}\x{ff01}-\x{ff5e}]');

-- translate is costly, and most odd cells are firms with full-width brackets in their names
create or replace temp macro narrowed(cell) as
    case
        when is_odd(replace(replace(cell, '（', '('), '）', ')')) then translate(
            replace(replace(cell, chr(65279), ''), chr(8203), ''),
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～' || chr(12288) || chr(160) || chr(9) || chr(10) || chr(13),
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~     '
        )
        else replace(replace(cell, '（', '('), '）', ')')
    end;

create or replace temp macro clean_text(cell) as
    case
        when is_odd(cell) then nullif(trim(narrowed(cell)), '')
        when contains(cell, ' ') or cell = '' then nullif(trim(cell), '')
        else cell
    end;

-- a spreadsheet that shortened a long number to 1.38E+10 has lost it
create or replace temp macro is_shortened(cell) as
    contains(cell, '+') and regexp_matches(cell, '^\s*\d(\.\d+)?[eE]\+\d+\s*$');

-- a spreadsheet's 17850.0 is 17850, and ' in front or =" " around only keep a number text
create or replace temp macro clean_id(cell) as
    case
        when is_shortened(cell) then null
        when contains(cell, '.') or contains(cell, '''') or contains(cell, '="')
            then nullif(regexp_replace(regexp_replace(clean_text(cell), '^''|^="|"$', '', 'g'), '^(\d+)\.0+$', '\1'), '')
        else clean_text(cell)
    end;

-- 138****0000, also with x or dots for stars
create or replace temp macro is_masked(cell) as
    case
        when strlen(cell) = 11 and try_cast(cell as bigint) > 9999999999 then false
        else contains(cell, '*') or coalesce(regexp_matches(cell, '\d[xX＊•·●]{2}'), false)
    end;

-- digits only, without +86; a masked phone keeps its stars; of several phones the first mobile, else the first;
-- fewer than five digits, or nothing but zeros, is no phone
create or replace temp macro clean_phone(cell) as
    case
        when strlen(cell) = 11 and try_cast(cell as bigint) > 9999999999 then cell
        when is_shortened(cell) then null
        when is_masked(cell) then regexp_replace(regexp_replace(clean_text(cell), '[\s-]', '', 'g'), '[xX＊•·●]', '*', 'g')
        when strlen(regexp_replace(clean_text(cell), '[^0-9]', '', 'g')) > 15 then nullif(
            coalesce(
                nullif(regexp_extract(regexp_replace(clean_text(cell), '[\s-]', '', 'g'), '1[3-9]\d{9}'), ''),
                regexp_replace(regexp_extract(clean_text(cell), '[\d-]{7,}'), '-', '', 'g')
            ), ''
        )
        else nullif(
            regexp_extract(
                regexp_replace(
                    regexp_replace(regexp_replace(clean_text(cell), '\.0+$', ''), '[^0-9+]', '', 'g'), '^(\+|00)?86(\d{10,11})$|^\+', '\2'
                ), '^0*[1-9]\d{4,}$'
            ), ''
        )
    end;

create or replace temp macro whole_phone(cell) as
    case when not is_masked(cell) then clean_phone(cell) end;

-- only ASCII has cases worth folding here, and folding it alone is quick
create or replace temp macro folded(cell) as
    case when strlen(cell) = length(cell) then lower(cell) else cell end;

-- whether a cell is one of the words that name a total, the longest of which has so many bytes
create or replace temp macro names_total(cell, words, longest) as
    case
        when strlen(cell) > longest then false
        when contains(cell, '计') or contains(cell, '計') or contains(cell, 'otal') or contains(cell, 'OTAL')
            -- they end so; a name such as 会计师事务所 is not worth a look through all of them
            then case when regexp_matches(cell, '[计計额額:lsLS]$') then list_contains(words, folded(cell)) else false end
        else false
    end
