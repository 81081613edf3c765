-- Scenarios of a store by name; content is JSON. Moments are UTC.
create table scenario (
    scenario_id integer primary key,
    store_id integer not null,
    name varchar not null,
    content varchar not null,
    saved_by varchar not null,
    saved_at timestamp not null,
    unique (store_id, name)
);
