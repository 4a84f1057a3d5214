// The county's history in steps, each short enough for one request. Registers a year apart are
// imported between them.

import { issueNow } from '#attendance/certificates/issue-certificates.ts'
import { usualPeriod } from '#attendance/coverage/coverage.ts'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import type { Act } from '#base/act.ts'
import { readCouncil, saveCouncil } from '#base/council/store.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { addDays, addMinutes, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { allPlaces } from '#events/events/event.ts'
import { addVenue } from '#events/venues/save-venue.ts'
import { weekOf } from '#front/digest/digest.ts'
import { sendDigests } from '#front/digest/send-digests.ts'
import { grantDoor } from '#people/staff/grant-role.ts'
import type { Cast } from './cast.ts'
import { countyVenues } from './conference.ts'
import { conferences } from './conferences.ts'
import { holdConference } from './hold-conference.ts'
import { financeOf, settleAccounts } from './settle-accounts.ts'
import { whoAnswers } from './settle-entries.ts'
import { settleEvaluation, settleLaterEvaluations } from './settle-evaluations.ts'
import { settleGuidance } from './settle-guidance.ts'
import { settleLadder } from './settle-ladder.ts'
import { settleMaterials } from './settle-materials.ts'
import { sendNotice, settleAnswers } from './settle-messages.ts'
import { settleAgreements, settlePrices } from './settle-money.ts'
import { settleFirstPack, settlePapers, settleShowing } from './settle-papers.ts'
import {
  beginning,
  settleClaims,
  settleContacts,
  settleEarlier,
  settleOrganisations,
  settleStaff,
  settleTrust,
  settleWaitingClaims,
  staffAddress,
} from './settle-people.ts'
import { settleProviders } from './settle-providers.ts'
import { settleRequirements } from './settle-requirements.ts'
import { settleReturns } from './settle-returns.ts'
import { settleRoles } from './settle-roles.ts'
import { settleTerms } from './settle-rules.ts'
import {
  actorOf,
  contactActors,
  deliveredLongAgo,
  openSchools,
  outsideOrganisations,
  refusedByProvider,
  selectEvaluatedLater,
} from './store.ts'
import { takeRegister } from './take-register.ts'
import { actOf, at, weekday } from './time.ts'

const laCode = '999'

export type Step = { said: string; next?: string | undefined }

/** The conference before the later register, with that year's changes to schools. */
const lastBeforeLaterRegister = conferences.findIndex((conference) => (conference.sessions[0]?.days ?? 0) > -130) - 1

const council: Council = {
  ...councilFrom(laCode),
  name: 'Alderwickshire County Council',
  serviceName: 'Safeguarding conferences',
  brandColour: '#4b2e6f',
  contactEmail: 'safeguarding.training@alderwickshire.example',
  contactTelephone: '01632 960100',
  // So that anybody can look around; the pages say so.
  staffFactors: 'optional',
  digestDay: 'monday',
  returnControllers: whoAnswers.controllers,
  returnBasis: whoAnswers.basis,
}

/** Runs one step; `next` is undefined when the caller must import a register, and at the end. */
export const liveCounty = async (act: Act, step: string): Promise<Step | undefined> => {
  const start = beginning(act.now)
  if (step === 'council') {
    await saveCouncil(actOf(act, act.actor, start), await readCouncil(act.db, councilFrom(laCode)), council)
    await settleStaff(actOf(act, act.actor, start))
    await settleTerms(actOf(act, act.actor, addMinutes(start, 5)))
    return { said: `${council.name}, which does not exist` }
  }
  const cast = await castOf(act)
  if (step === 'people') {
    const by = (minutes: number): Act => actOf(act, cast.organiser, addMinutes(start, minutes))
    const contacts = await settleContacts(by(60), cast.schools)
    const claims = await settleClaims(by(120), cast.schools, council)
    await settleTrust(by(4000), cast.schools, council)
    const organisations = await settleOrganisations(by(4500))
    const providers = await settleProviders(by(4800))
    for (const { id, ...facts } of countyVenues) await addVenue(by(4600), id, facts)
    const earlier = await settleEarlier(by(5000), act.now, cast.schools)
    return {
      said: `${contacts} contacts, ${claims} schools that book, ${organisations.length} outside organisations, ${providers} settings on the early years list, ${earlier} earlier attendances`,
      next: 'conference-0',
    }
  }
  if (step === 'recent') {
    const fresh = cast.schools.filter((school) => !cast.contacts.has(school.id) && school.firstUrn > '900300')
    const by = actOf(act, cast.organiser, at(weekday(act.now, -110), '10:00'))
    const contacts = fresh.length > 0 ? await settleContacts(by, fresh) : 0
    await settleClaims(addLater(by), fresh, council)
    const finance = await financeOf(act, staffAddress('finance'))
    const byFinance = (minutes: number): Act => actOf(act, finance, at(weekday(act.now, -108), `10:${String(minutes).padStart(2, '0')}`))
    await settlePrices(byFinance(5))
    const agreements = await settleAgreements(byFinance(40), cast.schools)
    return {
      said: `${contacts} contacts of new schools, prices, ${agreements} service agreements`,
      next: `conference-${lastBeforeLaterRegister + 1}`,
    }
  }
  if (step === 'first-pack' || step === 'papers' || step === 'showing') {
    const officer = await actorOf(act.db, staffAddress('officer'))
    const next = { 'first-pack': 'roles', papers: 'requirements', showing: 'returns' }[step]
    if (!officer) return { said: 'Nobody to freeze reports', next }
    const settle = {
      'first-pack': () => settleFirstPack(act, officer, council),
      papers: () => settlePapers(act, cast, officer, council),
      showing: () => settleShowing(act, officer),
    }[step]
    return { said: `${await settle()} lines of reports that name schools`, next }
  }
  if (step === 'roles') {
    const officer = await actorOf(act.db, staffAddress('officer'))
    const said = officer ? await settleRoles(act, cast, officer, council) : 0
    return { said: `${said} schools have said who holds which role`, next: 'papers' }
  }
  if (step === 'requirements') {
    const officer = await actorOf(act.db, staffAddress('officer'))
    const said = officer ? await settleRequirements(act, cast, officer) : 0
    if (officer) await settleLadder(act, officer)
    return { said: `${said} schools have stated how many of their staff have done the yearly update`, next: 'guidance' }
  }
  if (step === 'guidance') {
    const officer = await actorOf(act.db, staffAddress('officer'))
    const schools = officer ? await settleGuidance(act, cast, officer) : 0
    return { said: `Guidance of 2017 and a model policy, issued to ${schools} schools`, next: 'showing' }
  }
  if (step === 'returns') {
    const officer = await actorOf(act.db, staffAddress('officer'))
    const asked = officer ? await settleReturns(act, cast, officer) : 0
    return { said: `${asked} schools were asked for their annual return`, next: 'end' }
  }
  if (step === 'end') return await endOfLife(act, cast)
  const number = Number(step.match(/^conference-(\d+)$/)?.[1] ?? Number.NaN)
  const conference = conferences[number]
  if (!conference) return undefined
  const event = await holdConference(act, conference, cast)
  await settleMaterials(actOf(act, cast.organiser, act.now), event, conference)
  const past = event.state === 'published' ? event.sessions.filter((session) => session.endsAt < instant(act.now)) : []
  for (const session of past) await takeRegister(act, event, session, conference, cast)
  const over = past
    .map(({ endsAt }) => endsAt)
    .sort()
    .at(-1)
  // As its job does, in as many runs as it takes.
  if (over) for (let left = 1; left > 0; ) ({ left } = await issueNow(actOf(act, cast.organiser, addMinutes(new Date(over), 70)), event.id))
  await settleEvaluation(act, event, conference)
  if (conference.turn === 'nearly_full')
    await grantDoor(actOf(act, cast.organiser, addMinutes(act.now, -600)), { email: staffAddress('door'), eventId: event.id })
  const next =
    number === conferences.length - 1 ? 'first-pack' : number === lastBeforeLaterRegister ? undefined : `conference-${number + 1}`
  const day = event.sessions[0] ? londonDay(event.sessions[0].startsAt) : ''
  return { said: `${day}  ${event.title} (${event.state}, ${event.taken} of ${allPlaces(event)} places)`, next }
}

const addLater = (act: Act): Act => ({ ...act, now: addMinutes(act.now, 60) })

const castOf = async (act: Act): Promise<Cast> => {
  const [organiser, schools, contacts, organisations] = await Promise.all([
    actorOf(act.db, staffAddress('organiser')),
    openSchools(act.db, laCode),
    contactActors(act.db),
    outsideOrganisations(act.db),
  ])
  if (!organiser) throw new Error('Nobody organises anything yet')
  return { organiser, schools, contacts, organisations }
}

/**
 * What waits today: this week's claims and one refused message; older messages were all delivered.
 */
const endOfLife = async (act: Act, cast: Cast): Promise<Step> => {
  const claims = await settleWaitingClaims(actOf(act, cast.organiser, at(addDays(londonDay(act.now), -3), '08:40')), cast.schools, council)
  const recent = instant(at(weekday(act.now, -1), '00:00'))
  const schools = await sendNotice(act, cast.organiser)
  // Last week's letters of what is due, some schools at a time.
  const monday = at(weekOf(addDays(londonDay(act.now), -7)), '09:00')
  for (let piece = 0; piece < 3; piece += 1) await sendDigests(actOf(act, act.actor, monday))
  const officer = await actorOf(act.db, staffAddress('officer'))
  if (officer) await settleLaterEvaluations(act, officer, await readNow(act.db, selectEvaluatedLater(act.db)))
  // Not an invitation to a future event, which the audit would rightly report.
  await refusedByProvider(act.db, 'booking_confirmed', recent)
  const delivered = await deliveredLongAgo(act.db, recent)
  await settleAnswers(actOf(act, act.actor, act.now))
  await freezeForCommittee(act)
  const money = await settleAccounts(act, await financeOf(act, staffAddress('finance')), cast.contacts)
  return {
    said: `${money.lines} lines for the finance system, ${money.paid} invoices paid, ${claims} people waiting to act for a school, a notice to ${schools} people, ${delivered} messages long delivered`,
  }
}

/** The officer freezes what is known for the committee of this week. */
const freezeForCommittee = async (act: Act): Promise<void> => {
  const officer = await actorOf(act.db, staffAddress('officer'))
  if (!officer) return
  const by = actOf(act, officer, addMinutes(act.now, -180))
  const { from, to } = usualPeriod(addDays(londonDay(act.now), -1))
  await freezeReport(by, { id: newId(by.now), question: { laCodes: [laCode], on: to, from, to, topic: undefined, event: undefined } })
}
