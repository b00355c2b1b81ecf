import pytest

from pipeline.assets import models_dir
from tests.gate.cases import read_cases
from tests.gate.evaluate import all_gates, load_floors
from tests.gate.gates import faults


@pytest.fixture(scope="module")
def gates():
    return all_gates(models_dir())


@pytest.mark.model
def test_the_pipeline_keeps_its_scores_on_the_corpus(gates):
    pinned = load_floors()
    assert [line for gate in gates for line in faults(gate, pinned)] == []


@pytest.mark.model
def test_every_pinned_gate_is_measured(gates):
    assert set(load_floors()) <= {gate.name for gate in gates}


@pytest.mark.model
def test_the_tables_show_no_case_of_the_test_part(gates):
    shown = "\n".join(gate.table for gate in gates)
    hidden = [case for case in read_cases()[0] if case.part == "test"]
    assert [case.id for case in hidden if case.id in shown or case.what in shown] == []
