"""French."""

from __future__ import annotations

from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases.phrases import Phrases

PHRASES = Phrases(
    language="fr",
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    clock="{time}",
    joined=" et ",
    more_places="{count} autres lieux",
    drill="ÜBUNG (exercice)",
    drill_note="Ceci est un exercice. Il n'y a aucun danger.",
    repeat="Répétition",
    update="Mise à jour",
    correction="Rectificatif",
    all_clear="Fin d'alerte",
    all_clear_note="Le danger est passé. L'alerte est levée.",
    cancelled="Annulé",
    cancelled_note="Cette alerte était une erreur. Elle n'est pas valable.",
    only="Seulement {places}",
    left="Alerte levée pour {left} : {what}",
    left_note="L'alerte n'est plus valable ici.",
    still="Toujours concernés : {places}",
    rest="Dans le reste de la zone",
    instruction_elsewhere="Ce qu'il faut faire : {link}",
    more="En savoir plus : {link}",
    where="Où",
    sent="Envoyé",
    valid="Valable jusqu'au",
    sender="De",
    hotline="Téléphone d'information {number}",
    no_replies="Pas de réponse ici ; urgences 110/112",
    check="Est-ce vrai ? Vérifiez le code {code}",
    untranslated="Pas encore traduit. Le texte complet en allemand",
    warning="Danger",
    actions={
        ResponseType.SHELTER: "Restez à l'intérieur. Fermez portes et fenêtres.",
        ResponseType.EVACUATE: "Quittez la zone.",
        ResponseType.PREPARE: "Préparez-vous.",
        ResponseType.EXECUTE: "Suivez les instructions des secours.",
        ResponseType.AVOID: "Évitez la zone.",
        ResponseType.MONITOR: "Restez attentif aux informations.",
        ResponseType.ASSESS: "Vérifiez si vous êtes concerné.",
        ResponseType.NONE: "Vous n'avez rien à faire.",
    },
)
