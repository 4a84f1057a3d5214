import { sayBook } from '#attendance/links/booking-link.ts'
import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { given, readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { queued } from '#messages/outbox/store.ts'
import { composed, repliesTo } from './compose.ts'
import { trustOffer } from './invitation.ts'
import { selectOffers } from './invitation-store.ts'
import { linkedFor } from './linked-material.ts'
import { askedAt, type Mailing } from './mailing.ts'
import { type Prepared, prepareMailing } from './start-mailing.ts'
import { matterOf, selectBookerAt } from './store.ts'

/** For a made-up recipient if there is none. Links go to the account page, not their own link. */
export const previewOf = async (act: Act, mailing: Mailing, prepared: Prepared, at: number) => {
  const { chosen, trusts, event } = prepared
  const going = [...chosen.recipients, ...trusts.recipients].filter((one) => one.why === null)
  const to = going[Math.min(at, going.length) - 1]
  const roots = to?.trustSchools?.map(({ id }) => id) ?? (to ? [to.schoolId] : [])
  const isOffered = to && event && mailing.nature === 'training'
  const [sender, matter, { offers, booker }] = await Promise.all([
    senderOf(act),
    mailing.audience.of === 'named' ? matterOf(act.db, mailing.id) : undefined,
    readTogether(act.db, {
      offers: isOffered ? selectOffers(act, event.id, roots) : given(undefined),
      booker: isOffered && !to.trustSchools ? selectBookerAt(act.db, to.email, to.schoolId) : given(undefined),
    }),
  ])
  const books =
    to && booker?.id
      ? (offers?.get(to.schoolId)?.books ?? []).map((one) => ({ text: sayBook(one), href: `${act.baseUrl}/account/messages` }))
      : []
  const shown = to
    ? {
        name: to.name,
        school: to.school.name,
        reference: to.reference,
        ...(to.trustSchools
          ? { trust: trustOffer(to.schoolId, to.trustSchools, offers) }
          : { schoolId: to.schoolId, offer: offers?.get(to.schoolId), books, asked: askedAt(to.schoolId, matter) }),
      }
    : { name: 'Siân Pritchard', school: 'Example Primary School', reference: null }
  // The organiser's own way to it, for the same link.
  const files = `${act.baseUrl}/organiser/events/${event?.code}/materials`
  const organisers = { page: `${files}/preview`, file: `${files}/files/${mailing.materialId}`, record: `${act.baseUrl}/account/record` }
  const material = linkedFor(mailing, prepared, to, organisers, act.now)
  return {
    rendered: composed(sender, mailing, event, { ...shown, material, unsubscribe: `${act.baseUrl}/account/messages` }, act.now),
    replyTo: repliesTo(sender, event),
    to,
    matter,
    of: going.length,
    isLinked: typeof material === 'object' && material.way === 'place',
  }
}

export const sendTest = async (
  act: Act & { actor: { email: string; accountId: string } },
  mailing: Mailing,
): Promise<Result<undefined, 'not_written'>> => {
  const prepared = await prepareMailing(act, mailing)
  const { whom: _nobody, ...missing } = prepared.missing
  if (Object.keys(missing).length > 0) return refuse('not_written')
  const { rendered, replyTo } = await previewOf(act, mailing, prepared, 1)
  await atomically(
    act.db,
    [
      ...queued(act, {
        ...rendered,
        subject: `Test: ${rendered.subject}`,
        id: newId(act.now),
        kind: 'wording_test',
        recipient: act.actor.accountId,
        to: { name: act.actor.name, email: act.actor.email },
        replyTo,
      }),
      logged(act, { act: 'mailing.tested', subject: ['mailing', mailing.id], eventId: mailing.eventId ?? undefined }),
    ],
    {},
  )
  return ok(undefined)
}
