"""Satisfaction with a service: few questions, always the same, so that years and units can be compared."""

from surveys.logic.templates.writing import AGE, EASY_OR_HARD, SATISFIED, Template, c, page, q, t

TEMPLATE = Template(
    key="palvelutyytyvaisyys",
    title=t("Miten palvelu toimi?", "Hur fungerade servicen?", "How did the service work?", "Miten palvelu toimi?"),
    about=t("Vertailukelpoinen palvelukysely. Lukitut kysymykset ovat kaikissa yksiköissä samat, ja vastaukset kertyvät samaan sarjaan vuodesta toiseen.", "En jämförbar enkät om service. De låsta frågorna är lika i alla enheter, och svaren samlas i samma serie från år till år.", "A comparable survey on a service. The locked questions are the same in all units, and the answers form one series over the years."),
    lead=t("Kerro, miten palvelu toimi. Vastaaminen vie pari minuuttia.", "Berätta hur servicen fungerade. Det tar ett par minuter att svara.", "Tell us how the service worked. It takes a couple of minutes.", "Kerro, miten palvelu toimi. Kysely on lyhyt."),
    series="palvelutyytyvaisyys",
    locked=("asiointitapa", "tyytyvaisyys", "helppous", "kohtelu", "onnistuminen"),
    pages=[
        page(
            "palvelu", t("Palvelu", "Servicen", "The service", "Palvelu"),
            q("asiointitapa", "single_choice", "Miten asioit?", "Hur uträttade du ditt ärende?", "How did you use the service?", "Miten käytit palvelua?", choices=[
                c("paikalla", "Paikan päällä", "På plats", "In person"),
                c("verkossa", "Verkossa", "På nätet", "Online"),
                c("puhelimessa", "Puhelimessa", "Per telefon", "By phone"),
                c("other", "Muuten", "På annat sätt", "Some other way", other=True),
            ]),
            q("tyytyvaisyys", "scale", "Miten tyytyväinen olet palveluun?", "Hur nöjd är du med servicen?", "How satisfied are you with the service?", "Oletko tyytyväinen palveluun?", **SATISFIED),
            q("helppous", "scale", "Miten helppoa asiointi oli?", "Hur lätt var det att uträtta ärendet?", "How easy was it to use the service?", **EASY_OR_HARD),
            q("kohtelu", "scale", "Miten tyytyväinen olet siihen, miten sinua kohdeltiin?", "Hur nöjd är du med hur du blev bemött?", "How satisfied are you with how you were treated?", **SATISFIED),
            q("onnistuminen", "single_choice", "Hoituiko asiasi?", "Blev ditt ärende skött?", "Was your matter taken care of?", choices=[
                c("kylla", "Kyllä", "Ja", "Yes"),
                c("osittain", "Osittain", "Delvis", "Partly"),
                c("ei", "Ei", "Nej", "No"),
                c("kesken", "Se on vielä kesken", "Det pågår ännu", "It is still going on"),
            ]),
            q("mika-jai", "long_text", "Mikä jäi hoitamatta?", "Vad blev inte skött?", "What was not taken care of?", max_length=1000, open_answer=True, visible_if={"question": "onnistuminen", "in": ["osittain", "ei"]}),
            q("parannus", "long_text", "Mitä parantaisit?", "Vad skulle du förbättra?", "What would you improve?", "Mitä haluat parantaa?", max_length=2000, open_answer=True),
        ),
        page("tausta", t("Sinusta", "Om dig", "About you", "Sinusta"), AGE),
    ],
)  # fmt: skip
