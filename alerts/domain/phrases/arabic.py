"""Arabic, written from right to left; rendering isolates names, numbers and codes."""

from __future__ import annotations

from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases.phrases import Phrases

PHRASES = Phrases(
    language="ar",
    right_to_left=True,
    weekdays=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    clock="{time}",
    comma="، ",
    joined=" و",
    more_places="أماكن أخرى ({count})",
    drill="ÜBUNG (تدريب)",
    drill_note="هذا تدريب. لا يوجد خطر.",
    repeat="تكرار",
    update="تحديث",
    correction="تصحيح",
    all_clear="زوال الخطر",
    all_clear_note="زال الخطر. انتهى التحذير.",
    cancelled="تم السحب",
    cancelled_note="صدر هذا التحذير عن طريق الخطأ. إنه غير سارٍ.",
    only="فقط {places}",
    left="انتهى التحذير في {left}: {what}",
    left_note="لم يعد التحذير ساريًا هنا.",
    still="ما زال الخطر قائمًا في: {places}",
    rest="في بقية المنطقة",
    instruction_elsewhere="ما يجب فعله: {link}",
    more="المزيد: {link}",
    where="المكان",
    sent="أُرسل",
    valid="سارٍ حتى",
    sender="من",
    hotline="هاتف الاستعلامات {number}",
    no_replies="لا رد هنا؛ رقم الطوارئ 110/112",
    check="هل هو حقيقي؟ تحقق من الرمز {code}",
    untranslated="لم يُترجم بعد. النص الكامل بالألمانية",
    warning="خطر",
    actions={
        ResponseType.SHELTER: "ابقوا داخل المبنى. أغلقوا النوافذ والأبواب.",
        ResponseType.EVACUATE: "غادروا المنطقة.",
        ResponseType.PREPARE: "استعدوا.",
        ResponseType.EXECUTE: "اتبعوا تعليمات فرق الطوارئ.",
        ResponseType.AVOID: "ابتعدوا عن المنطقة.",
        ResponseType.MONITOR: "تابعوا المعلومات الجديدة.",
        ResponseType.ASSESS: "تحققوا مما إذا كنتم معنيين.",
        ResponseType.NONE: "لا يلزمكم فعل شيء.",
    },
)
