-- Who did what to which store: append-only. before and after are JSON objects of plain text. Moments are UTC.
create table audit (
    audit_id bigint primary key,
    happened_at timestamp not null,
    account_id integer,
    actor varchar not null,
    action varchar not null,
    store_id integer,
    subject varchar not null,
    before varchar not null,
    after varchar not null,
    trace_id varchar
);
