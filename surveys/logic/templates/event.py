"""Feedback on an event: short enough to answer on the way home."""

from surveys.logic.templates.writing import SATISFIED, Template, c, page, q, t

TEMPLATE = Template(
    key="tapahtumapalaute",
    title=t("Palautetta tapahtumasta", "Respons på evenemanget", "Feedback on the event", "Palautetta tapahtumasta"),
    about=t("Lyhyt palaute tapahtuman jälkeen; sopii julisteen QR-koodiin.", "Kort respons efter ett evenemang; passar för QR-koden på en affisch.", "Short feedback after an event; fits the QR code of a poster."),
    lead=t("Kiitos, että olit mukana. Kerro, miten onnistuimme. Vastaaminen vie minuutin.", "Tack för att du var med. Berätta hur vi lyckades. Det tar en minut.", "Thank you for taking part. Tell us how it went. It takes a minute.", "Kiitos, että olit mukana. Kerro, millaista oli. Kysely on lyhyt."),
    pages=[
        page(
            "tapahtuma", t("Tapahtuma", "Evenemanget", "The event", "Tapahtuma"),
            q("kokonaisuus", "scale", "Miten tyytyväinen olit tapahtumaan?", "Hur nöjd var du med evenemanget?", "How satisfied were you with the event?", "Olitko tyytyväinen tapahtumaan?", **SATISFIED),
            q("mista", "multi_choice", "Mistä kuulit tapahtumasta?", "Hur fick du veta om evenemanget?", "How did you hear about the event?", "Mistä kuulit tapahtumasta?", choices=[
                c("ystava", "Ystävältä tai perheeltä", "Av en vän eller familjen", "From friends or family"),
                c("some", "Sosiaalisesta mediasta", "I sociala medier", "On social media"),
                c("lehti", "Lehdestä", "I tidningen", "In the newspaper"),
                c("juliste", "Julisteesta", "Från en affisch", "From a poster"),
                c("verkko", "Kunnan verkkosivuilta", "På kommunens webbplats", "On the town's website"),
                c("other", "Muualta", "På annat sätt", "Elsewhere", other=True),
            ]),
            q("parasta", "long_text", "Mikä oli parasta?", "Vad var bäst?", "What was best?", "Mikä oli parasta?", max_length=1000),
            q("toisin", "long_text", "Mitä tekisimme ensi kerralla toisin?", "Vad ska vi göra annorlunda nästa gång?", "What should we do differently next time?", "Mitä pitää tehdä toisin?", max_length=1000, open_answer=True),
            q("uudestaan", "single_choice", "Tulisitko uudestaan?", "Skulle du komma på nytt?", "Would you come again?", "Tulisitko uudestaan?", choices=[
                c("kylla", "Kyllä", "Ja", "Yes"),
                c("ehka", "Ehkä", "Kanske", "Maybe"),
                c("en", "En", "Nej", "No"),
            ]),
        ),
    ],
)  # fmt: skip
