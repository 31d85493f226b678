"""What somebody is told: the words of every kind, and the page that holds them."""
