"""Ukrainian."""

from __future__ import annotations

from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases.phrases import Phrases

PHRASES = Phrases(
    language="uk",
    weekdays=("понеділок", "вівторок", "середа", "четвер", "пʼятниця", "субота", "неділя"),
    clock="{time}",
    joined=" і ",
    more_places="інші місця ({count})",
    drill="ÜBUNG (навчання)",
    drill_note="Це навчання. Небезпеки немає.",
    repeat="Повтор",
    update="Оновлення",
    correction="Виправлення",
    all_clear="Відбій тривоги",
    all_clear_note="Небезпека минула. Попередження скасовано.",
    cancelled="Відкликано",
    cancelled_note="Це попередження було помилкою. Воно не діє.",
    only="Лише {places}",
    left="Скасовано ({left}): {what}",
    left_note="Попередження тут більше не діє.",
    still="Небезпека триває: {places}",
    rest="На решті території",
    instruction_elsewhere="Що робити: {link}",
    more="Докладніше: {link}",
    where="Де",
    sent="Надіслано",
    valid="Діє до",
    sender="Від",
    hotline="Довідковий телефон {number}",
    no_replies="Тут не відповідають; екстрений виклик 110/112",
    check="Це правда? Перевірте код {code}",
    untranslated="Перекладу ще немає. Повний текст німецькою",
    warning="Небезпека",
    actions={
        ResponseType.SHELTER: "Залишайтеся в приміщенні. Зачиніть вікна та двері.",
        ResponseType.EVACUATE: "Залиште цю територію.",
        ResponseType.PREPARE: "Підготуйтеся.",
        ResponseType.EXECUTE: "Виконуйте вказівки рятувальних служб.",
        ResponseType.AVOID: "Не наближайтеся до цієї території.",
        ResponseType.MONITOR: "Стежте за новими повідомленнями.",
        ResponseType.ASSESS: "Перевірте, чи стосується це вас.",
        ResponseType.NONE: "Нічого робити не потрібно.",
    },
)
