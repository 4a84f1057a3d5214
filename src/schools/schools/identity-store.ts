// Which of all that a school has been it was on a day. The register may keep a closed URN beside the one that followed it, so the days for
// which an identity holds do not tell them apart: the days on which each was open do.

const openOn = (
  i: string,
  day: string,
): string => `(${i}.opensOn IS NULL OR ${i}.opensOn <= ${day}) AND (${i}.closesOn IS NULL OR ${day} < ${i}.closesOn)
        AND (${i}.statusCode <> '4' OR ${i}.opensOn IS NOT NULL) AND (${i}.statusCode <> '2' OR ${i}.closesOn IS NOT NULL)`

/**
 * SQL to order identities `i` by: first the one that holds and is open on the day `day` (a SQL expression); when none is open, the one that had
 * opened last, else the one that will open first.
 */
export const onTheDay = (i: string, day: string): string =>
  `(${i}.validFrom IS NULL OR ${i}.validFrom <= ${day}) AND (${i}.validTo IS NULL OR ${day} < ${i}.validTo) DESC,
      ${openOn(i, day)} DESC,
      COALESCE(${i}.opensOn, '') <= ${day} DESC, IIF(COALESCE(${i}.opensOn, '') <= ${day}, ${i}.opensOn, NULL) DESC, ${i}.opensOn,
      ${i}.validFrom DESC, ${i}.learnedAt DESC, ${i}.urn DESC`

/** SQL: the id of the identity that the school of the root `rootId` had on `day` (both SQL expressions); NULL of one outside the register. */
export const identityOn = (rootId: string, day: string): string =>
  `(SELECT i.id FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL
    WHERE m.rootId = ${rootId} ORDER BY ${onTheDay('i', day)} LIMIT 1)`

/** SQL: what the school of the root `rootId` was called on `day`; what it is called now where the register does not say. */
export const nameOn = (rootId: string, day: string): string =>
  `COALESCE((SELECT i.name FROM SchoolIdentity i WHERE i.id = ${identityOn(rootId, day)}), (SELECT n.name FROM School n WHERE n.id = ${rootId}))`
