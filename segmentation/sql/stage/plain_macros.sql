-- One row per macro: the same cleaning for a file without any odd character, where only blanks around a cell matter
create or replace temp macro clean_text(cell) as nullif(trim(cell), '');

create or replace temp macro is_shortened(cell) as false;

create or replace temp macro clean_id(cell) as
    case
        when contains(cell, '.') then nullif(regexp_replace(trim(cell), '^(\d+)\.0+$', '\1'), '')
        else nullif(trim(cell), '')
    end;
