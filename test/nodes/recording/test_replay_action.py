from whereseen.nodes.recording.replay_action import ReplayServer


def test_a_server_may_be_closed_twice(peer):
    server = ReplayServer(peer.node, replay=None)
    offered = {name for name, _ in peer.node.get_service_names_and_types()}
    assert "/test_peer/replay/_action/send_goal" in offered
    server.close()
    server.close()
    peer.until(lambda: "send_goal" not in str(peer.node.get_service_names_and_types()))
