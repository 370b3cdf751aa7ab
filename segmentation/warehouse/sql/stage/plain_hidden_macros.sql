-- One row per macro: the same telling for a file in which nothing is hidden behind stars or a cipher
create or replace temp macro is_hidden(cell) as false;

-- marks that are no ASCII may still mask a phone
create or replace temp macro is_masked(cell) as
    case when is_plain_ascii(cell) then false else coalesce(regexp_matches(clean_text(cell), '\d[xX*•·●]{2}'), false) end
