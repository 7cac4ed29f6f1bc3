"""Fixed words of summaries in three languages: titles of sections and tables, names of channels, languages, states, outcomes."""

from collections.abc import Mapping

Names = Mapping[str, str]


def names(fi: str, sv: str, en: str) -> Names:
    """Return a text by language."""
    return {"fi": fi, "sv": sv, "en": en}


SECTIONS: Mapping[str, Names] = {
    "short": names("Lyhyesti", "I korthet", "In short"),
    "who": names("Ketkä vastasivat ja ketkä puuttuvat", "Vilka som svarade och vilka som saknas", "Who answered and who is missing"),
    "numbers": names("Luvut", "Siffrorna", "The numbers"),
    "themes": names("Mitä sanottiin teemoittain", "Vad som sades per tema", "What was said by theme"),
    "groups": names("Ideat ja päätökset työryhmittäin", "Idéer och beslut per arbetsgrupp", "Ideas and decisions by working group"),
    "questions": names("Mitä kysyttiin ilman vastausta", "Frågor som väntar på svar", "What was asked and not answered"),
    "results": names("Kyselyjen tulokset", "Enkäternas resultat", "Survey results"),
    "channels": names("Kanavat ja kielet", "Kanaler och språk", "Channels and languages"),
    "steps": names("Seuraavat askeleet ja lupaukset", "Nästa steg och löften", "Next steps and promises"),
}  # fmt: skip
ORDER = tuple(SECTIONS)
TABLES: Mapping[str, Names] = {
    "total": names("Palautteet yhteensä", "Responsen sammanlagt", "All contributions"),
    "groups": names("Palautteet työryhmittäin", "Respons per arbetsgrupp", "Contributions by working group"),
    "themes": names("Palautteet teemoittain", "Respons per tema", "Contributions by theme"),
    "areas": names("Palautteet alueittain", "Respons per område", "Contributions by area"),
    "channels": names("Palautteet kanavittain", "Respons per kanal", "Contributions by channel"),
    "languages": names("Palautteet kielittäin", "Respons per språk", "Contributions by language"),
    "states": names("Missä vaiheessa palautteet ovat", "I vilket skede responsen är", "How far the contributions are"),
    "weeks": names("Milloin palautteet tulivat", "När responsen kom", "When the contributions came"),
    "outcomes": names("Julkaistut päätökset", "Publicerade beslut", "Published decisions"),
    "decided": names("Päätökset työryhmittäin", "Beslut per arbetsgrupp", "Decisions by working group"),
    "missing": names("Odotettua vähemmän", "Färre än väntat", "Fewer than expected"),
    "questions": names("Kysymykset", "Frågor", "Questions"),
    "steps": names("Seuraavat askeleet", "Nästa steg", "Next steps"),
}
REST: Mapping[str, Names] = {
    "groups": names("odottaa työryhmää", "väntar på arbetsgrupp", "waiting for a working group"),
    "themes": names("ilman teemaa", "utan tema", "without a theme"),
    "areas": names("alue ei tiedossa", "okänt område", "area not told"),
}
CODES: Mapping[str, Mapping[str, Names]] = {
    "channels": {
        "survey": names("kysely", "enkät", "survey"),
        "form": names("idealomake", "idéblankett", "idea form"),
        "workshop": names("työpaja", "workshop", "workshop"),
        "paper": names("paperi", "papper", "paper"),
        "email": names("sähköposti", "e-post", "e-mail"),
        "phone": names("puhelin", "telefon", "phone"),
        "import": names("tuonti", "import", "import"),
        "kiosk": names("vastauspiste", "svarsställe", "kiosk"),
    },
    "languages": {
        "fi": names("suomi", "finska", "Finnish"),
        "sv": names("ruotsi", "svenska", "Swedish"),
        "en": names("englanti", "engelska", "English"),
        "fi-easy": names("selkokieli", "lättläst", "plain Finnish"),
    },
    "states": {
        "received": names("ohjausta odottavat", "väntar på styrning", "waiting to be routed"),
        "routed": names("uudet", "nya", "new"),
        "in_review": names("käsittelyssä", "under behandling", "in review"),
        "on_agenda": names("kokouksessa", "på möte", "at a meeting"),
        "decided": names("päätetyt", "beslutade", "decided"),
        "published": names("vastatut", "besvarade", "answered"),
    },
    "outcomes": {
        "adopted": names("otetaan mukaan", "tas med", "adopted"),
        "partly_adopted": names("otetaan osittain", "tas delvis med", "partly adopted"),
        "not_adopted": names("ei oteta mukaan", "tas inte med", "not adopted"),
        "already_done": names("on jo tehty", "är redan gjort", "already done"),
        "out_of_scope": names("ei kuulu tähän työhön", "hör inte till detta arbete", "out of scope"),
    },
    "questions": {
        "asked": names("kysyvät jotakin", "ställer en fråga", "ask something"),
        "open": names("odottavat vastausta", "väntar på svar", "wait for an answer"),
    },
    "steps": {
        "all": names("kirjattu", "antecknade", "written down"),
        "day": names("määräpäivä sovittu", "datum bestämt", "with a day"),
    },
    "total": {"all": names("palautteet", "respons", "contributions")},
}
LEADS: Mapping[str, Names] = {
    "channels": names("Palaute tuli näin", "Responsen kom så här", "How the contributions came"),
    "languages": names("Palautteen kieli", "Responsens språk", "Language of the contributions"),
    "outcomes": names("Päätökset", "Besluten", "The decisions"),
}
QUOTES: Mapping[str, Names] = {
    "typical": names("Tyypillistä", "Typiskt", "Typical"),
    "dissenting": names("Eri mieltä", "Av annan åsikt", "Of another opinion"),
    "question": names("Kysyttiin", "Någon frågade", "Asked"),
}
ALL = names("Kaikki palautteet", "All respons", "All contributions")
DECIDED_OF = names("Niistä päätetty: {n}.", "Av dem beslutade: {n}.", "Of these decided: {n}.")


def code_name(kind: str, code: str) -> Names:
    """Return a code in words; an unknown one says itself."""
    return CODES.get(kind, {}).get(code) or dict.fromkeys(("fi", "sv", "en"), code)
