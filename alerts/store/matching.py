"""The SQL by which an area meets districts. Kept apart because it is the one query that every preview waits for."""

from __future__ import annotations

from sqlalchemy import TextClause

from alerts.store.statements import statement

# Who claims what. ``above`` marks a claim that lies over the asking authority's own ground (a Land over a Bezirk):
# its alerting level would be an ancestor of the authority's own leaves, so the finest districts stand in there.
_CLAIMS = """
    mine AS MATERIALIZED (
        SELECT coalesce(array_agg(DISTINCT step.key), '{}') AS above
        FROM jurisdiction j
        JOIN district d ON d.key = j.district_key AND d.valid_to IS NULL
        CROSS JOIN LATERAL unnest(d.lineage) AS step(key)
        WHERE j.authority_id = CAST(:authority AS uuid)
    ),
    claim AS MATERIALIZED (
        SELECT j.district_key, a.id, a.name, a.alerting_level, a.id = CAST(:authority AS uuid) AS mine,
               a.id <> CAST(:authority AS uuid) AND j.district_key = ANY(mine.above) AS above
        FROM jurisdiction j JOIN authority a ON a.id = j.authority_id CROSS JOIN mine
    )"""

# Of several claims on a district the asking authority's counts, else the nearest. A claimant whose alerting level is
# not loaded here alerts by the finest districts.
_OWNED = """
    owned AS (
        SELECT DISTINCT ON (c.id) c.id AS district, claim.id, claim.name, claim.alerting_level, claim.mine, claim.above
        FROM candidate c
        CROSS JOIN LATERAL unnest(c.lineage) WITH ORDINALITY AS step(key, distance)
        JOIN claim ON claim.district_key = step.key
        ORDER BY c.id, claim.mine DESC, step.distance
    ),
    judged AS (
        SELECT c.*, o.name AS owner, coalesce(o.mine, false) AS inside,
               o.id IS NOT NULL AND NOT o.above
                   AND bool_or(c.level = o.alerting_level) OVER (PARTITION BY o.id) AS by_level,
               c.level = o.alerting_level AS fits
        FROM candidate c LEFT JOIN owned o ON o.district = c.id
    ),
    leaf AS MATERIALIZED (
        SELECT * FROM judged WHERE CASE WHEN by_level THEN fits ELSE finest END
    )"""

# What is picked whole needs no geometry.
_MET = """
    CASE WHEN d.lineage && CAST(:whole AS text[]) OR ST_Covers(area.shape, d.shape) THEN d.area_m2
         ELSE ST_Area(ST_Intersection(area.shape, d.shape)) END"""
_MEETING = """
    area JOIN district d ON ST_Intersects(area.shape, d.shape)
    WHERE {in_force}
      AND (d.finest OR EXISTS (
          SELECT FROM claim WHERE claim.alerting_level = d.level AND claim.district_key = ANY(d.lineage)))"""
_COLUMNS = """
    d.id, d.key, d.name, d.level, d.parent_key, d.lineage, d.finest, d.contested, d.edition, d.scope,
    d.area_m2, d.population, d.population_as_of, d.population_method, d.shape::box2d::geometry AS box"""

_AT_ONCE = """
    area AS MATERIALIZED (SELECT ST_GeomFromWKB(:area, 3035) AS shape),
    {claims},
    candidate AS MATERIALIZED (SELECT {columns}, {met} AS met FROM {meeting})"""
_BY_PARTS = """
    area AS MATERIALIZED (SELECT (ST_Dump(ST_GeomFromWKB(:area, 3035))).geom AS shape),
    {claims},
    pair AS MATERIALIZED (SELECT d.id, {met} AS met FROM {meeting}),
    candidate AS MATERIALIZED (
        SELECT {columns}, least(measured.met, d.area_m2) AS met
        FROM (SELECT id, sum(met) AS met FROM pair GROUP BY id) AS measured JOIN district d ON d.id = measured.id
    )"""

_MATCHES = """
    WITH {candidate},
    {owned},
    own AS MATERIALIZED (SELECT id, box, edition, scope FROM leaf WHERE inside AND contested),
    counted AS MATERIALIZED (
        SELECT leaf.*, CASE WHEN taken.shape IS NULL THEN leaf.met ELSE (
                   SELECT sum(ST_Area(ST_Difference(ST_Intersection(area.shape, d.shape), taken.shape)))
                   FROM area JOIN district d ON d.id = leaf.id AND ST_Intersects(area.shape, d.shape)) END AS overlap
        FROM leaf
        LEFT JOIN LATERAL (
            SELECT ST_Union(d.shape) AS shape
            FROM own JOIN district d ON d.id = own.id
            WHERE leaf.contested AND NOT leaf.inside AND own.box && leaf.box
              AND (own.edition, own.scope) <> (leaf.edition, leaf.scope)
        ) AS taken ON true
    )
    SELECT c.key, c.name, c.level, c.parent_key, c.lineage, c.area_m2, c.overlap, c.owner, c.inside,
           c.population, c.population_as_of, c.population_method,
           c.lineage && CAST(:picked AS text[]) AS picked, coalesce(s.carries_alone, false) AS carries_alone
    FROM counted c
    LEFT JOIN district_setting s ON s.district_key = c.key AND s.authority_id = CAST(:authority AS uuid)
    WHERE c.overlap >= CAST(:least_m2 AS double precision)
"""


def _matches(candidate: str) -> TextClause:
    parts = {"claims": _CLAIMS, "owned": _OWNED, "met": _MET, "meeting": _MEETING, "columns": _COLUMNS}
    return statement(_MATCHES, candidate=candidate, **parts)


MATCHES = _matches(_AT_ONCE)
"""For an area in one part."""

MATCHES_BY_PARTS = _matches(_BY_PARTS)
"""The same for one in many: each part is laid over the few districts it meets, and a district's shares are added up.

Cutting single parts up as well (ST_Subdivide) cost more than it saved: 1.5 s against 0.2 s on a comb of 4,000 spikes.
"""

# One row a district, so that a channel of a whole Land costs little. Channels serve own ground: no other claim counts.
LEAVES_OF = statement("""
    WITH asking AS (
        SELECT a.alerting_level AS level, array_agg(j.district_key) AS tops
        FROM authority a JOIN jurisdiction j ON j.authority_id = a.id
        WHERE a.id = CAST(:authority AS uuid) GROUP BY a.id
    ),
    asked AS (SELECT DISTINCT k AS key FROM unnest(CAST(:keys AS text[])) AS k),
    candidate AS (
        SELECT asked.key AS asked, d.key, d.population, d.finest, d.level = asking.level AS fits,
               coalesce(d.lineage && asking.tops, false) AS mine
        FROM asked LEFT JOIN asking ON true JOIN district d ON d.lineage @> ARRAY[asked.key]
        WHERE {in_force} AND (d.finest OR d.level = asking.level)
    ),
    judged AS (SELECT candidate.*, mine AND bool_or(mine AND fits) OVER () AS by_level FROM candidate)
    SELECT asked, json_object_agg(key, coalesce(population, 0)) AS leaves
    FROM judged WHERE CASE WHEN by_level THEN fits ELSE finest END GROUP BY asked
""")
