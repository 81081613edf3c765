-- The normal form of codes keeps separators between digits and between letters (engine/domain/matching.py says which):
-- what is held is brought to it, but for compatibility letters other than wide ones, which the next import or sheet brings.
create macro unseen_gone(code) as regexp_replace(
    translate(nfc_normalize(code), '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ', '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
    '[\x{00ad}\x{200b}-\x{200d}\x{2060}\x{feff}]+', '', 'g'
);

create macro code_form(code) as nullif(regexp_replace(
    upper(trim(regexp_replace(unseen_gone(code), '[\s\x{00a0}\x{3000}\x{2212}\x{2043}\x{02d7}\p{Pd}\p{Pc}]+', '-', 'g'), '-')),
    '(\p{L})-(\p{Nd})', '\1\2', 'g'
), '');

update sku set own_code_normal = code_form(own_code), unique_code_normal = code_form(unique_code);

delete from sku_code;

insert into sku_code (code_normal, sku_ref)
select code_normal, case when count(distinct sku_id) = 1 then min(sku_id) else -count(distinct sku_id) end
from (
    select own_code_normal as code_normal, sku_id from sku
    union all
    select unique_code_normal, sku_id from sku
)
where code_normal is not null
group by code_normal;

update channel_product
set code_normal = code_form(seller_management_code)
where code_normal is distinct from code_form(seller_management_code);

update product_option
set code_normal = code_form(seller_code)
where code_normal is distinct from code_form(seller_code);

-- Matches of codes that are not the same any more.
update channel_product
set match_kind = 'NONE', sku_id = null, stock_linked = false
where match_kind = 'NORMAL_FORM'
    and not exists (
        select 1
        from sku_code c
        where c.code_normal = channel_product.code_normal and c.sku_ref = channel_product.sku_id
    );

drop macro code_form;

drop macro unseen_gone;

-- A search passes over separators wherever they stand.
create or replace macro sku_found(words, part, loose) as table
select
    sku_id, own_code,
    loose <> '' and (
        starts_with(replace(coalesce(own_code_normal, ''), '-', ''), loose)
        or starts_with(replace(coalesce(unique_code_normal, ''), '-', ''), loose)
    ) as leads
from sku
where
    words = ''
    or leads
    or own_code ilike part escape '\'
    or unique_code ilike part escape '\'
    or name ilike part escape '\'
    or option_name ilike part escape '\';
