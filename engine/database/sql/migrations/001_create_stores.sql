-- Stores, their dated fee tiers, and what was fetched of their delivery settings. Moments are UTC.
create table setting (
    name varchar primary key,
    value varchar not null
);

create table store (
    store_id integer primary key,
    name varchar not null unique,
    client_id varchar not null,
    base_url varchar not null,
    store_type varchar not null check (store_type in ('SMARTSTORE', 'BRAND_STORE')),
    tax_mode varchar not null check (tax_mode in ('GENERAL', 'SIMPLIFIED', 'EXEMPT')),
    secret_sealed varchar,
    secret_set_at timestamp,
    account_id varchar,
    connection varchar not null check (connection in ('UNCHECKED', 'CONNECTED', 'BROKEN')),
    problem_code varchar,
    checked_at timestamp,
    listed_count bigint,
    last_synced_at timestamp,
    created_at timestamp not null
);

create table store_fee_tier (
    store_id integer not null,
    starts_on date not null,
    tier varchar not null check (tier in ('GENERAL', 'MICRO', 'SMALL_1', 'SMALL_2', 'SMALL_3')),
    primary key (store_id, starts_on)
);

create table prerequisite (
    store_id integer not null,
    kind varchar not null check (kind in ('ADDRESS_BOOK', 'THIS_DAY_DISPATCH', 'BUNDLE_GROUPS')),
    fetched_at timestamp not null,
    row_count integer not null,
    rows_sealed varchar not null,
    changes_sealed varchar not null,
    changed_at timestamp,
    primary key (store_id, kind)
);
