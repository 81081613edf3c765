-- all --
select token_hash, account_id, created_at, seen_at from session

-- open --
insert into session (token_hash, account_id, created_at, seen_at) values ($token_hash, $account_id, $now, $now)

-- saw --
update session set seen_at = $now where token_hash = $token_hash

-- end --
delete from session where token_hash = $token_hash

-- end_every --
-- Of everybody.
delete from session

-- end_all --
delete from session where account_id = $account_id
