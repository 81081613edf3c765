"""Messages leave at once."""

from __future__ import annotations

import socket
import threading

from dashboard.server.sockets import send_at_once


def _delay_is_off(one: socket.socket) -> bool:
    return one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_connection_sends_at_once_though_its_listener_was_made_without_naming_tcp() -> None:
    with socket.socket(socket.AF_INET) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        assert not _delay_is_off(listener)

        found = send_at_once()

        with socket.create_connection(listener.getsockname()):
            accepted, _address = listener.accept()
            with accepted:
                assert _delay_is_off(accepted)
    assert found >= 1


def test_sockets_that_do_not_listen_are_left_alone() -> None:
    with socket.socket(socket.AF_INET) as idle, socket.socket(socket.AF_INET) as closed:
        closed.close()

        send_at_once()

        assert not _delay_is_off(idle)


def test_threads_may_make_objects_and_sockets_meanwhile() -> None:
    ends = threading.Event()
    failed: list[Exception] = []

    def make() -> None:
        while not ends.is_set():
            with socket.socket(socket.AF_INET):
                assert tuple(range(50))

    def ask() -> None:
        try:
            for _ in range(200):
                send_at_once()
        except Exception as error:
            failed.append(error)

    makers = [threading.Thread(target=make) for _ in range(3)]
    asker = threading.Thread(target=ask)
    for one in (*makers, asker):
        one.start()
    asker.join()
    ends.set()
    for one in makers:
        one.join()

    assert failed == []
