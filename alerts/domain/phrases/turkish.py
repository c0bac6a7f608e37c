"""Turkish."""

from __future__ import annotations

from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases.phrases import Phrases

PHRASES = Phrases(
    language="tr",
    weekdays=("Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"),
    clock="{time}",
    joined=" ve ",
    more_places="{count} yer daha",
    drill="ÜBUNG (tatbikat)",
    drill_note="Bu bir tatbikattır. Tehlike yoktur.",
    repeat="Tekrar",
    update="Güncelleme",
    correction="Düzeltme",
    all_clear="Tehlike geçti",
    all_clear_note="Tehlike geçti. Uyarı kaldırıldı.",
    cancelled="Geri alındı",
    cancelled_note="Bu uyarı yanlışlıkla gönderildi. Geçerli değildir.",
    only="Yalnızca {places}",
    left="Kaldırıldı ({left}): {what}",
    left_note="Uyarı burada artık geçerli değil.",
    still="Tehlike sürüyor: {places}",
    rest="Bölgenin geri kalanında",
    instruction_elsewhere="Yapılması gereken: {link}",
    more="Devamı: {link}",
    where="Yer",
    sent="Gönderildi",
    valid="Geçerlilik sonu",
    sender="Gönderen",
    hotline="Bilgi hattı {number}",
    no_replies="Buradan yanıt verilmez; acil çağrı 110/112",
    check="Gerçek mi? Kodu kontrol edin: {code}",
    untranslated="Henüz çevrilmedi. Almanca tam metin",
    warning="Tehlike",
    actions={
        ResponseType.SHELTER: "İçeride kalın. Pencereleri ve kapıları kapatın.",
        ResponseType.EVACUATE: "Bölgeyi terk edin.",
        ResponseType.PREPARE: "Hazırlıklı olun.",
        ResponseType.EXECUTE: "Acil durum ekiplerinin talimatlarına uyun.",
        ResponseType.AVOID: "Bölgeden uzak durun.",
        ResponseType.MONITOR: "Yeni duyuruları takip edin.",
        ResponseType.ASSESS: "Etkilenip etkilenmediğinizi kontrol edin.",
        ResponseType.NONE: "Bir şey yapmanız gerekmiyor.",
    },
)
