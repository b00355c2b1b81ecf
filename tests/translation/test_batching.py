from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.batching import even_batches

SHAPES = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 2)), max_size=60)
SIZES = st.integers(1, 200)
WORKERS = st.integers(1, 8)


@given(SHAPES, SIZES, WORKERS)
def test_every_place_is_in_one_batch(shapes, size, workers):
    found = even_batches(shapes, size, workers)
    assert sorted(place for batch in found for place in batch) == list(range(len(shapes)))


@given(SHAPES, SIZES, WORKERS)
def test_a_batch_has_one_shape(shapes, size, workers):
    for batch in even_batches(shapes, size, workers):
        assert len({shapes[place] for place in batch}) == 1


@given(SHAPES, SIZES, WORKERS)
def test_a_batch_is_no_larger_than_its_size_or_one_source(shapes, size, workers):
    for batch in even_batches(shapes, size, workers):
        assert len(batch) == 1 or len(batch) * shapes[batch[0]][0] <= size


@given(SHAPES.filter(bool), SIZES, WORKERS)
def test_no_worker_is_idle_where_a_batch_could_be_cut(shapes, size, workers):
    assert len(even_batches(shapes, size, workers)) >= min(workers, len(shapes))


def test_no_sources_have_no_batches():
    assert even_batches([], 10) == []
