"""The vault: what is sealed opens only with its key and in its place; keys are kept safe."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

import pytest

from engine.errors import CannotDecrypt, ConfigError, KeyMissing, WorkspaceUnusable
from engine.keys import load_key
from engine.vault import Vault, mask_phone, mask_text

KEY = bytes(range(32))
PLACE = "store/3/secret"
SECRET = "$2a$04$secretsecretsecretsecr"


def test_what_is_sealed_opens_in_its_place() -> None:
    vault = Vault(KEY)

    assert vault.open(vault.seal(SECRET, PLACE), PLACE) == SECRET


@pytest.mark.parametrize("text", ["", "서울특별시 마포구", "\x00\U0001f600", "x" * 100_000])
def test_any_text_can_be_sealed(text: str) -> None:
    vault = Vault(KEY)

    assert vault.open(vault.seal(text, PLACE), PLACE) == text


def test_sealing_twice_gives_two_texts_and_neither_shows_the_secret() -> None:
    vault = Vault(KEY)

    sealed = {vault.seal(SECRET, PLACE) for _ in range(20)}

    assert len(sealed) == 20
    assert not [text for text in sealed if SECRET.encode() in base64.b64decode(text)]


def test_a_sealed_text_moved_to_another_place_does_not_open() -> None:
    vault = Vault(KEY)
    sealed = vault.seal(SECRET, PLACE)

    with pytest.raises(CannotDecrypt):
        vault.open(sealed, "store/4/secret")


def test_another_key_does_not_open_it_and_the_error_shows_nothing() -> None:
    sealed = Vault(KEY).seal(SECRET, PLACE)

    with pytest.raises(CannotDecrypt) as caught:
        Vault(bytes(32)).open(sealed, PLACE)

    assert SECRET not in str(caught.value)
    assert sealed not in str(caught.value)


@pytest.mark.parametrize("damage", ["", "AAAA", "no base64 at all", "한글", "A" * 64])
def test_what_was_never_sealed_does_not_open(damage: str) -> None:
    with pytest.raises(CannotDecrypt):
        Vault(KEY).open(damage, PLACE)


def test_a_changed_letter_does_not_open() -> None:
    vault = Vault(KEY)
    raw = bytearray(base64.b64decode(vault.seal(SECRET, PLACE)))
    raw[20] ^= 1

    with pytest.raises(CannotDecrypt):
        vault.open(base64.b64encode(raw).decode(), PLACE)


def test_a_key_is_made_once_for_its_owner_alone_and_read_again(tmp_path: Path) -> None:
    file = tmp_path / "storeboard.key"

    made = load_key(None, file, may_create=True)

    assert load_key(None, file, may_create=False) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["storeboard.key"]


def test_a_start_that_was_cut_off_leaves_no_half_a_key_behind(tmp_path: Path) -> None:
    (tmp_path / "storeboard.key.part").write_text("half")

    made = load_key(None, tmp_path / "storeboard.key", may_create=True)

    assert load_key(None, tmp_path / "storeboard.key", may_create=False) == made
    assert os.listdir(tmp_path) == ["storeboard.key"]


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    text = base64.urlsafe_b64encode(KEY).decode()

    assert load_key(f" {text}\n", tmp_path / "none.key", may_create=False) == KEY


def test_a_lost_key_is_named_and_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing):
        load_key(None, tmp_path / "storeboard.key", may_create=False)

    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "content", [b"", b"short", b"\xff\xfe\x00binary\x80", "한글".encode(), b"A" * 400]
)
def test_a_key_file_of_another_form_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "storeboard.key"
    file.write_bytes(content)

    with pytest.raises(ConfigError, match=r"storeboard\.key does not hold a key"):
        load_key(None, file, may_create=True)

    assert file.read_bytes() == content


@pytest.mark.parametrize("text", ["x", "열쇠", "A" * 10])
def test_an_unusable_key_of_the_environment_is_named_but_not_shown(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(ConfigError, match="STOREBOARD_KEY does not hold a key") as caught:
        load_key(text, tmp_path / "storeboard.key", may_create=True)

    assert text not in str(caught.value).replace("STOREBOARD_KEY", "")


def test_a_key_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "storeboard.key").mkdir()

    with pytest.raises(WorkspaceUnusable, match=r"key file storeboard\.key cannot be read"):
        load_key(None, tmp_path / "storeboard.key", may_create=True)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("010-1234-5678", "010-****-5678"),
        ("02-345-6789", "02-3**-6789"),
        ("01012345678", "010****5678"),
        ("+82 10 1234 5678", "+82 1* **** 5678"),
        ("1588-1234", "158*-1234"),
        ("112", "1*2"),
        ("", ""),
    ],
)
def test_a_phone_number_shows_only_its_ends(number: str, shown: str) -> None:
    assert mask_phone(number) == shown


def test_a_long_text_shows_its_beginning() -> None:
    assert mask_text("서울특별시 마포구 월드컵북로 12") == "서울특별시 마포구 ***"
    assert mask_text("짧은 글") == "짧은 글"


def test_a_fingerprint_finds_the_same_text_again_and_shows_nothing_of_it() -> None:
    first = Vault(KEY).fingerprint("kim@example.com", "account/email")

    assert first == Vault(KEY).fingerprint("kim@example.com", "account/email")
    assert len(first) == 64
    assert "kim" not in bytes.fromhex(first).decode("latin-1")


@pytest.mark.parametrize(
    ("key", "text", "place"),
    [
        (bytes(32), "kim@example.com", "account/email"),
        (KEY, "kin@example.com", "account/email"),
        (KEY, "kim@example.com", "contact/email"),
    ],
)
def test_another_key_text_or_place_has_another_fingerprint(
    key: bytes, text: str, place: str
) -> None:
    assert Vault(key).fingerprint(text, place) != Vault(KEY).fingerprint(
        "kim@example.com", "account/email"
    )


def test_a_signature_fits_its_text_and_key_alone() -> None:
    vault = Vault(KEY)
    signature = vault.sign("account 3 until noon")

    assert vault.verify("account 3 until noon", signature)
    assert not vault.verify("account 4 until noon", signature)
    assert not Vault(bytes(32)).verify("account 3 until noon", signature)


@pytest.mark.parametrize("forged", ["", "0" * 64, "한글", "\x00"])
def test_a_forged_signature_is_no_signature(forged: str) -> None:
    assert not Vault(KEY).verify("account 3 until noon", forged)


def test_signatures_fingerprints_and_the_key_have_nothing_in_common() -> None:
    vault = Vault(KEY)

    told = {vault.sign("place\0text"), vault.fingerprint("text", "place"), KEY.hex()}

    assert len(told) == 3
