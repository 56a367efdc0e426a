"""A stage that is told what to do through standard input, and answers on standard output.

Run by `whereseen.sim.stages.remote_stage` in the interpreter in which a simulator is installed.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from whereseen.sim.stages.channel import Channel, ChannelClosed, Message
from whereseen.sim.stages.errors import StageFailed
from whereseen.sim.stages.opening import open_here
from whereseen.sim.stages.protocol import Reaching, Stage, Wayfinding
from whereseen.sim.stages.wire import (
    VERSION,
    heard_bodies,
    heard_placements,
    restored,
    told_error,
    told_picture,
)


@dataclass(frozen=True, slots=True)
class Server:
    """Does on a stage what it is told.

    Attributes:
        stage: Where it is done.
        channel: From where it is told.
    """

    stage: Stage
    channel: Channel

    def run(self) -> None:
        """Greet, then answer until the other end is gone."""
        abilities = [
            name
            for name, ability in (("reach", Reaching), ("way", Wayfinding))
            if isinstance(self.stage, ability)
        ]
        self.channel.send(Message({"version": VERSION, "abilities": abilities}))
        while True:
            message = self.channel.receive()
            self.channel.send(self._answered(message))

    def _answered(self, message: Message) -> Message:
        answers: dict[str, Callable[[Message], Message]] = {
            "load": self._load,
            "clear": self._clear,
            "render": self._render,
            "reach": self._reach,
            "way": self._way,
        }
        try:
            rows = message.head.get("placements", [])
            if rows:
                self.stage.place(heard_placements(rows, message.arrays[0]))
            return answers[message.head["do"]](message)
        except Exception as error:  # whatever a simulator raises: the other end is to know
            return Message(told_error(error))

    def _load(self, message: Message) -> Message:
        self.stage.load(heard_bodies(message.head))
        return Message({})

    def _clear(self, _: Message) -> Message:
        self.stage.clear()
        return Message({})

    def _render(self, message: Message) -> Message:
        camera = restored(message.head["camera"])
        return told_picture(self.stage.render(camera, message.arrays[1]))

    def _reach(self, message: Message) -> Message:
        if not isinstance(self.stage, Reaching):
            raise StageFailed("this stage does not know how to reach")
        body, link = message.head["body"], message.head["link"]
        return Message({"joints": self.stage.reach(body, link, message.arrays[1])})

    def _way(self, message: Message) -> Message:
        if not isinstance(self.stage, Wayfinding):
            raise StageFailed("this stage knows no ways")
        start_m, goal_m = message.arrays[1]
        way = self.stage.way(start_m, goal_m, message.head["radius_m"])
        return Message({}, () if way is None else (np.asarray(way, dtype="<f8"),))


def main(name: str) -> None:
    """Serve a stage until standard input ends.

    Args:
        name: One of `whereseen.sim.stages.opening.STAGES`.
    """
    # Who started this one decides when it ends, not who presses Ctrl-C in its terminal.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What libraries print must not get between the messages.
    reading, writing = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    channel = Channel(reading, writing)
    try:
        _serve(name, channel)
    except ChannelClosed:
        return


def _serve(name: str, channel: Channel) -> None:
    try:
        stage: Any = open_here(name)
    except Exception as error:  # whatever a simulator raises: the other end is to know
        channel.send(Message(told_error(error)))
        return
    try:
        Server(stage, channel).run()
    finally:
        stage.close()
