"""What whoever runs the site does with it: look whether all is well, back up, restore, erase."""
