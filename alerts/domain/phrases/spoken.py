"""What a loudspeaker says around the text, in ten languages: short sentences that survive wind and echo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The fixed sentences of one language. ``{sender}``, ``{places}`` and ``{time}`` are filled in."""

    attention: str
    sender: str
    where: str
    until: str
    tell: str
    """Pass it on to who cannot hear."""
    again: str
    """Before everything is said once more."""


SPOKEN: Mapping[str, Spoken] = {
    "de": Spoken(
        attention="Achtung, Achtung.",
        sender="Hier spricht: {sender}.",
        where="Es betrifft: {places}.",
        until="Das gilt bis {time}.",
        tell="Sagen Sie es Ihren Nachbarn weiter.",
        again="Ich wiederhole.",
    ),
    "de-easy": Spoken(
        attention="Achtung, Achtung.",
        sender="Hier spricht: {sender}.",
        where="Die Gefahr ist hier: {places}.",
        until="Das gilt bis {time}.",
        tell="Sagen Sie es den Nachbarn.",
        again="Ich sage es noch einmal.",
    ),
    "en": Spoken(
        attention="Attention, attention.",
        sender="This is {sender}.",
        where="This concerns {places}.",
        until="This applies until {time}.",
        tell="Tell your neighbours.",
        again="I repeat.",
    ),
    "fr": Spoken(
        attention="Attention, attention.",
        sender="Ici {sender}.",
        where="Lieux concernés : {places}.",
        until="Valable jusqu'à {time}.",
        tell="Prévenez vos voisins.",
        again="Je répète.",
    ),
    "pl": Spoken(
        attention="Uwaga, uwaga.",
        sender="Mówi {sender}.",
        where="Dotyczy: {places}.",
        until="Obowiązuje do {time}.",
        tell="Powiadomcie sąsiadów.",
        again="Powtarzam.",
    ),
    "ru": Spoken(
        attention="Внимание, внимание.",
        sender="Говорит {sender}.",
        where="Это касается: {places}.",
        until="Действует до {time}.",
        tell="Сообщите соседям.",
        again="Повторяю.",
    ),
    "es": Spoken(
        attention="Atención, atención.",
        sender="Habla {sender}.",
        where="Afecta a: {places}.",
        until="Válido hasta las {time}.",
        tell="Avisen a sus vecinos.",
        again="Repito.",
    ),
    "tr": Spoken(
        attention="Dikkat, dikkat.",
        sender="Burası {sender}.",
        where="İlgili yerler: {places}.",
        until="Saat {time} itibarıyla sona erer.",
        tell="Komşularınıza haber verin.",
        again="Tekrar ediyorum.",
    ),
    "ar": Spoken(
        attention="انتباه، انتباه.",
        sender="هنا {sender}.",
        where="الأماكن المعنية: {places}.",
        until="يسري هذا حتى الساعة {time}.",
        tell="أخبروا جيرانكم.",
        again="أكرر.",
    ),
    "uk": Spoken(
        attention="Увага, увага.",
        sender="Говорить {sender}.",
        where="Це стосується: {places}.",
        until="Діє до {time}.",
        tell="Повідомте сусідів.",
        again="Повторюю.",
    ),
}
"""By language, the same ten as everywhere."""
