"""All services of the memory node."""

from __future__ import annotations

from whereseen_msgs import srv

from whereseen.nodes.services import asking, keeping, telling
from whereseen.nodes.services.service import ServiceDescription

SERVICES = (
    ServiceDescription("locate", srv.Locate, asking.locate),
    ServiceDescription("recall", srv.Recall, asking.recall),
    ServiceDescription("changed_since", srv.ChangedSince, asking.changed_since),
    ServiceDescription("context", srv.Context, asking.context),
    ServiceDescription("explain", srv.Explain, asking.explain),
    ServiceDescription("remember", srv.Remember, telling.remember),
    ServiceDescription("forget", srv.Forget, telling.forget),
    ServiceDescription("clear_box", srv.ClearBox, telling.clear_box),
    ServiceDescription("save_map", srv.SaveMap, keeping.save_map),
    ServiceDescription("load_map", srv.LoadMap, keeping.load_map),
)
