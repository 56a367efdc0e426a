"""The Fast DDS profile: chosen unless the user chose, and what it says."""

import os
from xml.etree import ElementTree

import pytest

from whereseen.nodes.deployment.files import config_file
from whereseen.nodes.deployment.transport import transport_environment

SPACE = {"p": "http://www.eprosima.com/XMLSchemas/fastRTPS_Profiles"}


def test_the_profile_is_chosen_for_users_who_chose_nothing():
    assert transport_environment({}) == {
        "FASTRTPS_DEFAULT_PROFILES_FILE": str(config_file("fastdds.xml", {}))
    }


@pytest.mark.parametrize(
    "variable",
    [
        "FASTRTPS_DEFAULT_PROFILES_FILE",
        "FASTDDS_DEFAULT_PROFILES_FILE",
        "FASTDDS_BUILTIN_TRANSPORTS",
    ],
)
def test_what_the_user_chose_stays(variable):
    assert transport_environment({variable: "something"}) == {}


def test_the_profile_has_shared_memory_for_images_and_udp_for_other_machines():
    root = ElementTree.parse(config_file("fastdds.xml", os.environ)).getroot()
    assert root.tag == f"{{{SPACE['p']}}}dds"
    transports = {
        transport.findtext("p:type", namespaces=SPACE): transport
        for transport in root.iterfind(".//p:transport_descriptor", SPACE)
    }
    shared = transports["SHM"]
    assert shared.findtext("p:segment_size", namespaces=SPACE) == str(128 << 20)
    assert shared.findtext("p:maxMessageSize", namespaces=SPACE) == str(64 << 20)
    assert shared.findtext("p:port_queue_capacity", namespaces=SPACE) == "1024"
    udp = transports["UDPv4"]
    assert udp.findtext("p:sendBufferSize", namespaces=SPACE) == str(4 << 20)
    assert udp.findtext("p:receiveBufferSize", namespaces=SPACE) == str(4 << 20)


def test_every_process_uses_exactly_these_transports():
    root = ElementTree.parse(config_file("fastdds.xml", os.environ)).getroot()
    (participant,) = root.iterfind(".//p:participant", SPACE)
    assert participant.get("is_default_profile") == "true"
    assert participant.findtext(".//p:useBuiltinTransports", namespaces=SPACE) == "false"
    described = {e.text for e in root.iterfind(".//p:transport_descriptor/p:transport_id", SPACE)}
    used = {e.text for e in participant.iterfind(".//p:userTransports/p:transport_id", SPACE)}
    assert used == described != set()
