"""What help places give, in ten languages: a label in front of the place's name."""

from __future__ import annotations

from collections.abc import Mapping

from alerts.domain.model.help_place import HelpKind

_KINDS = (
    HelpKind.SHELTER,
    HelpKind.WATER,
    HelpKind.INFORMATION,
    HelpKind.EMERGENCY_POINT,
    HelpKind.MEDICAL,
    HelpKind.WARMTH,
    HelpKind.COOLING,
)


def _words(*labels: str) -> Mapping[HelpKind, str]:
    return dict(zip(_KINDS, labels, strict=True))


# fmt: off
_BOOKS: dict[str, Mapping[HelpKind, str]] = {
    "de": _words("Betreuungsstelle", "Trinkwasser", "Auskunft", "Notruf-Treffpunkt", "Medizinische Hilfe",
                 "Wärmeraum", "Kühler Ort"),
    "de-easy": _words("Hier sind Sie sicher", "Trink-Wasser", "Hier können Sie fragen", "Hier können Sie Hilfe rufen",
                      "Arzt und Medizin", "Hier ist es warm", "Hier ist es kühl"),
    "en": _words("Shelter", "Drinking water", "Information", "Emergency point", "Medical help", "Warm room",
                 "Cool place"),
    "fr": _words("Centre d'accueil", "Eau potable", "Renseignements", "Point d'urgence", "Aide médicale",
                 "Salle chauffée", "Lieu frais"),
    "pl": _words("Miejsce schronienia", "Woda pitna", "Informacja", "Punkt alarmowy", "Pomoc medyczna",
                 "Ogrzewane pomieszczenie", "Chłodne miejsce"),
    "ru": _words("Пункт приёма", "Питьевая вода", "Справки", "Пункт экстренной связи", "Медицинская помощь",
                 "Тёплое помещение", "Прохладное место"),
    "es": _words("Centro de acogida", "Agua potable", "Información", "Punto de emergencia", "Ayuda médica",
                 "Sala caliente", "Lugar fresco"),
    "tr": _words("Toplanma merkezi", "İçme suyu", "Bilgi", "Acil çağrı noktası", "Tıbbi yardım", "Isınma yeri",
                 "Serin yer"),
    "ar": _words("مركز إيواء", "مياه الشرب", "معلومات", "نقطة طوارئ", "مساعدة طبية", "غرفة دافئة", "مكان بارد"),
    "uk": _words("Пункт прийому", "Питна вода", "Довідки", "Пункт екстреного зв'язку", "Медична допомога",
                 "Тепле приміщення", "Прохолодне місце"),
}
# fmt: on


def help_word(kind: HelpKind, language: str) -> str:
    """What a help place gives, in a language: its exact tag, else its first part, else English."""
    book = _BOOKS.get(language) or _BOOKS.get(language.split("-")[0]) or _BOOKS["en"]
    return book[kind]
