"""The benchmark of draws runs to its end and compares with its marks; nothing is asserted about times."""

from benchmarks.draw import Part, Run, main, measure, report


def test_a_tiny_draw_is_measured_in_all_its_parts():
    run = measure(1000, 6)
    assert [part.name for part in run.parts] == ["freeze", "draw", "officers"]
    assert run.drawn == 30
    assert all(part.seconds > 0 and part.bare > 0 for part in run.parts)


def runs(draw_ratio, growth):
    parts = (Part("freeze", 1.0, 1.0), Part("draw", draw_ratio, 1.0), Part("officers", 1.0, 1.0))
    small = (Part("freeze", (1.0 + draw_ratio) / growth, 1.0), Part("draw", 0.0, 1.0))
    return Run(100, 3, small), Run(1000, 30, parts)


def test_every_mark_is_held_on_both_sides():
    assert report(*runs(2.0, 12.0), 1.2e9)[1]
    for missed in (report(*runs(2.01, 12.0), 1e9), report(*runs(2.0, 12.1), 1e9), report(*runs(2.0, 12.0), 1.21e9)):
        assert not missed[1]
        assert sum("MISSED" in row for row in missed[0]) == 1


def test_it_ends_with_a_status(capsys):
    assert main(["--objects", "2000", "--officers", "6"]) in {0, 1}
    assert capsys.readouterr().out.startswith("2,000 objects, 60 drawn\n")
