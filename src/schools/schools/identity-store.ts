// Which identity a school had on a day. A closed URN may remain beside its successor, so opening
// days decide.

/** SQL: the register's identity `i` for `day` (SQL). */
export const inForceOn = (i: string, day: string): string =>
  `(${i}.validFrom IS NULL OR ${i}.validFrom <= ${day}) AND (${i}.validTo IS NULL OR ${day} < ${i}.validTo)`

/** SQL: by its days or, without any, its status; today as `School.isOpen` (view IdentityToday). */
export const openOn = (
  i: string,
  day: string,
): string => `(${i}.opensOn IS NULL OR ${i}.opensOn <= ${day}) AND (${i}.closesOn IS NULL OR ${day} < ${i}.closesOn)
        AND (${i}.statusCode <> '4' OR ${i}.opensOn IS NOT NULL) AND (${i}.statusCode <> '2' OR ${i}.closesOn IS NOT NULL)`

/** SQL order of identities `i`: in force and open on `day`, last opened, first to open. */
const onTheDay = (i: string, day: string): string =>
  `${inForceOn(i, day)} DESC, ${openOn(i, day)} DESC,
      COALESCE(${i}.opensOn, '') <= ${day} DESC, IIF(COALESCE(${i}.opensOn, '') <= ${day}, ${i}.opensOn, NULL) DESC, ${i}.opensOn,
      ${i}.validFrom DESC, ${i}.learnedAt DESC, ${i}.urn DESC`

/** SQL: the identity id of root `rootId` on `day` (both SQL); NULL outside the register. */
export const identityOn = (rootId: string, day: string): string =>
  `(SELECT i.id FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL
    WHERE m.rootId = ${rootId} ORDER BY ${onTheDay('i', day)} LIMIT 1)`

/** SQL: as of `day`; the current name where the register has none. */
export const nameOn = (rootId: string, day: string): string =>
  `COALESCE((SELECT i.name FROM SchoolIdentity i WHERE i.id = ${identityOn(rootId, day)}), (SELECT n.name FROM School n WHERE n.id = ${rootId}))`

/** SQL: of a root, from its latest identity with one. */
export const telephoneOfSchool = (
  root: string,
): string => `(SELECT i.telephone FROM SchoolIdentity i JOIN School o ON o.id = i.schoolId WHERE o.rootId = ${root} AND i.supersededAt IS NULL
   AND i.telephone <> '' ORDER BY COALESCE(i.validTo, '9999') DESC, COALESCE(i.validFrom, '') DESC LIMIT 1)`
