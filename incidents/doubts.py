"""Words that stand in a narrative but were not marked, since the whole of it reads otherwise."""

from incidents.models import Incident
from incidents.presenters import Piece, language, pieces
from incidents.tagging.facts import Narrator
from incidents.tagging.observe import read_text
from incidents.tagging.reasons import explain


def doubts_of(incident: Incident) -> tuple[tuple[Piece, ...], ...]:
    """Say in the reader's language which words were set aside; a person may tick them."""
    if not incident.narrative:
        return ()
    known = {observation.label for observation in incident.observations.all()}
    aside = read_text(incident.narrative, Narrator(incident.narrator)).set_aside
    return tuple(pieces(explain(one.reason, language())) for one in aside if one.label not in known)
