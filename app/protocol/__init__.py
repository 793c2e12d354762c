"""What goes over the wire: envelopes, operations, problems, canonical hashing (design §4)."""
