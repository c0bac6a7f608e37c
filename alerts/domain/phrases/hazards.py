"""Hazards by our key, with their names in ten languages: what a post says before anybody has translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alerts.domain.model.codes import Category

_LANGUAGES = ("de", "de-easy", "en", "fr", "pl", "ru", "es", "tr", "ar", "uk")


@dataclass(frozen=True, kw_only=True)
class Hazard:
    """One hazard. ``event_code`` is MoWaS's (valueName profile:DE-BBK-EVENTCODE), None where we know of none."""

    key: str
    category: Category
    event_code: str | None
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """Its name: in the exact language, else by the tag's first part, else in English."""
        return self.names.get(language) or self.names.get(language.split("-")[0]) or self.names["en"]


def _hazard(key: str, category: Category, *names: str, event_code: str | None = None) -> Hazard:
    return Hazard(key=key, category=category, event_code=event_code, names=dict(zip(_LANGUAGES, names, strict=True)))


# fmt: off
_ALL = (
    _hazard("bombenfund", Category.SAFETY, "Bombenfund", "Bombe gefunden", "Unexploded bomb", "Bombe découverte",
            "Znaleziono bombę", "Найдена бомба", "Hallazgo de una bomba", "Bomba bulundu", "العثور على قنبلة",
            "Знайдено бомбу", event_code="BBK-EVC-009"),
    _hazard("lebensgefahr", Category.SECURITY, "Lebensgefahr", "Lebens-Gefahr", "Danger to life", "Danger de mort",
            "Zagrożenie życia", "Опасность для жизни", "Peligro de muerte", "Hayati tehlike", "خطر على الحياة",
            "Небезпека для життя", event_code="BBK-EVC-044"),
    _hazard("brand", Category.FIRE, "Brand", "Feuer", "Fire", "Incendie", "Pożar", "Пожар", "Incendio", "Yangın",
            "حريق", "Пожежа"),
    _hazard("rauch", Category.FIRE, "Rauch", "Rauch", "Smoke", "Fumée", "Dym", "Дым", "Humo", "Duman",
            "دخان", "Дим"),
    _hazard("gefahrstoff", Category.CBRNE, "Gefahrstoff in der Luft", "Gift in der Luft",
            "Hazardous substance in the air", "Substance dangereuse dans l'air",
            "Niebezpieczna substancja w powietrzu", "Опасное вещество в воздухе",
            "Sustancia peligrosa en el aire", "Havada tehlikeli madde", "مادة خطرة في الهواء",
            "Небезпечна речовина в повітрі"),
    _hazard("gasaustritt", Category.INFRA, "Gasaustritt", "Gas tritt aus", "Gas leak", "Fuite de gaz", "Wyciek gazu",
            "Утечка газа", "Fuga de gas", "Gaz kaçağı", "تسرب غاز", "Витік газу"),
    _hazard("explosion", Category.SAFETY, "Explosion", "Explosion", "Explosion", "Explosion", "Wybuch", "Взрыв",
            "Explosión", "Patlama", "انفجار", "Вибух"),
    _hazard("trinkwasser", Category.HEALTH, "Trinkwasser verunreinigt", "Wasser nicht trinken",
            "Contaminated tap water", "Eau potable contaminée",
            "Skażona woda pitna", "Питьевая вода загрязнена", "Agua potable contaminada",
            "İçme suyu kirli", "مياه الشرب ملوثة", "Питна вода забруднена"),
    _hazard("hochwasser", Category.MET, "Hochwasser", "Hoch-Wasser", "Flooding", "Inondation", "Powódź", "Наводнение",
            "Inundación", "Sel", "فيضان", "Повінь"),
    _hazard("starkregen", Category.MET, "Starkregen", "Starker Regen", "Heavy rain", "Fortes pluies", "Ulewny deszcz",
            "Сильный дождь", "Lluvia intensa", "Şiddetli yağmur", "أمطار غزيرة", "Сильний дощ"),
    _hazard("sturm", Category.MET, "Sturm", "Sturm", "Storm", "Tempête", "Wichura", "Шторм", "Tormenta", "Fırtına",
            "عاصفة", "Буревій"),
    _hazard("glaette", Category.MET, "Glätte", "Glatte Straßen", "Icy roads", "Verglas", "Gołoledź", "Гололёд",
            "Hielo en las calles", "Buzlanma", "طرق زلقة", "Ожеледиця"),
    _hazard("hitze", Category.MET, "Hitze", "Große Hitze", "Extreme heat", "Forte chaleur", "Upał", "Сильная жара",
            "Calor extremo", "Aşırı sıcak", "حر شديد", "Сильна спека"),
    _hazard("stromausfall", Category.INFRA, "Stromausfall", "Kein Strom", "Power cut", "Panne de courant",
            "Brak prądu", "Отключение электричества", "Corte de electricidad", "Elektrik kesintisi",
            "انقطاع الكهرباء", "Відключення електрики"),
    _hazard("notrufausfall", Category.INFRA, "Notruf ausgefallen", "Der Notruf ist kaputt", "Emergency number down",
            "Numéro d'urgence en panne", "Awaria numeru alarmowego", "Не работает экстренный номер",
            "Teléfono de emergencias averiado", "Acil çağrı hattı arızalı", "تعطل رقم الطوارئ",
            "Не працює екстрений номер"),
    _hazard("polizeieinsatz", Category.SECURITY, "Polizeieinsatz", "Einsatz der Polizei", "Police operation",
            "Opération de police", "Akcja policji", "Полицейская операция", "Operación policial", "Polis operasyonu",
            "عملية للشرطة", "Поліцейська операція"),
    _hazard("verkehr", Category.TRANSPORT, "Straßensperrung", "Straße gesperrt", "Road closure", "Route fermée",
            "Zamknięta droga", "Дорога перекрыта", "Calle cortada", "Yol kapalı", "إغلاق طريق", "Дорогу перекрито"),
    _hazard("tierseuche", Category.HEALTH, "Tierseuche", "Kranke Tiere", "Animal disease", "Maladie animale",
            "Choroba zwierząt", "Болезнь животных", "Enfermedad animal", "Hayvan hastalığı", "مرض حيواني",
            "Хвороба тварин"),
    _hazard("vermisst", Category.RESCUE, "Vermisste Person", "Ein Mensch wird gesucht", "Missing person",
            "Personne disparue", "Osoba zaginiona", "Пропал человек", "Persona desaparecida", "Kayıp kişi",
            "شخص مفقود", "Зникла людина"),
)
# fmt: on

HAZARDS: dict[str, Hazard] = {hazard.key: hazard for hazard in _ALL}
"""All hazards by key."""
