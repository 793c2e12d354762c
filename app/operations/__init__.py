"""What a person can do, one small module each. No Qt."""
