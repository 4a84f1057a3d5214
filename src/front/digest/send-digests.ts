import { type Bookable, bookableOf, mostLinks, sayBook } from '#attendance/links/booking-link.ts'
import { newLinks } from '#attendance/links/make-links.ts'
import { insertBookingLinks, type NewBookingLink } from '#attendance/links/store.ts'
import type { Act } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { wordedFor } from '#base/place-word.ts'
import { counted } from '#base/words.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { type DigestLink, type DigestPart, schoolDigest } from '#emails/correspondence/school-digest.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import { type Due, type Hearer, pressFor, sayBy, weeklyOf } from '#front/due/due.ts'
import { selectDueAndStands } from '#front/due/store.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { insertContacts, type NewContact } from '#people/ladder/contact-store.ts'
import type { Rung } from '#people/ladder/rung.ts'
import { insertRolesLinks, type NameToConfirm, type NewRolesLink, namesText, selectNamesToConfirm } from '#people/roles/link-store.ts'
import { nameSaid } from '#people/roles/school-roles.ts'
import { placeWord, schoolLabel } from '#schools/schools/school.ts'
import { isToSay, type LastTold, rungOf, textOf, weekdayInHours, weekOf } from './digest.ts'
import {
  type AccountToTell,
  type Contact,
  endWeek,
  insertAccountDigests,
  insertDigests,
  type SchoolToTell,
  selectContacts,
  selectNamed,
  selectToTell,
} from './store.ts'

const schoolsAtOnce = 40

/** Job: some schools at a time, then each account of several. A letter is one batch. */
export const sendDigests = async (act: Act): Promise<boolean> => {
  const day = londonDay(act.now)
  const [week, weekday] = [weekOf(day), weekdayInHours(act.now)]
  if (weekday === undefined) return false
  const { mayGo, schools, accounts, left } = await readNow(act.db, selectToTell(act.db, { week, weekday, day }, schoolsAtOnce))
  if (!mayGo) return false
  if (left.n === 0) await atomically(act.db, [endWeek(act, week)])
  if (schools.length + accounts.length === 0) return false
  const sender = await senderOf(act)
  return schools.length > 0
    ? togetherOrApart(
        act,
        'sendDigests',
        schools,
        ({ id }) => id,
        (some) => toSchools(act, week, sender, some),
      )
    : togetherOrApart(
        act,
        'sendDigests',
        accounts,
        ({ id }) => id,
        ([account]) => (account ? toAccount(act, week, sender, account) : Promise.resolve(false)),
      )
}

const hearerOf = ({ approver, mayBook, roleId }: Contact): Hearer => ({ approver: approver === 1, mayBook: mayBook === 1, roleId })

type Part = { school: SchoolToTell; contact: Contact; says: readonly Due[]; books: readonly Bookable[]; names: readonly NameToConfirm[] }

/** What each of these contacts hears of each school, and its fingerprints by school. */
const partsFor = async (act: Act, rootIds: readonly string[], isFor: (contact: Contact) => boolean) => {
  const day = londonDay(act.now)
  const {
    due: { dues, stands },
    contacts,
    names,
    named,
  } = await readTogether(act.db, {
    due: selectDueAndStands(act.db, { ...act, rootIds }),
    contacts: selectContacts(act.db, rootIds, day),
    names: selectNamesToConfirm(act.db, day, rootIds),
    named: selectNamed(act.db, rootIds),
  })
  return Promise.all(
    named.map(async (school) => {
      const own = contacts.filter(({ schoolId }) => schoolId === school.id)
      const hearers = own.filter(({ byTrust }) => byTrust === 0).map(hearerOf)
      const due = dues.filter(({ schoolId }) => schoolId === school.id)
      const ownNames = names.filter(({ schoolId }) => schoolId === school.id)
      const bookable = bookableOf(stands.find(({ schoolId }) => schoolId === school.id)?.rows ?? []).slice(0, mostLinks)
      const parts = own.filter(isFor).flatMap((contact): Part[] => {
        const says = weeklyOf(due, hearerOf(contact), hearers)
        const books = contact.mayBook === 1 && says.some(({ kind }) => kind === 'training') ? bookable : []
        const asked = contact.approver === 1 && says.some(({ kind }) => kind === 'roles') ? ownNames : []
        return says.length === 0 ? [] : [{ school, contact, says, books, names: asked }]
      })
      const all = [...new Set(parts.flatMap(({ says }) => says))]
      const added: Partial<Record<Due['kind'], string>> = { roles: namesText(ownNames), training: bookable.map(sayBook).join('\n') }
      const texts = all.map((one) => (added[one.kind] ? `${textOf(one)}\n${added[one.kind]}` : textOf(one)))
      const hashes = await Promise.all(texts.map(async (text) => (await sha256(text)).slice(0, 16)))
      return { school, hashes, parts }
    }),
  )
}

const lastOf = ({ said, saidIn }: { said: string | null; saidIn: Day | null }): LastTold | undefined =>
  said && saidIn ? { said, week: saidIn } : undefined

/** Letters of one school each, to those who act for no other. */
const toSchools = async (act: Act, week: Day, sender: Sender, schools: readonly SchoolToTell[]): Promise<boolean> => {
  const rootIds = schools.map(({ id }) => id)
  const found = await partsFor(act, rootIds, ({ several, told }) => several === 0 && told === 0)
  const told = found.map(({ school, hashes, parts }) => {
    const last = schools.find(({ id }) => id === school.id)
    return { schoolId: school.id, said: hashes.join(' '), letters: last && isToSay(hashes, lastOf(last), week) ? parts : [] }
  })
  const letters = told.flatMap((one) => one.letters.map((part) => [part]))
  const digests = told.map(({ schoolId, said, letters: own }) => ({ schoolId, said, letters: own.length }))
  const accounts = letters.flatMap(([part]) => (part ? [{ accountId: part.contact.accountId, said: '' }] : []))
  return write(act, week, sender, letters, [insertDigests(act, week, digests), insertAccountDigests(act, week, accounts)])
}

/** The letter of one account for all its schools. */
const toAccount = async (act: Act, week: Day, sender: Sender, account: AccountToTell): Promise<boolean> => {
  const rootIds = JSON.parse(account.rootIds) as string[]
  const found = await partsFor(act, rootIds, ({ accountId }) => accountId === account.id)
  const hashes = found.flatMap((one) => one.hashes)
  const parts = isToSay(hashes, lastOf(account), week) ? found.flatMap((one) => one.parts) : []
  const said = parts.length > 0 ? hashes.join(' ') : ''
  const name = account.trust ?? counted(rootIds.length, 'school')
  return write(
    act,
    week,
    sender,
    parts.length > 0 ? [parts] : [],
    [insertAccountDigests(act, week, [{ accountId: account.id, said }])],
    name,
  )
}

/** Each letter with its parts, by school. @param name of all its schools */
const write = async (
  act: Act,
  week: Day,
  sender: Sender,
  letters: readonly (readonly Part[])[],
  looked: readonly SqlStatement[],
  name?: string,
): Promise<boolean> => {
  const links: NewRolesLink[] = []
  const bookingLinks: NewBookingLink[] = []
  const messages: OutgoingMessage[] = []
  for (const parts of letters) {
    const several = name !== undefined
    const soonest = parts
      .flatMap(({ school, books }) => books.map((one) => ({ school, one })))
      .toSorted((a, b) => (a.one.due ?? '').localeCompare(b.one.due ?? ''))
      .slice(0, mostLinks)
    const books: DigestLink[] = []
    for (const { school, one } of soonest) {
      for (const { link, text, href } of await newLinks(act, { accountId: parts[0]?.contact.accountId ?? '', schoolId: school.id }, [
        one,
      ])) {
        bookingLinks.push(link)
        books.push({ text: wordedFor(placeWord(school), several ? `${text} (${school.name})` : text), href })
      }
    }
    const told: DigestPart[] = []
    for (const { school, contact, says, names } of parts) {
      const token = newToken()
      const asked = several ? [] : names
      if (asked.length > 0)
        links.push({
          tokenHash: await sha256(token),
          schoolId: school.id,
          accountId: contact.accountId,
          said: await sha256(namesText(asked)),
        })
      told.push(
        partOf(
          act,
          school,
          says.map((due) => ({ ...due, press: pressFor(due, contact.mayBook === 1) })),
          asked,
          token,
        ),
      )
    }
    messages.push(...letterTo(act, sender, parts, { name, books, parts: told }))
  }
  const parts = letters.flat()
  const written = [...Map.groupBy(parts, ({ school }) => school.id)]
  const result = await atomically(
    act.db,
    [
      ...looked,
      ...queuedAll(act, messages),
      insertRolesLinks(act, links),
      insertBookingLinks(act, bookingLinks),
      insertContacts(
        act,
        written.flatMap(([schoolId, own]) =>
          // A trust is not the school, so its letter is no contact with the school.
          [...new Set(own.flatMap(({ contact }) => (contact.byTrust === 1 ? [] : rungOf(contact.roleId))))].map((rung) =>
            contactOf(act, week, schoolId, rung, name && own[0]),
          ),
        ),
      ),
      ...written.map(([schoolId, own]) =>
        logged(act, { act: 'school.digest_sent', subject: ['school', schoolId], schoolId, after: { week, letters: own.length } }),
      ),
    ],
    { 'SchoolDigest.rootId': 'told', 'AccountDigest.accountId': 'told' } as const,
  )
  return result.ok && messages.length > 0
}

/** @param part of a letter for several schools, which is noted beside those of the school itself */
const contactOf = (act: Act, week: Day, schoolId: string, rung: Rung, part: Part | '' | undefined): NewContact => ({
  id: newId(act.now),
  schoolId,
  matter: 'due',
  rung,
  means: 'message',
  result: 'written_to',
  happenedAt: instant(act.now),
  form: `digest ${week} ${schoolId} ${part ? part.contact.accountId : rung}`,
})

const partOf = (act: Act, school: SchoolToTell, says: readonly Due[], names: readonly NameToConfirm[], token: string): DigestPart => {
  const worded = (text: string): string => wordedFor(placeWord(school), text)
  return {
    school: schoolLabel(school),
    home: `${act.baseUrl}/school/${school.id}`,
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
  }
}

const letterTo = (
  act: Act,
  sender: Sender,
  parts: readonly Part[],
  { name, ...facts }: { name: string | undefined; books: readonly DigestLink[]; parts: readonly DigestPart[] },
): OutgoingMessage[] => {
  const [first] = parts
  if (!first) return []
  const all = name && facts.books.length > 0 ? { text: 'Book who is due at your schools', href: `${act.baseUrl}/school/due` } : undefined
  return [
    {
      ...schoolDigest({ sender, name: name ?? schoolLabel(first.school), all, ...facts }),
      id: newId(act.now),
      kind: 'school_digest',
      recipient: first.contact.accountId,
      to: { name: first.contact.name ?? undefined, email: first.contact.email },
      // One for several schools is that of none: it goes while the account acts for any of them.
      schoolId: name ? undefined : first.school.id,
      tells: parts.flatMap(({ school, says }) => says.flatMap(({ tells = [] }) => tells.map((one) => ({ ...one, schoolId: school.id })))),
    },
  ]
}
