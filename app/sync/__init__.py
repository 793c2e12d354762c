"""The only room that speaks HTTP. No Qt."""
