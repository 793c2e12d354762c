"""Mutation testing of the domain's rules: `python3 dev.py mutate`, see docs/mutation.md."""
