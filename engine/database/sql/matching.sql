-- find_codes --
-- Looks up the code of each row of `staged` (channel_product_no, seller_management_code, code_normal, name, brand_name);
-- grain: one row per staged row. sku_ref is the SKU that carries the code, minus the number of SKUs where several do, null for none.
create or replace temp table found as
select s.channel_product_no, c.sku_ref
from staged s
left join sku_code c on c.code_normal = s.code_normal

-- tell_matches --
-- Says how each was found: the same spelling, or only the same normal form. A code that several SKUs carry is ambiguous
-- unless just one of them has exactly this spelling. Grain: one row per staged row.
create or replace temp table matched as
with spelled as (
    select s.channel_product_no, count(distinct k.sku_id) as sku_count, min(k.sku_id) as sku_id
    from found f
    join staged s on s.channel_product_no = f.channel_product_no
    join (
        select own_code as code, sku_id from sku
        union all
        select unique_code, sku_id from sku where unique_code is not null
    ) k on k.code = s.seller_management_code
    where f.sku_ref < 0
    group by s.channel_product_no
)
select
    f.channel_product_no,
    case
        when f.sku_ref is null then 'NONE'
        when f.sku_ref > 0 and s.seller_management_code in (k.own_code, k.unique_code) then 'EXACT'
        when f.sku_ref > 0 then 'NORMAL_FORM'
        when e.sku_count = 1 then 'EXACT'
        else 'AMBIGUOUS'
    end as match_kind,
    case when f.sku_ref > 0 then f.sku_ref when e.sku_count = 1 then e.sku_id end as sku_id,
    case when f.sku_ref is null then 0 when f.sku_ref > 0 then 1 else -f.sku_ref end as candidates,
    false as doubtful
from found f
join staged s on s.channel_product_no = f.channel_product_no
left join sku k on k.sku_id = f.sku_ref
left join spelled e on e.channel_product_no = f.channel_product_no

-- read_names --
-- The names of what is matched beside those of the SKUs, where they are not the same; one row per such match.
select m.channel_product_no, s.name, k.name as sku_name, coalesce(s.brand_name, '') as brand_name
from matched m
join staged s on s.channel_product_no = m.channel_product_no
join sku k on k.sku_id = m.sku_id
where s.name <> k.name

-- tell_doubts --
-- The registered frame `differing`: matches whose names have little in common are doubtful.
update matched
set doubtful = true
from differing d
where matched.channel_product_no = d.channel_product_no

-- read_matched --
-- The matches made just before, with their SKU; one row per staged row.
select
    m.channel_product_no, m.match_kind, m.sku_id, k.own_code as sku_code, k.name as sku_name,
    k.option_name as sku_option, m.candidates, m.doubtful
from matched m
left join sku k on k.sku_id = m.sku_id
