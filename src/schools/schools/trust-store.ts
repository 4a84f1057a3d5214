import { one, type Read } from '#base/db/read.ts'
import { type SchoolOption, searchWords, type TrustOption } from './school.ts'
import { findingIn, mostListed, noWords, type SchoolChoices, type SchoolWords } from './school-choice.ts'

const ofArea = `rootId = id AND trustUid IS NOT NULL AND isOpen AND laCode IN (SELECT value FROM json_each(?1))`

/** If it has an open school in the area. */
export const selectTrust = (db: SqlDatabase, laCodes: readonly string[], uid: string): Read<TrustOption | undefined> =>
  one<TrustOption>(
    db
      .prepare(`SELECT trustUid AS uid, MAX(trustName) AS name FROM School WHERE ${ofArea} AND trustUid = ?2 GROUP BY trustUid`)
      .bind(JSON.stringify(laCodes), uid),
  )

/** Trusts are few, so they are matched here, by normalised names. */
const matching = (trusts: readonly SchoolOption[], typed: string): SchoolOption[] => {
  const words = searchWords(typed)
  const has = ({ name }: SchoolOption): boolean => {
    const text = ` ${searchWords(name, 40).flat().join(' ')} `
    return words.every((spellings) => spellings.some((word) => text.includes(word)))
  }
  return words.length === 0 ? [] : trusts.filter(has)
}

/** Trusts with an open school in the area, by name; one round trip. @param uids the chosen ones */
export const readTrustChoices = async (
  db: SqlDatabase,
  laCodes: readonly string[],
  uids: readonly string[] = [],
  typed: SchoolWords = noWords,
): Promise<SchoolChoices> => {
  const { results } = await db
    .prepare(
      `SELECT trustUid AS uid, MAX(trustName) AS name FROM School WHERE ${ofArea} GROUP BY trustUid ORDER BY name COLLATE NOCASE LIMIT 5000`,
    )
    .bind(JSON.stringify(laCodes))
    .all<TrustOption>()
  const trusts = results.map(({ uid, name }): SchoolOption => ({ id: uid, name, town: '', urn: null }))
  const isFew = trusts.length <= mostListed
  const matches = Object.fromEntries(
    typed.toFind.map((name) => {
      const those = matching(trusts, typed.words[name] ?? '')
      return [name, { schools: those.slice(0, mostListed), more: those.length > mostListed }]
    }),
  )
  return {
    all: isFew ? trusts : undefined,
    chosen: trusts.filter(({ id }) => uids.includes(id)),
    words: typed.words,
    found: matches,
    finding: isFew ? undefined : findingIn(typed, matches, 'trust'),
  }
}
