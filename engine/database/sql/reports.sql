-- add_failed --
-- A listing that has no line in the report of the job yet gets one.
insert into job_item (job_id, channel_product_no, outcome, match_kind, stock_linked)
select $job_id, $channel_product_no, 'FAILED', 'NONE', false
where not exists (select 1 from job_item where job_id = $job_id and channel_product_no = $channel_product_no)

-- give_reason --
-- Why it failed; a listing that was saved but whose options could not be read keeps its outcome.
update job_item
set reason_text = $reason_text, reason_params = $reason_params
where job_id = $job_id and channel_product_no = $channel_product_no

-- sums --
-- The reports of some jobs, one row a job. A GONE listing counts as neither matched nor unmatched, and one that needs no
-- SKU is not unmatched.
select
    job_id,
    count(*) filter (where outcome = 'IMPORTED') as imported,
    count(*) filter (where outcome = 'CHANGED') as changed,
    count(*) filter (where outcome = 'UNCHANGED') as unchanged,
    count(*) filter (where outcome = 'GONE') as gone,
    count(*) filter (
        where met and match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE') and match_doubt is not true
    ) as matched,
    count(*) filter (where waits and match_doubt) as doubtful,
    count(*) filter (where waits and match_kind = 'NONE') as unmatched,
    count(*) filter (where waits and match_kind = 'AMBIGUOUS') as ambiguous,
    count(*) filter (where met and stock_linked) as stock_linked
from (
    select
        *, outcome in ('IMPORTED', 'CHANGED', 'UNCHANGED') as met,
        outcome in ('IMPORTED', 'CHANGED', 'UNCHANGED') and needs_sku is not false as waits
    from (select unnest($job_ids::integer[]) as job_id) asked
    left join job_item using (job_id)
)
group by job_id

-- failures --
-- Every failed item of some jobs with its reason; by job and number.
select job_id, channel_product_no, reason_text, reason_params
from job_item
where reason_text is not null and job_id = any($job_ids::integer[])
order by job_id, channel_product_no

-- count --
select count(*) from job_item where job_id = $job_id

-- items --
-- Lines of a report with what is held of each listing now; filters that are null let everything through. What was saved
-- but could not be read whole counts as failed, too.
select
    i.channel_product_no, p.name, p.seller_management_code, p.discounted_price_won, p.image_url, i.outcome,
    coalesce(p.match_kind, i.match_kind) as match, coalesce(p.match_doubt, i.match_doubt, false) as doubtful,
    coalesce(k.own_code, t.sku_code) as sku_code, k.name as sku_name, k.option_name as sku_option,
    coalesce(p.stock_linked, i.stock_linked) as stock_linked, i.changes, i.reason_text, i.reason_params
from job_item i
join job j on j.job_id = i.job_id
left join channel_product p on p.store_id = j.store_id and p.channel_product_no = i.channel_product_no
left join sku k on k.sku_id = p.sku_id
left join link_spelled t
    on t.store_id = p.store_id and t.channel_product_no = p.channel_product_no and t.option_id = 0
where i.job_id = $job_id
    and ($outcome is null or i.outcome = $outcome or $outcome = 'FAILED' and i.reason_text is not null)
    and (
        $match is null and not $doubtful
        or (
            ($match is null or coalesce(p.match_kind, i.match_kind) = $match)
            and (not $doubtful or coalesce(p.match_doubt, i.match_doubt))
            and i.outcome not in ('FAILED', 'GONE')
            and coalesce(p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE'), true)
            and not exists (
                select 1
                from no_sku_needed n
                where n.store_id = p.store_id and n.channel_product_no = p.channel_product_no
            )
        )
    )
order by i.channel_product_no
limit $limit
