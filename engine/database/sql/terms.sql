-- quick_settlement --
-- Since when a store uses quick settlement or not, newest first.
select starts_on, used from store_quick_settlement where store_id = $store_id order by starts_on desc

-- save_quick_settlement --
insert into store_quick_settlement (store_id, starts_on, used) values ($store_id, $starts_on, $used)
on conflict (store_id, starts_on) do update set used = excluded.used

-- waivers --
-- The starter waivers of all stores; one row a store that has one.
select store_id, starts_on, ends_on, monthly_cap_won, pays_back from store_waiver

-- save_waiver --
insert into store_waiver (store_id, starts_on, ends_on, monthly_cap_won, pays_back)
values ($store_id, $starts_on, $ends_on, $monthly_cap_won, $pays_back)
on conflict (store_id) do update set
    starts_on = excluded.starts_on, ends_on = excluded.ends_on, monthly_cap_won = excluded.monthly_cap_won,
    pays_back = excluded.pays_back

-- remove_waiver --
delete from store_waiver where store_id = $store_id
