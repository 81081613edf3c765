-- of_store --
-- What was fetched of a store; one row per kind that was.
select kind, fetched_at, row_count, rows_sealed, changes_sealed, changed_at
from prerequisite
where store_id = $store_id

-- save --
insert into prerequisite (store_id, kind, fetched_at, row_count, rows_sealed, changes_sealed, changed_at)
values ($store_id, $kind, $fetched_at, $row_count, $rows_sealed, $changes_sealed, $changed_at)
on conflict (store_id, kind) do update set
    fetched_at = excluded.fetched_at, row_count = excluded.row_count, rows_sealed = excluded.rows_sealed,
    changes_sealed = excluded.changes_sealed, changed_at = excluded.changed_at
