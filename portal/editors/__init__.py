"""What editors use on the command line: write a new file by answering questions, compare, see what rests on something."""
