"""The invented trade, in Korean: store names, and per theme its goods, adjectives and brands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

STORE_NAMES = ("온결 리빙", "바다앤손 수산", "오늘의 책상")
_FIRST = ("다온", "모아", "하늘", "소담", "가온", "라온", "이음", "새봄", "한결", "누리")
_LAST = ("마켓", "상회", "공방", "스토어", "상점", "식품", "문구", "살림", "제작소", "몰")
_PREFIXES = ("SB", "BS", "DK")


@dataclass(frozen=True, slots=True)
class Goods:
    """One kind of thing a theme sells, with its variants, category path and price range in won."""

    noun: str
    variants: tuple[str, ...]
    category: str
    low_won: int
    high_won: int
    axis: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What one sort of store sells; `account` is the stem of its login id."""

    account: str
    adjectives: tuple[str, ...]
    brands: tuple[str, ...]
    goods: tuple[Goods, ...]


AXES = {
    "색상": ("화이트", "베이지", "차콜", "블랙", "네이비"),
    "사이즈": ("S", "M", "L", "XL"),
    "용량": ("500g", "1kg", "2kg", "3kg"),
    "구성": ("단품", "2개 세트", "4개 세트", "선물 세트"),
}


def store_name(index: int) -> str:
    """Name of the store at `index`; the first three are fixed."""
    if index < len(STORE_NAMES):
        return STORE_NAMES[index]
    later = index - len(STORE_NAMES)
    again = later // 100
    name = f"{_FIRST[later % 10]} {_LAST[(later * 7 + later // 10) % 10]}"
    return f"{name} {again + 1}호점" if again else name


def code_prefix(index: int) -> str:
    """Stem of the seller's own codes: SB, BS, DK, then T04, T05 and so on."""
    return _PREFIXES[index] if index < len(_PREFIXES) else f"T{index + 1:02d}"


def theme(index: int) -> Theme:
    """Theme of the store at `index`; later stores take turns."""
    return (LIVING, SEAFOOD, DESK)[index % 3]


@cache
def category_ids() -> dict[str, str]:
    """Number of every category, by its whole path `A>B>C`; parents come before their children."""
    ids: dict[str, str] = {}
    for goods in (*LIVING.goods, *SEAFOOD.goods, *DESK.goods):
        names = goods.category.split(">")
        for depth in range(1, len(names) + 1):
            ids.setdefault(">".join(names[:depth]), str(50000003 + 7 * len(ids)))
    return ids


def whole_category_id(path: str) -> str:
    """Numbers along a category path, joined as NAVER joins them: `5000..>5000..`."""
    names = path.split(">")
    ids = category_ids()
    return ">".join(ids[">".join(names[:depth])] for depth in range(1, len(names) + 1))


_BATH = "생활/건강>욕실용품>수건/타월"
_CUP = "생활/건강>주방용품>컵/텀블러"
_LIGHT = "가구/인테리어>인테리어소품>조명"
_BED = "가구/인테리어>침구단품>이불"
_TABLE = "가구/인테리어>거실가구>테이블"
_STORE = "생활/건강>수납/정리용품>바구니"
_PET = "생활/건강>반려동물>고양이용품"

LIVING = Theme(
    account="ongyeol_living",
    adjectives=(
        *("오가닉", "북유럽풍", "무형광", "접이식", "방수", "미니멀", "국산", "순면", "대용량"),
        *("감성", "호텔식", "친환경", "두툼한", "모던", "내추럴", "사계절"),
    ),
    brands=("온결", "하루살림", "나무결", "포근", "리브온", "담다"),
    goods=(
        Goods("호텔 수건", ("4장", "10장 세트", "선물 포장"), _BATH, 12_000, 49_000, "색상"),
        Goods("샤워 타월", ("2장", "5장 세트"), _BATH, 5_000, 16_000, "색상"),
        Goods("스테인리스 텀블러", ("350ml", "500ml", "750ml"), _CUP, 9_000, 38_000, "색상"),
        Goods("도자기 머그컵", ("320ml", "2개 세트"), _CUP, 7_000, 29_000, "색상"),
        Goods(
            "LED 스탠드 조명", ("3단 밝기", "무선 충전", "집게형"), _LIGHT, 19_000, 129_000, "색상"
        ),
        Goods("무드등", ("USB", "건전지형"), _LIGHT, 8_000, 35_000, "색상"),
        Goods("차렵이불", ("싱글", "퀸", "킹"), _BED, 35_000, 149_000, "사이즈"),
        Goods("원목 사이드 테이블", ("소형", "대형"), _TABLE, 29_000, 159_000, "색상"),
        Goods("거실 좌탁", ("800", "1000", "1200"), _TABLE, 49_000, 289_000, "색상"),
        Goods("라탄 바구니", ("소", "중", "대"), _STORE, 6_000, 42_000, "사이즈"),
        Goods("옷장 정리함", ("3칸", "6칸", "뚜껑형"), _STORE, 9_000, 45_000, "사이즈"),
        Goods("고양이 스크래처", ("기본형", "라운지형"), _PET, 9_000, 89_000, "사이즈"),
        Goods("주방 행주", ("10매", "30매"), "생활/건강>주방용품>행주", 4_000, 15_000, "구성"),
        Goods("규조토 발매트", ("중형", "대형"), "생활/건강>욕실용품>매트", 8_000, 33_000, "색상"),
    ),
)

_FISH = "식품>수산물>생선"
_SHELL = "식품>수산물>조개/전복"
_CRAB = "식품>수산물>갑각류"
_DRY = "식품>수산물>건어물"
_ROE = "식품>젓갈/반찬>젓갈"

SEAFOOD = Theme(
    account="badason_fish",
    adjectives=(
        *("당일 손질", "제주", "완도", "통영", "급속냉동", "산지직송", "자연산", "무염"),
        *("반건조", "프리미엄", "선물용", "국내산", "저염", "활", "대왕", "실속"),
    ),
    brands=("바다앤손", "해담", "포구네", "청해", "갯마을"),
    goods=(
        Goods("고등어 필렛", ("5팩", "10팩", "20팩"), _FISH, 12_000, 69_000, "구성"),
        Goods("은갈치", ("3마리", "1kg"), _FISH, 25_000, 129_000, "용량"),
        Goods("참조기 굴비", ("10미", "20미 선물세트"), _FISH, 39_000, 259_000, "구성"),
        Goods("가자미 손질", ("500g", "1kg"), _FISH, 11_000, 45_000, "용량"),
        Goods("활전복", ("10미", "20미", "1kg"), _SHELL, 24_000, 119_000, "용량"),
        Goods("가리비", ("1kg", "3kg", "5kg"), _SHELL, 13_000, 59_000, "용량"),
        Goods("바지락 살", ("500g", "1kg"), _SHELL, 8_000, 29_000, "용량"),
        Goods("간장 꽃게장", ("1kg", "2kg"), _CRAB, 29_000, 99_000, "용량"),
        Goods("자숙 홍게", ("3미", "5미"), _CRAB, 35_000, 139_000, "구성"),
        Goods("새우살", ("300g", "900g"), _CRAB, 9_000, 32_000, "용량"),
        Goods("국물용 멸치", ("500g", "1.5kg"), _DRY, 9_000, 39_000, "용량"),
        Goods("돌김", ("100장", "선물세트"), _DRY, 12_000, 49_000, "구성"),
        Goods("명란젓", ("500g", "1kg"), _ROE, 16_000, 65_000, "용량"),
        Goods("오징어젓", ("500g", "1kg"), _ROE, 8_000, 27_000, "용량"),
    ),
)

UNPREPARED = (_FISH, _SHELL, _DRY)  # foods no VAT is on

_DESK = "가구/인테리어>서재/사무용가구>책상"
_CHAIR = "가구/인테리어>서재/사무용가구>의자"
_PEN = "생활/건강>문구/사무용품>필기도구"
_NOTE = "생활/건강>문구/사무용품>노트"
_KEY = "디지털/가전>주변기기>키보드/마우스"
_HOLD = "디지털/가전>주변기기>거치대"

DESK = Theme(
    account="todays_desk",
    adjectives=(
        *("높이조절", "원목", "슬림", "무소음", "조용한", "미니", "와이드", "각도조절"),
        *("프리미엄", "학생용", "재택용", "메탈", "투명", "블랙에디션", "가벼운", "튼튼한"),
    ),
    brands=("오늘책상", "데스크웍스", "필기연구소", "모닝노트", "클릭온"),
    goods=(
        Goods("컴퓨터 책상", ("1000", "1200", "1400"), _DESK, 59_000, 349_000, "색상"),
        Goods("접이식 책상", ("600", "800"), _DESK, 29_000, 99_000, "색상"),
        Goods("메쉬 의자", ("기본형", "헤드형"), _CHAIR, 59_000, 279_000, "색상"),
        Goods("의자 방석", ("1개", "2개 세트"), _CHAIR, 9_000, 39_000, "색상"),
        Goods("젤 볼펜", ("0.38", "0.5", "10색 세트"), _PEN, 4_000, 19_000, "색상"),
        Goods("만년필", ("EF", "F", "M"), _PEN, 19_000, 129_000, "색상"),
        Goods("하드커버 노트", ("A5", "B5", "3권 세트"), _NOTE, 5_000, 24_000, "색상"),
        Goods("위클리 플래너", ("6개월", "12개월"), _NOTE, 8_000, 28_000, "색상"),
        Goods("기계식 키보드", ("적축", "갈축", "저소음축"), _KEY, 39_000, 189_000, "색상"),
        Goods("무선 마우스", ("소형", "버티컬"), _KEY, 12_000, 79_000, "색상"),
        Goods("노트북 거치대", ("알루미늄", "접이식"), _HOLD, 15_000, 69_000, "색상"),
        Goods("모니터 받침대", ("1단", "서랍형"), _HOLD, 16_000, 89_000, "색상"),
        Goods("데스크 매트", ("600x300", "900x400"), _HOLD, 8_000, 39_000, "사이즈"),
        Goods(
            "케이블 정리함", ("소", "대"), "생활/건강>수납/정리용품>정리함", 7_000, 32_000, "사이즈"
        ),
    ),
)
