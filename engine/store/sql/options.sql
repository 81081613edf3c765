-- unread_details --
-- Listings of a job that their own code did not match and whose options were not read since they were last modified;
-- one row per origin product.
select p.origin_product_no, min(p.channel_product_no) as channel_product_no, max(p.modified_at) as modified_at
from job_item i
join channel_product p on p.store_id = $store_id and p.channel_product_no = i.channel_product_no
left join product_detail d on d.store_id = p.store_id and d.origin_product_no = p.origin_product_no
where i.job_id = $job_id and p.match_kind in ('NONE', 'OPTION') and i.outcome in ('IMPORTED', 'CHANGED', 'UNCHANGED')
    and i.reason_text is null
    and (d.origin_product_no is null or d.modified_at is distinct from p.modified_at)
group by p.origin_product_no
order by p.origin_product_no

-- drop_options --
-- The options of the registered frame `details`, before they are saved anew.
delete from product_option
where store_id = $store_id and origin_product_no in (select origin_product_no from details)

-- save_options --
-- The registered frame `options`: the option rows of the origin products in `details`.
insert into product_option (
    store_id, origin_product_no, option_id, name, seller_code, code_normal, stock_quantity, price_won, usable
)
select
    $store_id, origin_product_no, option_id, name, seller_code, code_normal, stock_quantity, price_won, usable
from options

-- save_details --
insert into product_detail (store_id, origin_product_no, modified_at, read_at)
select $store_id, origin_product_no, modified_at, $now
from details
on conflict (store_id, origin_product_no) do update set modified_at = excluded.modified_at, read_at = excluded.read_at

-- stage_options --
-- The coded options of a job's listings that their own code did not match, as rows that matching understands:
-- channel_product_no is the option's place in this list.
create or replace temp table staged as
select
    row_number() over (order by o.origin_product_no, o.option_id) as channel_product_no,
    o.origin_product_no, o.seller_code as seller_management_code, o.code_normal
from product_option o
where o.store_id = $store_id and o.code_normal is not null
    and o.origin_product_no in (
        select p.origin_product_no
        from job_item i
        join channel_product p on p.store_id = $store_id and p.channel_product_no = i.channel_product_no
        where i.job_id = $job_id and p.match_kind in ('NONE', 'OPTION')
    )

-- gather_options --
-- What the options of each origin product match together; one row per origin product with a coded option. One SKU for
-- all is that SKU; several are a match of options without a single SKU; any ambiguous option makes it ambiguous.
create or replace temp table option_match as
select
    o.origin_product_no,
    case
        when count(*) filter (where m.match_kind = 'AMBIGUOUS') > 0 then 'AMBIGUOUS'
        when count(m.sku_id) > 0 then 'OPTION'
        else 'NONE'
    end as match_kind,
    case
        when count(distinct m.sku_id) = 1 and count(*) filter (where m.match_kind = 'AMBIGUOUS') = 0
            then min(m.sku_id)
    end as sku_id
from staged o
join matched m on m.channel_product_no = o.channel_product_no
group by o.origin_product_no

-- read_option_match --
-- The matches just gathered, with the own code of the SKU; one row per origin product.
select o.match_kind, o.sku_id, k.own_code as sku_code
from option_match o
left join sku k on k.sku_id = o.sku_id

-- apply_options --
-- Gives each listing its own code did not match what its options match.
update channel_product
set match_kind = o.match_kind, sku_id = o.sku_id, stock_linked = $link_stock and o.match_kind = 'OPTION'
from option_match o
where channel_product.store_id = $store_id and channel_product.origin_product_no = o.origin_product_no
    and channel_product.match_kind in ('NONE', 'OPTION')

-- record_options --
-- The same in the job's report.
update job_item
set match_kind = p.match_kind, stock_linked = p.stock_linked
from channel_product p, option_match o
where job_item.job_id = $job_id and p.store_id = $store_id
    and p.channel_product_no = job_item.channel_product_no and p.origin_product_no = o.origin_product_no

