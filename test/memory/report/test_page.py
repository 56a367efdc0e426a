"""The page, as bytes and in a browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.objects.entity import Kind
from whereseen.memory.report.contents import Floor, PlanFrame, Report
from whereseen.memory.report.page import embedded, page_of, write_report

EVIL = "</script><img src=x onerror=alert(1)><!-- & \u2028 \u202e \ud800 ${title} $data"
MB = 1_000_000


def opened(browser: Any, report: Report, folder: Path, **how: Any) -> None:
    write_report(report, folder / "report.html")
    browser.open(folder / "report.html", **how)


def enter(browser: Any, selector: str, text: str, event: str) -> None:
    box, value = f"document.querySelector({json.dumps(selector)})", json.dumps(text)
    said = f"new Event({json.dumps(event)}, {{bubbles: true}})"
    browser.eval(f"{box}.value = {value}; {box}.dispatchEvent({said})")


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_data_cannot_end_its_script_element() -> None:
    text = embedded({"label": EVIL})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["label"] == EVIL


def test_a_page_is_whole_and_names_no_other_place(home: Any) -> None:
    page = page_of(home.report(things=5, days=1, moves=2, photos=1))
    assert len(data_of(page)["things"]) == 5
    assert "http:" not in re.sub(r"http://www.w3.org/2000/svg", "", page)
    assert "https:" not in page
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", page)


def test_a_page_needs_its_suffix(home: Any, tmp_path: Path) -> None:
    with pytest.raises(InvalidConfig, match=r"ends in \.html"):
        write_report(home.report(things=1, days=1, moves=1), tmp_path / "home.map")
    assert not list(tmp_path.iterdir())


def test_a_month_of_twelve_rooms_is_a_few_megabytes(home: Any) -> None:
    large = type(home)(rooms=12).report(things=500, days=30, moves=4)
    assert len(large.turns) == 2000
    assert len(page_of(large)) < 3 * MB


def test_a_click_on_a_thing_shows_where_it_was(browser: Any, home: Any, tmp_path: Path) -> None:
    report = home.report(things=12, days=1, moves=3, photos=2)
    opened(browser, report, tmp_path)
    assert browser.count(".thing-row") == 12
    assert browser.count(".dots .thing") == 12
    assert browser.eval("byId('detail').hidden")
    browser.click('.thing-row[data-id="7"]')
    assert browser.text("#detail h2").startswith("Blue thing 7")
    places = {(stay.room, stay.support) for stay in report.items[6].stays}
    assert browser.count("#detail .row") == len(places)
    assert browser.count("#detail .bar") == 4
    assert browser.count("#detail .event") == 3
    assert browser.count("#detail .photos img") == 2
    assert browser.count(".trail .step") == 4
    assert "93 %" in browser.text("#detail .sure")
    assert browser.eval("location.hash") == "#thing-7"
    browser.click("#detail .back")
    assert browser.eval("byId('detail').hidden")
    browser.eval(
        "document.querySelector('.dots [data-id=\"3\"]').dispatchEvent(new Event('click'))"
    )
    assert browser.text("#detail h2").startswith("Red thing 3")
    assert browser.errors == []
    assert {request.split(":")[0] for request in browser.requests} <= {"file", "data", "about"}


def test_changes_are_filtered_by_kind_room_day_and_words(
    browser: Any, home: Any, tmp_path: Path
) -> None:
    report = home.report(things=10, days=3, moves=2)
    gone = replace(report.turns[-1], kind=Kind.VANISHED, after=None)
    first = replace(gone, kind=Kind.APPEARED, earliest_ns=0, before=None, after=gone.before)
    opened(browser, replace(report, turns=(first, *report.turns[:-1], gone)), tmp_path)
    browser.click("#tab-changes")
    # What the first look showed is no change.
    assert browser.count("#changes .event") == 20
    browser.click('.chip[data-kind="moved"]')
    assert browser.count("#changes .event") == browser.count('[data-kind="vanished"].event') == 1
    browser.click('.chip[data-kind="moved"]')
    enter(browser, "#changes select", "room 2", "change")
    expected = [
        turn for turn in [*report.turns[:-1], gone]
        if "room 2" in {stay.room for stay in (turn.before, turn.after) if stay}
    ]  # fmt: skip
    assert 0 < browser.count("#changes .event") == len(expected) < 20
    enter(browser, "#changes select", "", "change")
    enter(browser, "#change-search", "RED thing", "input")
    assert browser.count("#changes .event") == 2 * sum(item.id % 3 == 0 for item in report.items)
    enter(browser, "#change-search", "no such", "input")
    assert "No change" in browser.text("#change-list")
    enter(browser, "#change-search", "", "input")
    browser.click(".days button:nth-child(2)")
    assert browser.count("#changes .day") == 1
    assert browser.text("#changes .day") == "Friday, 2 January 2026"
    assert browser.errors == []


def test_search_and_the_clock(browser: Any, home: Any, tmp_path: Path) -> None:
    report = home.report(things=30, days=1, moves=1)
    opened(browser, report, tmp_path)
    enter(browser, "#search", "blue", "input")
    assert browser.count(".thing-row") == 10
    before = browser.eval(
        "document.querySelector('.dots [data-id=\"5\"]').getAttribute('transform')"
    )
    enter(browser, "#clock-range", "0", "input")
    after = browser.eval(
        "document.querySelector('.dots [data-id=\"5\"]').getAttribute('transform')"
    )
    assert before != after
    assert browser.text("#clock-text") == "1 Jan, 10:00"
    browser.click("#clock-now")
    assert browser.errors == []


def test_names_are_never_markup(browser: Any, home: Any, tmp_path: Path) -> None:
    report = home.report(things=3, days=1, moves=1)
    items = [
        replace(
            item,
            label=EVIL,
            stays=tuple(replace(stay, room=EVIL, support=EVIL) for stay in item.stays),
        )
        for item in report.items
    ]
    turns = [replace(turn, label=EVIL) for turn in report.turns]
    evil = replace(report, title=EVIL, source=EVIL, items=tuple(items), turns=tuple(turns))
    opened(browser, evil, tmp_path)
    browser.click(".thing-row")
    assert "onerror=alert(1)" in browser.text("#detail h2")
    assert browser.count("img[src=x]") == 0
    assert browser.errors == []


def test_scripts_of_others_do_not_run(browser: Any, home: Any, tmp_path: Path) -> None:
    page = page_of(home.report(things=1, days=1, moves=1))
    spoiled = page.replace("<header", "<script>window.ran = 1</script><header")
    (tmp_path / "spoiled.html").write_text(spoiled)
    browser.open(tmp_path / "spoiled.html")
    assert browser.eval("window.ran === undefined")
    assert any("Content Security Policy" in error for error in browser.errors)


@pytest.mark.parametrize("dark", [False, True])
def test_a_map_without_anything(browser: Any, tmp_path: Path, dark: bool) -> None:
    nothing = Report("empty", "", 0, 0, PlanFrame(), (Floor((-2.0, -1.5), (2.0, 1.5)),))
    opened(browser, nothing, tmp_path, dark=dark)
    assert "No things are known yet" in browser.text("#things")
    browser.click("#tab-changes")
    assert "Nothing has changed" in browser.text("#changes")
    assert browser.errors == []


def test_a_large_home_shows_a_page_of_its_things(browser: Any, home: Any, tmp_path: Path) -> None:
    large = type(home)(rooms=12).report(things=500, days=30, moves=4)
    opened(browser, large, tmp_path, size=(390, 844))
    assert browser.count(".thing-row") == 150
    browser.click("#things .more")
    assert browser.count(".thing-row") == 300
    browser.click("#tab-changes")
    assert browser.count("#changes .event") == 150
    assert browser.eval("document.documentElement.scrollWidth") == 390
    assert browser.errors == []
