import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart, togetherOrApart } from '#base/db/failed-job.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import type { Job } from '#base/job.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { requestBooked } from '#emails/booking/request-booked.tsx'
import { schoolAsked } from '#emails/booking/school-asked.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import { queued } from '#messages/outbox/store.ts'
import { titleInSubject } from '#messages/outbox/subject-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import {
  type AskedContact,
  type AskedOf,
  askedMailed,
  type BookedToTell,
  bookedTold,
  insertAskedLinks,
  selectBookedToTell,
  selectUnsaid,
} from './asked-store.ts'

/** Job: one mail a day to each contact about all who ask their schools for a place. */
export const mailAsked: Job = async (act) => {
  const { asked, contacts } = await selectUnsaid(act)
  if (asked.length === 0) return false
  const sender = await senderOf(act)
  return togetherOrApart(
    act,
    'mailAsked',
    [...new Set(asked.map(({ schoolId }) => schoolId))],
    (schoolId) => schoolId,
    (some) =>
      mailContacts(
        act,
        sender,
        asked.filter(({ schoolId }) => some.includes(schoolId)),
        contacts.filter(({ schoolId }) => some.includes(schoolId)),
      ),
  )
}

const mailContacts = async (act: Act, sender: Sender, asked: readonly AskedOf[], contacts: readonly AskedContact[]): Promise<boolean> => {
  const byAccount = new Map(contacts.map((one) => [one.accountId, one]))
  const mails = await Promise.all(
    [...byAccount.values()].map((one) => {
      const theirs = contacts.filter(({ accountId }) => accountId === one.accountId)
      return mailContact(
        act,
        sender,
        one,
        asked.filter(({ schoolId }) => theirs.some((their) => their.schoolId === schoolId)),
      )
    }),
  )
  const ids = asked.map(({ id }) => id)
  const result = await atomically(act.db, [...askedMailed(act, ids), ...mails.flat()], { [guardBroken]: 'later' } as const)
  return result.ok
}

const mailContact = async (
  act: Act,
  sender: Sender,
  { accountId, email, name }: AskedContact,
  asked: readonly AskedOf[],
): Promise<SqlStatement[]> => {
  const token = newToken()
  const [only, ...more] = [...new Set(asked.map(schoolLabel))]
  return [
    insertAskedLinks(
      act,
      await sha256(token),
      accountId,
      asked.map(({ id }) => id),
    ),
    ...queued(act, {
      id: newId(act.now),
      kind: 'school_asked',
      recipient: accountId,
      to: { name: name ?? undefined, email },
      // Of a mail for several schools one may end while it waits.
      schoolId: more.length === 0 ? asked[0]?.schoolId : undefined,
      ...schoolAsked({
        sender,
        school: more.length === 0 && only ? only : `${more.length + 1} of your schools`,
        asked: asked.map((one) => ({ ...one, school: more.length === 0 ? undefined : schoolLabel(one) })),
        link: `${act.baseUrl}/asked/${token}`,
      }),
    }),
  ]
}

/** Job: tells whoever asked that their school has booked. Their own calendar entry says it too. */
export const tellBooked: Job = async (act) => {
  const { booked } = await selectBookedToTell(act, titleInSubject)
  if (booked.length === 0) return false
  const sender = await senderOf(act)
  return eachApart(
    act,
    'tellBooked',
    booked,
    ({ id }) => id,
    (one) => tell(act, sender, one),
  )
}

const tell = async (act: Act, sender: Sender, one: BookedToTell): Promise<boolean> => {
  // Of a colleague’s place their own calendar entry says nothing.
  const mail =
    one.goes && one.places === 1
      ? []
      : queued(act, {
          id: newId(act.now),
          kind: 'request_settled',
          recipient: one.accountId,
          to: { name: one.name ?? undefined, email: one.email },
          replyTo: one.contactEmail || undefined,
          eventId: one.eventId,
          schoolId: one.schoolId,
          ...requestBooked({
            sender,
            event: one.event,
            subjectTitle: one.subjectTitle,
            school: schoolLabel({ name: one.school, town: one.town, urn: one.urn }),
            places: one.places,
            booked: one.booked,
            requestedAt: one.requestedAt,
            contact: one.contactEmail,
            isListed: one.state === 'listed',
            page: `${act.baseUrl}/requests/${one.id}`,
          }),
        })
  const result = await atomically(act.db, [...bookedTold(act.db, one.id), ...mail], { [guardBroken]: 'told' } as const)
  return result.ok
}
