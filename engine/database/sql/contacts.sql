-- of_store --
-- The sealed contacts of one store, oldest first.
select
    contact_id, store_id, name_sealed, title_sealed, email_sealed, phone_sealed, mobile_sealed, chat_address_sealed,
    alerts, ways
from contact
where store_id = $store_id
order by contact_id

-- save --
insert into contact (
    contact_id, store_id, name_sealed, title_sealed, email_sealed, phone_sealed, mobile_sealed, chat_address_sealed,
    alerts, ways
)
values (
    $contact_id, $store_id, $name_sealed, $title_sealed, $email_sealed, $phone_sealed, $mobile_sealed,
    $chat_address_sealed, $alerts, $ways
)
on conflict (contact_id) do update set
    name_sealed = excluded.name_sealed, title_sealed = excluded.title_sealed, email_sealed = excluded.email_sealed,
    phone_sealed = excluded.phone_sealed, mobile_sealed = excluded.mobile_sealed,
    chat_address_sealed = excluded.chat_address_sealed, alerts = excluded.alerts, ways = excluded.ways

-- remove --
delete from contact where store_id = $store_id and contact_id = $contact_id
