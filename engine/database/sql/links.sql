-- parts --
-- The SKUs of a listing's links that have rows of their own, by option (0: the listing as a whole), in their order.
select l.option_id, k.own_code as code, l.quantity
from link_part l
join sku k on k.sku_id = l.sku_id
where l.store_id = $store_id and l.channel_product_no = $channel_product_no
order by l.option_id, l.place

-- options --
-- The options of a listing that were read, with the link a person made of each; one row per option.
select o.option_id, o.name, o.seller_code, o.usable is not false as in_use, t.sku_code
from channel_product p
join product_option o on o.store_id = p.store_id and o.origin_product_no = p.origin_product_no
left join link_spelled t
    on t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = o.option_id
where p.store_id = $store_id and p.channel_product_no = $channel_product_no
order by o.option_id

-- drop_others --
-- Of the links in the registered frame `heads`, the SKUs that the registered frame `parts` does not name any more.
delete from link_part
using heads h
where link_part.store_id = $store_id and link_part.channel_product_no = h.channel_product_no
    and link_part.option_id = h.option_id
    and not exists (
        select 1
        from parts s
        join sku k on k.own_code = s.code
        where s.channel_product_no = h.channel_product_no and s.option_id = h.option_id
            and k.sku_id = link_part.sku_id
    )

-- save_parts --
-- The SKUs of links, from the registered frame `parts`.
insert into link_part (store_id, channel_product_no, option_id, sku_id, place, quantity)
select $store_id, s.channel_product_no, s.option_id, k.sku_id, s.place, s.quantity
from parts s
join sku k on k.own_code = s.code
on conflict (store_id, channel_product_no, option_id, sku_id) do update
set place = excluded.place, quantity = excluded.quantity

-- choose --
-- Of the registered frame `heads`, the listings that are linked as a whole: to one piece of one SKU (code), or without one
-- to the parts of their link. A listing that is ended has no stock link.
update channel_product
set sku_id = h.sku_id, match_kind = 'CHOICE', match_doubt = false,
    stock_linked = h.stock_linked and sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE'), changed_at = $now
from (select s.*, k.sku_id from heads s left join sku k on k.own_code = s.code where s.option_id = 0) h
where channel_product.store_id = $store_id and channel_product.channel_product_no = h.channel_product_no

-- want_sku --
-- A link made by a person ends the decision that none is needed (the registered frame `heads`); that of a supplement, which
-- is sold beside the listing, does not.
delete from no_sku_needed
using heads h
where no_sku_needed.store_id = $store_id and no_sku_needed.channel_product_no = h.channel_product_no
    and h.option_id >= 0

-- begin_anew --
-- What was taken off before is not to be put back over a new link (the registered frame `heads`).
delete from past_link
using heads h
where past_link.store_id = $store_id and past_link.channel_product_no = h.channel_product_no
    and past_link.option_id = h.option_id

-- accept_anew --
-- That the SKUs of a listing were accepted ends where it is linked anew (the registered frame `heads`).
delete from accepted_match
using heads h
where accepted_match.store_id = $store_id and accepted_match.channel_product_no = h.channel_product_no
    and h.option_id = 0

-- of_asked --
-- The listings of the registered frame `asked` that are held and those of their options that were read, with what they are
-- linked to; one row per listing (option_id 0) and one per option.
select
    p.channel_product_no, 0::bigint as option_id, coalesce(k.own_code, t.sku_code) as sku_code, p.stock_linked
from (select distinct channel_product_no from asked) a
join channel_product p on p.store_id = $store_id and p.channel_product_no = a.channel_product_no
left join sku k on k.sku_id = p.sku_id
left join link_spelled t
    on t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = 0
union all
select p.channel_product_no, o.option_id, t.sku_code, p.stock_linked
from (select distinct channel_product_no from asked) a
join channel_product p on p.store_id = $store_id and p.channel_product_no = a.channel_product_no
join product_option o on o.store_id = p.store_id and o.origin_product_no = p.origin_product_no
left join link_spelled t
    on t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = o.option_id

-- sheet --
-- Every listing of a store that is held, and every option of one (supplements below zero) that a person linked; one row each,
-- by number.
select
    p.channel_product_no, null::bigint as option_no, p.name, p.seller_management_code,
    coalesce(k.own_code, t.sku_code) as sku_code,
    case when p.match_kind not in ('NONE', 'AMBIGUOUS') then p.match_kind end as matched_by
from channel_product p
left join sku k on k.sku_id = p.sku_id
left join link_spelled t
    on t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = 0
where p.store_id = $store_id and p.missing_since is null
union all
select
    p.channel_product_no, t.option_id, p.name || case when o.option_id < 0 then ' + ' else ' / ' end || o.name,
    o.seller_code, t.sku_code, 'CHOICE'
from link_spelled t
join channel_product p on p.store_id = t.store_id and p.channel_product_no = t.channel_product_no
join product_option o
    on o.store_id = p.store_id and o.origin_product_no = p.origin_product_no and o.option_id = t.option_id
where t.store_id = $store_id and t.option_id <> 0 and p.missing_since is null
order by 1, 2 nulls first

-- link_stock --
-- The stock link of a listing whose link stays as it is.
update channel_product
set stock_linked = sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE'), changed_at = $now
where store_id = $store_id and channel_product_no = $channel_product_no
    and match_kind in ('EXACT', 'NORMAL_FORM', 'CHOICE') and match_doubt is not true

-- keep_listing --
-- What the link of a listing as a whole was, before it is taken off.
insert into past_link (
    store_id, channel_product_no, option_id, match_kind, sku_id, sku_code, stock_linked, unlinked_by, unlinked_at
)
select
    p.store_id, p.channel_product_no, 0, p.match_kind, p.sku_id, t.sku_code, p.stock_linked, $unlinked_by, $now
from channel_product p
left join link_spelled t
    on t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = 0
where p.store_id = $store_id and p.channel_product_no = $channel_product_no
    and p.match_kind not in ('NONE', 'AMBIGUOUS')

-- keep_options --
-- What a person linked options of a listing to, before that is taken off: of one option, or without $option_id of all.
insert into past_link (
    store_id, channel_product_no, option_id, match_kind, sku_id, sku_code, stock_linked, unlinked_by, unlinked_at
)
select
    t.store_id, t.channel_product_no, t.option_id, 'CHOICE', null, t.sku_code, p.stock_linked, $unlinked_by, $now
from link_spelled t
join channel_product p on p.store_id = t.store_id and p.channel_product_no = t.channel_product_no
where t.store_id = $store_id and t.channel_product_no = $channel_product_no and t.option_id <> 0
    and ($option_id is null or t.option_id = $option_id)

-- keep_accepted --
-- Which of its SKUs were accepted, before that is taken back with the link.
insert into past_accepted_match (store_id, channel_product_no, sku_id, accepted_by, accepted_at)
select store_id, channel_product_no, sku_id, accepted_by, accepted_at
from accepted_match
where store_id = $store_id and channel_product_no = $channel_product_no

-- drop_parts --
-- The parts of a link, or without $option_id of all links of a listing.
delete from link_part
where store_id = $store_id and channel_product_no = $channel_product_no
    and ($option_id is null or option_id = $option_id)

-- unlink --
-- A listing as a whole without a SKU.
update channel_product
set sku_id = null, match_kind = 'NONE', match_doubt = false, stock_linked = false, changed_at = $now
where store_id = $store_id and channel_product_no = $channel_product_no

-- past --
-- The links of a listing that were taken off and not made anew; one row per link.
select option_id, match_kind, sku_id, sku_code, stock_linked, unlinked_by, unlinked_at
from past_link
where store_id = $store_id and channel_product_no = $channel_product_no
order by option_id

-- forget_past --
-- They are not to be put back any more: of one option (0: of the listing), or without $option_id all of them.
delete from past_link
where store_id = $store_id and channel_product_no = $channel_product_no
    and ($option_id is null or option_id = $option_id)

-- put_back --
-- The link of a listing as a whole as it was. A listing that is ended has no stock link.
update channel_product
set sku_id = $sku_id, match_kind = $match_kind, match_doubt = false,
    stock_linked = $stock_linked and sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE'), changed_at = $now
where store_id = $store_id and channel_product_no = $channel_product_no

-- put_back_accepted --
-- What of it was accepted.
insert into accepted_match (store_id, channel_product_no, sku_id, accepted_by, accepted_at)
select store_id, channel_product_no, sku_id, accepted_by, accepted_at
from past_accepted_match
where store_id = $store_id and channel_product_no = $channel_product_no
on conflict (store_id, channel_product_no, sku_id) do nothing

-- forget_accepted --
-- That is not to be put back any more.
delete from past_accepted_match
where store_id = $store_id and channel_product_no = $channel_product_no
