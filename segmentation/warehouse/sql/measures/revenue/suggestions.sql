-- One row per customer without a module whose name suggests one
-- Reads module_texts (which place in the list of modules a module's text means), modules, and needles (what to look for in a
-- name). The longest word wins, then the module that stands first; a word of the legal form counts where nothing else does.
with nameless as (
    select
        customers.customer_key,
        customers.name,
        customers.module,
        ' ' || trim(regexp_replace(lower(customers.name), $breaks, ' ', 'g')) || ' ' as folded
    from customers
    left join module_texts on module_texts.text = customers.module
    where customers.store_id = $store
        and not customers.is_walk_in
        and customers.name is not null
        and coalesce(module_texts.module_no, $unclassified) = $unclassified
),

found as (
    select
        nameless.customer_key,
        nameless.name,
        nameless.module,
        needles.module_no,
        needles.word,
        row_number() over (
            partition by nameless.customer_key order by needles.is_last, needles.size desc, needles.module_no, needles.word
        ) as place
    from nameless
    inner join needles on contains(nameless.folded, needles.needle)
),

spent as (
    select customer_key, sum(amount) as contribution
    from visits
    where store_id = $store
    group by customer_key
),

suggestions as (
    select
        found.customer_key as customer,
        found.name,
        found.module,
        modules.module_key as suggested,
        modules.module_code as code,
        found.word,
        cast(coalesce(spent.contribution, 0) as decimal(18, 2)) as contribution
    from found
    inner join modules on modules.module_no = found.module_no
    left join spent on spent.customer_key = found.customer_key
    where found.place = 1
    order by contribution desc, customer
)

select * from suggestions
