"""What bin/bench runs: each benchmark measures the product against something in one run."""
