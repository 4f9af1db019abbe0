"""Counting sentences: abbreviations, ordinals and article numbers end none, each list item is one."""

import pytest

from portal.checks.sentences import LIMITS, mean, sentences, words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Fragen Sie. Warten Sie nicht!", 2),
        ("Das steht in Art. 12 BV. Es gilt für alle.", 2),
        ("Nehmen Sie z. B. den Ausweis mit.", 1),
        ("Die Zahlung kommt bis zum 5. des Monats.", 1),
        ("Es gilt ab dem 1. Januar 2026. Vorher galt etwas anderes.", 2),
        ("Das Gesetz ist von 1991. Es wurde ersetzt.", 2),
        ("Sie können sagen: «Es ist dringend. Kann ich heute kommen?»", 2),
        ("Rufen Sie an: 026 351 76 04", 1),
    ],
)
def test_german_sentences_are_counted_as_people_read_them(text: str, count: int) -> None:
    assert len(sentences(text, "de")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Demandez. N’attendez pas\u202f!", 2),
        ("C’est l’art. 12 Cst. Il vaut pour tous.", 2),
        ("Prenez p. ex. votre permis.", 1),
        ("Mme Rey et M. Blanc vous aident.", 1),
        ("Vous hésitez\u202f? Demandez à la commune.", 2),
    ],
)
def test_french_sentences_are_counted_as_people_read_them(text: str, count: int) -> None:
    assert len(sentences(text, "fr")) == count


def test_a_sentence_of_thirty_words_with_five_abbreviations_is_one_sentence() -> None:
    text = (
        "Wer nach Art. 3 Abs. 2 Bst. b der Weisung z. B. eine Rente bekommt, muss sie dem Dienst usw. melden, "
        "damit er sie ab dem 1. Juli zählen kann."
    )
    assert [words(sentence) for sentence in sentences(text, "de")] == [30]


def test_each_item_of_a_list_of_short_items_is_a_sentence() -> None:
    items = ["den Ausweis", "den Mietvertrag", "die letzten Kontoauszüge"]
    assert mean(items, "de") == pytest.approx((2 + 2 + 3) / 3)


@pytest.mark.parametrize("language", ["de", "fr"])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_the_limit_is_the_longest_mean_that_passes(language: str, more: int) -> None:
    text = " ".join(["mot"] * (LIMITS[language] + more)) + "."
    assert (mean([text], language) > LIMITS[language]) is (more > 0)


def test_a_text_without_words_has_no_sentences() -> None:
    assert sentences("… – !", "de") == []
    assert mean([], "de") == 0
