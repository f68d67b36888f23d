"""A fictional corpus: ten trials of befriending among thirty papers on bridges, all invented."""

from resift.ranking import Document

_TOWNS = ("Ashford", "Brill", "Corby", "Dunmow", "Epworth", "Filey", "Goole", "Holt", "Ilkley", "Jarrow")
_PARTS = ("steel", "timber", "concrete")


def trial(town: str) -> Document:
    return Document(
        id=f"trial-{town}",
        title=f"Befriending for lonely adults in {town}",
        abstract="Volunteers visited isolated people; loneliness and social support were measured.",
        keywords=("Loneliness", "Social Support"),
    )


def bridge(part: str, town: str) -> Document:
    return Document(
        id=f"bridge-{part}-{town}",
        title=f"Fatigue of {part} girders at {town}",
        abstract="Loads were applied until the bridge failed; cracks were photographed.",
        keywords=("Materials Testing",),
    )


TRIALS = [trial(town) for town in _TOWNS]
BRIDGES = [bridge(part, town) for town in _TOWNS for part in _PARTS]
POOL = [*BRIDGES[:15], *TRIALS, *BRIDGES[15:]]
LABELS = [d in TRIALS for d in POOL]
