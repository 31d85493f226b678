"""The page of personal tokens: making one, seeing which there are, revoking one."""
