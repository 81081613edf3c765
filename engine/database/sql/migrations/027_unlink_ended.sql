-- A listing that is closed, prohibited or deleted has no stock link.
update channel_product
set stock_linked = false
where stock_linked and sale_status in ('CLOSE', 'PROHIBITION', 'DELETE');
