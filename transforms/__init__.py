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
anchor          Collation                                  Collation (offsets of the source)
write           Collation, Decision                        records, ledger, duplicates, facts
==============  =========================================  ===================================

A stage is a file or folder of pure functions; ``steps`` makes of each a PTransform of its name. No
stage imports another: all import ``schema``, ``render``, ``files`` and ``tables``. ``rows`` (what a
table holds) and ``markup`` (what a page shows) are for ``read``, and ``segment`` and ``anchor``.
"""
