"""What is kept on this machine, all of it encrypted."""
