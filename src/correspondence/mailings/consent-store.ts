import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, type Read } from '#base/db/read.ts'
import { insert, insertEach } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { topicSql } from '#schools/schools/contact-store.ts'
import type { Consent, ConsentHow, SaidConsent } from './consent.ts'

/** An address's current consent; undefined: none was ever stated. @param topicId '' of news */
export const standingConsent = async (db: SqlDatabase, email: string, topicId: string): Promise<Consent | undefined> =>
  (await db
    .prepare('SELECT given, how, at, topicId FROM CurrentConsent WHERE email = ?1 AND topicId = ?2')
    .bind(email.toLowerCase(), topicId)
    .first<Consent>()) ?? undefined

/** An address's statements, latest first. */
export const selectHistory = (db: SqlDatabase, email: string): Read<SaidConsent[]> =>
  all<SaidConsent>(
    db
      .prepare(
        `SELECT given, how, at, topicId, ${topicSql('c.topicId')} AS topic FROM MailConsent c WHERE email = ?1 ORDER BY at DESC, id DESC LIMIT 50`,
      )
      .bind(email.toLowerCase()),
  )

export type FoundLink = { email: string; sendingId: string | null; topicId: string; topic: string; standing: Consent | undefined }

/** Whose unsubscribe link this is, and their consent, by the token's hash; one round trip. */
export const unsubscribeLink = async (db: SqlDatabase, tokenHash: string): Promise<FoundLink | undefined> => {
  const row = await db
    .prepare(
      `SELECT l.email, l.sendingId, l.topicId, ${topicSql('l.topicId')} AS topic, c.given, c.how, c.at
       FROM UnsubscribeLink l LEFT JOIN CurrentConsent c ON c.email = l.email AND c.topicId = l.topicId WHERE l.tokenHash = ?1`,
    )
    .bind(tokenHash)
    .first<{
      email: string
      sendingId: string | null
      topicId: string
      topic: string
      given: 0 | 1 | null
      how: ConsentHow
      at: string
    }>()
  if (!row) return undefined
  const { given, how, at, ...link } = row
  return { ...link, standing: given === null ? undefined : { given, how, at, topicId: link.topicId } }
}

export type Statement = {
  email: string
  /** '': of news of new conferences. */
  topicId: string
  given: boolean
  how: ConsentHow
  accountId?: string | undefined
  sendingId?: string | undefined
}

/** Guard: the opposite is current. Withdrawing also stops what is queued of it. */
export const appendedConsent = (act: Act, { email, topicId, given, how, accountId, sendingId }: Statement): SqlStatement[] => [
  guard(
    act.db,
    `COALESCE((SELECT given FROM CurrentConsent WHERE email = ?1 AND topicId = ?3), ?3 <> '') <> ?2`,
    email,
    given ? 1 : 0,
    topicId,
  ),
  insert(act.db, 'MailConsent', {
    id: newId(act.now),
    email,
    given,
    how,
    at: instant(act.now),
    accountId: accountId ?? null,
    sendingId: sendingId ?? null,
    topicId,
  }),
  ...(given
    ? []
    : [
        act.db
          .prepare(
            `UPDATE Message SET state = 'failed', withheld = 1, lastError = 'not tried: they want no such messages any more'
             WHERE state = 'queued' AND providerBatch IS NULL AND id IN (SELECT messageId FROM MessageBody WHERE email = ?1)
               AND CASE ?2 WHEN '' THEN nature = 'promotion' ELSE nature = 'training' AND ?2 = (SELECT topicId FROM Event WHERE id = Message.eventId) END`,
          )
          .bind(email, topicId),
      ]),
]

export const insertUnsubscribeLinks = (
  act: Act,
  links: readonly { tokenHash: string; email: string; sendingId: string; topicId: string }[],
): SqlStatement[] =>
  links.length === 0
    ? []
    : [insertEach(act.db, 'UnsubscribeLink', links, ['tokenHash', 'email', 'sendingId', 'topicId'], { createdAt: instant(act.now) })]
