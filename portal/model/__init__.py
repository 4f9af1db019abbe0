"""What the portal knows: typed models of all kinds, read from YAML, notices folded into dated states."""
