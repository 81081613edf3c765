-- A listing has one SKU only if every option in use has it, and a stock link only if every one of them has some.
update channel_product
set stock_linked = false
where match_kind = 'OPTION' and stock_linked and (store_id, origin_product_no) in (
    select (o.store_id, o.origin_product_no)
    from product_option o
    left join sku_code c on c.code_normal = o.code_normal
    where o.usable is not false and c.sku_ref is null
);

update channel_product
set sku_id = null
where match_kind = 'OPTION' and (store_id, origin_product_no, sku_id) in (
    select (p.store_id, p.origin_product_no, p.sku_id)
    from channel_product p
    join product_option o on o.store_id = p.store_id and o.origin_product_no = p.origin_product_no
    left join sku_code c on c.code_normal = o.code_normal
    where p.match_kind = 'OPTION' and p.sku_id is not null and o.usable is not false
        and (c.sku_ref is null or c.sku_ref > 0 and c.sku_ref <> p.sku_id)
);
