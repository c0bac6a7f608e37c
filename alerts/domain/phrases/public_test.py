"""The fixed words of a Probewarnung, the public test on live channels, in ten languages.

Nobody edits them: who reads one must recognise the next. The first line says that there is no danger, before anything
else.
"""

from __future__ import annotations

from dataclasses import dataclass

from alerts.domain.model.alert import EASY_GERMAN


@dataclass(frozen=True, kw_only=True)
class PublicTestWords:
    """One language. ``over`` stands in the all-clear, which must not speak of a danger that was none."""

    event: str
    headline: str
    description: str
    instruction: str
    over: str


PUBLIC_TEST_WORDS: dict[str, PublicTestWords] = {
    "de": PublicTestWords(
        event="Probewarnung",
        headline="Probewarnung: keine Gefahr. Sie müssen nichts tun.",
        description="Wir prüfen, ob unsere Warnungen ankommen. Am Ende der Probe kommt eine Entwarnung.",
        instruction="Sie müssen nichts tun. Rufen Sie deswegen nicht 110 oder 112 an.",
        over="Die Probe ist beendet. Es bestand keine Gefahr.",
    ),
    EASY_GERMAN: PublicTestWords(
        event="Probe-Warnung",
        headline="Probe-Warnung: Es gibt keine Gefahr. Das ist nur ein Test.",
        description="Wir testen die Warnungen. Nach dem Test kommt noch eine Nachricht.",
        instruction="Sie müssen nichts tun. Bitte rufen Sie nicht 110 oder 112 an.",
        over="Der Test ist vorbei. Es gab keine Gefahr.",
    ),
    "en": PublicTestWords(
        event="Public test",
        headline="Public test: no danger. You need not do anything.",
        description="We are testing whether our alerts arrive. An all-clear follows at the end of the test.",
        instruction="You need not do anything. Please do not call 110 or 112 about it.",
        over="The test is over. There was no danger.",
    ),
    "fr": PublicTestWords(
        event="Alerte d’essai",
        headline="Alerte d’essai : aucun danger. Vous n’avez rien à faire.",
        description="Nous vérifions que nos alertes arrivent. Une fin d’alerte suivra à la fin de l’essai.",
        instruction="Vous n’avez rien à faire. N’appelez pas le 110 ni le 112 à ce sujet.",
        over="L’essai est terminé. Il n’y avait aucun danger.",
    ),
    "pl": PublicTestWords(
        event="Ostrzeżenie próbne",
        headline="Ostrzeżenie próbne: brak zagrożenia. Nie trzeba nic robić.",
        description="Sprawdzamy, czy nasze ostrzeżenia docierają. Po zakończeniu próby zostanie ona odwołana.",
        instruction="Nie trzeba nic robić. Prosimy nie dzwonić w tej sprawie pod 110 ani 112.",
        over="Próba zakończona. Nie było zagrożenia.",
    ),
    "ru": PublicTestWords(
        event="Пробное оповещение",
        headline="Пробное оповещение: опасности нет. Ничего делать не нужно.",
        description="Мы проверяем, доходят ли наши оповещения. В конце проверки придёт отбой.",
        instruction="Ничего делать не нужно. Не звоните по этому поводу по номерам 110 и 112.",
        over="Проверка закончена. Опасности не было.",
    ),
    "es": PublicTestWords(
        event="Aviso de prueba",
        headline="Aviso de prueba: no hay peligro. No tiene que hacer nada.",
        description="Comprobamos si llegan nuestros avisos. Al final de la prueba se enviará el fin de alerta.",
        instruction="No tiene que hacer nada. No llame por ello al 110 ni al 112.",
        over="La prueba ha terminado. No hubo peligro.",
    ),
    "tr": PublicTestWords(
        event="Deneme uyarısı",
        headline="Deneme uyarısı: tehlike yok. Bir şey yapmanız gerekmez.",
        description="Uyarılarımızın ulaşıp ulaşmadığını deniyoruz. Denemenin sonunda bitiş bildirimi gelir.",
        instruction="Bir şey yapmanız gerekmez. Bu nedenle 110 veya 112’yi aramayın.",
        over="Deneme sona erdi. Tehlike yoktu.",
    ),
    "ar": PublicTestWords(
        event="تحذير تجريبي",
        headline="تحذير تجريبي: لا يوجد خطر. لا داعي لفعل أي شيء.",
        description="نختبر وصول تحذيراتنا. عند نهاية الاختبار ستصل رسالة بانتهائه.",
        instruction="لا داعي لفعل أي شيء. يرجى عدم الاتصال بالرقمين 110 أو 112 بهذا الشأن.",
        over="انتهى الاختبار. لم يكن هناك أي خطر.",
    ),
    "uk": PublicTestWords(
        event="Пробне оповіщення",
        headline="Пробне оповіщення: небезпеки немає. Нічого робити не треба.",
        description="Ми перевіряємо, чи надходять наші оповіщення. Наприкінці перевірки надійде відбій.",
        instruction="Нічого робити не треба. Не телефонуйте з цього приводу на 110 чи 112.",
        over="Перевірку завершено. Небезпеки не було.",
    ),
}
"""By language, in the order in which CAP lists them."""


def public_test_words(language: str) -> PublicTestWords:
    """The words of a language: its exact tag, else its first part, else English."""
    words = PUBLIC_TEST_WORDS
    return words.get(language) or words.get(language.split("-")[0]) or words["en"]
