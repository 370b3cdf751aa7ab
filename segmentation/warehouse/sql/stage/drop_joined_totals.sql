-- One row per row of a file beside the orders that is the sum of the others: it names no order, and one of its cells names a total
delete from joined_lines_read
where
    not exists (select 1 from first_orders where first_orders.order_no = joined_lines_read.order_no)
    and len(list_filter(cells, lambda cell: list_contains($total_words, lower(trim(cell))))) > 0
