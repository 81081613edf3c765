-- SKUs whose code or name holds the words (all for none); `leads`: a code begins with them. One row per SKU.
create macro sku_found(words, part, normal) as table
select
    sku_id, own_code,
    normal <> '' and (
        starts_with(coalesce(own_code_normal, ''), normal) or starts_with(coalesce(unique_code_normal, ''), normal)
    ) as leads
from sku
where
    words = ''
    or leads
    or own_code ilike part escape '\'
    or unique_code ilike part escape '\'
    or name ilike part escape '\'
    or option_name ilike part escape '\';
