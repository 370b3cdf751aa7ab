-- One row per macro: the same reading for a file without any colon, where no time of day can stand
create or replace temp macro clock_of(cell, moment, apart) as case when moment is not null then cast(moment as time) end;

create or replace temp macro stamp_of(cell) as null::timestamp
