"""The whole graph: three passes over the units, the commit, and the proof of what it wrote.

An element is a unit's number, or a unit with its sources; texts lie in staging, and only numbers,
references and decisions cross from pass to pass. Keys are integers, and declared so: without a
type Beam would pickle them, and an engine compares keys by their bytes.
"""

from __future__ import annotations

import apache_beam as beam
from apache_beam.pvalue import AsIter, AsList, AsSingleton

from pipeline import passes
from pipeline.commit import commit
from pipeline.config import Config
from pipeline.decide import decide
from pipeline.finish import finish, last_steps
from pipeline.own_rules import choice
from pipeline.passes import Job
from transforms.schema import Items
from transforms.stage import GiveBack, clocked
from transforms.steps import (
    Anchor,
    Decode,
    Deduplicate,
    Describe,
    Label,
    Read,
    Restore,
    Segment,
    Split,
)


def build(pipeline: beam.Pipeline, job: Job, config: Config, versions: dict[str, str]) -> None:
    """Add the graph of a run to a pipeline."""
    units = pipeline | "Units" >> beam.Create(range(job.units))
    once = pipeline | "Once" >> beam.Create([None])

    # Pass A: what each file says alone; of all together, which lines stand at many edges.
    texts = (
        units
        | Read(job.sources, job.fields)
        | Decode()
        | Segment()
        | "StageTexts" >> beam.Map(clocked("staging", passes.stage_texts), job)
    )
    table = once | "MergeEdges" >> beam.Map(
        clocked("label", passes.merge_edges), job, AsIter(texts)
    )
    repeated = AsSingleton(table)
    drafts = AsSingleton(table | "DraftsFolder" >> beam.Map(passes.drafts_folder, job))

    # Pass B: the documents of each source; their fingerprints, cut by partition.
    drafted = (
        units
        | "FetchTexts"
        >> beam.Map(clocked("staging", passes.fetch_texts), job, drafts).with_output_types(Items)
        | Label(repeated, choice(config.rules, config.no_rule))
        | Split(job.split, job.heading)
        | Deduplicate(job.duplicates)
        | Restore(job.script, job.punctuation, job.spacing, job.phrases)
        | Describe()
        | Anchor()
        | "StageDrafts"
        >> beam.FlatMap(clocked("fingerprint", passes.stage_drafts), job, drafts).with_output_types(
            passes.Dealt
        )
    )

    earlier = (
        pipeline
        | "EarlierUnits" >> beam.Create(range(job.earlier))
        | "StageEarlier"
        >> beam.FlatMap(
            clocked("fingerprint", passes.stage_earlier), job, drafts
        ).with_output_types(passes.Dealt)
    )

    # Across units: references are compared, texts are fetched where they lie.
    candidates = (
        (drafted, earlier)
        | "AllDrafted" >> beam.Flatten()
        | "ByPartition" >> beam.GroupByKey()
        | "FindCandidates"
        >> beam.Map(clocked("compare", passes.find_candidates), job, drafts).with_output_types(int)
    )
    pairs = (
        once
        | "HeaviestFirst"
        >> beam.FlatMap(
            clocked("compare", passes.heaviest_first), job, drafts, AsIter(candidates)
        ).with_output_types(passes.Dealt)
        | "ByGroup" >> beam.GroupByKey()
        | "VerifyPairs"
        >> beam.Map(clocked("compare", passes.verify_pairs), job, drafts).with_output_types(int)
        | "PairsDone" >> beam.ParDo(GiveBack()).with_output_types(int)
    )
    decided = once | "Decide" >> beam.FlatMap(
        clocked("compare", decide), job, drafts, AsIter(pairs)
    ).with_output_types(tuple[int, str])

    # Pass C: the output files of each unit.
    accounts = (
        decided
        | "ByUnit" >> beam.GroupByKey()
        | "Write" >> beam.Map(clocked("write", passes.write_decided), job, drafts)
        | "WriteDone" >> beam.ParDo(GiveBack())
    )
    code = once | "Commit" >> beam.Map(commit, job, config, versions, AsList(accounts))
    steps = pipeline | "LastSteps" >> beam.Create(last_steps(job, config))
    steps | "Finish" >> beam.Map(finish, job, AsSingleton(code))
