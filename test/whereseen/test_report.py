"""`whereseen report` as a program: files, output, exit codes."""

import json


def test_a_page_is_written(mapped, command, tmp_path):
    page = tmp_path / "home.html"
    done = command("report", mapped, "--out", page, "--title", "Our <home>")
    assert done.returncode == 0, done.stderr
    assert f"wrote {page}" in done.stdout
    text = page.read_text()
    assert "<title>Our &lt;home&gt;</title>" in text
    assert "red mug" in text
    assert [each.name for each in tmp_path.iterdir()] == ["home.html"]


def test_the_same_as_json(mapped, command):
    done = command("report", mapped, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert [thing["label"] for thing in found["things"]] == ["red mug"]
    assert found["title"] == "views"


def test_a_page_does_not_replace_a_map(mapped, command):
    before = mapped.read_bytes()
    done = command("report", mapped, "--out", mapped)
    assert done.returncode == 1
    assert "ends in .html" in done.stderr
    assert mapped.read_bytes() == before
