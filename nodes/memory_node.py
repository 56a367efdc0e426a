"""`memory_node`: watches RGB-D frames, remembers, and answers, as a node with a life cycle."""

from __future__ import annotations

import sys

from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn

from whereseen.memory.errors import WhereseenError
from whereseen.nodes.config import MemoryNodeConfig
from whereseen.nodes.outputs.diagnostics import Diagnostics
from whereseen.nodes.parameters import Parameters
from whereseen.nodes.running_memory import RunningMemory
from whereseen.nodes.spinning import run

SUCCESS, FAILURE = TransitionCallbackReturn.SUCCESS, TransitionCallbackReturn.FAILURE


class MemoryNode(LifecycleNode):
    """Configuring opens the memory, activating subscribes; an inactive node still answers."""

    def __init__(self) -> None:
        super().__init__("memory")
        self._parameters = Parameters(self, MemoryNodeConfig())
        for name in self._parameters.unknown:
            self.get_logger().warning(f"there is no parameter {name}: misspelt?")
        self._running: RunningMemory | None = None
        self._diagnostics: Diagnostics | None = None
        if self._parameters.read().autostart:
            self._starter = self.create_timer(0.0, self._start)

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Open the memory, offer services, publish."""
        try:
            self._running = RunningMemory(self, self._parameters.read())
        except (WhereseenError, OSError) as error:
            self.get_logger().error(f"cannot be configured: {error}")
            return FAILURE
        self._parameters.follow(self._running.reconfigure)
        return SUCCESS

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Subscribe to the camera."""
        if self._running is None:
            return FAILURE
        self._running.subscribe()
        return super().on_activate(state)

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Stop listening to the camera; what was seen is saved."""
        if self._running is not None:
            self._running.unsubscribe()
        return super().on_deactivate(state)

    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Save and close the memory."""
        self.close()
        return SUCCESS

    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """The same, from any state."""
        self.close()
        return SUCCESS

    def on_error(self, state: LifecycleState) -> TransitionCallbackReturn:
        """A transition raised: save what can be saved and begin anew."""
        self.close()
        return SUCCESS

    def close(self) -> None:
        """Save and close the memory, if there is one."""
        self._parameters.follow(None)
        running, self._running = self._running, None
        if running is not None:
            running.close()

    def _start(self) -> None:
        """Configure and activate at once, as the parameter `autostart` asks."""
        self.destroy_timer(self._starter)
        if self.trigger_configure() == SUCCESS:
            self.trigger_activate()


def main() -> None:
    """Entry point of the executable."""
    sys.exit(run(MemoryNode))


if __name__ == "__main__":
    main()
