-- One row per SKU of a link that a person made of several pieces, of several SKUs, or for one option; option_id 0 is the
-- listing as a whole. A listing that is linked to one piece of one SKU has it in its own row, and none here.
create table link_part (
    store_id integer not null,
    channel_product_no bigint not null,
    option_id bigint not null,
    sku_id integer not null,
    place integer not null,
    quantity integer not null check (quantity between 1 and 999),
    primary key (store_id, channel_product_no, option_id, sku_id)
);

-- Each such link as people write it: CODE*2+CODE; a code that holds one of those signs stands in quotation marks.
create view link_spelled as
select
    l.store_id, l.channel_product_no, l.option_id,
    string_agg(
        case
            when translate(k.own_code, '+＋*＊×"', '') = k.own_code then k.own_code
            else '"' || replace(k.own_code, '"', '""') || '"'
        end
        || case when l.quantity > 1 then '*' || l.quantity else '' end,
        '+' order by l.place
    ) as sku_code
from link_part l
join sku k on k.sku_id = l.sku_id
group by l.store_id, l.channel_product_no, l.option_id;

-- One row per link that was taken off and not made anew since: what it was, so that it can be put back as it was, with its
-- one SKU, or the spelling of a link that had parts. Links of
-- options that went with that of their listing have rows of their own.
create table past_link (
    store_id integer not null,
    channel_product_no bigint not null,
    option_id bigint not null,
    match_kind varchar not null,
    sku_id integer,
    sku_code varchar,
    stock_linked boolean not null,
    unlinked_by varchar not null,
    unlinked_at timestamp not null,
    primary key (store_id, channel_product_no, option_id)
);

-- One row per match that was accepted while it was doubtful, of a listing whose link was taken off: put back with the link.
create table past_accepted_match (
    store_id integer not null,
    channel_product_no bigint not null,
    sku_id integer not null,
    accepted_by varchar not null,
    accepted_at timestamp not null,
    primary key (store_id, channel_product_no, sku_id)
);
