-- Fee rates: the tables of Storeboard that were accepted, the newest in force, and the rates a manager added. Rows
-- are never altered but for the mark that one was withdrawn. content is the table as CSV. Moments are UTC.
create table fee_table (
    table_id integer primary key,
    digest varchar not null,
    content varchar not null,
    accepted_at timestamp not null,
    accepted_by varchar
);

create table fee_rate (
    rate_id integer primary key,
    layer varchar not null check (layer in ('ORDER', 'SALES')),
    tier varchar,
    store_type varchar,
    arrival varchar,
    valid_from date not null,
    valid_to date,
    rate_mp integer not null check (rate_mp between 0 and 100000),
    confidence varchar not null check (confidence in ('H', 'M', 'L')),
    source varchar not null,
    added_by varchar not null,
    added_at timestamp not null,
    withdrawn_by varchar,
    withdrawn_at timestamp
);
