from whereseen.memory.encoder.names_seen import NamesSeen


def test_names_are_kept_once_and_sorted():
    names = NamesSeen()
    names.add(["mug", "cup"])
    names.add(["mug", "bed"])
    assert names.sorted() == ("bed", "cup", "mug")


def test_only_so_many_are_kept():
    names = NamesSeen(most=2)
    names.add(["a", "b", "c"])
    names.add(["d"])
    assert names.sorted() == ("a", "b")
