"""Words, base forms and languages of short municipal texts."""

import unicodedata
from pathlib import Path

import pytest

from participation.logic import language as words


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("palveluverkkoa", "palveluverkko"),
        ("palveluverkon", "palveluverkko"),
        ("Palveluverkkosuunnitelmaan", "palveluverkkosuunnitelma"),
        ("hyvinvointialueiden", "hyvinvointialue"),
        ("hyvinvointialue", "hyvinvointialue"),
        ("kirjastoissa", "kirjasto"),
        ("lapsille", "lapsi"),
        ("kävelykadulla", "kävelykatu"),
        ("EU:n", "eu"),
        ("zyxw", "zyxw"),
    ],
)
def test_lemma_of_finnish(word, lemma):
    assert words.lemma_of(word, "fi") == lemma


@pytest.mark.parametrize(
    ("word", "lemma"), [("biblioteken", "bibliotek"), ("bussarna", "buss"), ("cykelvägar", "cykelväg")]
)
def test_lemma_of_swedish(word, lemma):
    assert words.lemma_of(word, "sv") == lemma


def test_lemma_of_english_and_of_a_language_without_dictionary():
    assert words.lemma_of("libraries", "en") == "library"
    assert words.lemma_of("Sámegiella", "se") == "sámegiella"
    assert words.lemma_of("", "fi") == ""


def test_words_of_are_lower_case_and_composed():
    text = unicodedata.normalize("NFD", "Pyörätie, Äänekoski – 8-luokka & EU:n_tuki?")
    assert words.words_of(text) == ["pyörätie", "äänekoski", "8-luokka", "eu:n", "tuki"]


def test_lemmas_of_keeps_order():
    assert words.lemmas_of("Lisää penkkejä rannoille", "fi")[1:] == ["penkki", "ranta"]


@pytest.mark.parametrize(
    ("keyword", "text", "word"),
    [
        ("palveluverkko", "Koko palveluverkkoa pitää katsoa", "palveluverkkoa"),
        ("palveluverkko", "Uusi Palveluverkkosuunnitelma", "Palveluverkkosuunnitelma"),
        ("hyvinvointialueiden", "uusi hyvinvointialue", "hyvinvointialue"),
        ("hyvinvointialue", "hyvinvointialueiden työ", "hyvinvointialueiden"),
        ("kirjasto", "lähikirjastossa", "lähikirjastossa"),
        ("lapsi", "lapsiperheille", "lapsiperheille"),
        ("vanhus", "vanhustenhoidosta", "vanhustenhoidosta"),
        ("katu", "kävelykadulla", "kävelykadulla"),
        ("julkinen liikenne", "Julkisella liikenteellä töihin", "Julkisella liikenteellä"),
    ],
)
def test_find_keyword_in_inflections_and_compounds(keyword, text, word):
    assert words.find_keyword([keyword], text, "fi") == (keyword, word)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("koulu", "koulutusta"),
        ("auto", "automaatti"),
        ("talo", "talous"),
        ("ranta", "veranta"),
        ("julkinen liikenne", "liikenne on julkinen"),
        ("", "tyhjä"),
        ("puisto", ""),
    ],
)
def test_find_keyword_is_not_fooled_by_likeness(keyword, text):
    assert words.find_keyword([keyword], text, "fi") is None


def test_find_keyword_returns_the_first_keyword_that_is_there():
    assert words.find_keyword(["silta", "tie", "puisto"], "Puiston läpi kulkeva tie", "fi") == ("tie", "tie")


def test_compounds_are_not_cut_in_english():
    assert words.find_keyword(["park"], "some parkland", "en") is None
    assert words.find_keyword(["park"], "two parks", "en") == ("park", "parks")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Lisää penkkejä", "fi"),
        ("Koirapuisto", "fi"),
        ("Uimahalli Munkkiniemeen", "fi"),
        ("Fler bänkar", "sv"),
        ("Bättre belysning", "sv"),
        ("Lekpark", "sv"),
        ("More benches please", "en"),
        ("Dog park to Töölö", "en"),
        ("", "fi"),
        ("x", "fi"),
        ("2026", "fi"),
    ],
)
def test_detect_language_of_short_texts(text, language):
    assert words.detect_language(text) == language


def test_detect_language_stays_with_what_is_offered():
    assert words.detect_language("More benches please", ("fi", "sv")) in {"fi", "sv"}
    assert words.detect_language("More benches please", ("fi",)) == "fi"
    assert words.detect_language("", ("sv", "fi")) == "sv"


def test_dictionaries_are_kept_whole_in_the_folder(tmp_path, monkeypatch):
    class Small(words.LemmaFiles):
        def _build_trie(self, lang):
            from marisa_trie import BytesTrie

            return BytesTrie([("taloja", b"talo")])

    files = Small(disk_cache_dir=str(tmp_path / "new"))

    assert files.get_dictionary("fi")["taloja"] == "talo"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["fi.dic"]


def test_prepare_reads_every_language():
    words.prepare()
    assert Path(words.Dictionaries.files._cache_dir, "fi.dic").exists()


@pytest.mark.shared_data
def test_languages_of_real_proposals(request):
    import csv

    path = Path(request.config.rootpath).parent / "shared" / "data" / "omastadi-helsinki" / "proposals.csv"
    if not path.exists():
        pytest.skip("needs ../shared/data/omastadi-helsinki")
    with path.open(encoding="utf-8") as file:
        found = [words.detect_language(f"{row['title']}\n{row['texts']}") for row in csv.DictReader(file)]

    assert 10 <= found.count("sv") <= 25
    assert 90 <= found.count("en") <= 170
