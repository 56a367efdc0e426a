"""`memory_node`: watches RGB-D frames, remembers, and answers, as a node with a life cycle."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn

from whereseen.memory.errors import WhereseenError
from whereseen.nodes.config import MemoryNodeConfig
from whereseen.nodes.outputs.diagnostics import Diagnostics, Health
from whereseen.nodes.parameters import Parameters
from whereseen.nodes.running_memory import RunningMemory
from whereseen.nodes.spinning import run

RCLError = rclpy_implementation.RCLError
SUCCESS, FAILURE = TransitionCallbackReturn.SUCCESS, TransitionCallbackReturn.FAILURE

Transition = Callable[["MemoryNode", LifecycleState], TransitionCallbackReturn]


def _told(transition: Transition) -> Transition:
    """Log what a transition raises before it counts as an error; rclpy says nothing."""

    @functools.wraps(transition)
    def tell(node: MemoryNode, state: LifecycleState) -> TransitionCallbackReturn:
        try:
            return transition(node, state)
        except Exception as error:
            node.get_logger().error(f"{transition.__name__} failed: {error!r}")
            raise

    return tell


class MemoryNode(LifecycleNode):
    """Configuring opens the memory, activating subscribes; an inactive node still answers."""

    def __init__(self) -> None:
        super().__init__("memory")
        self._declared = Parameters(self, MemoryNodeConfig())
        for name in self._declared.unknown:
            self.get_logger().warning(f"there is no parameter {name}: misspelt?")
        self._running: RunningMemory | None = None
        self._active = False
        self._diagnostics: Diagnostics | None = None
        if self._declared.read().autostart:
            self._starter = self.create_timer(0.0, self._start)

    @_told
    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Open the memory, offer services, publish."""
        try:
            config = self._declared.read()
            self._running = RunningMemory(self, config)
        except (WhereseenError, OSError) as error:
            self.get_logger().error(f"cannot be configured: {error}")
            return FAILURE
        self._declared.follow(self._running.reconfigure)
        self.get_logger().info(f"configured: {self._running}")
        self._diagnostics = Diagnostics(self, self._health, config.output.diagnostics_period_s)
        return SUCCESS

    @_told
    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Subscribe to the camera."""
        if self._running is None:
            return FAILURE
        self._running.subscribe()
        self._active = True
        self.get_logger().info("active")
        return super().on_activate(state)

    @_told
    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Stop listening to the camera; what was seen is saved."""
        self._active = False
        if self._running is not None:
            self._running.unsubscribe()
        return super().on_deactivate(state)

    @_told
    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Save and close the memory."""
        self.close()
        return SUCCESS

    @_told
    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """The same, from any state."""
        self.close()
        return SUCCESS

    @_told
    def on_error(self, state: LifecycleState) -> TransitionCallbackReturn:
        """A transition raised: save what can be saved and begin anew."""
        self.close()
        return SUCCESS

    def _LifecycleNodeMixin__on_change_state(self, request: Any, response: Any) -> Any:  # noqa: N802
        """Refuse a transition that the state does not have; rclpy lets it end the program."""
        try:
            return super()._LifecycleNodeMixin__on_change_state(request, response)
        except RCLError as error:
            self.get_logger().warning(f"no such transition now: {error}")
            response.success = False
            return response

    def close(self) -> None:
        """Save and close the memory, if there is one."""
        self._declared.follow(None)
        self._active = False
        if self._diagnostics is not None:
            self._diagnostics.close()
            self._diagnostics = None
        running, self._running = self._running, None
        if running is not None:
            running.close()

    def leave(self) -> None:
        """End the task that is being done."""
        if self._running is not None:
            self._running.leave()

    def _health(self) -> Health | None:
        running = self._running
        return None if running is None else running.health(self._active)

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
