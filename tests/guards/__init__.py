"""What every test is held to: its own home, no network, a quiet log, nothing left running."""
