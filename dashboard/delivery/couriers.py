"""What couriers are called; NAVER knows them by codes that no call lists."""

from __future__ import annotations

from dashboard.words.i18n import N_, _

NAMES = {
    "CJGLS": N_("CJ Logistics"),
    "HANJIN": N_("Hanjin Express"),
    "HYUNDAI": N_("Lotte Global Logistics"),
    "KGB": N_("Logen"),
    "EPOST": N_("Korea Post"),
    "KDEXP": N_("Kyungdong Express"),
    "DAESIN": N_("Daesin Express"),
    "ILYANG": N_("Ilyang Logis"),
    "CVSNET": N_("GS25 parcel"),
    "CUPARCEL": N_("CU parcel"),
    "CH1": N_("Another courier"),
}


def courier(code: str) -> str:
    """The name of a courier; its code where it has none here."""
    return _(NAMES[code]) if code in NAMES else code
