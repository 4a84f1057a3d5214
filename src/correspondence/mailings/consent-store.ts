import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import type { Consent, ConsentHow } from './consent.ts'

/** An address's current consent; undefined: none was ever stated. */
export const standingConsent = async (db: D1Database, email: string): Promise<Consent | undefined> =>
  (await db.prepare('SELECT given, how, at FROM CurrentConsent WHERE email = ?1').bind(email.toLowerCase()).first<Consent>()) ?? undefined

/** An address's statements, latest first. */
export const consentHistory = async (db: D1Database, email: string): Promise<Consent[]> =>
  (
    await db
      .prepare('SELECT given, how, at FROM MailConsent WHERE email = ?1 ORDER BY at DESC, id DESC LIMIT 50')
      .bind(email.toLowerCase())
      .all<Consent>()
  ).results

/** Whose unsubscribe link this is, and their consent, by the token's hash; one round trip. */
export const unsubscribeLink = async (
  db: D1Database,
  tokenHash: string,
): Promise<{ email: string; sendingId: string | null; standing: Consent | undefined } | undefined> => {
  const row = await db
    .prepare(
      `SELECT l.email, l.sendingId, c.given, c.how, c.at FROM UnsubscribeLink l LEFT JOIN CurrentConsent c ON c.email = l.email WHERE l.tokenHash = ?1`,
    )
    .bind(tokenHash)
    .first<{ email: string; sendingId: string | null; given: 0 | 1 | null; how: ConsentHow; at: string }>()
  if (!row) return undefined
  const { email, sendingId, given, how, at } = row
  return { email, sendingId, standing: given === null ? undefined : { given, how, at } }
}

export type Statement = {
  email: string
  given: boolean
  how: ConsentHow
  accountId?: string | undefined
  sendingId?: string | undefined
}

/**
 * Appends a statement; guard: the opposite is current. Withdrawing also stops queued promotions.
 */
export const appendedConsent = (act: Act, { email, given, how, accountId, sendingId }: Statement): D1PreparedStatement[] => [
  guard(act.db, 'COALESCE((SELECT given FROM CurrentConsent WHERE email = ?1), 0) <> ?2', email, given ? 1 : 0),
  act.db
    .prepare('INSERT INTO MailConsent (id, email, given, how, at, accountId, sendingId) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)')
    .bind(newId(act.now), email, given ? 1 : 0, how, instant(act.now), accountId ?? null, sendingId ?? null),
  ...(given
    ? []
    : [
        act.db
          .prepare(
            `UPDATE Message SET state = 'failed', withheld = 1, lastError = 'not tried: they want no such messages any more'
             WHERE state = 'queued' AND nature = 'promotion' AND providerBatch IS NULL AND id IN (SELECT messageId FROM MessageBody WHERE email = ?1)`,
          )
          .bind(email),
      ]),
]

export const insertUnsubscribeLinks = (
  act: Act,
  links: readonly { tokenHash: string; email: string; sendingId: string }[],
): D1PreparedStatement[] =>
  links.length === 0
    ? []
    : [
        act.db
          .prepare(
            `INSERT INTO UnsubscribeLink (tokenHash, email, sendingId, createdAt)
             SELECT value ->> '$.tokenHash', value ->> '$.email', value ->> '$.sendingId', ?2 FROM json_each(?1)`,
          )
          .bind(JSON.stringify(links), instant(act.now)),
      ]
