"""The commands of ``samsvar`` beside ``run`` and ``models``: a module each."""
