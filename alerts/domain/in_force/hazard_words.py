"""Which of our hazards an event's name means: words that DWD, MoWaS and others use, by our key."""

from __future__ import annotations

_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("bombenfund", ("bombe", "weltkrieg", "kampfmittel", "unexploded")),
    ("trinkwasser", ("trinkwasser", "leitungswasser", "tap water", "drinking water")),
    ("hochwasser", ("hochwasser", "überflutung", "überschwemmung", "sturmflut", "flood")),
    ("starkregen", ("starkregen", "dauerregen", "heavy rain")),
    ("glaette", ("glätte", "glatteis", "eisregen", "überfrier", "black ice", "icy")),
    ("gewitter", ("gewitter", "thunderstorm")),
    ("sturm", ("sturm", "orkan", "böen", "unwetter", "tornado", "storm", "gale")),
    ("schnee", ("schnee", "snow")),
    ("hitze", ("hitze", "heat")),
    ("gefahrstoff", ("gefahrstoff", "chemie", "schadstoff", "hazardous")),
    ("gasaustritt", ("gasaustritt", "gasleck", "gas leak")),
    ("explosion", ("explosion",)),
    ("rauch", ("rauch", "geruch", "smoke")),
    ("waldbrand", ("waldbrand", "wildfire")),
    ("brand", ("brand", "feuer", "fire")),
    ("stromausfall", ("strom", "power cut", "power outage")),
    ("notrufausfall", ("notruf", "emergency call")),
    ("vermisst", ("vermisst", "missing person")),
    ("polizeieinsatz", ("polizei", "police")),
    ("lebensgefahr", ("amok", "lebensgefahr", "danger to life")),
)


def hazard_of(event: str) -> str:
    """The key of the hazard, or an empty text where the name says nothing that we know."""
    said = event.casefold().replace("brandenburg", "")
    return next((key for key, words in _WORDS if any(word in said for word in words)), "")
