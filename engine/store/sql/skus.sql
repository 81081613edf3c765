-- by_codes --
-- The SKUs with one of the own codes in the registered frame `asked`; one row per SKU.
select
    s.sku_id, s.own_code, s.unique_code, s.name, s.option_name, s.cost_won, s.stock_quantity, s.packaging_won,
    s.shipping_won
from sku s
join asked a on a.own_code = s.own_code

-- get --
select sku_id, own_code, unique_code, name, option_name, cost_won, stock_quantity, packaging_won, shipping_won
from sku
where sku_id = $sku_id

-- find --
-- SKUs whose code or name holds the words; codes that begin with them first, then by own code.
select sku_id, own_code, unique_code, name, option_name, cost_won, stock_quantity, packaging_won, shipping_won
from sku
where
    $words = ''
    or own_code ilike $part escape '\'
    or unique_code ilike $part escape '\'
    or name ilike $part escape '\'
    or option_name ilike $part escape '\'
    or ($normal <> '' and (starts_with(own_code_normal, $normal) or starts_with(unique_code_normal, $normal)))
order by
    not ($normal <> '' and (
        starts_with(coalesce(own_code_normal, ''), $normal)
        or starts_with(coalesce(unique_code_normal, ''), $normal)
    )),
    own_code
limit $limit offset $offset

-- find_count --
select count(*)
from sku
where
    $words = ''
    or own_code ilike $part escape '\'
    or unique_code ilike $part escape '\'
    or name ilike $part escape '\'
    or option_name ilike $part escape '\'
    or ($normal <> '' and (starts_with(own_code_normal, $normal) or starts_with(unique_code_normal, $normal)))

-- names --
-- Every SKU's number and name with option, for name suggestions.
select sku_id, case when option_name is null then name else name || ' ' || option_name end as name
from sku
order by sku_id

-- revision --
-- Moves whenever the catalogue is saved.
select concat(count(*), '/', max(updated_at)) from sku

-- merge --
-- Saves the registered frame `staged`; SKUs are keyed by own code.
merge into sku using (
    select
        staged.*,
        (select coalesce(max(sku_id), 0) from sku) + row_number() over (order by own_code) as new_id
    from staged
) s
on sku.own_code = s.own_code
when matched then update set
    unique_code = s.unique_code, own_code_normal = s.own_code_normal, unique_code_normal = s.unique_code_normal,
    name = s.name, option_name = s.option_name, cost_won = s.cost_won, stock_quantity = s.stock_quantity,
    packaging_won = s.packaging_won, shipping_won = s.shipping_won, updated_at = $now
when not matched then insert (
    sku_id, own_code, unique_code, own_code_normal, unique_code_normal, name, option_name, cost_won, stock_quantity,
    packaging_won, shipping_won, updated_at
) values (
    s.new_id, s.own_code, s.unique_code, s.own_code_normal, s.unique_code_normal, s.name, s.option_name, s.cost_won,
    s.stock_quantity, s.packaging_won, s.shipping_won, $now
)

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
