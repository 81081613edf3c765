-- Writes to NAVER: the row stands before the call, its outcome after it. No row is deleted. kind is open: each
-- later sort of write brings its own. wanted, before, after, found and error_params are JSON. Moments are UTC.
create table naver_write (
    write_id integer primary key,
    store_id integer not null,
    kind varchar not null,
    subject varchar not null,
    title varchar not null,
    state varchar not null
        check (state in ('PLANNED', 'SENT', 'DONE', 'DIFFERENT', 'REFUSED', 'NOT_ARRIVED', 'OUTDATED')),
    wanted varchar not null,
    before varchar not null,
    after varchar not null,
    found varchar,
    asked_by varchar not null,
    planned_at timestamp not null,
    sent_at timestamp,
    settled_at timestamp,
    trace_id varchar,
    error_text varchar,
    error_params varchar not null,
    replaced_by integer
);
