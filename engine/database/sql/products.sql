-- held_links --
-- Of the listings in the registered frame `asked`, those we hold, with their link; one row per listing.
select
    p.channel_product_no, p.match_kind, p.sku_id, coalesce(k.own_code, t.sku_code) as sku_code, k.name as sku_name,
    k.option_name as sku_option, p.match_doubt as doubtful, p.stock_linked
from asked a
join channel_product p on p.store_id = $store_id and p.channel_product_no = a.channel_product_no
left join sku k on k.sku_id = p.sku_id
left join link_spelled t
    on t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = 0

-- held --
-- One listing we hold.
select
    p.origin_product_no, p.channel_product_no, p.channel_service_type, p.name, p.seller_management_code,
    p.sale_status, p.display_status, p.sale_price_won, p.discounted_price_won, p.stock_quantity, p.delivery_fee_won,
    p.category_id, p.category_name, p.brand_name, p.image_url, p.sale_end_at, p.registered_at, p.modified_at,
    p.match_kind, p.match_doubt as doubtful, p.sku_id, coalesce(k.own_code, t.sku_code) as sku_code, k.name as sku_name,
    k.option_name as sku_option, p.stock_linked, p.imported_at
from channel_product p
left join sku k on k.sku_id = p.sku_id
left join link_spelled t
    on t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = 0
where p.store_id = $store_id and p.channel_product_no = $channel_product_no

-- with_match --
-- Listings of a store with one kind of match that NAVER still knows, that are not ended and wait for a SKU, by number.
select
    p.origin_product_no, p.channel_product_no, p.channel_service_type, p.name, p.seller_management_code,
    p.sale_status, p.display_status, p.sale_price_won, p.discounted_price_won, p.stock_quantity, p.delivery_fee_won,
    p.category_id, p.category_name, p.brand_name, p.image_url, p.sale_end_at, p.registered_at, p.modified_at,
    p.match_kind, p.match_doubt as doubtful, p.sku_id, coalesce(k.own_code, t.sku_code) as sku_code, k.name as sku_name,
    k.option_name as sku_option, p.stock_linked, p.imported_at
from channel_product p
left join sku k on k.sku_id = p.sku_id
left join link_spelled t
    on t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = 0
where p.store_id = $store_id and p.match_kind = $match_kind and p.missing_since is null
    and p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE')
    and not exists (
        select 1
        from no_sku_needed n
        where n.store_id = p.store_id and n.channel_product_no = p.channel_product_no
    )
order by p.channel_product_no
limit $limit

-- leave_without_sku --
-- A decision that a listing needs no SKU.
insert into no_sku_needed (store_id, channel_product_no, decided_by, decided_at)
select p.store_id, p.channel_product_no, $decided_by, $now
from channel_product p
where p.store_id = $store_id and p.channel_product_no = $channel_product_no
on conflict (store_id, channel_product_no) do nothing

-- want_sku --
-- Takes that decision back.
delete from no_sku_needed
where store_id = $store_id and channel_product_no = $channel_product_no

-- left_without_sku --
-- The listings of a store that need no SKU, with who decided that and when; the latest first, a row each.
select p.channel_product_no, p.name, p.seller_management_code, n.decided_by, n.decided_at
from no_sku_needed n
join channel_product p on p.store_id = n.store_id and p.channel_product_no = n.channel_product_no
where n.store_id = $store_id
order by n.decided_at desc, p.channel_product_no
limit $limit

-- of_origin --
-- The listings of an origin product we hold, by number.
select channel_product_no
from channel_product
where store_id = $store_id and origin_product_no = $origin_product_no
order by channel_product_no

-- span --
-- How many listings of a store we hold, and between which numbers; one row.
select
    count(*) as held,
    min(channel_product_no) as least_channel_product_no, max(channel_product_no) as most_channel_product_no,
    min(origin_product_no) as least_origin_product_no, max(origin_product_no) as most_origin_product_no
from channel_product
where store_id = $store_id

-- seen_origins --
-- How many origin products of a stretch of numbers a job has met.
select count(distinct p.origin_product_no)
from job_item i
join channel_product p on p.store_id = $store_id and p.channel_product_no = i.channel_product_no
where i.job_id = $job_id and i.outcome <> 'FAILED' and p.origin_product_no between $least and $most

-- unseen --
-- Listings of a stretch of numbers we hold, not known to be gone, that a job has not met; by number.
select p.channel_product_no
from channel_product p
where p.store_id = $store_id and p.channel_product_no between $least and $most and p.missing_since is null
    and not exists (
        select 1
        from job_item i
        where i.job_id = $job_id and i.channel_product_no = p.channel_product_no
            and i.channel_product_no between $least and $most
    )
order by p.channel_product_no

-- mark_gone --
-- The registered frame `asked`: listings NAVER no longer knows.
update channel_product
set missing_since = $now, stock_linked = false
where store_id = $store_id and channel_product_no in (select channel_product_no from asked)

-- record_gone --
-- Their lines in the job's report; one that has a line keeps it.
insert into job_item (job_id, channel_product_no, outcome, match_kind, match_doubt, stock_linked)
select $job_id, p.channel_product_no, 'GONE', p.match_kind, p.match_doubt, false
from channel_product p
join asked a on a.channel_product_no = p.channel_product_no
where p.store_id = $store_id
    and not exists (
        select 1 from job_item i where i.job_id = $job_id and i.channel_product_no = p.channel_product_no
    )

-- export --
-- Every imported listing, also those NAVER no longer knows (`gone`); one row per listing, by number.
select
    p.channel_product_no, p.origin_product_no, p.name, p.seller_management_code, p.sale_status, p.sale_price_won,
    p.discounted_price_won, p.stock_quantity, coalesce(k.own_code, t.sku_code) as sku_code,
    case when p.match_kind not in ('NONE', 'AMBIGUOUS') then p.match_kind end as matched_by, p.stock_linked,
    p.missing_since is not null as gone, k.name as sku_name, k.option_name as sku_option,
    coalesce(p.match_doubt, false) as match_doubtful
from channel_product p
left join sku k on k.sku_id = p.sku_id
left join link_spelled t
    on t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = 0
where p.store_id = $store_id
order by p.channel_product_no

-- find --
-- The listings of a store that the terms of the registered frame `asked` mean: a number, a seller code however it is
-- written, the own code of the SKU, or a part of the name, composed or decomposed; one row per term and listing.
select a.place, p.channel_product_no
from channel_product p
left join sku k on k.sku_id = p.sku_id
join asked a
    on p.channel_product_no = a.number or p.origin_product_no = a.number or p.code_normal = a.code_normal
    or lower(k.own_code) = a.text or position(a.text in lower(nfc_normalize(p.name))) > 0
where p.store_id = $store_id and p.missing_since is null
order by a.place, p.channel_product_no
