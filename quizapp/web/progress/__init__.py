"""What has been played so far: the history of rounds."""
