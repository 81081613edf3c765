-- plan --
insert into naver_write (
    write_id, store_id, kind, subject, title, state, wanted, before, after, asked_by, planned_at, error_params
)
values (
    $write_id, $store_id, $kind, $subject, $title, 'PLANNED', $wanted, $before, $after, $asked_by, $now, '{}'
)

-- get --
-- One write.
select * from naver_write where write_id = $write_id

-- sent --
-- The writes of a store that were confirmed, those not settled first, then newest first; one row per write.
select *
from naver_write
where store_id = $store_id and state <> 'PLANNED'
order by state = 'SENT' desc, write_id desc
limit $limit

-- unsettled --
-- The writes that may or may not have arrived, oldest first; one row per write.
select *
from naver_write
where state = 'SENT' and (store_id = $store_id or $store_id is null)
order by write_id

-- claim_thing --
-- Holds the thing for the write; no row where another write holds it already.
insert into naver_write_claim (store_id, subject, write_id) values ($store_id, $subject, $write_id)
on conflict (store_id, subject) do nothing
returning write_id

-- free_thing --
delete from naver_write_claim where write_id = $write_id

-- claim --
update naver_write
set state = 'SENT', sent_at = $now, asked_by = $asked_by
where write_id = $write_id and state = 'PLANNED'
returning write_id

-- release --
update naver_write
set state = 'PLANNED', sent_at = null
where write_id = $write_id and state = 'SENT'

-- tell --
update naver_write
set error_text = $error_text, error_params = $error_params, trace_id = coalesce($trace_id, trace_id)
where write_id = $write_id and state = 'SENT'

-- settle --
-- Keeps the outcome of a write that has none yet.
update naver_write
set state = $state, settled_at = $now, found = coalesce($found, found), trace_id = coalesce($trace_id, trace_id),
    error_text = $error_text, error_params = $error_params, replaced_by = $replaced_by
where write_id = $write_id and state = 'SENT'
returning write_id
