"""Notebooks run from top to bottom, and leave their own folder as it was."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

HIDDEN = re.compile(r"<details>(.*?)</details>", re.DOTALL)
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_runs_from_top_to_bottom(file: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(file, as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    answers = [code for hidden in HIDDEN.findall(text) for code in CODE.findall(hidden)]
    notebook.cells += [nbformat.v4.new_code_cell(code) for code in answers]  # as whoever opens one would
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs), "no chart was drawn"
    assert any("early minus late" in cell.source for cell in notebook.cells)


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_kept_without_outputs_so_that_a_reader_predicts_first(file: Path) -> None:
    notebook = nbformat.read(file, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells if cell.cell_type == "code")
