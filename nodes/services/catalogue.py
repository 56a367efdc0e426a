"""All services of the memory node."""

from __future__ import annotations

from whereseen_msgs import srv

from whereseen.nodes.services import (
    asking,
    deeds,
    graphing,
    keeping,
    recalling,
    recollecting,
    telling,
    upkeep,
    watching,
)
from whereseen.nodes.services.service import ServiceDescription

SERVICES = (
    ServiceDescription("ask", srv.Ask, recollecting.ask),
    ServiceDescription("localize", srv.Localize, recollecting.where),
    ServiceDescription("locate", srv.Locate, asking.locate),
    ServiceDescription("history", srv.History, recollecting.history),
    ServiceDescription("recall", srv.Recall, asking.recall),
    ServiceDescription(
        "recall_observations", srv.RecallObservations, recalling.recall_observations
    ),
    ServiceDescription("watch", srv.Watch, watching.watch),
    ServiceDescription("unwatch", srv.Unwatch, watching.unwatch),
    ServiceDescription("consolidate", srv.Consolidate, upkeep.consolidate),
    ServiceDescription("changed_since", srv.ChangedSince, asking.changed_since),
    ServiceDescription("context", srv.Context, asking.context),
    ServiceDescription("explain", srv.Explain, asking.explain),
    ServiceDescription("scene_graph", srv.GetSceneGraph, graphing.scene_graph),
    ServiceDescription("remember", srv.Remember, telling.remember),
    ServiceDescription("remember_deed", srv.RememberDeed, deeds.remember_deed),
    ServiceDescription("forget", srv.Forget, telling.forget),
    ServiceDescription("clear_box", srv.ClearBox, telling.clear_box),
    ServiceDescription("save_map", srv.SaveMap, keeping.save_map),
    ServiceDescription("load_map", srv.LoadMap, keeping.load_map),
)
