// Queues mailings under way in pieces: each recipient is settled in the batch that stores their
// message, so an interrupted run is resumed by the next, and two runs share the work.

import { type LinkedTo, newLinks } from '#attendance/links/make-links.ts'
import { insertBookingLinks, type NewBookingLink } from '#attendance/links/store.ts'
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart, togetherOrApart } from '#base/db/failed-job.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { newPlaceLinks, senderOf } from '#calendars/invites/invite-places.ts'
import { stillComing } from '#correspondence/automatic/due-store.ts'
import type { Sender } from '#emails/messages/mail.tsx'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import type { ChasedMatter } from '#people/ladder/contact.ts'
import { composed, hasStop, repliesTo } from './compose.ts'
import { insertUnsubscribeLinks } from './consent-store.ts'
import { type SchoolOffer, trustOffer } from './invitation.ts'
import { selectOffers } from './invitation-store.ts'
import { linkedFor, wayOf } from './linked-material.ts'
import { type About, askedAt, type Mailing, piecesAtOnce } from './mailing.ts'
import { readAbout } from './material-store.ts'
import type { WhySkipped } from './people.ts'
import {
  insertReadingLinks,
  mailingById,
  mailingsToGo,
  matterOf,
  mayStillGo,
  type NextRecipient,
  nextRecipients,
  type Settling,
  settledRecipients,
} from './store.ts'
import { startInTime } from './time-mailing.ts'
import { selectNamed } from './trust-store.ts'

const job = 'sendMailings'

export const sendMailings = async (act: Act): Promise<boolean> =>
  eachApart(
    act,
    job,
    await mailingsToGo(act),
    (id) => id,
    async (id) => {
      const started = await startInTime(act, id)
      return (await queueMailing(act, id)) || started
    },
  )

/** Queues one run's pieces of a mailing; true when it queued any. */
export const queueMailing = async (act: Act, id: string): Promise<boolean> => {
  const mailing = await mailingById(act.db, id)
  if (mailing?.state !== 'sending') return false
  const sender = await senderOf(act)
  const about = await readAbout(act.db, mailing, act.now)
  const matter = mailing.audience.of === 'named' ? await matterOf(act.db, id) : undefined
  let queued = false
  for (let left = piecesAtOnce; left > 0; left -= 1) {
    const next = await nextRecipients(act.db, mailing.id)
    if (next.length === 0) break
    const piece = (some: readonly NextRecipient[]) => queuePiece(act, { mailing, sender, matter, ...about }, some)
    // After a failure each is tried alone, so that one message that cannot be written does not stop
    // the others.
    const numberOf = ({ number }: NextRecipient): string => `${mailing.id} ${number}`
    queued = (await (act.failedBefore ? togetherOrApart(act, job, next, numberOf, piece) : piece(next))) || queued
  }
  return queued
}

/** Whether it goes only with consent: a promotion, or an invitation to a childminder. */
const asksConsent = ({ nature }: Mailing, { isIndividual }: NextRecipient): boolean =>
  nature === 'promotion' || (nature === 'training' && isIndividual === 1)

const whySkipped = (mailing: Mailing, recipient: NextRecipient, named: readonly Named[]): WhySkipped | undefined => {
  if (recipient.trustUid !== null && !named.some(({ uid }) => uid === recipient.trustUid)) return 'settled'
  if (recipient.fails) return 'address_fails'
  if (mailing.nature === 'training' && recipient.stopped) return 'unsubscribed'
  return asksConsent(mailing, recipient) && !recipient.consents ? 'unsubscribed' : undefined
}

type Named = Awaited<ReturnType<typeof readNamed>>[number]

const readNamed = (act: Act, mailing: Mailing, next: readonly NextRecipient[]) => {
  const numbers = next.filter(({ trustUid }) => trustUid !== null).map(({ number }) => number)
  return numbers.length === 0 ? [] : readNow(act.db, selectNamed(act.db, mailing.id, numbers))
}

const addressedAs = (
  { rootId, schoolName, trustUid }: NextRecipient,
  named: readonly Named[],
  offers: ReadonlyMap<string, SchoolOffer> | undefined,
) => {
  if (rootId !== null) return { school: schoolName ?? '', schoolId: rootId, offer: offers?.get(rootId) }
  const ofTrust = named.filter(({ uid }) => uid === trustUid)
  return trustUid === null ? { school: '' } : { school: ofTrust[0]?.trustName ?? '', trust: trustOffer(trustUid, ofTrust, offers) }
}

const booksFor = async (act: Act, { bookerId, rootId }: NextRecipient, offer: SchoolOffer | undefined): Promise<LinkedTo[]> =>
  bookerId && rootId ? newLinks(act, { accountId: bookerId, schoolId: rootId }, offer?.books ?? []) : []

type Sending = About & { mailing: Mailing; sender: Sender; matter: ChasedMatter | undefined }

/** Whose link to the material leads to the page of their place. */
const seenAtPlace = ({ mailing, linked }: Sending, next: readonly NextRecipient[], named: readonly Named[]) =>
  next.flatMap(({ placeId, personId, ...one }) =>
    linked &&
    placeId &&
    personId &&
    wayOf(linked, { placeId, personId }) === 'place' &&
    !whySkipped(mailing, { placeId, personId, ...one }, named)
      ? [{ placeId, personId }]
      : [],
  )

/** False when something changed meanwhile: the next run continues from there. */
const queuePiece = async (act: Act, of: Sending, next: readonly NextRecipient[]): Promise<boolean> => {
  const { mailing, sender, event, matter } = of
  const messages: OutgoingMessage[] = []
  const links: Parameters<typeof insertUnsubscribeLinks>[1][number][] = []
  const booking: NewBookingLink[] = []
  const reading: { tokenHash: string; issueId: string }[] = []
  const topicId = mailing.nature === 'training' ? (event?.topicId ?? '') : ''
  const settling: Settling[] = []
  const named = await readNamed(act, mailing, next)
  const roots = [...new Set([...next.flatMap(({ rootId }) => rootId ?? []), ...named.map(({ id }) => id)])]
  const offers = mailing.nature === 'training' && event ? await readNow(act.db, selectOffers(act, event.id, roots)) : undefined
  const seen = seenAtPlace(of, next, named)
  const places = await newPlaceLinks(act, seen)
  for (const recipient of next) {
    const { number, email } = recipient
    const why = whySkipped(mailing, recipient, named)
    if (why) {
      settling.push({ number, why })
      continue
    }
    const token = newToken()
    const stop = hasStop(mailing.nature) ? `${act.baseUrl}/unsubscribe/${token}` : undefined
    if (stop) links.push({ tokenHash: await sha256(token), email, sendingId: mailing.id, topicId })
    const isOpened = matter === 'guidance' && !event && mailing.body.includes('{link}')
    const opens = isOpened && recipient.issueId ? { tokenHash: await sha256(token), issueId: recipient.issueId } : undefined
    if (opens) reading.push(opens)
    const asked = recipient.rootId ? askedAt(recipient.rootId, matter, opens && token) : undefined
    const addressed = addressedAs(recipient, named, offers)
    const books = await booksFor(act, recipient, addressed.offer)
    booking.push(...books.map(({ link }) => link))
    const page = (recipient.placeId && places.pageOf(recipient.placeId)) || ''
    const at = { page, file: `${page}/materials/${mailing.materialId}`, record: `${act.baseUrl}/account/record` }
    const to = {
      name: recipient.name,
      reference: recipient.reference,
      asked,
      unsubscribe: stop,
      books,
      ...addressed,
      material: linkedFor(mailing, of, recipient, at, act.now),
    }
    const id = newId(act.now)
    messages.push({
      ...composed(sender, mailing, event, to, act.now),
      id,
      kind: 'mailing',
      // Its own queue per recipient, so that a mailing never delays an invitation.
      recipient: `${mailing.id}.${number}`,
      to: { name: recipient.name || undefined, email },
      replyTo: repliesTo(sender, event),
      eventId: mailing.eventId ?? undefined,
      schoolId: recipient.schoolId ?? undefined,
      bookingId: recipient.bookingId ?? undefined,
      placeId: recipient.placeId ?? undefined,
      personId: recipient.personId ?? undefined,
      nature: mailing.nature,
      sendingId: mailing.id,
      // RFC 8058: mail programs show an unsubscribe button.
      ...(stop ? { headers: { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } } : {}),
    })
    settling.push({ number, messageId: id })
  }
  const result = await atomically(
    act.db,
    [
      mayStillGo(
        act,
        mailing,
        event,
        messages.map((message) => message.to.email),
        next.filter((one) => asksConsent(mailing, one) && !whySkipped(mailing, one, named)).map(({ email }) => email),
      ),
      settledRecipients(act, mailing.id, settling),
      ...(seen.length > 0 ? [stillComing(act, seen), ...places.statements] : []),
      ...insertUnsubscribeLinks(act, links),
      ...insertReadingLinks(act, reading),
      ...(booking.length > 0 ? [insertBookingLinks(act, booking)] : []),
      ...queuedAll(act, messages),
      logged(act, {
        act: 'mailing.queued',
        subject: ['mailing', mailing.id],
        eventId: mailing.eventId ?? undefined,
        after: { messages: messages.length, skipped: settling.length - messages.length },
      }),
    ],
    { [guardBroken]: 'again', recipient_is_settled: 'again' },
  )
  return result.ok
}
