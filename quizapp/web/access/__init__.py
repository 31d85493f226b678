"""One's own account: its signed-in browsers, its password, its second factor."""
