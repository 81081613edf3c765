-- Alerts on their way to contacts: to whom and what is sealed, bound to alert/<alert_id>. Moments are UTC.
create table alert (
    alert_id integer primary key,
    alert_key varchar not null unique,
    kind varchar not null,
    store_id integer not null,
    way varchar not null check (way in ('EMAIL', 'CHAT')),
    payload_sealed varchar not null,
    state varchar not null check (state in ('WAITING', 'SENT', 'GIVEN_UP')),
    tries integer not null,
    next_try_at timestamp not null,
    problem varchar,
    created_at timestamp not null,
    sent_at timestamp
);

-- Settings that are secrets, bound to sealed_setting/<name>.
create table sealed_setting (
    name varchar primary key,
    value_sealed varchar not null
);
