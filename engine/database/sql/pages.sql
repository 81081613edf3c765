-- match_nothing --
-- An empty result where no match is asked for.
create or replace temp table matched (
    channel_product_no bigint, match_kind varchar, sku_id integer, candidates integer, doubtful boolean
)

-- decide --
-- What saving the registered frame `staged` does; grain: one row per listing. Mode SYNC keeps every link and passes
-- over listings we do not hold; mode NONE keeps the links of those we hold. What a person linked stays as it is until a
-- person chooses anew. A listing that is ended has no stock link. All of `staged` lies
-- within [$least, $most], so that of a million listings held only those near by are read.
create or replace temp table page as
with joined as (
    select
        s.store_id, s.channel_product_no, s.job_id, s.link_stock, s.chosen_sku_id,
        s.sale_status in ('CLOSE', 'PROHIBITION', 'DELETE') as ended,
        p.channel_product_no is not null as held,
        n.channel_product_no is not null as needs_none,
        p.match_kind as held_match_kind, p.sku_id as held_sku_id, p.stock_linked as held_stock_linked,
        coalesce(p.match_doubt, false) as held_match_doubt,
        m.match_kind as code_match_kind, m.sku_id as code_sku_id,
        coalesce(m.doubtful, false) and a.sku_id is null as code_match_doubt,
        case
            when s.mode = 'SYNC' then 'KEEP'
            when s.mode = 'NONE' and p.channel_product_no is not null then 'KEEP'
            when s.mode = 'BY_CHOICE' then 'CHOICE'
            when p.match_kind = 'CHOICE' then 'KEEP'
            when s.mode = 'NONE' or n.channel_product_no is not null then 'NONE'
            when m.match_kind = 'NONE' and p.match_kind in ('OPTION', 'AMBIGUOUS') then 'KEEP_SKU'
            else 'CODE'
        end as how,
        s.sale_status is distinct from p.sale_status
            or s.display_status is distinct from p.display_status
            or s.sale_price_won is distinct from p.sale_price_won
            or s.discounted_price_won is distinct from p.discounted_price_won
            or s.stock_quantity is distinct from p.stock_quantity as offer_differs,
        s.name is distinct from p.name as name_differs,
        s.name is distinct from p.name
            or s.seller_management_code is distinct from p.seller_management_code
            or s.delivery_fee_won is distinct from p.delivery_fee_won
            or s.category_name is distinct from p.category_name
            or s.brand_name is distinct from p.brand_name
            or s.sale_end_at is distinct from p.sale_end_at
            or p.missing_since is not null as described_differs,
        s.modified_at is distinct from p.modified_at as modified_differs,
        s.origin_product_no is distinct from p.origin_product_no
            or s.channel_service_type is distinct from p.channel_service_type
            or s.category_id is distinct from p.category_id
            or s.image_url is distinct from p.image_url
            or s.code_normal is distinct from p.code_normal
            or s.registered_at is distinct from p.registered_at as rest_differs
    from staged s
    left join channel_product p
        on p.store_id = s.store_id and p.channel_product_no = s.channel_product_no
        and p.channel_product_no between $least and $most
    left join matched m on m.channel_product_no = s.channel_product_no
    left join no_sku_needed n on n.store_id = s.store_id and n.channel_product_no = s.channel_product_no
    left join accepted_match a
        on a.store_id = s.store_id and a.channel_product_no = s.channel_product_no and a.sku_id = m.sku_id
    where s.mode <> 'SYNC' or p.channel_product_no is not null
),
linked as (
    select
        *,
        case how
            when 'KEEP' then held_match_kind when 'KEEP_SKU' then held_match_kind when 'CHOICE' then 'CHOICE'
            when 'CODE' then code_match_kind else 'NONE'
        end as match_kind,
        case how
            when 'KEEP' then held_sku_id when 'KEEP_SKU' then held_sku_id when 'CHOICE' then chosen_sku_id
            when 'CODE' then code_sku_id
        end as sku_id,
        case how
            when 'KEEP' then held_match_doubt when 'KEEP_SKU' then held_match_doubt
            when 'CODE' then code_match_doubt else false
        end as match_doubt
    from joined
),
decided as (
    select
        *,
        case
            when ended or match_doubt then false
            when how = 'KEEP' then held_stock_linked
            -- an OPTION that is kept: its options say afterwards whether all of it is linked (options.decide)
            when how = 'KEEP_SKU' and match_kind = 'OPTION' then link_stock and held_stock_linked
            else link_stock and match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE')
        end as stock_linked
    from linked
)
select
    *,
    (match_kind, sku_id, stock_linked, match_doubt)
        is distinct from (held_match_kind, held_sku_id, held_stock_linked, held_match_doubt) as link_differs,
    held and how = 'KEEP' and name_differs as is_renamed,
    not ended and not needs_none as needs_sku,
    held and (described_differs or link_differs or rest_differs) as stale_beside_offer,
    held and (offer_differs or modified_differs or stale_beside_offer) as stale,
    case
        when not held then 'IMPORTED'
        when offer_differs or described_differs or link_differs then 'CHANGED'
        else 'UNCHANGED'
    end as outcome
from decided

-- count_decided --
-- How many listings of the pages are new here, are reported as changed, are held with other values, and with others
-- than those of their offer, and how many lines of listings that could not be read their jobs have; one row.
select
    count(*) filter (where not held) as new,
    count(*) filter (where outcome = 'CHANGED') as changed,
    count(*) filter (where stale) as stale,
    count(*) filter (where stale_beside_offer) as stale_beside_offer,
    count(*) filter (where is_renamed) as renamed,
    (
        select count(*)
        from job_item i
        where i.outcome = 'FAILED' and i.job_id in (select job_id from page)
    ) as unread
from page

-- changed_before --
-- The values pages are about to replace, with the line of a listing their job met before; one row per changed listing.
select
    p.channel_product_no, p.name, p.seller_management_code, p.sale_status, p.display_status, p.sale_price_won,
    p.discounted_price_won, p.stock_quantity, p.delivery_fee_won, p.category_name, p.brand_name, p.sale_end_at,
    p.match_kind, coalesce(k.own_code, t.sku_code) as sku_code, p.match_doubt, p.stock_linked,
    p.missing_since is not null as gone,
    i.outcome as line_outcome, i.changes as line_changes
from page
join channel_product p
    on p.store_id = page.store_id and p.channel_product_no = page.channel_product_no
    and p.channel_product_no between $least and $most
left join sku k on k.sku_id = p.sku_id
left join link_spelled t
    on p.match_kind = 'CHOICE' and p.sku_id is null
    and t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = 0
left join job_item i
    on i.job_id = page.job_id and i.channel_product_no = page.channel_product_no
    and i.channel_product_no between $least and $most
where page.outcome = 'CHANGED'

-- changed_after --
-- The values that replace them; one row per changed listing.
select
    s.channel_product_no, s.name, s.seller_management_code, s.sale_status, s.display_status, s.sale_price_won,
    s.discounted_price_won, s.stock_quantity, s.delivery_fee_won, s.category_name, s.brand_name, s.sale_end_at,
    page.match_kind, coalesce(k.own_code, t.sku_code) as sku_code, page.match_doubt, page.stock_linked, false as gone
from page
join staged s on s.store_id = page.store_id and s.channel_product_no = page.channel_product_no
left join sku k on k.sku_id = page.sku_id
left join link_spelled t
    on page.match_kind = 'CHOICE' and page.sku_id is null
    and t.store_id = s.store_id and t.channel_product_no = s.channel_product_no and t.option_id = 0
where page.outcome = 'CHANGED'

-- add_new --
-- Keeps the listings of the decided pages that are new here.
insert into channel_product (
    store_id, channel_product_no, origin_product_no, channel_service_type, name, seller_management_code, code_normal,
    sale_status, display_status, sale_price_won, discounted_price_won, stock_quantity, delivery_fee_won, category_id,
    category_name, brand_name, image_url, sale_end_at, registered_at, modified_at, sku_id, match_kind, stock_linked,
    match_doubt, imported_at, changed_at
)
select
    s.store_id, s.channel_product_no, s.origin_product_no, s.channel_service_type, s.name, s.seller_management_code,
    s.code_normal, s.sale_status, s.display_status, s.sale_price_won, s.discounted_price_won, s.stock_quantity,
    s.delivery_fee_won, s.category_id, s.category_name, s.brand_name, s.image_url, s.sale_end_at, s.registered_at,
    s.modified_at, page.sku_id, page.match_kind, page.stock_linked, page.match_doubt, $now, $now
from page
join staged s on s.store_id = page.store_id and s.channel_product_no = page.channel_product_no
where not page.held

-- update_offer --
-- Brings the price, the stock and the state of listings that are held to what the decided pages show; those that stay
-- as they are, are not written. It is what mostly changes, and each column more that is set costs as much again.
update channel_product p set
    sale_status = s.sale_status, display_status = s.display_status, sale_price_won = s.sale_price_won,
    discounted_price_won = s.discounted_price_won, stock_quantity = s.stock_quantity, modified_at = s.modified_at,
    changed_at = case when page.outcome = 'CHANGED' then $now else p.changed_at end
from page
join staged s on s.store_id = page.store_id and s.channel_product_no = page.channel_product_no
where p.store_id = page.store_id and p.channel_product_no = page.channel_product_no
    and p.channel_product_no between $least and $most
    and page.stale

-- update_beside_offer --
-- The same for all else a listing tells, and for its link.
update channel_product p set
    origin_product_no = s.origin_product_no, channel_service_type = s.channel_service_type, name = s.name,
    seller_management_code = s.seller_management_code, code_normal = s.code_normal,
    delivery_fee_won = s.delivery_fee_won, category_id = s.category_id, category_name = s.category_name,
    brand_name = s.brand_name, image_url = s.image_url, sale_end_at = s.sale_end_at,
    registered_at = s.registered_at, sku_id = page.sku_id, match_kind = page.match_kind,
    stock_linked = page.stock_linked, match_doubt = page.match_doubt, missing_since = null
from page
join staged s on s.store_id = page.store_id and s.channel_product_no = page.channel_product_no
where p.store_id = page.store_id and p.channel_product_no = page.channel_product_no
    and p.channel_product_no between $least and $most
    and page.stale_beside_offer

-- forget_unread --
-- The lines of listings that could not be read when their job met them first, and now can.
delete from job_item
using page
where job_item.job_id = page.job_id and job_item.channel_product_no = page.channel_product_no
    and job_item.channel_product_no between $least and $most
    and job_item.outcome = 'FAILED'

-- forget_numberless --
-- The same for lines of listings whose number was not told: they stand under that of their origin product, below zero.
delete from job_item
using staged s
where job_item.job_id = s.job_id and job_item.channel_product_no = -s.origin_product_no
    and job_item.channel_product_no < 0
    and job_item.outcome = 'FAILED'

-- record --
-- One line of the report of its job per listing of the pages; a listing its job met before keeps its line.
insert into job_item (job_id, channel_product_no, outcome, match_kind, match_doubt, needs_sku, stock_linked, changes)
select
    page.job_id, page.channel_product_no, page.outcome, page.match_kind, page.match_doubt, page.needs_sku,
    page.stock_linked, c.changes
from page
left join page_changes c on c.channel_product_no = page.channel_product_no
where not exists (
    select 1
    from job_item i
    where i.job_id = page.job_id and i.channel_product_no = page.channel_product_no
        and i.channel_product_no between $least and $most
)

-- record_plain --
-- The same where nothing was changed.
insert into job_item (job_id, channel_product_no, outcome, match_kind, match_doubt, needs_sku, stock_linked)
select job_id, channel_product_no, outcome, match_kind, match_doubt, needs_sku, stock_linked
from page
where not exists (
    select 1
    from job_item i
    where i.job_id = page.job_id and i.channel_product_no = page.channel_product_no
        and i.channel_product_no between $least and $most
)

-- record_again --
-- The lines of listings that changed after their job had met them: both changes as one.
update job_item
set outcome = c.outcome, changes = c.changes, match_kind = page.match_kind, match_doubt = page.match_doubt,
    stock_linked = page.stock_linked
from page
join page_changes c on c.channel_product_no = page.channel_product_no
where job_item.job_id = page.job_id and job_item.channel_product_no = page.channel_product_no
    and job_item.channel_product_no between $least and $most
