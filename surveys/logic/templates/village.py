"""Village evening: before or after a meeting of residents in one place."""

from surveys.logic.templates.writing import Template, c, page, q, t

TEMPLATE = Template(
    key="kylailta",
    title=t("Kyläilta: mistä puhutaan?", "Byakväll: vad talar vi om?", "Village evening: what shall we talk about?", "Kyläilta: mistä puhutaan?"),
    about=t("Kyläillan ennakkokysely: aiheet, kartalle merkityt paikat ja keinot, joilla kylä tekee itse.", "Enkät inför en byakväll: ämnen, platser på kartan och vad byn kan göra själv.", "Before a village evening: topics, places on a map, and what the village can do by itself."),
    lead=t("Tulemme kylään keskustelemaan. Kerro etukäteen, mistä haluat puhua. Vastata voi, vaikka ei pääsisi paikalle.", "Vi kommer till byn för att diskutera. Berätta på förhand vad du vill tala om. Du kan svara även om du inte kan komma.", "We are coming to the village to talk. Tell us beforehand what you want to talk about. You can answer even if you cannot come.", "Tulemme kylään keskustelemaan. Kerro, mistä haluat puhua. Voit vastata, vaikka et tule paikalle."),
    pages=[
        page(
            "aiheet", t("Aiheet", "Ämnen", "Topics", "Aiheet"),
            q("aiheet", "ranking", "Mistä illassa puhutaan? Laita tärkein ensimmäiseksi.", "Vad ska vi tala om? Sätt det viktigaste först.", "What shall we talk about? Put the most important first.", "Mikä aihe on tärkein?", choices=[
                c("tiet", "Tiet", "Vägar", "Roads"),
                c("kyydit", "Kyydit palveluihin", "Skjuts till service", "Rides to services"),
                c("koulu", "Koulu", "Skolan", "School"),
                c("kylatalo", "Kylätalo", "Byagården", "The village hall"),
                c("yhteydet", "Verkkoyhteydet", "Nätförbindelser", "Internet connections"),
                c("luonto", "Rannat", "Stränder", "Shores"),
            ]),
            q("muu-aihe", "long_text", "Mitä muuta haluat ottaa puheeksi?", "Vad annat vill du ta upp?", "What else do you want to bring up?", "Mistä muusta haluat puhua?", max_length=1000, open_answer=True),
            q("paikka", "map", "Merkitse kartalle paikka, jossa jotain pitäisi tehdä.", "Märk ut en plats där något borde göras.", "Mark a place where something should be done.", "Näytä kartalla paikka, jossa pitää tehdä jotain.", max=5),
        ),
        page(
            "tekijat", t("Yhdessä tekeminen", "Att göra tillsammans", "Doing together", "Tehdään yhdessä"),
            q("mukaan", "multi_choice", "Mihin lähtisit mukaan?", "Vad skulle du vara med om?", "What would you join?", "Mihin haluat mukaan?", choices=[
                c("talkoot", "Talkoisiin", "Talko", "Volunteer work"),
                c("tapahtuma", "Tapahtuman järjestämiseen", "Att ordna ett evenemang", "Organising an event"),
                c("kyyti", "Kimppakyyteihin", "Samåkning", "Shared rides"),
                c("en", "En mihinkään juuri nyt", "Inget just nu", "Nothing right now", exclusive=True),
            ]),
            q("tulossa", "single_choice", "Oletko tulossa iltaan?", "Kommer du till kvällen?", "Are you coming to the evening?", "Tuletko iltaan?", choices=[
                c("kylla", "Kyllä", "Ja", "Yes"),
                c("etana", "Etäyhteydellä", "På distans", "Remotely"),
                c("en", "En pääse", "Jag kan inte", "I cannot come"),
            ]),
            q("apu", "short_text", "Mikä helpottaisi tuloasi?", "Vad skulle göra det lättare att komma?", "What would make it easier to come?", "Mitä apua tarvitset?", hint=t("Esimerkiksi kyyti tai lastenhoito.", "Till exempel skjuts eller barnpassning.", "For example a ride or childcare."), max_length=200, visible_if={"not": {"question": "tulossa", "is": "kylla"}}),
        ),
    ],
)  # fmt: skip
