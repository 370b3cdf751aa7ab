-- One row per place then and place now, pairs of tiers and those who came included where nobody went that way
-- Reads migration and places (place_no in the order of the scheme, then $none_place, then $new_place; place).
with ways as (
    select
        from_place,
        to_place,
        count(*) as customers,
        sum(contribution) as contribution,
        sum(contribution_from) as contribution_from,
        sum(contribution_to) as contribution_to
    from migration
    group by from_place, to_place
),

migration_cells as (
    select
        stood.place as from_place,
        stands.place as to_place,
        coalesce(ways.customers, 0) as customers,
        cast(coalesce(ways.contribution, 0) as decimal(18, 2)) as contribution,
        cast(coalesce(ways.contribution_from, 0) as decimal(18, 2)) as contribution_from,
        cast(coalesce(ways.contribution_to, 0) as decimal(18, 2)) as contribution_to
    from places as stood
    cross join places as stands
    left join ways on ways.from_place = stood.place and ways.to_place = stands.place
    where stands.place <> $new_place
        and (ways.customers > 0 or (stood.place <> $none_place and stands.place <> $none_place))
    order by stood.place_no, stands.place_no
)

select * from migration_cells
