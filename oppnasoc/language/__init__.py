"""Swedish for the rest of the house, in plain Python.

Rooms: ``minutes`` (meeting notes to structure), ``personal_data`` (what must not be published),
``names``, ``organisations``, ``dates``, ``similar`` (likeness between texts), ``sorting`` (å ä ö).
Nothing here imports Django, reads settings or touches a database. Importing this package loads
no data; name lists are read at first use, once per process.
"""
