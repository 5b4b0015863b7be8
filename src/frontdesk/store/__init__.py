"""The clinic's database: the only room that knows SQL.

`engine.Store` opens it and gives transactions; each module beside it has one subject and plain
functions over a connection, which never begin or end a transaction themselves.
"""
