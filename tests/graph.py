"""Walk a graph as an engine gets it: which coder encodes the keys of each GroupByKey."""

from __future__ import annotations

import apache_beam as beam
from apache_beam.portability.api import beam_runner_api_pb2

GROUP_BY_KEY = "beam:transform:group_by_key:v1"


def key_coders(graph: beam_runner_api_pb2.Pipeline) -> dict[str, str]:
    """Return the URN of the key coder of each GroupByKey, by the name of the step."""
    parts = graph.components
    found = {}
    for step in parts.transforms.values():
        if step.spec.urn == GROUP_BY_KEY:
            (collection,) = step.inputs.values()
            pair = parts.coders[parts.pcollections[collection].coder_id]
            found[step.unique_name] = parts.coders[pair.component_coder_ids[0]].spec.urn
    return found


def proto(pipeline: beam.Pipeline) -> beam_runner_api_pb2.Pipeline:
    """Return the graph as it is sent to an engine."""
    return pipeline.to_runner_api(use_fake_coders=False)
