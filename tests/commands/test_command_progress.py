import io

from pipeline.commands.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self):
        return True


def line(stream, weights=(1.0,), languages=1, times=(0.0, 10.0, 20.0)):
    clock = iter(times)
    return ProgressLine(stream, weights, languages, lambda: next(clock))


def last(stream):
    return stream.getvalue().rpartition("\r")[2].rstrip()


def test_a_terminal_sees_how_far_it_is_and_the_time_left():
    stream = Terminal()
    progress = line(stream, languages=2)
    progress.begin(0, "tur.txt")
    progress.show("en", (0, 8), 0.0)
    progress.show("en", (2, 8), 0.5)
    assert last(stream) == "tur.txt → en: 2/8 segments, 0:30 left"


def test_the_time_left_counts_all_files_by_their_size():
    stream = Terminal()
    progress = line(stream, weights=(100.0, 300.0))
    progress.begin(0, "a.txt")
    progress.show("en", (0, 5), 0.0)
    progress.finish("en", 5)
    progress.begin(1, "b.txt")
    progress.show("en", (0, 5), 0.0)
    assert last(stream) == "1/2 a.txt → en: 0/5 segments" or last(stream).startswith("2/2 b.txt")
    assert "0:30 left" in last(stream)


def test_a_shorter_line_covers_a_longer_one():
    stream = Terminal()
    progress = line(stream, times=[0.0] * 9)
    progress.begin(0, "a-very-long-name.txt")
    progress.show("en", (0, 5), 0.0)
    progress.begin(0, "b.txt")
    progress.show("en", (0, 5), 0.0)
    first, second = stream.getvalue().split("\r")[1:]
    assert len(first) == len(second)


def test_the_line_can_be_taken_away():
    stream = Terminal()
    progress = line(stream)
    progress.begin(0, "a.txt")
    progress.show("en", (0, 5), 0.0)
    progress.clear()
    assert last(stream) == ""


def test_a_long_name_does_not_break_the_line():
    stream = Terminal()
    progress = line(stream)
    progress.begin(0, "x" * 200)
    progress.show("en", (0, 5), 0.0)
    assert len(last(stream)) < 80


def test_elsewhere_there_is_a_plain_line_for_each_translation():
    stream = io.StringIO()
    progress = line(stream)
    progress.begin(0, "a.txt")
    progress.show("en", (0, 5), 0.0)
    progress.finish("en", 5)
    progress.clear()
    assert stream.getvalue() == "a.txt → en: 5 segments\n"


def test_several_files_in_hand_are_one_piece_of_work():
    stream = Terminal()
    progress = line(stream, weights=(100.0, 100.0, 200.0))
    progress.begin(0, "a.txt")
    progress.add(1)
    progress.show("en", (0, 9), 0.0)
    progress.show("en", (9, 9), 1.0)
    assert last(stream) == "1-2/3 a.txt → en: 9/9 segments, 0:10 left"


def test_each_of_several_files_in_hand_is_told_by_its_name():
    stream = io.StringIO()
    progress = line(stream, weights=(1.0, 1.0))
    progress.begin(0, "a.txt")
    progress.add(1)
    progress.finish("en", 2, "a.txt")
    progress.finish("en", 1, "b.txt")
    assert stream.getvalue() == "a.txt → en: 2 segments\nb.txt → en: 1 segment\n"
