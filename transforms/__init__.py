"""The stages, in flow order, with the element that goes in and comes out of each.

==============  =========================================  ===================================
read            path                                       SourceFile
decode          SourceFile                                 SourceText | DeadLetter
segment         SourceText                                 Collation (blocks that tile the text)
label           Collation                                  Collation (blocks labelled)
split           Collation                                  Collation (documents, with ids)
deduplicate     Collation; fingerprints                    Collation (repeats); Pair, Decision
restore         Collation                                  Collation (edits)
describe        Collation                                  Collation (facts)
write           Collation, Decision                        records, ledger, duplicates, facts
==============  =========================================  ===================================

A stage is a file with pure functions and, last, a thin PTransform of the stage's name. No stage
imports another: all import ``schema``, ``render`` and ``tables``.
"""
