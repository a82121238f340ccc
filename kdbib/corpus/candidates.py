"""Which works a citation is compared with: questions in SQL, of one text for every engine.

An engine has the corpus's tables (``titles``, ``identifiers``, ``near``: key and id of a work), and
of the citations ``cited_titles``, ``cited_identifiers`` and ``cited_near`` (key and id, which is
the row of a citation). Each query gives ``row`` and ``id``: a citation, a work to compare it with.
DuckDB and Spark (with double-quoted identifiers) both understand them.
"""

MOST_CANDIDATES = 12
"""How many works a citation is compared with: those that share the most, and the rarest, keys."""
LEAST_SHARE = 3
"""A work that has less than this part (a third) of the best one's weight is not compared."""
MOST_NAMESAKES = 64
"""How many works of exactly one title a citation is compared with: those of the lowest ids.

``Editorial`` is the title of a hundred thousand works. So no key has more than that many works
*before* it meets the citations; that leaves the same ones as a limit for each citation alone.
"""
WEIGHT = 24
"""A shared near key's weight is this less the bits of the number of works that have it."""

EXACT = f"""
    WITH known_titles AS (SELECT key, id FROM titles SEMI JOIN cited_titles USING (key)
                          QUALIFY row_number() OVER (PARTITION BY key ORDER BY id)
                                  <= {MOST_NAMESAKES}),
         known_identifiers AS (SELECT key, id FROM identifiers
                               SEMI JOIN cited_identifiers USING (key)
                               QUALIFY row_number() OVER (PARTITION BY key ORDER BY id)
                                       <= {MOST_NAMESAKES}),
         pairs AS (SELECT asked.id AS "row", known.id AS id
                   FROM cited_titles AS asked JOIN known_titles AS known USING (key)
                   UNION SELECT asked.id AS "row", known.id AS id
                   FROM cited_identifiers AS asked JOIN known_identifiers AS known USING (key))
    SELECT "row", id FROM pairs
    QUALIFY row_number() OVER (PARTITION BY "row" ORDER BY id) <= {MOST_NAMESAKES}
"""
"""The works that share a title or an identifier with a citation."""

NEAR = f"""
    WITH asked AS (SELECT DISTINCT key FROM cited_near),
         hits AS (SELECT key, id, count(*) OVER (PARTITION BY key) AS works
                  FROM near SEMI JOIN asked USING (key)),
         weighed AS (SELECT cited_near.id AS "row", hits.id AS id,
                            sum({WEIGHT - 1} - CAST(floor(log2(works)) AS INT)) AS weight
                     FROM cited_near JOIN hits USING (key) GROUP BY ALL),
         best AS (SELECT "row", max(weight) AS most FROM weighed GROUP BY "row")
    SELECT "row", id FROM weighed JOIN best USING ("row") WHERE weight * {LEAST_SHARE} >= most
    QUALIFY row_number() OVER (PARTITION BY "row" ORDER BY weight DESC, id) <= {MOST_CANDIDATES}
"""
"""The works that share the most and the rarest near keys with a citation."""
