"""One test file for each of P1–P19 of domain §1.7, over real HTTP."""
