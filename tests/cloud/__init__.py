"""Google's storage and Dataflow as stand-ins on this machine (``make test-dataflow``)."""
