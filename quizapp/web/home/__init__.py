"""The front door: home, about, the negotiating root, and the health check."""
