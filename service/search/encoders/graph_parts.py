"""Cut the encoder's graph into parts of two layers, so that several texts share each reading of the weights.

A processor reads 21 MB of weights for each text that passes the whole graph. That takes longer than computing a short text.
The weights of one part (3.5 MB) stay in its cache while one text after the other passes.
Each text still passes alone, through the same operators: its vector has the same bits.
"""

from pathlib import Path

FOLDER = "parts"
"""Beside the whole graph. The parts are files `0.onnx`, `1.onnx` …: each takes what the one before gives."""
_LAYERS_OF_A_PART = 2


def split_graph(whole: Path, *, layers: int) -> None:
    """Write the parts of the graph that `build_graph` made, quantised or not.

    Raises:
        ValueError: the graph lacks the names that `build_graph` gives.
    """
    from onnx import load, save
    from onnx.utils import Extractor

    folder = whole.parent / FOLDER
    folder.mkdir()
    graph = Extractor(load(whole))
    taken = ["input_ids", "attention_mask"]
    for number, last in enumerate(range(_LAYERS_OF_A_PART - 1, layers, _LAYERS_OF_A_PART)):
        ends = last + _LAYERS_OF_A_PART >= layers
        given = ["embedding"] if ends else [f"l{last}.x", *(["hide", "mask"] if number == 0 else [])]
        save(graph.extract_model(taken if number == 0 or not ends else [*taken, "mask"], given), folder / f"{number}.onnx")
        taken = [f"l{last}.x", "hide"]
