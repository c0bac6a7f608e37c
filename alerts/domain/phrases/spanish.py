"""Spanish."""

from __future__ import annotations

from alerts.domain.model.codes import ResponseType
from alerts.domain.phrases.phrases import Phrases

PHRASES = Phrases(
    language="es",
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    clock="{time}",
    joined=" y ",
    more_places="{count} lugares más",
    drill="ÜBUNG (simulacro)",
    drill_note="Esto es un simulacro. No hay peligro.",
    repeat="Repetición",
    update="Actualización",
    correction="Corrección",
    all_clear="Fin de la alerta",
    all_clear_note="El peligro ha pasado. La alerta ha terminado.",
    cancelled="Anulada",
    cancelled_note="Esta alerta fue un error. No es válida.",
    only="Solo {places}",
    left="Terminada para {left}: {what}",
    left_note="La alerta ya no es válida aquí.",
    still="Siguen afectados: {places}",
    rest="En el resto de la zona",
    instruction_elsewhere="Qué hacer: {link}",
    more="Más: {link}",
    where="Dónde",
    sent="Enviada",
    valid="Válida hasta",
    sender="De",
    hotline="Teléfono de información {number}",
    no_replies="Aquí no se responde; emergencias 110/112",
    check="¿Es real? Compruebe el código {code}",
    untranslated="Sin traducir todavía. El texto completo en alemán",
    warning="Peligro",
    actions={
        ResponseType.SHELTER: "Quédese en casa. Cierre ventanas y puertas.",
        ResponseType.EVACUATE: "Abandone la zona.",
        ResponseType.PREPARE: "Prepárese.",
        ResponseType.EXECUTE: "Siga las instrucciones de los servicios de emergencia.",
        ResponseType.AVOID: "Evite la zona.",
        ResponseType.MONITOR: "Esté atento a nuevas informaciones.",
        ResponseType.ASSESS: "Compruebe si le afecta.",
        ResponseType.NONE: "No tiene que hacer nada.",
    },
)
