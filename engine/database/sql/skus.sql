-- by_codes --
-- The SKUs with one of the own codes in the registered frame `asked`; one row per SKU.
select s.*
from sku_on($on) s
join asked a on a.own_code = s.own_code

-- get --
-- The SKU with the costs of the day.
select *
from sku_on($on)
where sku_id = $sku_id

-- find --
-- SKUs whose code or name holds the words; codes that begin with them first, then by own code.
with found as (
    select sku_id, row_number() over (order by leads desc, own_code) as place
    from sku_found($words, $part, $loose)
)
select s.*
from found
join sku_on($on) s on s.sku_id = found.sku_id
where found.place > $offset and found.place <= $offset + $limit
order by found.place

-- find_count --
select count(*)
from sku_found($words, $part, $loose)

-- near_codes --
-- The SKUs one of whose codes is the same as another but for separators, by own code; one row per SKU.
select sku_id
from sku
where $loose in (replace(own_code_normal, '-', ''), replace(unique_code_normal, '-', ''))
order by own_code
limit $limit

-- names --
-- Every SKU's number and name with option, for name suggestions.
select sku_id, case when option_name is null then name else name || ' ' || option_name end as name
from sku
order by sku_id

-- known_costs --
-- Of how many SKUs each cost of the day is known, by the columns of the sheet; one row.
select
    count(cost_won) as cost_won, count(packaging_won) as packaging_won, count(shipping_won) as shipping_won,
    count(inbound_won) as inbound_won, count(coalesce(ads_won, ads_mp)) as ads,
    count(coalesce(returns_won, returns_mp)) as returns
from sku_on($on)

-- codes_with_zeros --
-- Every own code that begins with a zero, or ends with one behind a point: spreadsheets drop those.
select own_code
from sku
where own_code like '0%'
    or own_code like '%.%0'

-- revision --
-- Moves whenever the catalogue is saved.
select concat(count(*), '/', max(updated_at)) from sku

-- stage --
-- The registered frame `staged` beside what is held, keyed by own code. The first costs a SKU gets (is_first) count for all
-- days before too; later ones (is_dated) from `costs_from`, or from the day they are saved.
create or replace temp table staged_sku as
select
    s.*, t.sku_id as held_id,
    s.costs_from is null and (
        t.sku_id is null or (
            coalesce(t.cost_won, t.packaging_won, t.shipping_won, t.inbound_won, t.ads_won, t.ads_mp, t.returns_won, t.returns_mp) is null
            and not exists (select 1 from sku_cost c where c.sku_id = t.sku_id)
        )
    ) as is_first,
    s.costs_from is not null or (
        t.sku_id is not null
        and (s.cost_won, s.packaging_won, s.shipping_won, s.inbound_won, s.ads_won, s.ads_mp, s.returns_won, s.returns_mp)
            is distinct from (t.cost_won, t.packaging_won, t.shipping_won, t.inbound_won, t.ads_won, t.ads_mp, t.returns_won, t.returns_mp)
    ) as is_dated
from staged s
left join sku_on($today) t on t.own_code = s.own_code

-- count_new --
-- How many of the staged SKUs are new here.
select count(*) from staged_sku where held_id is null

-- merge --
-- Saves the staged SKUs, with their costs where they are the first; new ones get the numbers from $first on, by own code.
merge into sku using (
    select staged_sku.*, $first - 1 + row_number() over (order by held_id is not null, own_code) as new_id
    from staged_sku
) s
on sku.own_code = s.own_code
when matched then update set
    unique_code = s.unique_code, own_code_normal = s.own_code_normal, unique_code_normal = s.unique_code_normal,
    name = s.name, option_name = s.option_name, stock_quantity = s.stock_quantity, sku_group = s.sku_group,
    tax_type = s.tax_type,
    cost_won = case when s.is_first then s.cost_won else sku.cost_won end,
    packaging_won = case when s.is_first then s.packaging_won else sku.packaging_won end,
    shipping_won = case when s.is_first then s.shipping_won else sku.shipping_won end,
    inbound_won = case when s.is_first then s.inbound_won else sku.inbound_won end,
    ads_won = case when s.is_first then s.ads_won else sku.ads_won end,
    ads_mp = case when s.is_first then s.ads_mp else sku.ads_mp end,
    returns_won = case when s.is_first then s.returns_won else sku.returns_won end,
    returns_mp = case when s.is_first then s.returns_mp else sku.returns_mp end,
    updated_at = $now
when not matched then insert (
    sku_id, own_code, unique_code, own_code_normal, unique_code_normal, name, option_name, stock_quantity, sku_group, tax_type,
    cost_won, packaging_won, shipping_won, inbound_won, ads_won, ads_mp, returns_won, returns_mp, updated_at
) values (
    s.new_id, s.own_code, s.unique_code, s.own_code_normal, s.unique_code_normal, s.name, s.option_name, s.stock_quantity,
    s.sku_group, s.tax_type,
    case when s.is_first then s.cost_won end,
    case when s.is_first then s.packaging_won end,
    case when s.is_first then s.shipping_won end,
    case when s.is_first then s.inbound_won end,
    case when s.is_first then s.ads_won end,
    case when s.is_first then s.ads_mp end,
    case when s.is_first then s.returns_won end,
    case when s.is_first then s.returns_mp end,
    $now
)

-- save_costs --
-- The later costs of the staged SKUs, one row a SKU and day; what was saved for that day before gives way.
insert into sku_cost (
    sku_id, starts_on, cost_won, packaging_won, shipping_won, inbound_won, ads_won, ads_mp, returns_won, returns_mp, saved_at
)
select
    k.sku_id, coalesce(s.costs_from, $today),
    s.cost_won, s.packaging_won, s.shipping_won, s.inbound_won, s.ads_won, s.ads_mp, s.returns_won, s.returns_mp, $now
from staged_sku s
join sku k on k.own_code = s.own_code
where s.is_dated and not s.is_first
on conflict (sku_id, starts_on) do update set
    cost_won = excluded.cost_won,
    packaging_won = excluded.packaging_won,
    shipping_won = excluded.shipping_won,
    inbound_won = excluded.inbound_won,
    ads_won = excluded.ads_won,
    ads_mp = excluded.ads_mp,
    returns_won = excluded.returns_won,
    returns_mp = excluded.returns_mp,
    saved_at = excluded.saved_at

-- cost_days --
-- The costs of a SKU by the day they begin, newest first; those without a day are the first ones.
select starts_on, cost_won, packaging_won, shipping_won, inbound_won, ads_won, ads_mp, returns_won, returns_mp
from (
    select null as starts_on, cost_won, packaging_won, shipping_won, inbound_won, ads_won, ads_mp, returns_won, returns_mp from sku where sku_id = $sku_id
    union all
    select starts_on, cost_won, packaging_won, shipping_won, inbound_won, ads_won, ads_mp, returns_won, returns_mp from sku_cost where sku_id = $sku_id
)
order by starts_on desc nulls last

-- drop_codes --
delete from sku_code

-- build_codes --
-- One row per normal form of a code: the SKU that carries it, or minus the number of SKUs that do.
insert into sku_code (code_normal, sku_ref)
select code_normal, case when count(distinct sku_id) = 1 then min(sku_id) else -count(distinct sku_id) end
from (
    select own_code_normal as code_normal, sku_id from sku
    union all
    select unique_code_normal, sku_id from sku
)
where code_normal is not null
group by code_normal
