"""Strategy survey: what matters to residents while the town plans its next years."""

from surveys.logic.templates.writing import AGE, AGREE, Template, c, page, q, t

THEMES = [
    c("oppiminen", "Varhaiskasvatus ja koulut", "Småbarnspedagogik och skolor", "Early education and schools"),
    c("kulttuuri", "Kulttuuri ja kirjasto", "Kultur och bibliotek", "Culture and library"),
    c("liikunta", "Liikunta ja luonto", "Motion och natur", "Sports and nature"),
    c("tyo", "Työpaikat ja yritykset", "Arbetsplatser och företag", "Jobs and businesses"),
    c("asuminen", "Asuminen ja kaavoitus", "Boende och planläggning", "Housing and planning"),
    c("liikenne", "Liikkuminen paikasta toiseen", "Att ta sig från en plats till en annan", "Getting around"),
    c("ymparisto", "Ilmasto ja ympäristö", "Klimat och miljö", "Climate and environment"),
    c("osallisuus", "Yhteisöt ja osallisuus", "Gemenskap och delaktighet", "Community and participation"),
]
TEMPLATE = Template(
    key="strategia",
    title=t("Millainen kunta kymmenen vuoden päästä?", "Hurdan är kommunen om tio år?", "What should our town be like in ten years?", "Millainen kunta on tulevaisuudessa?"),
    about=t("Strategian valmisteluun: tärkeimmät teemat, väittämät nykytilasta ja omat ehdotukset.", "För strategiarbetet: de viktigaste temana, påståenden om nuläget och egna förslag.", "For preparing a strategy: the most important themes, statements on today, and proposals."),
    lead=t("Valmistelemme uutta strategiaa. Kerro, mikä sinulle on tärkeää. Voit jättää kysymyksiä väliin.", "Vi förbereder en ny strategi. Berätta vad som är viktigt för dig. Du kan hoppa över frågor.", "We are preparing a new strategy. Tell us what matters to you. You can skip questions.", "Teemme uutta suunnitelmaa. Kerro, mikä on sinulle tärkeää. Voit jättää kysymyksen väliin."),
    pages=[
        page(
            "tarkeinta", t("Mikä on tärkeintä", "Det viktigaste", "What matters most", "Mikä on tärkeää"),
            q("teemat", "multi_choice", "Mihin kunnan pitäisi panostaa eniten? Valitse enintään kolme.", "Vad ska kommunen satsa mest på? Välj högst tre.", "What should the town invest in most? Choose at most three.", "Mikä on sinulle tärkeintä? Valitse enintään 3.", choices=THEMES, max=3),
            q("ehdotus", "long_text", "Mitä muuttaisit ensimmäisenä?", "Vad skulle du ändra först?", "What would you change first?", "Minkä asian haluat muuttaa?", hint=t("Kirjoita omin sanoin, vaikka yksi lause.", "Skriv med egna ord, en mening räcker.", "Write in your own words, one sentence is enough.", "Voit kirjoittaa lyhyesti."), max_length=3000, open_answer=True),
        ),
        page(
            "nyt", t("Millaista täällä on nyt", "Hur det är här nu", "What it is like here now", "Millaista täällä on nyt"),
            q("vaittamat", "matrix_single", "Mitä mieltä olet väittämistä?", "Vad anser du om påståendena?", "What do you think of these statements?", choices=AGREE, rows=[
                c("viihdyn", "Viihdyn täällä", "Jag trivs här", "I like living here"),
                c("palvelut", "Saan tarvitsemani palvelut riittävän läheltä", "Jag får den service jag behöver tillräckligt nära", "I get the services I need close enough"),
                c("turva", "Täällä on turvallista liikkua iltaisin", "Det är tryggt att röra sig här på kvällarna", "It is safe to be out here in the evenings"),
                c("vaikutan", "Voin vaikuttaa asuinalueeni asioihin", "Jag kan påverka saker i mitt bostadsområde", "I can influence matters in my area"),
                c("suosittelen", "Suosittelisin paikkakuntaa ystävälle", "Jag skulle rekommendera orten för en vän", "I would recommend this place to a friend"),
            ]),
            q("puute", "yes_no", "Onko sinulta jäänyt vuoden aikana jokin palvelu saamatta?", "Har du under året blivit utan någon service?", "Has there been a service you could not get this year?"),
            q("mika-puute", "long_text", "Mikä palvelu jäi saamatta?", "Vilken service blev du utan?", "Which service was it?", max_length=1000, open_answer=True, visible_if={"question": "puute", "is": "yes"}),
        ),
        page("tausta", t("Sinusta", "Om dig", "About you", "Sinusta"), AGE),
    ],
)  # fmt: skip
