-- One row per line of a bill file, with its day, what it means, its amount, and the verdict on it
-- Reads marked (text, value): what the values that say how a line counts mean together. file_amount is what the file says,
-- amount what counts: refunds are below zero whatever their sign, money that went back is taken off where $nets_refunds.
-- A top-up without an amount brings what was stored. verdict: 'ok', 'top_up', 'skip:…' for what is left out, 'reject:…' for what
-- cannot be understood: a line's day and amount are judged before its meaning leaves it out.
-- day_read and amount_read are those that the engine read itself: where both are there, little can be wrong.
with

priced as (
    select
        lines.* exclude (line_no, row_no, amount, day, clock),
        coalesce(lines.line_no, lines.row_no + $first_line) as line_no,
        coalesce(lines.day, day_spellings.day)
        + case when $of_business_days and hour(lines.clock) < 6 then 1 else 0 end -- its own date, after midnight
        - case when $day_begins > 0 and hour(lines.clock) < $day_begins then 1 else 0 end as day,
        lines.clock,
        lines.day as day_read,
        lines.amount as amount_read,
        case
            when lines.amount is not null then lines.amount
            when lines.amount_text is null
                then coalesce(
                    try_cast(
                        round(cast(lines.quantity as decimal(38, 4)) * lines.unit_price, 4)
                        * case when $discount_way = 'times' then coalesce(lines.discount, 1) else 1 end
                        - case when $discount_way = 'minus' then coalesce(abs(lines.discount), 0) else 0 end
                        as decimal(18, 4)
                    ),
                    case
                        when lines.quantity_text is null and lines.unit_price_text is null
                            and (
                                lines.refund <> 0
                                or (lines.stored > 0 and $sells_cards)
                                or ($of_events and lines.stored <> 0)
                                or (lines.stored <> 0 and marked.value in ('top_up', 'top_up_back'))
                            ) then 0
                    end
                )
        end as file_amount,
        case
            when $of_events and coalesce(lines.amount, 0) = 0 and lines.refund <> 0 then 'top_up_back' -- paid back from a card
            -- of a ledger of cards: what comes is put on one, what goes is spent, or paid back from it
            when $is_ledger and lines.amount > 0 and coalesce(marked.value, 'sale') = 'sale' then 'top_up'
            when $is_ledger and lines.amount < 0 and marked.value = 'expense' then 'sale'
            when $is_ledger and lines.amount < 0 and marked.value in ('top_up', 'refund', 'returned') then 'top_up_back'
            when len($card_refund_sheets) > 0 and list_contains($card_refund_sheets, coalesce(lines.line_no, 0) // 10000000)
                and coalesce(marked.value, 'sale') in ('sale', 'refund', 'returned', 'top_up') then 'top_up_back'
            when $of_top_ups and marked.value in ('refund', 'returned') then 'top_up_back'
            when $of_top_ups and coalesce(marked.value, 'sale') = 'sale' then 'top_up'
            when len($refund_sheets) = 0 then coalesce(marked.value, 'sale')
            when not list_contains($refund_sheets, coalesce(lines.line_no, 0) // 10000000) then coalesce(marked.value, 'sale')
            when coalesce(marked.value, 'sale') in ('sale', 'returned') then 'refund'
            when marked.value = 'undone' then 'void'
            else coalesce(marked.value, 'sale')
        end as said
    from lines
    left join day_spellings on lines.date_text = day_spellings.text
    left join marked on lines.marks = marked.text
    where not lines.is_blank
),

meant as (
    select
        *,
        case
            when said = 'sale' and not $nets_refunds and not $sells_cards and refund is null then 'sale' -- most lines are so
            -- "refunded" beside a smaller amount that went back: a part of it
            -- or what went back of the bill, on a line of it that has no amount
            when said = 'returned' and refund <> 0
                and ($nets_refunds and (abs(refund) < file_amount or file_amount = 0) or not $nets_refunds and file_amount > 0)
                then 'sale'
            when said = 'returned' then 'void'
            when said = 'undone' then 'sale'
            -- a sale of which nothing is left, for its refund is off it already
            when said = 'refund' and not $nets_refunds and file_amount = 0 and refund <> 0 and coalesce(gross, refund) <> 0 then 'void'
            when said = 'sale' and $nets_refunds and not $refund_once and file_amount > 0 and abs(refund) >= file_amount then 'void'
            when said = 'sale' and not $nets_refunds and file_amount = 0 and refund <> 0 then 'void'
            when said = 'sale' and $sells_cards and file_amount = 0 and stored > 0 then 'top_up' -- nothing but a gift card was bought
            else said
        end as meaning
    from priced
),

counted as (
    select
        *,
        case
            when meaning = 'sale' and not ($is_ledger or $sales_below or $nets_refunds or $discount_off) then file_amount
            when meaning = 'refund' then -abs(case when refund <> 0 then refund else file_amount end)
            when meaning = 'top_up' and $moves_cards and stored <> 0 then stored -- what the card itself says
            when meaning = 'top_up_back' then -abs(
                case when ($moves_cards or file_amount = 0) and stored <> 0 then stored when file_amount = 0 and $of_events then refund else file_amount end
            )
            when meaning = 'top_up' and $adds_gifts and stored > 0 then file_amount + stored
            when meaning = 'top_up' and file_amount = 0 and stored <> 0 then stored
            -- what goes off a card, less what came back onto it
            when meaning = 'sale' and $is_ledger and $nets_refunds then cast(-file_amount - abs(coalesce(refund, 0)) as decimal(18, 4))
            when meaning = 'sale' and $sales_below then -file_amount -- what goes off a card
            when said = 'undone' then file_amount -- the refund beside it came to nothing
            -- cast, for the difference alone would be held in twice the bytes
            when meaning = 'sale' and ($nets_refunds or $discount_off) then cast(
                file_amount
                - case when $nets_refunds then abs(coalesce(refund, 0)) else 0 end
                - case when $discount_off and file_amount > 0 then abs(coalesce(discount, 0)) else 0 end as decimal(18, 4)
            )
            else file_amount
        end as amount
    from meant
)

select
    *,
    case
        -- most lines are plain, and need not be asked what else they might be
        when
            meaning = 'sale' and day >= $earliest and day <= $latest and file_amount is not null and not is_total and line_no <> $sum_line
            and coalesce(damage, '') = '' and len($other_currencies) = 0
            then 'ok'
        when is_total or line_no = $sum_line then 'skip:total'
        when day is null and is_header then 'skip:header'
        -- where no line is so, the engine need not even read the texts
        when $has_said_totals and day is null and says_total(first_cell, date_text, bill_no, name, phone, $total_line) then 'skip:total'
        when damage <> '' then 'reject:' || damage
        when day is null and is_lone then 'skip:note'
        -- what is void needs no day and no amount
        when meaning = 'void' and day is null and date_text is null then 'skip:void'
        when meaning = 'void' and file_amount is null and amount_text is null then 'skip:void'
        when day is null and date_text is null then 'reject:date_missing'
        when day is null then 'reject:date'
        when day < $earliest then 'reject:too_early'
        when day > $latest then 'reject:future'
        when file_amount is null and amount_text is not null then 'reject:amount'
        when file_amount is null and quantity_text is not null and quantity is null then 'reject:quantity'
        when file_amount is null and unit_price_text is not null and unit_price is null then 'reject:unit_price'
        when file_amount is null and meaning = 'unpaid' then 'skip:unpaid' -- what is not settled yet has no amount
        when file_amount is null then 'reject:amount_missing'
        when len($other_currencies) > 0 and list_contains($other_currencies, coalesce(clean_text(currency), currency_sign(amount_text), '')) then 'skip:currency'
        when meaning = 'refund' and amount = 0 then 'skip:void' -- nothing went back, and nobody came
        when meaning in ('sale', 'refund') then 'ok'
        when meaning in ('top_up', 'top_up_back') then 'top_up'
        else 'skip:' || meaning
    end as verdict
from counted
