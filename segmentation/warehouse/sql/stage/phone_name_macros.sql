-- One row per macro: names in which phones stand, parted
-- a mobile number that stands in a name: 陆景行/13512345678, 陆景行(+86 135 1234 5678); and the name without it
create or replace temp macro phone_of_name(cell) as
    case
        when contains(cell, '1') or contains(cell, '１') then nullif(regexp_extract(
            narrowed(cell), '(?:^|[^0-9])((?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9*]{4}[- ]?[0-9]{4})(?:[^0-9]|$)', 1
        ), '')
    end;

create or replace temp macro name_without_phone(cell) as
    case
        when phone_of_name(cell) is null then cell
        else nullif(trim(regexp_replace(
            regexp_replace(
                regexp_replace(narrowed(cell), '(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9*]{4}[- ]?[0-9]{4}', ' ', 'g'),
                '(?i)[(\[【]\s*(电话|手机号?|联系方式|tel|mobile|phone|ph)?[.:\s]*[)\]】]', '', 'g'
            ),
            '(?i)(^[\s,、;/|:_)\]】-]+|([\s,、;/|:_(\[【-]|电话|手机号?|联系方式|\btel|\bmobile|\bphone|\bph)+[.\s]*$)', '', 'g'
        )), '')
    end
