// Each kind of link of a mail that does something without signing in, just after it was sent.

import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { offerSession } from '#booking/asked/answer-session.ts'
import { askSession } from '#booking/asked/ask-session.ts'
import { selectAskedSession } from '#booking/asked/store.ts'
import { mailsTo } from '#test/support/browsing.ts'
import { anAccount, anAct, aSchool, db, rows, tick } from '#test/support/factories.ts'
import { aPriceList, setPrice } from '#test/support/money.ts'
import { add } from '#test/support/rows.ts'
import { aFullEvent, asks, offerNow, tokenOf } from '#test/worker/booking/waiting/world.ts'
import { ask as askTheSchool } from '#test/worker/front/due/asked-world.ts'
import { leadTraining } from '../requirements/world.ts'
import { aLetter, fill } from './world.ts'

export type Made = {
  path: string
  school: { id: string }
  office: { accountId: string; email: string }
  event: { id: string; code: string; sessions: { id: string }[] }
  /** By whom it was done, each time. */
  done: () => Promise<{ accountId: string | null }[]>
}

const bookedBy = (personId: string) => () =>
  rows<{ accountId: string }>(
    `SELECT b.bookedById AS accountId FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE p.personId = ?1 AND p.state = 'confirmed'`,
    personId,
  )

const inApril = { startsAt: '2026-04-21T08:30:00.000Z', endsAt: '2026-04-21T15:00:00.000Z' }
const anOffice = async () => {
  const school = await aSchool({ name: 'Ashgrove Primary', sector: 'independent', kind: 'primary' })
  return { school, office: await anAccount({ schoolIds: [school.id], name: 'Olive Office' }) }
}

const letter = async (): Promise<Made> => {
  const world = await aLetter()
  return { ...world, done: bookedBy(world.personId) }
}

/** The date of its letter is full; it offers another one, at £80. */
const another = async (): Promise<Made> => {
  const world = await aLetter()
  const event = await leadTraining('2026-05-12', { title: 'Lead training in May' })
  await setPrice(event.id, (await aPriceList({ basisPoints: 0, defaultPence: 8000 })).id)
  await fill(world.event)
  return { ...world, event, done: bookedBy(world.personId) }
}

/** The only date is full. */
const tell = async (): Promise<Made> => {
  const world = await aLetter()
  await fill(world.event)
  return {
    ...world,
    done: () => rows('SELECT accountId FROM DateAsked WHERE accountId = ?1 AND endedAt IS NULL', world.office.accountId),
  }
}

const asked = async (act: 'booked' | 'refused'): Promise<Made> => {
  const { school, office } = await anOffice()
  const event = await leadTraining('2026-04-21')
  await setPrice(event.id, (await aPriceList({ basisPoints: 0, defaultPence: 9500 })).id)
  await askTheSchool(event, school.id)
  const mail = (await mailsTo(office.email)).findLast(({ text }) => text.includes('/asked/'))
  const booked = 'SELECT b.bookedById AS accountId FROM BookingRequest r JOIN Booking b ON b.id = r.bookingId WHERE r.eventId = ?1'
  const refused = `SELECT accountId FROM Log WHERE act = 'request.refused' AND eventId = ?1`
  return {
    ...{ school, office, event, path: /\/asked\/[\w-]{20,}/.exec(mail?.text ?? '')?.[0] ?? '' },
    done: () => rows(act === 'booked' ? booked : refused, event.id),
  }
}

const offered = async (state: 'accepted' | 'declined'): Promise<Made> => {
  const { school, office } = await anOffice()
  const { event, free } = await aFullEvent(1, inApril)
  const guest = { ...office, school, act: (now?: Date) => anAct({ actor: office.actor, now: now ?? tick() }) }
  const reference = await asks(guest, event.code, 1, { now: new Date(), names: ['Ada Named'] })
  await free(1, new Date())
  await offerNow(new Date())
  return {
    ...{ school, office, event, path: `/offers/${await tokenOf(reference)}` },
    done: () =>
      rows(
        `SELECT b.bookedById AS accountId FROM Offer o JOIN Booking b ON b.id = o.bookingId JOIN Place p ON p.offerId = o.id
         WHERE b.reference = ?1 AND o.state = ?2 AND p.state = ?3`,
        reference,
        state,
        state === 'accepted' ? 'confirmed' : 'cancelled',
      ),
  }
}

const session = async (): Promise<Made> => {
  const { school, office } = await anOffice()
  const id = newId(tick())
  const ask = { about: 'Online safety', days: ['2026-04-21'], people: 30, schoolIds: [], alsoFor: '' }
  await askSession(anAct({ actor: office.actor }), id, school.id, ask)
  const row = await readNow(db, selectAskedSession(db, id))
  if (!row) throw new Error('no such session')
  const { actor } = await anAccount({ roles: ['organiser'] })
  await offerSession(anAct({ actor, now: new Date() }), row, {
    ...{ ...inApril, title: 'Online safety for all staff', topicId: 'online-safety', purpose: 'training', level: '3' },
    ...{ trainer: 'Pat Lee', place: 'The hall', pence: 35_000, vatPence: 7_000, vatCodeId: 'S', termsId: null },
  })
  const texts = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'session_answered' AND m.schoolId = ?1`,
    school.id,
  )
  return {
    ...{ school, office, event: { id: '', code: '', sessions: [] }, path: /\/session-offer\/[\w-]+/.exec(texts[0]?.text ?? '')?.[0] ?? '' },
    done: () =>
      rows(
        `SELECT b.bookedById AS accountId FROM AskedSession x JOIN Event e ON e.id = x.eventId JOIN Booking b ON b.eventId = e.id WHERE x.schoolId = ?1`,
        school.id,
      ),
  }
}

export const kinds = {
  letter: { make: letter, button: 'Book Sunita Rao for £95' },
  another: { make: another, button: 'Book Sunita Rao for £80' },
  tell: { make: tell, button: 'Tell me when there is a date' },
  asked: { make: () => asked('booked'), button: 'Book Tegan Teacher for £95' },
  'not this time': { make: () => asked('refused'), button: 'Not this time Tegan Teacher' },
  accept: { make: () => offered('accepted'), button: 'Accept the place' },
  decline: { make: () => offered('declined'), button: 'Decline' },
  session: { make: session, button: 'Accept for £420.00' },
} as const satisfies Record<string, { make: () => Promise<Made>; button: string }>
export type KindName = keyof typeof kinds

/** VAT of the sessions. */
export const aVatCode = () => add('VatCode', { id: 'S', code: 'S', name: 'Standard rate', basisPoints: 2000 })
