"""Files at addresses of their own: each is answered to the account for which it was made, and each content has its address."""

from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from pages.shared.own_files import keep_made, may_fetch

LIST = b"K001,1280.00\r\n" * 200_000  # larger than a mebibyte
OTHER = LIST[: 3 * 10**5 + 5] + b"9" + LIST[3 * 10**5 + 6 :]  # one digit, near neither head, middle nor tail


def test_a_file_is_answered_to_the_account_for_which_it_was_made():
    keep_made(b"a,b\r\n", "text/csv", "list.csv", "boss")
    storage = MemoryMediaFileStorage("/media")
    path = storage.get_url(storage.load_and_get_id(b"a,b\r\n", "text/csv", "downloadable", "list.csv"))
    assert [may_fetch(path, account) for account in ("boss", "li")] == [True, False]
    asked = ("/media/", "/media/../media/x.csv", "/static/media/Symbols.woff2", "/customers")
    assert [may_fetch(each, "li") for each in asked] == [False, False, True, True]


def test_large_lists_that_differ_in_one_digit_are_two_files():
    assert len(LIST) == len(OTHER)
    storage = MemoryMediaFileStorage("/media")
    assert storage.load_and_get_id(LIST, "text/csv", "downloadable", "l.csv") != storage.load_and_get_id(
        OTHER, "text/csv", "downloadable", "l.csv"
    )
