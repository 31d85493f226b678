"""Appeals and regrades: a learner objects, a teacher mends the key, everyone's score follows."""
