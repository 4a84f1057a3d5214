// What became of messages in the county: almost all were accepted, one address does not work, some
// calendars have answered, and a notice went to every school.
import type { Act, Actor } from '#base/act.ts'
import { addMinutes, londonDay } from '#base/dates.ts'
import { newId, sha256 } from '#base/id.ts'
import { followMailEvents } from '#correspondence/delivery/follow-mail-events.ts'
import { notifyOfAddressProblems } from '#correspondence/delivery/notify-of-address-problems.ts'
import type { SchoolAudience } from '#correspondence/mailings/audience.ts'
import { followUnsubscribeLink } from '#correspondence/mailings/record-consent.ts'
import { queueMailing } from '#correspondence/mailings/send-mailings.ts'
import { prepareMailing, startMailing } from '#correspondence/mailings/start-mailing.ts'
import { mailingById } from '#correspondence/mailings/store.ts'
import { beginMailing, inviteSchools, markOf, saveMailing } from '#correspondence/mailings/write-mailing.ts'
import type { EventDetails } from '#events/events/event.ts'
import { endSendings } from '#messages/outbox/sending-store.ts'
import { demonstrationDates } from './dates.ts'
import { answeredByCalendars, oneInvitation, returnedMail } from './store.ts'
import { actOf, must } from './time.ts'

const notice = {
  nature: 'statutory' as const,
  basis: 'Education Act 2002, section 175, and the guidance under it',
  subject: 'Keeping children safe in education: what your school must have in place',
  body: [
    'Dear {name},',
    'The Department’s guidance for schools and colleges has changed. {school} must have read part one to its staff, and its governing body must have seen the changes.',
    'This notice goes to the safeguarding lead of every school of the county. It is kept who was sent it, and when.',
  ].join('\n\n'),
}

const everySchool: SchoolAudience = {
  ...{ of: 'schools', answer: 'all', topic: '', event: '', from: '', to: '', notBooked: '', reach: 'best' },
  ...{ sector: '', kind: '', phase: '', trust: '', ward: '' },
}

/** A statutory notice to each school's safeguarding lead, some weeks ago. */
export const sendNotice = async (act: Act, organiser: Actor): Promise<number> => {
  const sent = demonstrationDates(act.now).notice
  const day = londonDay(sent)
  const by = (minutes: number): Act => actOf(act, organiser, addMinutes(sent, minutes))
  const audience = { ...everySchool, from: `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`, to: day }
  const id = must(await beginMailing(by(0), { id: newId(by(0).now), audience, eventId: null }), 'The notice')
  const draft = await mailingById(act.db, id)
  if (!draft || !(await saveMailing(by(10), draft, await markOf(draft), notice)).ok) throw new Error('The notice was not written')
  return sendDraft(by(20), id)
}

/** An officer who has read a draft sends it. @returns to how many people */
export const sendDraft = async (act: Act, id: string): Promise<number> => {
  const draft = await mailingById(act.db, id)
  if (!draft) throw new Error('The draft is gone')
  const { mark, chosen } = await prepareMailing(act, draft)
  must(await startMailing(act, draft, mark), draft.subject)
  while (await queueMailing({ ...act, now: addMinutes(act.now, 1) }, id));
  return chosen.counts.people
}

/** Every school and setting is invited to a conference once it is published. */
export const inviteAll = async (act: Act, organiser: Actor, event: EventDetails, published: Date): Promise<void> => {
  const by = (minutes: number): Act => actOf(act, organiser, addMinutes(published, minutes))
  const day = londonDay(published)
  const audience = { ...everySchool, from: day, to: day, notBooked: event.code, settings: true as const }
  const id = must(await inviteSchools(by(20), { id: newId(by(20).now), eventId: event.id, audience }), event.title)
  await sendDraft(by(25), id)
}

/** One of the schools that were invited wants no more of it, some hours after its mail. */
export const stopOneInvitation = async (act: Act): Promise<void> => {
  const { text, createdAt } = await oneInvitation(act.db)
  const token = text.match(/\/unsubscribe\/([\w-]+)/)?.[1] ?? ''
  await followUnsubscribeLink({ ...act, now: addMinutes(new Date(createdAt), 300) }, await sha256(token), false)
}

/**
 * What the provider and calendars have reported; school and organiser are notified of the failing
 * address.
 */
export const settleAnswers = async (act: Act): Promise<void> => {
  await endSendings(act.db, act.now)
  await answeredByCalendars(act.db, act.now)
  await returnedMail(act.db, act.now)
  await followMailEvents(act)
  await notifyOfAddressProblems(act)
}
