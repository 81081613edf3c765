-- unread --
-- Origin products of a job whose listings no code of their own matches and whose options were not read since they were
-- last modified; one row per origin product. Those are few, so they are found before the report is asked. With $linked only
-- those their options gave a link, where a state of them is known.
with wanting as materialized (
    select p.channel_product_no, p.origin_product_no, p.modified_at
    from channel_product p
    left join product_detail d on d.store_id = p.store_id and d.origin_product_no = p.origin_product_no
    where p.store_id = $store_id and p.match_kind in ('NONE', 'OPTION', 'AMBIGUOUS')
        and (not $linked or p.match_kind <> 'NONE' and d.modified_at is not null)
        and p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE')
        and not exists (select 1 from sku_code c where c.code_normal = p.code_normal)
        and not exists (
            select 1
            from no_sku_needed n
            where n.store_id = p.store_id and n.channel_product_no = p.channel_product_no
        )
        and (d.origin_product_no is null or d.modified_at is distinct from p.modified_at)
)
select
    w.origin_product_no, min(w.channel_product_no) as channel_product_no, max(w.modified_at) as modified_at
from wanting w
join job_item i on i.job_id = $job_id and i.channel_product_no = w.channel_product_no
where i.outcome in ('IMPORTED', 'CHANGED', 'UNCHANGED') and i.reason_text is null
group by w.origin_product_no
order by w.origin_product_no

-- unread_matched --
-- Origin products of a job whose listings have a SKU, and whose options were not read since they were last modified, or
-- whose tax was never read: what is on sale first, of that what sold most by the settlements that were read, then what was
-- modified last; $most of them, a row each.
with sold as (
    select channel_product_no, count(distinct product_order_no) as pieces
    from settlement_row
    where store_id = $store_id and present and channel_product_no is not null
    group by channel_product_no
),
wanting as materialized (
    select
        p.channel_product_no, p.origin_product_no, p.modified_at, p.sale_status = 'SALE' as on_sale,
        coalesce(s.pieces, 0) as pieces
    from channel_product p
    left join product_detail d on d.store_id = p.store_id and d.origin_product_no = p.origin_product_no
    left join sold s on s.channel_product_no = p.channel_product_no
    where p.store_id = $store_id and p.match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE')
        and p.missing_since is null and p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE')
        and (d.origin_product_no is null or d.modified_at is distinct from p.modified_at or d.tax_type is null)
)
select
    w.origin_product_no, min(w.channel_product_no) as channel_product_no, max(w.modified_at) as modified_at
from wanting w
join job_item i on i.job_id = $job_id and i.channel_product_no = w.channel_product_no
where i.outcome in ('IMPORTED', 'CHANGED', 'UNCHANGED') and i.reason_text is null
group by w.origin_product_no
order by max(w.on_sale) desc, sum(w.pieces) desc, max(w.modified_at) desc nulls last, w.origin_product_no
limit $most

-- drop_old --
-- The options of the registered frame `details`, before they are saved anew.
delete from product_option
using details d
where product_option.store_id = d.store_id and product_option.origin_product_no = d.origin_product_no

-- save --
-- The registered frame `options`: the option rows of the origin products in `details`, supplements below zero.
insert into product_option (
    store_id, origin_product_no, option_id, name, seller_code, code_normal, stock_quantity, price_won, usable
)
select
    store_id, origin_product_no, option_id, name, seller_code, code_normal, stock_quantity, price_won, usable
from options

-- save_state --
insert into product_detail (store_id, origin_product_no, modified_at, tax_type, read_at)
select store_id, origin_product_no, modified_at, tax_type, $now
from details
on conflict (store_id, origin_product_no) do update set
    modified_at = excluded.modified_at, tax_type = excluded.tax_type, read_at = excluded.read_at

-- find_codeless --
-- The listings of a job that no code of their own matches and nobody linked by hand, with their link, where an option
-- has a code or the link came of one; one row per listing. Those are few, so they are found before the report is asked.
-- With $linked only those whose link came of an option, or of which a person linked one.
create or replace temp table codeless as
with coded as materialized (
    select
        p.channel_product_no, p.origin_product_no, p.match_kind, p.sku_id, p.stock_linked,
        coalesce(p.match_doubt, false) as match_doubt,
        p.sale_status in ('CLOSE', 'PROHIBITION', 'DELETE') as ended
    from channel_product p
    where p.store_id = $store_id
        and not exists (
            select 1
            from no_sku_needed n
            where n.store_id = p.store_id and n.channel_product_no = p.channel_product_no
        )
        and (
            p.match_kind in ('OPTION', 'AMBIGUOUS')
            or p.match_kind = 'NONE' and (
                not $linked and p.origin_product_no in (
                    select o.origin_product_no
                    from product_option o
                    where o.store_id = $store_id and o.code_normal is not null and o.option_id > 0
                )
                or p.channel_product_no in (
                    select channel_product_no
                    from link_part
                    where store_id = $store_id and option_id > 0
                )
            )
        )
        and not exists (select 1 from sku_code c where c.code_normal = p.code_normal)
)
select c.*
from coded c
join job_item i on i.job_id = $job_id and i.channel_product_no = c.channel_product_no
where i.outcome in ('IMPORTED', 'CHANGED', 'UNCHANGED')

-- find_one --
-- The same of one listing, whatever its options are: the one of which a person linked an option, or unlinked one.
create or replace temp table codeless as
select
    p.channel_product_no, p.origin_product_no, p.match_kind, p.sku_id, p.stock_linked,
    coalesce(p.match_doubt, false) as match_doubt,
    p.sale_status in ('CLOSE', 'PROHIBITION', 'DELETE') as ended
from channel_product p
where p.store_id = $store_id and p.channel_product_no = $channel_product_no
    and (
        p.match_kind in ('NONE', 'OPTION')
        or p.match_kind = 'AMBIGUOUS' and not exists (select 1 from sku_code c where c.code_normal = p.code_normal)
    )

-- stage --
-- The options in use of those listings, as rows that matching understands: channel_product_no is the option's place in
-- this list, `by_hand` says that a person linked it. Supplements (below zero) are sold beside a listing and say nothing of
-- its SKU.
create or replace temp table staged as
select
    row_number() over (order by c.channel_product_no, o.option_id) as channel_product_no,
    c.channel_product_no as listing_no, o.seller_code as seller_management_code, o.code_normal, o.match_doubt,
    l.option_id is not null as by_hand
from codeless c
join product_option o on o.store_id = $store_id and o.origin_product_no = c.origin_product_no
left join (select distinct channel_product_no, option_id from link_part where store_id = $store_id) l
    on l.channel_product_no = c.channel_product_no and l.option_id = o.option_id
where o.usable is not false and o.option_id > 0

-- gather --
-- What the options in use of each listing match together; one row per listing with such an option. One SKU for every one
-- of them is that SKU; several, some without any, or some linked by hand are a match of options without a single SKU; any
-- ambiguous option makes it ambiguous. A stock link needs a SKU of every option: on a part it would sell what is not there.
create or replace temp table option_match as
select
    o.listing_no,
    case
        when count(*) filter (where m.match_kind = 'AMBIGUOUS' and not o.by_hand) > 0 then 'AMBIGUOUS'
        when count(*) filter (where m.sku_id is not null or o.by_hand) > 0 then 'OPTION'
        else 'NONE'
    end as match_kind,
    case
        when count(distinct m.sku_id) = 1 and count(m.sku_id) filter (where not o.by_hand) = count(*) then min(m.sku_id)
    end as sku_id,
    count(*) filter (where m.sku_id is not null or o.by_hand) = count(*) as all_matched,
    count(distinct m.sku_id) as sku_count,
    coalesce(bool_or(m.sku_id is not null and not o.by_hand and (o.match_doubt or m.doubtful)), false) as doubtful
from staged o
join matched m on m.channel_product_no = o.channel_product_no
group by o.listing_no

-- read_match --
-- The matches just gathered, with their SKU; one row per listing.
select
    o.match_kind, o.sku_id, k.own_code as sku_code, k.name as sku_name, k.option_name as sku_option,
    o.sku_count as candidates, o.all_matched as whole, o.doubtful
from option_match o
left join sku k on k.sku_id = o.sku_id

-- decide --
-- The listings whose link their options change, with both links; one row per listing. Where $link_stock is null, only what
-- has a stock link keeps it.
create or replace temp table relinked as
select *
from (
    select
        c.channel_product_no,
        coalesce(o.match_kind, 'NONE') as match_kind, o.sku_id,
        coalesce(o.match_kind = 'OPTION' and o.doubtful, false) as match_doubt,
        coalesce($link_stock::boolean, c.stock_linked) and not c.ended
            and coalesce(o.match_kind = 'OPTION' and o.all_matched and not o.doubtful, false) as stock_linked,
        c.match_kind as held_match_kind, c.sku_id as held_sku_id, c.stock_linked as held_stock_linked,
        c.match_doubt as held_match_doubt
    from codeless c
    left join option_match o on o.listing_no = c.channel_product_no
)
where (match_kind, sku_id, stock_linked, match_doubt)
    is distinct from (held_match_kind, held_sku_id, held_stock_linked, held_match_doubt)

-- record --
-- The new links in the job's report.
update job_item
set match_kind = r.match_kind, match_doubt = r.match_doubt, stock_linked = r.stock_linked
from relinked r
where job_item.job_id = $job_id and job_item.channel_product_no = r.channel_product_no

-- changed --
-- Both links of listings that were held before the job, with what their page changed; one row per listing.
select
    r.channel_product_no, i.changes, r.match_kind, k.own_code as sku_code, r.match_doubt, r.stock_linked,
    r.held_match_kind, h.own_code as held_sku_code, r.held_match_doubt, r.held_stock_linked
from relinked r
join job_item i on i.job_id = $job_id and i.channel_product_no = r.channel_product_no
left join sku k on k.sku_id = r.sku_id
left join sku h on h.sku_id = r.held_sku_id
where i.outcome in ('CHANGED', 'UNCHANGED')

-- record_changes --
-- The registered frame `option_changes`: what the job changed of these listings in all.
update job_item
set outcome = c.outcome, changes = c.changes
from option_changes c
where job_item.job_id = $job_id and job_item.channel_product_no = c.channel_product_no

-- apply --
-- Saves the new links.
update channel_product
set match_kind = r.match_kind, sku_id = r.sku_id, match_doubt = r.match_doubt, stock_linked = r.stock_linked,
    changed_at = $now
from relinked r
where channel_product.store_id = $store_id and channel_product.channel_product_no = r.channel_product_no
