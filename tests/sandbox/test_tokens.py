"""The token call: signature, moment, form only, and which token comes back."""

from __future__ import annotations

import base64
import time

import pytest

from engine.sandbox.tokens import signature, tidy_salt


def wrong_names(answer) -> list[str]:
    body = answer.json()
    assert answer.status_code == 400
    assert body["code"] == "BAD_REQUEST"
    return [item["name"] for item in body["invalidInputs"]]


@pytest.mark.parametrize("store", [0, 1, 2])
def test_a_signed_call_gets_a_token_that_opens_its_own_store(unspoiled, store):
    answer = unspoiled.ask_token(unspoiled.sign(store))

    token = answer.json()
    account = unspoiled.call("GET", "/v1/seller/account", token=token["access_token"])
    assert (token["token_type"], token["expires_in"]) == ("Bearer", 10_799)
    assert account.json()["accountId"] == unspoiled.stores[store]["account_id"]


def test_a_secret_has_stray_bits_in_its_last_character_only_where_asked(sandbox, start_sandbox):
    stray = start_sandbox("--rate", "0", "--stray-secrets")

    assert all(shop["client_secret"][28] in ".Oeu" for shop in sandbox.stores)
    last = [shop["client_secret"][28] for shop in stray.stores]
    assert [letter in ".Oeu" for letter in last] == [True, False, True]
    assert stray.ask_token(stray.sign(1)).status_code == 200
    assert all(shop["client_secret"][:7] == "$2a$04$" for shop in sandbox.stores)
    assert all(len(shop["client_secret"]) == 29 for shop in sandbox.stores)
    assert all(len(shop["client_id"]) == 22 for shop in sandbox.stores)


def test_the_published_signature_comes_out_for_the_published_secret_with_its_stray_bits():
    published = "$2a$10$abcdefghijklmnopqrstuv"

    assert tidy_salt(published) == "$2a$10$abcdefghijklmnopqrstuu"
    signed = base64.b64encode(signature("aaaabbbbcccc", published, "1643961623299")).decode()
    assert signed == (
        "JDJhJDEwJGFiY2RlZmdoaWprbG1ub3BxcnN0dXVCVldZSk42T0VPdEx1OFY0cDQxa2IuTnpVaUEzbmsy"
    )


def test_the_same_token_comes_back_while_thirty_minutes_are_left(unspoiled):
    first = unspoiled.ask_token(unspoiled.sign(0)).json()
    unspoiled.control("clock", offset_seconds=8_990)

    again = unspoiled.ask_token(unspoiled.sign(0, at=time.time() + 8_990)).json()

    assert again["access_token"] == first["access_token"]
    assert 1_800 <= again["expires_in"] <= 1_810


def test_with_less_than_thirty_minutes_left_a_new_token_is_issued_and_the_old_stays_valid(
    unspoiled,
):
    first = unspoiled.ask_token(unspoiled.sign(0)).json()["access_token"]
    unspoiled.control("clock", offset_seconds=9_005)

    later = unspoiled.ask_token(unspoiled.sign(0, at=time.time() + 9_005)).json()["access_token"]

    assert later != first
    assert unspoiled.call("GET", "/v1/seller/account", token=first).status_code == 200
    assert unspoiled.call("GET", "/v1/seller/account", token=later).status_code == 200


def test_an_expired_token_is_refused_by_the_gateway(unspoiled):
    token = unspoiled.ask_token(unspoiled.sign(0)).json()["access_token"]
    unspoiled.control("clock", offset_seconds=10_801)

    answer = unspoiled.call("GET", "/v1/seller/account", token=token)

    assert (answer.status_code, answer.json()["code"]) == (401, "GW.AUTHN")


def test_a_wrong_signature_is_refused_naming_the_signature(unspoiled):
    form = {**unspoiled.sign(0), "client_secret_sign": unspoiled.sign(1)["client_secret_sign"]}

    assert wrong_names(unspoiled.ask_token(form)) == ["client_secret_sign"]


def test_a_signature_that_is_not_base64_is_refused(unspoiled):
    form = {**unspoiled.sign(0), "client_secret_sign": "한글"}

    assert wrong_names(unspoiled.ask_token(form)) == ["client_secret_sign"]


def test_an_unknown_client_is_refused_naming_the_client(unspoiled):
    form = {**unspoiled.sign(0), "client_id": "nobody"}

    assert wrong_names(unspoiled.ask_token(form)) == ["client_id"]


@pytest.mark.parametrize("off", [-305, 5, 600])
def test_a_clock_off_by_more_than_five_minutes_or_ahead_is_refused(unspoiled, off):
    form = unspoiled.sign(0, at=time.time() + off)

    assert wrong_names(unspoiled.ask_token(form)) == ["timestamp"]


def test_a_clock_four_minutes_behind_is_served(unspoiled):
    assert unspoiled.ask_token(unspoiled.sign(0, at=time.time() - 240)).status_code == 200


@pytest.mark.parametrize(
    "field", ["client_id", "timestamp", "grant_type", "client_secret_sign", "type"]
)
def test_each_field_of_the_form_is_required(unspoiled, field):
    form = unspoiled.sign(0)
    del form[field]

    assert field in wrong_names(unspoiled.ask_token(form))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("grant_type", "password"),
        ("type", "SELLER"),
        ("account_id", "somebody"),
        ("timestamp", "soon"),
    ],
)
def test_values_against_the_rules_are_refused_by_name(unspoiled, field, value):
    form = {**unspoiled.sign(0), field: value}

    assert field in wrong_names(unspoiled.ask_token(form))


def test_a_json_body_is_not_a_form(unspoiled):
    answer = unspoiled.http.post(f"{unspoiled.base_url}/v1/oauth2/token", json=unspoiled.sign(0))

    assert answer.status_code == 415


def test_fields_in_the_query_without_a_form_are_refused_and_with_one_are_counted(unspoiled):
    url, form = f"{unspoiled.base_url}/v1/oauth2/token", unspoiled.sign(0)
    before = unspoiled.control("stats", method="GET")["stores"][0]["token_rule_breaks"]

    bare = unspoiled.http.post(url, params=form)
    served = unspoiled.http.post(
        url, params=form, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )

    after = unspoiled.control("stats", method="GET")["stores"][0]["token_rule_breaks"]
    assert (bare.status_code, served.status_code) == (415, 200)
    assert after == before + 1


def test_a_replaced_secret_refuses_the_old_signature(start_sandbox):
    sandbox = start_sandbox("--rate", "0", "--products", "5")
    old = sandbox.stores[0]["client_secret"]
    new = "$2a$04$abcdefghijklmnopqrstuu"
    sandbox.control("secret", store=0, client_secret=new)

    with_old = sandbox.ask_token(sandbox.sign(0))
    sandbox.stores[0]["client_secret"] = new
    with_new = sandbox.ask_token(sandbox.sign(0))

    assert old != new
    assert wrong_names(with_old) == ["client_secret_sign"]
    assert with_new.status_code == 200
