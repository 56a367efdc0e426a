import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.encoder.lexicon import Entry, Lexicon, Reading, household_lexicon

SMALL = Lexicon.parse(
    """
    # Dishes
    cup: drinking cup | a small open container
    mug < cup: coffee mug, tea mug | a large cup with a handle
    glass: drinks glass
    glasses: spectacles
    scissors: pair of scissors
    knife
    chef's knife < knife: carving knife
    purse: coin purse
    handbag: purse, shoulder bag
    """
)


def test_an_entry_is_read_from_its_line():
    entry = Entry.parse("mug < cup: coffee mug, tea mug | a large cup with a handle")
    assert entry == Entry("mug", "cup", ("coffee mug", "tea mug"), "a large cup with a handle")
    assert entry.phrases == ("mug", "coffee mug", "tea mug", "a large cup with a handle")


def test_all_but_the_name_may_be_missing():
    assert Entry.parse("knife") == Entry("knife")
    assert Entry.parse("knife").phrases == ("knife",)


@pytest.mark.parametrize(
    ("phrase", "kinds", "attributes"),
    [
        ("mug", {"mug"}, set()),
        ("Mugs", {"mug"}, set()),
        ("blue coffee mug", {"mug"}, {"blue"}),
        ("blue_mug", {"mug"}, {"blue"}),
        ("spectacles", {"glasses"}, set()),
        ("glasses", {"glasses"}, set()),
        ("drinks glasses", {"glass"}, set()),
        ("scissor", {"scissors"}, set()),
        ("knives", {"knife"}, set()),
        ("chefs knife", {"chef's knife"}, set()),
        ("bread knife", {"knife"}, {"bread"}),
        ("purse", {"purse", "handbag"}, set()),
        ("mug tree", set(), set()),
        ("", set(), set()),
    ],
)
def test_a_compound_is_what_its_last_words_are(phrase, kinds, attributes):
    assert SMALL.read(phrase) == Reading(frozenset(kinds), frozenset(attributes))


def test_kinds_of_kinds():
    assert SMALL.is_a("mug", "cup")
    assert SMALL.is_a("mug", "mug")
    assert not SMALL.is_a("cup", "mug")
    assert not SMALL.is_a("glass", "cup")
    assert SMALL.related(["mug"]) == {"mug", "cup"}
    assert SMALL.related(["cup"]) == {"cup"}
    assert SMALL.with_broader(["mug", "knife"]) == {"mug", "cup", "knife"}


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    known = {entry.name for entry in household_lexicon()}
    assert household_lexicon().read(text).kinds <= known


class TestHousehold:
    lexicon = household_lexicon()

    def test_every_broader_name_is_an_entry_and_none_is_its_own(self):
        names = {entry.name for entry in self.lexicon}
        assert len(names) > 500
        for entry in self.lexicon:
            assert entry.broader is None or entry.broader in names, entry
            assert entry.broader is None or not self.lexicon.is_a(entry.broader, entry.name), entry

    def test_every_entry_is_described(self):
        assert all(entry.definition and entry.name == entry.name.strip() for entry in self.lexicon)

    def test_names_mean_themselves(self):
        for entry in self.lexicon:
            assert self.lexicon.read(entry.name).kinds == {entry.name}, entry

    def test_names_are_there_once(self):
        names = [entry.name for entry in self.lexicon]
        assert len(names) == len(set(names))
