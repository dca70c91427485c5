from __future__ import annotations

import asyncio

from playbook.server.limits import LARGEST_MESSAGE, UNANSWERED_BYTES, UNANSWERED_MESSAGES
from playbook.server.traffic import Traffic


def test_only_so_much_waits_for_a_busy_kernel() -> None:
    traffic = Traffic()
    whole = UNANSWERED_BYTES // LARGEST_MESSAGE

    assert all(traffic.asks(str(number), LARGEST_MESSAGE) for number in range(whole))
    assert not traffic.asks("one more", LARGEST_MESSAGE)
    traffic.answered("0")
    assert traffic.asks("one more", LARGEST_MESSAGE)


def test_only_so_many_messages_wait_for_a_busy_kernel() -> None:
    traffic = Traffic()

    assert all(traffic.asks(str(number), 1) for number in range(UNANSWERED_MESSAGES))
    assert not traffic.asks("one more", 1)


def test_an_id_that_is_used_again_and_an_answer_to_somebody_else_do_not_confuse_the_count() -> None:
    traffic = Traffic()
    for _ in range(100):
        assert traffic.asks("the same", LARGEST_MESSAGE)
    traffic.answered("somebody else's")
    traffic.answered("the same")
    traffic.answered("the same")

    assert traffic.asks("another", UNANSWERED_BYTES)
    assert not traffic.asks("one more", 1)


def test_bytes_are_unread_until_they_are_written_or_the_page_has_gone() -> None:
    async def send() -> list[int]:
        loop = asyncio.get_running_loop()
        traffic = Traffic()
        written, lost, dropped = (loop.create_future() for _ in range(3))
        for size, future in ((10, written), (20, lost), (30, dropped)):
            traffic.sent(size, future)
        seen = [traffic.unread]
        written.set_result(None)
        lost.set_exception(ConnectionError())
        dropped.cancel()
        await asyncio.sleep(0)
        return [*seen, traffic.unread]

    assert asyncio.run(send()) == [60, 0]
