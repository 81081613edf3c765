-- of --
-- Wrong tries in a row of one account or address; no row after a right one.
select failures, last_at from wrong_try where kind = $kind and fingerprint = $fingerprint

-- of_accounts --
-- Wrong tries in a row; one row per account and address.
select fingerprint, failures, last_at from wrong_try where kind = 'account'

-- add --
insert into wrong_try (kind, fingerprint, failures, last_at) values ($kind, $fingerprint, 1, $now)
on conflict (kind, fingerprint) do update set
    failures = case when wrong_try.last_at < $forgotten then 1 else wrong_try.failures + 1 end, last_at = excluded.last_at

-- take_back --
-- One of them was none.
update wrong_try set failures = failures - 1
where kind = $kind and fingerprint = $fingerprint and failures > 0

-- forget --
delete from wrong_try where kind = $kind and fingerprint = $fingerprint

-- forget_account --
-- Those from whatever address.
delete from wrong_try where kind = 'account' and starts_with(fingerprint, $fingerprint)
