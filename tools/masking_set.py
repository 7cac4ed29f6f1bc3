"""Write the sample sentences on which masking is measured: made-up people, numbers and addresses, the same every time.

Run `python tools/masking_set.py` from the root; it writes tests/participation/logic/masking_set.tsv: a line a sentence,
its language, and what must be hidden between {kind: and }. Nobody in it exists: family names are put together from
syllables, identity codes come from the range for tests (900-999), phone numbers and e-mails from made-up digits and words.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# ruff: noqa: SIM905

TARGET = Path(__file__).resolve().parent.parent / "tests" / "participation" / "logic" / "masking_set.tsv"
SIZE = 1000
MARKED = re.compile(r"\{(\w+):([^}]*)\}")
CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
GIVEN = (
    "Aino Eila Matti Juhani Liisa Pekka Kaarina Antti Sanna Tuomas Riikka Ville Helmi Onni Väinö Toivo Rauha Lahja "
    "Saimi Eetu Oona Venla Aada Leevi Eemil Kerttu Lempi Hilma Elias Oliver Leo Enzo Sofia Amira Fatima Ahmed Mohamed Ali "
    "Olga Natalia Svetlana Igor Dmitri Anh Nguyen Lars Gunvor Birgitta Torsten Ebba Elsa Wilma Anna-Liisa Juha-Pekka "
    "Marja-Leena Carl-Gustav Siru Tytti Jere Niilo Topias Pihla Kiia Jalmari"
).split()
STEMS = "Vilku Kuro Tale Hippo Ruvi Saalo Pelto Mersu Keipi Lotti Aaro Uiho Nuora Rysä Teiju Höylä Kälvi Jänti".split()
ENDS = ("nen", "nen", "nen", "la", "mäki", "niemi", "ranta", "lahti", "aho", "saari", "vaara", "ström", "berg", "qvist")
CASES = {
    "nen": ("nen", "sen", "selle", "sella", "selta", "sta"),
    "": ("", "n", "lle", "lla", "lta", "sta"),
    "s": ("", "in", "ille", "illa", "ilta", "ista"),
}
WORDS = "puisto kenttä koulu kirjasto uimaranta latu laituri tori palvelutalo neuvola nuorisotila pyörätie".split()
DOMAINS = ("example.org", "esimerkki.fi", "posti.esimerkki.fi", "example.com")
SEPARATORS = "-+A-A-AYXWVUBCDEF"

FRAMES = {
    "person_code": [
        ("fi", "Henkilötunnukseni on {}, ja silti en saa vuoroa."),
        ("fi", "Hoidin äitini asiaa ({}) kolmessa paikassa."),
        ("fi", "hetu {} kirjattiin väärin"),
        ("sv", "Min personbeteckning är {} och jag väntar fortfarande."),
        ("en", "My identity code {} was asked for at the library desk."),
    ],
    "email": [
        ("fi", "Vastaisitteko osoitteeseen {}?"),
        ("fi", "Kyselin asiaa kevään ajan, {} on postini."),
        ("fi", "Sähköposti: {}"),
        ("sv", "Skriv gärna till {}."),
        ("en", "Please write to {} when the park is ready."),
    ],
    "phone": [
        ("fi", "Soittakaa numeroon {}, kun ratkaisu on tehty."),
        ("fi", "Puh. {}"),
        ("fi", "numeroni {} ei ole muuttunut vuoteen 2024 mennessä"),
        ("sv", "Ring mig på {} efter klockan 16."),
        ("en", "You can reach me on {} in the evenings."),
    ],
    "name": [
        ("fi", "Tapasin neuvolassa henkilön {}, joka auttoi heti."),
        ("fi", "Kiitos, {}, uimarannan siivouksesta."),
        ("fi", "{} sanoi, että latu jää tänä talvena tekemättä."),
        ("fi", "Rehtori {} ei vastannut vanhempien viestiin."),
        ("fi", "Naapurini on {}."),
        ("sv", "Vår granne {} hjälpte till på biblioteket."),
        ("en", "A nurse called {} helped us at once."),
    ],
    "inflected": [
        ("fi", "Asiasta päätettiin {} kokouksessa."),
        ("fi", "Kysyin tätä {} jo syksyllä, mutta vastausta ei tullut."),
        ("fi", "Kuulin sen {} toukokuussa."),
    ],
    "house": [("fi", "Valo on rikki, Tammikuja {}."), ("fi", "Osoite on Mutkatie {}, ovi pihan puolella.")],
    "account": [("fi", "Maksu tilille {} jäi tulematta."), ("sv", "Betalningen till {} kom aldrig fram.")],
    "plate": [("fi", "Auto {} seisoo aina suojatiellä."), ("en", "The car {} blocks the pavement.")],
    "link": [("fi", "Kuva on täällä: {}"), ("en", "See {} for the plan.")],
}
CLEAN = [
    ("fi", "{W} kaipaa valoja ja {n} penkkiä ennen vuotta {y}."),
    ("fi", "Lipun hinta nousi {n},50 eurosta 1{n},80 euroon, eli liikaa."),
    ("fi", "Suomen Luonto kirjoitti, että {w} on tärkeä."),
    ("fi", "Toivon Kaupungilta malttia. Onni on oma {w}."),
    ("fi", "Rauha ja hiljaisuus katosivat, kun {w} avattiin {d}.6.{y}."),
    ("fi", "Minna Canthin katu on pimeä {n} kuukautta vuodesta."),
    ("fi", "Aino Acktén puisto ja {w} ovat hyvässä kunnossa."),
    ("fi", "Bussi {n} ajaa klo 6.{n}–22.15, linja {n}B ei ollenkaan."),
    ("fi", "Itä-Suomen Yliopisto ja Kansallinen Kulttuurirahasto rahoittivat hankkeen, {w} ei."),
    ("fi", "Budjetti on {n} 500 000 euroa, josta {w} saa {n} %."),
    ("fi", "Kunnanhallitus päätti asian {d}.{n}.{y} § {n}, {w} jäi pois."),
    ("fi", "Vanha Satama ja Iso Omena ovat esimerkkejä, {w} on kolmas."),
    ("fi", "Postinumerot 00{n}0 ja 02{n}0 unohtuivat, kun {w} suunniteltiin."),
    ("fi", "Keskuskadulla {w} on hyvä, Hämeentien varrella ei."),
    ("fi", "Koululaiset kulkevat valtatien {n} yli, ja {w} on kaukana."),
    ("fi", "Maanantaina Uimahalli oli kiinni. Tiistaina Kirjasto. Missä {w}?"),
    ("fi", "Helsingin Sanomien jutun jälkeen {w} sai {n} kävijää."),
    ("sv", "Bänkarna vid Strandpromenaden är {n} stycken, för få för oss äldre."),
    ("sv", "Svenska Kulturfonden stödde projektet med {n} 000 euro år {y}."),
    ("sv", "Buss {n} kör inte på söndagar, och Norra Hamnen är mörk."),
    ("en", "City Hall opened in {y} and still has {n} steps at the door."),
    ("en", "Pool Road needs {n} lamps; the Central Library does not."),
    ("en", "I Hope Grace and joy return to the playground before {y}."),
]


def person_code(dice: random.Random) -> str:
    """Return an identity code of the test range, written in one of the ways people write it."""
    day = f"{dice.randint(1, 28):02d}{dice.randint(1, 12):02d}{dice.randint(0, 99):02d}"
    serial = f"{dice.randint(900, 999)}"
    separator = dice.choice(SEPARATORS)
    code = f"{day}{separator}{serial}{CHECK[int(day + serial) % 31]}"
    return dice.choice((code, code, code, code.lower(), f"{day} {separator} {code[7:]}", f"{code[:7]} {code[7:]}"))


def email(dice: random.Random) -> str:
    """Return an address at a domain that nobody has."""
    name = dice.choice(GIVEN).lower().replace("ä", "a").replace("ö", "o")
    own = dice.choice((name, f"{name}.{dice.choice(STEMS).lower()}", f"{name}_{dice.randint(1, 99)}", f"{name}+k"))
    sign = dice.choice(("@", "@", "@", "@", "(at)"))
    address = f"{own}{sign}{dice.choice(DOMAINS)}"
    return address.upper() if dice.random() < 0.1 else address


def phone(dice: random.Random) -> str:
    """Return a phone number in one of the ways people write it."""
    first = dice.choice(("040", "041", "044", "045", "050", "0400", "0500"))
    rest = "".join(str(dice.randint(0, 9)) for _ in range(10 - len(first)))
    ways = (
        f"{first} {rest[:3]} {rest[3:]}",
        f"{first}-{rest}",
        f"{first}{rest}",
        f"{first} {rest}",
        f"+358 {first[1:]} {rest[:3]} {rest[3:]}",
        f"+358{first[1:]}{rest}",
        f"+358 (0){first[1:]} {rest}",
        f"00358 {first[1:]} {rest}",
        f"09 {rest[:3]} {rest[3:]}",
        f"(0{dice.choice('236789')}) {rest[:3]} {rest[3:]}",
    )
    return dice.choice(ways)


def family_name(dice: random.Random, case: int = 0) -> str:
    """Return a made-up family name, in one of six cases."""
    stem, end = dice.choice(STEMS), dice.choice(ENDS)
    kind = "nen" if end == "nen" else "s" if end in ("ström", "berg", "qvist") else ""
    ending = CASES[kind][case]
    name = stem + (ending if kind == "nen" else end + ending)
    front = not set("aou") & set(name.lower().removesuffix(ending))
    return name if not front or not case else name.removesuffix(ending) + ending.replace("a", "ä")


def name(dice: random.Random) -> str:
    """Return a full name as it stands in a list."""
    return f"{dice.choice(GIVEN)} {family_name(dice)}"


def inflected(dice: random.Random) -> str:
    """Return a full name in a case, as it stands in a sentence."""
    return f"{dice.choice(GIVEN)} {family_name(dice, dice.randint(1, 5))}"


def account(dice: random.Random) -> str:
    """Return an account number whose check digits are right and whose bank is not."""
    rest = "".join(str(dice.randint(0, 9)) for _ in range(14))
    check = 98 - int(rest + "151800") % 97
    return f"FI{check:02d} {rest[:4]} {rest[4:8]} {rest[8:12]} {rest[12:]}"


MAKERS = {
    "person_code": (person_code, 150),
    "email": (email, 150),
    "phone": (phone, 150),
    "name": (name, 110),
    "inflected": (inflected, 90),
    "house": (lambda dice: f"{dice.randint(1, 99)} {dice.choice('ABC')} {dice.randint(1, 60)}", 15),
    "account": (account, 15),
    "plate": (lambda dice: "".join(dice.choice("BCGHIJKLXYZ") for _ in range(3)) + f"-{dice.randint(100, 999)}", 15),
    "link": (lambda dice: f"https://www.example.org/{dice.choice(WORDS).replace('ä', 'a')}/{dice.randint(1, 99)}", 15),
}


def sentences(seed: str = "masking") -> list[tuple[str, str]]:
    """Return language and sentence of every line."""
    dice = random.Random(seed)
    found = []
    for kind, (make, many) in MAKERS.items():
        for number in range(many):
            language, frame = FRAMES[kind][number % len(FRAMES[kind])]
            mark = "name" if kind == "inflected" else kind
            found.append((language, frame.replace("{}", f"{{{mark}:{make(dice)}}}")))
    for number in range(SIZE - len(found)):
        language, frame = CLEAN[number % len(CLEAN)]
        word = dice.choice(WORDS)
        filled = frame.replace("{W}", word.capitalize()).replace("{w}", word).replace("{n}", str(dice.randint(2, 9)))
        found.append(
            (language, filled.replace("{y}", str(dice.randint(2019, 2030))).replace("{d}", str(dice.randint(1, 28))))
        )
    dice.shuffle(found)
    return found


def samples() -> Iterator[tuple[str, str, list[tuple[str, int, int]]]]:
    """Yield language, plain sentence, and (kind, start, end) of what must be hidden, as the file has them."""
    for line in TARGET.read_text(encoding="utf-8").splitlines()[1:]:
        language, marked = line.split("\t")
        plain, wanted, position = "", [], 0
        for match in MARKED.finditer(marked):
            plain += marked[position : match.start()]
            wanted.append((match[1], len(plain), len(plain) + len(match[2])))
            plain += match[2]
            position = match.end()
        yield language, plain + marked[position:], wanted


def measured(mask: Callable[[str, str], Any]) -> tuple[dict[str, float], float]:
    """Return which share of each kind is masked, and the share of sentences in which something else is."""
    found: Counter[str] = Counter()
    there: Counter[str] = Counter()
    false = sentences = 0
    for language, text, wanted in samples():
        sentences += 1
        marks = mask(text, language).marks
        for kind, start, end in wanted:
            there[kind] += 1
            found[kind] += any(mark.kind == kind and mark.start <= start and mark.end >= end for mark in marks)
        false += any(not any(mark.start < end and start < mark.end for _k, start, end in wanted) for mark in marks)
    return {kind: found[kind] / there[kind] for kind in there}, false / sentences


def main() -> None:
    """Write the file."""
    lines = ["# samples, made up by tools/masking_set.py; nobody in them exists\n"]
    TARGET.write_text("".join([*lines, *(f"{language}\t{text}\n" for language, text in sentences())]), encoding="utf-8")


if __name__ == "__main__":
    main()
