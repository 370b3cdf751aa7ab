-- One row per macro: the same cleaning for a file without any odd character, where only blanks around a cell matter
create or replace temp macro clean_text(cell) as
    case when contains(cell, ' ') or cell = '' then nullif(trim(cell), '') else cell end
