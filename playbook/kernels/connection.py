"""The websocket's way to a kernel, with no more sockets and questions than a lesson needs."""

from __future__ import annotations

import asyncio

from jupyter_client.session import utcnow
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

CHANNELS = ("shell", "iopub")
"""A page talks to its widgets on the first and hears them on the second."""


class LessonConnection(ZMQChannelsWebsocketConnection):
    """Jupyter's own connection, but a forked kernel isn't asked whether it is there.

    It answered before anybody was told of it. Its first message, the welcome that ipykernel sends
    to each subscriber, says that what follows will be heard.
    """

    @property
    def _forked(self) -> bool:
        return bool(getattr(self.kernel_manager.provisioner, "forked", False))

    async def prepare(self) -> None:
        """Get ready for a connection."""
        if not self._forked:
            await super().prepare()
            return
        await self._register_session()
        self.session.key = self.kernel_manager.session.key

    def create_stream(self) -> None:
        """Connect to the kernel."""
        for name in CHANNELS:
            connect = getattr(self.kernel_manager, f"connect_{name}")
            self.channels[name] = stream = connect(identity=self.session.bsession)
            stream.channel = name

    def nudge(self) -> asyncio.Future[None]:
        """Give a future that comes true when the kernel's messages arrive."""
        if not self._forked:
            return super().nudge()
        welcomed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        iopub = self.channels["iopub"]

        def heard(message: object) -> None:
            iopub.stop_on_recv()
            if not welcomed.done():
                welcomed.set_result(None)

        iopub.on_recv(heard)
        return welcomed

    def handle_incoming_message(self, incoming_msg: str) -> None:
        """Pass a message on, and note that the learner is there."""
        self.kernel_manager.last_activity = utcnow()
        super().handle_incoming_message(incoming_msg)
