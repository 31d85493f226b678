"""Playing a round: question, feedback, finish, result, repeat."""
