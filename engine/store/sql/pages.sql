-- match_nothing --
-- An empty result where no match is asked for.
create or replace temp table matched (
    channel_product_no bigint, match_kind varchar, sku_id integer, candidates integer
)

-- decide --
-- What saving the registered frame `staged` does; grain: one row per listing. Mode SYNC keeps every link and passes
-- over listings we do not hold. With keep_choice a SKU chosen by hand is only undone by hand.
create or replace temp table page as
with joined as (
    select
        s.*,
        p.channel_product_no is not null as held,
        p.match_kind as held_match_kind, p.sku_id as held_sku_id, p.stock_linked as held_stock_linked,
        m.match_kind as code_match_kind, m.sku_id as code_sku_id,
        case
            when s.mode = 'SYNC' then 'KEEP'
            when p.match_kind = 'CHOICE' and s.keep_choice then 'KEEP_SKU'
            when s.mode = 'BY_CHOICE' then 'CHOICE'
            when s.mode = 'NONE' then 'NONE'
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
    left join channel_product p on p.store_id = s.store_id and p.channel_product_no = s.channel_product_no
    left join matched m on m.channel_product_no = s.channel_product_no
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
        end as sku_id
    from joined
),
decided as (
    select
        *,
        case
            when how = 'KEEP' then held_stock_linked
            else link_stock and match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE')
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
-- The values pages are about to replace, with the line of a listing their job met before; one row per changed listing.
select
    p.channel_product_no, p.name, p.seller_management_code, p.sale_status, p.display_status, p.sale_price_won,
    p.discounted_price_won, p.stock_quantity, p.delivery_fee_won, p.category_name, p.brand_name, p.sale_end_at,
    p.match_kind, k.own_code as sku_code, p.stock_linked, p.missing_since is not null as gone,
    i.outcome as line_outcome, i.changes as line_changes
from page
join channel_product p on p.store_id = page.store_id and p.channel_product_no = page.channel_product_no
left join sku k on k.sku_id = p.sku_id
left join job_item i on i.job_id = page.job_id and i.channel_product_no = page.channel_product_no
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

-- merge --
-- Saves the decided pages; listings that stay as they are, are not written.
merge into channel_product p using page s
on p.store_id = s.store_id and p.channel_product_no = s.channel_product_no
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
    s.store_id, s.channel_product_no, s.origin_product_no, s.channel_service_type, s.name, s.seller_management_code,
    s.code_normal, s.sale_status, s.display_status, s.sale_price_won, s.discounted_price_won, s.stock_quantity,
    s.delivery_fee_won, s.category_id, s.category_name, s.brand_name, s.image_url, s.sale_end_at, s.registered_at,
    s.modified_at, s.sku_id, s.match_kind, s.stock_linked, $now, $now
)

-- record --
-- One line of the report of its job per listing of the pages.
insert into job_item (job_id, channel_product_no, outcome, match_kind, stock_linked, changes)
select page.job_id, page.channel_product_no, page.outcome, page.match_kind, page.stock_linked, c.changes
from page
left join page_changes c on c.channel_product_no = page.channel_product_no
on conflict (job_id, channel_product_no) do nothing

-- record_plain --
-- The same where nothing was changed; a listing its job met before keeps its line.
insert into job_item (job_id, channel_product_no, outcome, match_kind, stock_linked)
select job_id, channel_product_no, outcome, match_kind, stock_linked
from page
on conflict (job_id, channel_product_no) do nothing

-- record_again --
-- The lines of listings that changed after their job had met them: both changes as one.
update job_item
set outcome = c.outcome, changes = c.changes, match_kind = page.match_kind, stock_linked = page.stock_linked
from page
join page_changes c on c.channel_product_no = page.channel_product_no
where job_item.job_id = page.job_id and job_item.channel_product_no = page.channel_product_no
