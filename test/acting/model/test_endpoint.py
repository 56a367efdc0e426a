"""An endpoint over HTTP: slow, malformed, oversized, refusing, redirecting, or down."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from whereseen.acting.model.chat import ChatRequest, Message
from whereseen.acting.model.config import ModelConfig
from whereseen.acting.model.endpoint import Endpoint
from whereseen.acting.model.errors import CalledOff, EndpointDown, EndpointRefused
from whereseen.memory.errors import InvalidConfig

KEY = "sk-very-secret-1234"
REQUEST = ChatRequest("tiny", (Message("user", "hello"),), {"temperature": 0.0, "seed": 3})


def asks(stub: Any, waited: list[float] | None = None, **options: Any) -> Endpoint:
    given = {"base_url": stub.url, "model": "tiny", "key_variable": "MY_KEY"} | options
    noted = [] if waited is None else waited
    return Endpoint(ModelConfig(**given), {"MY_KEY": KEY}, sleep=noted.append)


def test_a_reply_and_what_was_asked(stub: Any) -> None:
    stub.says("hi")
    assert asks(stub).reply(REQUEST) == "hi"
    assert stub.paths == ["/v1/chat/completions"]
    assert stub.bodies == [
        {
            "model": "tiny",
            "messages": [{"role": "user", "content": "hello"}],
            "temperature": 0.0,
            "seed": 3,
        }
    ]
    assert stub.heads[0]["authorization"] == f"Bearer {KEY}"


def test_without_a_key_none_is_sent(stub: Any) -> None:
    stub.says("hi")
    assert asks(stub, key_variable="").reply(REQUEST) == "hi"
    assert "authorization" not in stub.heads[0]


def test_what_may_work_later_is_tried_again_after_longer_and_longer(stub: Any, made: Any) -> None:
    sends, completion = made
    stub.answers = [
        sends(503, b"loading"),
        sends(429, {"error": "slow down"}, Retry_After="7"),
        sends(200, completion("hi")),
    ]
    waited: list[float] = []
    assert asks(stub, waited, backoff_s=0.5, retries=2).reply(REQUEST) == "hi"
    assert waited == [0.5, 7.0]


def test_after_all_retries_it_is_down(stub: Any, made: Any) -> None:
    sends, _ = made
    stub.answers = [sends(500, b"\x1b[31mcrash\nkey " + KEY.encode(), Retry_After="1e9")]
    waited: list[float] = []
    with pytest.raises(EndpointDown, match="status 500: ") as caught:
        asks(stub, waited, backoff_s=1.0, retries=3).reply(REQUEST)
    assert "(31mcrash key (key)" in str(caught.value)
    assert KEY not in repr(caught.value)
    assert waited == [1.0, 2.0, 4.0]
    assert len(stub.bodies) == 4


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_final(stub: Any, made: Any, status: int) -> None:
    sends, _ = made
    stub.answers = [sends(status, {"error": f"Incorrect API key provided: {KEY}"})]
    with pytest.raises(EndpointRefused, match=f"status {status}") as caught:
        asks(stub).reply(REQUEST)
    assert KEY not in repr(caught.value)
    assert len(stub.bodies) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(stub: Any, made: Any, status: int) -> None:
    sends, _ = made
    stub.answers = [sends(status, b"", Location=f"{stub.url}/elsewhere")]
    with pytest.raises(EndpointRefused, match="not followed"):
        asks(stub).reply(REQUEST)
    assert stub.paths == ["/v1/chat/completions"]


@pytest.mark.parametrize("way", ["hangs", "drips"])
def test_slow_replies_are_cut_off(stub: Any, way: str) -> None:
    stub.answers = [getattr(stub, way)]
    with pytest.raises(EndpointDown, match="took too long"):
        asks(stub, timeout_s=0.2, retries=0).reply(REQUEST)


def test_large_replies_are_not_read(stub: Any) -> None:
    stub.says("x" * 5000)
    with pytest.raises(EndpointRefused, match="too large"):
        asks(stub, most_reply_bytes=2048).reply(REQUEST)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>hello</html>",
        b"\xff\xfe\x00",
        b"",
        b"[" * 100_000,
        b'{"choices": []}',
        b'{"choices": {"0": 1}}',
        b'{"choices": [{"message": null}]}',
        b'{"choices": [{"message": {"content": null, "refusal": "no"}}]}',
        b'{"choices": [{"message": {"content": ["a"]}}]}',
    ],
)
def test_what_is_no_completion_is_refused(stub: Any, made: Any, body: bytes) -> None:
    sends, _ = made
    stub.answers = [sends(200, body)]
    with pytest.raises(EndpointRefused):
        asks(stub).reply(REQUEST)
    assert len(stub.bodies) == 1


def test_broken_answers_are_down(stub: Any) -> None:
    stub.answers = [lambda asked: asked.wfile.write(b"this is not HTTP\r\n\r\n")]
    with pytest.raises(EndpointDown, match="cannot be reached"):
        asks(stub, retries=1).reply(REQUEST)
    assert len(stub.bodies) == 2


def test_nobody_listens() -> None:
    with socket.socket() as taken:  # bound, but not listening
        taken.bind(("127.0.0.1", 0))
        config = ModelConfig(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1", retries=0)
        with pytest.raises(EndpointDown, match="cannot be reached"):
            Endpoint(config, {}).reply(REQUEST)


def test_a_key_is_not_repeated_even_by_the_model(stub: Any) -> None:
    stub.says(f"your key is {KEY}")
    assert asks(stub).reply(REQUEST) == "your key is [key]"


@pytest.mark.parametrize("key", ["", " ", "two words", "new\nline", "schlüssel"])
def test_no_usable_key(key: str) -> None:
    config = ModelConfig(key_variable="MY_KEY")
    with pytest.raises(InvalidConfig, match="MY_KEY") as caught:
        Endpoint(config, {"MY_KEY": key})
    assert not key.strip() or key not in str(caught.value)


@pytest.mark.parametrize(
    "said", [f"\x1b[31mkey {KEY}\r\n\r\n", f"HTTP/1.1 {KEY} no\r\n\r\n", f"HTTP/{KEY} 200\r\n\r\n"]
)
def test_nonsense_of_a_server_is_shown_as_data_and_without_the_key(stub: Any, said: str) -> None:
    stub.answers = [lambda asked: asked.wfile.write(said.encode())]
    with pytest.raises(EndpointDown) as caught:
        asks(stub, retries=0).reply(REQUEST)
    assert str(caught.value).isprintable()
    assert KEY not in repr(caught.value) + repr(caught.value.__cause__)


def test_a_key_in_what_is_no_completion(stub: Any, made: Any) -> None:
    sends, _ = made
    stub.answers = [sends(200, {"error": f"\x1b[2Jbad key {KEY}"})]
    with pytest.raises(EndpointRefused, match="bad key") as caught:
        asks(stub).reply(REQUEST)
    assert KEY not in repr(caught.value) + repr(caught.value.__cause__)


def test_a_reply_that_breaks_off_is_asked_for_again(stub: Any, made: Any) -> None:
    sends, completion = made

    def breaks_off(asked: Any) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", "500")
        asked.end_headers()
        asked.wfile.write(b'{"choices": [')

    stub.answers = [breaks_off, sends(200, completion("hi"))]
    waited: list[float] = []
    assert asks(stub, waited, retries=1).reply(REQUEST) == "hi"
    stub.answers = [breaks_off]
    with pytest.raises(EndpointDown, match="487 bytes of its reply are missing"):
        asks(stub, waited, retries=0).reply(REQUEST)


def test_heads_that_drip_are_cut_off(stub: Any) -> None:
    def drips(asked: Any) -> None:
        asked.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not stub.over.wait(0.02):
            try:
                asked.wfile.write(b"X")
            except OSError:
                return

    stub.answers = [drips]
    with pytest.raises(EndpointDown, match="took too long"):
        asks(stub, timeout_s=0.2, retries=0).reply(REQUEST)


@pytest.mark.parametrize("way", ["hangs", "drips"])
def test_it_is_called_off_while_it_waits(stub: Any, way: str) -> None:
    stub.answers = [getattr(stub, way)]
    config = ModelConfig(base_url=stub.url, timeout_s=3000.0, retries=10)
    endpoint = Endpoint(config, {}, is_called_off=lambda: bool(stub.bodies))
    with pytest.raises(CalledOff):
        endpoint.reply(REQUEST)
    assert len(stub.bodies) == 1


def test_it_is_called_off_between_two_tries(stub: Any, made: Any) -> None:
    sends, _ = made
    stub.answers = [sends(503, b"no", Retry_After="50")]
    config = ModelConfig(base_url=stub.url, retries=10, backoff_s=50.0)
    with pytest.raises(CalledOff):
        Endpoint(config, {}, is_called_off=lambda: bool(stub.bodies)).reply(REQUEST)
    with pytest.raises(CalledOff):
        Endpoint(config, {}, is_called_off=lambda: True).reply(REQUEST)
    assert len(stub.bodies) == 1
