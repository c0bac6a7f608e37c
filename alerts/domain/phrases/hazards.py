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
            "İçme suyu kirli", "مياه الشرب ملوثة", "Питна вода забруднена", event_code="BBK-EVC-069"),
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
            "Хвороба тварин", event_code="BBK-EVC-067"),
    _hazard("vermisst", Category.RESCUE, "Vermisste Person", "Ein Mensch wird gesucht", "Missing person",
            "Personne disparue", "Osoba zaginiona", "Пропал человек", "Persona desaparecida", "Kayıp kişi",
            "شخص مفقود", "Зникла людина"),
    _hazard("gewitter", Category.MET, "Schweres Gewitter", "Starkes Gewitter", "Severe thunderstorm", "Orage violent",
            "Silna burza", "Сильная гроза", "Tormenta eléctrica fuerte", "Şiddetli gök gürültülü fırtına",
            "عاصفة رعدية شديدة", "Сильна гроза"),
    _hazard("schnee", Category.MET, "Starker Schneefall", "Sehr viel Schnee", "Heavy snowfall",
            "Fortes chutes de neige", "Intensywne opady śniegu", "Сильный снегопад", "Fuertes nevadas",
            "Yoğun kar yağışı", "تساقط كثيف للثلوج", "Сильний снігопад"),
    _hazard("lawine", Category.GEO, "Lawinengefahr", "Gefahr durch Lawinen", "Avalanche danger", "Danger d'avalanche",
            "Zagrożenie lawinowe", "Лавинная опасность", "Peligro de avalanchas", "Çığ tehlikesi",
            "خطر الانهيارات الثلجية", "Лавинна небезпека"),
    _hazard("sturmflut", Category.MET, "Sturmflut", "Sturm-Flut", "Storm surge", "Onde de tempête",
            "Powódź sztormowa", "Штормовой нагон", "Marejada ciclónica", "Fırtına kabarması", "مد عاصفي",
            "Штормовий нагін", event_code="BBK-EVC-065"),
    _hazard("sturzflut", Category.MET, "Sturzflut", "Schnelles Hoch-Wasser", "Flash flood", "Crue soudaine",
            "Gwałtowna powódź", "Внезапное наводнение", "Inundación repentina", "Ani sel", "فيضان مفاجئ",
            "Раптова повінь"),
    _hazard("dammbruch", Category.SAFETY, "Damm oder Deich bricht", "Ein Damm geht kaputt", "Dam or dyke failing",
            "Rupture de digue", "Przerwanie wału lub tamy", "Прорыв плотины или дамбы", "Rotura de presa o dique",
            "Baraj veya set yıkılıyor", "انهيار سد", "Прорив дамби"),
    _hazard("evakuierung", Category.RESCUE, "Evakuierung", "Alle müssen weg", "Evacuation", "Évacuation", "Ewakuacja",
            "Эвакуация", "Evacuación", "Tahliye", "إخلاء", "Евакуація"),
    _hazard("waldbrand", Category.FIRE, "Waldbrand", "Der Wald brennt", "Forest fire", "Feu de forêt", "Pożar lasu",
            "Лесной пожар", "Incendio forestal", "Orman yangını", "حريق غابات", "Лісова пожежа",
            event_code="BBK-EVC-077"),
    _hazard("strahlung", Category.CBRNE, "Radioaktive Stoffe", "Gefährliche Strahlung", "Radioactive substances",
            "Substances radioactives", "Substancje promieniotwórcze", "Радиоактивные вещества",
            "Sustancias radiactivas", "Radyoaktif maddeler", "مواد مشعة", "Радіоактивні речовини"),
    _hazard("wasserausfall", Category.INFRA, "Kein Trinkwasser", "Kein Wasser", "No tap water", "Coupure d'eau",
            "Brak wody", "Нет воды", "Corte de agua", "Su kesintisi", "انقطاع المياه", "Немає води"),
    _hazard("netzausfall", Category.INFRA, "Mobilfunk gestört", "Handys gehen nicht", "Mobile network down",
            "Réseau mobile en panne", "Awaria sieci komórkowej", "Не работает мобильная связь",
            "Red móvil averiada", "Cep telefonu şebekesi arızalı", "تعطل شبكة الهاتف المحمول",
            "Не працює мобільний зв'язок"),
    _hazard("gasausfall", Category.INFRA, "Gasversorgung unterbrochen", "Kein Gas", "Gas supply cut", "Coupure de gaz",
            "Brak gazu", "Нет газа", "Corte de gas", "Gaz kesintisi", "انقطاع الغاز", "Немає газу"),
    _hazard("waermeausfall", Category.INFRA, "Heizung ausgefallen", "Die Heizung ist kaputt", "Heating failed",
            "Chauffage en panne", "Awaria ogrzewania", "Отключено отопление", "Calefacción averiada",
            "Isıtma kesintisi", "انقطاع التدفئة", "Немає опалення"),
    _hazard("infektion", Category.HEALTH, "Ansteckende Krankheit", "Krankheit, die ansteckt", "Contagious illness",
            "Maladie contagieuse", "Choroba zakaźna", "Заразная болезнь", "Enfermedad contagiosa",
            "Bulaşıcı hastalık", "مرض معدٍ", "Заразна хвороба"),
    _hazard("luft", Category.ENV, "Schlechte Luft", "Schlechte Luft", "Bad air", "Air pollué",
            "Zanieczyszczone powietrze", "Загрязнённый воздух", "Aire contaminado", "Kirli hava", "هواء ملوث",
            "Забруднене повітря"),
    _hazard("schulausfall", Category.OTHER, "Schulausfall", "Keine Schule", "Schools closed", "Écoles fermées",
            "Szkoły zamknięte", "Школы закрыты", "Escuelas cerradas", "Okullar kapalı", "المدارس مغلقة",
            "Школи зачинені"),
    _hazard("veranstaltung", Category.OTHER, "Großveranstaltung", "Großes Fest", "Large event", "Grande manifestation",
            "Duże wydarzenie", "Крупное мероприятие", "Gran evento", "Büyük etkinlik", "فعالية كبيرة",
            "Великий захід"),
    _hazard("demonstration", Category.SECURITY, "Demonstration", "Demonstration", "Demonstration", "Manifestation",
            "Demonstracja", "Демонстрация", "Manifestación", "Gösteri", "مظاهرة", "Демонстрація"),
    _hazard("ersatzverkehr", Category.TRANSPORT, "Ersatzverkehr", "Ein Bus fährt statt der Bahn",
            "Replacement buses", "Bus de remplacement", "Komunikacja zastępcza", "Автобусы вместо поездов",
            "Autobuses de sustitución", "Yedek otobüs seferleri", "حافلات بديلة", "Автобуси замість поїздів"),
    _hazard("wasserarbeiten", Category.INFRA, "Wasser wird abgestellt", "Kein Wasser", "Water turned off",
            "Coupure d'eau prévue", "Przerwa w dostawie wody", "Отключение воды", "Corte de agua previsto",
            "Su kesilecek", "قطع المياه", "Відключення води"),
    _hazard("muell", Category.OTHER, "Müllabfuhr verlegt", "Der Müll wird später abgeholt", "Waste collection moved",
            "Collecte des déchets reportée", "Zmiana terminu odbioru śmieci", "Вывоз мусора перенесён",
            "Recogida de basura aplazada", "Çöp toplama ertelendi", "تغيير موعد جمع النفايات",
            "Вивезення сміття перенесено"),
    _hazard("amt_geschlossen", Category.OTHER, "Amt geschlossen", "Amt zu", "Office closed", "Administration fermée",
            "Urząd zamknięty", "Учреждение закрыто", "Oficina cerrada", "Resmî daire kapalı", "الدائرة مغلقة",
            "Установу зачинено"),
    _hazard("markt", Category.OTHER, "Wochenmarkt verlegt", "Der Markt ist woanders", "Market moved", "Marché déplacé",
            "Targ przeniesiony", "Рынок перенесён", "Mercado trasladado", "Pazar yeri değişti", "نقل السوق",
            "Ринок перенесено"),
    _hazard("baulaerm", Category.OTHER, "Baulärm", "Lärm vom Bau", "Construction noise", "Bruit de chantier",
            "Hałas budowlany", "Шум от стройки", "Ruido de obras", "İnşaat gürültüsü", "ضجيج أعمال البناء",
            "Шум від будівництва"),
    _hazard("sirenenprobe", Category.SAFETY, "Sirenenprobe", "Probe der Sirenen", "Siren test", "Essai des sirènes",
            "Próba syren", "Проверка сирен", "Prueba de sirenas", "Siren denemesi", "اختبار صفارات الإنذار",
            "Перевірка сирен"),
    _hazard("beteiligung", Category.OTHER, "Bürgerbeteiligung", "Mit-Reden", "Public consultation",
            "Consultation publique", "Konsultacje społeczne", "Общественное обсуждение", "Consulta pública",
            "Halk katılımı", "مشاركة المواطنين", "Громадське обговорення"),
    _hazard("impftermin", Category.HEALTH, "Impftermin", "Impfung", "Vaccination date", "Séance de vaccination",
            "Termin szczepień", "Вакцинация", "Vacunación", "Aşı günü", "موعد تطعيم", "Щеплення"),
    _hazard("baumfaellung", Category.ENV, "Baumfällung", "Bäume werden gefällt", "Tree felling", "Abattage d'arbres",
            "Wycinka drzew", "Вырубка деревьев", "Tala de árboles", "Ağaç kesimi", "قطع أشجار", "Вирубка дерев"),
)
# fmt: on

HAZARDS: dict[str, Hazard] = {hazard.key: hazard for hazard in _ALL}
"""All hazards by key."""
