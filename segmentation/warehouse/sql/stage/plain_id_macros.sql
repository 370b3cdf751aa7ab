-- One row per macro: the same cleaning for a file without any +, ' or =, where no number can have been shortened
create or replace temp macro is_shortened(cell) as false;

create or replace temp macro clean_id(cell) as
    case
        when says_nothing(cell) then null
        when contains(cell, '.') then nullif(regexp_replace(clean_text(cell), '^(\d+)\.0+$', '\1'), '')
        else clean_text(cell)
    end
