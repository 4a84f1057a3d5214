// Whose rows are whose: the sets of ids for conditions of `personal-store.ts`, read from the data,
// from `RowToDestroy`, or for everybody erased.
import { mentions, wordsOf } from './mention-store.ts'
import { type Scope, scopes } from './personal.ts'
import { personal } from './personal-store.ts'

type Sets = Record<Scope, string>

// SQL: an address that others use too (an office, a shared mailbox, a second record) is not theirs
// alone.
const notOfOthers = `NOT EXISTS (SELECT 1 FROM Person o WHERE o.email = x.email AND o.erasedAt IS NULL AND o.id NOT IN {person})
  AND NOT EXISTS (SELECT 1 FROM Account o WHERE o.email = x.email AND o.id NOT IN {account})
  AND NOT EXISTS (SELECT 1 FROM SchoolContact k WHERE k.email = x.email AND k.name = '' AND k.roleId IS NULL AND k.endedAt IS NULL)`

/** Each set is built from earlier ones; ?1 is the person. */
const sets: Sets = {
  person: 'SELECT ?1 AS id UNION SELECT mergedId FROM PersonMergedInto WHERE keptId = ?1',
  account: 'SELECT id FROM Account WHERE personId IN {person} AND shared = 0 AND erasedAt IS NULL',
  email: `SELECT x.email AS id FROM (SELECT lower(email) AS email FROM Person WHERE id IN {person} AND email <> ''
      UNION SELECT email FROM Account WHERE id IN {account}
      UNION SELECT lower(oldEmail) FROM EmailChange WHERE accountId IN {account}
      UNION SELECT newEmail FROM EmailChange WHERE accountId IN {account}) x WHERE ${notOfOthers}`,
  place: `SELECT id FROM Place WHERE personId IN {person} UNION SELECT placeId FROM Invitation WHERE personId IN {person}
    UNION SELECT placeId FROM PlaceLink WHERE personId IN {person}`,
  word: wordsOf('SELECT name FROM Person WHERE id IN {person}', 'SELECT id FROM {email}'),
  school: `SELECT schoolId AS id FROM Place WHERE id IN {place} UNION SELECT schoolId FROM WalkIn WHERE personId IN {person} AND schoolId IS NOT NULL
    UNION SELECT schoolId FROM RoleAtSchool WHERE personId IN {person} UNION SELECT schoolId FROM Claim WHERE accountId IN {account}`,
  letter: `SELECT id FROM Message WHERE personId IN {person} UNION SELECT messageId FROM MessageBody WHERE email IN {email}
    UNION SELECT id FROM Message WHERE schoolId IN {school} AND (recipient IN {account} OR recipient IN {person})`,
  mention: `SELECT m.id FROM Message m JOIN MessageBody b ON b.messageId = m.id
    WHERE (m.schoolId IN {school} OR m.eventId IN (SELECT eventId FROM Place WHERE id IN {place} UNION SELECT eventId FROM WalkIn WHERE personId IN {person})
        OR (m.eventId IS NULL AND m.schoolId IS NULL)) AND m.id NOT IN {letter}
      AND ${mentions(`b.subject || ' ' || b.text || ' ' || COALESCE(b.replyTo, '')`)}`,
}

const filled = (sql: string, set: (scope: Scope) => string): string =>
  sql.replaceAll(/\{(\w+)\}/g, (_, scope: string) => `(${set(scope as Scope)})`)

const named = (scope: Scope): string => `SELECT id FROM RowToDestroy WHERE kind = '${scope}'`

/** A condition over this batch's rows in `RowToDestroy`. */
export const ofDoomed = (sql: string): string => filled(sql, named)

/** The sets of person ?1, before a SELECT with conditions from `ofPerson`. */
export const setsOfPerson = `WITH ${scopes.map((scope) => `of_${scope} (id) AS (${filled(sets[scope], (other) => `SELECT id FROM of_${other}`)})`).join(', ')} `

/** A condition over the sets of `setsOfPerson`. */
export const ofPerson = (sql: string): string => filled(sql, (scope) => `SELECT id FROM of_${scope}`)

/** SQL: rows that name a set in `RowToDestroy`; ?1 is the person. */
export const nameSet = (scope: Scope): string => {
  const event = scope === 'place' ? '(SELECT p.eventId FROM Place p WHERE p.id = x.id)' : 'NULL'
  const whose = scope === 'person' ? 'x.id' : '?1'
  return `INSERT INTO RowToDestroy (kind, id, class, personId, eventId) SELECT '${scope}', x.id, 'people', ${whose}, ${event} FROM (${ofDoomed(sets[scope])}) x`
}

const erased: Sets = {
  person: 'SELECT id FROM Person WHERE erasedAt IS NOT NULL',
  account: 'SELECT id FROM Account WHERE erasedAt IS NOT NULL',
  place: 'SELECT id FROM Place WHERE personId IN {person}',
  letter: 'SELECT id FROM Message WHERE personId IN {person} UNION SELECT id FROM Message WHERE recipient IN {account}',
  email: `SELECT '' AS id WHERE 0`,
  word: `SELECT '' AS id WHERE 0`,
  school: `SELECT '' AS id WHERE 0`,
  mention: `SELECT '' AS id WHERE 0`,
}
const erasedSet = (scope: Scope): string => filled(erased[scope], erasedSet)

/** SQL by table: a row that still has data of somebody erased. */
export const leftOfErased = (): { table: string; sql: string }[] =>
  personal.map(({ table, whose, still, instead }) => ({
    table,
    sql: `SELECT 1 FROM ${table} t WHERE (${filled(whose, erasedSet)}) AND (${still ?? (instead === undefined ? '1' : '0')})`,
  }))
