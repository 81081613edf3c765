"""When faults fire, how they are ordered and counted, and which orders are refused."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine.sandbox.faults import KINDS, Fault, FaultPlan, Misuse, read_option

SEARCH = "/v1/products/search"
ACCOUNT = "/v1/seller/account"
MANUAL = Path(__file__).resolve().parents[2] / "docs" / "sandbox.md"


def statuses(sandbox, calls: int) -> list[int]:
    return [sandbox.call("GET", ACCOUNT).status_code for _ in range(calls)]


@pytest.fixture
def ready(unspoiled):
    """The sandbox with its token fetched, so that the first call counted is the test's own."""
    assert unspoiled.call("GET", ACCOUNT).status_code == 200
    return unspoiled


def test_every_nth_call_from_the_first_ordered_on_until_the_count_is_used_up(ready):
    ready.fault(ACCOUNT, "internal_500", at=2, every=3, count=2)

    assert statuses(ready, 9) == [200, 500, 200, 200, 500, 200, 200, 200, 200]


def test_every_nth_call_goes_on_for_good_without_a_count(ready):
    ready.fault(ACCOUNT, "internal_500", every=2)

    assert statuses(ready, 6) == [500, 200, 500, 200, 500, 200]


def test_a_rate_hits_that_share_of_the_calls_and_the_same_ones_when_ordered_anew(ready):
    runs = []
    for _ in range(2):
        ready.fault(ACCOUNT, "internal_500", rate=0.3)
        runs.append(statuses(ready, 60))
        ready.control("faults", method="DELETE")

    assert runs[0] == runs[1]
    assert 8 <= runs[0].count(500) <= 28
    assert statuses(ready, 3) == [200, 200, 200]


def test_another_seed_throws_other_dice_and_so_does_the_next_fault_ordered():
    def thrown(seed: int, before: int = 0) -> list[bool]:
        plan = FaultPlan(seed)
        for _ in range(before):
            plan.add(Fault(path="/elsewhere", kind="reset"))
        plan.add(Fault(path="*", kind="reset", rate=0.5, count=None))
        return [plan.due("/x", 0) is not None for _ in range(200)]

    assert thrown(7) == thrown(7)
    assert thrown(7) != thrown(8)
    assert thrown(7) != thrown(7, before=1)
    assert 70 <= sum(thrown(7)) <= 130


def test_a_rate_of_nought_never_fires_and_of_one_always(ready):
    ready.fault(ACCOUNT, "internal_500", rate=0)
    never = statuses(ready, 5)
    ready.control("faults", method="DELETE")
    ready.fault(ACCOUNT, "internal_500", rate=1, count=3)

    assert never == [200] * 5
    assert statuses(ready, 5) == [500, 500, 500, 200, 200]


def test_firings_are_counted_by_order_and_by_kind(ready):
    ready.control("stats", method="DELETE")
    ready.fault(ACCOUNT, "internal_500", count=2, store=0)
    ready.fault("*", "block_503", every=2)
    statuses(ready, 5)

    told = ready.control("stats", method="GET")
    ready.control("faults", method="DELETE")
    after = ready.control("stats", method="GET")

    assert told["faults"] == [
        {"kind": "internal_500", "path": ACCOUNT, "store": 0, "seen": 5, "fired": 2},
        {"kind": "block_503", "path": "*", "store": None, "seen": 5, "fired": 2},
    ]
    assert told["fired"] == {"internal_500": 2, "block_503": 2}
    assert (after["faults"], after["fired"]) == ([], told["fired"])
    assert ready.control("stats", "DELETE")["fired"] == {}


def test_faults_can_be_ordered_on_the_command_line(start_sandbox):
    sandbox = start_sandbox(
        *("--rate", "0", "--products", "5"),
        *("--fault", f"internal_500:path={ACCOUNT},at=2,count=2,code=GW.PROXY.04"),
        *("--fault", f"wrong_type:path=/external{SEARCH},member=salePrice,value=null,all=true"),
        *("--fault", "block_503:store=1,count=null"),
    )

    answers = [sandbox.call("GET", ACCOUNT) for _ in range(4)]
    rows = [c["channelProducts"][0] for c in sandbox.search()["contents"]]
    other = [sandbox.ask_token(sandbox.sign(1)).status_code for _ in range(3)]

    assert [a.status_code for a in answers] == [200, 500, 500, 200]
    assert answers[1].json()["code"] == "GW.PROXY.04"
    assert [row["salePrice"] for row in rows] == [None] * 5
    assert other == [503, 503, 503]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("earthquake", "kind must be one of"),
        ("reset:at=0", "at cannot be 0"),
        ("reset:at=soon", "at cannot be 'soon'"),
        ("reset:when=1", "when is no key of this kind"),
        ("reset:path=/v1/nowhere", "no call has the path /v1/nowhere"),
        ("reset:store=3", "store must be 0 to 2"),
        ("reset:rate=1.5", "rate must be 0 to 1"),
        ("reset:rate=0.5,every=2", "goes without every"),
        ("reset:count=true", "count cannot be True"),
        ("refuse:seconds=null", "only with --control-port"),
        ("drip:bytes=0", "bytes cannot be 0"),
        ("late:seconds=-1", "seconds cannot be -1"),
    ],
)
def test_an_order_that_makes_no_sense_says_why_in_a_control_call(unspoiled, option, said):
    order = read_option(option)

    answer = unspoiled.http.post(f"{unspoiled.root_url}/_control/faults", json=order)

    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert unspoiled.control("stats", method="GET")["faults"] == []


def test_an_option_is_read_as_json_where_it_is_json_and_as_text_elsewhere():
    text = 'wrong_type:path=/v1/products/search,value="12",member=name,all=true,rate=0.5'

    assert read_option("reset") == {"kind": "reset"}
    assert read_option(text) == {
        "kind": "wrong_type",
        "path": SEARCH,
        "value": "12",
        "member": "name",
        "all": True,
        "rate": 0.5,
    }
    with pytest.raises(Misuse, match="at must be key=value"):
        read_option("reset:at")


def test_a_wrong_option_ends_the_sandbox_before_it_starts():
    command = [sys.executable, "-m", "engine.sandbox.app", "--port", "0", "--fault", "reset:at=x"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "--fault: at cannot be 'x'\n"


def test_the_manual_has_a_row_for_every_kind_naming_its_keys():
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", MANUAL.read_text("utf-8"), re.MULTILINE)
    told = {kind: set(re.findall(r"`(\w+)`", keys)) for kind, keys in rows if kind in KINDS}

    assert told == {name: set(kind.keys) for name, kind in KINDS.items()}
