import pytest

from planner.ui.kit.markdown import JOINER, heard, literal


@pytest.mark.parametrize(
    "text",
    [
        "Hiring freeze",
        "enterprise quota = 5: must be 1 to 1,000,000,000 (per rep a year)",
        "Half (50%) by Q3 - or later!",
        "“Quotes” and 'others', a/b; c = d?",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert literal(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("![x](http://a.example/p.png)", f"!\\[x\\](http:{JOINER}//a.example/p.png)"),
        ("www.a.example", f"www{JOINER}.a.example"),
        ("me@a.example", f"me@{JOINER}a.example"),
        ("**b** _i_ `c` ~~s~~", "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~\\~s\\~\\~"),
        ("$5 and $6", "\\$5 and \\$6"),
        (":red[x] :material/home: :smile:", f":{JOINER}red\\[x\\] :{JOINER}material/home: :{JOINER}smile:"),
        ("<img src=x>", "\\<img src=x>"),
        ("&lt; a\\b", "\\&lt; a\\\\b"),
        ("# x", "\\# x"),
        ("> x", "\\> x"),
        ("- x", "\\- x"),
        ("1. x", f"1{JOINER}. x"),
        ("a\n\n# b\tc", "a # b c"),
    ],
)
def test_what_would_be_read_as_markdown_is_escaped(text: str, safe: str) -> None:
    assert literal(text) == safe


def test_what_is_only_heard_is_coloured_text_whatever_it_says() -> None:
    assert heard("Delete A]![x](y)") == f":gray[{literal('Delete A]![x](y)')}]"
    assert "]!" not in heard("Delete A]![x](y)").replace("\\]", "")
