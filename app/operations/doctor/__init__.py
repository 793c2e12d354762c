"""What is wrong with this machine, and what mends it: for IT, by window and command line."""
