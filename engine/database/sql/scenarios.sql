-- of_store --
-- The scenarios of a store, one row each, by name.
select content, saved_by from scenario where store_id = $store_id order by name

-- save --
insert into scenario (store_id, name, content, saved_by, saved_at)
values ($store_id, $name, $content, $saved_by, $now)
on conflict (store_id, name) do update set
    content = excluded.content, saved_by = excluded.saved_by, saved_at = excluded.saved_at

-- remove --
delete from scenario where store_id = $store_id and name = $name
