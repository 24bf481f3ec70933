"""Publish: a folder that a person can upload as it is, made from an output and nothing else.

``gates`` stops what must not get out, ``mask`` hides personal data, ``card``, ``croissant`` and
``history`` describe what the folder holds; here it is put together.
"""

from pipeline.publish.release import Release, check, publish

__all__ = ["Release", "check", "publish"]
