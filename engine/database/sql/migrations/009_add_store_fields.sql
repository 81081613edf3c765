-- What a team sets of a store, its dated terms and its contacts. Won are integers; null is not known; moments are UTC.
alter table store add column seller_id varchar;
alter table store add column window_kind varchar;
alter table store add column category_id varchar;
alter table store add column category_name varchar;
alter table store add column memo varchar;
alter table store add column storefront varchar;
alter table store add column channel_no bigint;
alter table store add column channel_name varchar;
alter table store add column linked_seller_id varchar;
alter table store add column valid_until date;
alter table store add column approved_at timestamp;
alter table store add column archived_at timestamp;
alter table store add column master_on boolean default true;
alter table store add column product_on boolean default true;
alter table store add column order_on boolean default true;
alter table store add column cs_on boolean default true;
alter table store add column stock_on boolean default true;
alter table store add column order_confirm varchar default 'MANUAL';
alter table store add column extend_days integer;
update store set approved_at = checked_at where connection = 'CONNECTED';

create table store_quick_settlement (
    store_id integer not null,
    starts_on date not null,
    used boolean not null,
    primary key (store_id, starts_on)
);

-- The fee waiver of the starter programme: the first and the last day, and the most won of sales a month it covers.
create table store_waiver (
    store_id integer primary key,
    starts_on date not null,
    ends_on date not null check (ends_on >= starts_on),
    monthly_cap_won bigint check (monthly_cap_won > 0)
);

-- Personal data of a store's contacts, each field sealed and bound to contact/<contact_id>/<field>. alerts and ways are
-- JSON lists of words.
create table contact (
    contact_id integer primary key,
    store_id integer not null,
    name_sealed varchar not null,
    title_sealed varchar,
    email_sealed varchar,
    phone_sealed varchar,
    mobile_sealed varchar,
    chat_address_sealed varchar,
    alerts varchar not null,
    ways varchar not null
);

-- NAVER's leaf categories, the same for every store, as one of them was told.
create table category (
    category_id varchar primary key,
    whole_name varchar not null,
    fetched_at timestamp not null
);
