"""Russian."""

from __future__ import annotations

from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases.phrases import Phrases

PHRASES = Phrases(
    language="ru",
    weekdays=("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    clock="{time}",
    joined=" и ",
    more_places="другие места ({count})",
    drill="ÜBUNG (учения)",
    drill_note="Это учения. Опасности нет.",
    repeat="Повтор",
    update="Обновление",
    correction="Исправление",
    all_clear="Отбой тревоги",
    all_clear_note="Опасность миновала. Предупреждение отменено.",
    cancelled="Отозвано",
    cancelled_note="Это предупреждение было ошибкой. Оно не действует.",
    only="Только {places}",
    left="Отменено ({left}): {what}",
    left_note="Предупреждение здесь больше не действует.",
    still="Опасность сохраняется: {places}",
    rest="На остальной территории",
    instruction_elsewhere="Что делать: {link}",
    more="Подробнее: {link}",
    where="Где",
    sent="Отправлено",
    valid="Действует до",
    sender="От",
    hotline="Справочный телефон {number}",
    no_replies="Здесь не отвечают; экстренный вызов 110/112",
    check="Это правда? Проверьте код {code}",
    untranslated="Перевода пока нет. Полный текст на немецком",
    warning="Опасность",
    actions={
        ResponseType.SHELTER: "Оставайтесь в помещении. Закройте окна и двери.",
        ResponseType.EVACUATE: "Покиньте эту территорию.",
        ResponseType.PREPARE: "Подготовьтесь.",
        ResponseType.EXECUTE: "Выполняйте указания экстренных служб.",
        ResponseType.AVOID: "Не приближайтесь к этой территории.",
        ResponseType.MONITOR: "Следите за новыми сообщениями.",
        ResponseType.ASSESS: "Проверьте, касается ли это вас.",
        ResponseType.NONE: "Ничего делать не нужно.",
    },
)
