// What certificates say, and who may open which.

import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { decoded } from '#base/db/column.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { insert, insertEach, sql, update } from '#base/db/write.ts'
import { type Certificate, type EventGiving, type Giving, mostAtOnce } from './certificate.ts'

const columns = `c.id, c.number, c.eventId, c.name, c.schoolName, c.title, c.fromDay, c.toDay, c.topics, c.level, c.provider, c.council, c.colour, c.checkAt,
  c.towards, c.renewBy, c.issuedAt, c.attended, c.minutes, c.partSessions,
  (SELECT json_object('how', e.how, 'why', e.why, 'words', e.words, 'endedAt', e.endedAt, 'next', (SELECT n.number FROM Certificate n WHERE n.replacesId = c.id))
   FROM CertificateEnd e WHERE e.certificateId = c.id) AS ended,
  (SELECT json_object('id', l.fileId, 'width', l.width, 'height', l.height, 'inFiles', json(IIF(l.inFiles, 'true', 'false')), 'pieces', f.pieces)
   FROM Logo l JOIN StoredFile f ON f.id = l.fileId WHERE l.at <= c.issuedAt AND (l.until IS NULL OR l.until > c.issuedAt) LIMIT 1) AS logo`

// One that has ended and says a former name is for the council's people alone.
const underTheirName = `NOT (EXISTS (SELECT 1 FROM CertificateEnd x WHERE x.certificateId = c.id)
  AND c.name <> COALESCE((SELECT n.name FROM Person n WHERE n.id = c.personId), c.name))`

const certificateColumns = { topics: 'json', towards: 'json', renewBy: 'optional', ended: 'optional json', logo: 'optional json' } as const

const listOf = (statement: SqlStatement): Read<Certificate[]> => all<Certificate>(statement, certificateColumns)

/** Whoever has the number; `own`: whether it is of the person with this id. */
export const selectByNumber = (
  db: SqlDatabase,
  number: string,
  personId: string | undefined,
): Read<{ certificate: Certificate; own: boolean } | undefined> =>
  mapped(
    one<Certificate & { own: boolean }>(
      db.prepare(`SELECT ${columns}, c.personId IS ?2 AS own FROM Certificate c WHERE c.number = ?1`).bind(number, personId ?? null),
      { ...certificateColumns, own: 'flag' },
    ),
    (row) => {
      if (!row) return undefined
      const { own, ...certificate } = row
      return { certificate, own: own && personId !== undefined }
    },
  )

/** For its holder, those who act for the school, and the council’s own people. */
export const selectForReader = (
  db: SqlDatabase,
  number: string,
  reader: { personId: string | undefined; schoolIds: readonly string[]; staff: boolean },
): Read<Certificate | undefined> =>
  mapped(
    listOf(
      db
        .prepare(
          `SELECT ${columns} FROM Certificate c WHERE c.number = ?1 AND (?4 = 1 OR (${underTheirName} AND (c.personId = ?2
             OR (SELECT s.rootId FROM School s WHERE s.id = c.schoolId) IN (SELECT value FROM json_each(?3)))))`,
        )
        .bind(number, reader.personId ?? '', JSON.stringify(reader.schoolIds), reader.staff ? 1 : 0),
    ),
    ([found]) => found,
  )

/**
 * The newest that its holder has of the event, by the link to their place, for longer than the
 * place’s own page, or by that of its mail.
 */
export const selectByLink = (db: SqlDatabase, tokenHash: string): Read<Certificate | undefined> =>
  mapped(
    listOf(
      db
        .prepare(
          `SELECT ${columns} FROM (
             SELECT p.eventId, p.personId FROM PlaceLink l JOIN Place p ON p.id = l.placeId AND p.personId = l.personId
             WHERE l.tokenHash = ?1 AND l.endedAt IS NULL
             UNION ALL
             SELECT o.eventId, o.personId FROM CertificateLink k JOIN Certificate o ON o.id = k.certificateId
             WHERE k.tokenHash = ?1 AND k.endedAt IS NULL AND (o.placeId IS NULL OR EXISTS (
               SELECT 1 FROM Place p WHERE p.id = o.placeId AND p.personId = o.personId AND p.state <> 'cancelled'))) h
           CROSS JOIN Certificate c ON c.eventId = h.eventId AND c.personId = h.personId ORDER BY c.id DESC LIMIT 1`,
        )
        .bind(tokenHash),
    ),
    ([found]) => found,
  )

export const insertCertificateLinks = (act: Act, links: readonly { tokenHash: string; certificateId: string }[]): SqlStatement =>
  insertEach(act.db, 'CertificateLink', links, ['tokenHash', 'certificateId'], { createdAt: instant(act.now) })

/** Another link to the same certificate, for a mail that is sent again to the right address. */
export const insertLinkAgain = (act: Act, was: string, tokenHash: string): SqlStatement =>
  act.db
    .prepare(
      'INSERT INTO CertificateLink (tokenHash, certificateId, createdAt) SELECT ?2, certificateId, ?3 FROM CertificateLink WHERE tokenHash = ?1',
    )
    .bind(was, tokenHash, instant(act.now))

/** All that somebody ever had, the newest first. */
export const selectOwnCertificates = (db: SqlDatabase, personId: string): Read<Certificate[]> =>
  listOf(
    db
      .prepare(`SELECT ${columns} FROM Certificate c WHERE c.personId = ?1 AND ${underTheirName} ORDER BY c.toDay DESC, c.id DESC`)
      .bind(personId),
  )

/** Those of people who came for a school (a root), the newest first. */
export const certificatesOf = (schoolId: string): Rows<Certificate, object> => ({
  sql: `SELECT ${columns} FROM School m CROSS JOIN Certificate c ON c.schoolId = m.id WHERE m.rootId = ?1 AND ${underTheirName}`,
  values: [schoolId],
  by: ['toDay DESC', 'title', 'name', 'id DESC'],
  size: mostAtOnce,
  made: (row) => decoded<Certificate>(row, certificateColumns),
})

/** SQL: whether event e gives certificates. */
export const gives = `COALESCE((SELECT g.isOn FROM EventCertificates g WHERE g.eventId = e.id), e.purpose <> 'briefing')`

/** An event, and what it gives. @returns undefined: no such event */
export const selectGiving = (db: SqlDatabase, code: string): Read<EventGiving | undefined> =>
  one<EventGiving>(
    db
      .prepare(
        `SELECT e.id, e.code, e.title, ${gives} AS isOn, g.renewMonths, COALESCE(g.afterEvaluation, 0) AS afterEvaluation, COALESCE(g.version, 0) AS version
         FROM Event e LEFT JOIN EventCertificates g ON g.eventId = e.id WHERE e.code = ?1`,
      )
      .bind(code),
    { isOn: 'flag', afterEvaluation: 'flag', renewMonths: 'optional' },
  )

const ofEvent = `SELECT ${columns} FROM Event e CROSS JOIN Certificate c ON c.eventId = e.id WHERE e.code = ?1`

/** All that an event ever gave, by name. @param q part of a name, school or number; '' for all */
export const certificatesOfEvent = (code: string, q: string): Rows<Certificate, object> => ({
  sql: `${ofEvent} AND (?2 = '' OR instr(lower(c.name), ?2) OR instr(lower(c.schoolName), ?2) OR (?3 <> '' AND instr(c.number, ?3)))`,
  values: [code, q.toLowerCase(), q.toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '')],
  by: ['name', 'id DESC'],
  size: 25,
  made: (row) => decoded<Certificate>(row, certificateColumns),
})

/** One that an event gave. */
export const selectOneOfEvent = (db: SqlDatabase, code: string, number: string): Read<Certificate | undefined> =>
  mapped(listOf(db.prepare(`${ofEvent} AND c.number = ?2`).bind(code, number)), ([certificate]) => certificate)

/** Guard: nobody has said otherwise since. */
export const givingStands = (db: SqlDatabase, eventId: string, version: number): SqlStatement =>
  guard(db, 'COALESCE((SELECT version FROM EventCertificates WHERE eventId = ?1), 0) = ?2', eventId, version)

/** Says anew what an event gives. */
export const saveGiving = ({ db }: Act, eventId: string, { isOn, renewMonths, afterEvaluation, version }: Giving): SqlStatement => {
  const settings = { isOn, renewMonths: renewMonths ?? null, afterEvaluation }
  return version === 0
    ? insert(db, 'EventCertificates', { eventId, ...settings })
    : update(db, 'EventCertificates', { ...settings, version: sql('version + 1') }, { eventId })
}

export const insertEnd = (act: Act, end: { certificateId: string; words: string }): SqlStatement =>
  insert(act.db, 'CertificateEnd', {
    certificateId: end.certificateId,
    how: 'revoked',
    why: 'by_hand',
    words: end.words,
    ...stamp(act, 'ended'),
  })

/** Whether the same form has revoked it so already. */
export const isRevokedSo = async (act: Act, end: { certificateId: string; words: string }): Promise<boolean> =>
  (await act.db
    .prepare(`SELECT 1 FROM CertificateEnd WHERE certificateId = ?1 AND why = 'by_hand' AND words = ?2`)
    .bind(end.certificateId, end.words)
    .first()) !== null
