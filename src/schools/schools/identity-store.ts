// Which of a school's identities it had on a day. The register may keep a closed URN beside its
// successor, so the days on which each was open decide.

/** SQL: identity `i` is what the register says for `day` (SQL). */
export const inForceOn = (i: string, day: string): string =>
  `(${i}.validFrom IS NULL OR ${i}.validFrom <= ${day}) AND (${i}.validTo IS NULL OR ${day} < ${i}.validTo)`

/**
 * SQL: identity `i` is open on `day` (SQL): its days decide, and its status where it has none. Of
 * today's card `School.isOpen` says the same (view IdentityToday).
 */
export const openOn = (
  i: string,
  day: string,
): string => `(${i}.opensOn IS NULL OR ${i}.opensOn <= ${day}) AND (${i}.closesOn IS NULL OR ${day} < ${i}.closesOn)
        AND (${i}.statusCode <> '4' OR ${i}.opensOn IS NOT NULL) AND (${i}.statusCode <> '2' OR ${i}.closesOn IS NOT NULL)`

/**
 * SQL order of identities `i`: first the one in force and open on `day` (SQL); else the last that
 * had opened, else the first that will.
 */
const onTheDay = (i: string, day: string): string =>
  `${inForceOn(i, day)} DESC, ${openOn(i, day)} DESC,
      COALESCE(${i}.opensOn, '') <= ${day} DESC, IIF(COALESCE(${i}.opensOn, '') <= ${day}, ${i}.opensOn, NULL) DESC, ${i}.opensOn,
      ${i}.validFrom DESC, ${i}.learnedAt DESC, ${i}.urn DESC`

/** SQL: the identity id of root `rootId` on `day` (both SQL); NULL outside the register. */
export const identityOn = (rootId: string, day: string): string =>
  `(SELECT i.id FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL
    WHERE m.rootId = ${rootId} ORDER BY ${onTheDay('i', day)} LIMIT 1)`

/** SQL: the name of root `rootId` on `day`; its current name where the register does not say. */
export const nameOn = (rootId: string, day: string): string =>
  `COALESCE((SELECT i.name FROM SchoolIdentity i WHERE i.id = ${identityOn(rootId, day)}), (SELECT n.name FROM School n WHERE n.id = ${rootId}))`

/** SQL: the telephone number of a school (root), of its latest identity that has one. */
export const telephoneOfSchool = (
  root: string,
): string => `(SELECT i.telephone FROM SchoolIdentity i JOIN School o ON o.id = i.schoolId WHERE o.rootId = ${root} AND i.supersededAt IS NULL
   AND i.telephone <> '' ORDER BY COALESCE(i.validTo, '9999') DESC, COALESCE(i.validFrom, '') DESC LIMIT 1)`
