"""The results of a class: who did what, what the answers say, what is on paper."""
