"""Youth survey: everyday words, no names, places where young people are or miss something."""

from surveys.logic.templates.writing import Template, c, page, q, t

OFTEN = [
    c("usein", "Usein", "Ofta", "Often"),
    c("joskus", "Joskus", "Ibland", "Sometimes"),
    c("harvoin", "Harvoin", "Sällan", "Rarely"),
    c("en", "En koskaan", "Aldrig", "Never"),
]
TEMPLATE = Template(
    key="nuorisokysely",
    title=t("Mitä nuorille kuuluu?", "Hur har unga det?", "How are young people doing?", "Mitä nuorille kuuluu?"),
    about=t("13–19-vuotiaille: vapaa-aika, paikat, vaikuttaminen ja omat toiveet. Ei kysy nimeä eikä koulua.", "För 13–19-åringar: fritid, platser, inflytande och egna önskemål. Frågar varken namn eller skola.", "For ages 13–19: free time, places, having a say and wishes. Asks neither name nor school."),
    lead=t("Kysely on 13–19-vuotiaille. Et tarvitse nimeä. Aikuiset lukevat vastaukset ja kertovat, mitä niistä seurasi.", "Enkäten är för dig som är 13–19 år. Du behöver inte ge ditt namn. Vuxna läser svaren och berättar vad de ledde till.", "This survey is for ages 13 to 19. No name needed. Adults read the answers and tell what came of them.", "Kysely on 13–19-vuotiaille. Et tarvitse nimeä. Aikuiset lukevat vastaukset."),
    pages=[
        page(
            "vapaa", t("Vapaa-aika", "Fritid", "Free time", "Vapaa-aika"),
            q("paikat", "multi_choice", "Missä vietät vapaa-aikaasi?", "Var tillbringar du din fritid?", "Where do you spend your free time?", "Missä olet vapaa-ajalla?", choices=[
                c("koti", "Kotona", "Hemma", "At home"),
                c("nuoriso", "Nuorisotilassa", "På ungdomsgården", "At the youth centre"),
                c("kirjasto", "Kirjastossa", "På biblioteket", "At the library"),
                c("liikunta", "Liikuntapaikoilla", "På idrottsplatser", "At sports places"),
                c("keskusta", "Keskustassa", "I centrum", "In the centre"),
                c("luonto", "Luonnossa", "I naturen", "Outdoors"),
                c("verkko", "Verkossa", "På nätet", "Online"),
                c("other", "Muualla", "Någon annanstans", "Elsewhere", other=True),
            ]),
            q("arki", "matrix_single", "Miten usein näin on?", "Hur ofta är det så här?", "How often is it like this?", "Kuinka usein näin on?", choices=OFTEN, rows=[
                c("tekemista", "Löydän mielekästä tekemistä", "Jag hittar något roligt att göra", "I find something fun to do"),
                c("kaveri", "Minulla on joku, jolle puhua", "Jag har någon att prata med", "I have somebody to talk to"),
                c("turva", "Oloni on turvallinen ulkona iltaisin", "Jag känner mig trygg ute på kvällarna", "I feel safe outside in the evenings"),
                c("yksin", "Olen yksinäinen", "Jag är ensam", "I am lonely"),
            ]),
            q("puuttuu", "long_text", "Mitä täältä puuttuu?", "Vad saknas här?", "What is missing here?", "Mitä täältä puuttuu?", max_length=1000, open_answer=True),
        ),
        page(
            "vaikuta", t("Vaikuttaminen", "Inflytande", "Having a say", "Vaikuttaminen"),
            q("kuunnellaan", "scale", "Kuunnellaanko nuoria täällä?", "Lyssnar man på unga här?", "Are young people listened to here?", "Kuunnellaanko nuoria?", min=1, max=5, no_opinion=True, min_label=t("Ei lainkaan", "Inte alls", "Not at all"), max_label=t("Hyvin", "Väl", "Well")),
            q("paatos", "long_text", "Jos saisit päättää yhden asian, mikä se olisi?", "Om du fick bestämma en sak, vad skulle det vara?", "If you could decide one thing, what would it be?", "Mitä päättäisit, jos saisit päättää?", max_length=1000, open_answer=True),
            q("ika", "single_choice", "Minkä ikäinen olet?", "Hur gammal är du?", "How old are you?", "Kuinka vanha olet?", choices=[
                c("13-15", "13–15", "13–15", "13–15"),
                c("16-17", "16–17", "16–17", "16–17"),
                c("18-19", "18–19", "18–19", "18–19"),
                c("muu", "Jokin muu", "Någon annan", "Some other age"),
            ]),
        ),
    ],
)  # fmt: skip
