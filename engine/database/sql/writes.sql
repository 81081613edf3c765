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

-- in_the_way --
-- Whether another write to the same thing may still arrive.
select write_id
from naver_write
where store_id = $store_id and subject = $subject and state = 'SENT' and write_id <> $write_id
limit 1

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
update naver_write
set state = $state, settled_at = $now, found = coalesce($found, found), trace_id = coalesce($trace_id, trace_id),
    error_text = $error_text, error_params = $error_params, replaced_by = $replaced_by
where write_id = $write_id and state = 'SENT'
returning write_id
