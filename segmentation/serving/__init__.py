"""What stands beside the app in its process: the entrance where people sign in, the shell's door, the phone's files."""
