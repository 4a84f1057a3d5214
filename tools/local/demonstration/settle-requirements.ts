// What events count towards, and what officers and schools say beside: trainings from elsewhere
// with evidence of different levels, exceptions, and statements of all staff.

import { countEvent } from '#attendance/editions/count-event.ts'
import { planTitles, saveTitles } from '#attendance/editions/save-titles.ts'
import { isSuggested } from '#attendance/requirements/counted.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { editionsOn } from '#attendance/requirements/requirement.ts'
import { addException } from '#attendance/standings/add-exception.ts'
import { endException } from '#attendance/standings/end-exception.ts'
import { selectExceptions, selectPeopleInRoles } from '#attendance/standings/exception-store.ts'
import { recordEvidence } from '#attendance/standings/record-evidence.ts'
import { recordStatement } from '#attendance/standings/record-statement.ts'
import type { Act, Actor } from '#base/act.ts'
import { addDays, addMinutes, londonDay, sayDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { toCsv } from '#base/web/csv.ts'
import { dayOf, type EventDetails } from '#events/events/event.ts'
import { importAttendance, planEarlierImport } from '#schools/schools/import-attendance.ts'
import type { Cast } from './cast.ts'
import { chanceOf } from './chance.ts'
import { demonstrationDates } from './dates.ts'
import { earlierWithEvidence } from './earlier-store.ts'
import type { CountySchool } from './store.ts'
import { actOf, must } from './time.ts'

/** A draft counts towards what its purpose and topic suggest; an update only refreshes. */
export const settleCounts = async (act: Act, event: EventDetails): Promise<void> => {
  const editions = editionsOn(await readNow(act.db, selectEditions(act.db)), dayOf(event) ?? londonDay(act.now))
  const counts = editions
    .filter((edition) => isSuggested(edition, event))
    .map(({ requirementId }) => ({
      requirementId,
      sessionId: undefined,
      countsAs: event.purpose === 'update' ? ('refresher' as const) : ('either' as const),
    }))
  must(await countEvent(act, { event, seen: [], counts, reason: undefined }), event.title)
}

const lead = 'Designated safeguarding lead'

type SentIn = { title: string; source: string; daysAgo: readonly [number, number]; known: readonly string[] }

const certificates: SentIn = {
  ...{ title: 'Lead training, two days', source: 'Certificates sent in', daysAgo: [62, 364] },
  known: ['training', '660', '3', 'Kite Training'],
}
/** An old list that does not say what its courses were for. */
const oldList: SentIn = { title: 'DSL Level 3', source: 'The old training spreadsheet', daysAgo: [380, 640], known: ['', '', '', ''] }

/** What some schools sent in of their leads' trainings elsewhere, as the council entered it. */
const settleTrainings = async (act: Act, now: Date, schools: readonly CountySchool[], sent: SentIn): Promise<void> => {
  const rows: string[][] = []
  for (const [n, school] of schools.entries()) {
    const people = await readNow(act.db, selectPeopleInRoles(act.db, school.id, londonDay(now)))
    const who = people.find(({ roles }) => roles.split(',').includes(lead))
    if (!who) continue
    const heldOn = demonstrationDates(now).ago(chanceOf(`training ${school.firstUrn}`).between(...sent.daysAgo))
    rows.push([
      school.urn,
      heldOn,
      n % 4 === 3 && sent === oldList ? 'Safeguarding briefing' : sent.title,
      'DSL training',
      'yes',
      who.name,
      lead,
      ...sent.known,
      sent === oldList ? '' : `certificate ${4700 + n}`,
    ])
  }
  const columns = ['URN', 'date', 'title', 'topic', 'attended', 'name', 'role', 'purpose', 'minutes', 'level', 'provider', 'evidence']
  const text = toCsv(columns, rows)
  const plan = await planEarlierImport(act, text)
  if (!plan.ok) return
  must(await importAttendance(act, { text, source: sent.source, state: plan.value.state, batchId: newId(act.now) }), 'trainings')
}

/** An officer said what one title of the old list counted as, and has yet to say it of another. */
const settleTitles = async (act: Act): Promise<void> => {
  const said = [{ title: oldList.title.toLowerCase(), countedAs: 'training' as const }]
  const giveWay = async () => undefined
  const plan = await planTitles(act, said, giveWay)
  if (plan.ok) must(await saveTitles(act, { batchId: newId(act.now), said, state: plan.value.state }, giveWay), 'titles')
}

/** An officer looked at most of what was sent in. */
const settleEvidence = async (act: Act): Promise<void> => {
  for (const [n, { id, schoolId }] of (await earlierWithEvidence(act.db)).entries()) {
    if (n % 4 === 3) continue
    const [known, note] = n % 2 === 0 ? (['verified', 'Rang Kite Training'] as const) : (['seen', 'The certificate'] as const)
    must(await recordEvidence(actOf(act, act.actor, addMinutes(act.now, n)), { earlierId: id, schoolId, known, note, seen: '' }), note)
  }
}

const settleExceptions = async (act: Act, schools: readonly CountySchool[]): Promise<void> => {
  const today = londonDay(act.now)
  const [leave, board, closing] = schools
  const [person] = leave ? await readNow(act.db, selectPeopleInRoles(act.db, leave.id, today)) : []
  const give = async (school: CountySchool | undefined, one: Omit<Parameters<typeof addException>[1], 'id' | 'schoolId' | 'from'>) => {
    if (school) must(await addException(act, { ...one, id: newId(act.now), schoolId: school.id, from: addDays(today, -20) }), school.name)
  }
  if (person) {
    const until = addDays(today, 100)
    await give(leave, { requirementId: 'lead_update', personId: person.id, kind: 'extended', until, reason: 'On leave until the spring' })
  }
  await give(board, { requirementId: 'governors', personId: undefined, kind: 'extended', until: addDays(today, 60), reason: 'A new board' })
  await give(closing, {
    requirementId: closing?.sector === 'maintained' ? 'panel' : 'panel_elsewhere',
    personId: undefined,
    kind: 'exempt',
    until: undefined,
    reason: 'It appoints nobody this year',
  })
  if (!closing) return
  const [exception] = await readNow(act.db, selectExceptions(act.db, closing.id))
  const by = actOf(act, act.actor, addMinutes(act.now, 30))
  if (exception) must(await endException(by, { exception, schoolId: closing.id, until: today }), closing.name)
}

/** Most schools that book have stated the yearly update of their staff. */
const settleStatements = async (act: Act, now: Date, cast: Cast, officer: Actor): Promise<number> => {
  let stated = 0
  for (const [n, school] of cast.schools.entries()) {
    const chance = chanceOf(`statement ${school.firstUrn}`)
    const [says, all, days, staff] = [chance.happens(0.65), chance.happens(0.7), chance.between(14, 224), chance.between(14, 120)]
    const contact = cast.contacts.get(school.id)
    if (!contact || !says) continue
    const byLetter = n % 9 === 0
    const asAt = demonstrationDates(now).ago(days)
    const trained = all ? staff : staff - chance.between(1, Math.ceil(staff / 4))
    const saidBy = byLetter ? `The head, letter of ${sayDay(asAt)}` : `${contact.name ?? 'The office'}, for the school`
    const by = actOf(act, byLetter ? officer : contact, addMinutes(act.now, n))
    await recordStatement(by, { requirementId: 'staff_update', schoolId: school.id, trained, staff, asAt, saidBy })
    stated += 1
  }
  return stated
}

const withContacts = ({ schools, contacts }: Cast): CountySchool[] => schools.filter(({ id }) => contacts.has(id))

/** Schools that send in their leads' certificates. */
const sendingIn = (cast: Cast): CountySchool[] => withContacts(cast).slice(0, 8)

/** @returns how many schools have stated something of all their staff */
export const settleRequirements = async (act: Act, cast: Cast): Promise<number> => {
  const { officer } = cast
  const dates = demonstrationDates(act.now).requirements
  const entering = actOf(act, cast.organiser, dates.trainings)
  await settleTrainings(entering, act.now, sendingIn(cast), certificates)
  await settleTrainings(entering, act.now, withContacts(cast).slice(8, 20), oldList)
  await settleEvidence(actOf(act, officer, dates.evidence))
  await settleTitles(actOf(act, officer, dates.evidence))
  await settleExceptions(actOf(act, officer, dates.exceptions), withContacts(cast).slice(3, 6))
  return settleStatements(actOf(act, officer, dates.statements), act.now, cast, officer)
}
