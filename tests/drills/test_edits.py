"""The drill of `make drill`, made small."""

from .edits import audit, drill, house


def test_no_saved_edit_is_lost_while_server_and_database_are_killed():
    with house(workers=2) as built:
        tally = drill(built, clients=4, edits=80, kills=1)
        found = audit(built, tally)

    changes, *wrong = found.values()
    assert wrong == [0] * 5, found
    assert tally.counts["saved"] + tally.counts["left to the other"] == 80
    assert changes >= tally.counts["saved"]
