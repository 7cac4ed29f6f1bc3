"""A workshop that is going on and a kiosk at the library, for trying out."""

import datetime

from django.utils import timezone

from config.demo.reading import key_of
from config.demo.town import Town
from participation.actions import walls
from participation.actions.workshops import receive_table_idea
from participation.models import Person, Workshop, WorkshopNote
from surveys.actions.kiosks import new_code, save_kiosk
from surveys.models import Kiosk, Survey

IDEAS = (  # cluster, language, support, words
    (0, "fi", 7, "Kirjastoauto pysähtyisi koulun pihalla joka viikko, ei joka toinen."),
    (0, "fi", 4, "Kauppareissun yhteydessä voisi noutaa myös apteekin lähetykset."),
    (0, "sv", 3, "En gemensam dag i månaden när rådgivningen och biblioteket kommer till byn."),
    (1, "fi", 9, "Kutsutaksi iltavuoroihin, että nuoret pääsevät harrastuksista kotiin."),
    (1, "fi", 5, "Kimppakyydeille oma sivu, jossa kylän kyydit näkyvät."),
    (1, "en", 2, "A safe path for cycling along the main road to the school."),
    (2, "fi", 6, "Koulun sali auki kyläläisille kahtena iltana viikossa."),
    (2, "fi", 3, "Kesäkahvila rantaan, talkoilla pystyyn."),
    (None, "fi", 1, "Talvella uimapaikan avanto auki ja valo laiturille."),
    (None, "fi", 0, "Kylän ilmoitustaulu takaisin kaupan seinään."),
)
CLUSTERS = ("Palvelut tulevat kylään", "Kyydit ja tiet", "Yhteiset tilat")


def load_wall(town: Town, facilitator: Person) -> Workshop:
    """Begin a workshop: ideas on the wall, three clusters, two ideas that wait to be let through."""
    workshop = Workshop.objects.create(
        process=town.process,
        code="NYT26",
        name={"fi": "Kyläilta: lähipalvelut", "sv": "Bykväll: närservice", "en": "Village evening: services nearby"},
        place={"fi": "Kalajärven kylätalo", "sv": "Kalajärvi bystuga", "en": "Kalajärvi village hall"},
        starts=timezone.now() - datetime.timedelta(minutes=30),
        ends=timezone.now() + datetime.timedelta(days=2),
        prompts=[
            {
                "fi": "Mitä kylässä tarvitaan, että täällä on hyvä asua?",
                "sv": "Vad behövs i byn för att det ska vara gott att bo här?",
                "en": "What does the village need to be a good place to live?",
            }
        ],
        tables=4,
        state="open",
        step="group",
    )
    workshop.facilitators.add(facilitator)
    clusters = [walls.add_cluster(workshop, name, by=facilitator) for name in CLUSTERS]
    for number, (cluster, language, support, text) in enumerate(IDEAS):
        note = hang(workshop, number, text, language, shown=True)
        WorkshopNote.objects.filter(pk=note.pk).update(
            cluster=clusters[cluster] if cluster is not None else None, support=support
        )
    for number, text in enumerate(
        ("Lisää roskiksia rannan polulle.", "Kuka auraa kevyen liikenteen väylän?"), len(IDEAS)
    ):
        hang(workshop, number, text, "fi", shown=False)
    return workshop


def hang(workshop: Workshop, number: int, text: str, language: str, *, shown: bool) -> WorkshopNote:
    """Write one idea for a table."""
    key = str(key_of("wall", str(number)))
    words = {"key": key, "text": text, "language": language, "table": number % 4 + 1, "shown": shown}
    submission = receive_table_idea(workshop, **words).submission
    type(submission).objects.filter(pk=submission.pk).update(is_sample=True)
    return WorkshopNote.objects.get(submission=submission)


def load_kiosk(survey: Survey, town: Town) -> Kiosk:
    """Register a device that waits for its code."""
    kiosk = Kiosk(process=town.process, name="Kirjaston tabletti", languages=["fi", "sv", "en"])
    kiosk.place, kiosk.opens, kiosk.closes = "Pääkirjasto, aula", datetime.time(9), datetime.time(19)
    saved = save_kiosk(kiosk, [survey], by=town.coordinator)
    new_code(saved, by=town.coordinator)
    return saved
