import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, only, type Read, readTogether } from '#base/db/read.ts'
import { insertEach, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { ContactFacts, KnownContact, KnownForContacts, Stop } from './contact.ts'
import type { Contact } from './record.ts'
import { selectRolesOn } from './role-store.ts'
import type { SchoolName, SchoolOption } from './school.ts'

/** With the root's name. */
export const selectStandingContact = (
  db: SqlDatabase,
  rootId: string,
  contactId: string,
): Read<{ contact: Contact; school: SchoolName } | undefined> =>
  mapped(
    one<Contact & Omit<SchoolName, 'name'> & { schoolName: string }>(
      db
        .prepare(
          `SELECT c.id, r.label AS roleLabel, c.name, c.email, c.telephone, c.source, c.learnedAt, s.name AS schoolName, s.town, s.urn
           FROM SchoolContact c JOIN School m ON m.id = c.schoolId JOIN School s ON s.id = m.rootId LEFT JOIN Role r ON r.id = c.roleId
           WHERE c.id = ?1 AND s.id = ?2 AND c.endedAt IS NULL`,
        )
        .bind(contactId, rootId),
    ),
    (row) => {
      if (!row) return undefined
      const { schoolName, town, urn, ...contact } = row
      return { contact, school: { name: schoolName, town, urn } }
    },
  )

export type NewContact = ContactFacts & { schoolId: string }

/** Some hundred per statement; a duplicate fails by the unique index. */
export const insertedContacts = (act: Act, contacts: readonly NewContact[]): SqlStatement[] =>
  chunks(contacts, 500).map((some) =>
    insertEach(
      act.db,
      'SchoolContact',
      some.map((contact) => ({ ...contact, id: newId(act.now) })),
      ['id', 'schoolId', 'roleId', 'name', 'email', 'telephone', 'source'],
      { learnedAt: instant(act.now), enteredById: act.actor.accountId ?? null },
    ),
  )

export const endedContacts = (act: Act, ids: readonly string[]): SqlStatement =>
  update(act.db, 'SchoolContact', { endedAt: instant(act.now) }, { endedAt: null, id: ids })

const rootsByUrn = `SELECT DISTINCT i.urn AS asked, r.id, r.name, r.town, r.urn
  FROM json_each(?1) j JOIN SchoolIdentity i ON i.urn = j.value AND i.supersededAt IS NULL JOIN School m ON m.id = i.schoolId JOIN School r ON r.id = m.rootId`

const standingState = `(SELECT COUNT(*) || ' ' || TOTAL(rowid) FROM SchoolContact WHERE endedAt IS NULL)`

/** For planning a list, with a hash of the state read. */
export const knownForContacts = async (
  db: SqlDatabase,
  urns: readonly string[],
  day: string,
): Promise<KnownForContacts & { state: string }> => {
  const asked = JSON.stringify([...new Set(urns)])
  const { schools, roles, contacts, state } = await readTogether(db, {
    schools: all<SchoolOption & { asked: string }>(db.prepare(rootsByUrn).bind(asked)),
    roles: selectRolesOn(db, day),
    contacts: all<KnownContact>(
      db
        .prepare(
          `SELECT c.id, m.rootId AS schoolId, c.roleId, c.name, c.email, c.telephone FROM SchoolContact c JOIN School m ON m.id = c.schoolId
           WHERE c.endedAt IS NULL AND m.rootId IN (SELECT id FROM (${rootsByUrn}))`,
        )
        .bind(asked),
    ),
    state: only<{ state: string | null }>(db.prepare(`SELECT ${standingState} AS state`)),
  })
  return { schoolByUrn: new Map(schools.map(({ asked: urn, ...school }) => [urn, school])), roles, contacts, state: state.state ?? '' }
}

/** Guard: no contact has changed since. */
export const contactsUnchanged = (db: SqlDatabase, state: string): SqlStatement => guard(db, `${standingState} = ?1`, state)

export const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))

/** SQL: topic `id`'s current name. */
export const topicSql = (id: string): string =>
  `COALESCE((SELECT n.label FROM TopicLabel n WHERE n.topicId = ${id} AND n.preferred = 1 AND n.toDate IS NULL LIMIT 1), '')`

/** Of these roots: addresses that want no invitations on a topic. */
export const selectStops = (db: SqlDatabase, rootIds: readonly string[]): Read<Stop[]> =>
  all<Stop>(
    db
      .prepare(
        `SELECT q.schoolId, q.email, k.topicId, ${topicSql('k.topicId')} AS topic, k.at, MAX(q.named) = 0 AS isOffice FROM (
           SELECT m.rootId AS schoolId, lower(c.email) AS email, c.name <> '' AS named FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value
             CROSS JOIN SchoolContact c ON c.schoolId = m.id AND c.endedAt IS NULL
           UNION ALL SELECT m.rootId, a.email, a.shared = 0 FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value
             CROSS JOIN Claim c ON c.schoolId = m.id AND c.state = 'approved' JOIN Account a ON a.id = c.accountId) q
         CROSS JOIN CurrentConsent k ON k.email = q.email AND k.topicId <> '' AND k.given = 0
         GROUP BY q.schoolId, q.email, k.topicId ORDER BY q.schoolId, q.email, topic`,
      )
      .bind(JSON.stringify(rootIds)),
  )

/** SQL: the telephone number of root `r`: a contact's, else the register's. */
export const telephoneSql = `COALESCE(
  (SELECT c.telephone FROM SchoolContact c JOIN School m ON m.id = c.schoolId WHERE m.rootId = r.id AND c.endedAt IS NULL AND c.telephone <> ''
   ORDER BY c.learnedAt DESC LIMIT 1),
  (SELECT i.telephone FROM SchoolIdentity i JOIN School m ON m.id = i.schoolId WHERE m.rootId = r.id AND i.supersededAt IS NULL AND i.telephone <> ''
   ORDER BY i.validTo IS NOT NULL, i.validFrom DESC LIMIT 1), '')`
