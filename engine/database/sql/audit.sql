-- add --
insert into audit (
    audit_id, happened_at, account_id, actor, action, store_id, subject, before, after, trace_id
)
values ($audit_id, $now, $account_id, $actor, $action, $store_id, $subject, $before, $after, $trace_id)

-- find --
-- The newest lines that fit; one row per line.
select audit_id, happened_at, account_id, actor, action, store_id, subject, before, after, trace_id
from audit
where ($store_id is null or store_id = $store_id)
    and ($account_id is null or account_id = $account_id)
    and ($from_at is null or happened_at >= $from_at)
    and ($to_at is null or happened_at < $to_at)
    and ($store_ids is null or store_id = any($store_ids::integer[]))
    and (
        $words = ''
        or position($words in lower(concat_ws(' ', actor, action, subject, before, after, trace_id))) > 0
    )
order by audit_id desc
limit $limit
