"""Build time: reads the rule data, checks it and compiles it to a program that the engine runs."""
