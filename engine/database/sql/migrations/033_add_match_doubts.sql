-- A match by code whose names have little in common is doubtful until somebody accepts it. Null: not told yet, as for all
-- that was matched before; the next start tells them (engine/database/doubts.py).
alter table channel_product add column match_doubt boolean;

update channel_product set match_doubt = false where match_kind not in ('EXACT', 'NORMAL_FORM', 'OPTION');

alter table channel_product alter column match_doubt set default false;

-- Of the SKU the option's own code leads to.
alter table product_option add column match_doubt boolean;

update product_option set match_doubt = false where code_normal is null;

alter table product_option alter column match_doubt set default false;

alter table job_item add column match_doubt boolean default false;

-- False of a line whose listing waits for no SKU: it is ended, or a person decided that it needs none.
alter table job_item add column needs_sku boolean default true;

-- One row per listing and SKU of which a person decided that they belong together, whatever their names say: also of the
-- SKU of an option. It lasts over imports and syncs.
create table accepted_match (
    store_id integer not null,
    channel_product_no bigint not null,
    sku_id integer not null,
    accepted_by varchar not null,
    accepted_at timestamp not null,
    primary key (store_id, channel_product_no, sku_id)
);
