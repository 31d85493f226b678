"""Appeals: "I was right" for learners, the desk where teachers decide, regrades."""
