"""What a text is found under and what a query asks for; what PostgreSQL makes of it stands in tests/postgres."""

from dossier.text.analysis import (
    document_letters_and_words,
    document_tokens,
    query_letters_and_words,
    query_tokens,
)


def test_nothing_to_ask_for_is_an_empty_query():
    assert (query_tokens(" – ‘’ \0 "), document_tokens("")) == ("", "")


def test_literals_are_as_postgresql_writes_them():
    assert document_tokens("条约 и Договор", "A") == "'条约':1A '约':2A 'и':4A 'договор':6A"
    assert query_tokens("条约 и Договор") == "'条约' & 'и' & 'договор'"


def test_letters_are_those_of_each_line_with_and_without_marks_and_spaces_in_hangul():
    letters, words = document_letters_and_words("條約 ＤＰＲＫ\nHiệp ước\nA̲b 조선 인민")

    assert letters.split("\n") == ["条约 dprk", "hiệp ước", "a̲b 조선 인민", "hiep uoc", "ab 조선 인민", "a̲b 조선인민"]
    # A tone stands behind its word, wherever in the word it was written.
    assert words == "'dprk' 'hiep' 'hiêp\u0323' 'uoc' 'ươc\u0301' 'a' 'b'"


def test_query_asks_for_letters_where_a_script_parts_no_words():
    assert query_letters_and_words("條約 Договора 조선 인민") == (["条约", "조선", "인민"], "'договор'")
    assert query_letters_and_words(" – ‘’ ") == ([], "")


def test_letters_of_a_long_word_are_soon_found():
    assert document_letters_and_words("a" * 50_000)[0] == "a" * 50_000
