// Who holds which role: most schools that book have said so lately, some have a role that is vacant
// or do not know, the rest have only what their bookings propose, and one person disputes what is
// said of them. They were asked in the autumn; one was asked again when its head left.
import type { Act, Actor } from '#base/act.ts'
import { addDays, addMinutes, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { toCsv } from '#base/web/csv.ts'
import { answerRole, seenOf } from '#people/roles/answer-role.ts'
import { askSchools } from '#people/roles/ask-schools.ts'
import { type Answering, nameHolder } from '#people/roles/confirm-role.ts'
import { selectOwnRole } from '#people/roles/dispute-store.ts'
import { endRole } from '#people/roles/end-role.ts'
import { readMeant } from '#people/roles/holder-store.ts'
import { importRoles, planRoleImport } from '#people/roles/import-roles.ts'
import { raiseDispute } from '#people/roles/raise-dispute.ts'
import { saveAnswers } from '#people/roles/save-answers.ts'
import { readSchoolRoles } from '#people/roles/school-role-store.ts'
import { allStillRight } from '#people/roles/school-roles.ts'
import { tellNamed } from '#people/roles/tell-named.ts'
import type { Cast } from './cast.ts'
import { chanceOf } from './chance.ts'
import { demonstrationDates } from './dates.ts'
import { auditSchools } from './people.ts'
import { somebody, staffOf } from './staff.ts'
import type { CountySchool } from './store.ts'
import { actOf, must } from './time.ts'

/** Those that the school is asked about, and whom the demonstration knows or can make up. */
const nameOf = (school: CountySchool, roleId: string): string =>
  staffOf(school).colleagues.find((colleague) => colleague.roleId === roleId)?.name ?? somebody(`${school.firstUrn} ${roleId}`).name

/** Schools that sign their audit have somebody in each role, with an address. */
const addressOf = (school: CountySchool, roleId: string): string => {
  if (!Object.values<string>(auditSchools).includes(school.name)) return ''
  return staffOf(school).colleagues.find((one) => one.roleId === roleId)?.email ?? ''
}

const answering = async (act: Act, schoolId: string, of: 'school' | 'council'): Promise<Answering | undefined> => {
  const at = await readSchoolRoles(act, schoolId, of)
  return at?.capacity ? { ...at, capacity: at.capacity } : undefined
}

/** One school goes through its page of roles, and says that all of it is right. */
const settleSchool = async (act: Act, school: CountySchool): Promise<boolean> => {
  const chance = chanceOf(`roles ${school.firstUrn}`)
  const at = await answering(act, school.id, 'school')
  if (!at || !chance.happens(0.8)) return false
  const today = londonDay(act.now)
  for (const role of at.roles) {
    const since = addDays(today, -chance.between(120, 2200))
    const [unsaid, empty, sinceUnknown] = [chance.happens(0.06), chance.happens(0.08), chance.happens(0.1)]
    const email = addressOf(school, role.id)
    if ((unsaid && !email) || !['dsl', 'deputy_dsl', 'head', 'link_governor', 'chair', 'proprietor', 'chair_management'].includes(role.id))
      continue
    if (empty && !email && role.id !== 'dsl') {
      const vacantFrom = role.id === 'head' || role.id === 'deputy_dsl' ? addDays(today, -chance.between(5, 90)) : undefined
      must(await answerRole(act, at, { roleId: role.id, vacantFrom }), school.name)
      continue
    }
    const typed = { name: nameOf(school, role.id), email }
    // Asked whom it means, the school means the likeliest.
    const answer = (await readMeant(act, at, typed)).asked?.records[0]?.id ?? ''
    const fromDate = sinceUnknown ? undefined : since
    must(await nameHolder(act, at, { roleId: role.id, ...typed, answer, fromDate, others: undefined }), school.name)
  }
  const now = await answering(act, school.id, 'school')
  if (!now) return false
  must(await saveAnswers(act, now, { form: newId(act.now), seen: await seenOf(now), answers: allStillRight(now) }), school.name)
  return true
}

/** An officer names a contact in a role that they no longer have, and they say so. */
const settleDispute = async (act: Act, officer: Actor, contact: Actor, schoolId: string): Promise<void> => {
  const { personId, name = '', email = '' } = contact
  const by = actOf(act, officer, act.now)
  const at = await answering(by, schoolId, 'council')
  if (!at || !personId) return
  const roleId = 'prevent_lead'
  must(await nameHolder(by, at, { roleId, name, email, fromDate: undefined, others: undefined }), name)
  const named = (await answering(by, schoolId, 'council'))?.roles.find(({ id }) => id === roleId)?.holders[0]
  const role = named && (await readNow(act.db, selectOwnRole(act.db, named.id)))
  const own = { ...actOf(act, contact, addMinutes(act.now, 30)), actor: { ...contact, personId } }
  if (role) must(await raiseDispute(own, role, 'A colleague has taken this over.'), name)
}

/** The head of a school that had confirmed everything leaves: the school is asked of that role. */
const settleChange = async (act: Act, schoolId: string): Promise<boolean> => {
  const at = await answering(act, schoolId, 'school')
  const head = at?.roles.find(({ id }) => id === 'head')?.holders[0]
  if (!at || !head) return false
  must(await endRole(act, at, { id: head.id, lastDay: addDays(londonDay(act.now), -1) }), head.name)
  return true
}

/** Whom the old database has as leads, of schools that have not said yet. */
const settleLastSystem = async (act: Act, schools: readonly CountySchool[]): Promise<void> => {
  const rows = schools.map((school) => [school.urn, 'Designated safeguarding lead', nameOf(school, 'dsl'), '01/09/2023'])
  const ask = { text: toCsv(['URN', 'role', 'name', 'since'], rows), confirmed: false }
  const plan = await planRoleImport(act, ask)
  if (!plan.ok || !plan.value.planned.some(({ outcome }) => outcome === 'added')) return
  must(await importRoles(act, { ...ask, source: 'The old database', state: plan.value.state, batchId: newId(act.now) }), 'the old database')
}

/** @returns how many schools have said that all of it is right */
export const settleRoles = async (act: Act, cast: Cast): Promise<number> => {
  const { officer } = cast
  let confirmed = 0
  const dates = demonstrationDates(act.now).roles
  await askSchools(actOf(act, officer, dates.asked))
  for (const [n, school] of cast.schools.entries()) {
    const contact = cast.contacts.get(school.id)
    if (contact && (await settleSchool(actOf(act, contact, addMinutes(dates.confirmed, n)), school))) confirmed += 1
  }
  await tellNamed(actOf(act, officer, addMinutes(dates.confirmed, cast.schools.length)))
  for (const school of cast.schools) {
    const contact = cast.contacts.get(school.id)
    if (contact && (await settleChange(actOf(act, contact, dates.left), school.id))) break
  }
  await settleLastSystem(actOf(act, officer, dates.imported), cast.schools.filter(({ id }) => !cast.contacts.has(id)).slice(0, 20))
  await askSchools(actOf(act, officer, dates.askedAgain))
  const first = cast.schools.find(({ id }) => cast.contacts.has(id))
  const contact = first && cast.contacts.get(first.id)
  if (first && contact) await settleDispute(actOf(act, officer, dates.disputed), officer, contact, first.id)
  await tellNamed(actOf(act, officer, dates.disputed))
  return confirmed
}
