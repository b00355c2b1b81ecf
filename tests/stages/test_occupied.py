from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Span
from pipeline.stages.occupied import Occupied

spans = st.builds(
    lambda part, start, length: Span(part=part, start=start, end=start + length),
    st.sampled_from("ab"),
    st.integers(0, 30),
    st.integers(1, 6),
)


@given(st.lists(spans, max_size=12), spans)
def test_it_answers_as_if_it_had_looked_at_every_range(taken, asked):
    kept: list[Span] = []
    for span in taken:
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    found = Occupied(taken).overlapping(asked)
    assert set(found) == {span for span in kept if span.overlaps(asked)}


def test_a_range_that_is_given_back_is_free():
    span = Span(part="a", start=1, end=4)
    taken = Occupied([span])
    taken.remove(span)
    assert taken.is_free(span)
