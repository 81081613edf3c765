-- Who may sign in, to which stores, their open sessions and wrong tries. Moments are UTC.
create table account (
    account_id integer primary key,
    email_sealed varchar not null,
    email_fingerprint varchar not null unique,
    name varchar not null,
    role varchar not null check (role in ('ANALYST', 'OPERATOR', 'MANAGER')),
    every_store boolean not null,
    password_hash varchar,
    disabled_at timestamp,
    created_at timestamp not null
);

create table account_store (
    account_id integer not null,
    store_id integer not null,
    primary key (account_id, store_id)
);

-- The token itself is only in the cookie; this is its SHA-256.
create table session (
    token_hash varchar primary key,
    account_id integer not null,
    created_at timestamp not null,
    seen_at timestamp not null
);

-- Of an account (by the fingerprint of what was typed) or of an address; never the words themselves.
create table wrong_try (
    kind varchar not null check (kind in ('account', 'address')),
    fingerprint varchar not null,
    failures integer not null,
    last_at timestamp not null,
    primary key (kind, fingerprint)
);
