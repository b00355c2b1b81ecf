import subprocess
import sys

_LEAN = """
import sys
import pipeline.stages.entities
assert not [name for name in sys.modules if name.startswith(("spacy.cli", "typer", "weasel"))]
import spacy
assert spacy.info("", silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert spacy.cli.info.__module__ == "spacy.cli.info"
"""


def test_spacy_comes_without_its_command_line_which_can_be_imported_afterwards():
    subprocess.run([sys.executable, "-c", _LEAN], check=True, timeout=120)
