-- count_listings_untold --
-- How many listings there are whose doubt is not told yet, as after an older version.
select count(*) from channel_product where match_doubt is null

-- count_options_untold --
-- The same of options.
select count(*) from product_option where match_doubt is null

-- listings_untold --
-- Listings whose doubt is not told yet, by number; one row per listing, $most of them.
create or replace temp table listing_to_tell as
select store_id, channel_product_no
from channel_product
where match_doubt is null
order by store_id, channel_product_no
limit $most

-- origins_untold --
-- Origin products with options whose doubt is not told yet; one row per origin product, $most of them.
create or replace temp table origin_to_tell as
select distinct store_id, origin_product_no
from product_option
where match_doubt is null
order by store_id, origin_product_no
limit $most

-- origins_of_listings --
-- The origin products of the listings to tell; one row per origin product.
create or replace temp table origin_to_tell as
select distinct p.store_id, p.origin_product_no
from listing_to_tell t
join channel_product p on p.store_id = t.store_id and p.channel_product_no = t.channel_product_no

-- listings_renamed --
-- Listings of the decided pages that keep their link under another name; one row per listing.
create or replace temp table listing_to_tell as
select store_id, channel_product_no
from page
where is_renamed

-- origins_read --
-- The origin products of the registered frame `details`; one row per origin product.
create or replace temp table origin_to_tell as
select store_id, origin_product_no
from details

-- skus_touched --
-- The staged SKUs that are new, or get another name or code; one row per SKU.
create or replace temp table sku_touched as
select s.own_code
from staged_sku s
left join sku k on k.own_code = s.own_code
where k.sku_id is null or k.name is distinct from s.name or k.unique_code is distinct from s.unique_code

-- listings_of_skus --
-- The listings that have one of them; one row per listing.
create or replace temp table listing_to_tell as
select p.store_id, p.channel_product_no
from sku_touched t
join sku k on k.own_code = t.own_code
join channel_product p on p.sku_id = k.sku_id

-- origins_of_skus --
-- The origin products of which an option has a code of one of them; one row per origin product.
create or replace temp table origin_to_tell as
select distinct o.store_id, o.origin_product_no
from (
    select k.own_code_normal as code_normal
    from sku_touched t
    join sku k on k.own_code = t.own_code
    union all
    select k.unique_code_normal
    from sku_touched t
    join sku k on k.own_code = t.own_code
) c
join product_option o on o.code_normal = c.code_normal

-- listing_names --
-- The names of listings that are matched by their own code, with those of their SKUs, where nobody accepted the match;
-- one row per listing.
select p.store_id, p.channel_product_no, p.name, k.name as sku_name, coalesce(p.brand_name, '') as brand_name
from listing_to_tell t
join channel_product p on p.store_id = t.store_id and p.channel_product_no = t.channel_product_no
join sku k on k.sku_id = p.sku_id
where p.match_kind in ('EXACT', 'NORMAL_FORM') and p.name <> k.name
    and not exists (
        select 1
        from accepted_match a
        where a.store_id = p.store_id and a.channel_product_no = p.channel_product_no and a.sku_id = p.sku_id
    )

-- trust_listings --
-- No doubt of listings that had one, or were not told; what their options say is told apart.
update channel_product
set match_doubt = false
from listing_to_tell t
where channel_product.store_id = t.store_id and channel_product.channel_product_no = t.channel_product_no
    and channel_product.match_kind <> 'OPTION' and channel_product.match_doubt is distinct from false

-- doubt_listings --
-- The registered frame `differing`: listings whose names have little in common with those of their SKUs.
update channel_product
set match_doubt = true, stock_linked = false
from differing d
where channel_product.store_id = d.store_id and channel_product.channel_product_no = d.channel_product_no

-- option_names --
-- The names of options in use, behind that of their listing, and of supplements, whose own code is one SKU's, with the
-- name of the SKU, where nobody accepted the match; one row per option and listing.
select
    o.store_id, o.origin_product_no, o.option_id,
    case when o.option_id < 0 then o.name else concat(p.name, ' ', o.name) end as name, k.name as sku_name,
    coalesce(p.brand_name, '') as brand_name
from origin_to_tell t
join product_option o on o.store_id = t.store_id and o.origin_product_no = t.origin_product_no
join channel_product p on p.store_id = o.store_id and p.origin_product_no = o.origin_product_no
join sku_code c on c.code_normal = o.code_normal
join sku k on k.sku_id = c.sku_ref
where o.usable is not false
    and not exists (
        select 1
        from accepted_match a
        where a.store_id = p.store_id and a.channel_product_no = p.channel_product_no and a.sku_id = k.sku_id
    )

-- trust_options --
-- No doubt of options that had one, or were not told.
update product_option
set match_doubt = false
from origin_to_tell t
where product_option.store_id = t.store_id and product_option.origin_product_no = t.origin_product_no
    and product_option.match_doubt is distinct from false

-- doubt_options --
-- The registered frame `differing`: options whose names have little in common with those of their SKUs.
update product_option
set match_doubt = true
from differing d
where product_option.store_id = d.store_id and product_option.origin_product_no = d.origin_product_no
    and product_option.option_id = d.option_id

-- doubt_by_options --
-- A match of options is doubtful where that of one in use is that no person linked.
update channel_product
set match_doubt = d.doubtful, stock_linked = channel_product.stock_linked and not d.doubtful
from (
    select p.store_id, p.channel_product_no, coalesce(bool_or(o.match_doubt and o.usable is not false), false) as doubtful
    from origin_to_tell t
    join channel_product p on p.store_id = t.store_id and p.origin_product_no = t.origin_product_no
    left join product_option o
        on o.store_id = p.store_id and o.origin_product_no = p.origin_product_no and o.option_id > 0
        and not exists (
            select 1
            from link_part l
            where l.store_id = p.store_id and l.channel_product_no = p.channel_product_no and l.option_id = o.option_id
        )
    where p.match_kind = 'OPTION'
    group by p.store_id, p.channel_product_no
) d
where channel_product.store_id = d.store_id and channel_product.channel_product_no = d.channel_product_no
    and channel_product.match_doubt is distinct from d.doubtful

-- record_renamed --
-- In the report of their job listings that got a doubt by their new name have no stock link.
update job_item
set match_doubt = true, stock_linked = false
from page
join channel_product p on p.store_id = page.store_id and p.channel_product_no = page.channel_product_no
where page.is_renamed and p.match_doubt
    and job_item.job_id = page.job_id and job_item.channel_product_no = page.channel_product_no

-- accept --
-- The registered frame `asked`: listings of a store of which a person accepts the SKUs they and their options have.
insert into accepted_match (store_id, channel_product_no, sku_id, accepted_by, accepted_at)
select p.store_id, p.channel_product_no, p.sku_id, $accepted_by, $now
from asked a
join channel_product p on p.store_id = $store_id and p.channel_product_no = a.channel_product_no
where p.match_kind in ('EXACT', 'NORMAL_FORM') and p.sku_id is not null
union
select p.store_id, p.channel_product_no, c.sku_ref, $accepted_by, $now
from asked a
join channel_product p on p.store_id = $store_id and p.channel_product_no = a.channel_product_no
join product_option o on o.store_id = p.store_id and o.origin_product_no = p.origin_product_no
join sku_code c on c.code_normal = o.code_normal
where o.match_doubt and c.sku_ref > 0
    and not exists (
        select 1
        from link_part l
        where l.store_id = p.store_id and l.channel_product_no = p.channel_product_no and l.option_id = o.option_id
    )
on conflict (store_id, channel_product_no, sku_id) do nothing

-- listings_accepted --
create or replace temp table listing_to_tell as
select $store_id as store_id, channel_product_no
from asked

-- origins_accepted --
create or replace temp table origin_to_tell as
select distinct p.store_id, p.origin_product_no
from asked a
join channel_product p on p.store_id = $store_id and p.channel_product_no = a.channel_product_no

-- link_accepted --
-- Lets the stock of accepted listings follow their SKUs; not of one that is ended.
update channel_product
set stock_linked = true, changed_at = $now
from asked a
where channel_product.store_id = $store_id and channel_product.channel_product_no = a.channel_product_no
    and channel_product.match_kind in ('EXACT', 'NORMAL_FORM') and not channel_product.match_doubt
    and channel_product.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE')

-- doubtful --
-- Doubtful matches of a store that NAVER still knows and that are not ended: of listings, and of options in use that no
-- person linked; by listing, one row per listing or option with its SKU.
select *
from (
    select
        p.channel_product_no, 0::bigint as option_id, p.name, null as option_name,
        p.seller_management_code as code, p.discounted_price_won as price_won, p.image_url, k.own_code as sku_code,
        k.name as sku_name, k.option_name as sku_option
    from channel_product p
    join sku k on k.sku_id = p.sku_id
    where p.store_id = $store_id and p.match_doubt and p.match_kind in ('EXACT', 'NORMAL_FORM')
        and p.missing_since is null and p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE')
    union all
    select
        p.channel_product_no, o.option_id, p.name, o.name, o.seller_code,
        case when o.option_id < 0 then o.price_won else p.discounted_price_won + o.price_won end, p.image_url,
        k.own_code, k.name, k.option_name
    from product_option o
    join channel_product p on p.store_id = o.store_id and p.origin_product_no = o.origin_product_no
    join sku_code c on c.code_normal = o.code_normal
    join sku k on k.sku_id = c.sku_ref
    where o.store_id = $store_id and o.match_doubt and o.usable is not false
        and (p.match_kind <> 'CHOICE' or o.option_id < 0)
        and p.missing_since is null and p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE')
        and not exists (
            select 1
            from link_part l
            where l.store_id = p.store_id and l.channel_product_no = p.channel_product_no and l.option_id = o.option_id
        )
        and not exists (
            select 1
            from no_sku_needed n
            where n.store_id = p.store_id and n.channel_product_no = p.channel_product_no
        )
)
order by channel_product_no, option_id
limit $limit

-- accepted --
-- The accepted matches of a store, the latest first; one row per listing and SKU.
select
    a.channel_product_no, p.name, k.own_code as sku_code, k.name as sku_name, k.option_name as sku_option,
    a.accepted_by, a.accepted_at
from accepted_match a
join channel_product p on p.store_id = a.store_id and p.channel_product_no = a.channel_product_no
join sku k on k.sku_id = a.sku_id
where a.store_id = $store_id
order by a.accepted_at desc, a.channel_product_no, k.own_code
limit $limit

-- withdraw --
-- Takes back that a listing's SKUs were accepted.
delete from accepted_match
where store_id = $store_id and channel_product_no = $channel_product_no
