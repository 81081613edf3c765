-- Products are read once more: their supplements were not kept. Those stand among the options, under numbers below zero,
-- for NAVER counts the two apart.
update product_detail set modified_at = null;
