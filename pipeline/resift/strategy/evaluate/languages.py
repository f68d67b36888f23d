"""Languages by name and by the codes that sources print in their place (ISO 639-1 and both kinds of 639-2)."""

_CODES = {
    "arabic": "ar ara", "bulgarian": "bg bul", "catalan": "ca cat", "chinese": "zh chi zho", "croatian": "hr hrv scr",
    "czech": "cs cze ces", "danish": "da dan", "dutch": "nl dut nld", "english": "en eng", "estonian": "et est",
    "finnish": "fi fin", "french": "fr fre fra", "german": "de ger deu", "greek": "el gre ell", "hebrew": "he heb",
    "hungarian": "hu hun", "icelandic": "is ice isl", "italian": "it ita", "japanese": "ja jpn", "korean": "ko kor",
    "latvian": "lv lav", "lithuanian": "lt lit", "norwegian": "no nor", "persian": "fa per fas", "polish": "pl pol",
    "portuguese": "pt por", "romanian": "ro rum ron", "russian": "ru rus", "serbian": "sr srp scc",
    "slovak": "sk slo slk", "slovenian": "sl slv", "spanish": "es spa", "swedish": "sv swe", "thai": "th tha",
    "turkish": "tr tur", "ukrainian": "uk ukr",
}  # fmt: skip
LANGUAGES = frozenset(_CODES)
_NAMES = {code: name for name, codes in _CODES.items() for code in codes.split()}


def language(text: str) -> str:
    """A language's name in lower case, from its name or a code of it; what is unknown stays as it is.

    >>> language("eng"), language("EN"), language("English"), language("zul")
    ('english', 'english', 'english', 'zul')
    """
    return _NAMES.get(text.strip().lower(), text.strip().lower())
