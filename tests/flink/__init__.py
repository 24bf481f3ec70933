"""The whole pipeline on an embedded Flink, beside the local output (``make test-flink``)."""
