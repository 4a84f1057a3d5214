// Schools with addresses, consents and drafts, made directly in the database.

import { newId } from '#base/id.ts'
import type { Audience } from '#correspondence/mailings/audience.ts'
import type { Mailing } from '#correspondence/mailings/mailing.ts'
import { prepareMailing, startMailing } from '#correspondence/mailings/start-mailing.ts'
import { mailingById } from '#correspondence/mailings/store.ts'
import { beginMailing, markOf, saveMailing } from '#correspondence/mailings/write-mailing.ts'
import type { MessageNature } from '#messages/outbox/kind.ts'
import { anAct, db, existing, rows, tick } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'

export const aContact = async (
  school: { id: string },
  facts: { email: string; roleId?: string | null; name?: string; telephone?: string },
): Promise<void> => {
  await add('SchoolContact', {
    schoolId: school.id,
    roleId: facts.roleId === undefined ? 'dsl' : facts.roleId,
    name: facts.name ?? '',
    email: facts.email,
    telephone: facts.telephone ?? '',
  })
}

export const hasTrouble = async (email: string): Promise<void> => {
  await add('AddressProblem', { email })
}

/** @param topicId '' of news; else of invitations to training */
export const hasSaid = async (email: string, given: 0 | 1, how = 'account', topicId = ''): Promise<void> => {
  await add('MailConsent', { email, given, how, topicId })
}

/** Schools of an area of the test's own, by default those that never came. */
export const toSchools = (more: Partial<Extract<Audience, { of: 'schools' }>> = {}): Audience => ({
  of: 'schools',
  answer: 'all',
  topic: '',
  event: '',
  from: '2025-01-01',
  to: '2026-12-31',
  sector: '',
  kind: '',
  phase: '',
  trust: '',
  ward: '',
  notBooked: '',
  reach: 'best',
  ...more,
})

export const mailing = async (id: string): Promise<Mailing> => {
  const found = await mailingById(db, id).then(existing)
  return found
}

export const aDraft = async (
  audience: Audience,
  words: Partial<{ nature: MessageNature; subject: string; body: string; basis: string; eventId: string }> = {},
  act = anAct(),
): Promise<Mailing> => {
  const id = newId(act.now)
  await beginMailing(act, { id, audience, eventId: words.eventId ?? null })
  const { eventId = null, nature = 'statutory', subject = 'New procedures', body = 'Dear {name},\n\nplease read them.' } = words
  const { basis = nature === 'statutory' ? 'Children Act 2004, section 16H' : '' } = words
  const begun = await mailing(id)
  await saveMailing(act, begun, await markOf(begun), { eventId, nature, subject, body, basis })
  return mailing(id)
}

/** Looks at the confirm page's mark and presses its button. */
export const start = async (draft: Mailing, act = anAct()) => startMailing(act, draft, (await prepareMailing(act, draft)).mark)

/** A mailing under way to `n` made-up addresses, put straight into the database. */
export const underWay = async (n: number, nature: MessageNature = 'statutory'): Promise<string> => {
  const draft = await aDraft(toSchools(), { nature })
  const people = Array.from({ length: n }, (_, at) => ({ number: at + 1, email: `r${at + 1}.${draft.id}@example.sch.uk` }))
  await db.batch([
    ...people.map(({ number, email }) => insert('SendingRecipient', { sendingId: draft.id, number, email, name: `Reader ${number}` })),
    db.prepare(`UPDATE Sending SET state = 'sending', startedAt = ?2 WHERE id = ?1`).bind(draft.id, tick().toISOString()),
  ])
  return draft.id
}

export const sentTo = async (id: string): Promise<string[]> =>
  (
    await rows<{ email: string }>(
      'SELECT b.email FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1 ORDER BY m.rowid',
      id,
    )
  ).map((row) => row.email)

export const settledAs = (id: string) =>
  rows<{ email: string; state: string; why: string | null }>(
    'SELECT email, state, why FROM SendingRecipient WHERE sendingId = ?1 ORDER BY number',
    id,
  )
