-- The last number of each noun that was ever given out. A number is taken in the transaction that uses it, by moving the
-- row on: of two at once one waits or is refused, so that none is given out twice, also not after the row that had it is
-- gone (sealed texts and the audit name rows by their number).
create table counter (
    noun varchar primary key,
    last_number bigint not null
);

insert into counter (noun, last_number)
select 'account', coalesce(max(account_id), 0) from account
union all
select 'alert', coalesce(greatest(max(alert_id), (select cast(value as bigint) from setting where name = 'last_alert_number')), 0) from alert
union all
select 'audit', coalesce(max(audit_id), 0) from audit
union all
select 'contact', coalesce(greatest(max(contact_id), (select cast(value as bigint) from setting where name = 'last_contact_number')), 0) from contact
union all
select 'delivery_template', coalesce(max(template_id), 0) from delivery_template
union all
select 'fee_rate', coalesce(max(rate_id), 0) from fee_rate
union all
select 'fee_table', coalesce(max(table_id), 0) from fee_table
union all
select 'job', coalesce(max(job_id), 0) from job
union all
select 'naver_write', coalesce(max(write_id), 0) from naver_write
union all
select 'sku', coalesce(max(sku_id), 0) from sku
union all
select 'store', coalesce(greatest(max(store_id), (select cast(value as bigint) from setting where name = 'last_store_number')), 0) from store;

delete from setting where name in ('last_alert_number', 'last_contact_number', 'last_store_number');

-- A scenario is known by its store and its name; it needs no number.
create table named_scenario (
    store_id integer not null,
    name varchar not null,
    content varchar not null,
    saved_by varchar not null,
    saved_at timestamp not null,
    primary key (store_id, name)
);

insert into named_scenario (store_id, name, content, saved_by, saved_at)
select store_id, name, content, saved_by, saved_at from scenario;

drop table scenario;

alter table named_scenario rename to scenario;
