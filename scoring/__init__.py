"""What follows from the answers: pure functions, frozen values in, frozen values out."""
