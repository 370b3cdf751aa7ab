"""What the speed claims in the README are measured with; see benchmarks/README.md."""
