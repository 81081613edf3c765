-- all --
-- Every account; one row per account.
select
    a.account_id, a.email_sealed, a.name, a.role, a.every_store, a.password_hash is not null as has_password,
    a.disabled_at, a.created_at
from account a
order by a.account_id

-- stores --
-- The stores accounts were given; one row per account and store.
select account_id, store_id from account_store order by account_id, store_id

-- add --
insert into account (
    account_id, email_sealed, email_fingerprint, name, role, every_store, created_at
)
values ($account_id, $email_sealed, $email_fingerprint, $name, $role, $every_store, $now)

-- by_email --
select account_id from account where email_fingerprint = $email_fingerprint

-- update --
update account
set name = $name, role = $role, every_store = $every_store, disabled_at = $disabled_at
where account_id = $account_id

-- take_stores --
delete from account_store where account_id = $account_id

-- give_store --
insert into account_store (account_id, store_id) values ($account_id, $store_id)

-- password_hash --
select password_hash from account where account_id = $account_id

-- save_password --
update account set password_hash = $password_hash where account_id = $account_id
