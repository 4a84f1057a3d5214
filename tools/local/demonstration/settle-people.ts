// The start: council staff, contacts at schools, who may act for which school, and earlier
// attendance.
import { type Act, type Actor, nobody } from '#base/act.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { toCsv } from '#base/web/csv.ts'
import { councilRoles } from '#people/accounts/account.ts'
import { insertRole } from '#people/accounts/role-store.ts'
import { decideClaim } from '#people/claim-decisions/decide-claim.ts'
import { decideTrustClaim } from '#people/claim-decisions/decide-trust-claim.ts'
import { claimSchool } from '#people/claiming/claim-school.ts'
import { claimTrust } from '#people/claiming/claim-trust.ts'
import { askMailboxes } from '#people/claims/ask-mailboxes.ts'
import { selectClaimsOf } from '#people/claims/claim-store.ts'
import { selectTrustClaims } from '#people/claims/trust-claim-store.ts'
import { grantRole } from '#people/staff/grant-role.ts'
import { enterOrganisation } from '#schools/schools/enter-organisation.ts'
import { importAttendance, planEarlierImport } from '#schools/schools/import-attendance.ts'
import { importContacts, planContactImport } from '#schools/schools/import-contacts.ts'
import { chanceOf } from './chance.ts'
import { demonstrationDates } from './dates.ts'
import { habitOf } from './habit.ts'
import { signInAs } from './people.ts'
import { domainOf, staffOf, trustLeadAddress } from './staff.ts'
import { actorOf, type Contact, type CountySchool, insertedAccounts, outsideNamed, trustUidOf } from './store.ts'
import { actOf, must } from './time.ts'

export const staffAddress = (role: string): string => `${role}@muster.example`

type Me = Actor & { accountId: string; email: string }

const newContact = (act: Act, name: string, email: string): Contact => ({
  accountId: newId(act.now),
  personId: newId(act.now),
  name,
  email,
})

/** Staff with roles: the first administrator by configuration, the others by the administrator. */
export const settleStaff = async (act: Act): Promise<void> => {
  const people = signInAs.filter(({ email }) => email.endsWith(staffAddress(''))).map(({ name, email }) => newContact(act, name, email))
  const first = people[0] as Contact
  await act.db.batch([
    ...insertedAccounts(act, people),
    insertRole(act.db, instant(act.now), {
      id: newId(act.now),
      accountId: first.accountId,
      role: 'administrator',
      eventId: undefined,
      grantedById: undefined,
    }),
  ])
  const administrator = actOf(act, { ...nobody, ...first, roles: ['administrator'] }, addMinutes(act.now, 5))
  for (const role of councilRoles)
    if (role !== 'administrator')
      must(await grantRole(administrator, { email: staffAddress(role), role, staffIdleMinutes: councilFrom('').staffIdleMinutes }), role)
}

/** Outside organisations: a childminder, a partner agency, a school over the border. */
export const settleOrganisations = async (act: Act): Promise<string[]> => {
  const wanted = [
    { outsideKind: 'partner_agency', name: 'Alderwickshire Youth Justice Service', town: 'Alderwick', postcode: 'AK1 3AB' },
    { outsideKind: 'partner_agency', name: 'Marlbury Community Health Trust', town: 'Marlbury', postcode: 'AK2 4DF' },
    { outsideKind: 'childminder', name: 'Bumblebees Childminding', town: 'Stoke Fenley', postcode: 'AK4 2HJ' },
    { outsideKind: 'nursery', name: 'Little Acorns Nursery', town: 'Alderwick', postcode: 'AK1 2BD' },
    { outsideKind: 'school_elsewhere', name: 'Reedham Drove Primary Academy', town: 'Reedham', postcode: 'FX3 1AB' },
  ] as const
  const ids: string[] = []
  for (const facts of wanted) {
    const done = must(await enterOrganisation(act, { ...facts, id: undefined, sure: true }), facts.name)
    if ('id' in done) ids.push(done.id)
  }
  return ids
}

/**
 * The council's contact list, as a spreadsheet: an office and a safeguarding lead for most schools.
 */
export const settleContacts = async (act: Act, schools: readonly CountySchool[]): Promise<number> => {
  const rows = schools.flatMap((school) => {
    const { contact, colleagues } = staffOf(school)
    if (habitOf(school) === 'never' && chanceOf(`contact ${school.urn}`).happens(0.5)) return []
    const lead = colleagues.slice(0, 1).map((dsl) => [school.urn, 'Designated safeguarding lead', dsl.name, dsl.email, ''])
    const isLead = contact.email === colleagues[0]?.email
    return isLead ? lead : [[school.urn, '', contact.name, contact.email, `01632 960${school.urn.slice(-3)}`], ...lead]
  })
  const text = toCsv(['URN', 'role', 'name', 'email', 'telephone'], rows)
  const plan = must(await planContactImport(act, text), 'contacts')
  return must(await importContacts(act, { text, source: 'Council’s list of school contacts', state: plan.state }), 'contacts').added
}

/**
 * Contacts who book for their school; confirmed at once, because the council holds their addresses.
 */
export const settleClaims = async (act: Act, schools: readonly CountySchool[], council: Council): Promise<number> => {
  const booking = schools.filter((school) => ['eager', 'occasional'].includes(habitOf(school)))
  const contacts = booking.map((school) => {
    const { name, email } = staffOf(school).contact
    return newContact(act, name, email)
  })
  const distinct = [...new Map(contacts.map((contact) => [contact.email, contact])).values()]
  await act.db.batch(insertedAccounts(act, distinct))
  for (const [n, school] of booking.entries()) {
    const { name, email } = staffOf(school).contact
    const contact = distinct.find((one) => one.email === email) as Contact
    const actor = { ...nobody, ...contact } as Me
    const asked = { ...actOf(act, actor, addMinutes(act.now, n * 37)), actor }
    must(
      await claimSchool(asked, {
        schoolId: school.id,
        name,
        roleId: name === staffOf(school).colleagues[0]?.name ? 'dsl' : 'business_manager',
        council,
      }),
      school.name,
    )
  }
  return booking.length
}

/** Claims by an address that the council does not hold, of somebody whom an organiser knows. */
const settleClaimsOf = async (
  act: Act,
  person: Contact,
  { schools, roleId, council }: { schools: readonly { id: string; name: string }[]; roleId: string; council: Council },
): Promise<{ actor: Me; organiser: Actor }> => {
  const organiser = await actorOf(act.db, staffAddress('organiser'))
  if (!organiser) throw new Error('The organiser has no account')
  await act.db.batch(insertedAccounts(act, [person]))
  const actor: Me = { ...nobody, ...person }
  for (const { id: schoolId, name } of schools)
    must(await claimSchool({ ...actOf(act, actor, act.now), actor }, { schoolId, name: person.name, roleId, council }), name)
  for (const { id: claimId } of await readNow(act.db, selectClaimsOf(act.db, person.accountId)))
    must(
      await decideClaim(actOf(act, organiser, addMinutes(act.now, 90)), { claimId, decision: 'approve', reason: undefined, council }),
      person.name,
    )
  return { actor, organiser }
}

/** The head of one school, and a childminder. */
export const settleOwnClaims = async (act: Act, schools: readonly CountySchool[], council: Council): Promise<void> => {
  const claim = (name: string, of: { id: string; name: string } | undefined, roleId: string) => {
    const email = signInAs.find((person) => person.name === name)?.email
    if (!email || !of) throw new Error(`${name} has no setting`)
    return settleClaimsOf(act, newContact(act, name, email), { schools: [of], roleId, council })
  }
  const setting = await outsideNamed(act.db, 'Bumblebees Childminding')
  await claim(
    'Fatima Okonkwo',
    schools.find(({ name }) => name === 'Fenley College'),
    'head',
  )
  await claim('Wendy Larkin', setting, 'dsl')
}

/** A trust's safeguarding lead who claims all its schools, and whom an organiser knows. */
export const settleTrust = async (act: Act, schools: readonly CountySchool[], council: Council): Promise<void> => {
  const lead = newContact(act, 'Rosalind Merryweather', trustLeadAddress)
  const ofTrust = schools.filter(({ trustName }) => trustName === 'Hedgerow Learning Trust').slice(0, 6)
  const { actor, organiser } = await settleClaimsOf(act, lead, { schools: ofTrust, roleId: 'trust_lead', council })
  // And for the trust itself, so that she sees all of its schools side by side.
  const trustUid = (await trustUidOf(act.db, 'Hedgerow Learning Trust')) ?? ''
  const asked = { ...actOf(act, actor, addMinutes(act.now, 120)), actor }
  must(await claimTrust(asked, { trustUid, name: lead.name, roleId: 'trust_lead', council }), 'trust')
  for (const { id: claimId } of await readNow(act.db, selectTrustClaims(act.db, 't.accountId = ?1', lead.accountId)))
    must(
      await decideTrustClaim(actOf(act, organiser, addMinutes(act.now, 150)), { claimId, decision: 'approve', reason: undefined, council }),
      'claim of the trust',
    )
}

/** People whose claims of this week wait for an organiser. */
export const settleWaitingClaims = async (act: Act, schools: readonly CountySchool[], council: Council): Promise<number> => {
  const waiting = schools.filter((school) => habitOf(school) === 'earlier').slice(0, 4)
  for (const [n, school] of waiting.entries()) {
    const person = staffOf(school).colleagues[2] ?? { name: 'Head', email: `head@${domainOf(school)}` }
    const contact = newContact(act, person.name, n === 3 ? 'head.of.our.school@gmail.com.example' : person.email)
    await act.db.batch(insertedAccounts(act, [contact]))
    const actor = { ...nobody, ...contact } as Me
    const asked = { ...actOf(act, actor, addMinutes(act.now, n * 700)), actor }
    must(await claimSchool(asked, { schoolId: school.id, name: person.name, roleId: 'head', council }), school.name)
    await askMailboxes(asked)
  }
  return waiting.length
}

/** An export of the council's former system: three courses before Muster. */
export const settleEarlier = async (act: Act, now: Date, schools: readonly CountySchool[]): Promise<number> => {
  const [first = '', second = '', third = ''] = demonstrationDates(now).courses
  const courses = [
    { on: first, title: 'Peer on peer abuse briefing', topic: 'Child-on-child abuse' },
    { on: second, title: 'DSL two-day course', topic: 'DSL training' },
    { on: third, title: 'E-safety for leaders', topic: 'Online safety' },
  ]
  const rows = schools.flatMap((school) => {
    if (habitOf(school) === 'never') return []
    const chance = chanceOf(`earlier ${school.urn}`)
    const taken = courses.filter(() => chance.happens(0.5))
    return (taken.length > 0 ? taken : courses.slice(1, 2)).map((course) => {
      const who = chance.pick(staffOf(school).colleagues.slice(0, 3))
      const what = chance.happens(0.9) ? 'Attended' : 'Did not attend'
      return [school.urn, course.on, course.title, course.topic, what, who.name, who.roleId]
    })
  })
  const text = toCsv(['URN', 'date', 'title', 'topic', 'attended', 'name', 'role'], rows)
  const plan = must(await planEarlierImport(act, text), 'earlier attendance')
  const done = await importAttendance(act, { text, source: 'CPD Online export', state: plan.state, batchId: newId(act.now) })
  return must(done, 'earlier attendance').added
}
