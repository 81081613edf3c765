-- match_staged --
-- What each row of the registered frame `staged` (channel_product_no, seller_management_code, code_normal) matches by
-- its code; grain: one row per staged row. Exact spelling first, then the normal form; a code that several SKUs carry
-- is ambiguous unless just one of them has exactly this spelling.
create or replace temp table matched as
with found as (
    select
        s.channel_product_no, s.seller_management_code as code, c.sku_count, c.sku_id,
        s.seller_management_code in (c.first_spelling, c.last_spelling) as same_spelling
    from staged s
    left join sku_code c on c.code_normal = s.code_normal
),
spelled as (
    select f.channel_product_no, count(distinct k.sku_id) as sku_count, min(k.sku_id) as sku_id
    from found f
    join (
        select own_code as code, sku_id from sku
        union all
        select unique_code, sku_id from sku where unique_code is not null
    ) k on k.code = f.code
    where f.sku_count > 1
    group by f.channel_product_no
)
select
    f.channel_product_no,
    case
        when f.sku_count is null then 'NONE'
        when f.sku_count = 1 and f.same_spelling then 'EXACT'
        when f.sku_count = 1 then 'NORMAL_FORM'
        when e.sku_count = 1 then 'EXACT'
        else 'AMBIGUOUS'
    end as match_kind,
    case
        when f.sku_count = 1 then f.sku_id
        when e.sku_count = 1 then e.sku_id
    end as sku_id,
    coalesce(f.sku_count, 0) as candidates
from found f
left join spelled e on e.channel_product_no = f.channel_product_no

-- read_matched --
-- The matches made just before, with the own code of the SKU; one row per staged row.
select m.channel_product_no, m.match_kind, m.sku_id, k.own_code as sku_code, m.candidates
from matched m
left join sku k on k.sku_id = m.sku_id
