"""Where people come in: the web app and the command line over ``scoring`` and ``questions``."""
