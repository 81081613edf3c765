-- match_nothing --
-- An empty result where no match is asked for.
create or replace temp table matched (
    channel_product_no bigint, match_kind varchar, sku_id integer, candidates integer
)

-- decide_page --
-- What saving the registered frame `staged` does; grain: one row per listing. $mode SYNC keeps every link and passes
-- over listings we do not hold. $keep_choice: a SKU chosen by hand is only undone by hand.
create or replace temp table page as
with joined as (
    select
        s.*,
        p.channel_product_no is not null as held,
        p.match_kind as held_match_kind, p.sku_id as held_sku_id, p.stock_linked as held_stock_linked,
        m.match_kind as code_match_kind, m.sku_id as code_sku_id,
        case
            when $mode = 'SYNC' then 'KEEP'
            when p.match_kind = 'CHOICE' and $keep_choice then 'KEEP_SKU'
            when $mode = 'BY_CHOICE' then 'CHOICE'
            when $mode = 'NONE' then 'NONE'
            when m.match_kind = 'NONE' and p.match_kind in ('OPTION', 'AMBIGUOUS') then 'KEEP_SKU'
            else 'CODE'
        end as how,
        (
            s.name, s.seller_management_code, s.sale_status, s.display_status, s.sale_price_won,
            s.discounted_price_won, s.stock_quantity, s.delivery_fee_won, s.category_name, s.brand_name, s.sale_end_at
        ) is distinct from (
            p.name, p.seller_management_code, p.sale_status, p.display_status, p.sale_price_won,
            p.discounted_price_won, p.stock_quantity, p.delivery_fee_won, p.category_name, p.brand_name, p.sale_end_at
        ) or p.missing_since is not null as content_differs,
        (
            s.origin_product_no, s.channel_service_type, s.category_id, s.image_url, s.registered_at, s.modified_at
        ) is distinct from (
            p.origin_product_no, p.channel_service_type, p.category_id, p.image_url, p.registered_at, p.modified_at
        ) as rest_differs
    from staged s
    left join channel_product p on p.store_id = $store_id and p.channel_product_no = s.channel_product_no
    left join matched m on m.channel_product_no = s.channel_product_no
    where $mode <> 'SYNC' or p.channel_product_no is not null
),
linked as (
    select
        *,
        case how
            when 'KEEP' then held_match_kind when 'KEEP_SKU' then held_match_kind when 'CHOICE' then 'CHOICE'
            when 'CODE' then code_match_kind else 'NONE'
        end as match_kind,
        case how
            when 'KEEP' then held_sku_id when 'KEEP_SKU' then held_sku_id when 'CHOICE' then $sku_id
            when 'CODE' then code_sku_id
        end as sku_id
    from joined
),
decided as (
    select
        *,
        case
            when how = 'KEEP' then held_stock_linked
            else $link_stock and match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE')
        end as stock_linked
    from linked
)
select
    *,
    (match_kind, sku_id, stock_linked)
        is distinct from (held_match_kind, held_sku_id, held_stock_linked) as link_differs,
    case
        when not held then 'IMPORTED'
        when content_differs or link_differs then 'CHANGED'
        else 'UNCHANGED'
    end as outcome
from decided

-- changed_before --
-- The values a page is about to replace; one row per changed listing.
select
    p.channel_product_no, p.name, p.seller_management_code, p.sale_status, p.display_status, p.sale_price_won,
    p.discounted_price_won, p.stock_quantity, p.delivery_fee_won, p.category_name, p.brand_name, p.sale_end_at,
    p.match_kind, k.own_code as sku_code, p.stock_linked, p.missing_since is not null as gone
from page
join channel_product p on p.store_id = $store_id and p.channel_product_no = page.channel_product_no
left join sku k on k.sku_id = p.sku_id
where page.outcome = 'CHANGED'

-- changed_after --
-- The values that replace them; one row per changed listing.
select
    page.channel_product_no, page.name, page.seller_management_code, page.sale_status, page.display_status,
    page.sale_price_won, page.discounted_price_won, page.stock_quantity, page.delivery_fee_won, page.category_name,
    page.brand_name, page.sale_end_at, page.match_kind, k.own_code as sku_code, page.stock_linked, false as gone
from page
left join sku k on k.sku_id = page.sku_id
where page.outcome = 'CHANGED'

-- merge_page --
-- Saves the decided page; listings that stay as they are, are not written.
merge into channel_product p using page s
on p.store_id = $store_id and p.channel_product_no = s.channel_product_no
when matched and (s.content_differs or s.rest_differs or s.link_differs) then update set
    origin_product_no = s.origin_product_no, channel_service_type = s.channel_service_type, name = s.name,
    seller_management_code = s.seller_management_code, code_normal = s.code_normal, sale_status = s.sale_status,
    display_status = s.display_status, sale_price_won = s.sale_price_won,
    discounted_price_won = s.discounted_price_won, stock_quantity = s.stock_quantity,
    delivery_fee_won = s.delivery_fee_won, category_id = s.category_id, category_name = s.category_name,
    brand_name = s.brand_name, image_url = s.image_url, sale_end_at = s.sale_end_at,
    registered_at = s.registered_at, modified_at = s.modified_at, sku_id = s.sku_id, match_kind = s.match_kind,
    stock_linked = s.stock_linked, missing_since = null,
    changed_at = case when s.outcome = 'CHANGED' then $now else p.changed_at end
when not matched then insert (
    store_id, channel_product_no, origin_product_no, channel_service_type, name, seller_management_code, code_normal,
    sale_status, display_status, sale_price_won, discounted_price_won, stock_quantity, delivery_fee_won, category_id,
    category_name, brand_name, image_url, sale_end_at, registered_at, modified_at, sku_id, match_kind, stock_linked,
    imported_at, changed_at
) values (
    $store_id, s.channel_product_no, s.origin_product_no, s.channel_service_type, s.name, s.seller_management_code,
    s.code_normal, s.sale_status, s.display_status, s.sale_price_won, s.discounted_price_won, s.stock_quantity,
    s.delivery_fee_won, s.category_id, s.category_name, s.brand_name, s.image_url, s.sale_end_at, s.registered_at,
    s.modified_at, s.sku_id, s.match_kind, s.stock_linked, $now, $now
)

-- record_page --
-- One line of the job's report per listing of the page; a listing met twice keeps its first line.
insert into job_item (job_id, channel_product_no, outcome, match_kind, stock_linked, changes)
select $job_id, page.channel_product_no, page.outcome, page.match_kind, page.stock_linked, c.changes
from page
left join page_changes c on c.channel_product_no = page.channel_product_no
on conflict (job_id, channel_product_no) do nothing

-- record_page_plain --
-- The same where nothing was changed.
insert into job_item (job_id, channel_product_no, outcome, match_kind, stock_linked)
select $job_id, channel_product_no, outcome, match_kind, stock_linked
from page
on conflict (job_id, channel_product_no) do nothing

-- held_links --
-- Of the listings in the registered frame `asked`, those we hold, with their link; one row per listing.
select p.channel_product_no, p.match_kind, p.sku_id, k.own_code as sku_code, p.stock_linked
from asked a
join channel_product p on p.store_id = $store_id and p.channel_product_no = a.channel_product_no
left join sku k on k.sku_id = p.sku_id

-- held --
-- One listing we hold.
select
    p.origin_product_no, p.channel_product_no, p.channel_service_type, p.name, p.seller_management_code,
    p.sale_status, p.display_status, p.sale_price_won, p.discounted_price_won, p.stock_quantity, p.delivery_fee_won,
    p.category_id, p.category_name, p.brand_name, p.image_url, p.sale_end_at, p.registered_at, p.modified_at,
    p.match_kind, p.sku_id, k.own_code as sku_code, p.stock_linked, p.imported_at
from channel_product p
left join sku k on k.sku_id = p.sku_id
where p.store_id = $store_id and p.channel_product_no = $channel_product_no

-- with_match --
-- Listings of a store with one kind of match that NAVER still knows, by number.
select
    p.origin_product_no, p.channel_product_no, p.channel_service_type, p.name, p.seller_management_code,
    p.sale_status, p.display_status, p.sale_price_won, p.discounted_price_won, p.stock_quantity, p.delivery_fee_won,
    p.category_id, p.category_name, p.brand_name, p.image_url, p.sale_end_at, p.registered_at, p.modified_at,
    p.match_kind, p.sku_id, k.own_code as sku_code, p.stock_linked, p.imported_at
from channel_product p
left join sku k on k.sku_id = p.sku_id
where p.store_id = $store_id and p.match_kind = $match_kind and p.missing_since is null
order by p.channel_product_no
limit $limit

-- link --
-- A choice made by hand: a SKU, or none.
update channel_product
set sku_id = $sku_id, match_kind = $match_kind, stock_linked = $stock_linked, changed_at = $now
where store_id = $store_id and channel_product_no = $channel_product_no

-- seen_origins --
-- How many origin products a job has met.
select count(distinct p.origin_product_no)
from job_item i
join channel_product p on p.store_id = $store_id and p.channel_product_no = i.channel_product_no
where i.job_id = $job_id

-- unseen --
-- Listings we hold, not known to be gone, that a job has not met; by number.
select p.channel_product_no
from channel_product p
where p.store_id = $store_id and p.missing_since is null
    and not exists (
        select 1 from job_item i where i.job_id = $job_id and i.channel_product_no = p.channel_product_no
    )
order by p.channel_product_no

-- mark_gone --
-- The registered frame `asked`: listings NAVER no longer knows.
update channel_product
set missing_since = $now, stock_linked = false
where store_id = $store_id and channel_product_no in (select channel_product_no from asked)

-- record_gone --
insert into job_item (job_id, channel_product_no, outcome, match_kind, stock_linked)
select $job_id, p.channel_product_no, 'GONE', p.match_kind, false
from channel_product p
join asked a on a.channel_product_no = p.channel_product_no
where p.store_id = $store_id
on conflict (job_id, channel_product_no) do nothing

-- export --
-- Every imported listing; one row per listing, by number.
select
    p.channel_product_no, p.origin_product_no, p.name, p.seller_management_code, p.sale_status, p.sale_price_won,
    p.discounted_price_won, p.stock_quantity, k.own_code as sku_code,
    case when p.match_kind not in ('NONE', 'AMBIGUOUS') then p.match_kind end as matched_by, p.stock_linked
from channel_product p
left join sku k on k.sku_id = p.sku_id
where p.store_id = $store_id
order by p.channel_product_no
