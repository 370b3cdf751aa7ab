-- One row per macro: clocks without a colon, as a program wrote them as numbers
-- of the days that a spreadsheet counts, the part behind the point: 46296.75 is 18:00
create or replace temp macro clock_of_part(cell) as
    cast(timestamp '2000-01-01' + to_seconds(cast(round(try_cast(regexp_extract(cell, '\.\d+') as double) * 86400) as bigint)) as time);

-- a time of day that a program wrote as a number, as other cells are written: 3015 of six digits is 00:30:15, 930 of four is 9:30;
-- also a spreadsheet's part of a day
create or replace temp macro clock_in_digits(cell, digits) as
    case
        when regexp_matches(cell, '^\s*\d{1,6}(\.0+)?\s*$') then list_transform(
            [lpad(regexp_extract(cell, '\d+'), cast(case when strlen(regexp_extract(cell, '\d+')) > 4 then 6 else digits end as integer), '0')],
            lambda clock: concat_ws(':', clock[1:2], clock[3:4], nullif(clock[5:6], ''))
        )[1]
        when regexp_matches(cell, '^\s*0?\.\d+\s*$') then cast(clock_of_part(trim(cell)) as varchar)
        else cell
    end;

-- the time of day that stands apart, or behind the day
create or replace temp macro clock_of(cell, moment, apart) as
    case
        when moment is not null then cast(moment as time)
        when apart is not null then read_clock(apart)
        when regexp_matches(cell, '^\s*(19|20)\d{6}(\d{4}|\d{6})\s*$') then try_cast(
            concat_ws(':', trim(cell)[9:10], trim(cell)[11:12], nullif(trim(cell)[13:14], '')) as time
        )
        when regexp_matches(cell, '^\s*\d{5}\.\d+\s*$') then clock_of_part(cell)
        when contains(cell, ':') or contains(cell, '：') then read_clock(cell)
    end
