-- unpaid_rows --
-- The settlement rows of a store between two days that were not paid when they were told last; one row each.
with n as (
    select * from newest_settlement_row where store_id = $store_id and expected_on between $first and $last
)
select expected_on, product_order_no, kind, settle_type, place from n where present and completed_on is null

-- add_rows --
-- Keeps what was told of settlement rows and differs from their newest version; one row per new version, which is returned.
with n as (
    select * from newest_settlement_row where store_id = $store_id and expected_on between $first and $last
)
insert into settlement_row (
    store_id, version, seen_at, present,
    expected_on, product_order_no, kind, settle_type, place, order_no, channel_product_no, name, paid_on,
    based_on, completed_on, pay_won, order_fee_won, sales_fee_won, instalment_fee_won, benefit_won, settled_won
)
select
    $store_id, coalesce(n.version, 0) + 1, $now, true,
    s.expected_on, s.product_order_no, s.kind, s.settle_type, s.place, s.order_no, s.channel_product_no,
    s.name, s.paid_on, s.based_on, s.completed_on, s.pay_won, s.order_fee_won, s.sales_fee_won,
    s.instalment_fee_won, s.benefit_won, s.settled_won
from told s
left join n on n.expected_on = s.expected_on and n.product_order_no = s.product_order_no and n.kind = s.kind and n.settle_type = s.settle_type and n.place = s.place
where n.version is null or not n.present or (
    s.order_no, s.channel_product_no, s.name, s.paid_on, s.based_on, s.completed_on, s.pay_won,
    s.order_fee_won, s.sales_fee_won, s.instalment_fee_won, s.benefit_won, s.settled_won
) is distinct from (
    n.order_no, n.channel_product_no, n.name, n.paid_on, n.based_on, n.completed_on, n.pay_won,
    n.order_fee_won, n.sales_fee_won, n.instalment_fee_won, n.benefit_won, n.settled_won
)
returning version, expected_on, product_order_no, kind, settle_type, place

-- drop_rows --
-- Keeps that settlement rows are told no more: a version that is not present; one row per such version.
with n as (
    select * from newest_settlement_row where store_id = $store_id and expected_on between $first and $last
)
insert into settlement_row (
    store_id, version, seen_at, present,
    expected_on, product_order_no, kind, settle_type, place, order_no, channel_product_no, name, paid_on,
    based_on, completed_on, pay_won, order_fee_won, sales_fee_won, instalment_fee_won, benefit_won, settled_won
)
select
    $store_id, n.version + 1, $now, false,
    n.expected_on, n.product_order_no, n.kind, n.settle_type, n.place, n.order_no, n.channel_product_no,
    n.name, n.paid_on, n.based_on, n.completed_on, n.pay_won, n.order_fee_won, n.sales_fee_won,
    n.instalment_fee_won, n.benefit_won, n.settled_won
from n
where n.present and not exists (
    select 1 from told s where n.expected_on = s.expected_on and n.product_order_no = s.product_order_no and n.kind = s.kind and n.settle_type = s.settle_type and n.place = s.place
)
returning version

-- rows --
-- The settlement rows of a store as they were told last, between two days; one row each.
with n as (
    select * from newest_settlement_row where store_id = $store_id and expected_on between $first and $last
)
select
    expected_on, product_order_no, kind, settle_type, place, order_no, channel_product_no, name, paid_on,
    based_on, completed_on, pay_won, order_fee_won, sales_fee_won, instalment_fee_won, benefit_won, settled_won
from n
where present
order by expected_on, order_no, product_order_no, kind, settle_type, place

-- rows_of_month --
-- The settlement rows of a store as they were told last with any of their days between two; one row each.
with n as (
    select * from newest_settlement_row where store_id = $store_id
)
select
    expected_on, product_order_no, kind, settle_type, place, order_no, channel_product_no, name, paid_on,
    based_on, completed_on, pay_won, order_fee_won, sales_fee_won, instalment_fee_won, benefit_won, settled_won
from n
where present and (
    expected_on between $first and $last or paid_on between $first and $last
    or based_on between $first and $last or completed_on between $first and $last
)
order by expected_on, order_no, product_order_no, kind, settle_type, place

-- rows_of_orders --
-- The settlement rows of some product orders as they were told last, whatever their day; one row each.
with n as (
    select * from newest_settlement_row where store_id = $store_id and product_order_no = any($numbers::varchar[])
)
select
    expected_on, product_order_no, kind, settle_type, place, order_no, channel_product_no, name, paid_on,
    based_on, completed_on, pay_won, order_fee_won, sales_fee_won, instalment_fee_won, benefit_won, settled_won
from n
where present
order by expected_on, order_no, product_order_no, kind, settle_type, place

-- add_commissions --
-- Keeps what was told of commission rows and differs from their newest version; one row per new version, which is returned.
with n as (
    select * from newest_settlement_commission where store_id = $store_id and expected_on between $first and $last
)
insert into settlement_commission (
    store_id, version, seen_at, present,
    expected_on, product_order_no, kind, settle_type, type, means, place, path, basis_won, fee_won
)
select
    $store_id, coalesce(n.version, 0) + 1, $now, true,
    s.expected_on, s.product_order_no, s.kind, s.settle_type, s.type, s.means, s.place, s.path, s.basis_won,
    s.fee_won
from told s
left join n on n.expected_on = s.expected_on and n.product_order_no = s.product_order_no and n.kind = s.kind and n.settle_type = s.settle_type and n.type = s.type and n.means = s.means and n.place = s.place
where n.version is null or not n.present or (
    s.path, s.basis_won, s.fee_won
) is distinct from (
    n.path, n.basis_won, n.fee_won
)
returning version

-- drop_commissions --
-- Keeps that commission rows are told no more: a version that is not present; one row per such version.
with n as (
    select * from newest_settlement_commission where store_id = $store_id and expected_on between $first and $last
)
insert into settlement_commission (
    store_id, version, seen_at, present,
    expected_on, product_order_no, kind, settle_type, type, means, place, path, basis_won, fee_won
)
select
    $store_id, n.version + 1, $now, false,
    n.expected_on, n.product_order_no, n.kind, n.settle_type, n.type, n.means, n.place, n.path, n.basis_won,
    n.fee_won
from n
where n.present and not exists (
    select 1 from told s where n.expected_on = s.expected_on and n.product_order_no = s.product_order_no and n.kind = s.kind and n.settle_type = s.settle_type and n.type = s.type and n.means = s.means and n.place = s.place
)
returning version

-- commissions --
-- The commission rows of a store as they were told last, between two days; one row each.
with n as (
    select * from newest_settlement_commission where store_id = $store_id and expected_on between $first and $last
)
select
    expected_on, product_order_no, kind, settle_type, type, means, place, path, basis_won, fee_won
from n
where present
order by expected_on, product_order_no, kind, settle_type, place, type, means

-- commissions_of_orders --
-- The commission rows of some product orders as they were told last, whatever their day; one row each.
with n as (
    select * from newest_settlement_commission where store_id = $store_id and product_order_no = any($numbers::varchar[])
)
select
    expected_on, product_order_no, kind, settle_type, type, means, place, path, basis_won, fee_won
from n
where present
order by expected_on, product_order_no, kind, settle_type, place, type, means

-- add_days --
-- Keeps what was told of days of payment and differs from their newest version; one row per new version, which is returned.
with n as (
    select * from newest_settlement_day where store_id = $store_id and expected_on between $first and $last
)
insert into settlement_day (
    store_id, version, seen_at, present,
    expected_on, place, method, completed_on, settled_won, pay_won, fee_won, benefit_won, normal_won,
    quick_won, held_back_won, deduction_won, minus_charge_won,
    difference_won, return_care_won, preferential_won, limit_won, sum_told
)
select
    $store_id, coalesce(n.version, 0) + 1, $now, true,
    s.expected_on, s.place, s.method, s.completed_on, s.settled_won, s.pay_won, s.fee_won, s.benefit_won,
    s.normal_won, s.quick_won, s.held_back_won, s.deduction_won, s.minus_charge_won,
    s.difference_won, s.return_care_won, s.preferential_won, s.limit_won, s.sum_told
from told s
left join n on n.expected_on = s.expected_on and n.place = s.place
where n.version is null or not n.present or (
    s.method, s.completed_on, s.settled_won, s.pay_won, s.fee_won, s.benefit_won, s.normal_won, s.quick_won,
    s.held_back_won, s.deduction_won, s.minus_charge_won,
    s.difference_won, s.return_care_won, s.preferential_won, s.limit_won, s.sum_told
) is distinct from (
    n.method, n.completed_on, n.settled_won, n.pay_won, n.fee_won, n.benefit_won, n.normal_won, n.quick_won,
    n.held_back_won, n.deduction_won, n.minus_charge_won,
    n.difference_won, n.return_care_won, n.preferential_won, n.limit_won, n.sum_told
)
returning version

-- drop_days --
-- Keeps that days of payment are told no more: a version that is not present; one row per such version.
with n as (
    select * from newest_settlement_day where store_id = $store_id and expected_on between $first and $last
)
insert into settlement_day (
    store_id, version, seen_at, present,
    expected_on, place, method, completed_on, settled_won, pay_won, fee_won, benefit_won, normal_won,
    quick_won, held_back_won, deduction_won, minus_charge_won,
    difference_won, return_care_won, preferential_won, limit_won, sum_told
)
select
    $store_id, n.version + 1, $now, false,
    n.expected_on, n.place, n.method, n.completed_on, n.settled_won, n.pay_won, n.fee_won, n.benefit_won,
    n.normal_won, n.quick_won, n.held_back_won, n.deduction_won, n.minus_charge_won,
    n.difference_won, n.return_care_won, n.preferential_won, n.limit_won, n.sum_told
from n
where n.present and not exists (
    select 1 from told s where n.expected_on = s.expected_on and n.place = s.place
)
returning version

-- days --
-- The days of payment of a store as they were told last, between two days; one row each.
with n as (
    select * from newest_settlement_day where store_id = $store_id and expected_on between $first and $last
)
select
    expected_on, place, method, completed_on, settled_won, pay_won, fee_won, benefit_won, normal_won,
    quick_won, held_back_won, deduction_won, minus_charge_won,
    difference_won, return_care_won, preferential_won, limit_won, sum_told
from n
where present
order by expected_on, place

-- days_of_month --
-- The days of payment of a store as they were told last, expected or paid out between two days; one row each.
with n as (
    select * from newest_settlement_day where store_id = $store_id
)
select
    expected_on, place, method, completed_on, settled_won, pay_won, fee_won, benefit_won, normal_won,
    quick_won, held_back_won, deduction_won, minus_charge_won,
    difference_won, return_care_won, preferential_won, limit_won, sum_told
from n
where present and (expected_on between $first and $last or completed_on between $first and $last)
order by expected_on, place

-- add_vats --
-- Keeps what was told of VAT days and differs from their newest version; one row per new version, which is returned.
with n as (
    select * from newest_vat_day where store_id = $store_id and based_on between $first and $last
)
insert into vat_day (
    store_id, version, seen_at, present,
    based_on, total_won, taxed_won, exempt_won, card_won, cash_deducted_won, cash_evidence_won,
    cash_unissued_won, other_won
)
select
    $store_id, coalesce(n.version, 0) + 1, $now, true,
    s.based_on, s.total_won, s.taxed_won, s.exempt_won, s.card_won, s.cash_deducted_won, s.cash_evidence_won,
    s.cash_unissued_won, s.other_won
from told s
left join n on n.based_on = s.based_on
where n.version is null or not n.present or (
    s.total_won, s.taxed_won, s.exempt_won, s.card_won, s.cash_deducted_won, s.cash_evidence_won,
    s.cash_unissued_won, s.other_won
) is distinct from (
    n.total_won, n.taxed_won, n.exempt_won, n.card_won, n.cash_deducted_won, n.cash_evidence_won,
    n.cash_unissued_won, n.other_won
)
returning version

-- drop_vats --
-- Keeps that VAT days are told no more: a version that is not present; one row per such version.
with n as (
    select * from newest_vat_day where store_id = $store_id and based_on between $first and $last
)
insert into vat_day (
    store_id, version, seen_at, present,
    based_on, total_won, taxed_won, exempt_won, card_won, cash_deducted_won, cash_evidence_won,
    cash_unissued_won, other_won
)
select
    $store_id, n.version + 1, $now, false,
    n.based_on, n.total_won, n.taxed_won, n.exempt_won, n.card_won, n.cash_deducted_won, n.cash_evidence_won,
    n.cash_unissued_won, n.other_won
from n
where n.present and not exists (
    select 1 from told s where n.based_on = s.based_on
)
returning version

-- vats --
-- The VAT days of a store as they were told last, between two days; one row each.
with n as (
    select * from newest_vat_day where store_id = $store_id and based_on between $first and $last
)
select
    based_on, total_won, taxed_won, exempt_won, card_won, cash_deducted_won, cash_evidence_won,
    cash_unissued_won, other_won
from n
where present
order by based_on

-- versions --
-- Every version of the rows of a product order, oldest first; one row per version.
select
    expected_on, product_order_no, kind, settle_type, place, order_no, channel_product_no, name, paid_on, based_on,
    completed_on, pay_won, order_fee_won, sales_fee_won, instalment_fee_won, benefit_won, settled_won, version, seen_at,
    present
from settlement_row
where store_id = $store_id and product_order_no = $product_order_no
order by seen_at, version, expected_on, kind, settle_type, place

-- reading --
-- The reading under way or done last of a store, no row before the first.
select first_on, last_on, next_on, started_at, finished_at from settlement_reading where store_id = $store_id

-- save_reading --
insert into settlement_reading (store_id, first_on, last_on, next_on, started_at, finished_at)
values ($store_id, $first_on, $last_on, $next_on, $started_at, $finished_at)
on conflict (store_id) do update set
    first_on = excluded.first_on, last_on = excluded.last_on, next_on = excluded.next_on,
    started_at = excluded.started_at, finished_at = excluded.finished_at

-- vat_months --
-- The months of VAT rows that were read of a store, with when; one row per month.
select starts_on, read_at from vat_month where store_id = $store_id order by starts_on

-- save_vat_month --
insert into vat_month (store_id, starts_on, read_at) values ($store_id, $starts_on, $now)
on conflict (store_id, starts_on) do update set read_at = excluded.read_at

-- save_read_day --
insert into settlement_read_day (store_id, expected_on, read_at) values ($store_id, $on, $now)
on conflict (store_id, expected_on) do update set read_at = excluded.read_at

-- read_days --
-- The days between two whose rows were read of a store, with when last; one row per day.
select expected_on, read_at
from settlement_read_day
where store_id = $store_id and expected_on between $first and $last

-- drop_unread --
-- Forgets what could not be read of one source between two days and is not among what was told now.
delete from settlement_unread
where store_id = $store_id and source = $source and asked_on between $first and $last and not exists (
    select 1 from told s where s.asked_on = settlement_unread.asked_on and s.place = settlement_unread.place
)

-- save_unread --
-- Keeps what could not be read; one row per element.
insert into settlement_unread (store_id, source, asked_on, place, seen_at, member, raw)
select $store_id, $source, asked_on, place, $now, member, raw
from told
on conflict (store_id, source, asked_on, place) do update set
    seen_at = excluded.seen_at, member = excluded.member, raw = excluded.raw

-- unread --
-- What could not be read of a store between two days, and of the sales for VAT on any day; one row per element.
select source, asked_on, place, member, raw
from settlement_unread
where store_id = $store_id and (asked_on between $first and $last or source = 'VAT')
order by asked_on, source, place
