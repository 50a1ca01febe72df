"""What bin/start, bin/test and bin/bench share: Python's standard library alone, as nothing else is
installed when they begin."""
