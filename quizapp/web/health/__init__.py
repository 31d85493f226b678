"""What machines ask: is the process alive, can it work, how much does it do."""
