from __future__ import annotations

from whereseen.memory.report.page import embedded


def test_data_cannot_end_its_script_element() -> None:
    text = embedded({"label": "</script><script>alert(1)</script><!-- & \u2028 \ud800"})
    assert not set("<>&\u2028") & set(text)
    assert "\\u003c/script\\u003e" in text
