import { bookableOf, mostLinks, sayBook } from '#attendance/links/booking-link.ts'
import { type LinkedTo, newLinks } from '#attendance/links/make-links.ts'
import { insertBookingLinks, type NewBookingLink } from '#attendance/links/store.ts'
import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { wordedFor } from '#base/place-word.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { schoolDigest } from '#emails/correspondence/school-digest.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import { type Due, type Hearer, sayBy, weeklyOf } from '#front/due/due.ts'
import { selectDueAndStands } from '#front/due/store.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { insertContacts, type NewContact } from '#people/ladder/contact-store.ts'
import type { Rung } from '#people/ladder/rung.ts'
import { insertRolesLinks, type NameToConfirm, type NewRolesLink, namesText, selectNamesToConfirm } from '#people/roles/link-store.ts'
import { nameSaid } from '#people/roles/school-roles.ts'
import { placeWord, schoolLabel } from '#schools/schools/school.ts'
import { isToSay, rungOf, textOf, weekdayInHours, weekOf } from './digest.ts'
import { type Contact, endWeek, insertDigests, type SchoolToTell, selectContacts, selectToTell } from './store.ts'

const schoolsAtOnce = 40

/** Job: some at a time. Letters and the rows that keep them from going twice are one batch. */
export const sendDigests = async (act: Act): Promise<boolean> => {
  const day = londonDay(act.now)
  const [week, weekday] = [weekOf(day), weekdayInHours(act.now)]
  if (weekday === undefined) return false
  const { mayGo, schools, left } = await readNow(act.db, selectToTell(act.db, { week, weekday, day }, schoolsAtOnce))
  if (!mayGo) return false
  if (left.n === 0) await atomically(act.db, [endWeek(act, week)])
  if (schools.length === 0) return false
  const sender = await senderOf(act)
  return togetherOrApart(
    act,
    'sendDigests',
    schools,
    ({ id }) => id,
    (some) => write(act, week, sender, some),
  )
}

const hearerOf = ({ approver, roleId }: Contact): Hearer => ({ approver: approver === 1, roleId })

const write = async (act: Act, week: string, sender: Sender, schools: readonly SchoolToTell[]): Promise<boolean> => {
  const rootIds = schools.map(({ id }) => id)
  const {
    due: { dues, stands },
    contacts,
    names,
  } = await readTogether(act.db, {
    due: selectDueAndStands(act.db, { ...act, rootIds }),
    contacts: selectContacts(act.db, rootIds, londonDay(act.now)),
    names: selectNamesToConfirm(act.db, londonDay(act.now), rootIds),
  })
  const told = await Promise.all(
    schools.map(async (school) => {
      const own = contacts.filter(({ schoolId }) => schoolId === school.id)
      const hearers = own.map(hearerOf)
      const due = dues.filter(({ schoolId }) => schoolId === school.id)
      const bookable = bookableOf(stands.find(({ schoolId }) => schoolId === school.id)?.rows ?? []).slice(0, mostLinks)
      const letters = own.flatMap((contact) => {
        const says = weeklyOf(due, hearerOf(contact), hearers)
        const books = says.some(({ kind }) => kind === 'training') ? bookable : []
        return says.length === 0 ? [] : [{ contact, says, books }]
      })
      const all = [...new Set(letters.flatMap(({ says }) => says))]
      const named = namesText(names.filter(({ schoolId }) => schoolId === school.id))
      const added: Partial<Record<Due['kind'], string>> = { roles: named, training: bookable.map(sayBook).join('\n') }
      const texts = all.map((one) => (added[one.kind] ? `${textOf(one)}\n${added[one.kind]}` : textOf(one)))
      const hashes = await Promise.all(texts.map(async (text) => (await sha256(text)).slice(0, 16)))
      const last = school.said && school.saidIn ? { said: school.said, week: school.saidIn } : undefined
      return { school, said: hashes.join(' '), letters: isToSay(hashes, last, week) ? letters : [] }
    }),
  )
  const links: NewRolesLink[] = []
  const bookingLinks: NewBookingLink[] = []
  const messages: OutgoingMessage[] = []
  for (const { school, letters } of told)
    for (const { contact, says, books } of letters) {
      const asked =
        contact.approver === 1 && says.some(({ kind }) => kind === 'roles') ? names.filter(({ schoolId }) => schoolId === school.id) : []
      const token = newToken()
      if (asked.length > 0)
        links.push({
          tokenHash: await sha256(token),
          schoolId: school.id,
          accountId: contact.accountId,
          said: await sha256(namesText(asked)),
        })
      const linked = await newLinks(act, { accountId: contact.accountId, schoolId: school.id }, books)
      bookingLinks.push(...linked.map(({ link }) => link))
      messages.push(letterTo(act, sender, school, contact, { says, books: linked }, asked, token))
    }
  const result = await atomically(
    act.db,
    [
      insertDigests(
        act,
        week,
        told.map(({ school, said, letters }) => ({ schoolId: school.id, letters: letters.length, said })),
      ),
      ...queuedAll(act, messages),
      insertRolesLinks(act, links),
      insertBookingLinks(act, bookingLinks),
      insertContacts(
        act,
        told.flatMap(({ school, letters }) =>
          [...new Set(letters.map(({ contact }) => rungOf(contact.roleId)))].map((rung) => contactOf(act, week, school.id, rung)),
        ),
      ),
      ...told.flatMap(({ school, letters }) =>
        letters.length === 0
          ? []
          : [
              logged(act, {
                act: 'school.digest_sent',
                subject: ['school', school.id],
                schoolId: school.id,
                after: { week, letters: letters.length },
              }),
            ],
      ),
    ],
    { 'SchoolDigest.rootId': 'told' } as const,
  )
  return result.ok && messages.length > 0
}

const contactOf = (act: Act, week: string, schoolId: string, rung: Rung): NewContact => ({
  id: newId(act.now),
  schoolId,
  matter: 'due',
  rung,
  means: 'message',
  result: 'written_to',
  happenedAt: instant(act.now),
  form: `digest ${week} ${schoolId} ${rung}`,
})

const letterTo = (
  act: Act,
  sender: Sender,
  school: SchoolToTell,
  contact: Contact,
  { says, books }: { says: readonly Due[]; books: readonly LinkedTo[] },
  names: readonly NameToConfirm[],
  token: string,
): OutgoingMessage => {
  const worded = (text: string): string => wordedFor(placeWord(school), text)
  return {
    ...schoolDigest({
      sender,
      school: schoolLabel(school),
      home: `${act.baseUrl}/school/${school.id}`,
      books: books.map(({ text, href }) => ({ text: worded(text), href })),
      things: says.map((due) => ({
        what: worded(due.what),
        why: worded(due.why),
        by: sayBy(due, londonDay(act.now)),
        press: { text: worded(due.press.text), href: `${act.baseUrl}${due.press.href}` },
        names:
          due.kind === 'roles' && names.length > 0
            ? { said: names.map((one) => `${one.role}: ${nameSaid(one)}`), href: `${act.baseUrl}/roles-link/${token}` }
            : undefined,
      })),
    }),
    id: newId(act.now),
    kind: 'school_digest',
    recipient: contact.accountId,
    to: { name: contact.name ?? undefined, email: contact.email },
    schoolId: school.id,
    tells: says.flatMap(({ tells = [] }) => tells),
  }
}
