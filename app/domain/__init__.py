"""The rules of the trade: pure, without Qt, files, network or a clock of its own."""
